"""The drawing surface: a matplotlib Figure measured in mm, with the theme's colours and the locale's numbers.

Every text that is drawn keeps its box, every column and line its outline, so that labels can keep clear of them and
tests can look.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, Literal, NamedTuple

from reportgen.spec.theme import Palette, Theme
from reportgen.text import fonts
from reportgen.text.locale import Locale
from .boxes import Box, Stroke, diagonals
from .record import Record
from .style import MM, font, measure

NARROW_TYPE = 1.25  # 7.2 pt in print is 9 pt, 12 px, on a phone
HATCH_STEP = 0.95
RUN_GAP = 1.2
# Text on light areas; of its own shade, so that it stays dark when a dark theme turns reading text light.
ON_LIGHT = "#101316"
_PARTS = re.compile(r" *(?:[\u3400-\u9fff\uf900-\ufaff][，。；：）」』]?|[^ \u3400-\u9fff\uf900-\ufaff]+)")

Role = Literal["text", "small", "large"]
Across = Literal["left", "center", "right"]
Upright = Literal["base", "middle", "top", "bottom"]


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
    """Where a text may stand."""

    x: float
    y: float
    across: Across = "center"
    upright: Upright = "base"


class Canvas(Record):
    """One drawing. Coordinates are mm from the lower left; the frame holds the data's coordinates."""

    def __init__(self, width: float, high: float, theme: Theme, locale: Locale, narrow: bool = False) -> None:
        from matplotlib.backends.backend_svg import FigureCanvasSVG
        from matplotlib.figure import Figure
        from matplotlib.transforms import Affine2D

        super().__init__(locale)
        self.width, self.high, self.theme, self.narrow = width, high, theme, narrow
        self.labels: list[Label] = []
        self.solids: list[Box] = []
        self.strokes: list[Stroke] = []
        self.missing = ""
        """Characters that the face lacks."""
        self.figure = Figure(figsize=(width / 25.4, high / 25.4), dpi=72)
        FigureCanvasSVG(self.figure)
        self.figure.patch.set_visible(False)
        self.mm = Affine2D().scale(MM)
        self.axes: Any = self.figure.add_axes((0, 0, 1, 1))
        self.axes.set_axis_off()
        self.frame(0, 0, width, high)

    # Colours and type

    @property
    def palette(self) -> Palette:
        return self.theme.light

    def area(self, number: int) -> str:
        """The colour of series 0 to 5 as area or line."""
        return self.palette.series[number]

    def type(self, number: int) -> str:
        """The colour of series 0 to 5 as text."""
        return self.palette.series_text[number]

    def on(self, number: int) -> str:
        """The colour of text on an area of series 0 to 5: the ground's, or dark where that would not be legible."""
        return ON_LIGHT if number in (2, 3, 4) else self.palette.ground

    def size(self, role: Role) -> float:
        """The type size in pt."""
        sizes = self.theme.sizes
        size = {"text": sizes.chart_text, "small": sizes.chart_small, "large": sizes.chart_large}[role]
        return size * NARROW_TYPE if self.narrow else size

    def line_height(self, role: Role = "text") -> float:
        """The distance of two rows of text, in mm."""
        return self.size(role) * 1.36 / MM

    def measure(self, text: str, role: Role = "text", weight: int = 400) -> float:
        """The width of a text, in mm."""
        return measure(text, self.theme.fonts.sans, weight, self.size(role))

    # The frame: where data lie

    def frame(self, left: float, bottom: float, right: float, top: float) -> None:
        """Puts the axes between these edges, in mm."""
        self.box = Box(left, bottom, right, top)
        self.axes.set_position((left / self.width, bottom / self.high, (right - left) / self.width, (top - bottom) / self.high))

    def limits(self, x0: float, x1: float, y0: float, y1: float) -> None:
        """The data's coordinates at the frame's edges."""
        self.axes.set_xlim(x0, x1)
        self.axes.set_ylim(y0, y1)

    def x(self, data: float) -> float:
        """Data to mm."""
        x0, x1 = self.axes.get_xlim()
        return self.box.x0 + (data - x0) / (x1 - x0) * (self.box.x1 - self.box.x0)

    def y(self, data: float) -> float:
        """Data to mm."""
        y0, y1 = self.axes.get_ylim()
        return self.box.y0 + (data - y0) / (y1 - y0) * (self.box.y1 - self.box.y0)

    # Marks on the surface

    def column(self, middle: float, width: float, low: float, high: float, colour: str, hatched: bool = False) -> Box:
        """A column in data coordinates; white under hatching, so that the grid does not show through."""
        bars = self.axes.bar(middle, high - low, width, bottom=low, color=colour, linewidth=0, clip_on=False, zorder=3)
        return self._fill(bars.patches[0], Box(self.x(middle - width / 2), self.y(low), self.x(middle + width / 2), self.y(high)), colour, hatched)

    def bar(self, middle: float, width: float, low: float, high: float, colour: str, hatched: bool = False) -> Box:
        """The same lying down."""
        bars = self.axes.barh(middle, high - low, width, left=low, color=colour, linewidth=0, clip_on=False, zorder=3)
        return self._fill(bars.patches[0], Box(self.x(low), self.y(middle - width / 2), self.x(high), self.y(middle + width / 2)), colour, hatched)

    def _fill(self, patch: Any, box: Box, colour: str, hatched: bool) -> Box:
        box = Box(min(box.x0, box.x1), min(box.y0, box.y1), max(box.x0, box.x1), max(box.y0, box.y1))
        if hatched:
            patch.set(facecolor=self.palette.ground, edgecolor=colour, linewidth=0.7, joinstyle="miter")
            self.path(diagonals(box, HATCH_STEP), colour, 0.55, 4)
        self.solids.append(box)
        return box

    def swatch(self, box: Box, colour: str) -> None:
        """A filled square in mm."""
        from matplotlib.patches import Rectangle

        shape = Rectangle((box.x0, box.y0), box.x1 - box.x0, box.y1 - box.y0, facecolor=colour, linewidth=0)
        shape.set(transform=self.mm, clip_on=False, zorder=3)
        self.axes.add_patch(shape)
        self.solids.append(box)

    def plate(self, box: Box) -> None:
        """A plate of the ground's colour under a number on hatching."""
        from matplotlib.patches import Rectangle

        shape = Rectangle((box.x0, box.y0), box.x1 - box.x0, box.y1 - box.y0, facecolor=self.palette.ground, linewidth=0)
        shape.set(transform=self.mm, clip_on=False, zorder=5)
        self.axes.add_patch(shape)

    def path(self, strokes: Sequence[Stroke], colour: str, weight: float, order: float, dash: tuple[float, ...] = ()) -> None:
        """Separate straight strokes as one path; no obstacle to labels."""
        from matplotlib.patches import PathPatch
        from matplotlib.path import Path

        if not strokes:
            return
        corners = [end for s in strokes for end in ((s.x0, s.y0), (s.x1, s.y1))]
        shape = Path(corners, [Path.MOVETO, Path.LINETO] * len(strokes))
        style = {"linestyle": (0, tuple(d / weight for d in dash))} if dash else {}
        self.axes.add_patch(
            PathPatch(shape, fill=False, edgecolor=colour, linewidth=weight, capstyle="butt", transform=self.mm, clip_on=False, zorder=order, **style)
        )

    def rule(self, stroke: Stroke, colour: str, weight: float = 0.5, order: float = 2, dash: tuple[float, ...] = ()) -> None:
        """A straight line in mm that labels keep clear of."""
        self.path([stroke], colour, weight, order, dash)
        self.strokes.append(stroke)

    def zero(self, at: float = 0, left: float | None = None, right: float | None = None) -> None:
        """The zero line over the columns, in the text's colour."""
        y = self.y(at)
        ends = (self.box.x0 if left is None else left, self.box.x1 if right is None else right)
        self.axes.plot(ends, (y, y), color=self.palette.text, linewidth=0.7, transform=self.mm, clip_on=False, zorder=6, solid_capstyle="butt", gid="zero")
        self.strokes.append(Stroke(ends[0], y, ends[1], y))

    def line(self, xs: Sequence[float], ys: Sequence[float], colour: str, weight: float = 1.6, order: float = 8, dash: tuple[float, ...] = ()) -> None:
        """A line through points in mm."""
        style: dict[str, Any] = {"linestyle": (0, tuple(d / weight for d in dash)), "dash_capstyle": "butt"} if dash else {}
        self.axes.plot(
            xs, ys, color=colour, linewidth=weight, solid_capstyle="butt", solid_joinstyle="round", transform=self.mm, clip_on=False, zorder=order, **style
        )
        self.strokes += [Stroke(*pair) for pair in zip(xs, ys, xs[1:], ys[1:], strict=False)]

    def dot(self, x: float, y: float, colour: str, hollow: bool = False, size: float = 4, order: float = 9) -> None:
        """A round marker with a rim of the ground's colour; hollow for values that are not history."""
        from matplotlib.patches import Circle

        radius = size / 2 / MM
        if not hollow:
            self.axes.add_patch(Circle((x, y), radius + 0.8 / MM, facecolor=self.palette.ground, linewidth=0, transform=self.mm, clip_on=False, zorder=order))
        face = self.palette.ground if hollow else colour
        self.axes.add_patch(
            Circle((x, y), radius, facecolor=face, edgecolor=colour, linewidth=1.0 if hollow else 0, transform=self.mm, clip_on=False, zorder=order + 0.1)
        )
        self.solids.append(Box(x - radius, y - radius, x + radius, y + radius))

    # Text

    def text(self, place: Place, text: str, colour: str = "", role: Role = "text", weight: int = 400) -> Box:
        """Draws a line of text and gives its box."""
        size = self.size(role)
        box = self.extent(place, text, role, weight)
        self.missing += fonts.missing(text, self.theme.fonts.sans, weight)
        self.axes.text(
            box.x0 if place.across == "left" else box.x1 if place.across == "right" else (box.x0 + box.x1) / 2,
            box.y0 + 0.2 * size / MM,
            text,
            fontproperties=font(self.theme.fonts.sans, weight, size),
            color=colour or self.palette.text,
            ha=place.across,
            va="baseline",
            transform=self.mm,
            clip_on=False,
            zorder=12,
        )
        self.labels.append(Label(text, size, box))
        return box

    def extent(self, place: Place, text: str, role: Role = "text", weight: int = 400) -> Box:
        """The box that a text would fill: from the descenders to the top of the capitals."""
        size = self.size(role)
        wide = measure(text, self.theme.fonts.sans, weight, size)
        up, down = 0.68 * size / MM, 0.2 * size / MM
        base = place.y + {"base": 0.0, "middle": -0.33 * size / MM, "top": -up, "bottom": down}[place.upright]
        left = place.x - {"left": 0.0, "center": wide / 2, "right": wide}[place.across]
        return Box(left, base - down, left + wide, base + up)

    def labels_top(self, x: float) -> float:
        """The top of the highest text that stands across x."""
        return max((label.box.y1 for label in self.labels if label.box.x0 <= x <= label.box.x1), default=self.box.y0)

    def free(self, box: Box, ignore: Sequence[Box] = ()) -> float:
        """How badly a box would sit: zero when it touches nothing and lies on the canvas."""
        page = Box(0, 0, self.width, self.high)
        grown = box.grown(0.25)
        cost = 100 * grown.outside(page)
        cost += sum(20 * grown.overlap(label.box) for label in self.labels)
        cost += sum(5 * grown.overlap(solid) for solid in self.solids if solid not in ignore)
        cost += sum(8 * stroke.inside(grown) * stroke.length for stroke in self.strokes)
        return cost

    def wrap(self, text: str, room: float, role: Role = "text", weight: int = 400) -> tuple[str, ...]:
        """The text in as few lines as fit the room, of nearly equal length; a word that is too wide stands alone.

        Lines break at spaces, and between Han characters.
        """
        parts = _PARTS.findall(text)
        lines = _fill(parts, lambda line: self.measure(line, role, weight) <= room)
        if len(lines) < 2:
            return tuple(lines)
        widest = max(self.measure(line, role, weight) for line in lines)
        for share in (0.55, 0.65, 0.75, 0.85, 0.95):
            even = _fill(parts, lambda line, share=share: self.measure(line, role, weight) <= widest * share)  # type: ignore[misc]
            if len(even) == len(lines) and max(self.measure(line, role, weight) for line in even) <= max(widest, room):
                return tuple(even)
        return tuple(lines)

    def wide(self, rows: Sequence[Sequence[Run]]) -> float:
        """The width in mm of the widest of these rows."""
        return max(sum(self.measure(run.text, run.role, run.weight) for run in row) + RUN_GAP * (len(row) - 1) for row in rows)

    def tall(self, rows: Sequence[Sequence[Run]]) -> float:
        """The height in mm of these rows."""
        sizes = [max(self.size(run.role) for run in row) / MM for row in rows]
        return 0.68 * sizes[0] + 1.26 * sum(sizes[1:]) + 0.2 * sizes[-1]

    def stack(self, places: Sequence[Place], rows: Sequence[Sequence[Run]]) -> Box:
        """Rows of text in several styles as one block, at the first of these places that is free or the least bad one."""
        wides = [self.wide([row]) for row in rows]
        sizes = [max(self.size(run.role) for run in row) / MM for row in rows]
        wide, tall, steps = max(wides), self.tall(rows), [1.26 * size for size in sizes[1:]]

        def box(place: Place) -> Box:
            left = place.x - {"left": 0.0, "center": wide / 2, "right": wide}[place.across]
            top = place.y + {"bottom": tall, "middle": tall / 2, "top": 0.0, "base": tall - 0.2 * sizes[-1]}[place.upright]
            return Box(left, top - tall, left + wide, top)

        best = min(places, key=lambda place: self.free(box(place)))
        found = box(best)
        base = found.y1 - 0.68 * sizes[0]
        for number, (row, width) in enumerate(zip(rows, wides, strict=True)):
            base -= steps[number - 1] if number else 0.0
            x = found.x0 + {"left": 0.0, "center": (wide - width) / 2, "right": wide - width}[best.across]
            for run in row:
                x = self.text(Place(x, base, "left"), run.text, run.colour, run.role, run.weight).x1 + RUN_GAP
        return found

    def settle(self, places: Sequence[Place], text: str, colour: str = "", role: Role = "text", weight: int = 400) -> Box:
        """One line of text at the first of these places that is free, or at the least bad one."""
        return self.stack(places, [[Run(text, colour or self.palette.text, role, weight)]])

    def remark(self, places: Sequence[Place], text: str, room: float = 34.0) -> Box:
        """A remark beside a point, small and muted, in as many lines as it needs."""
        return self.stack(places, [[Run(line, self.palette.muted, "small")] for line in self.wrap(text, room, "small")])


def _fill(parts: Sequence[str], fits: Callable[[str], bool]) -> list[str]:
    lines = [""]
    for part in parts:
        longer = lines[-1] + part
        if lines[-1] and not fits(longer.strip(" ")):
            lines.append(part.lstrip(" "))
        else:
            lines[-1] = longer
    return [line.strip(" ") for line in lines]
