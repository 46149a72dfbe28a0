"""Step chart: a level that holds until the next date, such as a stake or a rate."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Annotated, NamedTuple

from pydantic import Field

from reportgen.charts import checks, say, tables, timeaxis, trace
from reportgen.charts.boxes import Stroke
from reportgen.charts.canvas import Canvas, Place, Run
from reportgen.charts.data import Format, chosen, day, points_of, value
from reportgen.charts.lettering import Upright
from reportgen.charts.options import ChartOptions, Keys, SeriesNames
from reportgen.charts.record import Record
from reportgen.model.document import Table
from reportgen.model.figure import Figure, Figures, Point
from reportgen.model.period import PeriodError, parse
from reportgen.model.problem import Problem, Problems
from reportgen.text.locale import Locale

HEIGHT = 62.0
TAIL = 0.07
"""How long the last level of a closed run is drawn, as a share of the time shown."""
ORDER = (0, 3, 2, 4)
NAME = 38.0
"""Width of a run's name in mm before it breaks."""
AWAY = (1.3, 6.0, 10.5)
"""Distances in mm at which labels stand above or below their level."""
UP: Upright = "bottom"
DOWN: Upright = "top"


class Options(ChartOptions):
    """Step chart over real dates: each figure is a run of its own, runs are never joined."""

    series: Annotated[SeriesNames, Field(min_length=1, max_length=4)]
    """The runs, one figure each; a point's period, or the date that it states, says since when its level holds."""
    until: str = ""
    """The day to which the last level is drawn, such as the as-of date `2023-07-31`; only runs in `open` reach it."""
    open: Keys = ()
    """Figures whose last level still holds at `until`; other runs end with their last point."""
    highlight: Keys = ()
    """The figure in the accent colour."""
    from_zero: bool = False
    """Whether the scale starts at zero; otherwise it covers the levels, which the labels state."""


class Level(NamedTuple):
    """A level and the time through which it is drawn."""

    item: Point
    start: date
    end: date


def problems(options: Options, figures: Figures) -> Problems:
    """Mixed units, gaps, dates out of order, an `until` that is no day or lies before the last level."""
    series = chosen(figures, options.series)
    found: list[Problem] = [*checks.one_unit(series, "series"), *checks.has_values(series, "series", 2)]
    found += checks.known_keys(options.highlight, options.series, "highlight", "run")
    found += checks.known_keys(options.open, options.series, "open", "run")
    for figure in series:
        starts = [since(p, n == 0) for n, p in enumerate(figure.points)]
        if any(b <= a for a, b in pairwise(starts)):
            found.append(
                checks.problem(
                    "E425", f"the dates of figure {figure.name!r} do not follow one another.", "series", "List the levels in order of time."
                )
            )
    if options.open and not options.until:
        found.append(checks.problem("E426", "an open run needs `until`.", "until", "Give the as-of date."))
    if options.until:
        found += _until(options, series)
    return tuple(found)


def _until(options: Options, series: tuple[Figure, ...]) -> Problems:
    try:
        last = parse(options.until).end
    except PeriodError as bad:
        return (checks.problem("E426", f"{bad}.", "until"),)
    late = [f.name for f in series if f.points and since(f.points[-1], False) > last]
    if late:
        return (checks.problem("E426", f"figure {late[0]!r} has a level after {options.until}.", "until"),)
    return ()


def since(item: Point, first: bool) -> date:
    """Since when a level holds: the day stated, else the period's end; the first level of a run since its period's start."""
    return item.period.start if first and not item.day else day(item)


def height(options: Options, figures: Figures, narrow: bool) -> float:
    """Fixed."""
    return HEIGHT + (10 if narrow else 0)


def levels(options: Options, figures: Figures) -> list[list[Level]]:
    """The runs with the time through which each level is drawn."""
    series = chosen(figures, options.series)
    starts = [[since(p, n == 0) for n, p in enumerate(f.points)] for f in series]
    first, last = timeaxis.span([d for s in starts for d in s], 0.0, TAIL)
    until = parse(options.until).end if options.until else last
    found = []
    for figure, days in zip(series, starts, strict=True):
        tail = until if figure.name in options.open else days[-1] + (last - max(d for s in starts for d in s))
        ends = [*days[1:], max(tail, days[-1])]
        found.append([Level(p, a, b) for p, a, b in zip(figure.points, days, ends, strict=True)])
    assert first <= last, "this is a bug: time runs backwards"
    return found


