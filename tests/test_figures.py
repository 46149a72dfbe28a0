from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from reportgen.figures import compute
from reportgen.model.fact import Schemes
from reportgen.model.figure import Figures
from reportgen.model.metric import Metric
from reportgen.model.problem import Location, Problems
from reportgen.spec.schema import FigureSpec, Spec
from tests.support.made import METRICS, facts, metric, refusal

ROWS = (
    "revenue FY2020 3.446 bn CNY",
    "revenue FY2021 4.7 bn CNY",
    "revenue H1-2022 1.4 bn CNY",
    "revenue FY2021 1 bn CNY entity=beta",
    "revenue FY2021 2 bn CNY segment=toys",
    "staff 2021-12-31 6113 persons",
    "profit FY2020 0 CNY",
    "profit FY2021 1 CNY",
)
GROWTH = metric("growth", "pct", "growth", of="revenue")
PROFIT_GROWTH = metric("growth", "pct", "profit_growth", of="profit")


def computed(
    figures: dict[str, Any], *metrics: Metric, rows: tuple[str, ...] = ROWS, schemes: Mapping[str, Schemes] = MappingProxyType({})
) -> tuple[Figures, Problems]:
    """The figures of a spec that has nothing else."""
    spec = Spec.model_construct(
        report="brief", subject="acme", figures={name: FigureSpec.model_validate(given) for name, given in figures.items()}
    )
    declared = {**METRICS, **{m.id: m for m in (GROWTH, PROFIT_GROWTH, *metrics)}}
    return compute(spec, replace(facts(*rows), schemes=schemes), declared, lambda path: Location("brief.yaml", len(path), 1))


def test_a_figure_over_periods() -> None:
    figures, problems = computed({"sales": {"metric": "revenue", "periods": ["FY2020..FY2021"]}})
    assert problems == ()
    assert [(p.id, p.key) for p in figures["sales"]] == [("brief/sales@FY2020", "FY2020"), ("brief/sales@FY2021", "FY2021")]
    assert figures["sales"].label == {"en": "Revenue", "de": "Umsatz"}


def test_a_figure_over_members() -> None:
    figures, problems = computed({"peers": {"metric": "revenue", "by": "entity", "members": ["acme", "beta"], "period": "FY2021"}})
    assert problems == ()
    assert [(p.key, p.label["en"]) for p in figures["peers"]] == [("acme", "Acme"), ("beta", "Beta")]
    figures, problems = computed({"parts": {"metric": "revenue", "by": "segment", "members": ["toys"], "period": "FY2021"}})
    assert figures["parts"]["toys"].dims == (("segment", "toys"),)


def test_a_figure_point_by_point() -> None:
    points = {"mine": {"label": {"en": "Mine"}}, "theirs": {"entity": "beta"}, "change": {"metric": "growth"}}
    figures, problems = computed({"mix": {"metric": "revenue", "period": "FY2021", "points": points}})
    assert [p.label.get("en") for p in figures.get("mix", ())] == []
    assert [str(p) for p in problems] == ["error[E322] brief.yaml:2:1 figures.mix: the points have different units: CNY, pct."]
    del points["change"]
    figures, problems = computed({"mix": {"metric": "revenue", "period": "FY2021", "points": points}})
    assert [(p.key, p.label["en"]) for p in figures["mix"]] == [("mine", "Mine"), ("theirs", "Beta")]


def test_lengths_are_not_mixed_unless_set_apart() -> None:
    asked: dict[str, Any] = {"metric": "revenue", "periods": ["FY2020..FY2021", "H1-2022"]}
    _, problems = computed({"sales": asked})
    assert [str(p) for p in problems] == [
        "error[E321] brief.yaml:2:1 figures.sales: mixed period lengths (FY2020, FY2021, H1-2022): only periods of one length compare."
    ]
    figures, problems = computed({"sales": {**asked, "apart": ["H1-2022"]}})
    assert problems == ()
    assert len(figures["sales"].points) == 3


def test_members_of_two_schemes_make_no_row() -> None:
    rows = ("revenue FY2021 2 CNY segment=toys", "revenue FY2021 3 CNY segment=games", "revenue FY2021 4 CNY segment=all")
    asked: dict[str, Any] = {"metric": "revenue", "by": "segment", "period": "FY2021"}
    schemes = {"segment": {"old": ("toys", "all"), "new": ("games", "all")}}
    _, problems = computed({"parts": {**asked, "members": ["toys", "games"]}}, rows=rows, schemes=schemes)
    assert [str(p) for p in problems] == [
        "error[E324] brief.yaml:3:1 figures.parts.members: the members belong to different schemes of 'segment'; ask for one."
    ]
    assert computed({"parts": {**asked, "members": ["toys", "all"]}}, rows=rows, schemes=schemes)[1] == ()


def test_every_figure_that_cannot_be_had_is_told_at_its_place() -> None:
    figures, problems = computed(
        {
            "sales": {"metric": "revenue", "periods": ["FY2018..FY2021"]},
            "pace": {"metric": "growth", "period": "FY2020"},
            "when": {"metric": "revenue", "period": "soon"},
        }
    )
    assert figures == {}
    assert [str(p) for p in problems] == [
        (
            "error[E323] brief.yaml:4:1 figures.sales.periods[0]: there is no value for revenue of acme for FY2018: no fact states it. "
            "Add a fact to seeds/facts/acme.csv, or let the figure say on_missing: n.a."
        ),
        (
            "error[E323] brief.yaml:4:1 figures.sales.periods[0]: there is no value for revenue of acme for FY2019: no fact states it. "
            "Add a fact to seeds/facts/acme.csv, or let the figure say on_missing: n.a."
        ),
        (
            "error[E323] brief.yaml:3:1 figures.pace.period: there is no value for growth of acme for FY2020: it "
            "needs revenue of acme for FY2019, "
            "which has none (no fact states it). Add a fact to seeds/facts/acme.csv, or let the figure say on_missing: n.a."
        ),
        (
            "error[E321] brief.yaml:2:1 figures.when: 'soon' is no period; periods are written "
            "FY2021, H1-2024, Q3-2024, 9M-2024, 2023-06, 2024-06-30 or a..b."
        ),
    ]


def test_what_may_be_missing_is_kept_with_its_reason() -> None:
    figures, problems = computed(
        {"sales": {"metric": "revenue", "periods": ["FY2019", "FY2020"], "on_missing": "n.a.", "missing": {"en": "Nobody counted."}}}
    )
    assert problems == ()
    missing = figures["sales"]["FY2019"].result
    assert refusal(figures["sales"]["FY2019"]) == ("n.a.", "not_known")
    assert getattr(missing, "words", None) == {"en": "Nobody counted."}


def test_a_number_that_means_nothing_stops_no_build_and_one_without_a_base_does() -> None:
    figures, problems = computed({"pace": {"metric": "profit_growth", "period": "FY2021"}})
    assert [p.code for p in problems] == ["E323"]
    assert "the earlier value is zero." in str(problems[0])
    figures, problems = computed(
        {"pace": {"metric": "profit_growth", "period": "FY2021"}}, rows=("profit FY2020 -1 CNY", "profit FY2021 1 CNY")
    )
    assert problems == ()
    assert refusal(figures["pace"]["FY2021"]) == ("n.m.", "negative_base")


def test_doubts_of_the_way_are_told() -> None:
    _, problems = computed({"pace": {"metric": "growth", "period": "FY2021"}}, rows=(*ROWS, "growth FY2021 99.9%"))
    assert [p.code for p in problems] == ["W324"]
