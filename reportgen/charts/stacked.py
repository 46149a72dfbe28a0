"""Stacked columns: how a whole is made up, at one to six dates; one whole alone lies flat."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from reportgen.charts import checks, say, tables
from reportgen.charts.canvas import Canvas
from reportgen.charts.data import Format, chosen, keys
from reportgen.charts.options import ChartOptions, Keys, SeriesNames
from reportgen.charts.pile import Pile, Stack, lying, standing
from reportgen.charts.record import Record
from reportgen.model.document import Cell, Column, Row, Table, Text
from reportgen.model.figure import Figures
from reportgen.model.problem import Problem, Problems
from reportgen.model.quantity import PCT, total
from reportgen.text.locale import Locale

HEIGHT, HEIGHT_FLAT = 60.0, 30.0
MOST = 4
ORDER = (0, 2, 4, 5)
"""Colours of the parts: ink, sky, ochre, plum; rust is kept for the part that carries the point, grey for the rest."""


class Options(ChartOptions):
    """Stacked columns: a whole and at most four parts, the first part at the base."""

    columns: Annotated[SeriesNames, Field(max_length=6)] = ()
    """One figure per column, its points being the parts under the same keys: `[mix_2021, mix_2022]`."""
    parts: Annotated[SeriesNames, Field(max_length=4)] = ()
    """Or one figure per part, its points being the columns under the same keys."""
    total: SeriesNames = ()
    """The total on top: a figure with a point for the period of each column, or one point per column in their order."""
    rest: Keys = ()
    """Parts that are a remainder, such as other segments: grey, on top. With `parts` the figure's name."""
    highlight: Keys = ()
    """The part in the accent colour; with `parts` the figure's name, with `columns` the point's key."""
    apart: Keys = ()
    """Columns set apart, because their periods have another length than the rest: keys, or figures with `columns`."""


def stacks(options: Options, figures: Figures, locale: Locale) -> tuple[Stack, ...]:
    """The columns from left to right."""
    totals = [p for figure in chosen(figures, options.total) for p in figure]
    found = []
    if options.columns:
        series = chosen(figures, options.columns)
        for number, figure in enumerate(series):
            whole = next((p for p in totals if p.period == figure.points[0].period), None)
            whole = totals[number] if whole is None and len(totals) == len(series) else whole
            head = locale.pick(figure.label) if len({f.points[0].period for f in series}) < len(series) else ""
            found.append(Stack(figure.name, head, figure.points[0], {p.key: p for p in figure}, whole))
    else:
        series = chosen(figures, options.parts)
        for key in keys(series):
            by_part = {figure.name: p for figure in series for p in figure if p.key == key}
            sample = next(iter(by_part.values()))
            whole = next((p for p in totals if p.key == key), None)
            found.append(Stack(key, locale.pick(sample.label), sample, by_part, whole))
    return tuple(found)


def order(options: Options, figures: Figures) -> tuple[str, ...]:
    """The parts from the base up: as given, the rest on top."""
    found = keys(chosen(figures, options.columns)) if options.columns else options.parts
    return (*(k for k in found if k not in options.rest), *(k for k in found if k in options.rest))


def problems(options: Options, figures: Figures) -> Problems:
    """Both forms at once, too many parts, negative or missing parts, mixed units, shares that do not make a whole."""
    if bool(options.columns) == bool(options.parts):
        return (
            checks.problem(
                "E421", "a stacked chart has either `columns` or `parts`.", "columns", "Give one figure per column, or one per part."
            ),
        )
    path = "columns" if options.columns else "parts"
    series = chosen(figures, options.columns or options.parts)
    named = order(options, figures)
    found: list[Problem] = [*checks.one_unit(series, path), *checks.at_most(len(named), MOST, "parts", path, "Sum up the small ones.")]
    found += checks.known_keys(options.rest, named, "rest", "part")
    found += checks.known_keys(options.highlight, named, "highlight", "part")
    found += checks.known_keys(options.apart, options.columns or keys(series), "apart", "column")
    for figure in series:
        for item in figure:
            if item.quantity is None:
                found.append(checks.problem("E419", f"a stack cannot leave out a part: no value for {figure.name}[{item.key!r}].", path))
            elif item.quantity.value < 0:
                found.append(
                    checks.problem(
                        "E422", f"a stack cannot hold a negative part: {figure.name}[{item.key!r}].", path, "Use columns or a waterfall."
                    )
                )
    return (*found, *(() if found else _whole(options, figures, path)))


