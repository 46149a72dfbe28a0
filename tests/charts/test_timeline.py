"""Timelines: a true scale, the subject above, others below."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reportgen.charts import timeline
from reportgen.charts.timeline import Options
from tests.charts.gallery import cases
from tests.charts.make import DATE, drawn, figures, members

CASE = cases()["timeline"]


def test_the_subjects_events_stand_above_the_line_and_others_below() -> None:
    canvas = drawn("timeline", CASE.options, CASE.figures)
    axis = next(s.y0 for s in canvas.strokes if s.x1 - s.x0 > 100)
    above = {label.text for label in canvas.labels if label.box.y0 > axis}
    assert {"Night line opens", "Second ship", "Largest owner leaves"} <= above
    assert not {"Cloudmill: speed boat", "Hillside: island ticket"} & above


def test_events_stand_on_a_true_scale_of_time() -> None:
    canvas = drawn("timeline", CASE.options, CASE.figures)
    dots = sorted(box.x0 for box in canvas.solids)
    assert dots[3] - dots[2] < 0.8  # 10 and 11 April
    assert (dots[2] - dots[0]) / (dots[7] - dots[0]) == pytest.approx(61 / 161, abs=0.01)  # 8 February, 10 April, 19 July


def test_a_month_shows_as_the_span_within_which_the_day_lies() -> None:
    canvas = drawn("timeline", CASE.options, CASE.figures)
    assert "June\u00a02023" in [label.text for label in canvas.labels]
    assert list(canvas.marks) == ["day_within"]


def test_the_drawing_is_no_higher_than_its_labels_need() -> None:
    few = replace(CASE.figures["ours"], points=CASE.figures["ours"].points[:1])
    assert drawn("timeline", Options(series="ours"), figures(few)).high < 26
    assert 40 < drawn("timeline", CASE.options, CASE.figures).high < 66


def test_on_a_narrow_canvas_time_runs_down() -> None:
    canvas = drawn("timeline", CASE.options, CASE.figures, narrow=True)
    tops = {label.text: label.box.y0 for label in canvas.labels}
    assert tops["Brightlane names four routes"] > tops["Night line opens"] > tops["Largest owner leaves"]


def test_ten_events_are_refused() -> None:
    many = members("many", "FY2023", [(str(n), f"Event {n}", f"2023-0{n % 9 + 1}-01") for n in range(10)], DATE)
    (problem,) = timeline.problems(Options(series="many"), figures(many))
    assert str(problem) == (
        "error[E416] series: 10 events are more than a reader can follow; at most 9. Leave out what the argument does not need."
    )


def test_an_event_without_a_name_is_refused() -> None:
    nameless = members("odd", "FY2023", [("x", "", "2023-07-19")], DATE)
    (problem,) = timeline.problems(Options(series="odd"), figures(nameless))
    assert str(problem) == "error[E427] series: the event odd@x has no name. Give the point a label."
