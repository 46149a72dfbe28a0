from __future__ import annotations

from reportgen.model.quantity import PP
from tests.support.made import answer, metric, percent, refusal

CONTRIBUTION = metric("contribution", "pp", of="revenue")
ROWS = (
    "revenue FY2021 100 CNY",
    "revenue FY2022 90 CNY",
    "revenue FY2021 60 CNY segment=city",
    "revenue FY2022 40 CNY segment=city",
    "revenue FY2021 40 CNY segment=life",
    "revenue FY2022 50 CNY segment=life",
)


def test_contributions_add_up_to_the_growth_of_the_total() -> None:
    city, life = (answer(ROWS, CONTRIBUTION, "FY2022", segment=s) for s in ("city", "life"))
    assert (percent(city), percent(life), city.unit) == ("-20.00", "10.00", PP)
    assert percent(answer(ROWS, metric("growth", "pct", of="revenue"), "FY2022")) == "-10.00"
    assert percent(answer(ROWS, CONTRIBUTION, "FY2022", segment="city+life")) == "-10.00"


def test_a_total_that_is_not_positive_has_no_contributions() -> None:
    rows = ("profit FY2021 -5 CNY", "profit FY2021 1 CNY segment=city", "profit FY2022 2 CNY segment=city")
    assert refusal(answer(rows, metric("contribution", "pp", of="profit"), "FY2022", segment="city")) == ("n.m.", "negative_base")


def test_without_the_total_of_the_year_before_there_is_none() -> None:
    assert refusal(answer(ROWS[3:], CONTRIBUTION, "FY2022", segment="life")) == ("n.a.", "missing_input")
