"""A true scale of time, with a few round dates under it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from reportgen.charts.boxes import Stroke
from reportgen.charts.canvas import Canvas, Place
from reportgen.charts.data import is_dated
from reportgen.model.figure import Point
from reportgen.model.period import Period, parse

TICK, CAP = 1.2, 0.8
MOST, MOST_NARROW = 9, 5
_STEPS = (1, 3, 6, 12, 24, 60, 120)
"""Distances of ticks in months that readers know."""


def number(day: date) -> float:
    """A day as a coordinate."""
    return float(day.toordinal())


def ticks(first: date, last: date, months: int) -> tuple[date, ...]:
    """The starts of all steps of so many months within the span, counted from January."""
    found = []
    index = (first.year * 12 + first.month - 1) // months * months
    while (day := date(index // 12, index % 12 + 1, 1)) <= last:
        if day >= first:
            found.append(day)
        index += months
    return tuple(found)


def draw(canvas: Canvas, first: date, last: date, y: float) -> None:
    """Ticks down from y and the month or year that begins at each, as dense as fits; a name that would touch something is left out."""
    months = next((m for m in _STEPS if _fits(canvas, ticks(first, last, m), m)), _STEPS[-1])
    for start in ticks(first, last, months):
        x = canvas.x(number(start))
        canvas.path([Stroke(x, y - TICK, x, y)], canvas.palette.muted, 0.5, 2)
        place, period = Place(x, y - TICK - 0.6, "left", "top"), _period(start, months)
        if canvas.clash(canvas.extent(place, _preview(canvas, period), "small")) == 0:
            canvas.text(place, canvas.show(period, "period", form="head"), canvas.palette.muted, "small")


def whisker(canvas: Canvas, item: Point, y: float, colour: str) -> None:
    """A bar through a point from the first to the last day on which it may have been; nothing where the day is known."""
    if is_dated(item):
        return
    canvas.marks["day_within"] = None
    x0, x1 = (canvas.x(number(end)) for end in (item.period.start, item.period.end))
    canvas.path([Stroke(x0, y, x1, y), *(Stroke(x, y - CAP, x, y + CAP) for x in (x0, x1))], colour, 1.0, 7)


def _fits(canvas: Canvas, days: tuple[date, ...], months: int) -> bool:
    places = [canvas.x(number(day)) for day in days]
    widths = [canvas.measure(_preview(canvas, _period(day, months)), "small") + 3.0 for day in days]
    return len(days) <= (MOST_NARROW if canvas.narrow else MOST) and all(
        b - a >= w for (a, b), w in zip(pairwise(places), widths, strict=False)
    )


def span(days: Sequence[date], before: float = 0.0, after: float = 0.0) -> tuple[date, date]:
    """First and last day with some room, as shares of the time between; of one day alone the weeks around it."""
    first, last = min(days), max(days)
    long = (last - first).days
    if not long:
        return first - timedelta(days=15), last + timedelta(days=15)
    return first - timedelta(days=round(long * before)), last + timedelta(days=round(long * after))


def _period(day: date, months: int) -> Period:
    return parse(f"FY{day.year}") if months >= 12 else parse(f"{day.year:04d}-{day.month:02d}")


def _preview(canvas: Canvas, period: Period) -> str:
    return canvas.preview(period, "period", form="head")
