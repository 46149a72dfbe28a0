"""The PDF of every brief: valid as PDF/UA-1, each link heard as a link, and each chart's labels found where it stands."""

from __future__ import annotations

import html
import re
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import page
import pikepdf
import pytest

from reportgen.audit.page import read
from tests.support import makings

pytestmark = [pytest.mark.needs_pango, pytest.mark.slow]

WORD = re.compile(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>')
PT_PER_PX = 0.75


class Figure(NamedTuple):
    """Where a chart stands: its page, counted from 0, and its edges in pt from the page's left and upper edge."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


def printed(shared: Path, report: str) -> list[Path]:
    """The PDFs of a brief as this run has built it, one for each HTML."""
    folder = makings.brief(shared, report)
    files = sorted(folder.glob("brief.*.pdf"))
    assert [file.stem for file in files] == [file.stem for file in sorted(folder.glob("brief.*.html"))] != []
    return files


def elements(item: Any) -> Iterator[Any]:
    """The elements of the structure below, in reading order."""
    if isinstance(item, pikepdf.Array):
        for child in item:
            yield from elements(child)
    elif isinstance(item, pikepdf.Dictionary) and "/S" in item:
        yield item
        yield from elements(item.get("/K"))


def figures(file: Path) -> list[Figure]:
    with pikepdf.open(file) as found:
        numbers = {one.objgen: number for number, one in enumerate(found.pages)}
        tags = [tag for tag in elements(found.Root.StructTreeRoot.K) if tag.S == "/Figure"]
        return [Figure(numbers[tag.Pg.objgen], *(float(edge) * PT_PER_PX for edge in tag.A.BBox)) for tag in tags]


def words(file: Path) -> list[list[tuple[float, float, str]]]:
    """The words of each page as pdftotext reads them, each with the place of its middle."""
    told = subprocess.run(["pdftotext", "-bbox", str(file), "-"], capture_output=True, text=True, check=True).stdout
    pages = [WORD.findall(part) for part in told.split("<page ")[1:]]
    return [[((float(a) + float(c)) / 2, (float(b) + float(d)) / 2, html.unescape(word)) for a, b, c, d, word in one] for one in pages]


def tight(texts: Iterable[str]) -> str:
    return "".join("".join(texts).split())


@pytest.mark.parametrize("report", makings.reports())
def test_every_file_is_accessible_by_pdf_ua(report: str, shared: Path) -> None:
    for file in printed(shared, report):
        result = page.validate_pdf_bytes(file.read_bytes(), profile="ua1")
        assert [(f.rule_id, f.message) for f in result.failures] == [], file.name


@pytest.mark.parametrize("report", makings.reports())
def test_every_place_that_can_be_clicked_is_told_as_a_link(report: str, shared: Path) -> None:
    for file in printed(shared, report):
        with pikepdf.open(file) as found:
            tags = list(found.Root.StructTreeRoot.ParentTree.Nums)
            owners = dict(zip(map(int, tags[::2]), tags[1::2], strict=True))
            links = [note for one in found.pages for note in one.get("/Annots", ()) if note.Subtype == "/Link"]
            assert Counter(str(owners[int(link.StructParent)].S) for link in links) == {"/Link": len(links)}, file.name
            assert links


@pytest.mark.needs_poppler
@pytest.mark.parametrize("report", makings.reports())
def test_the_text_where_a_chart_stands_is_its_labels(report: str, shared: Path) -> None:
    for file in printed(shared, report):
        drawings = [one for one in read(file.with_suffix(".html").read_text(encoding="utf-8")).drawings if one.id.endswith("-wide")]
        pages = words(file)
        assert drawings
        for drawing, at in zip(drawings, figures(file), strict=True):
            here = tight(word for x, y, word in pages[at.page] if at.left <= x <= at.right and at.top <= y <= at.bottom)
            # A reader takes labels in another order than they are drawn, and parts or joins words.
            assert [text for text in drawing.texts if tight([text]) not in here] == [], f"{file.name}: {drawing.id}"
            assert Counter(here) == Counter(tight(drawing.texts)), f"{file.name}: {drawing.id}"
