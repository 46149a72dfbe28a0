"""Columns: zero base, order, hatching, rows of values, the line above."""

from __future__ import annotations

import pytest
from matplotlib.colors import to_hex

from reportgen.charts import columns
from reportgen.charts.columns import Options
from tests.charts.gallery import cases
from tests.charts.make import PERCENT, drawn, figures, series, texts, theme

INK, RUST, SKY = theme().light.series[:3]


def bars(options: Options, *found, **given):
    """The columns of a drawing as (height, bottom, colour, hatched)."""
    canvas = drawn("columns", options, figures(*found), **given)
    patches = [p for c in canvas.axes.containers for p in c.patches]
    return [(p.get_height(), p.get_y(), to_hex(p.get_facecolor()).upper(), p.get_linewidth() > 0) for p in patches], canvas


def test_columns_are_as_high_as_their_values_from_zero() -> None:
    found, canvas = bars(Options(series="sales"), series("sales", "FY2021 4.7; FY2022 3.8"))
    assert found == [(4.7e9, 0, INK, False), (3.8e9, 0, INK, False)]
    assert canvas.axes.get_ylim()[0] == 0


def test_negative_columns_hang_below_the_line_with_their_label_outside() -> None:
    found, canvas = bars(Options(series="profit"), series("profit", "FY2021 -1.5; FY2022 1.0"))
    assert [(height, bottom) for height, bottom, *_ in found] == [(1.5e9, -1.5e9), (1.0e9, 0)]
    label = next(label for label in canvas.labels if label.text == "\u22121.5")
    assert label.box.y1 < canvas.y(-1.5e9)
    assert all(other.box.y1 < label.box.y0 for other in canvas.labels if other.text in ("2021", "2022"))


def test_the_zero_line_lies_over_the_columns() -> None:
    _, canvas = bars(Options(series="sales"), series("sales", "FY2021 4.7; FY2022 3.8"))
    zero = [p for p in canvas.axes.patches if to_hex(p.get_edgecolor()).upper() == theme().light.text and p.get_linewidth() == 0.7]
    assert len(zero) == 1
    assert zero[0].get_zorder() > max(p.get_zorder() for c in canvas.axes.containers for p in c.patches)
    assert not zero[0].get_clip_on()


@pytest.mark.parametrize(("letter", "mark"), [("r", "hatched_rebuilt"), ("e", "hatched_estimate")])
def test_what_is_no_history_is_hatched_and_explained(letter: str, mark: str) -> None:
    found, canvas = bars(Options(series="sales"), series("sales", f"FY2021 4.7 {letter}; FY2022 3.8"))
    assert [hatched for *_, hatched in found] == [True, False]
    assert found[0][2] == theme().light.ground
    assert list(canvas.marks) == [mark]


def test_where_all_values_are_claims_that_is_said_once_and_nothing_is_hatched() -> None:
    found, canvas = bars(Options(series="sales"), series("sales", "FY2021 4.7 c; FY2022 3.8 c"))
    assert [hatched for *_, hatched in found] == [False, False]
    assert list(canvas.marks) == ["claims_only"]


@pytest.mark.parametrize("narrow", [False, True])
def test_a_forecast_is_hatched_lightly_and_says_so_under_the_axis(narrow: bool) -> None:
    found, canvas = bars(Options(series="sales"), series("sales", "FY2021 4.7; FY2025 9.8 f"), narrow=narrow)
    assert [hatched for *_, hatched in found] == [False, True]
    assert list(canvas.marks) == ["hatched_forecast"]
    word = next(label for label in canvas.labels if label.text == "forecast")
    year = next(label for label in canvas.labels if label.text == "2025")
    assert 0 <= word.box.y0 < word.box.y1 <= year.box.y0
    assert abs(word.box.x0 + word.box.x1 - year.box.x0 - year.box.x1) < 0.1
    assert texts(canvas).count("forecast") == 1


def test_a_goal_is_no_forecast_and_says_so() -> None:
    found, canvas = bars(Options(series="sales"), series("sales", "FY2021 4.7; FY2025 9.8 g"))
    assert [hatched for *_, hatched in found] == [False, True]
    assert list(canvas.marks) == ["hatched_goal"]
    assert texts(canvas).count("goal") == 1


