"""Slope chart: members at two dates."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, NamedTuple

from pydantic import Field

from reportgen.charts import checks, say, tables
from reportgen.charts.boxes import Stroke, spread
from reportgen.charts.canvas import Canvas, Place, Run
from reportgen.charts.data import Format, at, chosen, value
from reportgen.charts.lettering import Across
from reportgen.charts.options import ChartOptions, Keys, SeriesNames
from reportgen.charts.record import Record
from reportgen.model.document import Table
from reportgen.model.figure import Figure, Figures, Point
from reportgen.model.problem import Problem, Problems
from reportgen.spec.base import FigureName
from reportgen.text.locale import Locale

HEIGHT = 58.0
MOST = 8


class Options(ChartOptions):
    """Slope chart: at most eight members at two dates, name and value at both ends."""

    before: FigureName = ""
    """The members at the first date; goes with `after`."""
    after: FigureName = ""
    """The same members at the second date."""
    series: Annotated[SeriesNames, Field(max_length=8)] = ()
    """Or figures with exactly two points each, one line per figure."""
    highlight: Keys = ()
    """The line in the accent colour; a point's key, or a figure's name with `series`."""


class Pair(NamedTuple):
    """A line: its key, its name, its two points."""

    key: str
    name: str
    before: Point
    after: Point


def pairs(options: Options, figures: Figures, voice: Record) -> tuple[Pair, ...]:
    """The lines, in the order given."""
    if options.series:
        return tuple(Pair(f.name, voice.title(f), f.points[0], f.points[-1]) for f in chosen(figures, options.series))
    after = figures[options.after]
    return tuple(Pair(p.key, voice.name(p), p, other) for p in figures[options.before] if (other := at(after, p.key)))


def problems(options: Options, figures: Figures) -> Problems:
    """Neither or both forms, missing values, members without a partner, too many lines."""
    if bool(options.series) == bool(options.before and options.after):
        hint = "Give two figures with the same members, or figures with two points each."
        return (checks.problem("E421", "a slope chart has either `before` and `after` or `series`.", "before", hint),)
    series = chosen(figures, options.series or (options.before, options.after))
    found: list[Problem] = [*checks.one_unit(series, "series" if options.series else "before")]
    if options.series:
        named: tuple[str, ...] = options.series
        found += [
            checks.problem("E413", f"figure {f.name!r} must have exactly two points.", "series") for f in series if len(f.points) != 2
        ]
    else:
        named = tuple(p.key for p in series[0])
        found += checks.known_keys([p.key for p in series[1]], named, "after")
        found += checks.known_keys(named, [p.key for p in series[1]], "before")
    found += [checks.problem("E419", f"no value for {p.id}.", "series") for f in series for p in f if p.quantity is None]
    return (*found, *checks.at_most(len(named), MOST, "lines", "series"), *checks.known_keys(options.highlight, named, "highlight", "line"))


def height(options: Options, figures: Figures, narrow: bool) -> float:
    """Room for the labels of all lines."""
    count = len(options.series) or len(figures[options.before].points)
    return max(HEIGHT if not narrow else 66.0, 12.0 + count * (5.0 if narrow else 4.2))


def draw(canvas: Canvas, options: Options, figures: Figures) -> None:
    """Lines between two uprights, names and values outside."""
    made = pairs(options, figures, canvas)
    amounts = canvas.format([p for pair in made for p in (pair.before, pair.after)], options)
    row = canvas.line_height()
    wide = max(canvas.measure(canvas.measured(p, amounts), "text", 600) for pair in made for p in (pair.before, pair.after))
    names = max(canvas.measure(pair.name) for pair in made)
    room = min(names, canvas.width * (0.34 if canvas.narrow else 0.28))
    left = wide + 2.2 + (0.0 if canvas.narrow else room + 2.2)
    right = canvas.width - wide - 2.2 - room - 2.2
    canvas.frame(left, row + 3.8, right, canvas.high - row / 2 - 0.8)
    drawn = [value(p) for pair in made for p in (pair.before, pair.after)]
    canvas.limits(0, 1, min(drawn), max(drawn) if max(drawn) > min(drawn) else min(drawn) + 1)
    canvas.path([Stroke(x, canvas.box.y0 - 1.6, x, canvas.box.y1 + 1) for x in (left, right)], canvas.palette.hairline, 0.5, 1)
    first, last = made[0].before, made[0].after
    canvas.text(Place(left, 1.2, "center"), canvas.heading(first), canvas.palette.muted)
    canvas.text(Place(right, 1.2, "center"), canvas.heading(last), canvas.palette.muted)
    for pair in made:
        _line(canvas, options, pair)
    _side(canvas, options, made, amounts, before=True)
    _side(canvas, options, made, amounts, before=False)


def _series(options: Options, pair: Pair) -> int:
    if not options.highlight:
        return 0
    return 1 if pair.key in options.highlight else 3


def _line(canvas: Canvas, options: Options, pair: Pair) -> None:
    colour = canvas.area(_series(options, pair))
    context = bool(options.highlight) and pair.key not in options.highlight
    ends = [(canvas.x(x), canvas.y(value(p)), p) for x, p in ((0.0, pair.before), (1.0, pair.after))]
    canvas.line([(x, y) for x, y, _ in ends], colour, 1.0 if context else 1.6, 7 if context else 8)
    for x, y, item in ends:
        canvas.dot(x, y, colour, canvas.note(item, "hollow"), order=9 if context else 10)


def _side(canvas: Canvas, options: Options, made: tuple[Pair, ...], amounts: Format, before: bool) -> None:
    """Values and names at one end, pushed apart."""
    items = sorted(((pair.before if before else pair.after, pair) for pair in made), key=lambda i: value(i[0]))
    edge = canvas.box.x0 - 2.2 if before else canvas.box.x1 + 2.2
    across: Across = "right" if before else "left"
    blocks = []
    for item, pair in items:
        colour = canvas.type(_series(options, pair))
        number = Run(canvas.amount(item, amounts), colour, "text", 600)
        start = canvas.wide([[number]]) + 1.6
        named = not (before and canvas.narrow)
        lines = canvas.wrap(pair.name, (edge if before else canvas.width - edge) - start) if named else ()
        blocks.append((number, start, [[Run(line, colour)] for line in lines]))
    tall = [max(canvas.tall([[number]]), canvas.tall(lines) if lines else 0.0) + 1.0 for number, _, lines in blocks]
    gaps = [(a + b) / 2 for a, b in pairwise(tall)]
    placed = spread([canvas.y(value(p)) for p, _ in items], gaps, canvas.box.y0, canvas.high - tall[-1] / 2)
    for (number, start, named_in), y in zip(blocks, placed, strict=True):
        canvas.stack([Place(edge, y, across, "middle")], [[number]])
        if named_in:
            canvas.stack([Place(edge - start if before else edge + start, y, across, "middle")], named_in)


def alt(voice: Record, options: Options, figures: Figures) -> str:
    """Every line from its first to its last value."""
    return " ".join(
        say.sentence(
            voice,
            "first_last",
            label=pair.name,
            first=voice.tell(pair.before),
            start=voice.show(pair.before.period, "period"),
            last=voice.tell(pair.after),
            end=voice.show(pair.after.period, "period"),
        )
        for pair in pairs(options, figures, voice)
    )


def table(options: Options, figures: Figures, locale: Locale, emit: tables.Emit) -> Table:
    """One row per line, one column per date."""
    if options.series:
        series: tuple[Figure, ...] = chosen(figures, options.series)
        return tables.by_key(series, Format([p for f in series for p in f], options), locale, emit)
    series = (figures[options.before], figures[options.after])
    return tables.by_point(series, Format([p for f in series for p in f], options), locale, emit)
