"""Every report can be built in every language: what is not translated stands, whole and marked, in another one."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from reportgen import pipeline
from reportgen.model.problem import errors
from reportgen.text import data
from reportgen.text.locale import load
from tests.support import project

REPORTS = sorted((project.ROOT / "config" / "reports").glob("*.yaml"))


@pytest.mark.parametrize("report", REPORTS, ids=lambda path: path.stem)
def test_every_report_can_be_written_in_every_language(report: Path) -> None:
    found = pipeline.check(pipeline.open_project(project.ROOT), report, data.known())
    assert [str(problem) for problem in errors(found)] == []


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The case, which is written in English and German, in Chinese."""
    folder = project.copy(tmp_path_factory.mktemp("ferries"))
    ran = project.run(folder, "build", project.REPORT, "--locale", "zh-Hant", "--out", str(folder / "out"))
    assert (ran.exit, ran.err) == (0, "")
    return folder / "out"


pytestmark = [pytest.mark.needs_pango, pytest.mark.needs_han]


@pytest.fixture(scope="module")
def page(built: Path) -> str:
    return (built / "brief.zh-Hant.html").read_text(encoding="utf-8")


def test_the_page_is_chinese_and_says_which_parts_are_not(page: str) -> None:
    assert '<html lang="zh-Hant"' in page
    said = re.sub("<[^>]*>", "", page)
    assert load("zh-Hant").word("not_translated", language="英文", mark="EN") in said


def test_a_block_without_translation_bears_its_language(page: str) -> None:
    title = re.search(r"<h1[^>]*>(.*?)</h1>", page)
    assert title is not None
    assert title[1].startswith('<span class="tongue" aria-hidden="true">EN</span><span class="foreign" lang="en">')


def test_numbers_are_those_of_their_block(built: Path, page: str) -> None:
    trace = json.loads((built / "provenance.json").read_text(encoding="utf-8"))
    printed = [e for e in trace["emissions"] if e["locale"] == "zh-Hant"]
    assert {e.get("language", "zh-Hant") for e in printed} == {"en"}
    assert not [e for e in printed if re.search("[億萬年]", e["text"])]
    figures = re.findall(r'<figure class="exhibit[^>]*>', page)
    assert figures
    assert all(' lang="en"' in figure for figure in figures)


def test_the_manifest_names_the_faces_that_were_used_and_no_others(built: Path) -> None:
    fonts = json.loads((built / "manifest.json").read_text(encoding="utf-8"))["inputs"]["fonts"]
    assert {name for name in fonts if name.startswith("Noto")} == {
        f"Noto{role}TC_{weight}.ttf" for role in ("Sans", "Serif") for weight in ("400Regular", "700Bold")
    }


def test_the_page_embeds_the_characters_that_it_shows_and_no_whole_face(page: str) -> None:
    assert page.count('font-family: "Reportgen Han') == 4
    assert len(page) < 1_000_000


def test_the_furniture_is_set_with_gaps_and_the_other_words_are_not(page: str) -> None:
    assert '<span class="g">' in page
    for block in re.findall(r'<span class="foreign" lang="en"[^>]*>.*?</span>', page):
        assert 'class="g"' not in block
