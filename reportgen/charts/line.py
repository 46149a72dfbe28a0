"""Lines over periods or dates."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from reportgen.charts import checks, levels, say, tables, trace
from reportgen.charts.boxes import Stroke, spread
from reportgen.charts.canvas import Canvas, Place
from reportgen.charts.data import Format, at, chosen, keys, points_of, value
from reportgen.charts.measures import MM
from reportgen.charts.options import Keys, Level, Remarked, SeriesNames
from reportgen.charts.record import Record
from reportgen.charts.slots import Slots, heads
from reportgen.model.document import Table
from reportgen.model.figure import Figure, Figures
from reportgen.model.problem import Problems
from reportgen.text.locale import Locale

HEIGHT = 56.0
ORDER = (0, 1, 2, 4, 5)


class Options(Remarked):
    """Lines over periods: how rates or levels move; broken where a value is missing."""

    series: Annotated[SeriesNames, Field(min_length=1, max_length=5)]
    """The figures, one line each, all of one unit."""
    highlight: Keys = ()
    """The figure in the accent colour; with it the others turn grey."""
    reference: Level | None = None
    """A level that the lines are held against."""
    from_zero: bool = False
    """Whether the scale starts at zero; otherwise it covers the values, and the marks below say so."""
    labels: Literal["auto", "all", "ends"] = "auto"
    """Which points bear their value: all, or only the first and last; by default all of one or two lines."""


def problems(options: Options, figures: Figures) -> Problems:
    """Mixed units, too little to draw, unknown keys, a level in another unit."""
    series = chosen(figures, options.series)
    return (
        *checks.one_unit(series, "series"),
        *checks.has_values(series, "series", 2),
        *checks.known_keys(options.highlight, options.series, "highlight", "line"),
        *checks.known_keys(tuple(options.annotations), keys(series), "annotations"),
        *(problem for figure in series for problem in checks.one_length(figure, (), "series")),
        *levels.problems(options.reference, figures, series[0].unit, "reference.at"),
    )


def height(options: Options, figures: Figures, narrow: bool) -> float:
    """Fixed."""
    return HEIGHT + (8 if narrow else 0)


def draw(canvas: Canvas, options: Options, figures: Figures) -> None:
    """Lines with the name and last value at their end."""
    held = float(levels.quantity(options.reference, figures).value) if options.reference else None
    every = None if options.labels == "auto" else options.labels == "all"
    stops = lines(canvas, options, figures, held, options.from_zero)
    values(canvas, options, figures, stops, every)
    if options.reference and held is not None:
        levels.draw(canvas, options.reference, canvas.y(held), canvas.box.x0, max(s.x for one in stops for s in one) + 0.4)
    remarks(canvas, options, stops)


def looks(canvas: Canvas, options: Any) -> list[trace.Look]:
    """How each line is drawn: the one that carries the point on top of the others."""
    found = []
    for number, name in enumerate(options.series):
        own = 1 if name in options.highlight else 3 if options.highlight else ORDER[number]
        weight = 1.0 if options.highlight and name not in options.highlight else 1.6
        found.append(trace.Look(canvas.area(own), canvas.type(own), weight, 8 if weight > 1 else 7))
    return found


def lines(canvas: Canvas, options: Any, figures: Figures, held: float | None, from_zero: bool = False) -> list[list[trace.Stop]]:
    """The frame, the lines and their end labels; `held` is a level that the scale must cover. Gives the lines' points."""
    series = chosen(figures, options.series)
    amounts = canvas.format(points_of(series), options)
    styles = looks(canvas, options)
    slots = Slots(keys(series), ())
    row = canvas.line_height()
    right = _margin(canvas, series, amounts, slots)
    left = _inset(canvas, series, amounts, slots, right)
    canvas.frame(
        left, 2 * row + 4.2, left + slots.width(canvas.width - left - right, max(36.0, 90.0 / slots.total)), canvas.high - row - 1.4
    )
    drawn = [value(p) for p in points_of(series) if p.quantity] + ([held] if held is not None else [])
    low, high = min([*drawn, 0.0] if from_zero else drawn), max(drawn)
    if low > 0 and not from_zero and series[0].points[0].metric.kind != "indexed":
        canvas.marks["cut_axis"] = None
    canvas.limits(0, slots.total, low, high if high > low else low + 1)
    y = row + 2.2
    canvas.path([Stroke(0.3, y, canvas.box.x1, y)], canvas.palette.muted, 0.5, 2)
    heads(canvas, slots, {p.key: p for f in reversed(series) for p in f}, 1.0 + 0.2 * canvas.size("text") / MM)
    stops = [_stops(canvas, f, slots) for f in series]
    for one, look in zip(stops, styles, strict=True):
        trace.line(canvas, one, look)
    _ends(canvas, series, stops, styles, amounts)
    return stops


