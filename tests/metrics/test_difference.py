from __future__ import annotations

from reportgen.model.quantity import PP
from tests.support.made import answer, metric, percent, refusal


def test_the_difference_of_ratios_is_in_points() -> None:
    found = answer(("stated_ratio FY2020 71.3%", "stated_ratio FY2021 76.89%"), metric("difference", "pp", of="stated_ratio"), "FY2021")
    assert (percent(found), found.unit) == ("5.59", PP)


def test_the_difference_of_amounts_is_an_amount() -> None:
    found = answer(("revenue FY2021 4.7 bn CNY", "revenue FY2022 3.809 bn CNY"), metric("difference", "money", of="revenue"), "FY2022")
    assert found.quantity
    assert (f"{found.quantity.value:f}", found.unit) == ("-891000000", "CNY")


def test_the_difference_of_unrounded_ratios_is_rounded_once() -> None:
    ratio = metric("ratio", "pct", "ratio", part="cost", whole="revenue")
    rows = ("cost FY2020 1 CNY", "revenue FY2020 3.0000 CNY", "cost FY2021 2 CNY", "revenue FY2021 3.0000 CNY")
    from tests.support.made import ask, resolver

    found = resolver(rows, ratio, metric("difference", "pp", of="ratio")).point(ask("wanted", "FY2021"))
    assert percent(found) == "33.33"  # 66.67 less 33.33 would print 33.34


def test_two_bounds_leave_the_difference_open() -> None:
    found = answer(("stated_ratio FY2020 >40%", "stated_ratio FY2021 >50%"), metric("difference", "pp", of="stated_ratio"), "FY2021")
    assert refusal(found) == ("n.m.", "unbounded")


def test_a_difference_over_a_change_of_sign_is_a_number() -> None:
    found = answer(("profit FY2020 -1 bn CNY", "profit FY2021 2 bn CNY"), metric("difference", "money", of="profit"), "FY2021")
    assert found.quantity
    assert found.quantity.value == 3_000_000_000
