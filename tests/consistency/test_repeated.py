"""Statements on one key, and on keys that differ in scope, basis or window alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.consistency.find import find
from reportgen.model.finding import Finding
from reportgen.spec.relations import Related
from tests.consistency.make import found, only
from tests.facts import folder


def read(tmp_path: Path, *rows: str, resolutions: str = "") -> tuple[Finding, ...]:
    """The findings on rows of a fact file, decided by the policy."""
    facts, problems = folder.loaded(tmp_path, *rows, resolutions=resolutions)
    assert not [p for p in problems if p.severity == "error"], problems
    return find(facts, folder.METRICS, Related())


@pytest.mark.parametrize(
    ("value", "verdict"),
    [("4.7", "same"), ("4.70", "consistent"), ("4.68", "consistent"), ("4.9", "contradiction"), ("4.0", "contradiction")],
)
def test_two_statements_on_one_key(tmp_path: Path, value: str, verdict: str) -> None:
    (finding,) = read(tmp_path, folder.line(), folder.line(value=value, loc="p2"))
    assert (finding.rule, finding.verdict) == ("repeated", verdict)
    assert finding.is_open == (verdict == "contradiction")


def test_what_the_policy_decides_is_settled_by_its_reason(tmp_path: Path) -> None:
    (finding,) = read(tmp_path, folder.line(), folder.line(value="5.1", source="broker"))
    assert finding.verdict == "contradiction"
    assert finding.settled["en"] == "The source used is closer to the issuer."
    assert finding.stated.as_written == "4.7 billion"


RESOLUTION = """\
resolutions:
  - entity: acme
    metric: revenue
    period: FY2021
    choose: {source: paper, loc: p2}
    owner: desk
    reason: {en: The growth fits.}
"""


def test_what_the_desk_decides_is_settled_by_its_reason(tmp_path: Path) -> None:
    (finding,) = read(tmp_path, folder.line(), folder.line(value="5.1", loc="p2"), resolutions=RESOLUTION)
    assert finding.settled == {"en": "The growth fits."}


def test_dates_that_agree_to_the_month(tmp_path: Path) -> None:
    cells = {"metric": "exit", "period": "2021-12", "mult": "", "unit": "date"}
    both = folder.line(**cells, value="2021-12"), folder.line(**cells, value="2021-12-30", loc="p2")
    assert [f.verdict for f in read(tmp_path, *both)] == ["consistent"]


def test_scope_basis_and_window_are_other_measures() -> None:
    assert only("repeated", "profit FY2021 5 m CNY scope=owners", "profit FY2021 8 m CNY scope=total").verdict == "scope"
    assert only("repeated", "profit FY2021 5 m CNY", "profit FY2021 8 m CNY basis=adjusted").verdict == "basis"
    assert only("repeated", "profit FY2021 5 m CNY scope=owners", "profit FY2021 8 m CNY basis=adjusted").verdict == "basis"
    assert only("repeated", "profit FY2018..FY2021 5 m CNY", "profit FY2019..FY2022 8 m CNY").verdict == "window"


def test_other_measures_that_say_the_same_are_no_finding() -> None:
    assert found("profit FY2021 5 m CNY scope=owners", "profit FY2021 5.1 m CNY scope=total") == ()
    assert found("profit FY2018..FY2019 5 m CNY", "profit FY2020..FY2021 8 m CNY") == ()
    assert found("profit FY2021 5 m CNY", "profit FY2021 8 m CNY segment=tools") == ()
