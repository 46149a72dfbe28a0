"""The rows of a table counted again in plain Python: equal for what a build wrote, and every planted difference found."""

from __future__ import annotations

import json
from copy import deepcopy
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from reportgen.audit.recount import recount
from tests.facts.tables.folder import METRICS, REPORT, ROWS, TICKETS, copy
from tests.spec.schema_check import faults
from tests.support import project

pytestmark = pytest.mark.needs_pango


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """provenance.json of the case."""
    root, out = copy(tmp_path_factory.mktemp("tickets")), tmp_path_factory.mktemp("out")
    ran = project.run(root, "build", REPORT, "--out", str(out))
    assert ran.exit == 0, ran.err
    found: dict[str, Any] = json.loads((out / "provenance.json").read_text(encoding="utf-8"))
    return found


def test_python_counts_what_the_database_counted(content: dict[str, Any]) -> None:
    asked = [fact["query"]["how"] for fact in content["facts"].values() if "query" in fact]
    assert {"sum", "count", "avg"} <= set(asked)
    assert list(recount(content, TICKETS)) == []


def test_the_file_with_queries_fits_its_schema(content: dict[str, Any]) -> None:
    schema = json.loads(resources.files("reportgen.provenance").joinpath("provenance.schema.json").read_text())
    assert list(faults(content, schema)) == []


def test_every_changed_number_is_found(content: dict[str, Any]) -> None:
    for name, fact in content["facts"].items():
        if "query" not in fact:
            continue
        changed = deepcopy(content)
        last = "1" if fact["value"][-1] != "1" else "2"
        changed["facts"][name]["value"] = fact["value"][:-1] + last
        assert len(list(recount(changed, TICKETS))) == 1, name
        changed = deepcopy(content)
        changed["facts"][name]["query"]["rows"] += 1
        assert len(list(recount(changed, TICKETS))) == 1, name


def test_another_file_is_found(content: dict[str, Any], tmp_path: Path) -> None:
    root = copy(tmp_path)
    text = (root / ROWS).read_text(encoding="utf-8")
    (root / ROWS).write_text(text.replace("lakeline", "ardent", 1), encoding="utf-8")
    assert any("has another hash" in wrong for wrong in recount(content, root))


def test_a_large_file_is_left_to_whoever_asks(content: dict[str, Any]) -> None:
    wrong = deepcopy(content)
    for fact in wrong["facts"].values():
        if "query" in fact:
            fact["query"]["rows"] += 1
    assert list(recount(wrong, TICKETS, most=10)) == []
    assert list(recount(wrong, TICKETS, most=None))


def test_the_brief_leads_from_number_to_query(content: dict[str, Any], tmp_path: Path) -> None:
    ran = project.run(copy(tmp_path), "trace", REPORT, "growth")
    assert ran.exit == 0, ran.err
    assert "sum(amount); line = lakeline; day 2024-01-01..2024-12-31; seen ≤ 2025-03-31;" in ran.out
    assert [fact["query"]["table"] for fact in content["facts"].values() if "query" in fact]


def test_an_edited_row_stops_nothing_but_changes_the_figure(tmp_path: Path) -> None:
    """A table is an input: the edition after an edit has another value and another hash, never a kept one."""
    root = copy(tmp_path)
    values = []
    for name in ("a", "b"):
        ran = project.run(root, "build", REPORT, "--out", str(tmp_path / name))
        assert ran.exit == 0, ran.err
        values.append((tmp_path / name / "figures.csv").read_text(encoding="utf-8"))
        with (root / ROWS).open("a", encoding="utf-8") as file:
            file.write("lakeline,2024-05-05,travel,1000.00,1,2024-05-06\n")
    assert values[0] != values[1]


def test_a_metric_of_no_table_is_told_at_its_place(tmp_path: Path) -> None:
    root = copy(tmp_path)
    path = root / METRICS
    path.write_text(path.read_text(encoding="utf-8").replace("table: tickets", "table: tikets", 1), encoding="utf-8")
    ran = project.run(root, "check", REPORT)
    assert ran.exit == 3
    assert (
        "error[E334] config/metrics/tickets.yaml:2:3 metrics.ticket_sales.table: no table 'tikets'. Known: tickets. Did you mean" in ran.out
    )


def test_a_table_longer_than_the_limit_offers_the_attachment(tmp_path: Path) -> None:
    root = copy(tmp_path)
    spec = root / "config" / "reports" / f"{REPORT}.yaml"
    project.edit(spec, "          table: segments\n", "          table: segments\n          rows: 1\n")
    ran = project.run(root, "build", REPORT, "--out", str(tmp_path / "out"))
    assert ran.exit == 4
    assert "E429" in ran.err
    assert "table 'segments' has 2 rows; a page takes 1." in ran.err
    assert "figures.csv, attached to the PDF and beside the HTML, holds every number." in ran.err
    assert not (tmp_path / "out").exists()
