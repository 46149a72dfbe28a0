"""Index lines: the base line at 100, said once."""

from __future__ import annotations

from reportgen.charts import index
from reportgen.charts.index import Options
from tests.charts.gallery import cases
from tests.charts.make import drawn, figures, series, texts

CASE = cases()["index"]


def test_the_base_line_lies_at_100_and_says_so_once() -> None:
    canvas = drawn("index", CASE.options, CASE.figures)
    assert texts(canvas).count("100") == 1
    assert [s for s in canvas.strokes if s.y0 == s.y1 == canvas.y(100)]


def test_the_scale_covers_the_base_even_when_all_values_lie_above() -> None:
    high = series("high", "FY2020 100; FY2021 150", CASE.figures["sold"].points[0].metric)
    assert drawn("index", Options(series="high"), figures(high)).axes.get_ylim()[0] == 100


def test_a_cut_axis_needs_no_word_where_the_base_is_drawn() -> None:
    assert list(drawn("index", CASE.options, CASE.figures).marks) == []


def test_a_figure_that_is_no_index_is_refused_with_the_cure() -> None:
    (problem,) = index.problems(Options(series="sales"), figures(series("sales", "FY2021 4.7; FY2022 3.8")))
    assert str(problem) == (
        "error[E424] series: figure 'sales' is no index. Declare a metric of kind indexed with its base, and use a figure of that."
    )
