"""A labelled line through points, broken where a value is missing, dashed towards values that are no history."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reportgen.charts.boxes import Stroke
from reportgen.charts.canvas import Canvas, Place
from reportgen.charts.data import Format
from reportgen.model.figure import Point

DASH = (3.5, 2.2)
"""On and off in pt: 2.2 and 1.4 times the line's weight."""


NEAR = 9.0
"""Lines closer than that, in mm, share no room for a label between them."""


class Stop(NamedTuple):
    """A point of a line at its place in mm; without a height it is a gap."""

    item: Point
    x: float
    y: float | None
    dashed: bool = False


class Look(NamedTuple):
    """How a line is drawn: colour of the line and of its text, weight in pt, whether it carries the point."""

    colour: str
    text: str
    weight: float = 1.6
    order: float = 8


def line(canvas: Canvas, stops: Sequence[Stop], look: Look) -> None:
    """The line and its markers; a run of known points is one stroke as long as it is not dashed."""
    run: list[tuple[float, float]] = []
    for before, stop in zip((None, *stops), stops, strict=False):
        if stop.y is None:
            _stroke(canvas, run, look)
            run = []
            continue
        dashed = stop.dashed or canvas.marked(stop.item)
        if dashed and before is not None and before.y is not None:
            _stroke(canvas, run, look)
            _stroke(canvas, [(before.x, before.y), (stop.x, stop.y)], look, DASH)
            run = []
        run.append((stop.x, stop.y))
    _stroke(canvas, run, look)
    for stop in stops:
        if stop.y is not None:
            hollow = canvas.note(stop.item, "hollow")
            canvas.dot(stop.x, stop.y, look.colour, hollow, order=look.order + 1)


def _stroke(canvas: Canvas, run: Sequence[tuple[float, float]], look: Look, dash: tuple[float, ...] = ()) -> None:
    if len(run) > 1:
        canvas.line(run, look.colour, look.weight, look.order, dash)


def values(
    canvas: Canvas, stops: Sequence[Stop], look: Look, amounts: Format, skip: Sequence[str] = (), others: Sequence[Stop] = ()
) -> None:
    """The value of each point beside it, on the side away from its line and from `others`; keys in `skip` have theirs elsewhere."""
    for stop in stops:
        if stop.y is not None and stop.item.key not in skip:
            canvas.settle(_away(_beside(stops, stop), stop, others), canvas.amount(stop.item, amounts), look.text)


def _away(places: list[Place], stop: Stop, others: Sequence[Stop]) -> list[Place]:
    """Places below first where another line runs close above."""
    assert stop.y is not None
    near = [o for o in others if abs(o.x - stop.x) < 0.5 and o.y is not None and 0 < o.y - stop.y < NEAR]
    return sorted(places, key=lambda place: place.y > (stop.y or 0.0)) if near else places


def gaps(canvas: Canvas, stops: Sequence[Stop]) -> None:
    """The word for a missing value where its point would be; after all values, which cannot give way."""
    for stop in stops:
        if stop.y is None:
            _gap(canvas, stops, stop)


def _gap(canvas: Canvas, stops: Sequence[Stop], stop: Stop) -> None:
    place = [s.y for s in stops if s.y is not None]
    before = [s.y for s in stops if s.y is not None and s.x < stop.x]
    after = [s.y for s in stops if s.y is not None and s.x > stop.x]
    level = (before[-1] + after[0]) / 2 if before and after else before[-1] if before else after[0] if after else place[0]
    places = [Place(stop.x, level + shift, "center", "middle") for shift in (0.0, 3.5, -3.5, 7.0, -7.0, 10.5, -10.5)]
    canvas.settle(places, canvas.show(stop.item), canvas.palette.muted, "small")


def _beside(stops: Sequence[Stop], stop: Stop) -> list[Place]:
    assert stop.y is not None
    known = [s for s in stops if s.y is not None]
    index = known.index(stop)
    rise_in = stop.y - (known[index - 1].y or 0) if index else 0.0
    rise_out = (known[index + 1].y or 0) - stop.y if index + 1 < len(known) else 0.0
    x, y = stop.x, stop.y
    above = [Place(x, y + 1.5, "center", "bottom")]
    left, right = Place(x - 1.0, y + 1.2, "right", "bottom"), Place(x + 1.0, y + 1.2, "left", "bottom")
    below = [Place(x, y - 1.5, "center", "top")]
    low_left, low_right = Place(x - 1.0, y - 1.2, "right", "top"), Place(x + 1.0, y - 1.2, "left", "top")
    if rise_in >= 0 and rise_out > 0:
        return [left, *above, low_right, *below, right, low_left]
    if rise_in <= 0 and rise_out < 0:
        return [right, *above, low_left, *below, left, low_right]
    if rise_in < 0 or rise_out > 0:
        return [*below, low_left, low_right, *above, left, right]
    return [*above, left, right, *below, low_left, low_right]


def end_label(canvas: Canvas, stop: Stop, name: str, look: Look, amounts: Format, x: float) -> None:
    """The last value in large type and the line's name under it, right of the line."""
    assert stop.y is not None
    text = canvas.amount(stop.item, amounts)
    box = canvas.text(Place(x, stop.y, "left", "middle"), text, look.text, "large", 700)
    room = canvas.width - x
    for number, part in enumerate(canvas.wrap(name, room)):
        canvas.text(Place(x, box.y0 - 0.7 - number * canvas.line_height() * 0.92, "left", "top"), part, look.text)


def leader(canvas: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    """A thin line from a point to its label."""
    canvas.rule(Stroke(x0, y0, x1, y1), canvas.palette.muted, 0.5, order=2)
