"""Which runs are due: the schedules, a moment and what is on record give the runs to make and those that are passed over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Protocol

from reportgen.schedule.windows import LATEST, Window, windows, windows_back
from reportgen.spec.schedules import LoadedSchedule

MOST = 1000
"""So many missed windows are counted, the newest first; of more it is only said that there are more."""


class Ledger(Protocol):
    """What is on record of earlier runs, whatever became of them."""

    def settled(self, schedule: str, now: datetime) -> datetime | None:
        """The latest moment, not after now, of a window on record; else since when the schedule is known, if not after now; else None."""

    def has(self, schedule: str, key: str) -> bool:
        """Whether the run of that window is on record."""


@dataclass(frozen=True, slots=True)
class Record:
    """A ledger as a value: since when each schedule is known, and the windows on record by schedule and key."""

    known: Mapping[str, datetime] = field(default_factory=dict)
    runs: Mapping[tuple[str, str], datetime] = field(default_factory=dict)

    def settled(self, schedule: str, now: datetime) -> datetime | None:
        """The latest moment up to now that needs no more looking at."""
        moments = [at for (name, _), at in self.runs.items() if name == schedule and at <= now]
        since = self.known.get(schedule)
        return max(moments) if moments else since if since is not None and since <= now else None

    def has(self, schedule: str, key: str) -> bool:
        """Whether the run of that window is on record."""
        return (schedule, key) in self.runs


@dataclass(frozen=True, slots=True)
class Run:
    """A run to make now."""

    window: Window
    as_of: date | None
    """The day of what is known; None for what the report says."""
    deadline: datetime | None
    """When it is given up, in UTC."""
    late: timedelta
    """How long after its time it starts."""


@dataclass(frozen=True, slots=True)
class Missed:
    """Windows of a schedule that are not made up for, all for one reason."""

    newest: Window
    count: int
    more: bool
    """Whether there are older ones that nobody counted."""
    why: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done at a moment.

    Whoever keeps the record writes down the windows of `runs` in their order, the newest of each of `missed`, and since when `new`
    are known.
    """

    runs: tuple[Run, ...] = ()
    missed: tuple[Missed, ...] = ()
    new: tuple[str, ...] = ()
    """Schedules of which nothing is on record up to now: they are known from this moment, and nothing before it is made up for."""


def due(schedules: Sequence[LoadedSchedule], now: datetime, ledger: Ledger) -> Plan:
    """The runs that are due at `now`, earliest first, by each schedule's catch-up policy, cap and deadline.

    The work is bounded by what runs and by MOST, however far the clock has moved; a clock that was set back finds the runs on record
    and makes none of them again.
    """
    runs: list[Run] = []
    missed: list[Missed] = []
    new: list[str] = []
    for schedule in schedules:
        start = ledger.settled(schedule.name, now)
        if start is None:
            new.append(schedule.name)
            continue
        back = windows_back(schedule, start, now)
        waiting = tuple(islice((w for w in back if not ledger.has(schedule.name, w.key)), MOST + 1))
        chosen, passed = _chosen(schedule, waiting[:MOST], now)
        runs += [run(schedule, window, now) for window in chosen]
        missed += _missed(passed, more=len(waiting) > MOST)
    return Plan(tuple(sorted(runs, key=lambda r: r.window)), tuple(missed), tuple(new))


def run(schedule: LoadedSchedule, window: Window, now: datetime) -> Run:
    """The run of a window that starts now."""
    deadline = window.at + schedule.deadline if schedule.deadline is not None and schedule.deadline < LATEST - window.at else None
    return Run(window, as_of(schedule, window), deadline, now.astimezone(UTC) - window.at)


def as_of(schedule: LoadedSchedule, window: Window) -> date | None:
    """The day of what a run knows, by the schedule's rule; None when the report says it."""
    if schedule.schedule.as_of == "report":
        return None
    return window.day - timedelta(days=1) if schedule.schedule.as_of == "day-before" else window.day


def coming(schedule: LoadedSchedule, after: datetime) -> Iterator[Window]:
    """The windows after a moment, in order, without end as long as the rule has one."""
    return windows(schedule, after, LATEST)


def _chosen(schedule: LoadedSchedule, waiting: Sequence[Window], now: datetime) -> tuple[list[Window], list[tuple[Window, str]]]:
    """The windows to run, newest first, and the others, each with the reason; `waiting` is newest first."""
    most = schedule.schedule.cap if schedule.schedule.catch_up == "all" else 1
    chosen: list[Window] = []
    passed: list[tuple[Window, str]] = []
    for window in waiting:
        late = now.astimezone(UTC) - window.at
        if schedule.deadline is not None and late > schedule.deadline:
            passed.append((window, f"later than the deadline of {schedule.schedule.deadline}"))
        elif schedule.schedule.catch_up == "skip" and late > schedule.grace:
            passed.append((window, f"later than the grace of {schedule.schedule.grace}"))
        elif len(chosen) == most:
            passed.append((window, f"more than the cap of {most}" if schedule.schedule.catch_up == "all" else "a later window runs"))
        else:
            chosen.append(window)
    return chosen, passed


def _missed(passed: Sequence[tuple[Window, str]], *, more: bool) -> Iterator[Missed]:
    """One entry for each reason, in the order in which they come."""
    by_reason: dict[str, list[Window]] = {}
    for window, why in passed:
        by_reason.setdefault(why, []).append(window)
    for number, (why, found) in enumerate(by_reason.items()):
        yield Missed(found[0], len(found), more and number == len(by_reason) - 1, why)
