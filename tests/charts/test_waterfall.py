"""Waterfalls: from the start over signed steps to the end."""

from __future__ import annotations

import pytest
from matplotlib.colors import to_hex

from reportgen.charts import waterfall
from reportgen.charts.waterfall import Options
from tests.charts.gallery import cases
from tests.charts.make import PERCENT, POINTS, drawn, figures, members, series, texts, theme

CASE = cases()["waterfall"]
INK, RUST, SKY = theme().light.series[:3]


def test_each_step_starts_where_the_one_before_ended() -> None:
    steps = waterfall.steps(CASE.options, CASE.figures)
    assert [s.low for s in steps[1:-1]] == pytest.approx([s.high for s in steps[:-2]])
    assert (steps[0].low, steps[-1].low) == (0, 0)
    assert steps[-2].high == pytest.approx(steps[-1].high)


def test_ends_are_ink_rises_sky_falls_rust_and_a_rebuilt_start_hatched() -> None:
    canvas = drawn("waterfall", CASE.options, CASE.figures)
    patches = [p for c in canvas.axes.containers for p in c.patches]
    assert to_hex(patches[0].get_edgecolor()).upper() == INK
    assert [to_hex(p.get_facecolor()).upper() for p in patches] == [theme().light.ground, SKY, SKY, RUST, INK]
    assert list(canvas.marks) == ["hatched_rebuilt"]


def test_parts_bear_their_sign_and_their_points_and_the_end_the_change() -> None:
    written = texts(drawn("waterfall", CASE.options, CASE.figures))
    assert written[:4] == ["1.28", "H1 2023", "rebuilt", "+0.81"]
    assert {"+63.3 points", "\u22120.57", "\u221244.5 points", "+25.8%", "1.61", "reported"} <= set(written)


def test_points_lose_their_unit_where_it_does_not_fit() -> None:
    many = [(str(n), f"Part {n}", "0.05") for n in range(6)]
    found = figures(
        series("level", "FY2021 1.0; FY2022 1.3"), members("parts", "FY2022", many), CASE.figures["gained"], series("points", "FY2022 1")
    )
    gained = members("points", "FY2022", many, CASE.figures["gained"].points[0].metric)
    options = Options(start="level['FY2021']", parts="parts", end="level['FY2022']", points="points")
    assert "+0,1" in texts(drawn("waterfall", options, {**found, "points": gained}, tag="de"))


def test_lying_on_a_narrow_canvas_every_bar_ends_with_its_number() -> None:
    canvas = drawn("waterfall", CASE.options, CASE.figures, narrow=True)
    numbers = [
        next(label.box for label in canvas.labels if label.text == text) for text in ("1.28", "+0.81", "+0.09", "\u22120.57", "1.61")
    ]
    assert [round(number.x0 - bar.x1, 3) for number, bar in zip(numbers, canvas.solids, strict=True)] == [1.2] * 5


def test_parts_that_do_not_lead_to_the_end_are_refused() -> None:
    found = figures(series("level", "FY2021 1.0; FY2022 2.0"), members("parts", "FY2022", [("a", "A", "0.5")]))
    (problem,) = waterfall.problems(Options(start="level['FY2021']", parts="parts", end="level['FY2022']"), found)
    assert str(problem) == (
        "error[E420] parts: the parts of 'parts' do not lead from level['FY2021'] to level['FY2022']. List every part, the remainder too."
    )


def test_a_gap_of_rounding_is_no_problem() -> None:
    found = figures(series("level", "FY2021 1.0; FY2022 1.6"), members("parts", "FY2022", [("a", "A", "0.5")]))
    assert waterfall.problems(Options(start="level['FY2021']", parts="parts", end="level['FY2022']"), found) == ()


def test_a_missing_step_is_refused() -> None:
    found = figures(series("level", "FY2021 1.0; FY2022 1.6"), members("parts", "FY2022", [("a", "A", "n.a.")]))
    (problem,) = waterfall.problems(Options(start="level['FY2021']", parts="parts", end="level['FY2022']"), found)
    assert str(problem) == "error[E419] parts: a waterfall cannot leave out a step: no value for a."


def test_a_reference_that_is_not_one_point_is_refused() -> None:
    found = figures(series("level", "FY2021 1.0; FY2022 1.6"), members("parts", "FY2022", [("a", "A", "0.5")]))
    (problem,) = waterfall.problems(Options(start="level", parts="parts", end="level['FY2022']"), found)
    assert str(problem) == (
        "error[E414] start: 'level' is not one point of a figure. "
        "Write the figure's name, and the key in brackets where it has several points: growth['FY2021']."
    )


MARGINS = Options(start="margin['FY2021']", parts="steps", end="margin['FY2022']")


def test_between_two_ratios_the_steps_are_points() -> None:
    steps = members("steps", "FY2022", [("gross", "Gross margin", "-21"), ("costs", "Costs", "18")], POINTS)
    found = figures(series("margin", "FY2021 -161; FY2022 -164", PERCENT), steps)
    assert waterfall.problems(MARGINS, found) == ()
    written = texts(drawn("waterfall", MARGINS, found))
    assert {"\u2212161%", "\u2212164%"} <= set(written)
    assert any(text.startswith("\u221221") for text in written)
    assert any(text.startswith("+18") for text in written)


def test_points_do_not_lead_from_one_amount_to_another() -> None:
    steps = members("steps", "FY2022", [("a", "A", "3")], POINTS)
    found = figures(series("margin", "FY2021 1.0; FY2022 1.3"), steps)
    assert [problem.code for problem in waterfall.problems(MARGINS, found)] == ["E411"]