def test_names_of_two_lines_keep_clear_of_the_rows_of_values_below() -> None:
    crowd = "; ".join(f"{period} 4.7" for period in ("FY2019", "FY2020", "FY2021", "FY2022", "FY2023", "H1-2024"))
    _, canvas = bars(Options(series=["sales"], running_sum=True, apart="H1-2024"), series("sales", crowd), tag="zh-Hant", narrow=True)
    below = [label for label in canvas.labels if label.box.y1 < canvas.y(0)]
    values = [label for label in below if label.text == "47"]
    names = [label for label in below if label.text != "47"]
    assert len(values) == 6
    assert len(names) > 6
    assert min(label.box.y0 for label in names) >= max(label.box.y1 for label in values)


def test_beside_claims_only_the_forecast_is_hatched() -> None:
    found, canvas = bars(Options(series="sales"), series("sales", "FY2018 1.1 c; FY2020 4.7 c; FY2025 9.8 f"))
    assert [hatched for *_, hatched in found] == [False, False, True]
    assert list(canvas.marks) == ["claims_only", "hatched_forecast"]


def test_no_room_is_kept_for_the_word_where_there_is_no_forecast() -> None:
    _, with_one = bars(Options(series="sales"), series("sales", "FY2021 4.7; FY2025 9.8 f"))
    _, without = bars(Options(series="sales"), series("sales", "FY2021 4.7; FY2025 9.8 e"))
    assert with_one.box.y0 > without.box.y0
    assert "forecast" not in texts(without)


def test_a_half_year_stands_apart_and_hatched() -> None:
    found, canvas = bars(Options(series="loss", apart="H1-2024"), series("loss", "FY2022 4.7; FY2023 3.8; H1-2024 1.9"))
    assert [hatched for *_, hatched in found] == [False, False, True]
    middles = [p.get_x() + p.get_width() / 2 for c in canvas.axes.containers for p in c.patches]
    assert middles[2] - middles[1] == pytest.approx(middles[1] - middles[0] + 0.35)
    assert list(canvas.marks) == ["hatched_half"]


def test_a_missing_value_is_a_gap_that_says_so() -> None:
    found, canvas = bars(Options(series="sales"), series("sales", "FY2021 4.7; FY2022 n.a.; FY2023 3.8"))
    assert len(found) == 2
    assert texts(canvas).count("n.a.") == 1
    assert list(canvas.marks) == ["na_explained"]


def test_the_value_stands_over_each_column_in_one_scale() -> None:
    _, canvas = bars(Options(series="sales"), series("sales", "FY2021 14.71; FY2022 0.38"))
    assert texts(canvas) == ["2021", "2022", "14.7", "0.4"]


def test_numbers_follow_the_language() -> None:
    _, canvas = bars(Options(series="sales"), series("sales", "FY2021 4.71; FY2022 -0.38"), tag="de")
    assert texts(canvas)[2:] == ["4,71", "\u22120,38"]


def test_columns_side_by_side_have_rows_of_values_named_at_their_end() -> None:
    case = cases()["columns-line"]
    canvas = drawn("columns", case.options, case.figures)
    assert [p.get_facecolor() != () for c in canvas.axes.containers for p in c.patches] == [True] * 10
    by_text = {label.text: label.box for label in canvas.labels}
    assert by_text["Fares"].x0 > by_text["3.52"].x1
    assert by_text["Fares"].y0 == pytest.approx(by_text["3.52"].y0)
    assert by_text["Fuel and crews"].y0 == pytest.approx(by_text["3.71"].y0)


def test_a_line_of_another_unit_runs_above_all_columns() -> None:
    case = cases()["columns-line"]
    canvas = drawn("columns", case.options, case.figures)
    tops = max(box.y1 for box in canvas.solids if box.y0 == pytest.approx(canvas.box.y0))
    (line,) = [line for line in canvas.axes.lines if to_hex(line.get_color()).upper() == RUST]
    assert min(line.get_ydata()) > tops


