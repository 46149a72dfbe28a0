"""The data behind a chart, as a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from reportgen.charts.data import Format, at, keys, texture
from reportgen.model.document import Cell, Column, Emission, Inlines, Number, Row, Table, Text
from reportgen.model.figure import Figure, Point
from reportgen.text.locale import Locale

Emit = Callable[..., Emission]
"""emit(value, style='', **options) registers what is printed and gives the emission."""

MARKS = {"rebuilt": "r", "estimate": "e", "claim": "c", "forecast": "f", "goal": "g", "": ""}


def by_key(series: Sequence[Figure], amounts: Format, locale: Locale, emit: Emit, apart: Iterable[str] = ()) -> Table:
    """One row per figure, one column per key; the keys set apart in a block of their own."""
    apart = tuple(apart)
    found = keys(series)
    firsts = {key: next(p for figure in series for p in figure if p.key == key) for key in found}
    columns = tuple(Column(head(firsts[key], locale, emit), block=1 if key in apart else 0) for key in found)
    rows = tuple(Row(title(figure, locale), tuple(cell(at(figure, key), amounts, emit) for key in found)) for figure in series)
    return Table(columns, rows)


def by_point(series: Sequence[Figure], amounts: Format, locale: Locale, emit: Emit, order: Sequence[str] = ()) -> Table:
    """One row per key, one column per figure."""
    found = order or keys(series)
    firsts = {key: next(p for figure in series for p in figure if p.key == key) for key in found}
    columns = tuple(Column(title(figure, locale)) for figure in series)
    rows = tuple(Row(head(firsts[key], locale, emit), tuple(cell(at(figure, key), amounts, emit) for figure in series)) for key in found)
    return Table(columns, rows)


def by_date(points: Sequence[Point], amounts: Format, locale: Locale, emit: Emit, value_head: Inlines) -> Table:
    """One row per point: its name, its date, its value."""
    columns = (Column((Text(locale.word("date")),)), Column(value_head))
    rows = tuple(Row(head(p, locale, emit), (Cell((moment(p, emit),)), cell(p, amounts, emit))) for p in points)
    return Table(columns, rows)


def head(item: Point, locale: Locale, emit: Emit, period: bool = False) -> Inlines:
    """The name of a point: its label, else its period; always the period where that is asked for."""
    if item.label and not period:
        return (Text(locale.pick(item.label)),)
    return (Number(emit(item.period, "period", form="head")),)


def moment(item: Point, emit: Emit) -> Number:
    """When a point is: the date that it states, else its period."""
    return Number(emit(item, "date", form="short") if item.metric.unit == "date" else emit(item.period, "period", form="head"))


def title(figure: Figure, locale: Locale) -> Inlines:
    """What a figure is called."""
    return (Text(locale.pick(figure.label) if figure.label else locale.label(figure.points[0], short=True)),)


def cell(item: Point | None, amounts: Format, emit: Emit) -> Cell:
    """The number of a point with its mark, or nothing where the figure has no such point."""
    if item is None:
        return Cell(None)
    return Cell(emit(item, **amounts.options(item)), MARKS[texture(item)])


def by_run(series: Sequence[Figure], amounts: Format, locale: Locale, emit: Emit) -> Table:
    """One row per point of every figure: the figure's name, the date, the value."""
    columns = (Column((Text(locale.word("date")),)), Column((Text(locale.word("value")),)))
    rows = tuple(Row(title(figure, locale), (Cell((moment(p, emit),)), cell(p, amounts, emit))) for figure in series for p in figure)
    return Table(columns, rows)
