"""Lines: broken where a value is missing, labelled at their ends."""

from __future__ import annotations

from matplotlib.colors import to_hex

from reportgen.charts import line
from reportgen.charts.line import Options
from tests.charts.gallery import cases
from tests.charts.make import PERCENT, drawn, figures, series, texts, theme

CASE = cases()["line"]
INK, RUST, _, GREY, *_ = theme().light.series


def test_a_line_breaks_where_a_value_is_missing() -> None:
    one = series("one", "FY2019 40; FY2020 44; FY2021 n.a.; FY2022 60; FY2023 50", PERCENT)
    canvas = drawn("line", Options(series="one"), figures(one))
    assert [len(found.get_xdata()) for found in canvas.axes.lines] == [2, 2]
    assert "n.a." in texts(canvas)


def test_the_way_to_an_estimate_is_dashed_and_its_marker_hollow() -> None:
    canvas = drawn("line", CASE.options, CASE.figures)
    dashed = [found for found in canvas.axes.lines if found.get_linestyle() != "-"]
    assert len(dashed) == 1
    assert len(dashed[0].get_xdata()) == 2
    assert "hollow_estimate" in canvas.marks


def test_every_line_ends_with_its_value_and_name() -> None:
    canvas = drawn("line", CASE.options, CASE.figures)
    boxes = {label.text: label.box for label in canvas.labels}
    assert boxes["43.5%"].y0 > boxes["gross margin"].y1
    assert boxes["43.5%"].x0 == boxes["gross margin"].x0


def test_many_lines_bear_their_first_and_last_value_only() -> None:
    found = [series(f"s{n}", f"FY2020 {10 * n}; FY2021 {11 * n}; FY2022 {12 * n}", PERCENT, f"Line {n}") for n in range(1, 4)]
    written = texts(drawn("line", Options(series=("s1", "s2", "s3")), figures(*found)))
    assert {"10%", "12%", "30%", "36%"} <= set(written)
    assert not {"11%", "22%", "33%"} & set(written)


def test_all_values_when_asked_for() -> None:
    found = [series(f"s{n}", f"FY2020 {10 * n}; FY2021 {21 * n}; FY2022 {12 * n}", PERCENT, f"Line {n}") for n in range(1, 4)]
    assert {"21%", "42%", "63%"} <= set(texts(drawn("line", Options(series=("s1", "s2", "s3"), labels="all"), figures(*found))))


def test_the_line_that_carries_the_point_is_rust_and_the_others_thin_and_grey() -> None:
    canvas = drawn("line", CASE.options.model_copy(update={"highlight": ("cost",)}), CASE.figures)
    looks = {(to_hex(found.get_color()).upper(), found.get_linewidth()) for found in canvas.axes.lines}
    assert looks == {(RUST, 1.6), (GREY, 1.0)}


def test_equal_values_make_a_flat_line() -> None:
    flat = series("flat", "FY2021 50; FY2022 50", PERCENT)
    assert texts(drawn("line", Options(series="flat"), figures(flat))).count("50%") == 2


def test_one_value_is_no_line() -> None:
    (problem,) = line.problems(Options(series="one"), figures(series("one", "FY2021 4.5", PERCENT)))
    assert str(problem) == "error[E413] series: figure 'one' has fewer than 2 values to draw."
