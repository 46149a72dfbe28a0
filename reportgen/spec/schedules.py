"""config/schedules/<name>.yaml: when which briefs are made, for whom, and what happens when the machine was off."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import AfterValidator, Field

from reportgen.model.expression import Expression
from reportgen.spec.base import Block, Condition
from reportgen.spec.node import Positions
from reportgen.spec.recipients import Address
from reportgen.spec.suggest import did_you_mean, shortened

CALENDARS = "config/calendars"
CRON_FIELDS = 5

_DURATION = re.compile(r"([1-9][0-9]{0,4})(m|h|d)")
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_ZONE = re.compile(r"UTC|[A-Z][A-Za-z]+(/[A-Z][A-Za-z0-9_+-]*)+")


def duration(text: str) -> timedelta:
    """The span that `10m`, `4h` or `2d` stands for; raises ValueError for anything else."""
    found = _DURATION.fullmatch(text)
    if not found:
        raise ValueError(f"'{shortened(text)}' is no span of time; write minutes, hours or days, such as 10m, 4h or 2d.")
    return int(found[1]) * _UNITS[found[2]]


def _duration(text: str) -> str:
    duration(text)
    return text


def _cron(text: str) -> str:
    from cronsim import CronSim, CronSimError

    right = "write minute, hour, day, month and weekday, such as '30 8 * * 1-5'."
    if len(text.split()) != CRON_FIELDS:
        raise ValueError(f"a cron expression has five fields, not {len(text.split())}; {right}")
    try:
        # Naive time and any day will do: only the form is looked at, and whether such a day ever comes.
        next(CronSim(text, datetime(2000, 1, 1)))  # noqa: DTZ001
    except CronSimError as bad:
        raise ValueError(f"'{shortened(text)}' is no cron expression ({str(bad).lower()}); {right}") from None
    except StopIteration:
        raise ValueError(f"'{shortened(text)}' never comes; {right}") from None
    return " ".join(text.split())


def _zone(text: str) -> str:
    if _ZONE.fullmatch(text):
        try:
            ZoneInfo(text)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            pass
        else:
            return text
    near = did_you_mean(text, (name for name in available_timezones() if name.rpartition("/")[2][:1] == text.rpartition("/")[2][:1]))
    raise ValueError(f"'{shortened(text)}' is no time zone; write a name of the IANA list, such as Asia/Hong_Kong or UTC.{near}")


def _time(text: str) -> str:
    if not _TIME.fullmatch(text):
        raise ValueError(f"'{shortened(text)}' is no time of day; write it as 18:30.")
    return text


Duration = Annotated[str, AfterValidator(_duration)]
PeriodEnd = Literal["", "week-end", "month-end", "quarter-end", "half-end", "year-end"]


class TradingDay(Block):
    """Days on which an exchange trades: every one, or one that is counted from the end of a period."""

    exchange: str
    """The exchange by its ISO 10383 code, such as XHKG; config/calendars/<code>.yaml corrects its days."""
    day: int = Field(1, ge=1, le=60)
    """Which one is meant, counted from the end of the period: 2 is the second."""
    after: PeriodEnd = ""
    """Count from the first trading day after the end of each period; a period with fewer trading days is passed over."""
    before: PeriodEnd = ""
    """Count back from the last trading day of each period."""
    at: Annotated[str, AfterValidator(_time)]
    """The time of day in the schedule's zone."""

    @property
    def time(self) -> time:
        """The time of day."""
        return time.fromisoformat(self.at)


class ReportRun(Block):
    """A report to make, with the values of its parameters."""

    report: str
    """The report, a file of config/reports."""
    params: dict[str, str] = {}
    """Values of its parameters, as with --set."""


class OnlyWhen(Block):
    """What must be so for a brief to go out; everything that is given must hold."""

    figures_changed: bool = False
    """Only when a figure differs from the last edition's."""
    crosses: Condition | None = None
    """Only when this condition over figures is true now, and was not for the last edition."""
    report: str = ""
    """The report whose figures are meant, where the schedule makes several."""


class Schedule(Block):
    """When which briefs are made, and who gets them."""

    reports: tuple[ReportRun, ...] = Field(min_length=1)
    """The reports to make, each with its parameters."""
    cron: Annotated[str, AfterValidator(_cron)] = ""
    """Minute, hour, day, month and weekday, such as `30 8 * * 1-5`."""
    trading_day: TradingDay | None = None
    """A rule over the trading days of an exchange, instead of cron."""
    time_zone: Annotated[str, AfterValidator(_zone)]
    """The zone in which the times are meant, a name of the IANA list such as Asia/Hong_Kong."""
    catch_up: Literal["skip", "latest", "all"] = "latest"
    """What happens with runs that were missed: none, the latest, or all up to the cap."""
    cap: int = Field(5, ge=1, le=100)
    """The most missed runs that `all` makes up for; the newest are taken."""
    grace: Duration = "10m"
    """So late a run still counts as on time, for `skip`."""
    deadline: Duration | None = None
    """So long after its time a run is given up, whatever the catch-up policy says."""
    only_when: OnlyWhen | None = None
    """Conditions on the figures."""
    as_of: Literal["day", "day-before", "report"] = "day"
    """The day of what is known: the local day of the run's time, the day before it, or what the report says."""
    recipients: tuple[str, ...] = ()
    """People, targets and groups of config/recipients."""
    approval: Literal["none", "required"] = "none"
    """Whether a person approves the very edition before it is sent."""
    on_ambiguous: Literal["resend", "hold"] = "resend"
    """When it is not known whether a mail was accepted: send it again, which may double it, or hold it."""
    owner: Address
    """The address that is told of failures."""


class CalendarFile(Block):
    """Days on which the calendar of an exchange is wrong, each with its reason."""

    closed: dict[str, str] = {}
    """Days without trading, such as 2023-09-01, with the reason."""
    open: dict[str, str] = {}
    """Days with trading that the calendar does not know, with the reason."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """The trading days of an exchange, with the project's own corrections."""

    exchange: str
    closed: frozenset[date] = frozenset()
    open: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class LoadedSchedule:
    """A schedule that has passed every check: its name, its calendar, the condition read, and where all of it stands."""

    name: str
    schedule: Schedule
    calendar: Calendar | None
    crosses: Expression | None
    positions: Positions
    file: str

    @property
    def zone(self) -> ZoneInfo:
        """The zone of its times."""
        return ZoneInfo(self.schedule.time_zone)

    @property
    def grace(self) -> timedelta:
        """How late a run still counts as on time."""
        return duration(self.schedule.grace)

    @property
    def deadline(self) -> timedelta | None:
        """How long after its time a run is given up."""
        return duration(self.schedule.deadline) if self.schedule.deadline else None