def test_the_level_lies_where_its_value_does() -> None:
    case = cases()["columns-line"]
    canvas = drawn("columns", case.options, case.figures)
    (line,) = [line for line in canvas.axes.lines if to_hex(line.get_color()).upper() == RUST]
    before, after = line.get_ydata()[-2:]
    (level,) = [stroke for stroke in canvas.strokes if stroke.y0 == stroke.y1 and stroke.y0 > canvas.y(4.4e9)]
    assert before < level.y0 < after  # 74.2 and 105.4 per cent
    assert "cost eats all fares" in texts(canvas)


def test_the_running_total_shares_the_scale_of_the_columns() -> None:
    loss = series("loss", "FY2021 2.0; FY2022 3.0")
    _, canvas = bars(Options(series="loss", running_sum=True), loss)
    (line,) = canvas.axes.lines
    assert list(line.get_ydata()) == pytest.approx([canvas.y(2e9), canvas.y(5e9)])
    assert texts(canvas) == ["2021", "2022", "2.0", "3.0", "Sales", "5.0", "Running total"]
    assert "loss.running@FY2022" in canvas.points


def test_a_narrow_drawing_names_its_figures_in_a_key_above() -> None:
    case = cases()["columns-line"]
    canvas = drawn("columns", case.options, case.figures, narrow=True)
    highest = max(label.box.y0 for label in canvas.labels)
    assert [label.text for label in canvas.labels if label.box.y0 > highest - 0.1] == ["Fares", "Fuel and crews", "cost to fares"]


def test_a_remark_stands_beside_its_column() -> None:
    case = cases()["columns-count"]
    canvas = drawn("columns", case.options, case.figures, narrow=True)
    number = next(label.box for label in canvas.labels if label.text == "4,406")
    remark = [label.box for label in canvas.labels if label.text in ("after the northern", "line closed")]
    assert len(remark) == 2
    assert all(0 < box.y0 - number.y1 < 12 and box.x1 > number.x0 for box in remark)


def test_mixed_period_lengths_are_refused_with_the_cure() -> None:
    (problem,) = columns.problems(Options(series="loss"), figures(series("loss", "FY2022 4.7; FY2023 3.8; H1-2024 1.9")))
    assert str(problem) == (
        "error[E415] apart: figure 'loss' mixes period lengths: FY2022, FY2023, H1-2024. Set the shorter ones apart: apart: [H1-2024]."
    )


def test_two_units_on_one_scale_are_refused() -> None:
    found = figures(series("sales", "FY2021 4.7"), series("ratio", "FY2021 45.0", PERCENT))
    (problem,) = columns.problems(Options(series=("sales", "ratio")), found)
    assert str(problem) == (
        "error[E411] series: figures of different units on one scale: sales (CNY), ratio (pct). "
        "Give each a chart of its own, or show an index."
    )


def test_unknown_keys_name_the_nearest() -> None:
    (problem,) = columns.problems(Options(series="sales", highlight="FY2012"), figures(series("sales", "FY2021 4.7; FY2022 3.8")))
    assert str(problem) == "error[E412] highlight: no point 'FY2012' in this chart. Known: FY2021, FY2022. Did you mean 'FY2022'?"


def test_an_accent_and_a_line_do_not_compete() -> None:
    options = Options(series="sales", running_sum=True, highlight="FY2021")
    (problem,) = columns.problems(options, figures(series("sales", "FY2021 4.7; FY2022 3.8")))
    assert str(problem) == "error[E418] highlight: the accent colour belongs to the line; no column can bear it too."


def test_a_level_in_another_unit_is_refused() -> None:
    options = Options(series="sales", reference={"at": "100%", "label": {"en": "all"}})
    (problem,) = columns.problems(options, figures(series("sales", "FY2021 4.7; FY2022 3.8")))
    assert str(problem) == "error[E417] reference.at: the level '100%' is in pct, the values are in CNY."


def test_a_figure_without_any_value_is_refused() -> None:
    (problem,) = columns.problems(Options(series="sales"), figures(series("sales", "FY2021 n.a.")))
    assert str(problem) == "error[E413] series: figure 'sales' has no value to draw."
