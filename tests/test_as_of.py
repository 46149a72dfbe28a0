"""What was known on a day, and nothing that came later."""

from __future__ import annotations

import csv
import shutil
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen import figures as figures_stage
from reportgen.facts import load as facts_stage
from reportgen.facts.read import read_seeds
from reportgen.model.fact import Fact
from reportgen.model.figure import Figures, Missing, Point
from reportgen.model.problem import Location
from reportgen.pipeline import Order, build, open_project
from reportgen.spec.load import LoadedSpec, load_spec
from reportgen.spec.project import Project
from tests.support.project import ROOT

REPORTS = tuple(sorted(file.stem for file in (ROOT / "config/reports").glob("*.yaml")))
DAY = date(2023, 7, 31)
KNOWN_BY_THEN = ("dossier", "investor-exit", "lockup-day")


@cache
def project() -> Project:
    return open_project(ROOT)


@cache
def spec(report: str) -> LoadedSpec:
    loaded, problems = load_spec(ROOT / "config/reports" / f"{report}.yaml", project())
    assert loaded, problems
    return loaded


def figures(report: str, day: date, given: Project | None = None) -> Figures:
    """Every figure that can be had, whatever is wrong with the rest: a resolution may name a row that was not there yet."""
    found = given or project()
    facts, _ = facts_stage.load(found.root, found.metrics, day)
    return figures_stage.compute(spec(report).spec, facts, found.metrics, spec(report).positions.__getitem__)[0]


def without_what_came_later(folder: Path, day: date) -> Project:
    """The project as the desk had it on a day: rows known later are deleted from its files."""
    for part in ("config", "seeds"):
        shutil.copytree(ROOT / part, folder / part)
    seeds, _ = read_seeds(ROOT)
    later = {(fact.where.file, fact.where.line) for fact in seeds.facts if fact.known_at > day}
    for file in sorted((folder / "seeds/facts").glob("*.csv")):
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
        name = file.relative_to(folder).as_posix()
        file.write_text("".join(line for n, line in enumerate(lines, 1) if (name, n) not in later), encoding="utf-8")
    return open_project(folder)


def told(point: Point) -> object:
    """All that a brief can print of a point, its inputs and disputes."""
    result = (point.result.kind, point.result.reason, point.result.slots) if isinstance(point.result, Missing) else point.result
    inputs = [(name, told(item) if isinstance(item, Point) else stated(item)) for name, item in point.inputs]
    disputes = [(d.key, stated(d.chosen), [stated(f) for f in d.others], d.reason, d.computed) for d in point.disputes]
    return (point.id, result, point.formula, point.method, point.status, point.said, inputs, disputes)


def stated(fact: Fact | None) -> object:
    """A fact without its line, which moves when rows before it are deleted."""
    return fact and replace(fact, where=Location(fact.where.file, 1, 1))


def known_at(point: Point) -> list[date]:
    sides = [f for d in point.all_disputes for f in (*((d.chosen,) if d.chosen else ()), *d.others)]
    return [fact.known_at for fact in (*point.facts, *sides)]


@settings(max_examples=12, deadline=None)
@given(st.sampled_from(REPORTS), st.dates(date(2021, 1, 1), date(2025, 6, 30)))
def test_no_figure_rests_on_a_fact_of_a_later_day(report: str, day: date) -> None:
    assert all(known <= day for figure in figures(report, day).values() for point in figure for known in known_at(point))


@pytest.mark.parametrize("day", [date(2022, 6, 30), DAY, date(2023, 8, 29), date(2024, 11, 1)], ids=date.isoformat)
def test_facts_of_later_days_change_nothing_that_a_brief_can_say(tmp_path: Path, day: date) -> None:
    then = without_what_came_later(tmp_path, day)
    for report in REPORTS:
        now = {name: [told(p) for p in figure] for name, figure in figures(report, day).items()}
        assert now == {name: [told(p) for p in figure] for name, figure in figures(report, day, then).items()}, report


@pytest.mark.parametrize("report", REPORTS)
@pytest.mark.needs_pango
def test_what_can_be_built_as_of_the_end_of_july_2023(report: str, tmp_path: Path) -> None:
    """Three briefs rest on what was known then; the others say what was not."""
    done = build(project(), ROOT / "config/reports" / f"{report}.yaml", Order(as_of=DAY, out=tmp_path / "out"), lambda _: None)
    failed = [problem for problem in done.problems if problem.severity == "error"]
    if report in KNOWN_BY_THEN:
        assert not failed
        assert list((tmp_path / "out").glob("brief.*.pdf"))
    else:
        assert any("not known on 2023-07-31" in problem.message for problem in failed)
        assert {problem.code[:2] for problem in failed} == {"E3"}
        assert not (tmp_path / "out").exists()


def test_the_facts_have_days_on_both_sides_of_each_brief() -> None:
    """Otherwise the tests above would compare a thing with itself."""
    with (ROOT / "seeds/facts/sensetime.csv").open(encoding="utf-8", newline="") as file:
        assert sum(1 for _ in csv.DictReader(file)) > 100
    days = sorted(fact.known_at for fact in read_seeds(ROOT)[0].facts)
    assert days[0] < DAY < days[-1]
