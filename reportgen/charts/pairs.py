"""Paired bars: two companies measured alike, each bar with the period that it belongs to."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from reportgen.charts import checks, legend, say, tables
from reportgen.charts.boxes import Stroke
from reportgen.charts.canvas import Canvas, Place, Run
from reportgen.charts.data import Format, at, chosen, keys, points_of, value
from reportgen.charts.measures import WORD_GAP
from reportgen.charts.options import ChartOptions, SeriesNames
from reportgen.charts.record import Record
from reportgen.model.document import Cell, Column, Row, Table, Text
from reportgen.model.figure import Figure, Figures, Point
from reportgen.model.problem import Problems
from reportgen.text.locale import Locale

BAR, RIM, APART = 4.4, 0.5, 3.6
"""In mm: the thickness of a bar, the space within a pair, the space between pairs."""
ORDER = (0, 2)
"""Colours of a pair: ink and sky."""
WIDEST_NAME = 40.0
MOST = 8


class Options(ChartOptions):
    """Paired bars: two figures over the same keys, bar beside bar; each bears its period where the periods differ."""

    series: Annotated[SeriesNames, Field(min_length=2, max_length=2)]
    """The two figures, such as one per company; the first in the house colour. The key of a point says which pair it belongs to."""


def problems(options: Options, figures: Figures) -> Problems:
    """Mixed units, nothing to draw, keys that only one of the two has, more pairs than can be read."""
    first, second = series = chosen(figures, options.series)
    return (
        *checks.one_unit(series, "series"),
        *checks.has_values(series, "series"),
        *checks.known_keys([p.key for p in second], [p.key for p in first], "series"),
        *checks.known_keys([p.key for p in first], [p.key for p in second], "series"),
        *checks.at_most(len(keys(series)), MOST, "pairs", "series"),
    )


def height(options: Options, figures: Figures, narrow: bool) -> float:
    """Room for the pairs; on a narrow canvas for their names above them, too."""
    return len(keys(chosen(figures, options.series))) * (_pitch() + (5.4 if narrow else 0.0)) + 7.0


def _pitch() -> float:
    return 2 * BAR + RIM + APART


def draw(canvas: Canvas, options: Options, figures: Figures) -> None:
    """The key on top, then pair under pair from one zero line."""
    series = chosen(figures, options.series)
    entries = [legend.Entry(canvas.title(f), canvas.area(ORDER[n]), canvas.type(ORDER[n])) for n, f in enumerate(series)]
    amounts = canvas.format(points_of(series), options)
    found = keys(series)
    _frame(canvas, series, amounts, legend.high(canvas, entries))
    legend.draw(canvas, entries)
    step = (canvas.box.y1 - canvas.box.y0) / len(found)
    for number, key in enumerate(found):
        _pair(canvas, [at(f, key) for f in series], amounts, canvas.box.y1 - (number + 0.5) * step, _dated(series))
    if not canvas.narrow:
        canvas.rule(Stroke(canvas.x(0), canvas.box.y0, canvas.x(0), canvas.box.y1), canvas.palette.text, 0.7, order=6)


def _dated(series: tuple[Figure, ...]) -> bool:
    return len({p.period for p in points_of(series)}) > 1


def _frame(canvas: Canvas, series: tuple[Figure, ...], amounts: Format, key: float) -> None:
    """The scale in mm, so that the longest bar and its label still end on the canvas."""
    lines = [line for p in series[0] for line in canvas.wrap(canvas.name(p), WIDEST_NAME)]
    left = 0.3 if canvas.narrow else max(canvas.measure(line) for line in lines) + 3.0
    known = [(value(p), _room(canvas, p, amounts, _dated(series))) for p in points_of(series) if p.quantity]
    low, high = min(0.0, *(v for v, _ in known)), max(0.0, *(v for v, _ in known))
    left += max((room for v, room in known if v < 0), default=0.0)
    scale = min((canvas.width - left - room) / (max(v, 0.0) - low or 1.0) for v, room in known)
    canvas.frame(left, 0.6, left + scale * (high - low or 1.0), canvas.high - key - 0.6)
    canvas.limits(low, high if high > low else 1.0, canvas.box.y0, canvas.box.y1)


def _room(canvas: Canvas, item: Point, amounts: Format, dated: bool) -> float:
    """The room in mm that value and period take at the end of a bar."""
    wide = canvas.measure(canvas.measured(item, amounts), "text", 600) + 1.8
    return wide + (canvas.measure(canvas.preview(item.period, "period", form="head"), "small") + WORD_GAP if dated else 0.0)


def _pair(canvas: Canvas, pair: list[Point | None], amounts: Format, middle: float, dated: bool) -> None:
    named = next(p for p in pair if p)
    if canvas.narrow:
        middle -= 2.7
        place = Place(0.3, middle + BAR + RIM / 2 + 1.0, "left", "bottom")
        canvas.stack([place], [[Run(canvas.name(named), canvas.palette.text, "text")]])
    else:
        rows = [[Run(line, canvas.palette.text, "text")] for line in canvas.wrap(canvas.name(named), WIDEST_NAME)]
        canvas.stack([Place(0, middle, "left", "middle")], rows)
    for number, item in enumerate(pair):
        if item is not None:
            _bar(canvas, item, amounts, middle + (BAR + RIM) / 2 * (1 - 2 * number), number, dated)


def _bar(canvas: Canvas, item: Point, amounts: Format, y: float, number: int, dated: bool) -> None:
    hatched = canvas.note(item)
    period = [Run(canvas.heading(item), canvas.palette.muted, "small")] if dated and item.quantity else []
    if item.quantity is None:
        canvas.stack([Place(canvas.x(0) + 1.4, y, "left", "middle")], [[Run(canvas.show(item), canvas.palette.muted, "small")]])
        return
    canvas.bar(y, BAR, (0.0, value(item)), canvas.area(ORDER[number]), hatched)
    x = canvas.x(value(item))
    place = Place(x + 1.4, y, "left", "middle") if value(item) >= 0 else Place(x - 1.4, y, "right", "middle")
    canvas.stack([place], [[Run(canvas.amount(item, amounts), canvas.type(ORDER[number]), "text", 600), *period]])


def alt(voice: Record, options: Options, figures: Figures) -> str:
    """Either figure with its bars and, where they differ, their periods."""
    series = chosen(figures, options.series)
    return " ".join(say.points(voice, voice.title(f), f.points, dated=_dated(series)) for f in series)


def table(options: Options, figures: Figures, locale: Locale, emit: tables.Emit) -> Table:
    """One row per pair: period and value of the one, period and value of the other."""
    series = chosen(figures, options.series)
    amounts = Format(points_of(series), options)
    columns = [column for f in series for column in (Column((Text(locale.word("date")),)), Column(tables.title(f, locale)))]
    rows = []
    for item in series[0]:
        pair = [p for f in series if (p := at(f, item.key))]
        cells = [cell for p in pair for cell in (Cell((tables.moment(p, emit),)), tables.cell(p, amounts, emit))]
        rows.append(Row(tables.head(item, locale, emit), tuple(cells)))
    return Table(tuple(columns), tuple(rows))
