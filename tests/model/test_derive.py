from __future__ import annotations

import pytest

from reportgen.model.derive import DeriveError, change, count, gap, largest, multiple, smallest, total, unlike
from reportgen.model.figure import Figure, Point
from reportgen.model.period import PeriodError
from reportgen.model.quantity import PCT, PP, PURE, TIMES
from tests.support.made import METRICS, ask, figure, percent, refusal, resolver


def two(metric: str, before: str, now: str) -> tuple[Point, Point]:
    points = figure(metric, before, now).points
    return points[1], points[0]


def test_a_change_is_relative_and_keeps_its_trace() -> None:
    now, before = two("revenue", "FY2020 3.446 bn CNY", "FY2021 4.7 bn CNY")
    found = change(now, before)
    assert percent(found) == "36.39"
    assert (found.unit, found.method, found.formula) == (PCT, "computed", "x / p - 1")
    assert found.inputs == (("x", now), ("p", before))
    assert found.id == "brief/revenue@FY2021/change@FY2020"


def test_the_change_of_a_ratio_is_in_points() -> None:
    found = change(*two("stated_ratio", "FY2020 71.2%", "FY2021 76.9%"))
    assert (percent(found), found.unit, found.formula) == ("5.70", PP, "x - p")


def test_of_two_losses_the_size_is_compared() -> None:
    assert percent(change(*two("profit", "FY2020 -12 bn CNY", "FY2021 -18 bn CNY"))) == "50.00"
    assert percent(change(*two("profit", "FY2020 -12 bn CNY", "FY2021 -6 bn CNY"))) == "-50.00"


@pytest.mark.parametrize(
    ("metric", "before", "now", "why"),
    [
        ("profit", "FY2020 -1 bn CNY", "FY2021 2 bn CNY", ("n.m.", "sign_change")),
        ("profit", "FY2020 1 bn CNY", "FY2021 -2 bn CNY", ("n.m.", "sign_change")),
        ("profit", "FY2020 0 CNY", "FY2021 2 bn CNY", ("n.a.", "zero_base")),
        ("profit", "FY2020 n.a.", "FY2021 2 bn CNY", ("n.a.", "missing_input")),
        ("revenue", "FY2020 ~1 bn CNY", "H1-2021 2 bn CNY", ("n.m.", "mixed_periods")),
        ("profit", "FY2020 2 bn CNY scope=owners", "FY2021 3 bn CNY scope=total", ("n.m.", "mixed_scope")),
        ("profit", "FY2020 2 bn CNY basis=adjusted", "FY2021 3 bn CNY", ("n.m.", "mixed_scope")),
        ("revenue", "FY2020 ~1 bn CNY", "FY2021 3 bn CNY", ("n.m.", "divisor_may_be_zero")),
        ("stated_ratio", "FY2020 >40%", "FY2021 >50%", ("n.m.", "unbounded")),
    ],
)
def test_a_change_that_means_nothing_is_refused(metric: str, before: str, now: str, why: tuple[str, str]) -> None:
    found = change(*two(metric, before, now))
    assert refusal(found) == why
    assert found.method == "missing"


def test_stocks_and_prices_compare_over_any_time() -> None:
    assert percent(change(*two("staff", "2020-12-31 4000 persons", "2021-06-30 5000 persons"))) == "25.00"
    assert percent(change(*two("price", "2021-12-30..2022-06-30 9.70 HKD", "2023-07-21 1.94 HKD"))) == "-80.00"


def test_a_gap_is_in_the_unit_of_its_points() -> None:
    found = gap(*two("revenue", "FY2020 3.446 bn CNY", "FY2021 4.7 bn CNY"))
    assert found.quantity
    assert (str(found.quantity.value), found.unit) == ("1.254E+9", "CNY")
    assert gap(*two("stated_ratio", "FY2020 20%", "FY2021 30%")).unit == PP
    assert refusal(gap(*two("revenue", "FY2020 n.a.", "FY2021 1 CNY"))) == ("n.a.", "missing_input")


def test_how_many_times_one_goes_into_the_other() -> None:
    found = multiple(*two("price", "2021-12-30 3.85 HKD", "2022-06-30 9.70 HKD"))
    assert found.quantity
    assert (f"{found.quantity.value:.3f}", found.unit) == ("2.519", TIMES)
    assert refusal(multiple(*two("profit", "FY2020 -1 bn CNY", "FY2021 2 bn CNY"))) == ("n.m.", "negative_base")
    assert refusal(multiple(*two("profit", "FY2020 n.a.", "FY2021 2 bn CNY"))) == ("n.a.", "missing_input")
    assert refusal(multiple(*two("revenue", "FY2020 ~1 CNY", "FY2021 2 CNY"))) == ("n.m.", "divisor_may_be_zero")


