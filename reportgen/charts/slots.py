"""Slots for columns: one per key, left to right, with a gap before and after what stands apart."""

from __future__ import annotations

from collections.abc import Sequence

from reportgen.charts.canvas import Canvas, Place, Role
from reportgen.charts.data import AHEAD, texture
from reportgen.model.figure import Point

GAP = 0.35
"""Extra room beside what stands apart, in slots."""
WIDEST = 30.6
"""No slot is wider, in mm: four columns fill the text's width, two do not need a page."""
MARGIN = 0.8
"""What a name leaves of its slot, in mm."""
LEADING = 0.9
"""Distance of the lines of a name, in heights of a line."""


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
    """The names of the columns in a row under the axis; in two lines where they are wider than a slot. A forecast or goal says so."""
    room = canvas.x(1.0) - canvas.x(0.0) - MARGIN
    for key in slots.keys:
        item = points[key]
        role, lines = _lines(canvas, item, canvas.locale.pick(item.label) if item.label else canvas.heading(item), room)
        for number, line in enumerate(lines):
            place = Place(canvas.x(slots.middle[key]), y - number * canvas.line_height(role) * LEADING)
            canvas.text(place, line, canvas.palette.muted, role)


def more_rows(canvas: Canvas, slots: Slots, points: dict[str, Point], width: float) -> float:
    """The height in mm that names of several lines need beyond the first, where the slots share this width."""
    most = 1
    for key in slots.keys:
        item = points[key]
        text = canvas.locale.pick(item.label) if item.label else canvas.preview(item.period, "period", form="head")
        most = max(most, len(_lines(canvas, item, text, width / slots.total - MARGIN)[1]))
    return (most - 1) * LEADING * canvas.line_height()


def _lines(canvas: Canvas, item: Point, text: str, room: float) -> tuple[Role, list[str]]:
    """The type size and the lines of a name in its slot."""
    role: Role = "text" if canvas.measure(text) <= room else "small"
    return role, [*canvas.wrap(text, room, role), *([canvas.locale.word(texture(item))] if texture(item) in AHEAD else [])]
