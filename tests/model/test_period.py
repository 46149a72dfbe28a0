from __future__ import annotations

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.model.period import Period, PeriodError, check_one_length, check_tiles, expand, parse

MARCH, JUNE, FEBRUARY = (3, 31), (6, 30), (2, 28)
YEAR_ENDS = st.sampled_from([(12, 31), MARCH, JUNE, FEBRUARY, (9, 30)])


def days(period: Period) -> str:
    return f"{period.start}..{period.end}"


@pytest.mark.parametrize(
    ("text", "year_end", "covers", "months"),
    [
        ("FY2021", (12, 31), "2021-01-01..2021-12-31", 12),
        ("FY2021", MARCH, "2020-04-01..2021-03-31", 12),
        ("FY2024", FEBRUARY, "2023-03-01..2024-02-29", 12),
        ("H1-2024", (12, 31), "2024-01-01..2024-06-30", 6),
        ("H2-2024", MARCH, "2023-10-01..2024-03-31", 6),
        ("H1-2024", JUNE, "2023-07-01..2023-12-31", 6),
        ("Q1-2024", (12, 31), "2024-01-01..2024-03-31", 3),
        ("Q4-2024", MARCH, "2024-01-01..2024-03-31", 3),
        ("9M-2024", (12, 31), "2024-01-01..2024-09-30", 9),
        ("2024-02", (12, 31), "2024-02-01..2024-02-29", 1),
        ("2024-06-30", (12, 31), "2024-06-30..2024-06-30", 0),
        ("FY2019..FY2021", (12, 31), "2019-01-01..2021-12-31", 36),
        ("2021-12-30..2022-06-30", (12, 31), "2021-12-30..2022-06-30", 7),
        (" FY2021 ", (12, 31), "2021-01-01..2021-12-31", 12),
    ],
)
def test_a_text_names_days(text: str, year_end: tuple[int, int], covers: str, months: int) -> None:
    period = parse(text, year_end)
    assert (days(period), period.months) == (covers, months)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("2021", "'2021' is no period; periods are written FY2021, H1-2024, Q3-2024, 9M-2024, 2023-06, 2024-06-30 or a..b"),
        ("H3-2024", "'H3-2024' is no period; periods are written FY2021, H1-2024, Q3-2024, 9M-2024, 2023-06, 2024-06-30 or a..b"),
        ("FY２０２１", "'FY２０２１' is no period; periods are written FY2021, H1-2024, Q3-2024, 9M-2024, 2023-06, 2024-06-30 or a..b"),
        ("2023-02-29", "'2023-02-29' is no date: day is out of range for month"),
        ("2023-13", "'2023-13' is no date: month must be in 1..12"),
        ("FY0000", "'FY0000' is no date: year 0 is out of range"),
        ("FY2022..FY2021", "'FY2022..FY2021' ends before it starts"),
        ("FY2020..FY2021..FY2022", "'FY2020..FY2021..FY2022' has more than two ends; a range is written a..b"),
    ],
)
def test_what_is_no_period_says_what_one_looks_like(text: str, says: str) -> None:
    with pytest.raises(PeriodError) as bad:
        parse(text)
    assert str(bad.value) == says


@given(st.text(max_size=20))
def test_any_text_is_a_period_or_a_period_error(text: str) -> None:
    with contextlib.suppress(PeriodError):
        assert parse(text).start <= parse(text).end


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("FY2021", "FY2020"),
        ("H1-2024", "H1-2023"),
        ("9M-2024", "9M-2023"),
        ("2024-02", "2023-02"),
        ("2024-02-29", "2023-02-28"),
        ("2025-02-28", "2024-02-29"),
        ("2024-06-30", "2023-06-30"),
        ("2024-03-05", "2023-03-05"),
    ],
)
def test_a_year_before_keeps_the_length_and_the_end_of_the_month(text: str, before: str) -> None:
    assert parse(text).prior() == parse(before)


def test_a_range_has_no_year_before_it() -> None:
    with pytest.raises(PeriodError, match=r"^FY2019\.\.FY2021 is a range and has no year before it$"):
        parse("FY2019..FY2021").prior()


@pytest.mark.parametrize(("text", "years"), [("0001-01-31", 1), ("9999-12-31", -1), ("FY9999", -1), ("FY0001", 1)])
def test_the_calendar_has_ends(text: str, years: int) -> None:
    with pytest.raises(PeriodError):
        parse(text).prior(years)


FISCAL = st.builds("{}{}".format, st.sampled_from(["FY", "H1-", "H2-", "Q1-", "Q2-", "Q3-", "Q4-", "9M-"]), st.integers(1900, 2100))
DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31)).map(date.isoformat)


@given(FISCAL, YEAR_ENDS, st.integers(1, 20))
def test_years_back_and_years_on_lead_home(text: str, year_end: tuple[int, int], years: int) -> None:
    period = parse(text, year_end)
    assert period.prior(years).prior(-years) == period
    assert period.prior(years).months == period.months


@given(DAYS)
def test_a_day_a_year_back_and_on_differs_by_a_leap_day_at_most(text: str) -> None:
    day = parse(text)
    assert abs((day.prior().prior(-1).end - day.end).days) <= 1


@pytest.mark.parametrize(
    ("text", "before"),
    [("FY2021", "FY2020"), ("H2-2024", "H1-2024"), ("H1-2024", "H2-2023"), ("Q1-2024", "Q4-2023"), ("2024-01", "2023-12")],
)
def test_the_neighbour_before(text: str, before: str) -> None:
    assert parse(text).previous() == parse(before)


