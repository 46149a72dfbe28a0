from __future__ import annotations

import pytest
from pydantic import ValidationError

from tests.support.made import answer, metric, percent, refusal


def test_a_price_before_its_change() -> None:
    wanted = metric("formula", "price", formula="p / (1 + c)", inputs={"p": {"metric": "price"}, "c": {"metric": "stated_growth"}})
    found = answer(("price 2023-07-21 1.72 HKD", "stated_growth 2023-07-21 -22.52%"), wanted, "2023-07-21")
    assert found.quantity
    assert (f"{found.quantity.value:.4f}", found.unit, found.formula) == ("2.2199", "HKD", "p / (1 + c)")


def test_a_compound_rate_over_years() -> None:
    wanted = metric(
        "formula",
        "pct",
        formula="(x / p) ^ (1 / 3) - 1",
        inputs={"x": {"metric": "revenue"}, "p": {"metric": "revenue", "period": "FY2018"}},
    )
    rows = ("revenue FY2018 1.000 bn CNY", "revenue FY2021 1.331 bn CNY")
    assert percent(answer(rows, wanted, "FY2021")) == "10.00"


def test_a_level_before_a_stated_change_asks_for_the_year_after() -> None:
    inputs = {"m": {"metric": "market_share", "period": "next"}, "c": {"metric": "stated_growth", "period": "next"}}
    wanted = metric("formula", "pct", formula="m - c", inputs=inputs)
    found = answer(("market_share H1-2023 45.3%", "stated_growth H1-2023 -21%"), wanted, "H1-2022")
    assert percent(found) == "66.30"
    assert found.period.text == "H1-2022"


def test_inputs_may_lie_elsewhere() -> None:
    inputs = {
        "s": {"metric": "market_share"},
        "m": {"metric": "revenue", "entity_of": "market", "drop": ["market"]},
        "o": {"metric": "revenue", "period": "prior", "dims": {"segment": "toys"}, "drop": ["market"]},
        "r": {"metric": "receivables", "period": "closing", "basis": "net", "drop": ["market"]},
        "l": {"metric": "profit", "as": "loss", "scope": "owners", "period": "latest", "drop": ["market"]},
    }
    rows = (
        "market_share FY2021 10% market=market",
        "revenue FY2021 100 CNY entity=market",
        "revenue FY2020 5 CNY segment=toys",
        "receivables 2021-12-31 3 CNY basis=net",
        "receivables 2021-12-31 4 CNY basis=gross",
        "profit FY2019 -7 CNY scope=owners",
        "profit FY2020 -2 CNY scope=owners",
    )
    found = answer(rows, metric("formula", "money", formula="s * m + o + r + l", inputs=inputs), "FY2021", market="market")
    assert found.quantity
    assert found.quantity.value == 20


def test_a_formula_may_mix_scopes_on_purpose() -> None:
    inputs = {"t": {"metric": "profit", "scope": "total"}, "o": {"metric": "profit", "scope": "owners"}}
    rows = ("profit FY2021 -17.177 bn CNY scope=total", "profit FY2021 -17.14 bn CNY scope=owners")
    found = answer(rows, metric("formula", "money", formula="t - o", inputs=inputs), "FY2021")
    assert found.quantity
    assert found.quantity.value == -37_000_000


@pytest.mark.parametrize(
    ("formula", "unit", "detail"),
    [
        ("a + b", "money", "CNY and persons cannot be added up"),
        ("a / b", "money", "the formula gives CNY/persons, the metric declares money"),
        ("a / b", "price/shares", "the formula gives CNY/persons, the metric declares price/shares"),
        ("a / a", "money", "the formula gives pure, the metric declares money"),
        ("b", "days", "the formula gives persons, the metric declares days"),
    ],
)
def test_units_are_checked(formula: str, unit: str, detail: str) -> None:
    wanted = metric("formula", unit, formula=formula, inputs={"a": {"metric": "revenue"}, "b": {"metric": "staff"}})
    found = answer(("revenue FY2021 6 CNY", "staff 2021-12-31 2 persons"), wanted, "FY2021")
    assert refusal(found) == ("n.a.", "unit_mismatch")
    assert dict(getattr(found.result, "slots", ()))["detail"] == detail


def test_a_formula_that_does_not_parse_is_refused_when_it_is_declared() -> None:
    with pytest.raises(ValidationError, match="a figure or a number is expected, not the end"):
        metric("formula", "pct", formula="a +", inputs={})
