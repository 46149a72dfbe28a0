"""What charts ask of figures: points by name, running totals, one format for a chart."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest

from reportgen.charts.data import Format, moment, point, running, texture
from reportgen.charts.options import ChartOptions
from reportgen.model.figure import Missing
from reportgen.model.quantity import printed
from reportgen.text.locale import load
from tests.charts.make import COUNT, PERCENT, PRICE, figures, members, series
from tests.charts.make import point as made

LOSS = series("loss", "FY2021 1.5; FY2022 2.25; FY2023 0.5 r")


def test_a_reference_names_a_point_by_its_key() -> None:
    assert point(figures(LOSS), "loss['FY2022']").key == "FY2022"
    assert point(figures(series("one", "FY2021 4")), "one").key == "FY2021"


@pytest.mark.parametrize("text", ["loss", "loss['FY1999']", "other", "loss[FY2021]", "loss['FY2021'] + 1"])
def test_a_reference_that_is_not_one_point_is_a_key_error(text: str) -> None:
    with pytest.raises(KeyError):
        point(figures(LOSS), text)


def test_the_running_total_adds_up_with_its_trace() -> None:
    total = running(LOSS)
    assert [p.quantity.value for p in total.known if p.quantity] == [Decimal("1.5e9"), Decimal("3.75e9"), Decimal("4.25e9")]
    assert total.points[1].formula == "x1 + x2"
    assert [item for _, item in total.points[1].inputs] == list(LOSS.points[:2])
    assert [p.method for p in total] == ["computed", "computed", "rebuilt"]


def test_the_running_total_ends_at_the_first_gap() -> None:
    total = running(series("loss", "FY2021 1.5; FY2022 n.a.; FY2023 0.5"))
    assert [isinstance(p.result, Missing) for p in total] == [False, True, True]


def test_a_running_total_carries_the_precision_of_its_parts() -> None:
    quantity = running(LOSS).points[1].quantity
    assert quantity
    assert (quantity.low, quantity.high) == (Decimal("3.695e9"), Decimal("3.805e9"))


TEXTURES = [("", ""), ("r", "rebuilt"), ("e", "estimate"), ("c", "claim"), ("f", "forecast"), ("g", "goal")]


@pytest.mark.parametrize(("letter", "kind"), TEXTURES)
def test_texture_tells_what_is_no_history(letter: str, kind: str) -> None:
    assert texture(made("FY2021", f"4.7 {letter}".strip())) == kind


def test_amounts_of_a_chart_share_one_scale_and_three_figures() -> None:
    amounts = Format(series("x", "FY2021 0.31; FY2022 12.44").points, ChartOptions())
    assert amounts.options(LOSS.points[0]) == {"bare": True, "unit": False, "scale": "bn", "decimals": 1}


def test_a_chart_may_ask_for_its_own_scale_and_decimals() -> None:
    options = ChartOptions(scale="m", decimals=0)
    assert Format(LOSS.points, options).options(LOSS.points[0]) == {"bare": True, "unit": False, "scale": "m", "decimals": 0}


def test_percentages_keep_their_sign_and_counts_stand_in_full() -> None:
    ratio, crew, price = made("FY2021", "4.5", PERCENT), made("FY2021", "451", COUNT), made("2021-12-30", "4.10", PRICE)
    assert Format((ratio,), ChartOptions()).options(ratio) == {"bare": True, "unit": True}
    assert Format((ratio,), ChartOptions(decimals=2)).options(ratio, sign=True) == {"bare": True, "unit": True, "sign": True, "decimals": 2}
    assert Format((crew,), ChartOptions()).options(crew) == {"bare": True, "unit": False, "scale": "one"}
    assert Format((crew,), ChartOptions(scale="k")).options(crew)["scale"] == "k"
    assert Format((price,), ChartOptions()).options(price) == {"bare": True, "unit": False}


@pytest.mark.parametrize("tag", ["en", "de", "zh-Hant", "zh-Hans"])
def test_a_count_known_to_the_thousand_stands_in_full_in_every_language(tag: str) -> None:
    thousands = printed(Decimal(27_000), 3, "persons")
    shown = load(tag).quantity(thousands, "count", **Format((), ChartOptions()).options(made("FY2021", "451", COUNT)))
    assert re.sub("[.,]", "", shown) == "~27000"


def test_a_point_of_unknown_day_stands_in_the_middle_of_its_period() -> None:
    price = members("price", "2022-06", [("peak", "Peak", "9.8"), ("end", "End", "3.1 @2022-06-30")], PRICE)
    assert [moment(p) for p in price] == [date(2022, 6, 15), date(2022, 6, 30)]
