"""Directions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reportgen.consistency.find import find
from reportgen.model.fact import Choice
from tests.consistency.make import METRICS, RELATED, found, named, only
from tests.support import made


def test_a_profit_and_its_loss_cannot_both_grow() -> None:
    finding = only("sign", "profit_growth H1-2024 21.33% scope=owners", "loss_growth H1-2024 21.33% scope=owners")
    assert (finding.verdict, finding.why) == ("contradiction", "opposites")
    assert len(finding.disputed) == 2
    assert named("profit_growth H1-2024 21.33%", "loss_growth H1-2024 -21.33%") == []


def test_growth_of_profits_in_two_scopes_is_not_compared() -> None:
    assert not [f for f in found("profit_growth FY2021 5% scope=owners", "loss_growth FY2021 5% scope=total") if f.rule == "sign"]


LOSSES = ("profit H1-2023 -3.1 bn CNY", "profit H1-2024 -2.457 bn CNY")


@pytest.mark.parametrize(
    ("stated", "verdict", "why"),
    [("21.33%", "unchecked", "negative_base"), ("-21.33%", "contradiction", "sign"), ("60%", "contradiction", "")],
)
def test_growth_from_a_negative_number(stated: str, verdict: str, why: str) -> None:
    finding = only("sign", *LOSSES, f"profit_growth H1-2024 {stated}")
    assert (finding.verdict, finding.why) == (verdict, why)


def test_a_loss_said_to_grow_that_shrank() -> None:
    finding = only("parts", *LOSSES, "loss_growth H1-2024 21.33%")
    assert (finding.verdict, finding.why) == ("contradiction", "sign")


@pytest.mark.parametrize(
    ("words", "note", "value", "verdict"),
    [
        ("an increase of 5%", "", "5%", "consistent"),
        ("an increase of 5%", "", "-5%", "contradiction"),
        ("5%", 'the source says "declined"', "5%", "contradiction"),
        ("5%", "declined, in our words", "5%", None),
        ("stieg um 5 %", "", "-5%", "contradiction"),
        ("下降5%", "", "5%", "contradiction"),
        ("more than 5%", "", "-5%", None),
        ("negative growth of 5%", "", "-5%", None),
        ("負增長5%", "", "-5%", None),
        ("an increase after the decline of 5%", "", "-5%", None),
        ("Rückgang um 5 %", "", "-5%", "consistent"),
    ],
)
def test_words_against_the_sign(words: str, note: str, value: str, verdict: str | None) -> None:
    facts = made.facts(f"growth FY2021 {value}")
    key, choice = next(iter(facts.choices.items()))
    said = replace(choice.fact, as_written=words, note=note)
    findings = find(replace(facts, choices={key: Choice(said)}), METRICS, RELATED)
    assert [f.verdict for f in findings if f.rule == "wording"] == ([verdict] if verdict else [])


def test_a_stated_course_against_its_years() -> None:
    rows = tuple(f"cost FY{year} {amount} m CNY" for year, amount in ((2019, 10), (2020, 20), (2021, 15)))
    assert only("course", *rows, "course FY2019..FY2020 said=up").verdict == "consistent"
    assert only("course", *rows, "course FY2019..FY2021 said=up").verdict == "contradiction"
    assert only("course", *rows, "course FY2020..FY2021 said=down").verdict == "consistent"
    assert only("course", *rows, "course FY2021..FY2022 said=down").verdict == "unchecked"
