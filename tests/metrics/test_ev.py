from __future__ import annotations

from reportgen.model.figure import Point
from reportgen.model.metric import Metric
from tests.support.made import ask, metric, refusal, resolver

UNITS = {"shares": "shares", "cash": "money", "debt": "money", "rate": "money/money"}
OTHERS = tuple(Metric(name, {"en": name}, measure="stock", unit=unit) for name, unit in UNITS.items())
ROWS = ("price 2023-07-21 2.00 HKD", "shares 2023-06-30 10 bn shares", "debt 2023-06-30 3.0 bn HKD", "cash 2023-06-30 8.0 bn HKD")


def value(rows: tuple[str, ...] = ROWS, fx: str = "") -> Point:
    wanted = metric("ev", "money", price="price", shares="shares", add=("debt",), less=("cash",), fx=fx)
    return resolver(rows, *OTHERS, wanted).point(ask("wanted", "2023-07-21"))


def test_market_value_with_debt_and_without_cash() -> None:
    found = value()
    assert found.quantity
    assert (f"{found.quantity.value / 10**9:.0f}", found.unit, found.formula) == ("15", "HKD", "number(s / 1 shares) * p + sum(a) - sum(l)")


def test_balances_in_another_currency_need_a_rate_and_its_day_is_kept() -> None:
    rows = (*ROWS[:2], "debt 2023-06-30 3.0 bn CNY", "cash 2023-06-30 8.0 bn CNY")
    assert refusal(value(rows)) == ("n.a.", "unit_mismatch")
    found = value((*rows, "rate 2023-07-20 1.10 HKD/CNY"), "rate")
    assert found.quantity
    assert (f"{found.quantity.value / 10**9:.1f}", found.unit) == ("14.5", "HKD")
    assert [f.period.text for f in found.facts if f.key.metric == "rate"] == ["2023-07-20"]


def test_what_becomes_due_later_does_not_count() -> None:
    assert refusal(value((*ROWS[:3], "cash 2023-12-31 8.0 bn HKD"))) == ("n.a.", "missing_input")


def test_net_cash_above_the_market_value_leaves_nothing_to_value() -> None:
    assert refusal(value((*ROWS[:3], "cash 2023-06-30 30.0 bn HKD"))) == ("n.m.", "value_not_positive")


def test_bare_market_value() -> None:
    wanted = metric("ev", "money", price="price", shares="shares")
    found = resolver(ROWS, *OTHERS, wanted).point(ask("wanted", "2023-07-21"))
    assert (found.formula, f"{found.quantity.value / 10**9:.0f}" if found.quantity else "") == ("number(s / 1 shares) * p", "20")
