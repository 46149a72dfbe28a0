"""The PDF: complete, tagged, with its data inside; and whatever does not fit its pages is told."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import page
import pikepdf
import pytest

from reportgen.model.document import Column, Document, Exhibit, Note, Paragraph, Table, Text
from reportgen.model.problem import Problems
from reportgen.render.pdf import render_pdf
from tests.render import made, sample

pytestmark = pytest.mark.needs_pango


def messages(problems: Problems) -> list[str]:
    return [f"{p.code} {p.message}" for p in problems]


def with_section(document: Document, **changes: object) -> Document:
    """The sample with its first section changed."""
    first = replace(document.sections[0], **changes)  # type: ignore[arg-type]
    return replace(document, sections=(first, *document.sections[1:]))


def paragraph(words: str) -> Paragraph:
    return Paragraph((Text(words),))


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_sample_fits_its_pages(language: str) -> None:
    assert [m for m in messages(made.pdf(language)[1]) if m.startswith("E")] == []


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_file_is_accessible_by_pdf_ua(language: str) -> None:
    report = page.validate_pdf_bytes(made.pdf(language)[0].data, profile="ua1")
    assert [(f.rule_id, f.message) for f in report.failures] == []


def test_the_file_carries_its_data_with_the_day_of_the_brief() -> None:
    with pikepdf.open(BytesIO(made.pdf()[0].data)) as found:
        assert sorted(found.attachments) == ["figures.csv", "provenance.json"]
        attached = found.attachments["figures.csv"].get_file()
        assert attached.read_bytes() == b"id,value\n"
        assert str(attached.obj.Params.ModDate).startswith("D:20241101")
        assert str(found.docinfo.CreationDate).startswith("D:20241101")
        assert str(found.Root.Lang) == "en"


def test_headings_are_bookmarks() -> None:
    with pikepdf.open(BytesIO(made.pdf()[0].data)) as found, found.open_outline() as outline:
        titles = [item.title for item in outline.root]
    assert titles[:2] == ["One line more than explains the growth", "Against revenue, the loss is the smallest since 2019"]
    assert titles[-2:] == ["Definitions", "Disclosures"]


def test_table_heads_say_what_they_head() -> None:
    with pikepdf.open(BytesIO(made.pdf()[0].data)) as found:
        heads = [o for o in found.objects if isinstance(o, pikepdf.Dictionary) and o.get("/S") == "/TH"]
        scopes = {str(head.A.Scope) for head in heads}
    assert scopes == {"/Row", "/Column"}


def test_pages_bear_house_subject_kind_day_and_number() -> None:
    first, second, *_ = (text.replace("\u00a0", " ") for text in made.pages(made.pdf()[0]))
    assert "Meridian Robotics · Company review" in second
    assert "Facts known on 1 November 2024 2" in " ".join(second.split())
    assert "Meridian Robotics · Company review" not in first


def test_the_contents_name_the_pages() -> None:
    first = " ".join(made.pages(made.pdf()[0])[0].split())
    assert "What grew What it cost What is open Disputed figures Computations" in first
    assert " 2 2 3 3 3 " in first


def test_only_the_pinned_faces_are_used() -> None:
    with pikepdf.open(BytesIO(made.pdf()[0].data)) as found:
        names = {str(o.BaseFont).split("+")[-1] for o in found.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/Font"}
    assert names <= {f"Source-{family}-Pro{weight}" for family in ("Sans", "Serif") for weight in ("", "-Semi-Bold", "-Bold")}


def test_another_process_makes_the_same_bytes(tmp_path: Path) -> None:
    code = "import sys; from tests.render import made; open(sys.argv[1], 'wb').write(made.pdf()[0].data + made.html().encode())"
    there = {**os.environ, "TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7", "LC_ALL": "C", "PYTHONPATH": str(sample.ROOT)}
    subprocess.run([sys.executable, "-c", code, "out"], cwd=tmp_path, env=there, check=True)
    assert (tmp_path / "out").read_bytes() == made.pdf()[0].data + made.html().encode()


# What does not fit


def test_a_word_longer_than_its_column_is_told() -> None:
    word = "Meridian" * 14
    found = messages(made.pdf_of(with_section(made.short(), blocks=(paragraph(f"So {word} it is."),), notes=()))[1])
    assert any(m.startswith("E442 page 2: in the text") and m.endswith("mm wider than its column.") and word in m for m in found)


def test_a_table_wider_than_its_column_is_told() -> None:
    columns = tuple(Column((Text(f"Period number {n}"),)) for n in range(24))
    exhibit = sample.sections(sample.Builder("en"), sample.points())
    old = next(b for s in exhibit for b in s.blocks if isinstance(b, Exhibit) and b.name == "years")
    assert isinstance(old.body, Table)
    rows = tuple(replace(row, cells=(row.cells * 4)[:24]) for row in old.body.rows)
    document = with_section(sample.document(), blocks=(replace(old, body=Table(columns, rows), wide=True),), notes=())
    found = messages(made.pdf_of(document)[1])
    assert any(m.startswith("E441 page 2: exhibit 3 (years) is ") and m.endswith(" mm wider than the page allows.") for m in found)


def test_a_table_over_two_pages_repeats_its_head_and_says_so() -> None:
    exhibit = sample.document().sections[1].blocks[1]
    assert isinstance(exhibit, Exhibit)
    assert isinstance(exhibit.body, Table)
    document = with_section(sample.document(), blocks=(replace(exhibit, body=replace(exhibit.body, rows=exhibit.body.rows * 8)),), notes=())
    artifact, problems = made.pdf_of(replace(document, sections=document.sections[:1]))
    _, first, second, *rest = made.pages(artifact)
    assert ("H1 2023" in first, "H1 2023" in second) == (True, True)
    assert ["continued" in text for text in (first, second, *rest)] == [False, True, *[False for _ in rest]]
    assert [m for m in messages(problems) if m.startswith("E")] == []


def test_a_chart_wider_than_its_column_is_told() -> None:
    charts = {**sample.charts(), "bridge": sample.chart("bridge", width=190)}
    document = made.short()
    problems = render_pdf(document, charts, sample.theme(), made.load("en"))[1]
    assert "E441 page 2: exhibit 2 (bridge) is 68 mm wider than the page allows." in messages(problems)


def test_a_front_page_that_spills_is_told() -> None:
    document = made.short()
    long = replace(document.front, standfirst=(Text("One good half-year stands against five years of losses. " * 14),))
    found = messages(made.pdf_of(replace(document, front=long))[1])
    assert any(m.startswith("E421 the front page does not fit: ") and m.endswith("it runs over to page 2.") for m in found)


def test_key_figures_that_run_over_the_foot_are_told() -> None:
    document = made.short()
    tall = replace(document.front, key_groups=document.front.key_groups * 6)
    found = messages(made.pdf_of(replace(document, front=tall))[1])
    assert any(m.startswith("E443 page 1: the key figures runs ") for m in found)


def test_notes_are_kept_apart() -> None:
    words = (Text("The sources give the first half of 2024 and the growth of each segment, and the year before follows from them. " * 2),)
    notes = (Note(1, (Text("One."),), words), Note(3, (Text("Two."),), words), Note(None, (Text("Three."),), words))
    document = made.short()
    assert [m for m in messages(made.pdf_of(with_section(document, notes=notes))[1]) if m.startswith("E")] == []


def test_notes_without_room_are_told() -> None:
    words = (Text("The sources give the first half of 2024 and the growth of each segment, and the year before follows from them. " * 5),)
    notes = tuple(Note(n, (Text("Long."),), words) for n in (1, 3, 4))
    found = messages(made.pdf_of(with_section(made.short(), notes=notes))[1])
    assert any(m.startswith("E431 page 2: the rail has no room for its 3 notes from ") for m in found)


def test_a_note_beside_a_wide_exhibit_stands_above_it_or_below() -> None:
    exhibit = sample.document().sections[1].blocks[1]
    assert isinstance(exhibit, Exhibit)
    note = Note(None, (Text("Two schemes."),), (Text("Until 2022 four segments, since then three."),))
    for blocks in ((paragraph("A word. " * 60), exhibit), (exhibit, paragraph("A word. " * 60))):
        document = with_section(sample.document(), blocks=blocks, notes=(note,))
        assert [m for m in messages(made.pdf_of(replace(document, sections=document.sections[:1]))[1]) if m.startswith("E")] == []


def test_a_character_without_glyph_is_told() -> None:
    found = messages(made.pdf_of(with_section(made.short(), blocks=(paragraph("A word: 𒀀𒀁."),), notes=()))[1])
    assert "E444 page 2, the text 'A word: 𒀀𒀁.': Source Serif Pro has no glyph for '𒀀' (U+12000), '𒀁' (U+12001)." in found


def test_a_character_of_a_chart_without_glyph_is_told() -> None:
    plain = sample.chart("bridge")
    odd = replace(plain, wide=plain.wide.replace(b"2017", "𒀀".encode()))
    problems = render_pdf(made.short(), {**sample.charts(), "bridge": odd}, sample.theme(), made.load("en"))[1]
    assert any(m.startswith("E444 chart bridge: Source Sans Pro has no glyph for '𒀀' (U+12000)") for m in messages(problems))


def test_a_hole_at_the_foot_of_a_page_is_a_warning() -> None:
    first = made.short().sections[0].blocks[1]
    assert isinstance(first, Exhibit)
    tall = tuple(replace(first, name=f"tall-{n}", number=n) for n in (2, 3, 4))
    charts = {**sample.charts(), "bridge": sample.chart("bridge", height=120)}
    shown = with_section(made.short(), blocks=(paragraph("A word."), *tall), notes=())
    found = messages(render_pdf(shown, charts, sample.theme(), made.load("en"))[1])
    assert "W426 page 2 is filled to 63 per cent: a hole at its foot." in found


# What the engine is kept from


@pytest.mark.parametrize(
    "reference",
    [
        '<img src="file:///etc/hostname" alt="x">',
        '<img src="http://127.0.0.1:9/x.png" alt="x">',
        '<img src="asset:chart/none" alt="x">',
        '<link rel="stylesheet" href="file:///etc/hostname">',
        '<style>@import url("http://127.0.0.1:9/x.css");</style>',
        '<style>p { background: url("http://127.0.0.1:9/x.png") }</style>',
        '<style>@font-face { font-family: X; src: url("http://127.0.0.1:9/x.woff2") } p { font-family: X }</style>',
        '<link rel="attachment" href="file:///etc/hostname">',
        '<a rel="attachment" href="file:///etc/hostname">x</a>',
        '<embed src="http://127.0.0.1:9/x.svg">',
        '<object data="http://127.0.0.1:9/x.svg"></object>',
        '<svg width="9" height="9"><image href="http://127.0.0.1:9/x.png" width="9" height="9"/></svg>',
    ],
)
def test_a_request_from_outside_the_run_is_refused_and_told(reference: str, tmp_path: Path) -> None:
    own = made.project(tmp_path, blocks__paragraph_DOT_html=f"<p>{{{{ inlines(block.inlines) }}}}</p>{reference}\n")
    artifact, problems = made.pdf_of(made.short(), own)
    assert any(m.startswith(("E450 the page asks for ", "E452 the PDF engine complains: ")) for m in messages(problems))
    with pikepdf.open(BytesIO(artifact.data)) as found:
        assert sorted(found.attachments) == ["figures.csv", "provenance.json"]


def test_a_broken_picture_is_told() -> None:
    broken = replace(sample.chart("bridge"), wide=b"<svg")
    problems = render_pdf(made.short(), {**sample.charts(), "bridge": broken}, sample.theme(), made.load("en"))[1]
    assert any(m.startswith("E452 the PDF engine complains: Failed to load image at 'asset:chart/bridge'") for m in messages(problems))


def test_a_dead_anchor_is_told(tmp_path: Path) -> None:
    own = made.project(tmp_path, blocks__paragraph_DOT_html='<p><a href="#nowhere">{{ inlines(block.inlines) }}</a></p>\n')
    problems = made.pdf_of(made.short(), own)[1]
    assert any(m.startswith("E452 the PDF engine complains: No anchor #nowhere") for m in messages(problems))