@given(FISCAL.filter(lambda text: not text.startswith("9M")), YEAR_ENDS)
def test_neighbours_touch(text: str, year_end: tuple[int, int]) -> None:
    period = parse(text, year_end)
    assert (period.start - period.previous().end).days == 1


@pytest.mark.parametrize("text", ["9M-2024", "2024-06-30", "FY2019..FY2021"])
def test_some_periods_have_no_neighbour(text: str) -> None:
    with pytest.raises(PeriodError, match=r"has no neighbour of its own length$"):
        parse(text).previous()


@pytest.mark.parametrize(
    ("part", "whole", "rest"),
    [
        ("H1-2021", "FY2021", "H2-2021"),
        ("9M-2021", "FY2021", "Q4-2021"),
        ("H1-2021", "9M-2021", "Q3-2021"),
        ("Q1-2021", "H1-2021", "Q2-2021"),
    ],
)
@pytest.mark.parametrize("year_end", [(12, 31), MARCH])
def test_what_is_left_of_a_period(part: str, whole: str, rest: str, year_end: tuple[int, int]) -> None:
    left = parse(part, year_end).rest_of(parse(whole, year_end))
    assert left == parse(rest, year_end)
    assert left.end == parse(whole, year_end).end


@pytest.mark.parametrize(("part", "whole"), [("H2-2021", "FY2021"), ("H1-2020", "FY2021"), ("Q1-2021", "FY2021"), ("FY2021", "FY2021")])
def test_only_the_opening_part_leaves_a_rest(part: str, whole: str) -> None:
    with pytest.raises(PeriodError, match=rf"^{part} does not open {whole}$"):
        parse(part).rest_of(parse(whole))


def test_expanding_counts_through_with_both_ends() -> None:
    assert [p.text for p in expand("FY2019..FY2022")] == ["FY2019", "FY2020", "FY2021", "FY2022"]
    assert [p.text for p in expand("H2-2023..H2-2024")] == ["H2-2023", "H1-2024", "H2-2024"]
    assert [p.text for p in expand("2023-11..2024-01")] == ["2023-11", "2023-12", "2024-01"]
    assert [p.text for p in expand("2024-06-30")] == ["2024-06-30"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("FY2021..H1-2022", "'FY2021..H1-2022' mixes lengths or cannot be counted through; list the periods one by one"),
        ("2021-12-31..2022-12-31", "'2021-12-31..2022-12-31' mixes lengths or cannot be counted through; list the periods one by one"),
        ("9M-2021..9M-2022", "'9M-2021..9M-2022' mixes lengths or cannot be counted through; list the periods one by one"),
        ("FY2022..FY2020", "'FY2022..FY2020' ends before it starts"),
    ],
)
def test_what_cannot_be_counted_through(text: str, says: str) -> None:
    with pytest.raises(PeriodError) as bad:
        expand(text)
    assert str(bad.value) == says


@given(st.sampled_from(["FY{}", "H1-{}", "Q3-{}"]), st.integers(1950, 2050), st.integers(0, 9), YEAR_ENDS)
def test_what_is_counted_through_tiles_its_range(form: str, year: int, years: int, year_end: tuple[int, int]) -> None:
    text = f"{form.format(year)}..{form.format(year + years)}"
    periods = expand(text, year_end)
    whole = check_tiles(periods)
    assert (whole.start, whole.end) == (parse(text, year_end).start, parse(text, year_end).end)
    check_one_length(periods)


def test_an_overlap_and_a_gap_do_not_tile() -> None:
    with pytest.raises(PeriodError, match=r"^H1-2021 and FY2021 overlap, so they cannot be added up$"):
        check_tiles((parse("FY2021"), parse("H1-2021")))
    with pytest.raises(PeriodError, match=r"^FY2020 and FY2022 leave a gap, so they cannot be added up$"):
        check_tiles((parse("FY2022"), parse("FY2020")))
    assert check_tiles((parse("H2-2021"), parse("H1-2021"))).text == "H1-2021..H2-2021"


def test_mixed_lengths_are_refused() -> None:
    with pytest.raises(PeriodError, match=r"^mixed period lengths \(FY2021, H1-2022\): only periods of one length compare$"):
        check_one_length((parse("FY2021"), parse("H1-2022")))


def test_the_closing_instant_and_the_days_of_a_period() -> None:
    assert parse("FY2024", MARCH).closing == parse("2024-03-31", MARCH)
    assert parse("2024-06-30").closing == parse("2024-06-30")
    assert [parse(t).days for t in ("FY2024", "FY2023", "H1-2024", "H1-2023", "2024-06-30")] == [366, 365, 182, 181, 1]


def test_a_fiscal_year_bears_the_year_in_which_it_ends() -> None:
    assert [parse(t, MARCH).fiscal_year for t in ("2024-03-31", "2024-04-01", "H1-2024")] == [2024, 2025, 2024]
    assert parse("2024-02-29", FEBRUARY).fiscal_year == 2024


def test_periods_are_in_order_of_their_end() -> None:
    assert [p.text for p in sorted(map(parse, ("FY2021", "H1-2021", "FY2020", "2021-12-31")))] == [
        "FY2020",
        "H1-2021",
        "FY2021",
        "2021-12-31",
    ]
    assert str(parse("FY2021")) == "FY2021"
