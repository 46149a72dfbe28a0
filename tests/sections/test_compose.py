"""Lines of the rail: a number takes its unit where its style has one, and what is no number stands there as well."""

from __future__ import annotations

import pytest

from reportgen.model.figure import Figure, Missing, Point
from reportgen.model.metric import Display, Metric
from reportgen.model.period import parse
from reportgen.model.problem import Location
from reportgen.sections.compose import _key_line
from reportgen.sections.desk import Desk
from reportgen.spec.schema import KeyLine
from reportgen.text import locale
from tests.support.made import facts, figure

CALL = Metric("call", {"en": "Rating"}, measure="event", unit="rating", display=Display("rating"))
SAID = Point("call", "day", CALL, "acme", parse("2023-08-29"), Missing("n.a.", ""), said="HOLD")
FIGURES = {
    "call": Figure("call", (SAID,), CALL.label),
    "profit": figure("profit", "FY2021 17 bn CNY"),
    "growth": figure("stated_growth", "FY2021 36.4%"),
}


def value(name: str, tag: str = "en", **options: str | int | bool) -> tuple[str, list[str]]:
    """What the rail prints of a figure, and the problems."""
    at = Desk(FIGURES, facts(), locale.load(tag), lambda path: Location("brief.yaml", 1, 1))
    line = _key_line(at, KeyLine(figure=name, options=options), ("key_figures", "groups", 0, 0))
    assert line is not None
    return at.locale.show(line.value).replace("\u00a0", " "), [p.code for p in at.problems]


def test_a_rating_stands_in_the_rail_in_the_words_of_the_language() -> None:
    assert value("call") == ("Hold", [])
    assert value("call", "zh-Hant") == ("持有", [])


def test_money_leaves_its_unit_to_the_head_of_the_rail_and_a_percentage_keeps_it() -> None:
    assert value("profit", scale="bn") == ("17", [])
    assert value("growth") == ("36.4%", [])
    assert value("growth", unit=False) == ("36.4", [])


@pytest.mark.parametrize("options", [{"unit": True}, {"sign": True}])
def test_options_that_a_rating_does_not_have_are_told(options: dict[str, bool]) -> None:
    assert value("call", **options) == ("Hold", ["E275"])