def values(canvas: Canvas, options: Any, figures: Figures, stops: list[list[trace.Stop]], every: bool | None, first: bool = True) -> None:
    """The values along the lines: of every point, or of the first where `first` asks for it; the ends have theirs."""
    series = chosen(figures, options.series)
    amounts = Format(points_of(series), options)
    # the upper line first: it leaves the room below to the lower one
    above = sorted(zip(stops, looks(canvas, options), strict=True), key=lambda pair: -max(s.y or 0.0 for s in pair[0]))
    for one, look in above:
        known = [s.item.key for s in one if s.y is not None]
        skip = [known[-1]] + ([] if first else known[:1])
        if not (len(series) <= 2 if every is None else every):
            skip += known[1:-1]
        others = [stop for other in stops if other is not one for stop in other]
        trace.values(canvas, one, look, amounts, skip, others)
    for one, _ in above:
        trace.gaps(canvas, one)


def remarks(canvas: Canvas, options: Any, stops: list[list[trace.Stop]]) -> None:
    """Remarks beside the points of the first line that has one there."""
    for key, words in options.annotations.items():
        stop = next((s for one in stops for s in one if s.item.key == key and s.y is not None), None)
        if stop is not None and stop.y is not None:
            low = stop.y - canvas.line_height() - 2.0
            high = stop.y + canvas.line_height() + 2.0
            places = [Place(stop.x, low, "center", "top"), Place(stop.x, high, "center", "bottom"), Place(stop.x, low, "right", "top")]
            canvas.remark(places, canvas.locale.pick(words.texts))


def _stops(canvas: Canvas, figure: Figure, slots: Slots) -> list[trace.Stop]:
    items = [item for key in slots.keys if (item := at(figure, key))]
    return [trace.Stop(p, canvas.x(slots.middle[p.key]), canvas.y(value(p)) if p.quantity else None) for p in items]


def _margin(canvas: Canvas, series: tuple[Figure, ...], amounts: Format, slots: Slots) -> float:
    """The room right of the last slot that names and last values take beyond the slot's own half."""
    names = max(canvas.measure(canvas.title(f)) for f in series)
    numbers = max(canvas.measure(canvas.measured(f.known[-1], amounts), "large", 700) for f in series)
    room = max(numbers, min(names, 24.0 if canvas.narrow else 34.0)) + 2.8
    half = (canvas.width - room) / max(1.0, slots.total) / 2
    return max(0.3, room - half)


def _inset(canvas: Canvas, series: tuple[Figure, ...], amounts: Format, slots: Slots, right: float) -> float:
    """Room left of the first slot, so that the first value can stand left of its point."""
    first = max(canvas.measure(canvas.measured(f.points[0], amounts)) for f in series)
    half = (canvas.width - right) / max(1.0, slots.total) / 2
    return max(0.3, first + 1.6 - half)


def _ends(canvas: Canvas, series: tuple[Figure, ...], stops: list[list[trace.Stop]], styles: list[trace.Look], amounts: Format) -> None:
    """Last value and name at the end of each line, pushed apart."""
    ends = sorted(
        (
            (known[-1], figure, look)
            for figure, one, look in zip(series, stops, styles, strict=True)
            if (known := [s for s in one if s.y is not None])
        ),
        key=lambda e: e[0].y or 0.0,
    )
    row = canvas.line_height()
    x = max(stop.x for stop, _, _ in ends) + 2.4
    lines = [len(canvas.wrap(canvas.title(figure), canvas.width - x)) for _, figure, _ in ends]
    tall = [row * (count + 1) + 0.8 for count in lines]
    low = row * (1.75 + 0.95 * lines[0]) + 2.6  # the name of the lowest stays above the axis
    placed = spread([stop.y or 0.0 for stop, _, _ in ends], tall[1:], low, canvas.high - row / 2)
    for (stop, figure, look), y in zip(ends, placed, strict=True):
        trace.end_label(canvas, stop._replace(y=y), canvas.title(figure), look, amounts, x)


def alt(voice: Record, options: Any, figures: Figures) -> str:
    """Every line."""
    return " ".join(say.series(voice, figure) for figure in chosen(figures, options.series))


def table(options: Any, figures: Figures, locale: Locale, emit: tables.Emit) -> Table:
    """One row per line."""
    series = chosen(figures, options.series)
    return tables.by_key(series, Format(points_of(series), options), locale, emit)
