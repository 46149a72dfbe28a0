"""Timeline: events on a true time scale, the subject's above the line, those of others below."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise, product
from typing import Annotated, NamedTuple

from pydantic import Field

from reportgen.charts import checks, say, tables, timeaxis
from reportgen.charts.boxes import Box, Stroke, spread
from reportgen.charts.canvas import Canvas, Place, Run
from reportgen.charts.data import chosen, day, moment, points_of
from reportgen.charts.options import ChartOptions, Keys, SeriesNames
from reportgen.charts.record import Record
from reportgen.model.document import Cell, Column, Row, Table, Text
from reportgen.model.figure import Figures, Point
from reportgen.model.problem import Problem, Problems
from reportgen.spec.base import EntityName
from reportgen.text.locale import Locale

MOST = 9
NEAR, ROW_GAP = 3.4, 1.8
"""Distances in mm: of the nearest row of labels from the line of time, and of rows from each other."""
ROOM = 27.0
"""Width of a label before it breaks."""
AXIS = 8.4
"""Room in mm below the line of time for the names of months."""
BEAM = 40


class Options(ChartOptions):
    """Timeline: at most nine dated events, on a true scale of time."""

    series: Annotated[SeriesNames, Field(min_length=1)]
    """Figures whose points state dates; the point's label names the event."""
    subject: EntityName = ""
    """The entity whose events stand above the line; that of the first point by default."""
    highlight: Keys = ()
    """Keys of the events in the accent colour."""


Rows = list[list[Run]]


class Flag(NamedTuple):
    """A label of an event: its stem's place, its text, and the text's box in mm from the line of time."""

    item: Point
    x: float
    rows: Rows
    box: Box
    left: bool

    @property
    def stem(self) -> Stroke:
        """From the line of time along the whole of the text."""
        return Stroke(self.x, 0.0, self.x, self.box.y1 if self.box.y0 > 0 else self.box.y0)


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
    return tuple(sorted(points_of(chosen(figures, options.series)), key=moment))


def _is_subject(options: Options, figures: Figures, item: Point) -> bool:
    return item.entity == (options.subject or figures[options.series[0]].points[0].entity)


def height(options: Options, figures: Figures, narrow: bool) -> float:
    """A row for each event on a narrow canvas; else what two rows of labels on each side may take, cut to need when drawn."""
    points = events(options, figures)
    return 8.0 + 11.0 * len(points) if narrow else 64.0


def draw(canvas: Canvas, options: Options, figures: Figures) -> None:
    """Events as flags on a line; on a narrow canvas time runs down."""
    points = events(options, figures)
    ends = timeaxis.span([d for p in points for d in (p.period.start, p.period.end, day(p))], 0.02, 0.02)
    (_down if canvas.narrow else _across)(canvas, options, figures, points, ends)


def _colour(canvas: Canvas, options: Options, figures: Figures, item: Point) -> tuple[str, str]:
    number = 1 if item.key in options.highlight else 0 if _is_subject(options, figures, item) else 3
    return canvas.area(number), canvas.type(number)


def _rows(canvas: Canvas, options: Options, figures: Figures, item: Point, room: float) -> Rows:
    """Date, then the name in as many lines as the room asks for."""
    _, colour = _colour(canvas, options, figures, item)
    when = [Run(canvas.show(item, "date", form="short"), canvas.palette.muted, "small")]
    return [when, *([Run(line, colour, "text", 600)] for line in canvas.wrap(canvas.locale.pick(item.label), room, "text", 600))]


def _across(canvas: Canvas, options: Options, figures: Figures, points: tuple[Point, ...], ends: tuple[date, date]) -> None:
    canvas.frame(1.0, 0, canvas.width - 1.0, canvas.high)
    canvas.limits(timeaxis.number(ends[0]), timeaxis.number(ends[1]), 0, 1)
    above = _flags(canvas, options, figures, [p for p in points if _is_subject(options, figures, p)], 1)
    below = _flags(canvas, options, figures, [p for p in points if not _is_subject(options, figures, p)], -1)
    axis = max([AXIS, *(0.8 - flag.box.y0 for flag in below)])
    needed = axis + max([4.0, *(flag.box.y1 + 1.2 for flag in above)])
    canvas.resize(max(needed, options.height or 0.0))
    canvas.frame(1.0, 0, canvas.width - 1.0, canvas.high)
    canvas.rule(Stroke(0.3, axis, canvas.width - 0.3, axis), canvas.palette.text, 0.7, order=6)
    for flag in (*above, *below):
        area, _ = _colour(canvas, options, figures, flag.item)
        canvas.rule(flag.stem.raised(axis), area, 0.6, order=2)
        canvas.stack(
            [Place(flag.box.x1 if flag.left else flag.box.x0, flag.box.y1 + axis, "right" if flag.left else "left", "top")], flag.rows
        )
        timeaxis.whisker(canvas, flag.item, axis, area)
        canvas.dot(flag.x, axis, area, canvas.note(flag.item, "hollow"), size=5)
    timeaxis.draw(canvas, *ends, axis)


