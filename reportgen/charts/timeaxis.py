"""A true scale of time, with a few round dates under it."""

from __future__ import annotations

from datetime import date, timedelta

from reportgen.model.period import Period, parse

from .boxes import Stroke
from .canvas import Canvas, Place

TICK = 1.2
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
    """Ticks down from y and the month or year that begins at each, as dense as fits."""
    for months in _STEPS:
        days = ticks(first, last, months)
        named = [_period(day, months) for day in days]
        widths = [canvas.measure(_preview(canvas, p), "small") + 3.0 for p in named]
        places = [canvas.x(number(day)) for day in days]
        crowded = any(b - a < w for a, b, w in zip(places, places[1:], widths, strict=False))
        if not crowded and len(days) <= (5 if canvas.narrow else 9):
            break
    for x, period in zip(places, named, strict=True):
        canvas.path([Stroke(x, y - TICK, x, y)], canvas.palette.muted, 0.5, 2)
        place = Place(x, y - TICK - 0.6, "left", "top")
        if canvas.clash(canvas.extent(place, _preview(canvas, period), "small")) == 0:
            canvas.text(place, canvas.show(period, "period", form="head"), canvas.palette.muted, "small")


def span(days: list[date], before: float = 0.0, after: float = 0.0) -> tuple[date, date]:
    """First and last day with some room, as shares of the time between."""
    first, last = min(days), max(days)
    long = max(1, (last - first).days)
    return first - timedelta(days=round(long * before)), last + timedelta(days=round(long * after))


def _period(day: date, months: int) -> Period:
    return parse(f"FY{day.year}") if months >= 12 else parse(f"{day.year:04d}-{day.month:02d}")


def _preview(canvas: Canvas, period: Period) -> str:
    return canvas.preview(period, "period", form="head")
