from __future__ import annotations

import pytest

from reportgen.model.figure import Point
from reportgen.model.metric import Metric
from tests.support.made import ask, metric, percent, refusal, resolver

FORECAST = Metric("forecast", {"en": "Forecast"}, unit="money")


def surprise(rows: tuple[str, ...], of: str = "revenue", expected: str = "forecast", **given: str) -> Point:
    return resolver(rows, FORECAST, metric("surprise", "pct", of=of, expected=expected)).point(ask("wanted", "FY2023", **given))


def test_actual_over_expected() -> None:
    rows = ("revenue FY2023 84.0 CNY", "forecast FY2023 100.0 CNY against=house status=E", "forecast FY2023 80.0 CNY against=consensus")
    house, consensus = (surprise(rows, against=who) for who in ("house", "consensus"))
    assert (percent(house), percent(consensus), house.formula) == ("-16.00", "5.00", "x / e - 1")
    assert house.status == "E", "it rests on an expectation"


@pytest.mark.parametrize(
    ("actual", "expected", "why"),
    [("5", "0", "negative_expected"), ("-4", "-5", "negative_expected"), ("-4", "5", "sign_change"), ("4", "~1", "divisor_may_be_zero")],
)
def test_an_expected_loss_has_a_difference_and_no_percentage(actual: str, expected: str, why: str) -> None:
    rows = (f"profit FY2023 {actual} CNY", f"forecast FY2023 {expected} CNY")
    assert refusal(surprise(rows, "profit")) == ("n.m.", why)


def test_of_a_percentage_there_are_points() -> None:
    rows = ("stated_ratio FY2023 45%", "stated_growth FY2023 50%")
    assert refusal(surprise(rows, "stated_ratio", "stated_growth")) == ("n.m.", "percent_of_percent")


def test_two_scopes_do_not_compare() -> None:
    rows = ("profit FY2023 4 CNY scope=owners", "profit FY2023 5 CNY scope=total against=house")
    assert refusal(surprise(rows, "profit", "profit", against="house")) == ("n.m.", "mixed_scope")
