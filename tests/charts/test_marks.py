"""Price marks: dated prices from zero on a true scale of time."""

from __future__ import annotations

import pytest

from reportgen.charts import marks
from reportgen.charts.marks import Options
from tests.charts.gallery import cases
from tests.charts.make import PRICE, drawn, figures, members, texts

CASE = cases()["marks"]


def test_prices_start_at_zero_and_time_is_to_scale() -> None:
    canvas = drawn("marks", CASE.options, CASE.figures)
    assert canvas.axes.get_ylim()[0] == 0
    (line,) = canvas.axes.lines
    xs = line.get_xdata()
    assert (xs[3] - xs[2]) / (xs[3] - xs[0]) == pytest.approx(1 / 192)  # 20 December, 29 June, 30 June


def test_each_mark_states_price_name_and_date() -> None:
    written = texts(drawn("marks", CASE.options, CASE.figures))
    assert {"9.80", "Peak", "21 Dec 2021–29 Jun 2022", "3.36", "Lock-up ends", "30 Jun 2022"} <= set(written)


def test_the_change_stands_beside_its_mark() -> None:
    canvas = drawn("marks", CASE.options, CASE.figures)
    boxes = {label.text: label.box for label in canvas.labels}
    change, price = boxes["\u221243.5%"], boxes["3.36"]
    assert 0 < change.x0 - price.x1 < 2


def test_a_price_whose_day_is_unknown_bears_its_span() -> None:
    canvas = drawn("marks", CASE.options, CASE.figures)
    assert list(canvas.marks) == ["day_within", "hollow_rebuilt"]


def test_the_level_is_named_unless_a_mark_on_it_names_it() -> None:
    assert texts(drawn("marks", CASE.options, CASE.figures)).count("Issue price") == 1
    level = {"at": "5", "label": {"en": "five dollars"}}
    problems = marks.problems(Options(series="price", reference=level), CASE.figures)
    assert [str(p) for p in problems] == ["error[E417] reference.at: the level '5' is in pure, the values are in HKD."]
    named = Options(series="price", reference={"at": "5 HKD", "label": {"en": "five dollars"}})
    assert "five dollars" in texts(drawn("marks", named, CASE.figures))


def test_marks_of_one_day_keep_the_order_given() -> None:
    day = members(
        "price", "2022-06-30", [("open", "Open", "5.88"), ("close", "Close", "3.13"), ("old", "Issue", "3.85 @2021-12-30")], PRICE
    )
    assert [p.key for p in marks.ordered(Options(series="price"), figures(day))] == ["old", "open", "close"]


def test_eight_marks_are_refused() -> None:
    many = members("price", "FY2022", [(str(n), f"Mark {n}", f"3.1 @2022-0{n + 1}-01") for n in range(8)], PRICE)
    (problem,) = marks.problems(Options(series="price"), figures(many))
    assert str(problem) == "error[E416] series: 8 marks are more than a reader can follow; at most 7."
