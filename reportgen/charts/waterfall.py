"""Waterfall: from a start to an end by signed contributions."""

from __future__ import annotations

from reportgen.charts import bridge, checks, say, tables
from reportgen.charts.bridge import Bridge, Step
from reportgen.charts.canvas import Canvas
from reportgen.charts.data import Format, at, point, texture, value
from reportgen.charts.options import ChartOptions
from reportgen.charts.record import Record
from reportgen.model.document import Cell, Column, Row, Table, Text
from reportgen.model.figure import Figure, Figures, Point
from reportgen.model.problem import Problems
from reportgen.model.quantity import PCT, PP, total
from reportgen.spec.base import FigureName, PointText, Words
from reportgen.text.locale import Locale

HEIGHT, ROW_NARROW = 62.0, 11.6
MOST = 8


class Options(ChartOptions):
    """Waterfall: how a level became another one, step by step."""

    start: PointText
    """The level at the start, such as `revenue['FY2021']`."""
    parts: FigureName
    """The signed contributions by member, in the order in which they are drawn."""
    end: PointText
    """The level at the end."""
    points: FigureName = ""
    """A second figure with the same keys, such as contributions in percentage points, printed below each name."""
    change: PointText = ""
    """The relative change from start to end, printed above the end."""
    start_label: Words = Words()
    """Name of the start; its period by default."""
    end_label: Words = Words()
    """Name of the end; its period by default."""


def problems(options: Options, figures: Figures) -> Problems:
    """References that lead nowhere, gaps, mixed units, parts that do not lead from the start to the end."""
    found = [*checks.known_point(figures, options.start, "start"), *checks.known_point(figures, options.end, "end")]
    if options.change:
        found += checks.known_point(figures, options.change, "change")
    if found:
        return tuple(found)
    start, end, parts = point(figures, options.start), point(figures, options.end), figures[options.parts]
    gaps = [p.key for p in (start, *parts, end) if p.quantity is None]
    if gaps:
        return (checks.problem("E419", f"a waterfall cannot leave out a step: no value for {', '.join(gaps)}.", "parts"),)
    found += checks.at_most(len(parts.points), MOST, "steps", "parts", "Sum up the small ones.")
    if options.points:
        found += checks.known_keys([p.key for p in parts], [p.key for p in figures[options.points]], "points")
    units = {p.unit for p in (start, *parts, end)}
    if len(units) > 1 and not _of_margins(start, parts, end):
        return (*found, checks.problem("E411", f"figures of different units on one scale: {', '.join(sorted(units))}.", "parts"))
    known = [p.quantity for p in (start, *parts) if p.quantity]
    assert end.quantity is not None, "this is a bug: gaps were refused"
    if not total(known).overlaps(end.quantity):
        hint = "List every part, the remainder too."
        found.append(
            checks.problem("E420", f"the parts of {options.parts!r} do not lead from {options.start} to {options.end}.", "parts", hint)
        )
    return tuple(found)


def _of_margins(start: Point, parts: Figure, end: Point) -> bool:
    """Whether the ends are ratios in per cent and the steps between them percentage points."""
    return {start.unit, end.unit} == {PCT} and {p.unit for p in parts} == {PP}


def steps(options: Options, figures: Figures) -> tuple[Step, ...]:
    """The bars from left to right."""
    start, end = point(figures, options.start), point(figures, options.end)
    second = figures[options.points] if options.points else None
    level = value(start)
    found = [Step(start, 0.0, level, "start", options.start_label.texts)]
    for item in figures[options.parts]:
        found.append(Step(item, level, level + value(item), "part", {}, at(second, item.key) if second else None))
        level += value(item)
    return (*found, Step(end, 0.0, value(end), "end", options.end_label.texts))


def height(options: Options, figures: Figures, narrow: bool) -> float:
    """Fixed when it stands; room for the rows when, on a narrow canvas, it lies."""
    return (len(figures[options.parts].points) + 2) * ROW_NARROW + 1.2 if narrow else HEIGHT


def draw(canvas: Canvas, options: Options, figures: Figures) -> None:
    """Standing bars with names below; on a narrow canvas lying ones with names above."""
    made = steps(options, figures)
    change = point(figures, options.change) if options.change else None
    bridge.draw(Bridge(canvas, made, canvas.format([s.item for s in made], options), change))


def alt(voice: Record, options: Options, figures: Figures) -> str:
    """From start to end with every step."""
    start, end = point(figures, options.start), point(figures, options.end)
    values = say.listed(voice, figures[options.parts].points, sign=True)
    return say.sentence(
        voice, "bridge", first=voice.tell(start), start=voice.heading(start), last=voice.tell(end), end=voice.heading(end), values=values
    )


def table(options: Options, figures: Figures, locale: Locale, emit: tables.Emit) -> Table:
    """Start, parts and end, with the second figure beside the parts."""
    made = steps(options, figures)
    amounts = Format([s.item for s in made], options)
    second = figures[options.points] if options.points else None
    columns = [Column(tables.title(figures[options.parts], locale))] + ([Column(tables.title(second, locale))] if second else [])
    rows = []
    for step in made:
        words = locale.pick(step.name)
        head = (Text(words),) if words else tables.head(step.item, locale, emit)
        cells = [Cell(emit(step.item, "", **amounts.options(step.item, sign=step.role == "part")), tables.MARKS[texture(step.item)])]
        if second:
            cells.append(tables.cell(step.second, amounts, emit))
        rows.append(Row(head, tuple(cells), level="total" if step.role == "end" else "main"))
    return Table(tuple(columns), tuple(rows))
