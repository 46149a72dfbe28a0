"""Stitched pages: charts and data put into pages laid out without them say and show what pages drawn in one go do."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import page
import pikepdf
import pypdfium2
import pytest

from reportgen.model.document import Artifact, Chart, Exhibit
from reportgen.model.problem import Problem
from reportgen.render.pdf import chart_pdf, lay_out
from reportgen.render.picture import mark
from reportgen.render.stitch import stitch
from reportgen.text.locale import load
from tests.render import made, sample

pytestmark = pytest.mark.needs_pango

DAY = date(2024, 11, 1)
WORDS = re.compile(r"<text\b[^>]*>([^<]*)</text>")


@cache
def skeleton() -> bytes:
    return lay_out(made.short(), sample.charts(), sample.theme(), load("en"))[0]


@cache
def picture(name: str) -> bytes:
    data, problems = chart_pdf(sample.charts()[name], sample.theme(), load("en"))
    assert problems == ()
    return data


def pictures() -> dict[str, bytes]:
    return {name: picture(name) for name in sample.charts()}


def texts(data: bytes) -> list[str]:
    with pypdfium2.PdfDocument(BytesIO(data)) as found:
        return [one.get_textpage().get_text_range() for one in found]


def faces(data: bytes) -> int:
    """The number of embedded fonts."""
    with pikepdf.open(BytesIO(data)) as found:
        return sum(1 for o in found.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/FontDescriptor")


def in_one_go(monkeypatch: pytest.MonkeyPatch) -> bytes:
    """The same brief with each drawing served to the layout itself."""
    with monkeypatch.context() as patch:
        patch.setattr("reportgen.render.pdf.place", lambda name, _: sample.charts()[name].wide)
        return lay_out(made.short(), sample.charts(), sample.theme(), load("en"))[0]


def test_the_text_is_that_of_pages_drawn_in_one_go(monkeypatch: pytest.MonkeyPatch) -> None:
    assert texts(stitch(skeleton(), pictures(), (), DAY)) == texts(in_one_go(monkeypatch))


def test_the_pages_look_as_if_drawn_in_one_go(monkeypatch: pytest.MonkeyPatch) -> None:
    def looks(data: bytes) -> list[Any]:
        with pypdfium2.PdfDocument(BytesIO(data)) as found:
            return [one.render(scale=1.5).to_numpy().astype(int) for one in found]

    for stitched, whole in zip(looks(stitch(skeleton(), pictures(), (), DAY)), looks(in_one_go(monkeypatch)), strict=True):
        assert stitched.shape == whole.shape
        # rounding of the last digit may move a hairline's edge
        assert (abs(stitched - whole) > 64).mean() < 1e-5


TICKS = "".join(
    f'<text x="9" y="{9 * n}" font-family="Source Sans Pro" font-size="3" text-anchor="{a}">{n}</text>'
    for n in range(1, 7)
    for a in ("start", "end")
)


def ticked() -> dict[str, Chart]:
    """The sample's charts, one of them with labels of one digit, which a reader may take for the shadow of the label beside."""
    plain = sample.chart("bridge", height=62)
    return {**sample.charts(), "bridge": replace(plain, wide=plain.wide.replace(b"</svg>", TICKS.encode() + b"</svg>"))}


def test_labels_of_one_digit_are_found_by_a_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    chart = ticked()["bridge"]
    data = stitch(skeleton(), {**pictures(), "bridge": chart_pdf(chart, sample.theme(), load("en"))[0]}, (), DAY)
    with monkeypatch.context() as patch:
        patch.setattr("reportgen.render.pdf.place", lambda name, _: ticked()[name].wide)
        whole = lay_out(made.short(), ticked(), sample.theme(), load("en"))[0]
    assert texts(data) == texts(whole)
    digits = Counter(re.findall(r"^[1-6]\b", "\n".join(texts(data)).replace("\r", ""), re.MULTILINE))
    assert digits >= Counter("123456")


@pytest.mark.needs_poppler
def test_another_reader_finds_them_too(tmp_path: Path) -> None:
    file = tmp_path / "brief.pdf"
    file.write_bytes(stitch(skeleton(), pictures(), (), DAY))
    told = subprocess.run(["pdftotext", str(file), "-"], capture_output=True, text=True, check=True).stdout
    shown = "".join(told.split())
    for name in sample.charts():
        for word in WORDS.findall(sample.chart(name).wide.decode()):
            assert "".join(word.replace("&amp;", "&").split()) in shown


