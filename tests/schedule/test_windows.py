"""When schedules run on the nights on which clocks change, and on trading days. The expected times are worked out apart from the program:
for cron from a walk through every minute of UTC, for the rest from the calendar on the wall."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportgen.model.problem import ReportError
from reportgen.schedule.windows import Window, windows, windows_back
from reportgen.spec.schedules import LoadedSchedule
from tests.support import desk

# The two nights of 2025 in each zone; those without a change of clock have the nights of Berlin.
# Sao Paulo had its last two in 2018 and 2019.
NIGHTS = {
    "Europe/Berlin": (date(2025, 3, 30), date(2025, 10, 26)),
    "America/New_York": (date(2025, 3, 9), date(2025, 11, 2)),
    "Australia/Lord_Howe": (date(2025, 10, 5), date(2025, 4, 6)),
    "America/Sao_Paulo": (date(2018, 11, 4), date(2019, 2, 16)),
    "Asia/Kolkata": (date(2025, 3, 30), date(2025, 10, 26)),
    "UTC": (date(2025, 3, 30), date(2025, 10, 26)),
}

ALL = frozenset(range(60))
FORMS: dict[str, tuple[frozenset[int], frozenset[int], frozenset[int] | None, frozenset[int] | None]] = {
    # expression: minutes, hours, days of the month, weekdays (Sunday is 7); None for any
    "30 2 * * *": (frozenset({30}), frozenset({2}), None, None),
    "15 0 * * *": (frozenset({15}), frozenset({0}), None, None),
    "0 2,3 * * *": (frozenset({0}), frozenset({2, 3}), None, None),
    "0 8 * * 7": (frozenset({0}), frozenset({8}), None, frozenset({7})),
    "45 1-3 * * *": (frozenset({45}), frozenset({1, 2, 3}), None, None),
    "*/15 * * * *": (frozenset({0, 15, 30, 45}), ALL, None, None),
    "20 * * * *": (frozenset({20}), ALL, None, None),
    "*/20 2 * * *": (frozenset({0, 20, 40}), frozenset({2}), None, None),
    "59 23 * * *": (frozenset({59}), frozenset({23}), None, None),
    "5 4 26-31 * *": (frozenset({5}), frozenset({4}), frozenset(range(26, 32)), None),
}


def wanted(form: str, zone: str, day: date) -> dict[str, datetime]:
    """The keys and moments of one local day, from a walk through all the minutes of UTC.

    A time counts when the wall clock shows it first. A time that the clock leaps over counts at the end of the leap,
    unless the rule runs all day long.
    """
    minutes, hours, days, weekdays = FORMS[form]
    here = ZoneInfo(zone)
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=30)
    found: dict[str, datetime] = {}
    shown: set[datetime] = set()
    before = moment.astimezone(here).replace(tzinfo=None) - timedelta(minutes=1)
    for _ in range(80 * 60):
        wall = moment.astimezone(here).replace(tzinfo=None)
        leapt = [before + timedelta(minutes=n) for n in range(1, int((wall - before) / timedelta(minutes=1)))]
        for time in (*(leapt if hours != ALL else ()), wall):
            fits = time.minute in minutes and (hours == ALL or time.hour in hours)
            fits = fits and (days is None or time.day in days) and (weekdays is None or time.isoweekday() in weekdays)
            if fits and time not in shown and wall.date() == day:
                found.setdefault(f"{wall:%Y-%m-%dT%H:%M}", moment)
        shown |= {wall}
        before, moment = wall, moment + timedelta(minutes=1)
    return found


def around(schedule: LoadedSchedule, day: date, *, back: bool = False) -> list[Window]:
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    found = (windows_back if back else windows)(schedule, noon - timedelta(hours=40), noon + timedelta(hours=40))
    return [window for window in found if window.day == day]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("zone", NIGHTS)
@pytest.mark.parametrize("night", [0, 1])
def test_the_nights_on_which_clocks_change(tmp_path: Path, zone: str, night: int, form: str) -> None:
    day = NIGHTS[zone][night]
    schedule = desk.one(tmp_path, f'cron: "{form}"', zone)
    found = around(schedule, day)
    assert {window.key: window.at for window in found} == wanted(form, zone, day)
    assert len({window.key for window in found}) == len(found)
    assert around(schedule, day, back=True) == found[::-1]


@pytest.mark.parametrize(
    ("zone", "form", "day", "moments"),
    [
        ("Europe/Berlin", "30 2 * * *", date(2025, 3, 30), ["01:00"]),
        ("Europe/Berlin", "30 2 * * *", date(2025, 10, 26), ["00:30"]),
        ("Europe/Berlin", "0 2,3 * * *", date(2025, 3, 30), ["01:00"]),
        ("Europe/Berlin", "0 2,3 * * *", date(2025, 10, 26), ["00:00", "02:00"]),
        ("America/New_York", "30 2 * * *", date(2025, 3, 9), ["07:00"]),
        ("America/New_York", "45 1-3 * * *", date(2025, 11, 2), ["05:45", "07:45", "08:45"]),
        ("Australia/Lord_Howe", "*/20 2 * * *", date(2025, 10, 5), ["15:30", "15:40"]),
        ("Australia/Lord_Howe", "30 2 * * *", date(2025, 4, 6), ["16:00"]),
        ("America/Sao_Paulo", "15 0 * * *", date(2018, 11, 4), ["03:00"]),
        ("America/Sao_Paulo", "59 23 * * *", date(2019, 2, 16), ["01:59"]),
        ("Asia/Kolkata", "30 2 * * *", date(2025, 3, 30), ["21:00"]),
        ("UTC", "30 2 * * *", date(2025, 3, 30), ["02:30"]),
    ],
)
def test_moments_worked_out_by_hand(tmp_path: Path, zone: str, form: str, day: date, moments: list[str]) -> None:
    assert [f"{window.at:%H:%M}" for window in around(desk.one(tmp_path, f'cron: "{form}"', zone), day)] == moments


def test_a_day_that_a_zone_left_out_is_run_at_the_next(tmp_path: Path) -> None:
    schedule = desk.one(tmp_path, "cron: 0 8 * * *", "Pacific/Apia")
    found = windows(schedule, datetime(2011, 12, 28, tzinfo=UTC), datetime(2012, 1, 1, tzinfo=UTC))
    assert [window.key for window in found] == [
        "2011-12-28T08:00",
        "2011-12-29T08:00",
        "2011-12-31T00:00",
        "2011-12-31T08:00",
        "2012-01-01T08:00",
    ]


def rule(text: str, zone: str = "Asia/Hong_Kong") -> tuple[str, str]:
    return f'trading_day: {{exchange: XHKG, at: "18:30", {text}}}', zone


@pytest.mark.parametrize(
    ("text", "first", "last", "days"),
    [
        # 30 and 31 December were Saturday and Sunday, 1 January a holiday; Good Friday and Easter Monday were 29 March and 1 April,
        # 4 April Ching Ming; 1 July and 1 October are holidays.
        ("day: 2, after: quarter-end", date(2024, 1, 1), date(2024, 12, 31), ["2024-01-03", "2024-04-03", "2024-07-03", "2024-10-03"]),
        ("before: month-end", date(2024, 2, 1), date(2024, 4, 30), ["2024-02-29", "2024-03-28", "2024-04-30"]),
        ("day: 3, before: year-end", date(2023, 6, 1), date(2024, 1, 31), ["2023-12-27"]),
        ("after: week-end", date(2024, 3, 25), date(2024, 4, 8), ["2024-03-25", "2024-04-02", "2024-04-08"]),
        ("day: 5, after: week-end", date(2024, 3, 25), date(2024, 4, 14), ["2024-04-12"]),
        ("after: half-end", date(2024, 1, 1), date(2024, 12, 31), ["2024-01-02", "2024-07-02"]),
    ],
)
def test_trading_days(tmp_path: Path, text: str, first: date, last: date, days: list[str]) -> None:
    schedule = desk.one(tmp_path, *rule(text))
    start, end = (datetime(d.year, d.month, d.day, tzinfo=UTC) for d in (first, last + timedelta(days=1)))
    found = list(windows(schedule, start, end))
    assert [window.key for window in found] == [f"{day}T18:30" for day in days]
    assert {f"{window.at:%H:%M}" for window in found} == {"10:30"}
    assert list(windows_back(schedule, start, end)) == found[::-1]


def test_the_project_corrects_the_calendar(tmp_path: Path) -> None:
    """On 1 and 8 September 2023 a typhoon and black rain kept the exchange shut, of which the library knows nothing."""
    made = f"reports: [{{report: weekly}}]\n{rule('')[0].replace(', }', '}')}\ntime_zone: Asia/Hong_Kong\nowner: desk@example.com\n"
    span = (datetime(2023, 8, 31, 12, tzinfo=UTC), datetime(2023, 9, 11, 12, tzinfo=UTC))
    (schedule,), _, problems = desk.read(desk.make(tmp_path, schedule=made))
    assert problems == ()
    untouched = [window.day.day for window in windows(schedule, *span)]
    desk.write(tmp_path, "config/calendars/XHKG.yaml", "closed: {2023-09-01: Typhoon, 2023-09-08: Rain}\nopen: {2023-09-09: Made up}\n")
    (schedule,), _, problems = desk.read(tmp_path)
    assert problems == ()
    assert untouched == [1, 4, 5, 6, 7, 8, 11]
    assert [window.day.day for window in windows(schedule, *span)] == [4, 5, 6, 7, 9, 11]


def test_a_year_beyond_the_calendar_is_told(tmp_path: Path) -> None:
    schedule = desk.one(tmp_path, *rule("after: year-end"))
    found = windows(schedule, datetime(2048, 6, 1, tzinfo=UTC), datetime(2060, 1, 1, tzinfo=UTC))
    assert next(found).key == "2049-01-04T18:30"
    with pytest.raises(ReportError, match=r"E296.*XHKG in 2050 are not known"):
        next(found)


def test_an_exchange_that_nobody_knows_is_told(tmp_path: Path) -> None:
    schedule = desk.one(tmp_path, 'trading_day: {exchange: XHKK, at: "18:30"}', "UTC")
    with pytest.raises(ReportError, match=r"E296.*it.yaml:2:25 trading_day.exchange: no exchange 'XHKK'.*Did you mean 'XHKG'"):
        next(windows(schedule, datetime(2024, 1, 1, tzinfo=UTC), datetime(2025, 1, 1, tzinfo=UTC)))


def test_nothing_lies_beyond_the_ends_of_the_calendar(tmp_path: Path) -> None:
    schedule = desk.one(tmp_path, "cron: 0 0 1 1 *", "Pacific/Kiritimati")
    ends = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
    assert len(list(windows(schedule, *ends))) == len(list(windows_back(schedule, *ends))) == 8098
    assert list(windows(schedule, *ends[::-1])) == []


moments = st.datetimes(datetime(2010, 1, 1), datetime(2030, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
zones = st.sampled_from([*NIGHTS, "Pacific/Apia", "Africa/Casablanca", "Asia/Hong_Kong", "America/St_Johns"])
crons = st.builds(
    lambda minute, hour, day, month, weekday: f'cron: "{minute} {hour} {day} {month} {weekday}"',
    st.sampled_from(["0", "30", "59", "*/10", "5,35", "15-45/15"]),
    st.sampled_from(["*", "*/3", "0", "2", "1-3", "23"]),
    st.sampled_from(["*", "1", "L", "LW", "10-20"]),
    st.sampled_from(["*", "*", "3,10", "11"]),
    st.sampled_from(["*", "*", "1-5", "7", "5L", "MON#2"]),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cron=crons, zone=zones, start=moments, hours=st.integers(1, 1500), cut=st.floats(0, 1))
def test_windows_come_once_in_order_and_none_is_lost(tmp_path: Path, cron: str, zone: str, start: datetime, hours: int, cut: float) -> None:
    schedule = desk.one(tmp_path, cron, zone)
    end = start + timedelta(hours=hours)
    found = list(windows(schedule, start, end))
    assert [window.at for window in found] == sorted({window.at for window in found})
    assert len({window.key for window in found}) == len(found)
    assert all(start < window.at <= end for window in found)
    assert list(windows_back(schedule, start, end)) == found[::-1]
    middle = start + (end - start) * cut
    assert [*windows(schedule, start, middle), *windows(schedule, middle, end)] == found


def test_a_span_that_ends_in_the_repeated_hour_holds_what_came_in_its_first_turn(tmp_path: Path) -> None:
    """At 01:15 UTC the clock in Berlin shows 02:15 for the second time: its 02:30 has been, at 00:30 UTC."""
    schedule = desk.one(tmp_path, "cron: 30 2 * * *", "Europe/Berlin")
    span = (datetime(2025, 10, 26, 0, 20, tzinfo=UTC), datetime(2025, 10, 26, 1, 15, tzinfo=UTC))
    assert [window.at.hour for window in windows(schedule, *span)] == [0]
    assert [window.at.hour for window in windows_back(schedule, *span)] == [0]
    assert list(windows(schedule, span[1], span[1] + timedelta(hours=3))) == []
