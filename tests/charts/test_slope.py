"""Slopes: two dates, names and values at both ends."""

from __future__ import annotations

from matplotlib.colors import to_hex

from reportgen.charts import slope
from reportgen.charts.slope import Options
from tests.charts.gallery import cases
from tests.charts.make import PERCENT, drawn, figures, members, series, texts, theme

CASE = cases()["slope"]


def test_lines_run_from_the_first_value_to_the_second() -> None:
    canvas = drawn("slope", CASE.options, CASE.figures)
    before, after = CASE.figures["mix_a"], CASE.figures["mix_b"]
    for line, a, b in zip(canvas.axes.lines, before, after, strict=True):
        assert a.quantity
        assert b.quantity
        assert list(line.get_ydata()) == [canvas.y(float(a.quantity.value)), canvas.y(float(b.quantity.value))]


def test_one_line_is_rust_and_the_others_grey() -> None:
    canvas = drawn("slope", CASE.options, CASE.figures)
    grey, rust = theme().light.series[3], theme().light.series[1]
    assert [to_hex(line.get_color()).upper() for line in canvas.axes.lines] == [grey, grey, rust, grey]


def test_names_stand_at_both_ends_and_on_a_narrow_canvas_at_the_right() -> None:
    assert texts(drawn("slope", CASE.options, CASE.figures)).count("Cargo") == 2
    assert texts(drawn("slope", CASE.options, CASE.figures, narrow=True)).count("Cargo") == 1


def test_close_values_have_their_labels_pushed_apart() -> None:
    close = [(str(n), f"Line {n}", f"20.{n}") for n in range(6)]
    found = figures(members("a", "FY2021", close, PERCENT), members("b", "FY2022", close, PERCENT))
    canvas = drawn("slope", Options(before="a", after="b"), found)
    tops = sorted(label.box for label in canvas.labels if label.text.startswith("Line") and label.box.x0 < 60)
    assert len(tops) == 6


def test_figures_with_two_points_make_lines_too() -> None:
    found = figures(series("x", "FY2021 35.7; FY2022 53.0", PERCENT, "Outflow"), series("y", "FY2021 71.2; FY2022 77.0", PERCENT, "Cost"))
    assert {"Outflow", "35.7%", "Cost", "77.0%", "2021", "2022"} <= set(texts(drawn("slope", Options(series=("x", "y")), found)))


def test_a_member_without_a_partner_is_refused() -> None:
    found = figures(members("a", "FY2021", [("x", "X", "20")], PERCENT), members("b", "FY2022", [("y", "Y", "20")], PERCENT))
    messages = [str(problem) for problem in slope.problems(Options(before="a", after="b"), found)]
    assert messages == [
        "error[E412] after: no point 'y' in this chart. Known: x.",
        "error[E412] before: no point 'x' in this chart. Known: y.",
    ]


def test_both_forms_or_none_are_refused() -> None:
    (problem,) = slope.problems(Options(), {})
    assert str(problem) == (
        "error[E421] before: a slope chart has either `before` and `after` or `series`. "
        "Give two figures with the same members, or figures with two points each."
    )


def test_three_points_are_no_slope() -> None:
    found = figures(series("x", "FY2020 30; FY2021 35.7; FY2022 53.0", PERCENT))
    (problem,) = slope.problems(Options(series="x"), found)
    assert str(problem) == "error[E413] series: figure 'x' must have exactly two points."
