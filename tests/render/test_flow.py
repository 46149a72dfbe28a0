"""Holes before exhibits: the text goes on where an exhibit does not fit, and nothing else moves."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reportgen.model.document import Block, Document, Exhibit, Paragraph, Text
from reportgen.model.problem import errors
from reportgen.render.pdf import render_pdf
from tests.render import made, sample

pytestmark = pytest.mark.needs_pango

BEFORE, AFTER = "Before the picture. ", "After the picture. "


def exhibit() -> Exhibit:
    found = made.short().sections[0].blocks[1]
    assert isinstance(found, Exhibit)
    return found


def words(text: str, times: int) -> Paragraph:
    return Paragraph((Text(text * times),))


def with_blocks(*blocks: Block) -> Document:
    document = made.short()
    return replace(document, sections=(replace(document.sections[0], blocks=blocks, notes=()),))


def pages(document: Document, height: float) -> tuple[list[str], list[str]]:
    """The text of each page with the words of the charts, and the codes of what is wrong."""
    charts = {**sample.charts(), "bridge": sample.chart("bridge", height=height)}
    artifact, problems = render_pdf(document, charts, sample.theme(), made.load("en"))
    assert errors(problems) == ()
    return [" ".join(text.split()) for text in made.pages(artifact)], [p.code for p in problems]


def test_the_paragraph_behind_an_exhibit_fills_the_page_before_it() -> None:
    title = made.plain(exhibit().title)[:20]
    found, codes = pages(with_blocks(words(BEFORE, 60), exhibit(), words(AFTER, 160)), 190)
    assert [BEFORE.strip() in found[1], AFTER.strip() in found[1], title in found[1], title in found[2]] == [True, True, False, True]
    assert "W426" not in codes


def test_what_fits_stays_in_its_order() -> None:
    found, _ = pages(with_blocks(words(BEFORE, 20), exhibit(), words(AFTER, 20)), 70)
    title = made.plain(exhibit().title)[:20]
    assert found[1].index(BEFORE.strip()) < found[1].index(title) < found[1].index(AFTER.strip())


def test_an_exhibit_without_text_behind_it_leaves_the_hole_and_a_warning() -> None:
    found, codes = pages(with_blocks(words(BEFORE, 60), exhibit()), 190)
    assert AFTER.strip() not in " ".join(found)
    assert "W426" in codes


def test_a_move_that_leaves_more_empty_is_not_made() -> None:
    short = pages(with_blocks(words(BEFORE, 60), exhibit(), words(AFTER, 1)), 190)[0]
    title = made.plain(exhibit().title)[:20]
    assert any(title in page for page in short[2:])


def test_numbers_stay_with_their_exhibits() -> None:
    found, _ = pages(with_blocks(words(BEFORE, 60), exhibit(), words(AFTER, 60)), 190)
    number = exhibit().number
    assert f"{number} {made.plain(exhibit().title)[:20]}" in found[2]
