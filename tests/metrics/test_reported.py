from __future__ import annotations

from dataclasses import replace

import pytest

from reportgen.metrics import reported
from reportgen.metrics.kinds import KINDS
from reportgen.model.figure import Point
from tests.support.made import METRICS, ask, refusal, resolver

LATER = {"way": "later", "growth": "stated_growth"}
EARLIER = {"way": "earlier", "growth": "stated_growth"}
RATIO = {"way": "ratio", "part": "cost", "ratio": "stated_ratio"}


def revenue(rows: tuple[str, ...], *ways: dict[str, str], period: str = "FY2018", **given: str) -> Point:
    declared = replace(METRICS["revenue"], options=reported.Options(rebuild=ways))  # type: ignore[arg-type]
    return resolver(rows, declared).point(ask("revenue", period, **given))


def test_what_is_stated_is_read() -> None:
    found = revenue(("revenue FY2018 1.85 bn CNY",))
    assert found.quantity
    assert (found.method, found.formula, f"{found.quantity.value:f}") == ("reported", "x", "1850000000")


@pytest.mark.parametrize(
    ("way", "rows", "formula", "value"),
    [
        (LATER, ("revenue FY2019 3.000 bn CNY", "stated_growth FY2019 50%"), "x / (1 + g)", "2.000"),
        (EARLIER, ("revenue FY2017 1.000 bn CNY", "stated_growth FY2018 50%"), "p * (1 + g)", "1.500"),
        (RATIO, ("cost FY2018 0.849 bn CNY", "stated_ratio FY2018 45.9%"), "a / r", "1.850"),
    ],
)
def test_a_level_that_nobody_states_is_rebuilt_and_marked(way: dict[str, str], rows: tuple[str, ...], formula: str, value: str) -> None:
    found = revenue(rows, way)
    assert found.quantity
    assert (found.method, found.formula, f"{found.quantity.value / 10**9:.3f}") == ("rebuilt", formula, value)
    assert found.unit == "CNY"


def test_ways_are_tried_in_their_order() -> None:
    rows = ("cost FY2018 0.849 bn CNY", "stated_ratio FY2018 45.9%", "revenue FY2019 3.000 bn CNY", "stated_growth FY2019 50%")
    assert revenue(rows, LATER, RATIO).formula == "x / (1 + g)"
    assert revenue(rows, RATIO, LATER).formula == "a / r"
    assert revenue(rows[:2], LATER, RATIO).formula == "a / r"


def test_nothing_is_rebuilt_where_it_is_stated_or_disputed() -> None:
    rows = ("revenue FY2019 3.000 bn CNY", "stated_growth FY2019 50%")
    assert revenue((*rows, "revenue FY2018 1.9 bn CNY"), LATER).method == "reported"
    assert refusal(revenue((*rows, "revenue FY2018 1.9 bn CNY", "revenue FY2018 2.5 bn CNY"), LATER)) == ("n.a.", "disputed_undecided")


def test_no_rebuilt_number_rests_on_another() -> None:
    rows = ("revenue FY2020 3.000 bn CNY", "stated_growth FY2020 50%", "stated_growth FY2019 50%")
    assert refusal(revenue(rows, LATER)) == ("n.a.", "not_known")


def test_a_range_is_not_rebuilt() -> None:
    assert refusal(revenue((), LATER, EARLIER, period="FY2018..FY2019")) == ("n.a.", "not_known")


def test_every_kind_has_its_test() -> None:
    from pathlib import Path

    here = Path(__file__).parent
    assert [kind for kind in KINDS if not (here / f"test_{kind}.py").is_file()] == []
