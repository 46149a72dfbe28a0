"""Waterfall: from a start to an end by signed contributions."""

from __future__ import annotations

from itertools import pairwise
from typing import Literal, NamedTuple

from reportgen.model.document import Cell, Column, Row, Table, Text
from reportgen.model.figure import Figures, Point
from reportgen.model.problem import Problems
from reportgen.model.quantity import total
from reportgen.spec.base import FigureName, PointText, Words
from reportgen.text.locale import Locale

from . import checks, say, tables
from .boxes import Stroke
from .canvas import Canvas, Place, Run
from .data import Format, at, point, texture, value
from .options import ChartOptions
from .record import Record

HEIGHT = 62.0
ROW, THICK = 11.6, 5.0
"""Row and bar in mm where the bars lie."""
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
    found = [Step(start, 0.0, level, "start")]
    for item in figures[options.parts]:
        found.append(Step(item, level, level + value(item), "part"))
        level += value(item)
    return (*found, Step(end, 0.0, value(end), "end"))


def height(options: Options, figures: Figures, narrow: bool) -> float:
    """Fixed when it stands; room for the rows when, on a narrow canvas, it lies."""
    if narrow:
        return (len(figures[options.parts].points) + 2) * ROW + 1.2
    return HEIGHT


def draw(canvas: Canvas, options: Options, figures: Figures) -> None:
    """Standing bars with names below; on a narrow canvas lying ones with names above."""
    made = steps(options, figures)
    bridge = Bridge(canvas, options, figures, made, canvas.format([s.item for s in made], options))
    (_lying if canvas.narrow else _standing)(bridge)


class Step(NamedTuple):
    """A bar of the waterfall: from where to where, and what it is."""

    item: Point
    low: float
    high: float
    role: Literal["start", "part", "end"]

    @property
    def top(self) -> float:
        """Its upper edge."""
        return max(self.low, self.high)

    @property
    def series(self) -> int:
        """The colour: ends ink, rises sky, falls rust."""
        return 0 if self.role != "part" else 2 if self.high >= self.low else 1


class Bridge(NamedTuple):
    """What the parts of a drawing share."""

    canvas: Canvas
    options: Options
    figures: Figures
    steps: tuple[Step, ...]
    amounts: Format

    @property
    def low(self) -> float:
        """The lowest value drawn, zero at most."""
        return min(0.0, *(min(s.low, s.high) for s in self.steps))

    def name(self, step: Step) -> str:
        """What stands under a bar."""
        if step.role == "part":
            return self.canvas.name(step.item)
        given = self.options.start_label if step.role == "start" else self.options.end_label
        return self.canvas.locale.pick(given.texts) or self.canvas.heading(step.item)

    def number(self, step: Step) -> Run:
        """The number of a bar: a part with its sign, the end in large type where it stands."""
        shown = self.canvas.amount(step.item, self.amounts, sign=step.role == "part")
        large = step.role == "end" and not self.canvas.narrow
        return Run(shown, self.canvas.type(step.series), "large" if large else "text", 700 if step.role == "end" else 600)

    def change(self) -> Run:
        """The relative change at the end."""
        shown = self.canvas.amount(point(self.figures, self.options.change), self.amounts, sign=True)
        return Run(shown, self.canvas.palette.muted)

    def second(self, step: Step) -> Point | None:
        """The point printed below a part's name."""
        return at(self.figures[self.options.points], step.item.key) if self.options.points and step.role == "part" else None

    def below(self, step: Step, bare: bool) -> list[Run]:
        """What stands below a name: a part's points; of the ends, which one is rebuilt. `bare` leaves the unit away."""
        if second := self.second(step):
            return [Run(self.canvas.show(second, "", sign=True, bare=bare), self.canvas.palette.muted)]
        if step.role == "part" or not any(s.item.method == "rebuilt" for s in self.steps if s.role != "part"):
            return []
        word = "method_rebuilt" if step.item.method == "rebuilt" else "method_reported"
        return [Run(self.canvas.locale.word(word), self.canvas.palette.muted)]

    def fits(self, step: Step, room: float) -> bool:
        """Whether a part's points with their unit are no wider than the room."""
        second = self.second(step)
        return second is None or self.canvas.measure(self.canvas.preview(second, "", sign=True)) <= room


