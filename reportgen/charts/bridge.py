"""The drawing of waterfalls: standing bars, or lying ones on a narrow canvas."""

from __future__ import annotations

from itertools import pairwise
from typing import Literal, NamedTuple

from reportgen.charts.boxes import Stroke
from reportgen.charts.canvas import Canvas, Place, Run
from reportgen.charts.data import Format
from reportgen.model.fact import Texts
from reportgen.model.figure import Point

THICK, THICK_NARROW = 4.0, 5.0
"""Lying bars in mm."""
BAR = 0.62


class Step(NamedTuple):
    """A bar: from where to where, what it is, its own name, and the point printed below that."""

    item: Point
    low: float
    high: float
    role: Literal["start", "part", "end"]
    name: Texts
    second: Point | None = None

    @property
    def top(self) -> float:
        """Its upper edge."""
        return max(self.low, self.high)

    @property
    def series(self) -> int:
        """The colour: ends ink, rises sky, falls rust."""
        return 0 if self.role != "part" else 2 if self.high >= self.low else 1


class Bridge(NamedTuple):
    """What a drawing shows: the bars, their numbers' format, and the relative change at the end."""

    canvas: Canvas
    steps: tuple[Step, ...]
    amounts: Format
    change: Point | None

    @property
    def low(self) -> float:
        """The lowest value drawn, zero at most."""
        return min(0.0, *(min(s.low, s.high) for s in self.steps))

    def name(self, step: Step) -> str:
        """What stands under a bar: its own name, else that of the part, else the period."""
        given = self.canvas.locale.pick(step.name)
        return given or (self.canvas.name(step.item) if step.role == "part" else self.canvas.heading(step.item))

    def numbers(self, step: Step) -> list[Run]:
        """The number of a bar: a part with its sign, the end in large type where it stands and with the change."""
        shown = self.canvas.amount(step.item, self.amounts, sign=step.role == "part")
        large = step.role == "end" and not self.canvas.narrow
        found = [Run(shown, self.canvas.type(step.series), "large" if large else "text", 700 if step.role == "end" else 600)]
        if self.change and step.role == "end":
            found.append(Run(self.canvas.amount(self.change, self.amounts, sign=True), self.canvas.palette.muted))
        return found

    def below(self, step: Step, bare: bool) -> list[Run]:
        """What stands below a name: a part's points; of the ends, which one is rebuilt. `bare` leaves the unit away."""
        if step.second:
            return [Run(self.canvas.show(step.second, "", sign=True, bare=bare), self.canvas.palette.muted)]
        if step.role == "part" or not any(s.item.method == "rebuilt" for s in self.steps if s.role != "part"):
            return []
        word = "method_rebuilt" if step.item.method == "rebuilt" else "method_reported"
        return [Run(self.canvas.locale.word(word), self.canvas.palette.muted)]

    def fits(self, step: Step, room: float) -> bool:
        """Whether a part's points with their unit are no wider than the room."""
        return step.second is None or self.canvas.measure(self.canvas.preview(step.second, "", sign=True)) <= room


def draw(bridge: Bridge) -> None:
    """Standing bars where the names fit below them; else, and on a narrow canvas, lying ones."""
    canvas, made = bridge.canvas, bridge.steps
    slot = (canvas.width - 0.6) / len(made)
    names = [bridge.name(s) for s in made]
    wrapped = [canvas.wrap(name, slot - 1.2) for name in names]
    fit = all(canvas.measure(line) <= slot - 0.8 for lines in wrapped for line in lines)
    if fit and not canvas.narrow:
        _standing(bridge, wrapped, slot)
    else:
        canvas.resize(max(canvas.high, len(made) * canvas.line_height() * 2.2 + 1.2))
        _lying(bridge, names)


