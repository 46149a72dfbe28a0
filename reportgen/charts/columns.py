"""Columns over periods, one to three figures side by side; with a running total or a second figure as a line."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from pydantic import Field

from reportgen.charts import checks, legend, levels, say, tables, trace
from reportgen.charts.canvas import Canvas, Place
from reportgen.charts.data import AHEAD, Format, at, chosen, keys, points_of, running, texture, value
from reportgen.charts.measures import MM
from reportgen.charts.options import Keys, Level, Remarked, SeriesNames
from reportgen.charts.record import Record
from reportgen.charts.slots import WIDEST, Slots, heads, more_rows
from reportgen.model.document import Table
from reportgen.model.figure import Figure, Figures, Point
from reportgen.model.problem import Problems
from reportgen.spec.base import FigureName, Words
from reportgen.text.locale import Locale

HEIGHT, HEIGHT_WITH_LINE = 56.0, 72.0
WIDEST_NAME = 34.0
ORDER = (0, 2, 3)
"""Colours of columns side by side: ink, sky, grey; rust is kept for the line."""
BAR = 0.6
BAND = 0.54
"""The part of the height that columns keep when a line on a scale of its own runs above them."""


class Options(Remarked):
    """Columns over periods: amounts that are compared from period to period, from a zero base."""

    series: Annotated[SeriesNames, Field(min_length=1, max_length=3)]
    """The figure whose points are the columns; two or three of one unit stand side by side."""
    running_sum: bool = False
    """Whether a line adds up the columns; for one figure of amounts without gaps."""
    running_label: Words = Words()
    """Name of the running total at the end of its line; `running total` by default."""
    line: FigureName = ""
    """A second figure over the same keys, drawn as a labelled line above the columns on a scale of its own."""
    reference: Level | None = None
    """A level that the line is held against, such as 100%; without a line, the columns."""
    apart: Keys = ()
    """Keys set apart and hatched, because their periods have another length than the rest."""
    highlight: Keys = ()
    """Keys in the accent colour; the one or two columns that carry the point. Not together with a line."""


class Parts(NamedTuple):
    """The figures of a chart as they are drawn."""

    series: tuple[Figure, ...]
    line: Figure | None
    amounts: Format
    rates: Format
    keys: tuple[str, ...]

    @property
    def heads(self) -> dict[str, Point]:
        """A point for each key, which names the column."""
        return {p.key: p for figure in reversed(self.series) for p in figure}

    @property
    def rows(self) -> bool:
        """Whether the values stand in rows under the axis, because a line or a neighbour takes the room above the columns."""
        return self.line is not None or len(self.series) > 1


def parts(options: Options, figures: Figures) -> Parts:
    """The figures in their roles, with the formats of columns and line."""
    series = chosen(figures, options.series)
    line = figures[options.line] if options.line else running(series[0]) if options.running_sum else None
    own_scale = bool(options.line)
    amounts = Format(points_of((*series, line) if line and not own_scale else series), options)
    rates = Format(line.points, options.model_copy(update={"scale": "auto"})) if line and own_scale else amounts
    return Parts(series, line, amounts, rates, keys(series))


def problems(options: Options, figures: Figures) -> Problems:
    """Mixed units or period lengths, unknown keys, a line and an accent that compete, a level in another unit."""
    series = chosen(figures, options.series)
    found = [*checks.one_unit(series, "series"), *checks.has_values(series, "series")]
    for figure in series:
        found += checks.one_length(figure, options.apart, "apart")
    known = keys(series)
    for path, wanted in (("apart", options.apart), ("highlight", options.highlight), ("annotations", tuple(options.annotations))):
        found += checks.known_keys(wanted, known, path)
    if options.running_sum and (options.line or len(series) > 1):
        found.append(checks.problem("E418", "a running total goes with one figure and no other line.", "running_sum"))
    if options.highlight and (options.running_sum or options.line):
        found.append(checks.problem("E418", "the accent colour belongs to the line; no column can bear it too.", "highlight"))
    if options.line:
        line = figures[options.line]
        found += checks.has_values((line,), "line", 2)
        found += checks.known_keys([p.key for p in line], known, "line")
    held = figures[options.line] if options.line else series[0]
    return (*found, *levels.problems(options.reference, figures, held.unit, "reference.at"))


def height(options: Options, figures: Figures, narrow: bool) -> float:
    """Higher with a line, and with every row of values under the axis."""
    with_line = bool(options.line or options.running_sum)
    rows = len(options.series) if with_line or len(options.series) > 1 else 0
    return (HEIGHT_WITH_LINE if with_line else HEIGHT) + (6 + 3 * rows if narrow else 3.7 * max(0, rows - 1))


def draw(canvas: Canvas, options: Options, figures: Figures) -> None:
    """Columns with their values above, or in rows below where a line takes the room."""
    made = parts(options, figures)
    canvas.format(points_of(made.series), options)
    slots = Slots(made.keys, options.apart)
    entries = _entries(canvas, options, made) if made.rows and not _named_at_end(canvas, made) else []
    _frame(canvas, made, slots, legend.high(canvas, entries))
    _scale(canvas, options, made, slots)
    for number, figure in enumerate(made.series):
        for item in figure:
            _column(canvas, options, made, slots, number, item)
    canvas.zero()
    _below(canvas, made, slots)
    if made.line:
        _line(canvas, options, figures, made, slots)
    elif options.reference:
        held = float(levels.quantity(options.reference, figures).value)
        levels.draw(canvas, options.reference, canvas.y(held), canvas.box.x0, canvas.box.x1)
    if not made.rows:
        for item in made.series[0]:
            _value(canvas, options, made, slots, item)
    legend.draw(canvas, entries)
    for key, words in options.annotations.items():
        _remark(canvas, made, slots, key, canvas.locale.pick(words.texts))


def _named_at_end(canvas: Canvas, made: Parts) -> bool:
    """Whether rows of values are named at their end; else a key above names the figures."""
    return made.rows and not canvas.narrow and max(canvas.measure(canvas.title(f)) for f in made.series) <= WIDEST_NAME


def _line_name(canvas: Canvas, options: Options, made: Parts) -> str:
    assert made.line is not None
    if options.line:
        return canvas.title(made.line)
    return canvas.locale.pick(options.running_label.texts) or canvas.locale.word("running_total")


def _entries(canvas: Canvas, options: Options, made: Parts) -> list[legend.Entry]:
    found = [legend.Entry(canvas.title(f), canvas.area(ORDER[n]), canvas.type(ORDER[n])) for n, f in enumerate(made.series)]
    if made.line:
        found.append(legend.Entry(_line_name(canvas, options, made), canvas.area(1), canvas.type(1), line=True))
    return found


def _frame(canvas: Canvas, made: Parts, slots: Slots, key: float) -> None:
    row = canvas.line_height()
    negative = any(value(p) < 0 for p in points_of(made.series) if p.quantity)
    below = 1.8 + row * (len(made.series) + 1 if made.rows else 1) + (row if negative and not made.rows else 0.0)
    above = key + row + (2.2 if made.line else 1.0)
    right = 0.3
    if _named_at_end(canvas, made):
        right = max(max(canvas.measure(canvas.title(f)) for f in made.series) + 2.4, 20.0 if made.line else 0.0)
    elif made.line and not canvas.narrow:
        right = 20.0
    width = slots.width(canvas.width - 0.3 - right, WIDEST * (0.65 + 0.35 * len(made.series)))
    below += more_rows(canvas, slots, made.heads, width)
    canvas.frame(0.3, below, 0.3 + width, canvas.high - above)


def _scale(canvas: Canvas, options: Options, made: Parts, slots: Slots) -> None:
    drawn = [value(p) for p in points_of(made.series) if p.quantity]
    if made.line and not options.line:
        drawn += [value(p) for p in made.line.known]
    low, high = min(0.0, *drawn), max(0.0, *drawn)
    if options.line:
        high = low + (high - low) / BAND
    canvas.limits(0, slots.total, low, high if high > low else 1.0)


def _column(canvas: Canvas, options: Options, made: Parts, slots: Slots, number: int, item: Point) -> None:
    hatched = canvas.note(item)
    if item.quantity is None:
        return
    count = len(made.series)
    width = BAR if count == 1 else 0.72 / count
    rim = 0.75 / MM / (canvas.x(1) - canvas.x(0)) if count > 1 else 0.0
    middle = slots.middle[item.key] + (number - (count - 1) / 2) * (width + rim)
    colour = canvas.area(1 if item.key in options.highlight else ORDER[number])
    half = item.key in options.apart
    if half:
        canvas.marks["hatched_half"] = None
    end = value(item)
    canvas.column(middle, width, (0.0, end), colour, hatched or half, light=texture(item) in AHEAD)


def _value(canvas: Canvas, options: Options, made: Parts, slots: Slots, item: Point) -> None:
    x = canvas.x(slots.middle[item.key])
    if item.quantity is None:
        canvas.text(Place(x, canvas.y(0) + 1.2, "center", "bottom"), canvas.show(item), canvas.palette.muted, "small")
        return
    colour = canvas.type(1 if item.key in options.highlight else 0)
    y = canvas.y(value(item))
    place = Place(x, y + 1.1, "center", "bottom") if value(item) >= 0 else Place(x, y - 1.1, "center", "top")
    canvas.text(place, canvas.amount(item, made.amounts), colour, "text", 600)


def _remark(canvas: Canvas, made: Parts, slots: Slots, key: str, text: str) -> None:
    x = canvas.x(slots.middle[key])
    tops = [canvas.y(value(p)) for f in made.series if (p := at(f, key)) and p.quantity] or [canvas.y(0)]
    y = max(tops) + (0.0 if made.rows else canvas.line_height()) + 1.6
    shift = (canvas.x(1) - canvas.x(0)) * BAR / 2
    places = [Place(x, y, "center", "bottom"), Place(x - shift, y, "left", "bottom"), Place(x + shift, y, "right", "bottom")]
    canvas.remark([*places, *(p._replace(y=p.y + 6) for p in places)], text)


def _below(canvas: Canvas, made: Parts, slots: Slots) -> None:
    row = canvas.line_height()
    first = (1.0 + row * len(made.series) if made.rows else 1.0) + 0.2 * canvas.size("text") / MM
    heads(canvas, slots, made.heads, first + more_rows(canvas, slots, made.heads, canvas.box.x1 - canvas.box.x0))
    for number, figure in enumerate(made.series if made.rows else ()):
        y = first - row * (number + 1)
        colour = canvas.type(ORDER[number])
        for item in figure:
            known = item.quantity is not None
            place = Place(canvas.x(slots.middle[item.key]), y)
            canvas.text(place, canvas.amount(item, made.amounts), colour if known else canvas.palette.muted, weight=600 if known else 400)
        if _named_at_end(canvas, made):
            canvas.text(Place(canvas.box.x1 + 1.2, y, "left"), canvas.title(figure), colour)


def _line(canvas: Canvas, options: Options, figures: Figures, made: Parts, slots: Slots) -> None:
    assert made.line is not None
    held = float(levels.quantity(options.reference, figures).value) if options.reference else None
    drawn = [value(p) for p in made.line.known] + ([held] if held is not None else [])
    low, high = min(drawn), max(drawn)
    bottom, top = canvas.box.y0 + (canvas.box.y1 - canvas.box.y0) * (BAND + 0.12), canvas.box.y1

    def y(number: float) -> float:
        return bottom + (number - low) / ((high - low) or 1.0) * (top - bottom) if options.line else canvas.y(number)

    items = [item for key in slots.keys if (item := at(made.line, key))]
    stops = [trace.Stop(p, canvas.x(slots.middle[p.key]), y(value(p)) if p.quantity else None, p.key in options.apart) for p in items]
    look = trace.Look(canvas.area(1), canvas.type(1))
    trace.line(canvas, stops, look)
    # The first running total repeats the first column.
    skip = [stops[0].item.key] if options.running_sum else []
    if not canvas.narrow:
        last = [stop for stop in stops if stop.y is not None][-1]
        trace.end_label(
            canvas,
            last._replace(y=max(last.y or 0.0, canvas.box.y0 + 2.4 * canvas.line_height())),
            _line_name(canvas, options, made),
            look,
            made.rates,
            last.x + 2.4,
        )
        skip.append(last.item.key)
    trace.values(canvas, stops, look, made.rates, skip)
    trace.gaps(canvas, stops)
    if options.reference and held is not None:
        levels.draw(canvas, options.reference, y(held), canvas.box.x0, stops[-1].x + 0.4)


def alt(voice: Record, options: Options, figures: Figures) -> str:
    """Every figure with its values."""
    made = parts(options, figures)
    samples = {p.key: p for figure in reversed(made.series) for p in figure}
    told = [say.series(voice, figure, samples=samples) for figure in made.series]
    if made.line:
        label = "" if options.line else voice.locale.pick(options.running_label.texts) or voice.locale.word("running_total")
        told.append(say.series(voice, made.line, label, samples))
    return " ".join(told)


def table(options: Options, figures: Figures, locale: Locale, emit: tables.Emit) -> Table:
    """One row per figure, one column per period."""
    made = parts(options, figures)
    series = (*made.series, made.line) if made.line else made.series
    return tables.by_key(series, made.amounts, locale, emit, options.apart)
