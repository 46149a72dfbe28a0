"""The drawing of stacks: columns side by side, or one bar that lies flat."""

from __future__ import annotations

from itertools import pairwise
from typing import Literal, NamedTuple

from reportgen.charts.boxes import Box, Stroke, spread
from reportgen.charts.canvas import Canvas, Place, Run
from reportgen.charts.data import Format, value
from reportgen.charts.measures import MM, NARROW_TYPE
from reportgen.charts.slots import Slots
from reportgen.model.figure import Point

BAR = 0.56
WIDEST = 44.0
"""No slot is wider, in mm."""
INSIDE = 9.0
"""Height in pt from which a part bears its number inside."""

Side = Literal["left", "right"]


class Stack(NamedTuple):
    """A column: its key, a point that names it, its parts by key in the order from the base, its total."""

    key: str
    head: str
    sample: Point
    parts: dict[str, Point]
    total: Point | None


class Pile(NamedTuple):
    """What a drawing shows: the stacks, their parts from the base up with name and colour, and the numbers' format."""

    stacks: tuple[Stack, ...]
    named: tuple[str, ...]
    names: dict[str, str]
    colours: dict[str, int]
    amounts: Format
    apart: tuple[str, ...]


def standing(canvas: Canvas, pile: Pile) -> None:
    """Columns side by side, the names of their parts at the right, or as a key above on a narrow canvas."""
    made, named, names = pile.stacks, pile.named, pile.names
    slots = Slots([s.key for s in made], pile.apart)
    row = canvas.line_height()
    key = row * len(named) + 2.0 if canvas.narrow else 0.0
    right = 0.3 if canvas.narrow else min(42.0, max(canvas.measure(n, "text", 600) for n in names.values()) + 2.5)
    top = row + 1.4 if any(s.total for s in made) else 0.6
    canvas.frame(0.3, 1.8 + row, 0.3 + slots.width(canvas.width - 0.3 - right, WIDEST), canvas.high - top - key)
    canvas.limits(0, slots.total, 0, max(sum(value(p) for p in s.parts.values()) for s in made))
    edges = [_stack(canvas, pile, slots, stack) for stack in made]
    _connect(canvas, edges)
    canvas.zero()
    for stack, boxes in zip(made, edges, strict=True):
        x = canvas.x(slots.middle[stack.key])
        canvas.text(Place(x, canvas.box.y0 - 1.2, "center", "top"), stack.head or canvas.heading(stack.sample), canvas.palette.muted)
        if stack.total:
            place = Place(x, boxes[-1].y1 + 1.0, "center", "bottom")
            canvas.text(place, canvas.amount(stack.total, pile.amounts), canvas.palette.text, "text", 600)
    if canvas.narrow:
        _key(canvas, named, names, pile.colours)
    else:
        _right(canvas, edges[-1], named, names, pile.colours)


def _stack(canvas: Canvas, pile: Pile, slots: Slots, stack: Stack) -> list[Box]:
    """One column with its numbers; gives the boxes of all parts, a missing one as the upper edge of that below."""
    drawn: list[tuple[Box, bool, Point, int]] = []
    boxes: list[Box] = []
    base = 0.0
    for part in pile.named:
        item = stack.parts.get(part)
        if item is None:
            below = boxes[-1] if boxes else Box(0, canvas.box.y0, 0, canvas.box.y0)
            boxes.append(below._replace(y0=below.y1))
            continue
        box, hatched = _part(canvas, (slots.middle[stack.key], base), item, pile.colours[part])
        drawn.append((box, hatched, item, pile.colours[part]))
        boxes.append(box)
        base += value(item)
    first = stack is pile.stacks[0] and len(pile.stacks) > 1
    _numbers(canvas, drawn, pile.amounts, "left" if first else "right")
    return boxes


def _part(canvas: Canvas, at: tuple[float, float], item: Point, number: int) -> tuple[Box, bool]:
    """A part over its base; gives its box and whether it is hatched."""
    middle, base = at
    hatched = canvas.note(item)
    rim = 0.75 / MM / (canvas.box.y1 - canvas.box.y0) * canvas.axes.get_ylim()[1]
    end = base + value(item)
    return canvas.column(middle, BAR, (base, max(base, end - rim)), canvas.area(number), hatched), hatched


def _numbers(canvas: Canvas, drawn: list[tuple[Box, bool, Point, int]], amounts: Format, side: Side) -> None:
    """The parts' numbers: inside where a part is high enough, else beside it, pushed apart."""
    beside = []
    for box, hatched, item, number in drawn:
        tall = (box.y1 - box.y0) * MM >= INSIDE * (NARROW_TYPE if canvas.narrow else 1.0)
        if tall and canvas.measure(canvas.measured(item, amounts), "text", 600) < box.x1 - box.x0:
            _inside(canvas, box, canvas.amount(item, amounts), number, hatched)
        else:
            beside.append((box, item, number))
    if not beside:
        return
    row = canvas.line_height() * 0.9
    ys = spread([(box.y0 + box.y1) / 2 for box, _, _ in beside], [row] * (len(beside) - 1), canvas.box.y0 + row / 2, canvas.high - row / 2)
    for (box, item, number), y in zip(beside, ys, strict=True):
        place = Place(box.x1 + 1.0, y, "left", "middle") if side == "right" else Place(box.x0 - 1.0, y, "right", "middle")
        canvas.text(place, canvas.amount(item, amounts), canvas.type(number), "text", 600)


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


def lying(canvas: Canvas, pile: Pile) -> None:
    """One whole as a lying bar; names above the parts, or as a key on a narrow canvas."""
    named, colour, names = pile.named, pile.colours, pile.names
    stack = pile.stacks[0]
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
        _inside(canvas, box, canvas.amount(item, pile.amounts), colour[part], hatched)
    for part, (place, lines) in zip(named, labels, strict=False):
        canvas.stack([place._replace(y=canvas.box.y1 + 1.0)], [[Run(line, canvas.type(colour[part]), "text", 600)] for line in lines])
    if stack.total:
        total = Run(canvas.amount(stack.total, pile.amounts), canvas.palette.text, "text", 600)
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
