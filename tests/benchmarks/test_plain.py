"""The plain script makes the same brief, else every ratio against it would mean nothing."""

import csv
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from reportgen import pipeline
from reportgen.order import Order
from tests.benchmarks import plain
from tests.benchmarks.clock import spread
from tests.benchmarks.edits import REPORT, Copy
from tests.benchmarks.table import BEGIN, END, Line, put

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def brief(tmp_path_factory):
    folder = tmp_path_factory.mktemp("brief")
    project = pipeline.open_project(ROOT)
    built = pipeline.build(project, ROOT / "config" / "reports" / f"{REPORT}.yaml", Order(("en",), None, folder), lambda _: None)
    assert built.artifacts, built.problems
    return built, folder


@pytest.fixture(scope="module")
def plain_brief(tmp_path_factory):
    folder = tmp_path_factory.mktemp("plain")
    done = subprocess.run([sys.executable, plain.__file__, ROOT, folder], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return folder


def test_plain_figures_are_those_of_the_brief(brief):
    _, folder = brief
    with (folder / "figures.csv").open(newline="", encoding="utf-8") as file:
        values = {row["id"].partition("/")[2]: row["value"] for row in csv.DictReader(file)}
    figures = plain.compute_figures(plain.read_facts(ROOT))
    assert len(figures) > 130
    assert {key: float(values[key]) for key in figures} == pytest.approx(figures)


@pytest.mark.needs_pango
def test_plain_script_draws_the_charts_of_the_brief_in_their_sizes(brief, plain_brief):
    _, folder = brief
    page = (folder / "brief.en.html").read_text()
    shown = {
        f"{name}.svg": (float(wide), float(high))
        for name, wide, high in re.findall(r'<svg [^>]*id="([a-z_]+-(?:wide|narrow))" width="([\d.]+)mm" height="([\d.]+)mm"', page)
    }
    drawn = {}
    for path in (plain_brief / "charts").iterdir():
        wide, high = re.search(r'width="([\d.]+)pt" height="([\d.]+)pt"', path.read_text()).groups()
        drawn[path.name] = pytest.approx((float(wide) / 72 * 25.4, float(high) / 72 * 25.4), abs=0.1)
    assert len(shown) == 22
    assert shown == drawn


@pytest.mark.needs_pango
@pytest.mark.needs_poppler
def test_plain_pdf_has_about_as_many_pages_and_characters(brief, plain_brief):
    _, folder = brief
    pages, text = _text(folder / "brief.en.pdf")
    plain_pages, plain_text = _text(plain_brief / "brief.pdf")
    assert abs(plain_pages - pages) <= 1
    assert plain_text == pytest.approx(text, rel=0.03)


def _text(path):
    text = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout
    return text.count("\f"), len("".join(text.split()))


def test_an_edit_changes_one_thing_each_time(tmp_path):
    copy = Copy.of(ROOT, tmp_path / "project")
    spec, facts = (copy.root / "config/reports" / f"{REPORT}.yaml", copy.root / "seeds/facts/sensetime.csv")
    seen = {(spec.read_text(), facts.read_text())}
    for part in ("text", "look", "fact") * 3:
        copy.edit(part)
        seen.add((spec.read_text(), facts.read_text()))
    assert len(seen) == 10


def test_the_table_stands_between_its_marks_and_the_prose_stays(tmp_path):
    page = tmp_path / "page.md"
    page.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n")
    put("new", page)
    assert page.read_text() == f"before\n{BEGIN}\nnew\n{END}\nafter\n"


def test_a_line_says_how_it_stands_to_must_and_aim():
    line = Line("text changed", spread([1.0, 2.0, 4.0]), "s", 0.6, "R", 0.75, 0.5)
    assert line.cells() == ("text changed", "3", "2 s", "1 to 4", "0.6 R", "0.75 R", "0.5 R", "must reached")
    assert replace(line, ratio=0.8).cells()[-1] == "missed"
    assert replace(line, ratio=0.4).cells()[-1] == "aim reached"
    assert replace(line, ratio=3, more_is_better=True, must=2, aim=4).cells()[-1] == "must reached"
