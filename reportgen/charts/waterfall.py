"""Waterfall: from a start to an end by signed contributions."""

from __future__ import annotations

from typing import NamedTuple

from reportgen.model.document import Cell, Column, Row, Table, Text
from reportgen.model.figure import Figures, Point
from reportgen.model.problem import Problems
from reportgen.model.quantity import total
from reportgen.spec.base import FigureName, PointText, Words
from reportgen.text.locale import Locale

from . import checks, say, tables
from .boxes import Box, Stroke
from .canvas import Canvas, Place
from .data import Format, at, point, value
from .options import ChartOptions
from .record import Record

HEIGHT = 62.0
ROW = 11.6
BAR = 0.62
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


class Step(NamedTuple):
    """A bar of the waterfall: from where to where, and whether it is an end."""

    item: Point
    low: float
    high: float
    end: bool

    @property
    def top(self) -> float:
        return max(self.low, self.high)


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
    if len(units) > 1:
        return (*found, checks.problem("E411", f"figures of different units on one scale: {', '.join(sorted(units))}.", "parts"))
    known = [p.quantity for p in (start, *parts) if p.quantity]
    assert end.quantity is not None, "this is a bug: gaps were refused"
    if not total(known).overlaps(end.quantity):
        hint = "List every part, the remainder too."
        found.append(
            checks.problem("E420", f"the parts of {options.parts!r} do not lead from {options.start} to {options.end}.", "parts", hint)
        )
    return tuple(found)


def steps(options: Options, figures: Figures) -> tuple[Step, ...]:
    """The bars from left to right."""
    start, end = point(figures, options.start), point(figures, options.end)
    level = value(start)
    found = [Step(start, 0.0, level, True)]
    for item in figures[options.parts]:
        found.append(Step(item, level, level + value(item), False))
        level += value(item)
    return (*found, Step(end, 0.0, value(end), True))


def height(options: Options, figures: Figures, narrow: bool) -> float:
    """Fixed when it stands; room for the rows when, on a narrow canvas, it lies."""
    if narrow:
        return (len(figures[options.parts].points) + 2) * ROW + 1.2
    return HEIGHT


def draw(canvas: Canvas, options: Options, figures: Figures) -> None:
    """Standing bars with names below; on a narrow canvas lying ones with names above."""
    made = steps(options, figures)
    amounts = Format([s.item for s in made], options)
    (_lying if canvas.narrow else _standing)(canvas, options, figures, made, amounts)


def _colours(canvas: Canvas, step: Step) -> tuple[str, str]:
    series = 0 if step.end else 2 if step.high >= step.low else 1
    return canvas.area(series), canvas.type(series)


def _name(canvas: Canvas, options: Options, step: Step, first: bool) -> str:
    given = options.start_label if first else options.end_label
    if step.end:
        return canvas.locale.pick(given.texts) or canvas.heading(step.item)
    return canvas.name(step.item)


def _standing(canvas: Canvas, options: Options, figures: Figures, made: tuple[Step, ...], amounts: Format) -> None:
    row = canvas.line_height()
    slot = (canvas.width - 0.6) / len(made)
    names = [canvas.wrap(_name(canvas, options, s, n == 0), slot - 1.2) for n, s in enumerate(made)]
    lines = max(len(n) for n in names) + 1
    canvas.frame(0.3, 2.0 + row * 0.9 * lines, canvas.width - 0.3, canvas.high - row * (2 if options.change else 1) - 1.6)
    low = min(0.0, *(min(s.low, s.high) for s in made))
    canvas.limits(0, len(made), low, max(s.top for s in made))
    for number, step in enumerate(made):
        colour, text = _colours(canvas, step)
        kind = canvas.note(step.item)
        canvas.column(number + 0.5, BAR, (step.low, step.high), colour, bool(kind))
        if number + 1 < len(made):
            y = canvas.y(step.high)
            canvas.rule(Stroke(canvas.x(number + 0.5 + BAR / 2), y, canvas.x(number + 1.5 - BAR / 2), y), canvas.palette.text, 0.5)
    canvas.zero()
    bare = any(canvas.measure(_below(canvas, options, figures, s, False)[0]) > slot - 0.8 for s in made)
    for number, step in enumerate(made):
        _value(canvas, number, step, amounts)
        y = canvas.box.y0 - 1.2
        for line in names[number]:
            y = canvas.text(Place(canvas.x(number + 0.5), y, "center", "top"), line, canvas.palette.text).y0 - 0.35
        _second(canvas, Place(canvas.x(number + 0.5), y, "center", "top"), _below(canvas, options, figures, step, bare), bare)
    if options.change:
        last = canvas.labels_top(canvas.x(len(made) - 0.5))
        canvas.text(
            Place(canvas.x(len(made) - 0.5), last + 0.9, "center", "bottom"),
            canvas.amount(point(figures, options.change), amounts, sign=True),
            canvas.palette.muted,
        )


def _value(canvas: Canvas, number: int, step: Step, amounts: Format) -> None:
    """The number over a standing bar, that of the end in large type."""
    _, text = _colours(canvas, step)
    place = Place(canvas.x(number + 0.5), canvas.y(step.top) + 1.1, "center", "bottom")
    shown = canvas.amount(step.item, amounts, sign=not step.end)
    if step.end and number:
        canvas.text(place, shown, text, "large", 700)
    else:
        canvas.text(place, shown, text, "text", 600)


