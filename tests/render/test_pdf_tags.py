"""The structure that a reader of the PDF hears: figures told in words, tables with heads, an order that makes sense."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from dataclasses import replace
from functools import cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import page
import pikepdf
import pytest

from reportgen.model.document import Artifact
from reportgen.model.problem import errors
from tests.render import made, sample

pytestmark = pytest.mark.needs_pango


class Tag(NamedTuple):
    """An element of the structure: its number in reading order, and the numbers and roles of those round it, outermost first."""

    number: int
    role: str
    above: tuple[tuple[int, str], ...]
    alt: str
    lang: str
    attributes: dict[str, str]


def tags(artifact: Artifact) -> list[Tag]:
    """Every element of the structure in reading order."""
    found: list[Tag] = []
    with pikepdf.open(BytesIO(artifact.data)) as file:
        _read(file.Root.StructTreeRoot.K, (), found)
    return found


def _read(item: Any, above: tuple[tuple[int, str], ...], found: list[Tag]) -> None:
    if isinstance(item, pikepdf.Array):
        for child in item:
            _read(child, above, found)
    elif isinstance(item, pikepdf.Dictionary) and "/S" in item:
        attributes = {key: str(value) for key, value in item.get("/A", {}).items()}
        tag = Tag(len(found), str(item.S), above, str(item.get("/Alt", "")), str(item.get("/Lang", "")), attributes)
        found.append(tag)
        _read(item.get("/K"), (*above, (tag.number, tag.role)), found)


@cache
def sampled(language: str) -> tuple[Tag, ...]:
    return tuple(tags(made.pdf(language)[0]))


def of(language: str, role: str) -> list[Tag]:
    return [tag for tag in sampled(language) if tag.role == role]


@pytest.mark.parametrize("language", ["en", "de"])
def test_each_chart_is_a_figure_with_words_and_a_place(language: str) -> None:
    figures = of(language, "/Figure")
    assert len(figures) == 2
    for figure in figures:
        assert figure.alt.endswith(".")
        assert "/BBox" in figure.attributes


@pytest.mark.parametrize("language", ["en", "de"])
def test_headings_follow_one_title_and_skip_no_level(language: str) -> None:
    levels = [int(tag.role[2]) for tag in sampled(language) if re.fullmatch(r"/H\d", tag.role)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def inside(language: str, outer: Tag) -> list[str]:
    """The roles of the elements right inside."""
    return [tag.role for tag in sampled(language) if tag.above[-1:] == ((outer.number, outer.role),)]


@pytest.mark.parametrize("language", ["en", "de"])
def test_tables_are_rows_of_cells_under_heads_with_a_scope(language: str) -> None:
    assert len(of(language, "/Table")) == 5
    for row in of(language, "/TR"):
        assert "/Table" in [role for _, role in row.above]
        assert set(inside(language, row)) <= {"/TH", "/TD"}
    assert {cell.above[-1][1] for cell in (*of(language, "/TH"), *of(language, "/TD"))} == {"/TR"}
    scopes = {(head.attributes["/Scope"], "/THead" in [role for _, role in head.above]) for head in of(language, "/TH")}
    assert scopes == {("/Column", True), ("/Row", False)}


def test_no_cell_is_left_out_of_a_row() -> None:
    for table in of("en", "/Table"):
        rows = [row for row in of("en", "/TR") if (table.number, table.role) in row.above]
        assert len({len(inside("en", row)) for row in rows}) == 1


def test_lists_are_items_with_bodies() -> None:
    assert {role for tag in of("en", "/L") for role in inside("en", tag)} == {"/LI"}
    assert all("/LBody" in inside("en", tag) for tag in of("en", "/LI"))


def test_the_file_is_titled_and_says_its_language() -> None:
    with pikepdf.open(BytesIO(made.pdf("de")[0].data)) as found:
        assert str(found.Root.Lang) == "de"
        assert str(found.docinfo.Title) == "Das Wachstum ist zurück, doch jeder Yuan Umsatz bringt weiter einen Verlust"
        assert bool(found.Root.ViewerPreferences.DisplayDocTitle) is True
        assert bool(found.Root.MarkInfo.Marked) is True


def test_words_in_another_language_say_which(tmp_path: Path) -> None:
    own = made.project(tmp_path, blocks__paragraph_DOT_html='<p>A word: <span lang="de">Umsatz</span>.</p>\n')
    artifact, problems = made.pdf_of(replace(made.short(), locale="en"), own)
    assert {tag.lang for tag in tags(artifact)} == {"", "de"}
    assert errors(problems) == ()
    assert page.validate_pdf_bytes(artifact.data, profile="ua1").failures == []


def test_a_part_of_a_link_is_no_link_of_its_own(tmp_path: Path) -> None:
    own = made.project(tmp_path, blocks__paragraph_DOT_html='<p><a href="#exhibit-1">Turnover grew <span>2.5-fold</span> again</a>.</p>\n')
    artifact, problems = made.pdf_of(made.short(), own)
    assert errors(problems) == ()
    assert page.validate_pdf_bytes(artifact.data, profile="ua1").failures == []
    with pikepdf.open(BytesIO(artifact.data)) as found:
        areas = Counter(tuple(map(float, note.Rect)) for one in found.pages for note in one.get("/Annots", ()))
    assert set(areas.values()) == {1}


@pytest.mark.needs_poppler
def test_the_front_page_is_read_in_its_order(tmp_path: Path) -> None:
    file = tmp_path / "brief.pdf"
    file.write_bytes(made.pdf("en")[0].data)
    told = subprocess.run(["pdfinfo", "-struct-text", str(file)], capture_output=True, text=True, check=True).stdout
    text = " ".join(re.findall(r'^\s*"(.*)"$', told, re.MULTILINE)).replace("\u00a0", " ")
    front = sample.document("en").front
    expected = [
        made.plain(part)
        for part in (front.title, front.standfirst, front.bullets.items[0], front.key_groups[0].lines[0].label, front.lead.title)  # type: ignore[union-attr]
    ]
    places = [text.find(words[:20]) for words in expected]
    assert -1 not in places
    assert places == sorted(places)
