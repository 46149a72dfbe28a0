from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.metrics import coverage
from reportgen.model.metric import Metric
from tests.support.made import METRICS, ask, metric, percent, refusal, resolver

ALLOWANCE = Metric("allowance", {"en": "Allowance"}, measure="stock", unit="money")
COVERAGE = metric("coverage", "pct", allowance="allowance", gross="receivables")
ROWS = (
    "allowance 2023-12-31 4.0 bn CNY",
    "receivables 2023-12-31 10.0 bn CNY basis=gross",
    "receivables 2023-12-31 6.0 bn CNY basis=net",
    "allowance 2024-06-30 4.5 bn CNY",
)


def covered(rows: tuple[str, ...], period: str = "FY2023"):  # type: ignore[no-untyped-def]
    return resolver(rows, ALLOWANCE, COVERAGE).point(ask("wanted", period))


def test_the_allowance_over_the_gross_balance_of_the_same_day() -> None:
    found = covered(ROWS)
    assert (percent(found), found.formula) == ("40.00", "a / g")
    assert [f.period.text for f in found.facts] == ["2023-12-31", "2023-12-31"]


def test_two_dates_are_never_mixed() -> None:
    assert refusal(covered(ROWS, "H1-2024")) == ("n.a.", "missing_input")


def test_a_net_balance_is_no_base() -> None:
    assert refusal(covered(ROWS[:1] + ROWS[2:])) == ("n.a.", "missing_input")


@pytest.mark.parametrize(
    ("allowance", "gross", "why"),
    [
        ("1", "0", "negative_whole"),
        ("1", "-5", "negative_whole"),
        ("-1", "5", "part_negative"),
        ("7", "5", "part_over_whole"),
        ("1", "~1", "divisor_may_be_zero"),
    ],
)
def test_what_is_no_part_of_a_whole_is_refused(allowance: str, gross: str, why: str) -> None:
    rows = (f"allowance 2023-12-31 {allowance} CNY", f"receivables 2023-12-31 {gross} CNY basis=gross")
    assert refusal(covered(rows)) == ("n.m.", why)


def test_the_charge_of_a_year_covers_nothing() -> None:
    wanted = metric("coverage", "pct", allowance="cost", gross="receivables")
    assert [tuple(f) for f in coverage.faults(wanted.options, wanted, METRICS)] == [
        (("allowance",), "coverage compares stocks of one date; 'cost' is declared as flow.", None)
    ]


@given(st.integers(0, 400), st.integers(500, 999), st.decimals(-1, 1, places=3), st.decimals(-1, 1, places=3))
def test_the_interval_holds_whatever_the_printed_numbers_stand_for(part: int, whole: int, a: Decimal, b: Decimal) -> None:
    found = covered((f"allowance 2023-12-31 {part} CNY", f"receivables 2023-12-31 {whole} CNY basis=gross"))
    assert found.quantity
    slack = Decimal("1e-20")
    assert found.quantity.low - slack <= (part + a / 2) / (whole + b / 2) <= found.quantity.high + slack
