"""Net and gross, an amount beside its growth, the movement of a stock."""

from __future__ import annotations

import pytest

from tests.consistency.make import found, only


@pytest.mark.parametrize(("net", "verdict"), [("3.534", "consistent"), ("3.535", "rounding"), ("3.634", "contradiction")])
def test_net_is_gross_less_the_allowance(net: str, verdict: str) -> None:
    rows = ("receivables 2024-06-30 8.325 bn CNY basis=gross", "allowance 2024-06-30 4.791 bn CNY")
    finding = only("net", *rows, f"receivables 2024-06-30 {net} bn CNY basis=net")
    assert finding.verdict == verdict
    assert len(finding.disputed) == (3 if verdict == "contradiction" else 0)


def test_gross_and_net_are_two_measures() -> None:
    rows = ("receivables 2024-06-30 8.325 bn CNY basis=gross", "receivables 2024-06-30 3.534 bn CNY basis=net")
    assert only("repeated", *rows).verdict == "basis"


def test_an_amount_without_a_basis_that_is_the_net_one() -> None:
    rows = ("receivables 2024-06-30 8.325 bn CNY basis=gross", "allowance 2024-06-30 4.791 bn CNY")
    finding = only("net", *rows, "receivables 2024-06-30 3.534 bn CNY")
    assert (finding.verdict, finding.why, finding.disputed) == ("basis", "other_basis", ())
    assert not [f for f in found(*rows, "receivables 2024-06-30 5 bn CNY") if f.rule == "net"]


@pytest.mark.parametrize(("change", "verdict"), [("24.4", "consistent"), ("24.3", "rounding"), ("32.2", "contradiction")])
def test_an_amount_beside_its_own_growth(change: str, verdict: str) -> None:
    """100 after a growth of 32.2 % has grown by 24.36; the year before is not stated."""
    finding = only("pair", "revenue FY2021 100.0 m CNY", "growth FY2021 32.2%", f"change FY2021 {change} m CNY")
    assert finding.verdict == verdict


def test_with_the_level_before_the_amount_is_checked_against_the_levels() -> None:
    rows = ("revenue FY2020 80 m CNY", "revenue FY2021 100 m CNY", "growth FY2021 25%", "change FY2021 20 m CNY")
    assert {f.rule for f in found(*rows)} == {"parts"}


@pytest.mark.parametrize(("cut", "verdict"), [("1582", "consistent"), ("1583", "rounding"), ("1592", "contradiction")])
def test_the_movement_of_a_stock(cut: str, verdict: str) -> None:
    rows = ("staff 2021-12-31 6113 persons", "staff 2023-12-31 4531 persons")
    assert only("movement", *rows, f"cut FY2022..FY2023 {cut} persons").verdict == verdict


def test_a_movement_without_an_end_is_silent() -> None:
    assert not found("staff 2021-12-31 6113 persons", "cut FY2022..FY2023 1582 persons")
