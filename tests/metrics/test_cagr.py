from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.made import answer, metric, percent, refusal

CAGR = metric("cagr", "pct", of="revenue")


def test_growth_per_year_over_a_window() -> None:
    found = answer(("revenue FY2018 1.000 bn CNY", "revenue FY2021 1.331 bn CNY"), CAGR, "FY2018..FY2021")
    assert (percent(found), found.formula, found.period.text) == ("10.00", "(x / p) ^ (1 / 3) - 1", "FY2018..FY2021")


@pytest.mark.parametrize(
    ("window", "formula"),
    [
        ("FY2020..FY2021", "x / p - 1"),
        ("H1-2020..H1-2024", "(x / p) ^ (1 / 4) - 1"),
        ("H1-2020..H2-2023", "(x / p) ^ (12 / 42) - 1"),
        ("2020-02..2024-02", "(x / p) ^ (1 / 4) - 1"),
        ("2021-12-31..2024-06-30", "(x / p) ^ (12 / 30) - 1"),
        ("2020-03-15..2023-03-15", "(x / p) ^ (1 / 3) - 1"),
        ("2020-03-15..2021-03-20", "(x / p) ^ (365.25 / 370) - 1"),
    ],
)
def test_the_years_follow_from_the_dates(window: str, formula: str) -> None:
    first, last = window.split("..")
    assert answer((f"revenue {first} 1 CNY", f"revenue {last} 2 CNY"), CAGR, window).formula == formula


def test_a_stock_grows_between_year_ends() -> None:
    rows = ("receivables 2020-12-31 100 CNY", "receivables 2022-12-31 121 CNY")
    assert percent(answer(rows, metric("cagr", "pct", of="receivables"), "FY2020..FY2022")) == "10.00"


@pytest.mark.parametrize("window", ["FY2021", "2021-12-31", "FY2018..H1-2021", "FY2021..FY2021", "FY2018..2021-12-31"])
def test_what_is_no_window_of_two_like_ends_is_refused(window: str) -> None:
    rows = ("revenue FY2018 1 CNY", "revenue H1-2021 2 CNY", "revenue FY2021 3 CNY")
    assert refusal(answer(rows, CAGR, window)) == ("n.a.", "mixed_periods")


@pytest.mark.parametrize(("first", "last"), [("-1", "2"), ("0", "2"), ("2", "-1"), ("-1", "-2"), ("~1", "2"), ("2", "~1")])
def test_both_ends_must_be_positive(first: str, last: str) -> None:
    rows = (f"profit FY2018 {first} CNY", f"profit FY2021 {last} CNY")
    assert refusal(answer(rows, metric("cagr", "pct", of="profit"), "FY2018..FY2021")) == ("n.m.", "ends_not_positive")


def test_a_loss_seen_as_a_loss_grows() -> None:
    rows = ("profit FY2019 -100 CNY scope=total", "profit FY2021 -144 CNY scope=total")
    assert percent(answer(rows, metric("cagr", "pct", of="profit", **{"as": "loss"}), "FY2019..FY2021")) == "20.00"


@given(st.integers(1, 999), st.integers(1, 999), st.decimals(-1, 1, places=3), st.decimals(-1, 1, places=3))
def test_the_interval_holds_whatever_the_printed_ends_stand_for(first: int, last: int, a: Decimal, b: Decimal) -> None:
    found = answer((f"revenue FY2018 {first} CNY", f"revenue FY2021 {last} CNY"), CAGR, "FY2018..FY2021")
    assert found.quantity
    exact = ((last + b / 2) / (first + a / 2)) ** (Decimal(1) / 3) - 1
    slack = Decimal("1e-20")
    assert found.quantity.low - slack <= exact <= found.quantity.high + slack