def _standing(bridge: Bridge) -> None:
    canvas, made = bridge.canvas, bridge.steps
    row, slot = canvas.line_height(), (canvas.width - 0.6) / len(made)
    names = [canvas.wrap(bridge.name(s), slot - 1.2) for s in made]
    below = (max(len(n) for n in names) + 1) * row * 0.9 + 2.0
    canvas.frame(0.3, below, canvas.width - 0.3, canvas.high - row * (2 if bridge.options.change else 1) - 1.6)
    canvas.limits(0, len(made), bridge.low, max(s.top for s in made))
    for number, step in enumerate(made):
        hatched = canvas.note(step.item)
        canvas.column(number + 0.5, BAR, (step.low, step.high), canvas.area(step.series), hatched)
    for number, step in enumerate(made[:-1]):
        y = canvas.y(step.high)
        canvas.rule(Stroke(canvas.x(number + 0.5 + BAR / 2), y, canvas.x(number + 1.5 - BAR / 2), y), canvas.palette.text, 0.5)
    canvas.zero()
    bare = not all(bridge.fits(s, slot - 0.8) for s in made)
    for number, (step, lines) in enumerate(zip(made, names, strict=True)):
        x = canvas.x(number + 0.5)
        rows = [[bridge.number(step)]]
        if step.role == "end" and bridge.options.change:
            rows.insert(0, [bridge.change()])
        canvas.stack([Place(x, canvas.y(step.top) + 1.1, "center", "bottom")], rows)
        under = [[Run(line, canvas.palette.text)] for line in lines]
        canvas.stack([Place(x, canvas.box.y0 - 1.2, "center", "top")], [*under, *([b] if (b := bridge.below(step, bare)) else [])])


def _lying(bridge: Bridge) -> None:
    canvas, made = bridge.canvas, bridge.steps
    high = max(s.top for s in made)
    # mm per unit so that every bar with its number still ends on the canvas
    scale = min((canvas.width - 0.3 - _room(bridge, s)) / (s.top - bridge.low or 1.0) for s in made)
    canvas.frame(0.3, 0.6, 0.3 + scale * (high - bridge.low), canvas.high - 0.6)
    canvas.limits(bridge.low, high, len(made) - 0.5, -0.5)
    step_mm = (canvas.box.y1 - canvas.box.y0) / len(made)
    shift = (step_mm / 2 - THICK / 2 - 0.8) / step_mm
    boxes = []
    for number, step in enumerate(made):
        hatched = canvas.note(step.item)
        box = canvas.bar(number + shift, THICK / step_mm, (step.low, step.high), canvas.area(step.series), hatched)
        boxes.append(box)
        if step.role != "part":
            canvas.rule(Stroke(canvas.x(0), box.y0 - 0.6, canvas.x(0), box.y1 + 0.6), canvas.palette.text, 0.7, 6)
        numbers = [bridge.number(step)] + ([bridge.change()] if step.role == "end" and bridge.options.change else [])
        canvas.stack([Place(box.x1 + 1.2, (box.y0 + box.y1) / 2, "left", "middle")], [numbers])
        name = Run(bridge.name(step), canvas.palette.text)
        room = (canvas.x(step.low) if number else canvas.width) - 2.0 - canvas.wide([[name]])
        canvas.stack([Place(0.3, box.y1 + 1.0, "left", "bottom")], [[name, *bridge.below(step, not bridge.fits(step, room))]])
    for step, (before, after) in zip(made, pairwise(boxes), strict=False):
        link = Stroke(canvas.x(step.high), before.y0, canvas.x(step.high), after.y1)
        if not any(link.inside(label.box.grown(0.4)) for label in canvas.labels):
            canvas.path([link], canvas.palette.text, 0.5, 2)


def _room(bridge: Bridge, step: Step) -> float:
    """The room in mm that the number takes right of a lying bar."""
    canvas, amounts = bridge.canvas, bridge.amounts
    room = canvas.measure(canvas.measured(step.item, amounts, sign=step.role == "part"), "text", 700) + 2.0
    if bridge.options.change and step.role == "end":
        change = point(bridge.figures, bridge.options.change)
        room += canvas.measure(canvas.measured(change, amounts, sign=True)) + 1.6
    return room


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
        given = {"start": options.start_label.texts, "end": options.end_label.texts}.get(step.role, {})
        words = locale.pick(given)
        head = (Text(words),) if words else tables.head(step.item, locale, emit)
        cells = [Cell(emit(step.item, "", **amounts.options(step.item, sign=step.role == "part")), tables.MARKS[texture(step.item)])]
        if second:
            cells.append(Cell(None) if step.role != "part" else tables.cell(at(second, step.item.key), amounts, emit))
        rows.append(Row(head, tuple(cells), level="total" if step.role == "end" else "main"))
    return Table(tuple(columns), tuple(rows))
