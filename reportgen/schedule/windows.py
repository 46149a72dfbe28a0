"""When a schedule runs: its local periods, each of which exists once, whatever the clocks do.

The times are counted on the wall clock of the schedule's zone and only then put on the world's:
- a time that the clock shows twice, in autumn, is the first of the two;
- a time that it leaps over, in spring, is the first minute after the leap; a rule that runs all day long, hour by hour, leaves it out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from reportgen.model.problem import ReportError
from reportgen.schedule.calendars import trading_days
from reportgen.spec.node import written
from reportgen.spec.schedules import Calendar, LoadedSchedule, TradingDay

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
# No zone has ever leapt by more than a day (Samoa, 2011), so what happens to the clock near a moment is seen from a little more away.
LEAP = timedelta(hours=26)
EARLIEST, LATEST = datetime(1900, 1, 2, tzinfo=UTC), datetime(9998, 12, 30, tzinfo=UTC)
"""Between these, days can be added and taken away; the schedule has no period outside."""

_MONTHS = {"month-end": 1, "quarter-end": 3, "half-end": 6, "year-end": 12}


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """A local period of a schedule. `at` is its moment in UTC; schedule and key together name its run, which exists once."""

    at: datetime
    schedule: str
    key: str
    """The local time, such as 2025-03-30T03:00."""
    zone: str

    @property
    def local(self) -> datetime:
        """The moment in the schedule's zone."""
        return self.at.astimezone(ZoneInfo(self.zone))

    @property
    def day(self) -> date:
        """The local day."""
        return self.local.date()


def windows(schedule: LoadedSchedule, after: datetime, until: datetime) -> Iterator[Window]:
    """The windows with after < at <= until, in order, made one by one. Both moments know their zone."""
    return _windows(schedule, after, until, back=False)


def windows_back(schedule: LoadedSchedule, after: datetime, until: datetime) -> Iterator[Window]:
    """The same windows, the latest first: a long time off costs nothing when only the last ones matter."""
    return _windows(schedule, after, until, back=True)


def _windows(schedule: LoadedSchedule, after: datetime, until: datetime, *, back: bool) -> Iterator[Window]:
    zone = schedule.zone
    after, until = max(after.astimezone(UTC), EARLIEST), min(until.astimezone(UTC), LATEST)
    if after >= until:
        return
    first, last = _wall(after, zone, -1), _wall(until, zone, 1)
    all_day = bool(re.match(r"\S+ \*", schedule.schedule.cron))
    seen: datetime | None = None
    for wall in _times(schedule, first, last, back=back):
        at = _moment(wall, zone, leave_out=all_day)
        if at is None or at == seen:
            continue
        if at <= after if back else at > until:
            return
        if after < at <= until:
            seen = at
            yield Window(at, schedule.name, f"{at.astimezone(zone):%Y-%m-%dT%H:%M}", schedule.schedule.time_zone)


def _wall(moment: datetime, zone: ZoneInfo, way: int) -> datetime:
    """The wall clock at a moment, moved that way by as much as the clock leaps nearby: every time in question lies on this side of it."""
    offsets = [offset for near in (moment - LEAP, moment, moment + LEAP) if (offset := near.astimezone(zone).utcoffset()) is not None]
    return moment.astimezone(zone).replace(tzinfo=None) + way * (max(offsets) - min(offsets))


def _moment(wall: datetime, zone: ZoneInfo, *, leave_out: bool) -> datetime | None:
    """The moment in UTC at which the wall clock shows a time: of two the first, of none the end of the leap, or None."""
    at = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if at.astimezone(zone).replace(tzinfo=None) == wall:
        return at
    return None if leave_out else _end(wall, zone)


def _end(wall: datetime, zone: ZoneInfo) -> datetime:
    """The first moment after a leap over the time."""
    while True:
        wall += MINUTE
        at = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
        if at.astimezone(zone).replace(tzinfo=None) == wall:
            return at


def _times(schedule: LoadedSchedule, first: datetime, last: datetime, *, back: bool) -> Iterator[datetime]:
    """The times of the rule on the wall clock from first to last, both included; the latest first when `back`."""
    rule = schedule.schedule.trading_day
    if rule is None:
        yield from _cron_times(schedule.schedule.cron, first, last, back=back)
        return
    assert schedule.calendar is not None, "this is a bug: a rule over trading days has a calendar"
    try:
        for day in _rule_days(rule, schedule.calendar, first.date(), last.date(), back=back):
            yield datetime.combine(day, rule.time)
    except ReportError as failed:
        path = ("trading_day", "exchange")
        problem = replace(failed.problem, where=schedule.positions[path], path=written(path))
        raise ReportError(problem, failed.exit) from None


def _cron_times(expression: str, first: datetime, last: datetime, *, back: bool) -> Iterator[datetime]:
    from cronsim import CronSim

    # CronSim begins behind the time that it is given, and without a zone it knows nothing of leaps.
    start = last + timedelta(seconds=1) if back else first - timedelta(seconds=1)
    for wall in CronSim(expression, start.replace(microsecond=0), reverse=back):
        if wall < first if back else wall > last:
            return
        yield wall


def _rule_days(rule: TradingDay, calendar: Calendar, first: date, last: date, *, back: bool) -> Iterator[date]:
    """The days of a rule, one period after the other, so that no more of the calendar is asked for than is needed."""
    period = rule.after or rule.before
    for start, end in _periods(period or "month-end", first, last, back=back):
        days = trading_days(calendar, start, end - DAY)
        if not period:
            yield from reversed(days) if back else days
        elif len(days) >= rule.day:
            yield days[rule.day - 1] if rule.after else days[-rule.day]


def _periods(end: str, first: date, last: date, *, back: bool) -> Iterator[tuple[date, date]]:
    """The periods (first day, first day of the next) that touch the span."""
    start = last if back else first
    here = _start(end, start)
    while here <= last if not back else _next(end, here) > first:
        yield here, _next(end, here)
        here = _start(end, here - DAY) if back else _next(end, here)


def _start(end: str, day: date) -> date:
    if end == "week-end":
        return day - day.weekday() * DAY
    months = _MONTHS[end]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def _next(end: str, start: date) -> date:
    if end == "week-end":
        return start + 7 * DAY
    month = start.month - 1 + _MONTHS[end]
    return date(start.year + month // 12, month % 12 + 1, 1)
