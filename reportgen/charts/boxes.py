"""Geometry of labels, in mm: boxes, strokes, and pushing labels apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Box(NamedTuple):
    """A rectangle, left, bottom, right, top."""

    x0: float
    y0: float
    x1: float
    y1: float

    def grown(self, by: float) -> Box:
        return Box(self.x0 - by, self.y0 - by, self.x1 + by, self.y1 + by)

    def overlap(self, other: Box) -> float:
        """The area that both cover."""
        wide = min(self.x1, other.x1) - max(self.x0, other.x0)
        high = min(self.y1, other.y1) - max(self.y0, other.y0)
        return wide * high if wide > 0 and high > 0 else 0.0

    def outside(self, other: Box) -> float:
        """How far this one sticks out of the other."""
        return max(0.0, other.x0 - self.x0, other.y0 - self.y0, self.x1 - other.x1, self.y1 - other.y1)


class Stroke(NamedTuple):
    """A straight piece of a line."""

    x0: float
    y0: float
    x1: float
    y1: float

    def inside(self, box: Box) -> float:
        """The share of the stroke that runs through a box."""
        enter, leave = 0.0, 1.0
        dx, dy = self.x1 - self.x0, self.y1 - self.y0
        for step, room_before, room_after in ((dx, self.x0 - box.x0, box.x1 - self.x0), (dy, self.y0 - box.y0, box.y1 - self.y0)):
            if abs(step) < 1e-9:
                if room_before < 0 or room_after < 0:
                    return 0.0
                continue
            near, far = sorted((-room_before / step, room_after / step))
            enter, leave = max(enter, near), min(leave, far)
        return max(0.0, leave - enter)

    def raised(self, by: float) -> Stroke:
        return Stroke(self.x0, self.y0 + by, self.x1, self.y1 + by)

    @property
    def length(self) -> float:
        return float(((self.x1 - self.x0) ** 2 + (self.y1 - self.y0) ** 2) ** 0.5)


def spread(wanted: Sequence[float], gaps: Sequence[float], low: float, high: float) -> list[float]:
    """Positions as close to those wanted (ascending) as the gaps between neighbours allow, within low and high.

    Isotonic regression by pooling: neighbours that would collide move as one block to their mean.
    """
    offsets = [0.0]
    for gap in gaps:
        offsets.append(offsets[-1] + gap)
    blocks: list[tuple[float, int]] = []
    for want, offset in zip(wanted, offsets, strict=True):
        blocks.append((want - offset, 1))
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            (a, n), (b, m) = blocks[-2:]
            blocks[-2:] = [((a * n + b * m) / (n + m), n + m)]
    room = high - offsets[-1]
    pooled = [min(max(value, low), max(room, low)) for value, count in blocks for _ in range(count)]
    return [value + offset for value, offset in zip(pooled, offsets, strict=True)]


def diagonals(box: Box, step: float) -> list[Stroke]:
    """Lines rising at 45 degrees through a box, `step` mm apart; they continue from box to box."""
    apart = step * 2**0.5
    found = []
    number = int((box.y0 - box.x1) // apart) + 1
    while number * apart < box.y1 - box.x0:
        shift = number * apart
        x0, x1 = max(box.x0, box.y0 - shift), min(box.x1, box.y1 - shift)
        if x1 > x0:
            found.append(Stroke(x0, x0 + shift, x1, x1 + shift))
        number += 1
    return found