def _whole(options: Options, figures: Figures, path: str) -> Problems:
    """A problem where shares do not add up to the whole within their precision."""
    found = []
    columns = [f.points for f in chosen(figures, options.columns)]
    if options.parts:
        series = chosen(figures, options.parts)
        columns = [tuple(p for f in series for p in f if p.key == key) for key in keys(series)]
    for points in columns:
        quantities = [p.quantity for p in points if p.quantity]
        whole = total(quantities)
        if whole.unit == PCT and not whole.low <= 1 <= whole.high:
            name = ", ".join(p.key for p in points)
            found.append(
                checks.problem("E423", f"the shares {name} do not add up to a whole.", path, "Add the remainder as a part of its own.")
            )
    return tuple(found)


def height(options: Options, figures: Figures, narrow: bool) -> float:
    """Low where one bar lies flat, else standing columns."""
    if _flat(options, figures):
        return HEIGHT_FLAT + (4 + 4.2 * len(order(options, figures)) if narrow else 0)
    return HEIGHT + (8 + 4.2 * len(order(options, figures)) if narrow else 0)


def _flat(options: Options, figures: Figures) -> bool:
    return len(options.columns) == 1 or (bool(options.parts) and len(figures[options.parts[0]].points) == 1)


def draw(canvas: Canvas, options: Options, figures: Figures) -> None:
    """Columns with their parts' names at the right, or one bar with the names above."""
    made = stacks(options, figures, canvas.locale)
    named = order(options, figures)
    amounts = canvas.format([p for s in made for p in (*s.parts.values(), *((s.total,) if s.total else ()))], options)
    pile = Pile(made, named, _names(canvas, options, figures, made), colours(options, named), amounts, options.apart)
    (lying if len(made) == 1 else standing)(canvas, pile)


def colours(options: Options, named: tuple[str, ...]) -> dict[str, int]:
    """The series number of each part."""
    plain = iter(ORDER)
    return {key: 3 if key in options.rest else 1 if key in options.highlight else next(plain) for key in named}


def _names(canvas: Canvas, options: Options, figures: Figures, made: tuple[Stack, ...]) -> dict[str, str]:
    """What each part is called: the point's label, or with `parts` the figure's."""
    if options.parts:
        return {name: canvas.title(figures[name]) for name in options.parts}
    points = {key: p for s in reversed(made) for key, p in s.parts.items()}
    return {key: canvas.name(item) for key, item in points.items()}


def alt(voice: Record, options: Options, figures: Figures) -> str:
    """Every column with its parts."""
    told = []
    names = {} if options.columns else {name: voice.title(figures[name]) for name in options.parts}
    for stack in stacks(options, figures, voice.locale):
        values = [
            voice.locale.alt("value", name=names.get(part) or voice.name(stack.parts[part]), value=voice.tell(stack.parts[part]))
            for part in order(options, figures)
            if part in stack.parts
        ]
        label = stack.head or voice.show(stack.sample.period, "period")
        told.append(say.sentence(voice, "series", label=label, values=say.joined(voice, values)))
    return " ".join(told)


def table(options: Options, figures: Figures, locale: Locale, emit: tables.Emit) -> Table:
    """One row per part, one column per column of the chart, the total last."""
    made = stacks(options, figures, locale)
    named = order(options, figures)
    points = [p for s in made for p in (*s.parts.values(), *((s.total,) if s.total else ()))]
    amounts = Format(points, options)
    columns = tuple(
        Column((Text(s.head),) if s.head else tables.head(s.sample, locale, emit, period=True), block=1 if s.key in options.apart else 0)
        for s in made
    )
    samples = {key: p for s in reversed(made) for key, p in s.parts.items()}
    rows = [
        Row(
            tables.title(figures[part], locale) if options.parts else tables.head(samples[part], locale, emit),
            tuple(tables.cell(s.parts.get(part), amounts, emit) for s in made),
        )
        for part in named
    ]
    if any(s.total for s in made):
        cells = tuple(Cell(None) if s.total is None else tables.cell(s.total, amounts, emit) for s in made)
        rows.append(Row((Text(locale.word("total")),), cells, level="total"))
    return Table(columns, tuple(rows))