def draw(canvas: Canvas, options: Options, figures: Figures) -> None:
    """Levels as firm lines, falls as thin ones, each level with its value and date."""
    runs = levels(options, figures)
    series = chosen(figures, options.series)
    amounts = canvas.format(points_of(series), options)
    row = canvas.line_height()
    days = [d for run in runs for level in run for d in (level.start, level.end)]
    first, last = timeaxis.span(days)
    drawn = [value(p) for p in points_of(series) if p.quantity]
    low, high = (min(0.0, *drawn) if options.from_zero else min(drawn)), max(drawn)
    axis = row + 2.4
    canvas.frame(0.3, axis + (0.0 if options.from_zero else 2 * row), canvas.width - 0.3, canvas.high - 2.6 * row)
    canvas.limits(timeaxis.number(first), timeaxis.number(last), low, high if high > low else low + 1)
    if low > 0:
        canvas.marks["cut_axis"] = None
    canvas.path([Stroke(0.3, axis, canvas.box.x1, axis)], canvas.palette.text, 0.7, 6)
    timeaxis.draw(canvas, first, last, axis)
    looks = [_look(canvas, options, n, f.name) for n, f in enumerate(series)]
    for run, look in zip(runs, looks, strict=True):
        _run(canvas, run, look)
    for run, look, figure in zip(runs, looks, series, strict=True):
        _labels(canvas, run, look, amounts, canvas.title(figure))


def _look(canvas: Canvas, options: Options, number: int, name: str) -> trace.Look:
    own = 1 if name in options.highlight else ORDER[number]
    return trace.Look(canvas.area(own), canvas.type(own))


def _run(canvas: Canvas, run: list[Level], look: trace.Look) -> None:
    places = [(canvas.x(timeaxis.number(lv.start)), canvas.x(timeaxis.number(lv.end)), lv) for lv in run if lv.item.quantity]
    slides = {
        id(before.item): canvas.x(timeaxis.number(before.item.period.end)) for before, after in pairwise(run) if _spread(before, after)
    }
    for x0, x1, level in places:
        dashed = canvas.note(level.item, "dashed")
        y = canvas.y(value(level.item))
        canvas.line([(x0, y), (slides.get(id(level.item), x1), y)], look.colour, 1.8, dash=trace.DASH if dashed else ())
    for (_, x, before), (_, _, after) in pairwise(places):
        if (left := slides.get(id(before.item))) is not None:
            # somewhere in this time the level went from one to the other: a slope, which claims no day for it
            canvas.marks["dashed_within"] = None
            canvas.line([(left, canvas.y(value(before.item))), (x, canvas.y(value(after.item)))], look.colour, 1.0, dash=trace.DASH)
            continue
        # the day of the fall is known only where the level's period is a day
        dash = () if after.item.period.is_instant or after.item.day else (1.2, 1.2)
        canvas.rule(Stroke(x, canvas.y(value(before.item)), x, canvas.y(value(after.item))), look.colour, 0.8, order=7, dash=dash)


def _spread(before: Level, after: Level) -> bool:
    """Whether a level was reached in steps whose days are not known, over a time that begins with the level before."""
    reached = after.item.period
    return reached.kind == "range" and reached.start <= before.item.period.start and before.item.period.end < reached.end


def _labels(canvas: Canvas, run: list[Level], look: trace.Look, amounts: Format, name: str) -> None:
    """Value and date at every level; the run's name over the first."""
    known = [lv for lv in run if lv.item.quantity]
    for number, level in enumerate(known):
        x0, x1 = (canvas.x(timeaxis.number(d)) for d in (level.start, level.end))
        y = canvas.y(value(level.item))
        shown = canvas.amount(level.item, amounts)
        when = canvas.show(level.item, "date", form="short") if level.item.day else canvas.heading(level.item)
        rows = [[Run(shown, look.text, "text", 600), Run(when, canvas.palette.muted, "small")]]
        above = [place for away in AWAY for place in _along(x0, x1, y + away, UP)]
        below = [place for away in AWAY for place in (*_along(x0, x1, y - away, DOWN), Place(x0 - 1.2, y - away, "right", DOWN))]
        falls = number > 0 and value(known[number - 1].item) > value(level.item)
        if number == 0:
            rows[:0] = [[Run(line, look.text, "text", 600)] for line in canvas.wrap(name, NAME, "text", 600)]
        canvas.stack([*below, *above] if falls else [*above, *below], rows)


def _along(x0: float, x1: float, y: float, upright: Upright) -> list[Place]:
    """Places at the start, the end and the middle of a level."""
    return [Place(x0, y, "left", upright), Place(x1, y, "right", upright), Place((x0 + x1) / 2, y, "center", upright)]


def alt(voice: Record, options: Options, figures: Figures) -> str:
    """Every run, each level with its date."""
    told = []
    for figure in chosen(figures, options.series):
        values = [voice.locale.alt("since", value=voice.tell(p), date=say.moment(voice, p)) for p in figure]
        told.append(say.sentence(voice, "series", label=voice.title(figure), values=say.joined(voice, values)))
    return " ".join(told)


def table(options: Options, figures: Figures, locale: Locale, emit: tables.Emit) -> Table:
    """One row per level: run, date, value."""
    series = chosen(figures, options.series)
    return tables.by_run(series, Format(points_of(series), options), locale, emit)
