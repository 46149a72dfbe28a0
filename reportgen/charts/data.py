"""What the chart kinds ask of figures: points by name, dates, textures, one format, and the running total."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Literal

from reportgen.charts.options import ChartOptions
from reportgen.model.document import Option
from reportgen.model.figure import Figure, Figures, Missing, Point
from reportgen.model.quantity import Quantity, total

Texture = Literal["", "rebuilt", "estimate", "claim", "forecast", "goal"]
AHEAD: frozenset[Texture] = frozenset({"forecast", "goal"})
"""What has not happened yet: hatched lightly, and named under its column."""

_POINT = re.compile(r"\s*(\w[\w-]*)\s*(?:\[\s*(?:'([^']*)'|\"([^\"]*)\")\s*\])?\s*")
_SCALES = {"tn": 12, "bn": 9, "m": 6, "k": 3, "one": 0}


def point(figures: Figures, text: str) -> Point:
    """The point that `name` or `name['key']` means; raises KeyError when there is none."""
    match = _POINT.fullmatch(text)
    if not match:
        raise KeyError(text)
    figure = figures[match[1]]
    key = match[2] or match[3]
    if key is not None:
        return figure[key]
    if len(figure.points) != 1:
        raise KeyError(text)
    return figure.points[0]


def value(item: Point) -> float:
    """The number to draw: the chart's edge, where Decimal ends."""
    assert item.quantity is not None, f"this is a bug: {item.id} has no value"
    return float(item.quantity.value)


def day(item: Point) -> date:
    """When a point is: the date that it states, else the last day of its period."""
    return item.day or item.period.end


def moment(item: Point) -> date:
    """Where a point stands on a scale of time: its day, or the middle of the period within which the day lies."""
    return day(item) if is_dated(item) else item.period.start + (item.period.end - item.period.start) / 2


def is_dated(item: Point) -> bool:
    """Whether the very day is known."""
    return item.day is not None or item.period.is_instant


def texture(item: Point) -> Texture:
    """How a value is filled: solid when reported or computed, hatched when rebuilt or no history."""
    if item.status in ("A", "R", ""):
        return "rebuilt" if item.method == "rebuilt" else ""
    if item.status[0] == "G":
        return "goal"
    if item.forecast:
        return "forecast"
    return "claim" if item.status[0] in "TC" else "estimate"


def keys(series: Iterable[Figure]) -> tuple[str, ...]:
    """The keys of all figures, each once, in order of appearance."""
    return tuple(dict.fromkeys(p.key for figure in series for p in figure))


def at(figure: Figure, key: str) -> Point | None:
    """The point under a key, or None."""
    return next((p for p in figure if p.key == key), None)


def chosen(figures: Figures, names: Sequence[str]) -> tuple[Figure, ...]:
    """The figures of that name, in that order."""
    return tuple(figures[name] for name in names)


def points_of(series: Iterable[Figure]) -> tuple[Point, ...]:
    """The points of all figures."""
    return tuple(p for figure in series for p in figure)


def running(figure: Figure) -> Figure:
    """The running total: each point the sum of all up to it, with the trace; Missing from the first gap on."""
    return Figure(f"{figure.name}.running", tuple(_sum(figure, count) for count in range(1, len(figure.points) + 1)), {}, figure.where)


def _sum(figure: Figure, count: int) -> Point:
    parts = figure.points[:count]
    gap = next((p.result for p in parts if isinstance(p.result, Missing)), None)
    result: Quantity | Missing = gap or total([p.quantity for p in parts if p.quantity])
    names = [f"x{number}" for number in range(1, count + 1)]
    return replace(
        parts[-1],
        id=f"{figure.name}.running@{parts[-1].key}",
        result=result,
        formula=" + ".join(names),
        inputs=tuple(zip(names, parts, strict=True)),
        method="missing" if gap else "rebuilt" if any(p.method == "rebuilt" for p in parts) else "computed",
        status=next((p.status for p in parts if p.status not in ("A", "R")), "A"),
        disputes=(),
        label={},
    )


class Format:
    """How a chart prints its amounts: in one scale, with equal decimals where the values carry them, without the unit."""

    def __init__(self, points: Iterable[Point], options: ChartOptions) -> None:
        known = [p.quantity.value for p in points if p.quantity]
        self.largest = max((abs(v) for v in known), default=Decimal(0))
        self.decimals = options.decimals
        self.whole = "one" if options.scale == "auto" else options.scale
        self.scale: str = options.scale
        if options.scale == "auto":
            self.scale = next((word for word in ("tn", "bn", "m") if self.largest >= Decimal(1).scaleb(_SCALES[word])), "one")

    def options(self, item: Point, sign: bool = False, unit: bool = False) -> dict[str, Option]:
        """The options of an emission that prints this point in a chart."""
        style = item.metric.display.style
        found: dict[str, Option] = {"bare": True, "unit": unit or style in ("percent", "multiple")}
        if sign:
            found["sign"] = True
        if style == "money" or (style == "number" and item.unit != "pure"):
            found["scale"] = self.scale
            found["decimals"] = self._decimals()
        elif self.decimals is not None:
            found["decimals"] = self.decimals
        if style == "count":
            found["scale"] = self.whole  # no unit line says in which scale heads are counted, and languages differ in theirs
        return found

    def _decimals(self) -> int:
        """Three figures for the largest value, but never more than two decimals."""
        if self.decimals is not None or not self.largest:
            return self.decimals or 0
        return min(2, max(0, 2 - (self.largest.adjusted() - _SCALES[self.scale])))