def test_a_total_of_years_covers_their_window() -> None:
    found = total(figure("profit", "FY2020 -12 bn CNY", "FY2021 -17 bn CNY"))
    assert found.quantity
    assert (str(found.quantity.value), found.key, found.period.text) == ("-2.9E+10", "FY2020..FY2021", "FY2020..FY2021")
    assert found.id == "brief/profit/total"
    assert [p.key for _, p in found.inputs if isinstance(p, Point)] == ["FY2020", "FY2021"]


def test_a_total_of_members_keeps_their_period() -> None:
    points = figure("revenue", "FY2021 1 CNY").points * 2
    assert total(Figure("members", points, {})).period.text == "FY2021"


@pytest.mark.parametrize(
    ("metric", "lines", "says"),
    [
        ("profit", ("FY2020 1 CNY", "FY2021 n.a."), "profit cannot be added up: there is no value for FY2021"),
        ("profit", ("FY2020 1 CNY scope=owners", "FY2021 2 CNY scope=total"), "profit cannot be added up: the values differ in scope"),
        ("stated_growth", ("FY2020 10%", "FY2021 20%"), "stated_growth holds ratios, which do not add up over time"),
    ],
)
def test_what_does_not_add_up(metric: str, lines: tuple[str, ...], says: str) -> None:
    with pytest.raises(DeriveError) as bad:
        total(figure(metric, *lines))
    assert str(bad.value) == says


def test_overlapping_periods_do_not_add_up() -> None:
    with pytest.raises(PeriodError, match=r"^H1-2021 and FY2021 overlap, so they cannot be added up$"):
        total(figure("profit", "H1-2021 1 CNY", "FY2021 2 CNY"))
    with pytest.raises(PeriodError, match="leave a gap"):
        total(figure("staff", "2020-12-31 1 persons", "2021-12-31 2 persons"))


@pytest.mark.parametrize(
    ("lines", "tiles", "why"),
    [
        (("revenue FY2022 5 CNY", "revenue H1-2022 2 CNY"), False, "mixed_periods"),
        (("revenue FY2022 5 CNY", "revenue H1-2022 2 CNY"), True, ""),
        (("revenue FY2022 5 CNY status=R", "revenue H1-2022 2 CNY"), True, "mixed_vintage"),
        (("revenue FY2022 5 CNY status=R", "revenue H1-2022 2 CNY status=R"), True, ""),
        (("revenue FY2022 5 CNY status=R", "revenue H1-2023 2 CNY"), True, ""),
        (("revenue FY2022 5 CNY status=R", "revenue FY2023 2 CNY"), False, ""),
        (("revenue FY2022 5 CNY scope=total", "revenue H1-2022 2 CNY scope=owners"), True, "mixed_scope"),
        (("revenue FY2022 5 CNY", "profit H1-2022 2 CNY"), False, ""),
    ],
)
def test_why_points_do_not_go_together(lines: tuple[str, ...], tiles: bool, why: str) -> None:
    asked = resolver(lines)
    points = [asked.point(ask(*line.split()[:2])) for line in lines]
    assert unlike(points, tiles=tiles) == why


def test_the_count_leaves_out_what_has_no_value() -> None:
    found = count(figure("profit", "FY2020 1 CNY", "FY2021 n.a.", "FY2022 3 CNY"))
    assert found.quantity
    assert (found.quantity.value, found.unit, found.metric.display.style) == (2, PURE, "count")


def test_largest_and_smallest() -> None:
    losses = figure("profit", "FY2020 3 CNY", "FY2021 1 CNY", "FY2022 3 CNY", "FY2023 n.a.", "FY2024 1 CNY")
    assert (largest(losses).key, smallest(losses).key) == ("FY2020", "FY2021")
    with pytest.raises(DeriveError, match=r"^profit has no point with a value$"):
        largest(figure("profit", "FY2020 n.a."))


def test_a_figure_knows_its_points_unit_and_window() -> None:
    losses = figure("profit", "FY2020 n.a.", "FY2021 1 CNY")
    assert losses.unit == "CNY"
    assert [p.key for p in losses.known] == ["FY2021"]
    assert [day.isoformat() for day in losses.window] == ["2020-01-01", "2021-12-31"]
    assert losses["FY2021"].names == METRICS["profit"].label
    with pytest.raises(KeyError):
        losses["FY2019"]
    assert figure("profit", "FY2020 n.a.").unit == "money"
