"""What check says of words that a language lacks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support import project


@pytest.fixture
def ferries(tmp_path: Path) -> Path:
    return project.copy(tmp_path)


def test_a_language_that_is_asked_for_gets_one_warning_with_count_and_places(ferries: Path) -> None:
    ran = project.run(ferries, "check", "--locale", "zh-Hant", project.REPORT)
    lines = [line for line in ran.out.splitlines() if "W239" in line]
    assert ran.exit == 0
    assert len(lines) == 1
    assert f"{project.SPEC}:" in lines[0]
    assert "not translated into zh-Hant: " in lines[0]
    assert " more; the names of " in lines[0]
    assert "`check --locale zh-Hant --verbose` lists every place." in lines[0]


def test_every_place_is_listed_on_demand(ferries: Path) -> None:
    ran = project.run(ferries, "check", "--locale", "zh-Hans", "--verbose", project.REPORT)
    assert "W239" not in ran.out
    assert "warning[W226]" in ran.out
    assert "title[0]: no words in zh-Hans; those in en are printed instead." in ran.out
    rows = [json.loads(line) for line in project.run(ferries, "check", "--locale", "zh-Hans", "--json", project.REPORT).out.splitlines()]
    assert {row["code"] for row in rows} == {"W226", "W227"}


def test_a_language_of_the_reports_own_is_not_summed_up(ferries: Path) -> None:
    assert project.run(ferries, "check", "--locale", "de", project.REPORT) == project.run(ferries, "check", project.REPORT)


@pytest.mark.parametrize("word", ["十億元", "百萬元"])
def test_a_chinese_unit_line_may_not_count_as_english_does(ferries: Path, word: str) -> None:
    spec = ferries / project.SPEC
    text = spec.read_text(encoding="utf-8")
    spec.write_text(text.replace("  unit: {en:", f"  unit: {{zh-Hant: {word}, en:", 1), encoding="utf-8")
    ran = project.run(ferries, "check", project.REPORT)
    assert ran.exit == 2
    assert f"key_figures.unit.zh-Hant: '{word[:2]}' is no unit in which Chinese numbers are printed" in ran.out
    assert "Write 億元" in ran.out
