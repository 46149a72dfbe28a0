"""Numbers that the text makes of a figure's points: a change, a sum, the largest; each a point with its own trace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from reportgen.model import expression
from reportgen.model.expression import Value
from reportgen.model.figure import Figure, Method, Missing, Point
from reportgen.model.metric import Display
from reportgen.model.period import check_tiles
from reportgen.model.quantity import PCT, PP, PURE, TIMES, Quantity, exact

_DISPLAYS = {PCT: Display("percent", 1), PP: Display("points", 1), TIMES: Display("multiple", 1)}


class DeriveError(ValueError):
    """The points do not give the number asked for; the message says which and why."""


def change(now: Point, before: Point) -> Point:
    """The change from `before` to `now`: relative (pct), in points for ratios, n.m. where neither means anything."""
    ident = f"{now.id}/change@{before.key}"
    if refusal := _unusable(now, before):
        return _made(now, ident, refusal, "", before)
    x, p = _number(now), _number(before)
    if x.unit in (PCT, PP):
        return _made(now, ident, x - p, "x - p", before)
    if p.value == 0:
        return _made(now, ident, Missing("n.a.", "zero_base"), "", before)
    if (p.value < 0) != (x.value < 0):
        return _made(now, ident, Missing("n.m.", "sign_change"), "", before)
    # Of two losses the size grows or shrinks, so the signs are taken off.
    formula = "(-x) / (-p) - 1" if p.value < 0 else "x / p - 1"
    return _made(now, ident, _quotient(formula, x, p, PCT), formula, before)


def gap(now: Point, before: Point) -> Point:
    """The difference of two points in their own unit; n.a. where one has no value."""
    ident = f"{now.id}/gap@{before.key}"
    if refusal := _unusable(now, before):
        return _made(now, ident, refusal, "", before)
    return _made(now, ident, _number(now) - _number(before), "x - p", before)


def multiple(now: Point, before: Point) -> Point:
    """How many times `before` goes into `now`; n.m. unless both are positive, n.a. where one has no value."""
    ident = f"{now.id}/times@{before.key}"
    if refusal := _unusable(now, before):
        return _made(now, ident, refusal, "", before)
    x, p = _number(now), _number(before)
    if x.value <= 0 or p.value <= 0:
        return _made(now, ident, Missing("n.m.", "negative_base"), "", before)
    return _made(now, ident, _quotient("x / p", x, p, TIMES), "x / p", before)


def total(figure: Figure) -> Point:
    """The sum of the points; raises DeriveError where one has no value, PeriodError where periods do not tile."""
    points = _complete(figure.name, figure.points)
    first, last = points[0], points[-1]
    window = first.period
    if len({p.period for p in points}) > 1:
        if first.unit in (PCT, PP, TIMES):
            raise DeriveError(f"{figure.name} holds ratios, which do not add up over time")
        window = check_tiles(tuple(p.period for p in points))
    return replace(
        first,
        id=f"{_stem(first)}/total",
        key=f"{first.key}..{last.key}",
        period=window,
        result=_sum(points),
        formula="sum(x)",
        inputs=tuple(("x", p) for p in points),
        method="computed",
        disputes=(),
        said="",
        label={},
    )


def count(figure: Figure) -> Point:
    """How many points have a value."""
    first = figure.points[0]
    return replace(
        first,
        id=f"{_stem(first)}/count",
        metric=replace(first.metric, unit=PURE, display=Display("count")),
        view="",
        result=exact(len(figure.known)),
        formula="count(x)",
        inputs=tuple(("x", p) for p in figure.known),
        method="computed",
        disputes=(),
        said="",
        label={},
    )


def largest(figure: Figure) -> Point:
    """The point with the largest value; of equals the first. Raises DeriveError where no point has a value."""
    return max(_known(figure), key=_value)


def smallest(figure: Figure) -> Point:
    """The point with the smallest value; of equals the first. Raises DeriveError where no point has a value."""
    return min(_known(figure), key=_value)


def unlike(points: Sequence[Point], *, tiles: bool = False) -> str:
    """Why points do not go together: `mixed_periods`, `mixed_vintage` or `mixed_scope`; empty where they do.

    Only points of one metric are held against each other: flows must be of one length, stated numbers of one scope and basis.
    With `tiles` the flows are parts of one span: their lengths differ, but those of one fiscal year must be all restated or none.
    """
    for metric in dict.fromkeys(p.metric.id for p in points):
        same = [p for p in points if p.metric.id == metric]
        stated = [p for p in same if p.method == "reported"]
        if not tiles and same[0].metric.measure == "flow" and len({p.period.months for p in same}) > 1:
            return "mixed_periods"
        if tiles and len({(p.period.fiscal_year, p.status == "R") for p in stated}) > len({p.period.fiscal_year for p in stated}):
            return "mixed_vintage"
        if len({p.scope for p in stated if p.scope}) > 1 or len({p.basis for p in stated}) > 1:
            return "mixed_scope"
    return ""


def _unusable(now: Point, before: Point) -> Missing | None:
    for point in (now, before):
        if point.quantity is None:
            return Missing("n.a.", "missing_input", (("metric", point.metric.id), ("period", point.period.text)))
    reason = unlike((now, before))
    return Missing("n.m.", reason) if reason else None


def _made(now: Point, ident: str, result: Quantity | Missing, formula: str, before: Point) -> Point:
    if isinstance(result, Quantity) and result.boundless:
        result, formula = Missing("n.m.", "unbounded"), ""
    unit = result.unit if isinstance(result, Quantity) else PCT
    metric = replace(now.metric, unit=unit, display=_DISPLAYS.get(unit, replace(now.metric.display, decimals=None)))
    method: Method = "missing" if isinstance(result, Missing) else "computed"
    return replace(
        now,
        id=ident,
        metric=metric,
        result=result,
        formula=formula,
        inputs=(("x", now), ("p", before)),
        method=method,
        disputes=(),
        said="",
    )


def _quotient(formula: str, x: Quantity, p: Quantity, unit: str) -> Quantity | Missing:
    try:
        value = expression.evaluate(expression.parse(formula), lambda name, _: {"x": x, "p": p}[name])
    except ZeroDivisionError:
        return Missing("n.m.", "divisor_may_be_zero")
    assert isinstance(value, Quantity), f"this is a bug: {formula} gives a row"
    return value.as_unit(unit)


def _sum(points: Sequence[Point]) -> Quantity:
    values: Value = tuple(_number(p) for p in points)
    found = expression.evaluate(expression.parse("sum(x)"), lambda _, __: values)
    assert isinstance(found, Quantity), "this is a bug: a sum is one number"
    return found


def _complete(what: str, points: Sequence[Point]) -> tuple[Point, ...]:
    """The points, all with a value and of one scope."""
    if lacking := [p.key for p in points if p.quantity is None]:
        raise DeriveError(f"{what} cannot be added up: there is no value for {', '.join(lacking)}")
    if unlike([p for p in points if p.method == "reported"]) == "mixed_scope":
        raise DeriveError(f"{what} cannot be added up: the values differ in scope")
    return tuple(points)


def _known(figure: Figure) -> tuple[Point, ...]:
    if not figure.known:
        raise DeriveError(f"{figure.name} has no point with a value")
    return figure.known


def _number(point: Point) -> Quantity:
    assert point.quantity is not None, f"this is a bug: {point.id} has no value"
    return point.quantity


def _value(point: Point) -> Decimal:
    return _number(point).value


def _stem(point: Point) -> str:
    return point.id.rsplit("@", 1)[0]
