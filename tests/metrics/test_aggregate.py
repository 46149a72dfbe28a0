from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.metrics.kinds import KINDS
from reportgen.spec.kinds import Kinds
from reportgen.spec.project import load_project
from tests.support.made import answer, metric, refusal

SALES = "  a: {label: {en: A}, kind: aggregate, table: t, measure: flow, "


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("unit: money, how: sum, currency: EUR}", "E253 metrics.a.how: 'sum' needs a column; name it as `column:`."),
        (
            "unit: money, how: sum, column: c}",
            "E253 metrics.a.table: a metric in money needs the currency of its column; write it as `currency:`, such as EUR.",
        ),
        ("unit: pure, how: sum, column: c, currency: EUR}", "E253 metrics.a.currency: a metric in pure has no currency; delete it."),
        ("unit: money, how: count}", "E253 metrics.a.how: a count of rows is not in money; its unit is pure, persons or shares."),
        (
            "unit: persons, how: avg, column: c}",
            "E253 metrics.a.how: 'avg' of rows is no flow, which could be added up; write measure: none.",
        ),
        ("unit: pct, how: sum, column: c, mult: m}", "E253 metrics.a.mult: 'pct' has no multiplier; delete it."),
        (
            "unit: money/persons, how: count}",
            "E253 metrics.a.table: a table gives no metric in money/persons; divide two aggregates by a formula instead.",
        ),
    ],
)
def test_declarations_that_do_not_go_together_are_told(tmp_path: Path, text: str, sentence: str) -> None:
    file = tmp_path / "config" / "metrics" / "m.yaml"
    file.parent.mkdir(parents=True)
    file.write_text("metrics:\n" + SALES + text + "\n", encoding="utf-8")
    found = [f"{p.code} {p.path}: {p.message}" for p in load_project(tmp_path, Kinds(KINDS)).problems]
    assert found == [sentence]


def test_where_no_tables_are_open_there_is_no_value() -> None:
    wanted = metric("aggregate", "money", table="t", how="sum", column="c", currency="CNY")
    assert refusal(answer((), wanted, "FY2023")) == ("n.a.", "not_known")
