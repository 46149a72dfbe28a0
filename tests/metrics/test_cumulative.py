from __future__ import annotations

import pytest

from tests.support.made import answer, metric, refusal

LOSS = metric("cumulative", "money", of="profit", **{"as": "loss"})
TOTAL = tuple(
    f"profit FY{year} {value} bn CNY scope=total"
    for year, value in ((2018, "-3.433"), (2019, "-4.968"), (2020, "-12.158"), (2021, "-17.177"))
)


def test_losses_add_up_over_years() -> None:
    found = answer(TOTAL, LOSS, "FY2018..FY2021", scope="total")
    assert found.quantity
    assert (f"{found.quantity.value:f}", found.formula) == ("37736000000", "sum(x)")
    assert found.quantity.high - found.quantity.low == 4_000_000


def test_one_year_is_a_sum_of_one() -> None:
    found = answer(TOTAL, LOSS, "FY2021")
    assert found.quantity
    assert found.quantity.value == 17_177_000_000


@pytest.mark.parametrize(("window", "value"), [("FY2020..H1-2022", "30335"), ("FY2021..9M-2022", "18677")])
def test_full_years_may_end_with_a_part_of_the_next(window: str, value: str) -> None:
    rows = (*TOTAL, "profit H1-2022 -1.0 bn CNY scope=total", "profit 9M-2022 -1.5 bn CNY scope=total")
    found = answer(rows, LOSS, window, scope="total")
    assert found.quantity
    assert f"{found.quantity.value / 10**6:.0f}" == value


def test_a_year_that_is_missing_leaves_no_sum() -> None:
    assert refusal(answer(TOTAL[1:], LOSS, "FY2018..FY2021")) == ("n.a.", "missing_input")


def test_scopes_are_not_mixed() -> None:
    rows = (*TOTAL[:3], "profit FY2021 -17.14 bn CNY scope=owners")
    assert refusal(answer(rows, LOSS, "FY2018..FY2021")) == ("n.m.", "mixed_scope")
    assert refusal(answer(rows, LOSS, "FY2018..FY2021", scope="total")) == ("n.a.", "missing_input")


@pytest.mark.parametrize("period", ["FY2019..H2-2021", "H1-2020..FY2021", "9M-2020..9M-2021", "2020-12-31..2021-12-31"])
def test_periods_that_do_not_tile_are_refused(period: str) -> None:
    assert refusal(answer(TOTAL, LOSS, period)) == ("n.a.", "mixed_periods")
