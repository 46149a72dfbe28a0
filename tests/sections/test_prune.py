"""What a spec leaves out where its condition does not hold, or where a value is not known."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reportgen.model.figure import Figure
from reportgen.pipeline import Build, Order, build, open_project
from reportgen.sections.desk import Desk
from reportgen.text.locale import load
from tests.support import project
from tests.support.made import facts, figure

pytestmark = pytest.mark.needs_pango

UNKNOWN = "passengers['FY2022'] > 0 persons"
OMIT = (
    "passengers: {metric: passengers, periods: [FY2022..FY2024],",
    "passengers: {metric: passengers, periods: [FY2022..FY2024], on_missing: omit,",
)
LAST = "  - label: {en: What is next, de: Wie es weitergeht}\n"


def built(folder: Path, *edits: tuple[str, str]) -> tuple[Build, str]:
    spec = project.copy(folder) / project.SPEC
    for old, new in (OMIT, *edits):
        project.edit(spec, old, new)
    done = build(open_project(folder), spec, Order(locales=("en",), out=folder / "out"), lambda _: None)
    page = folder / "out" / "brief.en.html"
    return done, page.read_text(encoding="utf-8") if page.exists() else ""


def said(done: Build) -> list[str]:
    return [f"{p.code} {p.message}" for p in done.problems if p.severity == "error"]


def exhibits(html: str) -> list[int]:
    return [int(n) for n in re.findall(r'id="exhibit-(\d+)"', html)]


def test_a_section_whose_condition_fails_is_left_out_with_its_exhibits(tmp_path: Path) -> None:
    done, html = built(tmp_path, (LAST, f'{LAST}    when: "{UNKNOWN}"\n'))
    assert said(done) == []
    assert "What is next" not in html
    assert exhibits(html) == [1, 2, 3, 4, 5, 6]
    assert "rivals" not in html


def test_a_block_that_is_left_out_leaves_no_gap_in_the_numbers(tmp_path: Path) -> None:
    old = "      - exhibit:\n          table: segments\n"
    done, html = built(tmp_path, (old, old.replace("- exhibit", f'- when: "{UNKNOWN}"\n        exhibit')))
    assert said(done) == []
    assert "What each segment brings" not in html
    assert exhibits(html) == list(range(1, 10))


def test_notes_and_card_lines_are_left_out_as_well(tmp_path: Path) -> None:
    note = "        title: {en: The group., de: Der Konzern.}\n"
    line = "{label: {en: Passengers of the year, de: Fahrgäste im Jahr}, value"
    done, html = built(
        tmp_path, (note, f'{note}        when: "{UNKNOWN}"\n'), (line, line.replace("{label", f'{{when: "{UNKNOWN}", label', 1))
    )
    assert said(done) == []
    assert "The group." not in html
    assert "Passengers of the year" not in html


def test_what_holds_is_kept(tmp_path: Path) -> None:
    done, html = built(tmp_path, (LAST, f"{LAST}    when: \"passengers['FY2024'] > 0 persons\"\n"))
    assert said(done) == []
    assert "What is next" in html
    assert exhibits(html) == list(range(1, 11))


def test_a_point_left_out_is_no_column_and_no_key_figure(tmp_path: Path) -> None:
    """Fuel of 2025 is not known: its column goes, and the line of the rail that asks for it."""
    done, html = built(
        tmp_path,
        ("fuel: {metric: fuel_cost, periods: [FY2022..FY2024]}", "fuel: {metric: fuel_cost, periods: [FY2022..FY2025], on_missing: omit}"),
        ("    periods: [FY2022, FY2023, FY2024]\n", "    periods: [FY2022, FY2023, FY2024, FY2025]\n"),
        ("    - - {figure: \"passengers['FY2024']\"}", "    - - {figure: \"fuel['FY2025']\"}\n      - {figure: \"passengers['FY2024']\"}"),
    )
    assert said(done) == []
    heads = re.findall(r'<th scope="col"[^>]*>.*?</th>', html, re.DOTALL)
    assert any("2024" in head for head in heads)
    assert not any("2025" in head for head in heads)


def test_a_chart_of_a_figure_without_any_value_says_what_to_do(tmp_path: Path) -> None:
    done, _ = built(
        tmp_path,
        ("  from_issue: {", "  tickets: {metric: passengers, periods: [FY2019, FY2020], on_missing: omit}\n  from_issue: {"),
        ("ratios: {kind: line, series: [fuel_ratio, loss_ratio]}", "ratios: {kind: line, series: tickets}"),
    )
    assert "E428 of figure 'tickets' no value is known." in said(done)


def test_a_series_without_any_value_is_left_out_of_a_chart_that_has_others(tmp_path: Path) -> None:
    done, html = built(
        tmp_path,
        (
            "  from_issue: {",
            "  tickets: {metric: fuel_ratio, periods: [FY2019, FY2020], on_missing: omit, label: {en: Tickets}}\n  from_issue: {",
        ),
        ("ratios: {kind: line, series: [fuel_ratio, loss_ratio]}", "ratios: {kind: line, series: [tickets, fuel_ratio, loss_ratio]}"),
    )
    assert said(done) == []
    assert "Tickets" not in html


def test_a_chart_may_set_apart_a_point_that_is_left_out(tmp_path: Path) -> None:
    """Fuel of 2025 is not known: the key goes with its point; one that the figure never had is a mistake still."""
    figure = (
        "  from_issue: {",
        "  tickets: {metric: fuel_cost, periods: [FY2022..FY2025], on_missing: omit, label: {en: Tickets}}\n  from_issue: {",
    )
    old = "ratios: {kind: line, series: [fuel_ratio, loss_ratio]}"
    done, html = built(
        tmp_path / "known", figure, (old, "ratios: {kind: columns, series: tickets, apart: [FY2025], highlight: [FY2025, FY2024]}")
    )
    assert said(done) == []
    assert html
    done, _ = built(tmp_path / "unknown", figure, (old, "ratios: {kind: columns, series: tickets, apart: [FY2031]}"))
    assert "E412 no point 'FY2031' in this chart." in said(done)


def test_a_condition_on_a_point_left_out_is_false_and_no_mistake() -> None:
    known = figure("revenue", "FY2020 100 m CNY", "FY2021 n.a.")
    partly = {"revenue": Figure("revenue", known.points[:1], known.label, None, known.points[1:])}
    desk = Desk(partly, facts(), load("en"), lambda _: None)
    assert desk.true("revenue['FY2020'] > 1 CNY", ())
    assert not desk.true("revenue['FY2021'] > 1 CNY", ())
    assert desk.true("max(revenue) > 1 CNY", ())
    assert desk.problems == []
    assert not desk.true("revenue['FY2022'] > 1 CNY", ())
    assert [p.code for p in desk.problems] == ["E273"]
