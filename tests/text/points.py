"""Small points of a made-up company, for tests of the text layer."""

from __future__ import annotations

from decimal import Decimal

from reportgen.model.figure import Missing, Point
from reportgen.model.metric import Display, Metric, View
from reportgen.model.period import parse
from reportgen.model.quantity import PCT, PP, Qualifier, Quantity, exact, printed

BN = Decimal(10) ** 9

REVENUE = Metric(
    "revenue",
    {"en": "Revenue", "de": "Umsatz"},
    unit="money",
    display=Display("money"),
    short={"en": "Rev.", "de": "Ums."},
)
RESULT = Metric(
    "result",
    {"en": "Net result", "de": "Ergebnis"},
    unit="money",
    display=Display("money"),
    views={"loss": View({"en": "Net loss", "de": "Verlust"}, {"en": "Loss"}, negate=True)},
)
CASH_FLOW = Metric("cash_flow", {"en": "Cash flow"}, unit="money", display=Display("money"))
MARGIN = Metric("margin", {"en": "Margin"}, unit="pct", display=Display("percent"))


def bn(text: str, unit: str = "CNY", qual: Qualifier = "=") -> Quantity:
    """Billions as printed: '4.7' is 4.7 bn to the nearest tenth."""
    value = Decimal(text)
    return printed(value * BN, 9 + int(value.as_tuple().exponent), unit, qual)


def per_cent(text: str, unit: str = PCT) -> Quantity:
    """Per cent as printed: '36.4' is 0.364 to the nearest thousandth."""
    value = Decimal(text)
    return printed(value / 100, int(value.as_tuple().exponent) - 2, unit)


def point(metric: Metric, result: Quantity | Missing, period: str = "FY2021", view: str = "") -> Point:
    """A point of that metric."""
    return Point(f"{metric.id}@{period}", period, metric, "acme", parse(period), result, view=view)


def change(now: Point, before: Point, result: Quantity | Missing | None = None) -> Point:
    """The relative change of two points as the figure stage gives it: refused where the base is not positive."""
    return Point(
        "growth", "growth", now.metric, "acme", now.period, result or _growth(now, before), "x / p - 1", (("x", now), ("p", before))
    )


def moved(now: str, before: str, metric: Metric = REVENUE, view: str = "") -> Point:
    """The change from one amount in billions to another."""
    return change(point(metric, bn(now), "FY2021", view), point(metric, bn(before), "FY2020", view))


def points_apart(now: str, before: str) -> Point:
    """The difference of two percentages in points."""
    a, b = per_cent(now), per_cent(before)
    difference = a - b
    assert difference.unit == PP
    return change(point(MARGIN, a), point(MARGIN, b, "FY2020"), difference)


def _growth(now: Point, before: Point) -> Quantity | Missing:
    a, b = now.quantity, before.quantity
    assert a is not None
    assert b is not None
    if b.value == 0:
        return Missing("n.a.", "zero_base")
    if b.value < 0 or a.value < 0:
        return Missing("n.m.", "negative_base" if a.value < 0 and b.value < 0 else "sign_change")
    return (a / b).as_unit(PCT) - exact(1)
