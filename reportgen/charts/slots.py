"""Slots for columns: one per key, left to right, with a gap before and after what stands apart."""

from __future__ import annotations

from collections.abc import Sequence

from reportgen.charts.canvas import Canvas, Place, Role
from reportgen.model.figure import Point

GAP = 0.35
"""Extra room beside what stands apart, in slots."""
WIDEST = 30.6
"""No slot is wider, in mm: four columns fill the text's width, two do not need a page."""


class Slots:
    """Where the columns stand, in slots from the left edge."""

    def __init__(self, keys: Sequence[str], apart: Sequence[str]) -> None:
        self.keys = tuple(keys)
        self.middle: dict[str, float] = {}
        edge = 0.0
        before = None
        for key in self.keys:
            alone = key in apart
            edge += GAP if before is not None and alone != before else 0.0
            self.middle[key] = edge + 0.5
            edge += 1.0
            before = alone
        self.total = edge

    def width(self, room: float, widest: float = WIDEST) -> float:
        """The width in mm that the slots take of the room."""
        return min(room, self.total * widest)


def heads(canvas: Canvas, slots: Slots, points: dict[str, Point], y: float) -> None:
    """The names of the columns in a row under the axis; broken into two lines where they are wider than a slot."""
    room = canvas.x(1.0) - canvas.x(0.0) - 0.8
    for key in slots.keys:
        item = points[key]
        text = canvas.locale.pick(item.label) if item.label else canvas.heading(item)
        role: Role = "text" if canvas.measure(text) <= room else "small"
        for number, line in enumerate(canvas.wrap(text, room, role)):
            place = Place(canvas.x(slots.middle[key]), y - number * canvas.line_height(role) * 0.9)
            canvas.text(place, line, canvas.palette.muted, role)
