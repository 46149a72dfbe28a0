"""The drawing surface: data and mm, the theme's colours, columns, lines and markers.

Every text that is drawn keeps its box, every column and line its outline, so that labels can keep clear of them and
tests can look.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from reportgen.charts.boxes import Box, Stroke, diagonals
from reportgen.charts.lettering import Label, Lettering, Place, Role, Run
from reportgen.charts.measures import HATCH_STEP, HATCH_WEIGHT, MM
from reportgen.spec.theme import Theme
from reportgen.text.locale import Locale

# Text on light areas; of its own shade, so that it stays dark when a dark theme turns reading text light.
ON_LIGHT = "#101316"
LIGHT_SERIES = (2, 3, 4)
"""Sky, grey and ochre: white on them would have less than 4.5:1."""


class Canvas(Lettering):
    """One drawing. Coordinates are mm from the lower left; the frame holds the data's coordinates."""

    def __init__(self, width: float, high: float, theme: Theme, locale: Locale, narrow: bool = False) -> None:
        super().__init__(width, high, theme, locale, narrow)
        self.frame(0, 0, width, high)

    # Colours

    def area(self, number: int) -> str:
        """The colour of series 0 to 5 as area or line: ink, rust, sky, grey, ochre, plum."""
        return self.palette.series[number]

    def type(self, number: int) -> str:
        """The colour of series 0 to 5 as text."""
        return self.palette.series_text[number]

    def on(self, number: int) -> str:
        """The colour of text on an area of series 0 to 5: the ground's, or dark where that would not be legible."""
        return ON_LIGHT if number in LIGHT_SERIES else self.palette.ground

    # The frame: where data lie

    def resize(self, high: float) -> None:
        """Another height, before anything is drawn."""
        self.high = high
        self.figure.set_size_inches(self.width / 25.4, high / 25.4)

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
        return float(self.box.x0 + (data - x0) / (x1 - x0) * (self.box.x1 - self.box.x0))

    def y(self, data: float) -> float:
        """Data to mm."""
        y0, y1 = self.axes.get_ylim()
        return float(self.box.y0 + (data - y0) / (y1 - y0) * (self.box.y1 - self.box.y0))

    # Shapes in data coordinates

    def column(
        self, middle: float, width: float, ends: tuple[float, float], colour: str, hatched: bool = False, *, light: bool = False
    ) -> Box:
        """A column between two values; the ground's colour under hatching, so that nothing shows through. `light` spaces the lines out."""
        low, high = sorted(ends)
        bars = self.axes.bar(middle, high - low, width, bottom=low, color=colour, linewidth=0, clip_on=False, zorder=3)
        box = Box(self.x(middle - width / 2), self.y(low), self.x(middle + width / 2), self.y(high))
        return self._fill(bars.patches[0], box, colour, hatched, HATCH_STEP * (2 if light else 1))

    def bar(
        self, middle: float, width: float, ends: tuple[float, float], colour: str, hatched: bool = False, *, light: bool = False
    ) -> Box:
        """The same lying down; the vertical scale may run downwards."""
        low, high = sorted(ends)
        bars = self.axes.barh(middle, high - low, width, left=low, color=colour, linewidth=0, clip_on=False, zorder=3)
        y0, y1 = sorted((self.y(middle - width / 2), self.y(middle + width / 2)))
        return self._fill(bars.patches[0], Box(self.x(low), y0, self.x(high), y1), colour, hatched, HATCH_STEP * (2 if light else 1))

    def _fill(self, patch: Any, box: Box, colour: str, hatched: bool, step: float = HATCH_STEP) -> Box:
        if hatched:
            patch.set(facecolor=self.palette.ground, edgecolor=colour, linewidth=0.7, joinstyle="miter")
            self.path(diagonals(box, step), colour, HATCH_WEIGHT, 4)
        self.solids.append(box)
        return box

    def zero(self, left: float | None = None) -> None:
        """The zero line over the columns, from one edge of the frame to the other, or from `left` in mm."""
        y = self.y(0)
        self.rule(Stroke(self.box.x0 if left is None else left, y, self.box.x1, y), self.palette.text, 0.7, 6)

    # Shapes in mm

    def path(self, strokes: Sequence[Stroke], colour: str, weight: float, order: float, dash: tuple[float, ...] = ()) -> None:
        """Separate straight strokes as one path; no obstacle to labels. Dashes in pt."""
        if strokes:
            self.artists.strokes(self.axes, strokes, colour, weight, order, dash)

    def rule(self, stroke: Stroke, colour: str, weight: float = 0.5, order: float = 2, dash: tuple[float, ...] = ()) -> None:
        """A straight line that labels keep clear of."""
        self.path([stroke], colour, weight, order, dash)
        self.strokes.append(stroke)

    def line(
        self, points: Sequence[tuple[float, float]], colour: str, weight: float = 1.6, order: float = 8, dash: tuple[float, ...] = ()
    ) -> None:
        """A line through points, which labels keep clear of."""
        self.artists.line(self.axes, [x for x, _ in points], [y for _, y in points], colour, weight, order, dash)
        self.strokes += [Stroke(*a, *b) for a, b in pairwise(points)]

    def dot(self, x: float, y: float, colour: str, hollow: bool = False, size: float = 4, order: float = 9) -> None:
        """A round marker of that size in pt with a rim of the ground's colour; hollow for values that are not history."""
        radius = size / 2 / MM
        rim = radius if hollow else radius + 0.8 / MM
        self.artists.disc(self.axes, x, y, rim, self.palette.ground, "", order)
        self.artists.disc(self.axes, x, y, radius, self.palette.ground if hollow else colour, colour if hollow else "", order + 0.1)
        self.solids.append(Box(x - radius, y - radius, x + radius, y + radius))

    def swatch(self, box: Box, colour: str) -> None:
        """A filled rectangle."""
        self.artists.rectangle(self.axes, box, colour, 3)
        self.solids.append(box)

    def plate(self, box: Box) -> None:
        """A plate of the ground's colour, for a number on hatching."""
        self.artists.rectangle(self.axes, box, self.palette.ground, 5)


__all__ = ["Canvas", "Label", "Place", "Role", "Run"]