def _flags(canvas: Canvas, options: Options, figures: Figures, items: Sequence[Point], side: int) -> tuple[Flag, ...]:
    """The best found choice of rows and sides: labels that touch nothing, near before far, right of the stem before left."""
    best: list[tuple[float, tuple[Flag, ...]]] = [(0.0, ())]
    blocks = [_rows(canvas, options, figures, item, ROOM) for item in items]
    step = max((canvas.tall(rows) for rows in blocks), default=0.0) + ROW_GAP
    for item, rows in zip(items, blocks, strict=True):
        x = canvas.x(timeaxis.number(moment(item)))
        wide, tall = canvas.wide(rows), canvas.tall(rows)
        grown = []
        for (cost, flags), (row, left) in product(best, product((0, 1, 2), (False, True))):
            away = row * step + (NEAR if side > 0 else AXIS)
            x0 = x - 1.2 - wide if left else x + 1.2
            y0 = away if side > 0 else -away - tall
            flag = Flag(item, x, rows, Box(x0, y0, x0 + wide, y0 + tall), left)
            grown.append((cost + _clash(canvas, flags, flag) + 0.5 * row**2 + 0.4 * left, (*flags, flag)))
        # Rounded: a measure that differs in its last bit must not decide between layouts that are as good.
        best = sorted(grown, key=lambda pair: round(pair[0], 6))[:BEAM]
    return best[0][1]


def _clash(canvas: Canvas, flags: Sequence[Flag], new: Flag) -> float:
    box = new.box.grown(0.8)
    cost = 100 * box.outside(Box(-0.8, -500, canvas.width + 0.8, 500))
    for flag in flags:
        cost += 10 * box.overlap(flag.box) + 20 * flag.stem.inside(box) + 20 * new.stem.inside(flag.box.grown(0.8))
    return cost


def _down(canvas: Canvas, options: Options, figures: Figures, points: tuple[Point, ...], ends: tuple[date, date]) -> None:
    """Time runs down; dates and names right of the line, pushed apart and tied to their place on it."""
    axis, text_at = 2.2, 10.0
    canvas.frame(0, 2.0, canvas.width, canvas.high - 2.0)
    canvas.limits(0, 1, timeaxis.number(ends[1]), timeaxis.number(ends[0]))
    canvas.rule(Stroke(axis, canvas.box.y0, axis, canvas.box.y1), canvas.palette.text, 0.7, order=6)
    rows = [_rows(canvas, options, figures, p, canvas.width - text_at) for p in points]
    tall = [canvas.tall(found) + 1.8 for found in rows]
    centres = [canvas.y(timeaxis.number(moment(p))) for p in points]
    gaps = [(a + b) / 2 for a, b in pairwise(tall)]
    # positions fall while time runs down
    placed = [-p for p in spread([-c for c in centres], gaps, tall[0] / 2 - canvas.high, -tall[-1] / 2)]
    for item, found, centre, y in zip(points, rows, centres, placed, strict=True):
        area, _ = _colour(canvas, options, figures, item)
        canvas.rule(Stroke(axis + 1.2, centre, text_at - 1.4, y), area, 0.6, order=2)
        canvas.dot(axis, centre, area, canvas.note(item, "hollow"), size=5)
        canvas.stack([Place(text_at, y, "left", "middle")], found)


def alt(voice: Record, options: Options, figures: Figures) -> str:
    """The events in order of time."""
    told = [voice.locale.alt("event", date=voice.show(p, "date"), name=voice.name(p)) for p in events(options, figures)]
    return say.sentence(voice, "events", values=say.joined(voice, told))


def table(options: Options, figures: Figures, locale: Locale, emit: tables.Emit) -> Table:
    """Event and date, in order of time."""
    rows = tuple(Row((Text(locale.pick(p.label)),), (Cell((tables.moment(p, emit),)),)) for p in events(options, figures))
    return Table((Column((Text(locale.word("date")),)),), rows)
