"""Numbers that the text makes of a figure's points: a change, a sum, the largest; each a point with its own trace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from . import expression
from .expression import Value
from .figure import Figure, Method, Missing, Point
from .metric import Display
from .period import PeriodError, check_tiles
from .quantity import PCT, PP, PURE, TIMES, Quantity, exact


_DISPLAYS = {PCT: Display("percent", 1), PP: Display("points", 1), TIMES: Display("multiple", 1)}


def change(now: Point, before: Point) -> Point:
    """The change from `before` to `now`: relative (pct), in points for ratios, n.m. where neither means anything."""
    x, p = now.quantity, before.quantity
    ident = f"{now.id}/change@{before.key}"
    if x is None or p is None:
        lacking = now if x is None else before
        return _made(now, ident, Missing("n.a.", "missing_input", (("metric", lacking.metric.id), ("period", lacking.period.text))), "", before)
    if x.unit in (PCT, PP):
        return _made(now, ident, x - p, "x - p", before)
    if p.value == 0:
        return _made(now, ident, Missing("n.a.", "zero_base"), "", before)
    if p.value < 0 and x.value < 0:
        # Two losses: the size of the loss grows or shrinks, so the signs are taken off.
        return _made(now, ident, _relative("(-x) / (-p) - 1", x, p), "(-x) / (-p) - 1", before)
    if p.value < 0 or x.value < 0:
        return _made(now, ident, Missing("n.m.", "sign_change"), "", before)
    return _made(now, ident, _relative("x / p - 1", x, p), "x / p - 1", before)


def gap(now: Point, before: Point) -> Point:
    """The difference of two points in their own unit."""
    x, p = now.quantity, before.quantity
    assert x is not None and p is not None, "this is a bug: a gap needs two values"
    return _made(now, f"{now.id}/gap@{before.key}", x - p, "x - p", before)


def multiple(now: Point, before: Point) -> Point:
    """How many times `before` goes into `now`; n.m. unless both are positive."""
    x, p = now.quantity, before.quantity
    ident = f"{now.id}/times@{before.key}"
    if x is None or p is None or x.value <= 0 or p.low <= 0:
        return _made(now, ident, Missing("n.m.", "negative_base"), "", before)
    return _made(now, ident, (x / p).as_unit(TIMES), "x / p", before)


def total(figure: Figure) -> Point:
    """The sum of the known points; over periods they must tile. Raises PeriodError where they do not."""
    points = figure.known
    first = points[0]
    window = first.period
    if len({p.period for p in points}) > 1:
        window = check_tiles(tuple(p.period for p in points))
    values = _evaluate("sum(x)", {"x": tuple(p.quantity for p in points if p.quantity)})
    key = f"{points[0].key}..{points[-1].key}"
    return replace(
        first, id=f"{_stem(first)}/total", key=key, period=window, result=values, formula="sum(x)",
        inputs=tuple(("x", p) for p in points), method="computed", disputes=(), label={},
    )  # fmt: skip


def count(figure: Figure) -> Point:
    """How many points have a value."""
    first = figure.points[0]
    metric = replace(first.metric, id=f"{first.metric.id}.count", unit=PURE, display=Display("count"))
    inputs = tuple(("x", p) for p in figure.known)
    return replace(
        first, id=f"{_stem(first)}/count", metric=metric, view="", result=exact(len(figure.known)), formula="count(x)", inputs=inputs,
        method="computed", disputes=(), label={},
    )  # fmt: skip


def largest(figure: Figure) -> Point:
    """The point with the largest value; of equals the first."""
    return max(figure.known, key=_value)


def smallest(figure: Figure) -> Point:
    """The point with the smallest value; of equals the first."""
    return min(figure.known, key=_value)


def running(points: Sequence[Point]) -> tuple[Point, ...]:
    """The running sum over points in order, each with the points that it adds up; raises PeriodError unless they tile."""
    found: list[Point] = []
    for n in range(1, len(points) + 1):
        so_far = points[:n]
        check_tiles(tuple(p.period for p in so_far))
        value = _evaluate("sum(x)", {"x": tuple(p.quantity for p in so_far if p.quantity)})
        last = so_far[-1]
        found.append(
            replace(last, id=f"{last.id}/running", result=value, formula="sum(x)", inputs=tuple(("x", p) for p in so_far), method="computed", disputes=())
        )
    return tuple(found)


def tiles(points: Sequence[Point]) -> bool:
    """Whether the points' periods can be added up."""
    try:
        check_tiles(tuple(p.period for p in points))
    except PeriodError:
        return False
    return True


def _made(now: Point, ident: str, result: Quantity | Missing, formula: str, before: Point) -> Point:
    unit = result.unit if isinstance(result, Quantity) else PCT
    # Another metric than the one compared: its unit and meaning differ, so it must not bear the same name.
    metric = replace(now.metric, id=f"{now.metric.id}.{ident.rsplit('/', 1)[1].partition('@')[0]}", unit=unit, display=_DISPLAYS.get(unit, replace(now.metric.display, decimals=None)))
    method: Method = "missing" if isinstance(result, Missing) else "computed"
    return replace(
        now, id=ident, metric=metric, result=result, formula=formula, inputs=(("x", now), ("p", before)), method=method, disputes=(), said="",
    )  # fmt: skip


def _relative(formula: str, x: Quantity, p: Quantity) -> Quantity | Missing:
    try:
        return _evaluate(formula, {"x": x, "p": p}, PCT)
    except ZeroDivisionError:
        return Missing("n.m.", "divisor_may_be_zero")


def _evaluate(formula: str, values: dict[str, Value], unit: str = "") -> Quantity:
    value = expression.evaluate(expression.parse(formula), lambda name, _: values[name])
    assert isinstance(value, Quantity), f"this is a bug: {formula} gives a row"
    return value.as_unit(unit) if unit else value


def _value(point: Point) -> Decimal:
    assert point.quantity is not None, "this is a bug: only known points are compared"
    return point.quantity.value


def _stem(point: Point) -> str:
    return point.id.rsplit("@", 1)[0]
