"""The commands that only look: check, list, schema and trace; and how reports are named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support import project


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    return project.copy(tmp_path)


def test_check_finds_nothing_in_a_good_project() -> None:
    assert project.run(project.FERRIES, "check") == project.Ran(0, "", "")


def test_check_writes_its_findings_where_results_go(desk: Path) -> None:
    project.edit(desk / project.SPEC, "kind: waterfall", "kind: watterfall")
    ran = project.run(desk, "check")
    assert (ran.exit, ran.err) == (2, "")
    assert ran.out.startswith(f"error[E210] {project.SPEC}:94:18 charts.bridge.kind: no chart kind 'watterfall'.")
    assert not (desk / "build").exists()


def test_check_lists_claims_without_a_condition(desk: Path) -> None:
    project.edit(desk / project.SPEC, '  - holds: "from_issue < -50%"\n    en', "  - en")
    ran = project.run(desk, "check")
    assert ran.exit == 0
    assert ran.out.splitlines()[0] == (
        f"warning[W231] {project.SPEC}:74:5 bullets[3]: this claim has no condition; "
        "say in 'holds:' or 'when:' what must be true of the figures."
    )


def test_a_claim_that_the_facts_no_longer_support_stops_the_build(desk: Path) -> None:
    project.edit(desk / project.FACTS, ",-12.6,m,", ",-8.1,m,")
    ran = project.run(desk, "build", "--locale", "en")
    said = [line for line in ran.err.splitlines() if "bullets[2]" in line]
    assert said[0].startswith(
        f"error[E341] {project.SPEC}:71:12 bullets[2][0].holds: the figures no longer support this: loss['FY2024'] > 2 * loss['FY2023'] "
        "does not hold (loss[FY2024] = €8.1"
    )
    assert ran.exit == 3
    assert not (desk / "build").exists()


@pytest.mark.parametrize("name", ["fleet-review", "fleet-review.yaml", str(project.FERRIES / project.SPEC)])
def test_a_report_is_named_by_name_or_file(name: str) -> None:
    assert project.run(project.FERRIES, "check", name).exit == 0


def test_a_report_that_does_not_exist_is_told_with_the_known_ones() -> None:
    ran = project.run(project.FERRIES, "build", "fleet-revue")
    assert ran.exit == 2
    assert "no report 'fleet-revue'. Known: fleet-review. Did you mean 'fleet-review'?" in ran.err


def test_a_folder_that_is_no_project_is_told(tmp_path: Path) -> None:
    ran = project.run(tmp_path, "build")
    assert ran == project.Ran(
        2, "", f"error[E101] {tmp_path}/config/reports no report spec here. Name the project's folder with --project.\n"
    )


def test_list_names_reports_metrics_kinds_and_filters() -> None:
    assert project.run(project.FERRIES, "list", "reports").out == "fleet-review\n"
    metrics = project.run(project.FERRIES, "list", "metrics").out.splitlines()
    assert metrics[0].split() == ["cumulative_loss", "cumulative", "Losses", "added", "up"]
    assert len(metrics) == 15
    kinds = [line.split()[:2] for line in project.run(project.FERRIES, "list", "kinds").out.splitlines()]
    assert ["chart", "waterfall"] in kinds
    assert ["metric", "growth"] in kinds
    assert ["table", "periods"] in kinds
    assert "money" in project.run(project.FERRIES, "list", "filters").out.splitlines()


@pytest.mark.parametrize("what", ["report", "metrics", "theme"])
def test_schema_prints_json(what: str) -> None:
    ran = project.run(project.FERRIES, "schema", what)
    assert (ran.exit, ran.err) == (0, "")
    assert json.loads(ran.out)["$schema"].startswith("https://json-schema.org/")


def test_trace_leads_from_a_number_to_the_rows_behind_it() -> None:
    ran = project.run(project.FERRIES, "trace", "fleet-review", "fuel_ratio@FY2024")
    assert (ran.exit, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert lines[0] == "fleet-review/fuel_ratio@FY2024 = 33.9%   [computed, Fuel cost to revenue, FY2024]"
    assert "  f / r" in lines
    assert f"    f01 p5: '58.7 million', known 2025-02-20, {project.FACTS}:7:1" in lines
    assert f"    f01 p2: '173.2 million', known 2025-02-20, {project.FACTS}:18:1" in lines


def test_trace_tells_the_known_figures_and_points() -> None:
    ran = project.run(project.FERRIES, "trace", "fleet-review", "fuel@FY2030")
    assert ran.exit == 2
    assert "figure 'fuel' has no point 'FY2030'. Known: FY2022, FY2023, FY2024." in ran.err
    assert "no figure 'fule'. Known: revenue, growth" in project.run(project.FERRIES, "trace", "fleet-review", "fule").err


def test_out_takes_one_report(desk: Path) -> None:
    (desk / "config" / "reports" / "other.yaml").write_text("report: other\n", encoding="utf-8")
    ran = project.run(desk, "build", "--out", str(desk / "x"))
    assert ran.exit == 2
    assert "--out takes one report: the files of several would overwrite each other." in ran.err
    assert not (desk / "x").exists()