def test_equal_parts_give_equal_bytes_whatever_was_stitched_before() -> None:
    first = stitch(skeleton(), pictures(), made.ATTACHMENTS, DAY)
    stitch(skeleton(), dict(reversed(pictures().items())), (), date(2020, 1, 1))
    assert stitch(skeleton(), pictures(), made.ATTACHMENTS, DAY) == first
    assert stitch(skeleton(), dict(reversed(pictures().items())), made.ATTACHMENTS[::-1], DAY) == first


def test_another_drawing_changes_the_picture_and_not_the_pages() -> None:
    charts = {name: replace(chart, wide=chart.wide.replace(b"2017", b"2018")) for name, chart in sample.charts().items()}
    assert lay_out(made.short(), charts, sample.theme(), load("en"))[0] == skeleton()
    changed = chart_pdf(charts["bridge"], sample.theme(), load("en"))[0]
    assert changed != picture("bridge")
    assert "2018" in "".join(texts(stitch(skeleton(), {**pictures(), "bridge": changed}, (), DAY)))


def test_another_size_changes_the_pages() -> None:
    charts = {**sample.charts(), "bridge": sample.chart("bridge", height=80)}
    assert lay_out(made.short(), charts, sample.theme(), load("en"))[0] != skeleton()


def test_no_mark_is_left_and_a_mark_needs_its_picture() -> None:
    data = stitch(skeleton(), pictures(), (), DAY)
    with pikepdf.open(BytesIO(skeleton())) as before, pikepdf.open(BytesIO(data)) as after:
        marked, done = (b"".join(one.Contents.read_bytes() for one in found.pages) for found in (before, after))
    for name in sample.charts():
        assert marked.count(mark(name)) == 1
        assert mark(name) not in done
    with pytest.raises(KeyError):
        stitch(skeleton(), {}, (), DAY)


def test_a_chart_shown_twice_is_drawn_twice_and_held_once() -> None:
    document = made.short()
    blocks = document.sections[0].blocks
    assert isinstance(blocks[1], Exhibit)
    again = replace(blocks[1], number=9, name="again")
    twice = replace(document, sections=(replace(document.sections[0], blocks=(*blocks, again), notes=()),))
    pages = lay_out(twice, sample.charts(), sample.theme(), load("en"))[0]
    once, both = (stitch(found, pictures(), (), DAY) for found in (skeleton(), pages))
    shown = [Counter("".join(texts(data)).split())["2017"] for data in (once, both)]
    assert shown[1] == shown[0] + 1
    assert faces(once) == faces(both)


def test_a_place_that_leaves_no_mark_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "reportgen.render.pdf.place", lambda _name, _size: b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    )
    problems: tuple[Problem, ...] = lay_out(made.short(), sample.charts(), sample.theme(), load("en"))[1]
    assert [p.code for p in problems if p.code == "E451"]


def test_faces_of_equal_glyphs_are_held_once() -> None:
    same = {name: replace(sample.chart("bridge"), name=name, size=sample.chart(name).size) for name in sample.charts()}
    drawn = {name: chart_pdf(chart, sample.theme(), load("en"))[0] for name, chart in same.items()}
    extra = faces(stitch(skeleton(), drawn, (), DAY)) - faces(skeleton())
    assert extra == faces(drawn["bridge"])


def test_every_face_says_which_glyphs_it_holds() -> None:
    with pikepdf.open(BytesIO(stitch(skeleton(), pictures(), (), DAY))) as found:
        names = [str(o.FontName) for o in found.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/FontDescriptor"]
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"/[A-Z]{6}\+Source-.*", name) for name in names)


def test_the_data_is_attached_as_data() -> None:
    artifact = Artifact("provenance.json", "application/json", b'{"version": 1}')
    data = stitch(skeleton(), pictures(), (artifact,), DAY)
    with pikepdf.open(BytesIO(data)) as found:
        attached = found.attachments["provenance.json"]
        assert attached.get_file().read_bytes() == artifact.data
        assert str(attached.obj.AFRelationship) == "/Data"
        assert str(attached.get_file().mime_type) == "application/json"
        assert str(attached.get_file().obj.Params.CreationDate) == "D:20241101000000Z"
        assert [str(item.F) for item in found.Root.AF] == ["provenance.json"]
    assert page.validate_pdf_bytes(data, profile="ua1").failures == []


def test_a_request_of_a_drawing_is_refused_and_told() -> None:
    plain = sample.chart("bridge")
    bad = replace(plain, wide=plain.wide.replace(b"</svg>", b'<image href="http://127.0.0.1:9/x.png" width="9" height="9"/></svg>'))
    problems = chart_pdf(bad, sample.theme(), load("en"))[1]
    assert "E450 the page asks for 'http://127.0.0.1:9/x.png', which is refused." in [f"{p.code} {p.message}" for p in problems]
