"""Timeline: events on a true time scale, the subject's above the line, those of others below."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Annotated, NamedTuple

from pydantic import Field

from reportgen.model.document import Cell, Column, Row, Table, Text
from reportgen.model.figure import Figures, Point
from reportgen.model.problem import Problem, Problems
from reportgen.spec.base import EntityName
from reportgen.text.locale import Locale

from . import checks, tables, timeaxis
from .boxes import Box, Stroke, spread
from .canvas import Canvas, Place, Run
from .data import chosen, day, points_of
from .options import ChartOptions, Keys, SeriesNames
from .record import Record

MOST = 9
NEAR, FAR = 3.4, 15.0
"""Distance in mm of the two rows of labels from the line of time."""
ROOM = 27.0
"""Width of a label before it breaks."""
BEAM = 40


class Options(ChartOptions):
    """Timeline: at most nine dated events, on a true scale of time."""

    series: Annotated[SeriesNames, Field(min_length=1)]
    """Figures whose points state dates; the point's label names the event."""
    subject: EntityName = ""
    """The entity whose events stand above the line; that of the first point by default."""
    highlight: Keys = ()
    """Keys of the events in the accent colour."""


class Flag(NamedTuple):
    """A label of an event: where its stem stands and the box of its text, both in mm from the line of time."""

    item: Point
    x: float
    box: Box
    place: Place


def problems(options: Options, figures: Figures) -> Problems:
    """Points without a date or without a name, and more events than a reader can follow."""
    points = points_of(chosen(figures, options.series))
    found: list[Problem] = [*checks.at_most(len(points), MOST, "events", "series", "Leave out what the argument does not need.")]
    for item in points:
        if item.metric.unit == "date" and not item.said:
            found.append(checks.problem("E419", f"no date for {item.id}.", "series"))
        if not item.label:
            found.append(checks.problem("E427", f"the event {item.id} has no name.", "series", "Give the point a label."))
    return (*found, *checks.known_keys(options.highlight, [p.key for p in points], "highlight", "event"))


def events(options: Options, figures: Figures) -> tuple[Point, ...]:
    """The events in order of time."""
    return tuple(sorted(points_of(chosen(figures, options.series)), key=day))


def _is_subject(options: Options, figures: Figures, item: Point) -> bool:
    return item.entity == (options.subject or figures[options.series[0]].points[0].entity)


def height(options: Options, figures: Figures, narrow: bool) -> float:
    """Two rows of labels on each side that has events; on a narrow canvas a row for each event."""
    points = events(options, figures)
    if narrow:
        return 8.0 + 11.0 * len(points)
    sides = {_is_subject(options, figures, p) for p in points}
    return 12.0 + 26.0 * len(sides)


def draw(canvas: Canvas, options: Options, figures: Figures) -> None:
    """Events as flags on a line; on a narrow canvas time runs down."""
    points = events(options, figures)
    (_down if canvas.narrow else _across)(canvas, options, figures, points)


def _colour(canvas: Canvas, options: Options, figures: Figures, item: Point) -> tuple[str, str]:
    number = 1 if item.key in options.highlight else 0 if _is_subject(options, figures, item) else 3
    return canvas.area(number), canvas.type(number)


def _across(canvas: Canvas, options: Options, figures: Figures, points: tuple[Point, ...]) -> None:
    first, last = timeaxis.span([day(p) for p in points], 0.02, 0.02)
    above = [p for p in points if _is_subject(options, figures, p)]
    below = [p for p in points if not _is_subject(options, figures, p)]
    axis = 30.0 if below else 8.0
    canvas.frame(1.0, 0, canvas.width - 1.0, canvas.high)
    canvas.limits(timeaxis.number(first), timeaxis.number(last), 0, 1)
    canvas.rule(Stroke(0.3, axis, canvas.width - 0.3, axis), canvas.palette.text, 0.7, order=6)
    for side, items in ((1, above), (-1, below)):
        for flag in _flags(canvas, items, side, axis):
            _fly(canvas, options, figures, flag, side, axis)
    for item in points:
        canvas.note(item)
        canvas.dot(canvas.x(timeaxis.number(day(item))), axis, _colour(canvas, options, figures, item)[0], size=5)
    timeaxis.draw(canvas, first, last, axis)


def _lines(canvas: Canvas, item: Point, room: float) -> tuple[str, ...]:
    return canvas.wrap(canvas.locale.pick(item.label), room, "text", 600)


