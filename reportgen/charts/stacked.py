"""Stacked columns: how a whole is made up, at one to six dates; one whole alone lies flat."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from reportgen.model.document import Cell, Column, Row, Table, Text
from reportgen.model.figure import Figures, Point
from reportgen.model.problem import Problem, Problems
from reportgen.model.quantity import PCT, total
from reportgen.text.locale import Locale

from . import checks, say, tables
from .boxes import Box, Stroke, spread
from .canvas import Canvas, Place, Run
from .data import Format, chosen, keys, value
from .measures import MM
from .options import ChartOptions, Keys, SeriesNames
from .record import Record
from .slots import Slots

HEIGHT, HEIGHT_FLAT = 60.0, 30.0
BAR = 0.56
INSIDE = 9.0
"""Height in pt from which a part bears its number inside."""
MOST = 4
ORDER = (0, 2, 4, 5)
"""Colours of the parts: ink, sky, ochre, plum; rust is kept for the part that carries the point, grey for the rest."""


Side = Literal["left", "right"]


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


class Stack(NamedTuple):
    """A column: its key, a point that names it, its parts by key in the order from the base, its total."""

    key: str
    head: str
    sample: Point
    parts: dict[str, Point]
    total: Point | None


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
    (_bar if len(made) == 1 else _columns)(canvas, options, figures, made, named, amounts)


def colours(options: Options, named: tuple[str, ...]) -> dict[str, int]:
    """The series number of each part."""
    plain = iter(ORDER)
    return {key: 3 if key in options.rest else 1 if key in options.highlight else next(plain) for key in named}


def _names(canvas: Canvas, options: Options, figures: Figures, made: tuple[Stack, ...], named: tuple[str, ...]) -> dict[str, str]:
    """What each part is called: the point's label, or with `parts` the figure's."""
    if options.parts:
        return {name: canvas.title(figures[name]) for name in named}
    points = {key: p for s in reversed(made) for key, p in s.parts.items()}
    return {key: canvas.name(points[key]) for key in named}


def _columns(canvas: Canvas, options: Options, figures: Figures, made: tuple[Stack, ...], named: tuple[str, ...], amounts: Format) -> None:
    colour = colours(options, named)
    names = _names(canvas, options, figures, made, named)
    slots = Slots([s.key for s in made], options.apart)
    row = canvas.line_height()
    key = 0.0 if not canvas.narrow else row * len(named) + 2.0
    right = 0.3 if canvas.narrow else min(42.0, max(canvas.measure(n, "text", 600) for n in names.values()) + 2.5)
    top = row + 1.4 if any(s.total for s in made) else 0.6
    canvas.frame(0.3, 1.8 + row, 0.3 + slots.width(canvas.width - 0.3 - right, 44.0), canvas.high - top - key)
    tops = [sum(value(p) for p in s.parts.values()) for s in made]
    canvas.limits(0, slots.total, 0, max(tops))
    edges: list[list[Box]] = []
    for stack in made:
        base, boxes = 0.0, []
        for part in named:
            if part in stack.parts:
                side: Side = "left" if stack is made[0] and len(made) > 1 else "right"
                boxes.append(_part(canvas, (slots.middle[stack.key], base), stack.parts[part], colour[part], amounts, side))
                base += value(stack.parts[part])
            else:
                boxes.append(Box(*(boxes[-1] if boxes else Box(0, canvas.box.y0, 0, canvas.box.y0))))
        edges.append(boxes)
    _connect(canvas, edges)
    canvas.zero()
    for stack, boxes in zip(made, edges, strict=True):
        x = canvas.x(slots.middle[stack.key])
        canvas.text(Place(x, canvas.box.y0 - 1.2, "center", "top"), stack.head or canvas.heading(stack.sample), canvas.palette.muted)
        if stack.total:
            canvas.text(
                Place(x, boxes[-1].y1 + 1.0, "center", "bottom"), canvas.amount(stack.total, amounts), canvas.palette.text, "text", 600
            )
    if canvas.narrow:
        _key(canvas, named, names, colour)
    else:
        _right(canvas, edges[-1], named, names, colour)


def _part(canvas: Canvas, at: tuple[float, float], item: Point, number: int, amounts: Format, side: Side) -> Box:
    """A part over its base; its number inside where it is high enough, else beside it."""
    middle, base = at
    hatched = canvas.note(item)
    rim = 0.75 / MM / (canvas.box.y1 - canvas.box.y0) * canvas.axes.get_ylim()[1]
    end = base + value(item)
    box = canvas.column(middle, BAR, (base, max(base, end - rim)), canvas.area(number), hatched)
    tall = (box.y1 - box.y0) * MM
    text = canvas.measured(item, amounts)
    if tall >= INSIDE * (1.25 if canvas.narrow else 1.0) and canvas.measure(text, "text", 600) < box.x1 - box.x0:
        _inside(canvas, box, canvas.amount(item, amounts), number, hatched)
    else:
        y = (box.y0 + box.y1) / 2
        place = Place(box.x1 + 1.0, y, "left", "middle") if side == "right" else Place(box.x0 - 1.0, y, "right", "middle")
        canvas.text(place, canvas.amount(item, amounts), canvas.type(number), "text", 600)
    return box


def _inside(canvas: Canvas, box: Box, text: str, number: int, hatched: bool) -> None:
    """A number on its part; on hatching with a plate of the ground's colour, the one place where a plate cuts nothing that counts."""
    place = Place((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2, "center", "middle")
    if hatched:
        canvas.plate(canvas.extent(place, text, "text", 600).grown(0.6))
    canvas.text(place, text, canvas.type(number) if hatched else canvas.on(number), "text", 600)


def _connect(canvas: Canvas, edges: list[list[Box]]) -> None:
    """Thin lines from part to part, so that the eye sees which grew."""
    for left, right in pairwise(edges):
        beside = [label.box.x1 + 0.8 for label in canvas.labels if left[0].x1 < label.box.x0 < right[0].x0]
        strokes = [Stroke(max([a.x1, *beside]), a.y1, b.x0, b.y1) for a, b in zip(left, right, strict=True)]
        canvas.path(strokes, canvas.palette.hairline, 0.5, 1)


def _right(canvas: Canvas, boxes: list[Box], named: tuple[str, ...], names: dict[str, str], colour: dict[str, int]) -> None:
    """The parts' names beside the last column, pushed apart."""
    row = canvas.line_height()
    outside = [label.box.x1 for label in canvas.labels if label.box.x0 > boxes[-1].x1]
    x = max([boxes[-1].x1 + 1.6] + [o + 1.4 for o in outside])
    wanted = [(b.y0 + b.y1) / 2 for b in boxes]
    room = canvas.width - x
    lines = [canvas.wrap(names[k], room, "text", 600) for k in named]
    gaps = [row * (len(a) + len(b)) / 2 for a, b in pairwise(lines)]
    for key, parts, y in zip(named, lines, spread(wanted, gaps, canvas.box.y0 + row / 2, canvas.box.y1 - row / 2), strict=True):
        for number, line in enumerate(parts):
            canvas.text(
                Place(x, y + ((len(parts) - 1) / 2 - number) * row * 0.92, "left", "middle"), line, canvas.type(colour[key]), "text", 600
            )


def _key(canvas: Canvas, named: tuple[str, ...], names: dict[str, str], colour: dict[str, int]) -> None:
    """The parts' names above a narrow drawing, in the order of the stack."""
    row = canvas.line_height()
    for number, part in enumerate(reversed(named)):
        y = canvas.high - row * (number + 0.5)
        canvas.swatch(Box(0.3, y - 1.3, 2.9, y + 1.3), canvas.area(colour[part]))
        canvas.text(Place(4.4, y, "left", "middle"), names[part], canvas.type(colour[part]))


def _bar(canvas: Canvas, options: Options, figures: Figures, made: tuple[Stack, ...], named: tuple[str, ...], amounts: Format) -> None:
    """One whole as a lying bar; names above the parts, or as a key on a narrow canvas."""
    stack = made[0]
    colour = colours(options, named)
    names = _names(canvas, options, figures, made, named)
    row = canvas.line_height()
    whole = sum(value(p) for p in stack.parts.values())
    starts = [0.3 + (canvas.width - 0.6) * sum(value(stack.parts[k]) for k in named[:n]) / whole for n in range(len(named))]
    labels = [] if canvas.narrow else _name_blocks(canvas, [names[k] for k in named], starts)
    key = row * len(named) + 2.0 if canvas.narrow else max(len(lines) for _, lines in labels) * row * 0.94 + 1.4
    canvas.frame(0.3, 1.6 + (row if stack.total else 0), canvas.width - 0.3, canvas.high - key)
    canvas.limits(0, whole, 0, 1)
    base, rim = 0.0, 0.75 / MM / (canvas.box.x1 - canvas.box.x0) * whole
    for part in named:
        item = stack.parts[part]
        hatched = canvas.note(item)
        box = canvas.bar(0.5, 1.0, (base, base + value(item) - rim), canvas.area(colour[part]), hatched)
        base += value(item)
        _inside(canvas, box, canvas.amount(item, amounts), colour[part], hatched)
    for part, (place, lines) in zip(named, labels, strict=False):
        canvas.stack([place._replace(y=canvas.box.y1 + 1.0)], [[Run(line, canvas.type(colour[part]), "text", 600)] for line in lines])
    if stack.total:
        total = Run(canvas.amount(stack.total, amounts), canvas.palette.text, "text", 600)
        canvas.stack([Place(0.3, canvas.box.y0 - 1.2, "left", "top")], [[Run(canvas.locale.word("total"), canvas.palette.muted), total]])
    if canvas.narrow:
        _key(canvas, tuple(reversed(named)), names, colour)


def _name_blocks(canvas: Canvas, names: list[str], starts: list[float]) -> list[tuple[Place, tuple[str, ...]]]:
    """Where each name stands over a lying bar: from the start of its part; the last to the left where its part is too narrow."""
    found = []
    edges = [*starts[1:], canvas.width + 1.5]
    for name, start, end in zip(names, starts, edges, strict=True):
        found.append((Place(start, 0.0, "left", "bottom"), canvas.wrap(name, end - start - 1.5, "text", 600)))
    if len(found[-1][1]) > 1 and len(names) > 1:
        before = starts[-2] + max(canvas.measure(line, "text", 600) for line in found[-2][1]) + 3.0
        place = Place(canvas.width - 0.3, 0.0, "right", "bottom")
        wider = (place, canvas.wrap(names[-1], canvas.width - 0.3 - before, "text", 600))
        found[-1] = wider if len(wider[1]) < len(found[-1][1]) else found[-1]
    return found


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
