"""Step charts: levels that hold until the next date, runs that are never joined."""

from __future__ import annotations

from datetime import date

import pytest

from reportgen.charts import step, timeaxis
from reportgen.charts.step import Options
from tests.charts.gallery import cases
from tests.charts.make import PERCENT, drawn, figures, members, texts

CASE = cases()["step"]
STAKE = members("stake", "FY2022", [("a", "", "18.0 @2022-05-10"), ("b", "", "16.0 @2022-11-18")], PERCENT, "Fund")


def test_a_level_holds_until_the_day_of_the_next() -> None:
    (run,) = step.levels(Options(series="stake", until="2023-07-31", open="stake"), figures(STAKE))
    assert [(level.start, level.end) for level in run] == [
        (date(2022, 5, 10), date(2022, 11, 18)),
        (date(2022, 11, 18), date(2023, 7, 31)),
    ]


def test_a_closed_run_ends_soon_after_its_last_level() -> None:
    (run,) = step.levels(Options(series="stake"), figures(STAKE))
    assert date(2022, 11, 18) < run[-1].end < date(2022, 12, 15)


def test_the_first_level_of_a_month_holds_from_its_first_day_later_ones_from_its_last() -> None:
    runs = step.levels(CASE.options, CASE.figures)
    assert [level.start for level in runs[0]] == [date(2022, 5, 1), date(2022, 11, 18), date(2023, 2, 28)]


def test_levels_are_level_and_runs_are_not_joined() -> None:
    canvas = drawn("step", CASE.options, CASE.figures)
    assert len(canvas.axes.lines) == 5
    for line in canvas.axes.lines:
        assert line.get_ydata()[0] == line.get_ydata()[1]
    falls = [s for s in canvas.strokes if s.x0 == s.x1]
    assert len(falls) == 3


def test_each_level_states_its_value_and_date_and_each_run_its_name() -> None:
    written = texts(drawn("step", CASE.options, CASE.figures))
    assert {"Harbour fund", "19.41%", "May 2022", "18.20%", "18 Nov 2022", "Holder not named", "14.85%", "28 Apr 2023"} <= set(written)


def test_time_is_to_scale() -> None:
    canvas = drawn("step", Options(series="stake", until="2023-07-31", open="stake"), figures(STAKE))
    first, second = canvas.axes.lines
    days = [(date(2022, 11, 18) - date(2022, 5, 10)).days, (date(2023, 7, 31) - date(2022, 11, 18)).days]
    lengths = [line.get_xdata()[1] - line.get_xdata()[0] for line in (first, second)]
    assert lengths[0] / lengths[1] == pytest.approx(days[0] / days[1])


def test_a_scale_that_does_not_start_at_zero_is_said() -> None:
    assert list(drawn("step", CASE.options, CASE.figures).marks) == ["cut_axis"]
    assert list(drawn("step", Options(series="stake", from_zero=True), figures(STAKE)).marks) == []


def test_a_level_reached_on_unknown_days_within_a_range_is_a_dashed_slope() -> None:
    sold = members("sold", "FY2022", [("a", "", "18.0 @2022-05"), ("b", "", "16.0 @2022-05..2023-04")], PERCENT, "Fund")
    canvas = drawn("step", Options(series="sold"), figures(sold))
    (slope,) = [line for line in canvas.axes.lines if line.get_ydata()[0] != line.get_ydata()[1]]
    assert slope.get_linestyle() == "--"
    assert [line.get_ydata()[0] for line in canvas.axes.lines if line is not slope] == [slope.get_ydata()[0], slope.get_ydata()[1]]
    assert "dashed_within" in canvas.marks
    assert [s for s in canvas.strokes if s.x0 == s.x1] == []


def test_dates_out_of_order_are_refused() -> None:
    odd = members("odd", "FY2022", [("a", "", "18.0 @2022-11-18"), ("b", "", "16.0 @2022-05-10")], PERCENT)
    (problem,) = step.problems(Options(series="odd"), figures(odd))
    assert str(problem) == "error[E425] series: the dates of figure 'odd' do not follow one another. List the levels in order of time."


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"open": "stake"}, "error[E426] until: an open run needs `until`. Give the as-of date."),
        ({"until": "2022-06-01"}, "error[E426] until: figure 'stake' has a level after 2022-06-01."),
        (
            {"until": "soon"},
            "error[E426] until: 'soon' is no period; periods are written FY2021, H1-2024, Q3-2024, 9M-2024, 2023-06, 2024-06-30 or a..b.",
        ),
    ],
)
def test_until_must_be_a_day_after_the_last_level(given: dict[str, str], message: str) -> None:
    (problem,) = step.problems(Options(series="stake", **given), figures(STAKE))
    assert str(problem) == message


def test_ticks_are_the_first_days_of_months_and_years() -> None:
    assert timeaxis.ticks(date(2022, 11, 18), date(2023, 8, 1), 3) == (date(2023, 1, 1), date(2023, 4, 1), date(2023, 7, 1))
    assert timeaxis.ticks(date(2019, 2, 1), date(2023, 8, 1), 24) == (date(2020, 1, 1), date(2022, 1, 1))