def _flags(canvas: Canvas, items: Sequence[Point], side: int, axis: float) -> tuple[Flag, ...]:
    """The best found choice of rows and sides: labels that touch nothing, near before far, right of the stem before left."""
    row = canvas.line_height() * 0.92
    best: list[tuple[float, tuple[Flag, ...]]] = [(0.0, ())]
    gap = 5.0 if side < 0 else 0.0
    for item in items:
        x = canvas.x(timeaxis.number(day(item)))
        lines = _lines(canvas, item, ROOM)
        wide = max(
            [canvas.measure(line, "text", 600) for line in lines] + [canvas.measure(canvas.preview(item, "date", form="short"), "small")]
        )
        tall = row * (len(lines) + 1)
        grown = []
        for (cost, flags), (far, left) in product(best, product((0, 1), (0, 1))):
            away = (FAR if far else NEAR) + gap
            start = x - 1.2 - wide if left else x + 1.2
            y0 = axis + away if side > 0 else axis - away - tall
            box = Box(start, y0, start + wide, y0 + tall)
            place = Place(x - 1.2, y0 + tall, "right", "top") if left else Place(x + 1.2, y0 + tall, "left", "top")
            flag = Flag(item, x, box, place)
            grown.append((cost + _clash(canvas, flags, flag, axis) + 0.3 * far + 0.4 * left, (*flags, flag)))
        best = sorted(grown, key=lambda pair: pair[0])[:BEAM]
    return best[0][1]


def _clash(canvas: Canvas, flags: Sequence[Flag], new: Flag, axis: float) -> float:
    box = new.box.grown(0.8)
    cost = 100 * box.outside(Box(-0.8, -0.8, canvas.width + 0.8, canvas.high + 0.8))
    for flag in flags:
        cost += 10 * box.overlap(flag.box)
        cost += 20 * _stem(flag, axis).inside(box) + 20 * _stem(new, axis).inside(flag.box.grown(0.8))
    return cost


def _stem(flag: Flag, axis: float) -> Stroke:
    return Stroke(flag.x, axis, flag.x, flag.box.y1 if flag.box.y0 > axis else flag.box.y0)


def _fly(canvas: Canvas, options: Options, figures: Figures, flag: Flag, side: int, axis: float) -> None:
    area, text = _colour(canvas, options, figures, flag.item)
    canvas.rule(_stem(flag, axis), area, 0.6, order=2)
    rows = [[Run(canvas.show(flag.item, "date", form="short"), canvas.palette.muted, "small")]]
    rows += [[Run(line, text, "text", 600)] for line in _lines(canvas, flag.item, ROOM)]
    canvas.stack([flag.place], rows)


def _down(canvas: Canvas, options: Options, figures: Figures, points: tuple[Point, ...]) -> None:
    """Time runs down; dates and names right of the line, pushed apart and tied to their place on it."""
    row = canvas.line_height()
    first, last = timeaxis.span([day(p) for p in points], 0.02, 0.02)
    axis, text_at = 2.2, 10.0
    canvas.frame(0, 2.0, canvas.width, canvas.high - 2.0)
    canvas.limits(0, 1, timeaxis.number(last), timeaxis.number(first))
    canvas.rule(Stroke(axis, canvas.box.y0, axis, canvas.box.y1), canvas.palette.text, 0.7, order=6)
    lines = [_lines(canvas, p, canvas.width - text_at) for p in points]
    tall = [row * 0.92 * (len(found) + 1) + 1.6 for found in lines]
    centres = [canvas.y(timeaxis.number(day(p))) for p in points]
    gaps = [(a + b) / 2 for a, b in zip(tall, tall[1:], strict=False)]
    # positions fall while time runs down
    placed = [-p for p in spread([-c for c in centres], gaps, -(canvas.high - tall[0] / 2), -tall[-1] / 2)]
    for item, found, centre, y in zip(points, lines, centres, placed, strict=True):
        canvas.note(item)
        area, text = _colour(canvas, options, figures, item)
        canvas.rule(Stroke(axis + 1.2, centre, text_at - 1.4, y), area, 0.6, order=2)
        canvas.dot(axis, centre, area, size=5)
        rows = [
            [Run(canvas.show(item, "date", form="short"), canvas.palette.muted, "small")],
            *([Run(line, text, "text", 600)] for line in found),
        ]
        canvas.stack([Place(text_at, y, "left", "middle")], rows)


def alt(voice: Record, options: Options, figures: Figures) -> str:
    """The events in order of time."""
    told = [voice.locale.alt("event", date=voice.show(p, "date"), name=voice.name(p)) for p in events(options, figures)]
    return voice.locale.alt("events", values=voice.locale.word("list_separator").join(told))


def table(options: Options, figures: Figures, locale: Locale, emit: tables.Emit) -> Table:
    """Event and date, in order of time."""
    rows = tuple(Row((Text(locale.pick(p.label)),), (Cell((tables.moment(p, emit),)),)) for p in events(options, figures))
    return Table((Column((Text(locale.word("date")),)),), rows)
