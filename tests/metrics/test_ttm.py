from __future__ import annotations

import pytest

from reportgen.metrics import ttm
from tests.support.made import METRICS, answer, metric, refusal

TTM = metric("ttm", "money", of="revenue")
ROWS = ("revenue FY2023 3.41 bn CNY", "revenue H1-2023 1.43 bn CNY", "revenue H1-2024 1.74 bn CNY")


def test_the_year_with_its_beginning_exchanged() -> None:
    found = answer(ROWS, TTM, "H2-2023..H1-2024")
    assert found.quantity
    assert (f"{found.quantity.value / 10**9:.2f}", found.formula, found.period.text) == ("3.72", "f + x - p", "H2-2023..H1-2024")
    assert found.quantity.width == 30_000_000, "the widths of all three add up"


@pytest.mark.parametrize(
    ("window", "so_far"),
    [("Q4-2023..9M-2024", "9M"), ("Q2-2023..Q1-2024", "Q1"), ("H2-2023..H1-2024", "H1")],
)
def test_any_quarter_ends_twelve_months(window: str, so_far: str) -> None:
    rows = ("revenue FY2023 10 CNY", f"revenue {so_far}-2023 4 CNY", f"revenue {so_far}-2024 5 CNY")
    found = answer(rows, TTM, window).quantity
    assert found
    assert found.value == 11


@pytest.mark.parametrize(
    "window", ["FY2023", "H1-2024", "H1-2023..H2-2023", "H2-2022..H1-2024", "H2-2023..9M-2024", "Q3-2023..Q2-2024", "2023-12-31"]
)
def test_what_is_no_twelve_months_is_refused(window: str) -> None:
    assert refusal(answer(ROWS, TTM, window)) == ("n.a.", "mixed_periods")


def test_a_restated_year_does_not_go_with_its_first_half_as_first_reported() -> None:
    rows = ("revenue FY2023 3.5 bn CNY status=R", *ROWS[1:])
    assert refusal(answer(rows, TTM, "H2-2023..H1-2024")) == ("n.m.", "mixed_vintage")
    rows = ("revenue FY2023 3.5 bn CNY status=R", "revenue H1-2023 1.5 bn CNY status=R", ROWS[2])
    assert answer(rows, TTM, "H2-2023..H1-2024").quantity, "the later half is not restated yet"


def test_two_scopes_make_no_year() -> None:
    loss = metric("ttm", "money", of="profit", **{"as": "loss"})
    rows = ("profit FY2023 -6.4 bn CNY scope=owners", "profit H1-2023 -3.1 bn CNY scope=owners", "profit H1-2024 -2.5 bn CNY scope=total")
    assert refusal(answer(rows, loss, "H2-2023..H1-2024")) == ("n.m.", "mixed_scope")
    found = answer((*rows[:2], "profit H1-2024 -2.5 bn CNY scope=owners"), loss, "H2-2023..H1-2024", scope="owners").quantity
    assert found
    assert f"{found.value / 10**9:.1f}" == "5.8"


def test_a_stock_has_no_twelve_months() -> None:
    wanted = metric("ttm", "money", of="receivables")
    assert [f.message for f in ttm.faults(wanted.options, wanted, METRICS)] == [
        "only a flow adds up over months; 'receivables' is declared as stock."
    ]
