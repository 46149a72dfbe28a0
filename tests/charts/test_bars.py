"""Rankings: order, subject, bounds, dates."""

from __future__ import annotations

import pytest
from matplotlib.colors import to_hex

from reportgen.charts import bars
from reportgen.charts.bars import Options
from tests.charts.gallery import cases
from tests.charts.make import PERCENT, drawn, figures, members, texts, theme

INK, GREY = theme().light.series[0], theme().light.series[3]
SHARES = members(
    "share", "FY2022", [("h", "Hillside", "8.3"), ("a", "Aurora", "23.1"), ("b", "Brightlane", "n.a."), ("o", "Others", "40")], PERCENT
)


def test_the_largest_comes_first_the_unknown_last_and_the_rest_after_all() -> None:
    assert [p.key for p in bars.ordered(Options(series="share", rest="o"), figures(SHARES))] == ["a", "h", "b", "o"]
    assert [p.key for p in bars.ordered(Options(series="share", order="given"), figures(SHARES))] == ["h", "a", "b", "o"]


def test_the_subject_is_ink_and_everybody_else_grey() -> None:
    canvas = drawn("bars", Options(series="share", subject="a", rest="o"), figures(SHARES))
    assert [to_hex(p.get_facecolor()).upper() for c in canvas.axes.containers for p in c.patches] == [INK, GREY, GREY]


def test_without_a_subject_all_bars_are_ink() -> None:
    canvas = drawn("bars", Options(series="share"), figures(SHARES))
    assert {to_hex(p.get_facecolor()).upper() for c in canvas.axes.containers for p in c.patches} == {INK}


def test_bars_start_at_zero_and_are_as_long_as_their_values() -> None:
    canvas = drawn("bars", Options(series="share"), figures(SHARES))
    patches = [p for c in canvas.axes.containers for p in c.patches]
    assert [p.get_x() for p in patches] == [0, 0, 0]
    assert [p.get_width() for p in patches] == pytest.approx([0.40, 0.231, 0.083])


def test_negative_bars_run_to_the_left() -> None:
    swing = members("swing", "FY2022", [("a", "Aurora", "12"), ("h", "Hillside", "-9")], PERCENT)
    canvas = drawn("bars", Options(series="swing"), figures(swing))
    box = next(label.box for label in canvas.labels if label.text == "\u22129%")
    assert box.x1 < canvas.solids[1].x0 < canvas.x(0)


def test_a_lower_bound_says_so_and_its_bar_runs_on_broken() -> None:
    case = cases()["bars-dated"]
    canvas = drawn("bars", case.options, case.figures)
    label = next(label.box for label in canvas.labels if label.text == ">15.5")
    bar = canvas.solids[1]
    assert [s for s in canvas.strokes if bar.x1 < s.x0 < s.x1 < label.x0 and s.y0 == pytest.approx((bar.y0 + bar.y1) / 2)]


def test_each_bar_bears_its_period_only_where_periods_differ() -> None:
    case = cases()["bars-dated"]
    assert {"30 Jun 2021", "2018–2022"} <= set(texts(drawn("bars", case.options, case.figures)))
    assert "2022" not in texts(drawn("bars", Options(series="share"), figures(SHARES)))
    assert texts(drawn("bars", Options(series="share", dates="always"), figures(SHARES))).count("2022") == 3


def test_names_stand_above_the_bars_on_a_narrow_canvas() -> None:
    canvas = drawn("bars", Options(series="share"), figures(SHARES), narrow=True)
    name = next(label.box for label in canvas.labels if label.text == "Aurora")
    assert name.y0 > canvas.solids[1].y1
    assert canvas.high == pytest.approx(4 * bars.ROW_NARROW + 1.2)


def test_too_many_bars_are_refused() -> None:
    many = members("many", "FY2022", [(str(n), str(n), "1") for n in range(15)], PERCENT)
    (problem,) = bars.problems(Options(series="many"), figures(many))
    assert str(problem) == (
        "error[E416] series: 15 bars are more than a reader can follow; at most 14. Sum up the small ones in a member of their own."
    )
