"""Facts and figures as frames: the same numbers as in the pipeline, in columns."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from reportgen import frames, pipeline
from reportgen.model.problem import ReportError
from tests.support import project

DESK = pipeline.open_project(project.FERRIES)


def test_facts_are_a_row_a_key_with_value_and_interval() -> None:
    found = frames.facts(DESK, date(2025, 3, 31))
    assert tuple(found.columns) == frames.FACTS
    assert not found.duplicated(["entity", "metric", "period", "scope", "basis"]).all()
    known = found.dropna(subset=["value"])
    assert (known["low"] <= known["value"]).all()
    assert (known["value"] <= known["high"]).all()
    assert all(isinstance(value, Decimal) for value in known["value"])


def test_nothing_known_later_is_in_the_frame() -> None:
    assert frames.facts(DESK, date(1990, 1, 1)).empty


def test_figures_are_the_points_of_the_report() -> None:
    found = frames.figures(DESK, project.REPORT)
    assert tuple(found.columns) == frames.FIGURES
    assert set(found["method"]) >= {"reported", "computed"}
    assert (found["value"].notna() | (found["missing"] != "")).all()


def test_a_report_that_is_not_there_is_told_as_such() -> None:
    with pytest.raises(ReportError, match="no-such-report"):
        frames.figures(DESK, "no-such-report")
