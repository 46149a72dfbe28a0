from __future__ import annotations

import pytest

from tests.support.made import answer, metric, percent, refusal

MARGIN = metric("ratio", "pct", part="profit", whole="revenue")


def test_a_margin() -> None:
    found = answer(("profit FY2022 -6.045 bn CNY scope=owners", "revenue FY2022 3.809 bn CNY"), MARGIN, "FY2022", scope="owners")
    assert percent(found) == "-158.70"


def test_a_cost_ratio_may_exceed_a_hundred_per_cent() -> None:
    rows = ("cost FY2022 4.014 bn CNY", "revenue FY2022 3.809 bn CNY")
    assert percent(answer(rows, metric("ratio", "pct", part="cost", whole="revenue"), "FY2022")) == "105.38"


def test_a_loss_to_revenue_is_positive() -> None:
    rows = ("profit FY2022 -6.045 bn CNY", "revenue FY2022 3.809 bn CNY")
    assert percent(answer(rows, metric("ratio", "pct", part="profit", part_as="loss", whole="revenue"), "FY2022")) == "158.70"


@pytest.mark.parametrize(
    ("revenue", "why"),
    [("0 CNY", ("n.m.", "negative_whole")), ("-2 CNY", ("n.m.", "negative_whole")), ("~1 CNY", ("n.m.", "divisor_may_be_zero"))],
)
def test_a_whole_of_nothing_or_less_means_nothing(revenue: str, why: tuple[str, str]) -> None:
    assert refusal(answer(("profit FY2022 1 CNY", f"revenue FY2022 {revenue}"), MARGIN, "FY2022")) == why


def test_an_amount_per_head_has_a_unit_of_both() -> None:
    rows = ("cost FY2021 3.614 bn CNY", "staff 2021-12-31 6113 persons")
    found = answer(rows, metric("ratio", "money/persons", part="cost", whole="staff"), "FY2021")
    assert found.quantity
    assert (f"{found.quantity.value:.1f}", found.unit) == ("591199.1", "CNY/persons")


def test_a_ratio_in_a_unit_that_it_does_not_have_is_refused() -> None:
    rows = ("cost FY2021 3.614 bn CNY", "staff 2021-12-31 6113 persons")
    assert refusal(answer(rows, metric("ratio", "pct", part="cost", whole="staff"), "FY2021")) == ("n.a.", "unit_mismatch")


def test_the_whole_may_lack_the_coordinates_of_the_part() -> None:
    rows = ("cost FY2021 1 bn CNY segment=toys", "revenue FY2021 4 bn CNY", "revenue FY2021 2 bn CNY segment=toys")
    assert (
        percent(answer(rows, metric("ratio", "pct", part="cost", whole="revenue", whole_dims=False), "FY2021", segment="toys")) == "25.00"
    )
    assert percent(answer(rows, metric("ratio", "pct", part="cost", whole="revenue"), "FY2021", segment="toys")) == "50.00"


def test_an_amount_on_the_average_of_both_ends() -> None:
    rows = ("revenue FY2021 100 CNY", "staff 2020-12-31 4 persons", "staff 2021-12-31 6 persons")
    average = metric("ratio", "money/persons", part="revenue", whole="staff", whole_at="average")
    found = answer(rows, average, "FY2021")
    assert found.quantity
    assert (found.quantity.value, found.formula) == (20, "x / ((v + w) / 2)")
    assert refusal(answer(rows[::2], average, "FY2021")) == ("n.a.", "missing_input")


def test_a_half_opens_with_the_end_of_the_year() -> None:
    rows = ("revenue H1-2021 100 CNY", "staff 2020-12-31 4 persons", "staff 2021-06-30 6 persons", "staff 2020-06-30 1 persons")
    found = answer(rows, metric("ratio", "money/persons", part="revenue", whole="staff", whole_at="average"), "H1-2021").quantity
    assert found
    assert found.value == 20


def test_a_loss_rate_is_a_charge_over_the_average_gross_balance() -> None:
    rows = (
        "cost FY2023 1.0 bn CNY",
        "receivables 2022-12-31 7.0 bn CNY basis=gross",
        "receivables 2023-12-31 9.0 bn CNY basis=gross",
        "receivables 2022-12-31 4.0 bn CNY basis=net",
        "receivables 2023-12-31 5.0 bn CNY basis=net",
    )
    rate = metric("ratio", "pct", part="cost", whole="receivables", whole_at="average", whole_basis="gross")
    assert percent(answer(rows, rate, "FY2023")) == "12.50"


@pytest.mark.parametrize(("whole", "found"), [("20%", "2.50"), ("-20%", "negative_whole"), ("0%", "negative_whole")])
def test_a_ratio_of_ratios_has_a_positive_denominator(whole: str, found: str) -> None:
    rows = ("stated_growth FY2021 50%", f"stated_ratio FY2021 {whole}")
    point = answer(rows, metric("ratio", "x", part="stated_growth", whole="stated_ratio"), "FY2021")
    assert (f"{point.quantity.value:.2f}" if point.quantity else refusal(point)[1]) == found
    assert [name for name, _ in point.inputs] == ["x", "w"], "both parts print"
