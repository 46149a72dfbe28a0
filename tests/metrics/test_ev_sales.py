from __future__ import annotations

from dataclasses import replace

import pytest
from pydantic import ValidationError

from reportgen.metrics import ev_sales
from reportgen.model.figure import Point
from reportgen.model.metric import Metric
from tests.support.made import METRICS, ask, metric, refusal, resolver

EV = Metric("value", {"en": "EV"}, measure="stock", unit="money")
RATE = Metric("rate", {"en": "Rate"}, measure="stock", unit="money/money")


def multiple(rows: tuple[str, ...], over: str, fx: str = "", day: str = "2023-07-01") -> Point:
    wanted = metric("ev_sales", "x", value="value", sales="revenue", over=over, fx=fx)
    return resolver(rows, EV, RATE, wanted).point(ask("wanted", day))


def shown(point: Point) -> str:
    assert point.quantity, point.result
    return f"{point.quantity.value:.2f} {point.unit}"


def test_the_sales_of_a_named_year() -> None:
    rows = ("value 2023-07-01 30.0 CNY", "revenue FY2024 4.0 CNY status=C:BOCI")
    found = multiple(rows, "FY2024")
    assert (shown(found), found.formula, found.status) == ("7.50 x", "v / x", "C:BOCI")


def test_the_next_twelve_months_are_weighed_by_days() -> None:
    rows = ("value 2023-07-01 30.0 CNY", "revenue FY2023 4.0 CNY", "revenue FY2024 6.0 CNY")
    found = multiple(rows, "ntm")
    # 183 days of 2023 are left: (4 x 183 + 6 x 182) / 365 = 4.997.
    assert (shown(found), found.formula) == ("6.00 x", "v / ((x * 183 + y * 182) / 365)")
    assert refusal(multiple(rows[:2], "ntm")) == ("n.a.", "missing_input")


def test_sales_in_another_currency_need_a_rate() -> None:
    rows = ("value 2023-07-01 33.0 HKD", "revenue FY2024 4.0 CNY")
    assert refusal(multiple(rows, "FY2024")) == ("n.a.", "unit_mismatch")
    assert shown(multiple((*rows, "rate 2023-06-30 1.10 HKD/CNY"), "FY2024", "rate")) == "7.50 x"


@pytest.mark.parametrize(
    ("value", "sales", "why"), [("-3", "4", "value_not_positive"), ("3", "0", "negative_whole"), ("3", "-4", "negative_whole")]
)
def test_what_is_not_positive_has_no_multiple(value: str, sales: str, why: str) -> None:
    assert refusal(multiple((f"value 2023-07-01 {value} CNY", f"revenue FY2024 {sales} CNY"), "FY2024")) == ("n.m.", why)


def test_the_label_names_the_year() -> None:
    wanted = replace(
        metric("ev_sales", "x", value="value", sales="revenue", over="FY2024"), label={"en": "EV/Sales FY24E", "de": "EV/Umsatz"}
    )
    assert [(f.path, f.message) for f in ev_sales.faults(wanted.options, wanted, METRICS)] == [
        (("label", "de"), "the label must name the period of the sales, FY2024; it lacks '24'.")
    ]


def test_a_period_that_is_none_is_refused_when_it_is_declared() -> None:
    with pytest.raises(ValidationError, match="is no period"):
        metric("ev_sales", "x", value="value", sales="revenue", over="next")