def _below(canvas: Canvas, options: Options, figures: Figures, step: Step, bare: bool) -> tuple[str, Point | None]:
    """The second row as text with the point in it: a part's points; of the ends, which one is rebuilt."""
    if not step.end:
        second = at(figures[options.points], step.item.key) if options.points else None
        return (canvas.preview(second, "", sign=True, bare=bare), second) if second else ("", None)
    ends = (point(figures, options.start), point(figures, options.end))
    if not any(p.method == "rebuilt" for p in ends):
        return "", None
    return canvas.locale.word("method_rebuilt" if step.item.method == "rebuilt" else "method_reported"), None


def _second(canvas: Canvas, place: Place, below: tuple[str, Point | None], bare: bool) -> None:
    text, item = below
    if text:
        canvas.text(place, canvas.show(item, "", sign=True, bare=bare) if item else text, canvas.palette.muted)


def _lying(canvas: Canvas, options: Options, figures: Figures, made: tuple[Step, ...], amounts: Format) -> None:
    thick = 5.0
    low = min(0.0, *(min(s.low, s.high) for s in made))
    scale = min((canvas.width - 0.3 - _room(canvas, options, figures, s, amounts)) / (s.top - low or 1.0) for s in made)
    high = max(s.top for s in made)
    canvas.frame(0.3, 0.6, 0.3 + scale * (high - low), canvas.high - 0.6)
    canvas.limits(low, high, len(made) - 0.5, -0.5)
    step_mm = (canvas.box.y1 - canvas.box.y0) / len(made)
    shift = (step_mm / 2 - thick / 2 - 0.8) / step_mm
    boxes: list[Box] = []
    for number, step in enumerate(made):
        colour, text = _colours(canvas, step)
        kind = canvas.note(step.item)
        box = canvas.bar(number + shift, thick / step_mm, (step.low, step.high), colour, bool(kind))
        boxes.append(box)
        y = (box.y0 + box.y1) / 2
        if step.end:
            canvas.rule(Stroke(canvas.x(0), box.y0 - 0.6, canvas.x(0), box.y1 + 0.6), canvas.palette.text, 0.7, order=6)
        shown = canvas.text(
            Place(box.x1 + 1.2, y, "left", "middle"),
            canvas.amount(step.item, amounts, sign=not step.end),
            text,
            "text",
            700 if step.end else 600,
        )
        if options.change and number + 1 == len(made):
            canvas.text(
                Place(shown.x1 + 1.6, y, "left", "middle"),
                canvas.amount(point(figures, options.change), amounts, sign=True),
                canvas.palette.muted,
            )
        name = canvas.text(Place(0.3, box.y1 + 1.0, "left", "bottom"), _name(canvas, options, step, number == 0), canvas.palette.text)
        below = _below(canvas, options, figures, step, False)
        bare = name.x1 + 1.8 + canvas.measure(below[0]) > (canvas.x(step.low) - 1.0 if number else canvas.width)
        _second(canvas, Place(name.x1 + 1.8, box.y1 + 1.0, "left", "bottom"), below, bare and not step.end)
    for before, after in zip(boxes, boxes[1:], strict=False):
        link = Stroke(canvas.x(made[boxes.index(before)].high), before.y0, canvas.x(made[boxes.index(before)].high), after.y1)
        if not any(link.inside(label.box.grown(0.4)) for label in canvas.labels):
            canvas.path([link], canvas.palette.text, 0.5, 2)


def _room(canvas: Canvas, options: Options, figures: Figures, step: Step, amounts: Format) -> float:
    """The room in mm that the value takes right of a lying bar."""
    room = canvas.measure(canvas.preview(step.item, "", **amounts.options(step.item, sign=not step.end)), "text", 700) + 2.0
    if options.change and step.end:
        change = point(figures, options.change)
        room += canvas.measure(canvas.preview(change, "", **amounts.options(change, sign=True))) + 1.6
    return room


def alt(voice: Record, options: Options, figures: Figures) -> str:
    """From start to end with every step."""
    start, end = point(figures, options.start), point(figures, options.end)
    values = say.listed(voice, figures[options.parts].points, sign=True)
    return voice.locale.alt(
        "bridge", first=voice.show(start), start=voice.heading(start), last=voice.show(end), end=voice.heading(end), values=values
    )


def table(options: Options, figures: Figures, locale: Locale, emit: tables.Emit) -> Table:
    """Start, parts and end, with the second figure beside the parts."""
    made = steps(options, figures)
    amounts = Format([s.item for s in made], options)
    second = figures[options.points] if options.points else None
    columns = [Column(tables.title(figures[options.parts], locale))] + ([Column(tables.title(second, locale))] if second else [])
    rows = []
    for number, step in enumerate(made):
        given = options.start_label if number == 0 else options.end_label
        words = locale.pick(given.texts) if step.end else ""
        head = (Text(words),) if words else tables.head(step.item, locale, emit)
        cells = [Cell(emit(step.item, "", **amounts.options(step.item, sign=not step.end)), tables.MARKS[tables.texture(step.item)])]
        if second:
            cells.append(Cell(None) if step.end else tables.cell(at(second, step.item.key), amounts, emit))
        rows.append(Row(head, tuple(cells), level="total" if number + 1 == len(made) else "main"))
    return Table(tuple(columns), tuple(rows))
