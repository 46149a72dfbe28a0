from __future__ import annotations

import pytest

from tests.support.made import answer, metric, percent, refusal

GROWTH = metric("growth", "pct", of="revenue")


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
