"""Stairs: order, levels, gaps, refusals."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.charts import stairs
from reportgen.charts.canvas import Canvas
from reportgen.charts.draw import table_behind
from reportgen.charts.stairs import Options
from reportgen.model.document import Emission
from reportgen.model.figure import Figure
from reportgen.text.locale import load
from tests.charts.gallery import cases
from tests.charts.make import PERCENT, drawn, figures, members, series, texts

NAMES = (("a", "Young"), ("b", "Middling"), ("c", "Old"))


def of(*values: str) -> Figure:
    return members("rate", "2023-12-31", [(*name, value) for name, value in zip(NAMES, values, strict=False)], PERCENT, "Rate")


def levels(canvas: Canvas) -> list[tuple[float, float, float]]:
    """(left, right, height) of the firm lines above the zero line, from left to right."""
    flat = [s for s in canvas.strokes if s.y0 == s.y1 and s.y0 > canvas.y(0) + 0.01]
    return [(s.x0, s.x1, s.y0) for s in flat]


def test_each_class_has_its_level_over_its_whole_width_and_the_next_begins_where_it_ends() -> None:
    canvas = drawn("stairs", Options(series="rate"), figures(of("10", "40", "100")))
    found = levels(canvas)
    assert [y for _, _, y in found] == pytest.approx([canvas.y(v) for v in (0.1, 0.4, 1.0)])
    assert [a[1] for a in found[:-1]] == pytest.approx([b[0] for b in found[1:]])
    widths = [x1 - x0 for x0, x1, _ in found]
    assert widths == pytest.approx([widths[0]] * 3)


def test_classes_keep_the_order_given_whatever_their_levels() -> None:
    canvas = drawn("stairs", Options(series="rate"), figures(of("40", "10", "20")))
    where = {label.text: label.box.x0 for label in canvas.labels}
    assert where["Young"] < where["Middling"] < where["Old"]


def test_a_class_without_a_value_says_so_and_no_step_leads_over_it() -> None:
    canvas = drawn("stairs", Options(series="rate"), figures(of("10", "n.a.", "100")))
    assert "n.a." in texts(canvas)
    assert [s for s in canvas.strokes if s.x0 == s.x1] == []


def test_levels_that_are_no_history_are_dashed_and_the_marks_say_why() -> None:
    case = cases()["stairs"]
    assert [mark for mark in drawn("stairs", case.options, case.figures).marks if "estimate" in mark]


def test_the_table_behind_has_one_row_per_class() -> None:
    case = cases()["stairs"]
    table = table_behind("stairs", case.options, case.figures, load("en"), lambda value, style="", **o: Emission(0, value, style, o))
    assert len(table.rows) == 5
    assert all(len(row.cells) == 1 for row in table.rows)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(1, 100), min_size=2, max_size=8))
def test_a_higher_value_stands_higher(values: list[int]) -> None:
    figure = members("rate", "2023-12-31", [(str(n), f"Class {chr(65 + n)}", str(v)) for n, v in enumerate(values)], PERCENT)
    found = levels(drawn("stairs", Options(series="rate"), figures(figure)))
    heights = [y for _, _, y in found]
    assert [a < b for a, b in pairwise(heights)] == [a < b for a, b in pairwise(values)]


def test_misuse_is_refused() -> None:
    few = figures(of("10"))
    assert [p.code for p in stairs.problems(Options(series="rate"), few)] == ["E413"]
    many = figures(members("rate", "FY2022", [(str(n), str(n), "1") for n in range(9)], PERCENT))
    assert [p.code for p in stairs.problems(Options(series="rate"), many)] == ["E416"]
    unknown = stairs.problems(Options(series="rate", highlight="z"), figures(of("10", "20")))
    assert [p.code for p in unknown] == ["E412"]
    assert stairs.problems(Options(series="loss"), figures(series("loss", "FY2021 1; FY2022 2"))) == ()
