"""Stairs: a level for each of several ordered classes, such as a rate by age; classes of equal width, no scale of time."""

from __future__ import annotations

from itertools import pairwise

from reportgen.charts import checks, say, tables
from reportgen.charts.boxes import Stroke
from reportgen.charts.canvas import Canvas, Place
from reportgen.charts.data import Format, value
from reportgen.charts.measures import MM
from reportgen.charts.options import ChartOptions, Keys
from reportgen.charts.record import Record
from reportgen.charts.slots import Slots, heads
from reportgen.charts.trace import DASH
from reportgen.model.document import Table
from reportgen.model.figure import Figures, Point
from reportgen.model.problem import Problems
from reportgen.spec.base import FigureName
from reportgen.text.locale import Locale

HEIGHT = 52.0
MOST = 8


class Options(ChartOptions):
    """Stairs: one figure over ordered classes, such as age classes; a level for each, in the order given, from a zero base."""

    series: FigureName
    """The figure whose points are the classes, from the lowest to the highest."""
    highlight: Keys = ()
    """Keys of the classes in the accent colour."""


def problems(options: Options, figures: Figures) -> Problems:
    """Mixed units, fewer than two levels, unknown keys, more classes than can be read."""
    figure = figures[options.series]
    known = tuple(p.key for p in figure)
    return (
        *checks.one_unit((figure,), "series"),
        *checks.has_values((figure,), "series", 2),
        *checks.known_keys(options.highlight, known, "highlight", "class"),
        *checks.at_most(len(known), MOST, "classes", "series"),
    )


def height(options: Options, figures: Figures, narrow: bool) -> float:
    """Fixed."""
    return HEIGHT + (6 if narrow else 0)


def draw(canvas: Canvas, options: Options, figures: Figures) -> None:
    """Levels as firm lines, the steps between them as thin ones, values above, names of the classes below."""
    points = figures[options.series].points
    amounts = canvas.format(points, options)
    slots = Slots([p.key for p in points], ())
    drawn = [value(p) for p in points if p.quantity]
    row = canvas.line_height()
    room = (canvas.width - 0.6) / slots.total
    lines = max(len(canvas.wrap(canvas.name(p), room - 0.8)) for p in points)
    low, high = min(0.0, *drawn), max(0.0, *drawn)
    canvas.frame(0.3, 1.8 + lines * row + (row if low < 0 else 0.0), canvas.width - 0.3, canvas.high - row - 1.0)
    canvas.limits(0, slots.total, low, high if high > low else 1.0)
    canvas.zero()
    for before, after in pairwise(points):
        if before.quantity and after.quantity and value(before) != value(after):
            x = canvas.x(slots.middle[after.key] - 0.5)
            canvas.rule(Stroke(x, canvas.y(value(before)), x, canvas.y(value(after))), canvas.area(0), 0.8, order=7)
    for item in points:
        _level(canvas, options, slots, item, amounts)
    heads(canvas, slots, {p.key: p for p in points}, 1.0 + (lines - 1) * row * 0.9 + 0.2 * canvas.size("text") / MM)


def _level(canvas: Canvas, options: Options, slots: Slots, item: Point, amounts: Format) -> None:
    middle = slots.middle[item.key]
    x = canvas.x(middle)
    if item.quantity is None:
        canvas.text(Place(x, canvas.y(0) + 1.2, "center", "bottom"), canvas.show(item), canvas.palette.muted, "small")
        return
    own = 1 if item.key in options.highlight else 0
    dash = DASH if canvas.note(item, "dashed") else ()
    y = canvas.y(value(item))
    canvas.line([(canvas.x(middle - 0.5), y), (canvas.x(middle + 0.5), y)], canvas.area(own), 1.8, dash=dash)
    place = Place(x, y + 1.3, "center", "bottom") if value(item) >= 0 else Place(x, y - 1.3, "center", "top")
    canvas.text(place, canvas.amount(item, amounts), canvas.type(own), "text", 600)


def alt(voice: Record, options: Options, figures: Figures) -> str:
    """Every class with its level, in their order."""
    return say.points(voice, voice.title(figures[options.series]), figures[options.series].points, dated=False)


def table(options: Options, figures: Figures, locale: Locale, emit: tables.Emit) -> Table:
    """One row per class."""
    figure = figures[options.series]
    return tables.by_point((figure,), Format(figure.points, options), locale, emit)
