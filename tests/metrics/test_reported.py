from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import hypothesis
import pytest
from hypothesis import strategies as st
from pydantic import ValidationError

from reportgen.metrics import reported
from reportgen.metrics.kinds import KINDS
from reportgen.model.figure import Point
from reportgen.model.metric import Metric
from tests.support.made import METRICS, ask, metric, refusal, resolver

LATER = {"way": "later", "growth": "stated_growth"}
EARLIER = {"way": "earlier", "growth": "stated_growth"}
RATIO = {"way": "ratio", "part": "cost", "ratio": "stated_ratio"}
REMAINDER = {"way": "remainder"}
SHARE = {"way": "share", "share": "stated_ratio"}
ALLOWANCE = {"way": "allowance", "allowance": "allowance"}


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


@pytest.mark.parametrize(
    ("way", "rows", "value"),
    [
        ("later", ("revenue FY2019 3.00 bn CNY", "stated_growth FY2019 50%"), "2.00"),
        ("earlier", ("revenue FY2017 1.00 bn CNY", "stated_growth FY2018 50%"), "1.50"),
    ],
)
def test_a_metric_may_be_rebuilt_from_the_level_of_another(way: str, rows: tuple[str, ...], value: str) -> None:
    """Where a source states the level itself only roughly, the finer one has a name of its own."""
    before = metric("reported", "money", "before", rebuild=[{"way": way, "of": "revenue", "growth": "stated_growth"}])
    found = resolver((*rows, "revenue FY2018 2 bn CNY"), before).point(ask("before", "FY2018"))
    assert found.quantity
    assert (f"{found.quantity.value / 10**9:.2f}", found.method) == (value, "rebuilt")
    assert refusal(resolver(rows[:1], before).point(ask("before", "FY2018"))) == ("n.a.", "not_known")


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


@pytest.mark.parametrize(
    ("period", "rows", "value"),
    [
        ("H2-2022", ("revenue FY2022 3.81 bn CNY", "revenue H1-2022 1.42 bn CNY"), "2.39"),
        ("Q4-2022", ("revenue FY2022 3.81 bn CNY", "revenue 9M-2022 2.50 bn CNY"), "1.31"),
        ("Q3-2022", ("revenue 9M-2022 2.50 bn CNY", "revenue H1-2022 1.42 bn CNY"), "1.08"),
        ("Q2-2022", ("revenue H1-2022 1.42 bn CNY", "revenue Q1-2022 0.60 bn CNY"), "0.82"),
    ],
)
def test_what_is_left_of_a_longer_period(period: str, rows: tuple[str, ...], value: str) -> None:
    found = revenue(rows, REMAINDER, period=period).quantity
    assert found
    assert f"{found.value / 10**9:.2f}" == value
    assert found.width == 20_000_000, "the widths of both add up"


@pytest.mark.parametrize("period", ["H1-2022", "Q1-2022", "FY2022", "9M-2022", "2022-12-31", "2022-12", "FY2021..FY2022"])
def test_what_ends_no_longer_period_is_no_remainder(period: str) -> None:
    rows = ("revenue FY2021 3.8 bn CNY", "revenue H2-2022 2.39 bn CNY", "revenue Q2-2022 1 bn CNY")
    assert refusal(revenue(rows, REMAINDER, period=period)) == ("n.a.", "not_known")


def test_a_restated_year_less_a_half_as_first_reported_is_no_half() -> None:
    rows = ("revenue FY2022 3.9 bn CNY status=R", "revenue H1-2022 1.4 bn CNY")
    assert refusal(revenue(rows, REMAINDER, period="H2-2022")) == ("n.a.", "not_known")
    assert revenue((rows[0], "revenue H1-2022 1.4 bn CNY status=R"), REMAINDER, period="H2-2022").quantity


def test_a_remainder_of_two_scopes_is_none() -> None:
    rows = ("revenue FY2022 3.9 bn CNY scope=total", "revenue H1-2022 1.4 bn CNY scope=owners")
    assert refusal(revenue(rows, REMAINDER, period="H2-2022")) == ("n.a.", "not_known")


def test_no_remainder_rests_on_a_rebuilt_half() -> None:
    rows = ("revenue FY2022 3.9 bn CNY", "revenue H1-2023 1.5 bn CNY", "stated_growth H1-2023 5%")
    assert refusal(revenue(rows, LATER, REMAINDER, period="H2-2022")) == ("n.a.", "not_known")


