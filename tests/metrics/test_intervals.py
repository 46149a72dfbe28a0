"""The interval of a computed number holds what every exact choice of its inputs gives, whatever the kind."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.model.metric import Metric
from tests.support.made import ask, metric, resolver

D = Decimal
OTHERS = (Metric("shares", {"en": "Shares"}, measure="stock", unit="shares"), Metric("debt", {"en": "Debt"}, measure="stock", unit="money"))
TWO_YEARS = ("revenue FY2023 {} CNY", "revenue FY2022 {} CNY")
Reckoned = Callable[..., Decimal]

CASES: dict[str, tuple[Metric, str, tuple[str, ...], Reckoned]] = {
    "growth": (metric("growth", "pct", of="revenue"), "FY2023", TWO_YEARS, lambda x, p: x / p - 1),
    "difference": (metric("difference", "money", of="revenue"), "FY2023", TWO_YEARS, lambda x, p: x - p),
    "indexed": (metric("indexed", "pure", of="revenue", base="FY2022"), "FY2023", TWO_YEARS, lambda x, b: 100 * x / b),
    "ratio": (
        metric("ratio", "pct", part="cost", whole="revenue"),
        "FY2023",
        ("cost FY2023 {} CNY", "revenue FY2023 {} CNY"),
        lambda x, w: x / w,
    ),
    "average": (
        metric("ratio", "money/persons", part="cost", whole="staff", whole_at="average"),
        "FY2023",
        ("cost FY2023 {} CNY", "staff 2022-12-31 {} persons", "staff 2023-12-31 {} persons"),
        lambda x, v, w: x / ((v + w) / 2),
    ),
    "days": (
        metric("days", "days", balance="receivables", flow="revenue", at="average"),
        "FY2023",
        ("receivables 2022-12-31 {} CNY", "receivables 2023-12-31 {} CNY", "revenue FY2023 {} CNY"),
        lambda a, b, v: (a + b) / 2 / v * 365,
    ),
    "ttm": (
        metric("ttm", "money", of="revenue"),
        "H2-2022..H1-2023",
        ("revenue FY2022 {} CNY", "revenue H1-2023 {} CNY", "revenue H1-2022 {} CNY"),
        lambda f, x, p: f + x - p,
    ),
    "surprise": (
        metric("surprise", "pct", of="revenue", expected="cost"),
        "FY2023",
        ("revenue FY2023 {} CNY", "cost FY2023 {} CNY"),
        lambda x, e: x / e - 1,
    ),
    "relative": (
        metric("relative", "pct", of="price", benchmark="market", base="2023-01-02"),
        "2023-07-21",
        (
            *("price 2023-07-21 {} HKD", "price 2023-01-02 {} HKD"),
            *("price 2023-07-21 {} CNY entity=market", "price 2023-01-02 {} CNY entity=market"),
        ),
        lambda x, p, b, c: (x / p) / (b / c) - 1,
    ),
    "ev": (
        metric("ev", "money", price="price", shares="shares", add=("debt",)),
        "2023-07-21",
        ("price 2023-07-21 {} HKD", "shares 2023-06-30 {} shares", "debt 2023-06-30 {} HKD"),
        lambda p, s, d: p * s + d,
    ),
    "ev_sales": (
        metric("ev_sales", "x", value="debt", sales="revenue", over="ntm"),
        "2023-07-01",
        ("debt 2023-07-01 {} CNY", "revenue FY2023 {} CNY", "revenue FY2024 {} CNY"),
        lambda v, x, y: v / ((x * 183 + y * 182) / 365),
    ),
    "implied_target": (
        metric("implied_target", "price", multiple="stated_multiple", sales="revenue", over="FY2024", less=("debt",), shares="shares"),
        "2023-08-29",
        ("stated_multiple FY2024 {} x", "revenue FY2024 {} CNY", "debt 2023-06-30 {} CNY", "shares 2023-06-30 {} shares"),
        lambda m, x, d, s: (m * x - d) / s,
    ),
}
MULTIPLE = Metric("stated_multiple", {"en": "Multiple"}, measure="event", unit="x")


@pytest.mark.parametrize("case", CASES)
@given(st.data())
@settings(max_examples=40, deadline=None)
def test_the_interval_holds_every_exact_choice(case: str, data: st.DataObject) -> None:
    wanted, period, rows, reckoned = CASES[case]
    printed = [data.draw(st.integers(2, 999)) for _ in rows]
    meant = [number + data.draw(st.decimals("-0.5", "0.5", places=3)) for number in printed]
    asked = resolver(tuple(row.format(number) for row, number in zip(rows, printed, strict=True)), *OTHERS, MULTIPLE, wanted)
    found = asked.point(ask("wanted", period)).quantity
    assert found
    slack = D("1e-15") * max(1, abs(found.value))
    assert found.low - slack <= reckoned(*meant) <= found.high + slack
