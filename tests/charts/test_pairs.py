"""Paired bars: two figures over the same keys, each bar with its own period."""

from __future__ import annotations

import pytest
from matplotlib.colors import to_hex

from reportgen.charts import pairs
from reportgen.charts.draw import draw_charts, table_behind
from reportgen.charts.pairs import Options
from reportgen.model.document import Emission
from reportgen.text.locale import load
from tests.charts.gallery import cases
from tests.charts.make import MONEY, PERCENT, drawn, figures, members, texts, theme

INK, SKY = theme().light.series[0], theme().light.series[2]
ONE = members("one", "H1-2024", [("a", "Cost", "20"), ("b", "Loss", "4 @9M-2024")], PERCENT, "Aurora")
TWO = members("two", "H1-2024", [("a", "Cost", "110"), ("b", "Loss", "n.a.")], PERCENT, "Hillside")
BOTH = Options(series=["one", "two"])


def test_the_bars_of_a_pair_touch_one_zero_line_in_the_order_of_the_figures() -> None:
    canvas = drawn("pairs", BOTH, figures(ONE, TWO))
    bars = [p for c in canvas.axes.containers for p in c.patches]
    assert [to_hex(p.get_facecolor()).upper() for p in bars] == [INK, SKY, INK]
    assert [p.get_width() for p in bars] == pytest.approx([0.20, 1.10, 0.04])
    assert {p.get_x() for p in bars} == {0}
    assert bars[0].get_y() > bars[1].get_y() > bars[2].get_y()


def test_each_bar_bears_its_period_where_periods_differ_and_none_does_where_they_agree() -> None:
    said = texts(drawn("pairs", BOTH, figures(ONE, TWO)))
    assert said.count("H1 2024") == 2
    assert said.count("9M 2024") == 1
    case = cases()["pairs-signed"]
    assert "2022" not in texts(drawn("pairs", case.options, case.figures))


def test_a_bar_without_a_value_says_so() -> None:
    assert "n.a." in texts(drawn("pairs", BOTH, figures(ONE, TWO)))


@pytest.mark.parametrize("narrow", [False, True])
def test_bars_below_zero_run_to_the_left_and_leave_room_for_names(narrow: bool) -> None:
    case = cases()["pairs-signed"]
    canvas = drawn("pairs", case.options, case.figures, narrow=narrow)
    value = next(label.box for label in canvas.labels if label.text.startswith("\u22129"))
    assert value.x1 < canvas.x(0)
    assert [label.text for label in canvas.labels if label.box.x0 < -0.3] == []


def test_alternative_text_and_table_name_the_period_of_every_bar() -> None:
    charts, problems = draw_charts({"c": ("pairs", BOTH)}, figures(ONE, TWO), theme(), load("en"))
    assert problems == ()
    assert "first nine months" in charts["c"].alt or "9M" in charts["c"].alt
    table = table_behind("pairs", BOTH, figures(ONE, TWO), load("en"), lambda value, style="", **o: Emission(0, value, style, o))
    assert [len(row.cells) for row in table.rows] == [4, 4]
    assert len(table.columns) == 4


def test_misuse_is_refused() -> None:
    other = members("two", "H1-2024", [("a", "Cost", "110"), ("c", "Debt", "1")], PERCENT)
    assert [p.code for p in pairs.problems(BOTH, figures(ONE, other))] == ["E412", "E412"]
    money = members("two", "H1-2024", [("a", "Cost", "1.1"), ("b", "Loss", "2.0")], MONEY)
    assert [p.code for p in pairs.problems(BOTH, figures(ONE, money))] == ["E411"]
    empty = members("two", "H1-2024", [("a", "Cost", "n.a."), ("b", "Loss", "n.a.")], PERCENT)
    assert [p.code for p in pairs.problems(BOTH, figures(ONE, empty))] == ["E413"]
