from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.model.figure import Point
from reportgen.model.metric import Metric
from reportgen.model.quantity import PP
from tests.support.made import ask, metric, percent, refusal, resolver

MARGIN = Metric("margin", {"en": "Margin"}, unit="pct")
WEIGHT = Metric("weight", {"en": "Share"}, unit="pct")
MIX, RATE = (metric("mix", "pp", effect, effect=effect, ratio="margin", weight="weight", members=("a", "b")) for effect in ("mix", "rate"))


WEIGHTS, MARGINS = ("50%", "50%", "70%", "30%"), ("20%", "40%", "25%", "40%")


def rows(weights: tuple[str, ...] = WEIGHTS, margins: tuple[str, ...] = MARGINS) -> tuple[str, ...]:
    places = [(year, member) for year in ("FY2022", "FY2023") for member in ("a", "b")]
    return tuple(
        f"{name} {year} {value} segment={member}"
        for name, values in (("weight", weights), ("margin", margins))
        for (year, member), value in zip(places, values, strict=True)
    )


def effect(name: str, given: tuple[str, ...] = rows()) -> Point:
    return resolver(given, MARGIN, WEIGHT, MIX, RATE).point(ask(name, "FY2023"))


def test_the_two_effects_make_the_whole_change() -> None:
    # Margins of the whole: 0.5 x 20 + 0.5 x 40 = 30; 0.7 x 25 + 0.3 x 40 = 29.5.
    mix, rate = effect("mix"), effect("rate")
    assert (percent(mix), percent(rate), mix.unit, rate.unit) == ("-3.50", "3.00", PP, PP)
    assert mix.formula == "sum(number(w - v) * (m + n) / 2)"


def test_weights_that_do_not_make_the_whole_are_refused() -> None:
    assert refusal(effect("mix", rows(("50%", "50%", "70%", "20%")))) == ("n.m.", "parts_not_whole")
    assert effect("mix", rows(("50%", "50%", "70%", "31%"))).quantity, "within their precision they do"


def test_a_negative_weight_is_refused() -> None:
    assert refusal(effect("rate", rows(("-10%", "110%", "70%", "30%")))) == ("n.m.", "part_negative")


def test_a_member_that_is_missing_leaves_no_effect() -> None:
    assert refusal(effect("mix", rows()[:-1])) == ("n.a.", "missing_input")


@pytest.mark.parametrize("period", ["FY2022..FY2023", "9M-2023"])
def test_a_period_without_an_earlier_one_is_refused(period: str) -> None:
    found = resolver(rows(), MARGIN, WEIGHT, MIX).point(ask("mix", period))
    assert refusal(found)[0] == "n.a."


@given(st.integers(1, 99), st.integers(1, 99), st.tuples(*[st.integers(-50, 90)] * 4))
def test_mix_and_rate_add_up_to_the_change(v: int, w: int, margins: tuple[int, ...]) -> None:
    given = rows((f"{v}%", f"{100 - v}%", f"{w}%", f"{100 - w}%"), tuple(f"{m}%" for m in margins))
    mix, rate = effect("mix", given).quantity, effect("rate", given).quantity
    assert mix
    assert rate
    before, now = (Decimal(s * m + (100 - s) * n) / 10**4 for s, m, n in ((v, *margins[:2]), (w, *margins[2:])))
    assert abs(mix.value + rate.value - (now - before)) < Decimal("1e-20")
