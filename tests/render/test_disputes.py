"""Disputed figures in words: the one used, every other statement under its own name, and what the others give."""

from __future__ import annotations

from dataclasses import replace

from reportgen.model.fact import Dispute
from reportgen.model.quantity import exact
from reportgen.render.disputes import DisputeEntry, disputes
from reportgen.text.locale import load
from tests.render import sample


def entry(dispute: Dispute, language: str = "en") -> DisputeEntry:
    """That dispute as the sample's annex tells it."""
    document = sample.document(language)
    (found,) = disputes(replace(document, annex=replace(document.annex, disputes=(dispute,))), load(language))
    return found


def sides(found: DisputeEntry) -> list[tuple[str, str, bool]]:
    return [(side.about, side.value.replace("\u00a0", " "), side.chosen) for side in found.statements]


def test_two_statements_on_one_key_need_no_name() -> None:
    found = entry(sample.dispute())
    assert [(about, chosen) for about, _, chosen in sides(found)] == [("", True), ("", False)]


def test_a_statement_on_another_key_bears_its_name_and_period() -> None:
    dispute = sample.dispute()
    other = dispute.others[0]
    elsewhere = replace(other, key=other.key._replace(metric="allowance", period="FY2020"), period=other.period.prior(2))
    found = entry(replace(dispute, others=(elsewhere,), names={"allowance": {"en": "Allowance", "de": "Wertberichtigung"}}))
    assert sides(found)[1][0] == "Allowance, 2020"


def test_another_period_of_the_same_metric_is_named_by_the_period_alone() -> None:
    dispute = sample.dispute()
    other = dispute.others[0]
    earlier = replace(other, key=other.key._replace(period="FY2020"), period=other.period.prior(2))
    assert sides(entry(replace(dispute, others=(earlier,))))[1][0] == "2020"


def test_what_the_others_give_stands_beside_the_statement_used() -> None:
    dispute = sample.dispute()
    assert dispute.chosen
    assert dispute.chosen.quantity
    given = exact(7 * 10**9, dispute.chosen.quantity.unit)
    found = entry(replace(dispute, computed=given))
    assert [chosen for _, _, chosen in sides(found)] == [True, False, False]
    assert "7 bn" in sides(found)[1][1]
    assert found.statements[1].code == "own calculation"


def test_a_computed_value_that_is_used_stands_first() -> None:
    dispute = sample.dispute()
    found = entry(replace(dispute, chosen=None, computed=exact(7 * 10**9, "CNY")), "de")
    assert [chosen for _, _, chosen in sides(found)] == [True, False]
    assert found.statements[0].code == "eigene Berechnung"