def test_a_stock_has_no_remainder_and_a_flow_no_allowance() -> None:
    options = reported.Options(rebuild=(REMAINDER, ALLOWANCE))  # type: ignore[arg-type]
    stock, flow = (replace(METRICS[name], options=options) for name in ("receivables", "revenue"))
    assert [(f.path, f.message) for f in reported.faults(options, stock, METRICS)] == [
        (("rebuild", 0, "way"), "'remainder' is for a flow; 'receivables' is declared as stock.")
    ]
    assert [(f.path, f.message) for f in reported.faults(options, flow, METRICS)] == [
        (("rebuild", 1, "way"), "'allowance' is for a stock; 'revenue' is declared as flow.")
    ]


def test_a_segment_from_its_stated_share() -> None:
    rows = ("revenue FY2018 10.00 bn CNY", "stated_ratio FY2018 25% segment=toys")
    found = revenue(rows, SHARE, segment="toys")
    assert found.quantity
    assert (found.formula, f"{found.quantity.value / 10**9:.2f}", found.dims) == ("w * s", "2.50", (("segment", "toys"),))
    assert refusal(revenue(rows[1:], SHARE)) == ("n.a.", "not_known"), "the total is no part of itself"


def test_gross_and_net_lead_to_each_other_by_the_allowance() -> None:
    stock = replace(METRICS["receivables"], options=reported.Options(rebuild=(ALLOWANCE,)))  # type: ignore[arg-type]
    allowance = Metric("allowance", {"en": "Allowance"}, measure="stock", unit="money")
    gross, net, less = (
        "receivables 2023-12-31 9.0 bn CNY basis=gross",
        "receivables 2023-12-31 6.0 bn CNY basis=net",
        "allowance 2023-12-31 3.0 bn CNY",
    )

    def found(rows: tuple[str, ...], basis: str) -> Point:
        return resolver(rows, stock, allowance).point(ask("receivables", "FY2023", basis=basis))

    assert [(p.formula, p.quantity and p.quantity.value, p.basis) for p in (found((gross, less), "net"), found((net, less), "gross"))] == [
        ("g - a", 6 * 10**9, "net"),
        ("n + a", 9 * 10**9, "gross"),
    ]
    assert refusal(found((gross,), "net")) == ("n.a.", "not_known")
    assert refusal(found((gross, less), "adjusted")) == ("n.a.", "not_known")


def test_a_total_from_a_part_and_its_stated_share() -> None:
    assets = Metric(
        "assets",
        {"en": "Assets"},
        measure="stock",
        unit="money",
        options=reported.Options(
            rebuild=({"way": "ratio", "part": "receivables", "ratio": "stated_ratio", "part_basis": "net"},)  # type: ignore[arg-type]
        ),
    )
    rows = ("receivables 2024-09-30 14.0 bn CNY basis=net", "receivables 2024-09-30 15.0 bn CNY basis=gross", "stated_ratio 2024-09-30 35%")
    found = resolver(rows, assets).point(ask("assets", "2024-09-30"))
    assert found.quantity
    assert (f"{found.quantity.value / 10**9:.1f}", found.method) == ("40.0", "rebuilt")


@pytest.mark.parametrize(
    ("given", "lacking"),
    [
        ({"way": "later"}, "growth"),
        ({"way": "ratio", "part": "cost"}, "ratio"),
        ({"way": "share"}, "share"),
        ({"way": "allowance"}, "allowance"),
    ],
)
def test_a_way_without_its_inputs_is_refused_when_it_is_declared(given: dict[str, str], lacking: str) -> None:
    with pytest.raises(ValidationError, match=f"way '{given['way']}' needs {lacking}"):
        reported.Rebuild(**given)  # type: ignore[arg-type]


@hypothesis.given(st.integers(500, 999), st.integers(1, 400), st.decimals(-1, 1, places=3), st.decimals(-1, 1, places=3))
def test_a_remainder_holds_whatever_the_printed_numbers_stand_for(year: int, half: int, a: Decimal, b: Decimal) -> None:
    found = revenue((f"revenue FY2022 {year} CNY", f"revenue H1-2022 {half} CNY"), REMAINDER, period="H2-2022").quantity
    assert found
    assert found.low <= year + a / 2 - half - b / 2 <= found.high


def test_every_kind_has_its_test() -> None:
    from pathlib import Path

    here = Path(__file__).parent
    assert [kind for kind in KINDS if not (here / f"test_{kind}.py").is_file()] == []