def _standing(bridge: Bridge, names: list[tuple[str, ...]], slot: float) -> None:
    """Bars from left to right, names below."""
    canvas, made = bridge.canvas, bridge.steps
    row = canvas.line_height()
    below = (max(len(n) for n in names) + 1) * row * 0.9 + 2.0
    canvas.frame(0.3, below, canvas.width - 0.3, canvas.high - row * (2 if bridge.change else 1) - 1.6)
    canvas.limits(0, len(made), bridge.low, max(s.top for s in made))
    for number, step in enumerate(made):
        canvas.column(number + 0.5, BAR, (step.low, step.high), canvas.area(step.series), canvas.note(step.item))
    for number, step in enumerate(made[:-1]):
        y = canvas.y(step.high)
        canvas.rule(Stroke(canvas.x(number + 0.5 + BAR / 2), y, canvas.x(number + 1.5 - BAR / 2), y), canvas.palette.text, 0.5)
    canvas.zero()
    bare = not all(bridge.fits(s, slot - 0.8) for s in made)
    for number, (step, lines) in enumerate(zip(made, names, strict=True)):
        x = canvas.x(number + 0.5)
        canvas.stack([Place(x, canvas.y(step.top) + 1.1, "center", "bottom")], [[run] for run in reversed(bridge.numbers(step))])
        under = [[Run(line, canvas.palette.text)] for line in lines]
        canvas.stack([Place(x, canvas.box.y0 - 1.2, "center", "top")], [*under, *([run] for run in bridge.below(step, bare))])


def _lying(bridge: Bridge, names: list[str]) -> None:
    """Bars from top to bottom, names above each."""
    canvas, made = bridge.canvas, bridge.steps
    high = max(s.top for s in made)
    # mm per unit so that every bar with its number still ends on the canvas
    scale = min((canvas.width - 0.3 - _room(bridge, s)) / (s.top - bridge.low or 1.0) for s in made)
    canvas.frame(0.3, 0.6, 0.3 + scale * (high - bridge.low), canvas.high - 0.6)
    canvas.limits(bridge.low, high, len(made) - 0.5, -0.5)
    step_mm = (canvas.box.y1 - canvas.box.y0) / len(made)
    thick = THICK_NARROW if canvas.narrow else THICK
    shift = (step_mm / 2 - thick / 2 - 0.8) / step_mm
    rooms = [(canvas.x(s.low) if n else canvas.width) - 2.0 - canvas.measure(names[n]) for n, s in enumerate(made)]
    bare = not all(bridge.fits(s, room) for s, room in zip(made, rooms, strict=True))
    boxes = []
    for number, step in enumerate(made):
        hatched = canvas.note(step.item)
        box = canvas.bar(number + shift, thick / step_mm, (step.low, step.high), canvas.area(step.series), hatched)
        boxes.append(box)
        if step.role != "part":
            canvas.rule(Stroke(canvas.x(0), box.y0 - 0.6, canvas.x(0), box.y1 + 0.6), canvas.palette.text, 0.7, 6)
        canvas.stack([Place(box.x1 + 1.2, (box.y0 + box.y1) / 2, "left", "middle")], [bridge.numbers(step)])
        name = Run(names[number], canvas.palette.text)
        canvas.stack([Place(0.3, box.y1 + 1.0, "left", "bottom")], [[name, *bridge.below(step, bare)]])
    for step, (before, after) in zip(made, pairwise(boxes), strict=False):
        link = Stroke(canvas.x(step.high), before.y0, canvas.x(step.high), after.y1)
        if not any(link.inside(label.box.grown(0.4)) for label in canvas.labels):
            canvas.path([link], canvas.palette.text, 0.5, 2)


def _room(bridge: Bridge, step: Step) -> float:
    """The room in mm that the number takes right of a lying bar."""
    canvas, amounts = bridge.canvas, bridge.amounts
    room = canvas.measure(canvas.measured(step.item, amounts, sign=step.role == "part"), "text", 700) + 2.0
    if bridge.change and step.role == "end":
        room += canvas.measure(canvas.measured(bridge.change, amounts, sign=True)) + 1.6
    return room
