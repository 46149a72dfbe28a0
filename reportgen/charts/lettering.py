"""Text on a drawing: set at a place, its box kept, placed where it touches nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, Literal, NamedTuple

from reportgen.charts.boxes import Box, Stroke
from reportgen.charts.measures import CAPITALS, DESCENT, LEADING, LEADING_CLOSE, MM, NARROW_TYPE, WORD_GAP
from reportgen.charts.record import Record
from reportgen.spec.theme import Palette, Theme
from reportgen.text import fonts
from reportgen.text.locale import Locale

Role = Literal["text", "small", "large"]
Across = Literal["left", "center", "right"]
Upright = Literal["base", "middle", "top", "bottom"]

# Lines break at spaces, and between Han characters; a closing mark stays with what it closes, and what follows a number
# with it, such as a unit; a year may part from its half or quarter.
_HAN = "\u3400-\u9fff\uf900-\ufaff"
_PARTS = re.compile(
    r" *(?:(?<!\d)\d{4}(?=[上下]半年|[一二三四]季|[首前]九)|[上下]半年|[一二三四]季度?|[首前]九月"
    rf"|[+\u2212~≥≤<>]?\d[\d.,–]*%?[{_HAN}]{{1,4}}[，。；：）」』]?|[{_HAN}][，。；：）」』]?|[^ {_HAN}]+)"
)


class Run(NamedTuple):
    """A piece of a row of text in its own style."""

    text: str
    colour: str
    role: Role = "text"
    weight: int = 400


class Label(NamedTuple):
    """A text that was drawn, with its size in pt and the box that it fills."""

    text: str
    size: float
    box: Box


class Place(NamedTuple):
    """Where a text may stand: `upright` says which part of it lies at y."""

    x: float
    y: float
    across: Across = "center"
    upright: Upright = "base"


class Lettering(Record):
    """A surface in mm that text is set on; what was drawn is kept as boxes and strokes, for labels to keep clear of."""

    def __init__(self, width: float, high: float, theme: Theme, locale: Locale, narrow: bool = False) -> None:
        from reportgen.charts import artists

        super().__init__(locale)
        self.artists: Any = artists
        self.figure, self.axes = artists.surface(width, high)
        self.width, self.high, self.theme, self.narrow = width, high, theme, narrow
        self.labels: list[Label] = []
        self.solids: list[Box] = []
        self.strokes: list[Stroke] = []
        self.missing = ""
        """Characters that the face lacks."""

    @property
    def families(self) -> str:
        """The families of all that was set, as SVG names them."""
        return ",".join(self._families("".join(label.text for label in self.labels)))

    @property
    def palette(self) -> Palette:
        """The colours of the light ground; `svg.themed` turns them into those of the reader's."""
        return self.theme.light

    def size(self, role: Role) -> float:
        """The type size in pt."""
        sizes = self.theme.sizes
        size = {"text": sizes.chart_text, "small": sizes.chart_small, "large": sizes.chart_large}[role]
        return size * NARROW_TYPE if self.narrow else size

    def line_height(self, role: Role = "text") -> float:
        """The distance of two rows of text, in mm."""
        return self.size(role) * LEADING / MM

    def measure(self, text: str, role: Role = "text", weight: int = 400) -> float:
        """The width of a text, in mm."""
        families = self._families(text)
        if len(families) == 1 or not fonts.HAN.search(text):
            return float(self.artists.measure(text, families[0], weight, self.size(role)))
        return fonts.width(text, families, weight) * self.size(role) / MM

    def text(self, place: Place, text: str, colour: str = "", role: Role = "text", weight: int = 400) -> Box:
        """Draws a line of text and gives its box."""
        size = self.size(role)
        box = self.extent(place, text, role, weight)
        self.missing += fonts.missing(text, self._families(text), weight)
        x = {"left": box.x0, "center": (box.x0 + box.x1) / 2, "right": box.x1}[place.across]
        face = self.artists.font(self.theme.fonts.sans, weight, size)
        self.artists.text(self.axes, x, box.y0 + DESCENT * size / MM, text, face, colour or self.palette.text, place.across)
        self.labels.append(Label(text, size, box))
        return box

    def _families(self, text: str) -> tuple[str, ...]:
        """The families that a text is set in."""
        return fonts.chain(self.theme.fonts.sans, self.locale.tag, text)

    def extent(self, place: Place, text: str, role: Role = "text", weight: int = 400) -> Box:
        """The box that a text would fill: from the descenders to the top of the capitals."""
        size = self.size(role) / MM
        wide = self.measure(text, role, weight)
        up, down = CAPITALS * size, DESCENT * size
        base = place.y + {"base": 0.0, "middle": -up / 2, "top": -up, "bottom": down}[place.upright]
        left = place.x - {"left": 0.0, "center": wide / 2, "right": wide}[place.across]
        return Box(left, base - down, left + wide, base + up)

    def clash(self, box: Box) -> float:
        """How badly a box would sit: zero when it touches nothing and lies on the canvas."""
        grown = box.grown(0.25)
        cost = 100 * grown.outside(Box(0, 0, self.width, self.high).grown(0.25))
        cost += sum(20 * grown.overlap(label.box) for label in self.labels)
        cost += sum(5 * grown.overlap(solid) for solid in self.solids)
        return cost + sum(8 * stroke.inside(grown) * stroke.length for stroke in self.strokes)

    def wide(self, rows: Sequence[Sequence[Run]]) -> float:
        """The width in mm of the widest of these rows."""
        return max(sum(self.measure(run.text, run.role, run.weight) for run in row) + WORD_GAP * (len(row) - 1) for row in rows)

    def tall(self, rows: Sequence[Sequence[Run]]) -> float:
        """The height in mm of these rows."""
        sizes = self._sizes(rows)
        return CAPITALS * sizes[0] + LEADING_CLOSE * sum(sizes[1:]) + DESCENT * sizes[-1]

    def stack(self, places: Sequence[Place], rows: Sequence[Sequence[Run]]) -> Box:
        """Rows of text in several styles as one block, at the first of these places that is free or the least bad one."""
        wide, tall, sizes = self.wide(rows), self.tall(rows), self._sizes(rows)

        def box(place: Place) -> Box:
            left = place.x - {"left": 0.0, "center": wide / 2, "right": wide}[place.across]
            top = place.y + {"bottom": tall, "middle": tall / 2, "top": 0.0, "base": tall - DESCENT * sizes[-1]}[place.upright]
            return Box(left, top - tall, left + wide, top)

        best = min(places, key=lambda place: self.clash(box(place)))
        found = box(best)
        base = found.y1 - CAPITALS * sizes[0]
        for number, row in enumerate(rows):
            base -= LEADING_CLOSE * sizes[number] if number else 0.0
            spare = wide - self.wide([row])
            x = found.x0 + {"left": 0.0, "center": spare / 2, "right": spare}[best.across]
            for run in row:
                x = self.text(Place(x, base, "left"), run.text, run.colour, run.role, run.weight).x1 + WORD_GAP
        return found

    def _sizes(self, rows: Sequence[Sequence[Run]]) -> list[float]:
        return [max(self.size(run.role) for run in row) / MM for row in rows]

    def settle(self, places: Sequence[Place], text: str, colour: str = "", role: Role = "text", weight: int = 400) -> Box:
        """One line of text at the first of these places that is free, or at the least bad one."""
        return self.stack(places, [[Run(text, colour or self.palette.text, role, weight)]])

    def remark(self, places: Sequence[Place], text: str, room: float = 34.0) -> Box:
        """A remark beside a point, small and muted, in as many lines as it needs."""
        return self.stack(places, [[Run(line, self.palette.muted, "small")] for line in self.wrap(text, room, "small")])

    def wrap(self, text: str, room: float, role: Role = "text", weight: int = 400) -> tuple[str, ...]:
        """The text in as few lines as fit the room, of nearly equal length; a word that is too wide stands alone."""
        parts = _PARTS.findall(text)

        def filled(width: float) -> list[str]:
            return _fill(parts, lambda line: self.measure(line, role, weight) <= width)

        lines = filled(room)
        if len(lines) < 2:
            return tuple(lines)
        widest = max(self.measure(line, role, weight) for line in lines)
        for share in (0.55, 0.65, 0.75, 0.85, 0.95):
            even = filled(widest * share)
            if len(even) == len(lines) and max(self.measure(line, role, weight) for line in even) <= max(widest, room):
                return tuple(even)
        return tuple(lines)


def _fill(parts: Sequence[str], fits: Callable[[str], bool]) -> list[str]:
    lines = [""]
    for part in parts:
        longer = lines[-1] + part
        if lines[-1] and not fits(longer.strip(" ")):
            lines.append(part.lstrip(" "))
        else:
            lines[-1] = longer
    return [line.strip(" ") for line in lines]
