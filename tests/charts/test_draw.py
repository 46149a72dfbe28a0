"""The stage: problems in place, plain SVG, same bytes everywhere, nothing heavy before it is needed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from reportgen.charts.draw import draw_charts
from reportgen.charts.kinds import KINDS
from reportgen.model.figure import Figures
from reportgen.text.locale import load
from tests.charts.gallery import cases
from tests.charts.make import figures, members, series, theme

ROOT = Path(__file__).parents[2]
HASHES = """
import hashlib
from reportgen.charts.draw import draw_charts
from reportgen.text.locale import load
from tests.charts.gallery import cases
from tests.charts.make import theme
for name, case in cases().items():
    charts, _ = draw_charts({name: (case.kind, case.options)}, case.figures, theme(), load("de"))
    print(name, hashlib.sha256(charts[name].wide + charts[name].narrow).hexdigest())
"""


def draw(kind: str, found: Figures, **options: object):
    charts, problems = draw_charts({"it": (kind, KINDS[kind].Options(**options))}, found, theme(), load("en"))
    return charts.get("it"), problems


def run(code: str, **environment: str) -> str:
    env = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    return subprocess.run(
        [sys.executable, "-c", code], env=env, cwd=environment.get("PWD", ROOT), capture_output=True, text=True, check=True
    ).stdout


def test_same_bytes_in_other_processes(tmp_path: Path) -> None:
    (tmp_path / "matplotlibrc").write_text("font.size: 40\nsvg.fonttype: path\naxes.facecolor: red\nlines.linewidth: 9\n", encoding="utf-8")
    here = []
    for name, case in cases().items():
        charts, _ = draw_charts({name: (case.kind, case.options)}, case.figures, theme(), load("de"))
        here.append(f"{name} {sha256(charts[name].wide + charts[name].narrow).hexdigest()}")
    there = run(HASHES, PYTHONHASHSEED="4", TZ="Asia/Tokyo", LC_ALL="C", MATPLOTLIBRC=str(tmp_path / "matplotlibrc"), SOURCE_DATE_EPOCH="1")
    assert there.split("\n")[:-1] == here


def test_options_are_known_without_matplotlib() -> None:
    code = "import sys, reportgen.charts.draw; print([m for m in ('matplotlib', 'numpy', 'fontTools') if m in sys.modules])"
    assert run(code) == "[]\n"


def test_pyplot_is_never_imported() -> None:
    assert run(HASHES + "import sys; print('matplotlib.pyplot' in sys.modules)").endswith("False\n")


def test_an_svg_is_flat_and_plain() -> None:
    chart, _ = draw("columns", figures(series("sales", "FY2021 4.7 r; FY2022 3.8")), series="sales")
    root = ET.fromstring(chart.wide)  # noqa: S314  our own drawing
    assert root.attrib["id"] == "it-wide"
    assert (root.attrib["width"], root.attrib["height"]) == ("122mm", "56mm")
    assert root.attrib["font-family"] == "Source Sans Pro"
    assert {child.tag.split("}")[1] for child in root} == {"path", "text"}
    assert b"style=" not in chart.wide
    assert b"metadata" not in chart.wide
    assert re.findall(rb'\bid="', chart.wide) == [b'id="']
    assert b"it-narrow" in chart.narrow
    assert chart.size == (122, 56)


def test_text_stays_text_in_the_weights_of_the_page() -> None:
    chart, _ = draw("columns", figures(series("sales", "FY2021 4.70; FY2022 3.80")), series="sales")
    root = ET.fromstring(chart.wide)  # noqa: S314  our own drawing
    written = [(child.text, child.get("font-weight"), child.get("font-size")) for child in root if child.tag.endswith("text")]
    assert ("4.70", "600", "7.5") in written
    assert ("2021", None, "7.5") in written


def test_a_wide_chart_takes_the_whole_measure() -> None:
    found = figures(series("sales", "FY2021 4.7; FY2022 3.8"))
    charts, _ = draw_charts({"it": ("columns", KINDS["columns"].Options(series="sales"))}, found, theme(), load("en"), frozenset({"it"}))
    assert charts["it"].size[0] == 174


def test_dollar_signs_are_no_formula() -> None:
    found = figures(members("lost", "FY2022", [("a", "$ima_1 & $on <b>", "4.0"), ("b", "Other", "2.0")]))
    chart, problems = draw("bars", found, series="lost")
    assert problems == ()
    assert b"$ima_1 &amp; $on &lt;b&gt;" in chart.wide


def test_a_character_that_the_font_lacks_is_a_problem() -> None:
    found = figures(members("lost", "FY2022", [("a", "ሀለ", "4.0"), ("b", "Other", "2.0")]))
    _, problems = draw("bars", found, series="lost")
    assert [str(p) for p in problems] == [
        "error[E401] charts.it: the font Source Sans Pro has no glyph for U+1200 U+1208. Use other characters, or a font that has them."
    ]


def test_a_label_that_does_not_fit_is_a_problem() -> None:
    found = figures(members("lost", "FY2022", [("a", "A" * 120, "4.0"), ("b", "Other", "2.0")]))
    _, problems = draw("bars", found, series="lost", dates="never")
    assert problems
    assert {p.code for p in problems} <= {"E402", "E403"}
    assert str(problems[-1]) == (
        f"error[E402] charts.it: '{'A' * 120}' does not fit the narrow drawing. Shorten the label, or give the chart more height."
    )


def test_a_wrong_chart_is_reported_and_the_others_are_drawn() -> None:
    found = figures(series("sales", "FY2021 4.7; FY2022 3.8"))
    options = KINDS["columns"].Options
    wanted = {"bad": ("columns", options(series="sales", apart="FY2020")), "good": ("columns", options(series="sales"))}
    charts, problems = draw_charts(wanted, found, theme(), load("en"))
    assert list(charts) == ["good"]
    assert [str(p) for p in problems] == [
        "error[E412] charts.bad.apart: no point 'FY2020' in this chart. Known: FY2021, FY2022. Did you mean 'FY2022'?"
    ]


def test_a_chart_says_what_it_printed_and_what_it_owes() -> None:
    chart, _ = draw("columns", figures(series("sales", "FY2021 4.7 r; FY2022 n.a.")), series="sales")
    assert [e.index for e in chart.emissions] == [0, 1, 2, 3]
    assert [load("en").show(e) for e in chart.emissions] == ["2021", "2022", "4.7", "n.a."]
    assert [p.id for p in chart.points] == ["sales@FY2021", "sales@FY2022"]
    assert chart.marks == ("hatched_rebuilt", "na_explained")
    assert chart.alt == "Sales: 2021 CNY\u00a04.7\u00a0bn; 2022 n.a."


def test_long_series_tell_their_ends_and_extremes() -> None:
    values = "; ".join(f"FY{2010 + n} {1 + n * (11 - n) / 10:.1f}" for n in range(11))
    chart, _ = draw("columns", figures(series("sales", values)), series="sales")
    plain = chart.alt.replace("\u00a0", " ")
    assert plain == "Sales: 2010 CNY 1.0 bn; 2020 CNY 2.0 bn. Highest: CNY 4.0 bn (2015). Lowest: CNY 1.0 bn (2010)."


@pytest.mark.parametrize("values", ["FY2021 0", "FY2021 0; FY2022 0", "FY2021 -1.0; FY2022 -2.0", "FY2021 0.001; FY2022 950"])
def test_degenerate_values_are_drawn(values: str) -> None:
    chart, problems = draw("columns", figures(series("sales", values)), series="sales")
    assert chart is not None
    assert problems == ()
