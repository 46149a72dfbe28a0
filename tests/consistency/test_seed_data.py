"""The project's own facts: every contradiction between them has been read."""

from __future__ import annotations

from reportgen import pipeline
from reportgen.model.problem import errors
from tests.support.project import ROOT


def test_no_contradiction_of_the_facts_is_open_and_no_decision_is_idle() -> None:
    findings, problems = pipeline.conflicts(pipeline.open_project(ROOT), None)
    assert [str(p) for p in errors(problems)] == []
    assert [(f.rule, str(f.stated.key), f.stated.as_written) for f in findings if f.is_open] == []
    assert any(f.verdict == "contradiction" for f in findings)
