"""Stated numbers against what their declaration gives."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reportgen.consistency.find import find
from reportgen.model.fact import Choice, Dispute
from tests.consistency.make import METRICS, RELATED, facts, found, named, only
from tests.support import made


@pytest.mark.parametrize(
    ("stated", "verdict"),
    [
        ("growth FY2021 25.0%", "consistent"),
        ("growth FY2021 25.6%", "rounding"),
        ("growth FY2021 26.9%", "contradiction"),
        ("growth FY2021 -25.0%", "contradiction"),
        ("growth FY2021 >20%", "consistent"),
        ("growth FY2021 >30%", "contradiction"),
    ],
)
def test_growth_against_its_levels(stated: str, verdict: str) -> None:
    finding = only("parts", "revenue FY2020 200 m CNY", "revenue FY2021 250 m CNY", stated)
    assert (finding.verdict, finding.formula) == (verdict, "x / p - 1")
    assert {fact.as_written for fact in finding.others} == {"200 m CNY", "250 m CNY"}
    assert finding.computed
    assert finding.computed.low < finding.computed.value < finding.computed.high


def test_a_growth_whose_coarse_level_allows_it_is_no_contradiction() -> None:
    assert only("parts", "revenue FY2020 3.446 bn CNY", "revenue FY2021 4.7 bn CNY", "growth FY2021 36.39%").verdict == "consistent"


def test_a_ratio_against_its_parts() -> None:
    rows = ("cost FY2021 1.916 bn CNY", "revenue FY2021 3.027 bn CNY")
    finding = only("parts", *rows, "ratio FY2021 63.8%")
    assert finding.verdict == "contradiction"
    assert finding.disputed == (finding.stated,)
    assert only("parts", *rows, "ratio FY2021 63.3%").verdict == "consistent"


def test_a_multiple_stated_as_a_bound() -> None:
    rows = ("receivables 2021-12-31 3.5 bn CNY", "revenue FY2021 1.7 bn CNY")
    assert only("parts", *rows, "days FY2021 751 days").verdict == "consistent"


@pytest.mark.parametrize(("stated", "why"), [("-25.0%", "sign"), ("250%", "power"), ("31%", "")])
def test_a_slip_is_proposed(stated: str, why: str) -> None:
    assert only("parts", "revenue FY2020 200 m CNY", "revenue FY2021 250 m CNY", f"growth FY2021 {stated}").why == why


RATIOS = ("cost FY2020 90 m CNY", "revenue FY2020 1000 m CNY", "cost FY2021 251 m CNY", "revenue FY2021 1000 m CNY")


def test_points_stated_as_per_cent_are_another_unit() -> None:
    assert only("parts", *RATIOS, "stated_change FY2021 16.1%").verdict == "unit"


def test_the_relative_change_of_a_ratio_in_per_cent_is_consistent() -> None:
    finding = only("parts", *RATIOS, "stated_change FY2021 179%")
    assert finding.verdict == "consistent"
    assert finding.computed
    assert 1.7 < finding.computed.value < 1.9


def test_a_change_of_a_ratio_that_is_neither_is_a_contradiction() -> None:
    assert only("parts", *RATIOS, "stated_change FY2021 12.0%").verdict == "contradiction"


def test_a_statement_without_scope_that_fits_another_scope() -> None:
    rows = ("profit FY2021 50 m CNY scope=owners", "profit FY2021 70 m CNY scope=total", "revenue FY2021 100 m CNY")
    finding = only("parts", *rows, "margin FY2021 70.0%")
    assert (finding.verdict, finding.why) == ("scope", "other_scope")
    named_scope = only("parts", *rows, "margin FY2021 70.0% scope=owners")
    assert named_scope.verdict == "contradiction"
    assert only("parts", *rows, "margin FY2021 90.0%").verdict in ("contradiction", "unchecked")


def test_a_statement_without_basis_that_fits_another_basis() -> None:
    rows = ("profit FY2021 50 m CNY basis=adjusted", "profit FY2021 -70 m CNY", "revenue FY2021 100 m CNY")
    assert only("parts", *rows, "margin FY2021 50.0%").verdict == "basis"


def test_days_by_an_unnamed_definition_are_another_basis() -> None:
    rows = ("receivables 2021-12-31 100 m CNY", "revenue FY2021 365 m CNY")
    assert only("parts", *rows, "days FY2021 140.25 days").verdict == "basis"
    assert only("parts", *rows, "days FY2021 100 days").verdict == "consistent"
    assert only("parts", "days FY2021 140.25 days").verdict == "unchecked"


def test_what_lacks_a_part_is_unchecked_and_says_why() -> None:
    finding = only("parts", "growth FY2021 25.0%", "revenue FY2021 250 m CNY")
    assert (finding.verdict, finding.why) == ("unchecked", "missing_input")


def test_nothing_is_said_of_what_no_declaration_covers() -> None:
    assert found("stated_growth FY2021 25.0%", "revenue FY2021 250 m CNY") == ()
    assert named("exit 2021-01-02 said=2021-01-02") == []


LEVELS = ("profit H1-2023 -3.1 bn CNY", "profit H1-2024 -2.457 bn CNY")


def test_a_statement_that_lost_is_shown_to_be_wrong_and_is_settled() -> None:
    used, lost = made.fact("loss_growth H1-2024 -21.33%", 8), made.fact("loss_growth H1-2024 21.33%", 9)
    choice = Choice(used, (), Dispute(used.key, used, (lost,), {"en": "The levels fit."}))
    known = facts(*LEVELS)
    findings = find(replace(known, choices={**known.choices, used.key: choice}), METRICS, RELATED)
    (finding,) = (f for f in findings if f.rule == "parts" and f.verdict == "contradiction")
    assert (finding.stated, finding.why, finding.settled) == (lost, "sign", {"en": "The levels fit."})


def test_of_two_statements_that_nothing_decides_each_is_checked() -> None:
    findings = found(*LEVELS, "loss_growth H1-2024 -21.33%", "loss_growth H1-2024 21.33%")
    assert {(f.stated.as_written, f.verdict) for f in findings if f.rule == "parts"} == {
        ("-21.33%", "consistent"),
        ("21.33%", "contradiction"),
    }
