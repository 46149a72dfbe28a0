"""Why a number has no value, in the words of the reader: metrics by their names, not by the ids of the files."""

from __future__ import annotations

from dataclasses import replace

from reportgen.model.figure import Missing, Point
from reportgen.model.period import parse
from reportgen.render import naming
from reportgen.text.locale import load
from tests.render import sample
from tests.render.made import short

REFUSED = Missing("n.a.", "not_reproducible", (("metrics", "revenue, net_debt"),))
POINT = Point("", "FY2021", sample.REVENUE, "meridian", parse("FY2021"), REFUSED)


def context(tag: str = "en") -> naming.Context:
    return replace(naming.context_of(short(), load(tag)), metrics={"revenue": sample.REVENUE})


def test_a_reason_calls_metrics_by_their_labels_and_unknown_ones_by_their_id() -> None:
    assert naming.reason(POINT, context()) == "cannot be rebuilt from what is published; missing: revenue and net_debt"
    assert "Umsatz" in naming.reason(POINT, context("de"))


def test_what_has_a_value_or_says_a_word_has_no_reason() -> None:
    assert naming.reason(replace(POINT, result=sample.number("3.81", "CNY", 9)), context()) == ""
    assert naming.reason(replace(POINT, said="HOLD"), context()) == ""
