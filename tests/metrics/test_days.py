from __future__ import annotations

import pytest

from tests.support.made import answer, ask, metric, refusal, resolver

ROWS = (
    "receivables 2020-12-31 3.562 bn CNY",
    "receivables 2021-12-31 6.018 bn CNY",
    "receivables 2021-06-30 5.000 bn CNY",
    "revenue FY2021 4.700 bn CNY",
    "revenue H1-2021 1.652 bn CNY",
    "revenue FY2020 3.446 bn CNY",
)


def days(period: str, **options: str) -> str:
    found = answer(ROWS, metric("days", "days", balance="receivables", flow="revenue", **options), period)
    assert found.quantity
    return f"{found.quantity.value:.1f} {found.unit}"


@pytest.mark.parametrize(
    ("period", "options", "result"),
    [
        ("FY2021", {}, "467.4 days"),  # 6.018 / 4.7 x 365
        ("FY2020", {}, "378.3 days"),  # 3.562 / 3.446 x 366, a leap year
        ("FY2020", {"year": "365"}, "377.3 days"),
        ("FY2021", {"year": "360"}, "461.0 days"),
        ("FY2021", {"at": "average"}, "372.0 days"),  # (3.562 + 6.018) / 2 / 4.7 x 365
        ("H1-2021", {}, "547.8 days"),  # 5 / 1.652 x 181
        ("H1-2021", {"year": "360"}, "544.8 days"),  # x 180
        ("H1-2021", {"year": "365"}, "552.4 days"),  # x 182.5
    ],
)
def test_each_choice_gives_another_answer(period: str, options: dict[str, str], result: str) -> None:
    assert days(period, **options) == result


@pytest.mark.parametrize("revenue", ["0", "-5"])
def test_without_revenue_there_are_no_days(revenue: str) -> None:
    rows = ("receivables 2021-12-31 6 CNY", f"revenue FY2021 {revenue} CNY")
    assert refusal(answer(rows, metric("days", "days", balance="receivables", flow="revenue"), "FY2021")) == ("n.m.", "negative_whole")


def test_the_average_needs_both_ends() -> None:
    average = metric("days", "days", balance="receivables", flow="revenue", at="average")
    assert refusal(answer(ROWS[1:], average, "FY2021")) == ("n.a.", "missing_input")


def test_the_average_of_a_half_is_that_of_its_own_ends() -> None:
    assert days("H1-2021", at="average") == "469.0 days"  # (3.562 + 5) / 2 / 1.652 x 181


def test_gross_and_net_give_different_days() -> None:
    rows = ("receivables 2021-12-31 8 CNY basis=gross", "receivables 2021-12-31 4 CNY basis=net", "revenue FY2021 4 CNY")
    for basis, result in (("gross", 730), ("net", 365)):
        found = answer(rows, metric("days", "days", balance="receivables", flow="revenue", basis=basis), "FY2021").quantity
        assert found
        assert found.value == result


def test_a_half_year_balance_over_the_twelve_months_up_to_it() -> None:
    year = metric("ttm", "money", "year", of="revenue")
    wanted = metric("days", "days", balance="receivables", flow="year", over="trailing", year="365")
    rows = (*ROWS, "revenue H1-2020 0.861 bn CNY")
    found = resolver(rows, year, wanted).point(ask("wanted", "H1-2021"))
    assert found.quantity
    assert f"{found.quantity.value:.1f}" == "430.7"  # 5 / (3.446 + 1.652 - 0.861) x 365
    assert refusal(resolver(rows, year, wanted).point(ask("wanted", "FY2021"))) == ("n.a.", "mixed_periods")
