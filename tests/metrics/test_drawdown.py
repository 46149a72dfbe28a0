from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.made import answer, metric, percent, refusal

DRAWDOWN = metric("drawdown", "pct", of="price")
SINCE_ISSUE = metric("drawdown", "pct", of="price", issue="issue_price")
ROWS = (
    "issue_price 2021-12-30 3.85 HKD",
    "price 2021-12-30..2022-06-30 9.70 HKD",
    "price 2022-06-30 3.13 HKD",
    "price 2023-04 3.50 HKD",
    "price 2023-07-21 1.72 HKD",
    "price 2024-10-31 12.00 HKD",
)


def test_below_the_highest_known_level_up_to_the_day() -> None:
    found = answer(ROWS, DRAWDOWN, "2023-07-21")
    assert (percent(found), found.formula) == ("-82.27", "x / max(p) - 1")
    assert "2024-10-31" not in [f.period.text for f in found.facts], "what comes later does not count"


def test_at_its_peak_a_price_has_fallen_by_nothing() -> None:
    assert percent(answer(ROWS, DRAWDOWN, "2024-10-31")) == "0.00"


def test_against_the_price_of_the_listing() -> None:
    assert percent(answer(ROWS, SINCE_ISSUE, "2023-07-21")) == "-55.32"
    assert refusal(answer(ROWS[1:], SINCE_ISSUE, "2023-07-21")) == ("n.a.", "missing_input")


def test_one_price_alone_has_fallen_from_nowhere() -> None:
    assert refusal(answer(("price 2023-07-21 1.72 HKD",), DRAWDOWN, "2023-07-21")) == ("n.a.", "too_few_known")
    assert refusal(answer((), DRAWDOWN, "2023-07-21")) == ("n.a.", "missing_input")


@pytest.mark.parametrize(("other", "why"), [("0 HKD", ("n.m.", "negative_base")), ("3 USD", ("n.a.", "unit_mismatch"))])
def test_levels_that_do_not_compare(other: str, why: tuple[str, str]) -> None:
    assert refusal(answer((f"price 2023-04 {other}", "price 2023-07-21 1.72 HKD"), DRAWDOWN, "2023-07-21")) == why


@given(st.lists(st.integers(1, 99), min_size=2, max_size=5), st.decimals(-1, 1, places=2))
def test_the_interval_holds_whatever_the_printed_numbers_stand_for(levels: list[int], off: Decimal) -> None:
    rows = tuple(f"price 2023-0{month} {level} HKD" for month, level in enumerate(levels, 1))
    found = answer(rows, DRAWDOWN, f"2023-0{len(levels)}").quantity
    assert found
    exact = (levels[-1] - off / 2) / (max(*levels[:-1], levels[-1] - off) + off / 2) - 1
    slack = Decimal("1e-20")
    assert found.low - slack <= exact <= found.high + slack
