from __future__ import annotations

from dataclasses import replace

import pytest

from reportgen.metrics import reported
from reportgen.text.locale import load
from tests.support.made import METRICS, answer, ask, metric, percent, refusal, resolver

GROWTH = metric("growth", "pct", of="revenue")
GROWTH_OF_PART = metric("growth", "pct", "growth", of="revenue")


def test_growth_compares_with_the_year_before() -> None:
    found = answer(("revenue FY2020 3.446 bn CNY", "revenue FY2021 4.7 bn CNY"), GROWTH, "FY2021")
    assert (percent(found), found.formula, found.method) == ("36.39", "x / p - 1", "computed")
    assert found.quantity
    assert (f"{found.quantity.low:.4f}", f"{found.quantity.high:.4f}") == ("0.3492", "0.3786")
    assert [f.as_written for f in found.facts] == ["4.7 bn CNY", "3.446 bn CNY"]


@pytest.mark.parametrize(
    ("before", "now", "why"),
    [
        ("0 CNY", "5 CNY", ("n.a.", "zero_base")),
        ("-5 CNY", "-4 CNY", ("n.m.", "negative_base")),
        ("-5 CNY", "4 CNY", ("n.m.", "negative_base")),
        ("5 CNY", "-4 CNY", ("n.m.", "sign_change")),
        ("~1 CNY", "4 CNY", ("n.m.", "divisor_may_be_zero")),
        ("<5 CNY", "4 CNY", ("n.m.", "divisor_may_be_zero")),
        ("5 USD", "4 CNY", ("n.a.", "unit_mismatch")),
    ],
)
def test_growth_is_refused_where_it_would_mislead(before: str, now: str, why: tuple[str, str]) -> None:
    profit = metric("growth", "pct", of="profit")
    assert refusal(answer((f"profit FY2020 {before}", f"profit FY2021 {now}"), profit, "FY2021")) == why


def test_growth_of_a_loss_is_positive_when_the_loss_grows() -> None:
    rows = ("profit FY2020 -12.158 bn CNY scope=total", "profit FY2021 -17.177 bn CNY scope=total")
    assert percent(answer(rows, metric("growth", "pct", of="profit", **{"as": "loss"}), "FY2021", scope="total")) == "41.28"


def test_a_percentage_has_points_and_no_growth_unless_it_is_meant() -> None:
    rows = ("holding 2022-06-30 18.02%", "holding 2023-06-30 15.99%")
    assert refusal(answer(rows, metric("growth", "pct", of="holding"), "2023-06-30")) == ("n.m.", "percent_of_percent")
    assert percent(answer(rows, metric("growth", "pct", of="holding", of_share=True), "2023-06-30")) == "-11.27"


def test_two_scopes_do_not_compare() -> None:
    rows = ("profit FY2020 5 bn CNY scope=total", "profit FY2021 6 bn CNY scope=owners")
    assert refusal(answer(rows, metric("growth", "pct", of="profit"), "FY2021")) == ("n.m.", "mixed_scope")


def test_an_adjusted_number_does_not_compare_with_a_reported_one() -> None:
    rows = ("profit FY2020 5 bn CNY", "profit FY2021 6 bn CNY basis=adjusted")
    assert refusal(answer(rows, metric("growth", "pct", of="profit"), "FY2021")) == ("n.m.", "mixed_scope")


def test_mixed_lengths_do_not_compare() -> None:
    rows = ("revenue FY2020 5 bn CNY", "revenue H1-2021 6 bn CNY")
    assert refusal(answer(rows, metric("growth", "pct", of="revenue", period="FY2020"), "H1-2021")) == ("n.m.", "mixed_periods")


def test_a_range_has_no_growth_on_the_year() -> None:
    assert refusal(answer((), GROWTH, "FY2020..FY2021")) == ("n.a.", "mixed_periods")


def test_a_price_against_another_metric_on_another_day() -> None:
    rows = ("price 2023-07-21 1.72 HKD", "issue_price 2021-12-30 3.85 HKD")
    assert percent(answer(rows, metric("growth", "pct", of="price", against="issue_price", period="2021-12-30"), "2023-07-21")) == "-55.32"


def test_a_stake_after_against_before_takes_the_last_known_of_each() -> None:
    rows = ("holding 2022-05 18.02% state=before", "holding 2023-04 15.99% state=after", "holding 2021-05 20.00% state=after")
    sold = metric("growth", "pct", of="holding", of_share=True, period="latest", dims={"state": "after"}, against_dims={"state": "before"})
    assert percent(answer(rows, sold, "2023-07-31")) == "-11.27"


def test_a_half_against_the_half_before() -> None:
    rows = ("revenue H1-2023 1.43 bn CNY", "revenue H2-2022 2.39 bn CNY", "revenue H1-2022 1.42 bn CNY")
    found = answer(rows, metric("growth", "pct", of="revenue", period="previous"), "H1-2023")
    assert (percent(found), [f.period.text for f in found.facts]) == ("-40.17", ["H1-2023", "H2-2022"])


def test_the_half_before_may_be_what_a_year_leaves() -> None:
    revenue = replace(METRICS["revenue"], options=reported.Options(rebuild=({"way": "remainder"},)))  # type: ignore[arg-type]
    rows = ("revenue H1-2023 1.43 bn CNY", "revenue FY2022 3.81 bn CNY", "revenue H1-2022 1.42 bn CNY")
    found = resolver(rows, revenue, metric("growth", "pct", of="revenue", period="previous")).point(ask("wanted", "H1-2023"))
    assert percent(found) == "-40.17"


def test_a_balance_against_the_one_half_a_year_before() -> None:
    rows = ("receivables 2024-06-30 110 CNY", "receivables 2023-12-31 100 CNY")
    assert percent(answer(rows, metric("growth", "pct", of="receivables", period="previous"), "H1-2024")) == "10.00"


def test_nine_months_have_no_nine_months_before() -> None:
    rows = ("revenue 9M-2024 5 CNY", "revenue Q3-2024 2 CNY", "revenue 9M-2023 4 CNY")
    assert refusal(answer(rows, metric("growth", "pct", of="revenue", period="previous"), "9M-2024")) == ("n.a.", "mixed_periods")


@pytest.mark.parametrize(("base", "warned"), [("0.9", True), ("1.0", False), ("5", False)])
def test_growth_from_next_to_nothing_wants_its_base_printed(base: str, warned: bool) -> None:
    rows = ("revenue FY2020 100 CNY", f"revenue FY2020 {base} CNY segment=new", "revenue FY2021 50 CNY segment=new")
    asked = resolver(rows, GROWTH_OF_PART)
    assert asked.point(ask("growth", "FY2021", segment="new")).quantity
    told = "growth of acme for FY2021 grows from a base below 1 % of the total without segment; print the base beside it."
    assert [w.message for w in asked.warnings()] == ([told] if warned else [])


def test_a_whole_has_no_tiny_base() -> None:
    asked = resolver(("revenue FY2020 0.1 CNY", "revenue FY2021 50 CNY"), GROWTH_OF_PART)
    assert asked.point(ask("growth", "FY2021")).quantity
    assert asked.warnings() == ()


@pytest.mark.parametrize(("now", "words"), [("50.00 CNY", "rose 10-fold"), ("49.00 CNY", "rose by 880%")])
def test_from_ten_times_on_a_multiple_is_told(now: str, words: str) -> None:
    found = answer(("revenue FY2020 5.0000 CNY", f"revenue FY2021 {now}"), GROWTH, "FY2021")
    assert load("en").display(found, "change").text == words
