"""Stated sums against their periods."""

from __future__ import annotations

import pytest

from reportgen.consistency.sums import tiles
from reportgen.model.period import PeriodError, parse
from tests.consistency.make import found, named, only

YEARS = tuple(f"profit FY{year} -{amount} m CNY scope=owners" for year, amount in ((2018, 11), (2019, 22), (2020, 33), (2021, 44)))


@pytest.mark.parametrize(
    ("stated", "verdict"),
    [
        ("profit FY2018..FY2021 -110 m CNY scope=owners", "consistent"),
        ("profit FY2018..FY2021 -111 m CNY scope=owners", "consistent"),
        ("profit FY2018..FY2021 -150 m CNY scope=owners", "contradiction"),
        ("profit FY2018..FY2021 -110 m CNY", "consistent"),
        ("profit FY2019..FY2021 -110 m CNY scope=owners", "window"),
        ("profit FY2017..FY2020 -110 m CNY scope=owners", "window"),
        ("profit FY2017..FY2021 -190 m CNY scope=owners", "unchecked"),
    ],
)
def test_a_stated_sum_against_its_years(stated: str, verdict: str) -> None:
    assert only("span", *YEARS, stated).verdict == verdict


def test_a_sum_in_another_scope_is_no_contradiction() -> None:
    total = tuple(row.replace("-", "-2", 1).replace("owners", "total") for row in YEARS)
    finding = only("span", *YEARS, *total, "profit FY2018..FY2021 -910 m CNY")
    assert (finding.verdict, finding.why) == ("scope", "other_scope")


def test_a_sum_that_fits_only_where_scopes_are_mixed() -> None:
    rows = (*YEARS[:2], "profit FY2020 -333 m CNY scope=total", "profit FY2021 -444 m CNY scope=total")
    finding = only("span", *rows, "profit FY2018..FY2021 -810 m CNY")
    assert (finding.verdict, finding.why) == ("scope", "mixed_scopes")
    assert [fact.key.scope for fact in finding.others] == ["owners", "owners", "total", "total"]
    assert only("span", *rows, "profit FY2018..FY2021 -900 m CNY").verdict == "unchecked"


def test_a_sum_that_ends_within_a_year() -> None:
    rows = (*YEARS, "profit H1-2022 -5 m CNY scope=owners")
    assert only("span", *rows, "profit FY2019..H1-2022 -104 m CNY scope=owners").verdict == "consistent"
    assert only("span", *rows, "profit FY2019..H1-2022 -140 m CNY scope=owners").verdict == "contradiction"


def test_the_parts_of_a_year_make_the_year() -> None:
    halves = ("revenue H1-2021 40 m CNY", "revenue H2-2021 60 m CNY")
    assert named(*halves, "revenue FY2021 100 m CNY") == []
    finding = only("year", *halves, "revenue FY2021 120 m CNY")
    assert finding.verdict == "contradiction"
    assert len(finding.disputed) == 3
    assert only("year", "revenue 9M-2021 70 m CNY", "revenue Q4-2021 20 m CNY", "revenue FY2021 120 m CNY").verdict == "contradiction"


def test_the_halves_of_another_scope_say_nothing_of_the_year() -> None:
    halves = ("profit H1-2021 40 m CNY scope=owners", "profit H2-2021 60 m CNY scope=owners")
    assert not [f for f in found(*halves, "profit FY2021 120 m CNY scope=total") if f.rule == "year"]


def test_ratios_do_not_add_up() -> None:
    assert not [f for f in found("growth FY2020 10%", "growth FY2021 10%", "growth FY2020..FY2021 99%") if f.rule == "span"]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("FY2019..FY2021", ["FY2019", "FY2020", "FY2021"]),
        ("FY2019..H1-2021", ["FY2019", "FY2020", "H1-2021"]),
        ("FY2020..9M-2021", ["FY2020", "9M-2021"]),
        ("Q1-2021..Q2-2021", ["Q1-2021", "Q2-2021"]),
    ],
)
def test_the_periods_that_a_range_is_made_of(text: str, parts: list[str]) -> None:
    assert [p.text for p in tiles(parse(text))] == parts


@pytest.mark.parametrize("text", ["2021-01-01..2021-03-31", "H2-2019..FY2021", "FY2019..Q3-2021"])
def test_a_range_that_no_periods_make_up(text: str) -> None:
    with pytest.raises(PeriodError):
        tiles(parse(text))


def test_the_range_of_a_fiscal_year_that_ends_in_spring() -> None:
    assert [p.text for p in tiles(parse("FY2019..H1-2021", (3, 31)))] == ["FY2019", "FY2020", "H1-2021"]
