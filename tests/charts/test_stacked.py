"""Stacks: parts from the base up, shares inside, totals on top, one whole lying flat."""

from __future__ import annotations

import pytest
from matplotlib.colors import to_hex

from reportgen.charts import stacked
from reportgen.charts.stacked import Options
from tests.charts.gallery import cases
from tests.charts.make import PERCENT, drawn, figures, members, series, texts, theme

INK, RUST, SKY, GREY, OCHRE, _ = theme().light.series


def mix(name: str, *values: str):
    return members(
        name, "FY2021", [(key, key.title(), value) for key, value in zip(("city", "coast", "cargo"), values, strict=True)], PERCENT
    )


def test_parts_stand_on_each_other_and_make_the_whole() -> None:
    canvas = drawn("stacked", Options(columns=("a", "b")), figures(mix("a", "50", "30", "20"), mix("b", "40", "35", "25")))
    patches = [p for c in canvas.axes.containers for p in c.patches]
    assert [p.get_y() for p in patches[:3]] == pytest.approx([0, 0.5, 0.8])
    assert canvas.axes.get_ylim() == pytest.approx((0, 1))
    assert [to_hex(p.get_facecolor()).upper() for p in patches[:3]] == [INK, SKY, OCHRE]


def test_a_white_gap_keeps_touching_parts_apart() -> None:
    canvas = drawn("stacked", Options(columns=("a", "b")), figures(mix("a", "50", "30", "20"), mix("b", "40", "35", "25")))
    first, second = [p for c in canvas.axes.containers for p in c.patches][:2]
    assert canvas.y(second.get_y()) - canvas.y(first.get_y() + first.get_height()) == pytest.approx(0.75 * 25.4 / 72)


def test_the_key_part_is_rust_and_the_rest_grey_on_top() -> None:
    options = Options(columns=("a", "b"), rest="city", highlight="cargo")
    canvas = drawn("stacked", options, figures(mix("a", "50", "30", "20"), mix("b", "40", "35", "25")))
    patches = [p for c in canvas.axes.containers for p in c.patches][:3]
    assert [to_hex(p.get_facecolor()).upper() for p in patches] == [INK, RUST, GREY]
    assert [p.get_height() for p in patches] == pytest.approx([0.3, 0.2, 0.5], abs=0.01)


def test_a_number_stands_inside_a_high_part_and_beside_a_low_one() -> None:
    canvas = drawn("stacked", Options(columns=("a", "b")), figures(mix("a", "56", "40", "4"), mix("b", "40", "35", "25")))
    boxes = {label.text: label.box for label in canvas.labels}
    low, high = canvas.solids[2], canvas.solids[0]
    assert boxes["56%"].outside(high) == 0
    assert boxes["4%"].x1 < low.x0


def test_names_stand_beside_the_last_column_in_its_order() -> None:
    case = cases()["stacked"]
    canvas = drawn("stacked", case.options, case.figures)
    names = {label.text: label.box for label in canvas.labels if label.box.x0 > canvas.solids[-1].x1}
    assert sorted(names, key=lambda name: names[name].y0) == ["Harbour lines", "Coastal lines", "Night ferries", "Cargo"]


def test_a_column_is_named_by_its_period() -> None:
    case = cases()["stacked"]
    assert texts(drawn("stacked", case.options, case.figures)).count("2022") == 1


def test_totals_stand_on_top_of_the_column_of_their_period() -> None:
    case = cases()["stacked-parts"]
    canvas = drawn("stacked", case.options, case.figures)
    total = next(label.box for label in canvas.labels if label.text == "7.8")
    column = canvas.solids[5]
    assert column.y1 < total.y0 < column.y1 + 2
    assert column.x0 < total.x0
    assert total.x1 < column.x1


def test_a_total_is_found_by_period_not_by_place() -> None:
    whole = members("whole", "FY2022", [("city", "City", "3.0"), ("rest", "Rest", "1.0")])
    total = series("all", "FY2021 9.0; FY2022 4.0")
    assert "4.0" in texts(drawn("stacked", Options(columns="whole", total="all"), figures(whole, total)))


def test_one_whole_lies_flat_over_the_full_width() -> None:
    case = cases()["stacked-one"]
    canvas = drawn("stacked", case.options, case.figures)
    assert canvas.high == stacked.HEIGHT_FLAT
    assert canvas.solids[0].x0 == pytest.approx(0.3)
    assert canvas.solids[2].x1 == pytest.approx(canvas.width - 0.3, abs=0.5)
    assert texts(canvas)[-2:] == ["Total", "4.31"]


def test_columns_and_parts_together_are_refused() -> None:
    (problem,) = stacked.problems(Options(columns="a", parts="a"), figures(mix("a", "50", "30", "20")))
    assert (
        str(problem) == "error[E421] columns: a stacked chart has either `columns` or `parts`. Give one figure per column, or one per part."
    )


def test_a_negative_part_is_refused() -> None:
    (problem,) = stacked.problems(Options(columns="a"), figures(mix("a", "50", "60", "-10")))
    assert str(problem) == "error[E422] columns: a stack cannot hold a negative part: a['cargo']. Use columns or a waterfall."


def test_a_missing_part_is_refused() -> None:
    (problem,) = stacked.problems(Options(columns="a"), figures(mix("a", "50", "30", "n.a.")))
    assert str(problem) == "error[E419] columns: a stack cannot leave out a part: no value for a['cargo']."


def test_shares_that_make_no_whole_are_refused_but_rounding_is_not() -> None:
    assert stacked.problems(Options(columns="a"), figures(mix("a", "50", "30", "21"))) == ()
    (problem,) = stacked.problems(Options(columns="a"), figures(mix("a", "50", "30", "10")))
    assert (
        str(problem)
        == "error[E423] columns: the shares city, coast, cargo do not add up to a whole. Add the remainder as a part of its own."
    )


def test_five_parts_are_refused() -> None:
    five = members("a", "FY2021", [(str(n), str(n), "20") for n in range(5)], PERCENT)
    (problem,) = stacked.problems(Options(columns="a"), figures(five))
    assert str(problem) == "error[E416] columns: 5 parts are more than a reader can follow; at most 4. Sum up the small ones."
