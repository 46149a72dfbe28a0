from __future__ import annotations

import pytest

from reportgen.model.figure import Missing, Point
from reportgen.model.metric import Metric
from reportgen.text.locale import load
from tests.support.made import ask, metric, refusal, resolver

STOCKS = {
    "shares": ("Diluted shares", "shares"),
    "net_debt": ("Net debt", "money"),
    "rate": ("Exchange rate", "money/money"),
}
OTHERS = (
    Metric("multiple", {"en": "Multiple"}, unit="x"),
    *(Metric(name, {"en": label}, measure="stock", unit=unit) for name, (label, unit) in STOCKS.items()),
)
ROWS = (
    "multiple FY2024 10 x status=C:BOCI",
    "revenue FY2024 5.0 bn CNY status=C:BOCI",
    "rate 2023-08-28 1.10 HKD/CNY",
    "net_debt 2023-06-30 -5.0 bn CNY",
    "shares 2023-06-30 33 bn shares",
)
BARE = {"multiple": "multiple", "sales": "revenue", "over": "FY2024", "shares": "shares"}
TARGET = metric("implied_target", "price", **BARE, less=("net_debt",), fx="rate")


def target(rows: tuple[str, ...]) -> Point:
    return resolver(rows, *OTHERS, TARGET).point(ask("wanted", "2023-08-29"))


def test_the_price_that_a_multiple_stands_for() -> None:
    found = target(ROWS)
    assert found.quantity
    assert (f"{found.quantity.value:.3f}", found.unit) == ("1.833", "HKD")  # (10 x 5.0 + 5.0) x 1.1 / 33
    assert found.formula == "(m * x - sum(l)) * r / number(s / 1 shares)"
    assert found.status == "C:BOCI"


def test_what_is_not_published_is_named_and_nothing_is_invented() -> None:
    found = target(ROWS[:1] + ROWS[4:])
    assert refusal(found) == ("n.a.", "not_reproducible")
    assert isinstance(found.result, Missing)
    assert dict(found.result.slots) == {"metrics": "revenue, rate, net_debt"}
    names = {"revenue": {"en": "Revenue", "de": "Umsatz"}, **{m.id: m.label for m in OTHERS}}
    told = load("en").reason(found.result, names)
    assert told == "cannot be rebuilt from what is published; missing: revenue, exchange rate and net debt"
    assert load("de").reason(found.result, names).endswith("es fehlt: Umsatz, Exchange rate und Net debt")
    asked = resolver(ROWS[:1], *OTHERS, TARGET)
    assert asked.explain(asked.point(ask("wanted", "2023-08-29"))) == (
        "there is no value for wanted of acme for 2023-08-29: "
        "not reproducible from published inputs; missing: revenue, rate, net_debt, shares."
    )
    assert asked.failed(found), "a brief must allow for it"


@pytest.mark.parametrize("row", ["multiple FY2024 -1 x", "multiple FY2024 0 x"])
def test_a_multiple_of_nothing_is_refused(row: str) -> None:
    assert refusal(target((row, *ROWS[1:]))) == ("n.m.", "negative_whole")


def test_without_debt_and_rate() -> None:
    wanted = metric("implied_target", "price", **BARE)
    found = resolver(ROWS, *OTHERS, wanted).point(ask("wanted", "2023-08-29"))
    assert found.quantity
    assert (found.formula, f"{found.quantity.value:.2f}", found.unit) == ("m * x / number(s / 1 shares)", "1.52", "CNY")
