"""What is on record of a schedule's windows, so that each is run once and none is made up for twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select, update

from reportgen.schedule.due import Missed, Plan
from reportgen.schedule.due import Run as Due
from reportgen.store.connect import Store, insert_once
from reportgen.store.events import note
from reportgen.store.runs import key
from reportgen.store.tables import run, window

SINCE = ""
"""The period under which stands since when a schedule is known."""


@dataclass(frozen=True, slots=True)
class StoreLedger:
    """The record of a store, as `schedule.due` asks for it."""

    store: Store

    def settled(self, schedule: str, now: datetime) -> datetime | None:
        """The latest moment, not after now, of a window on record; else since when the schedule is known, if not after now."""
        latest = select(func.max(window.c.at)).where(window.c.schedule == schedule, window.c.at <= now)
        with self.store.look() as connection:
            found: datetime | None = connection.scalar(latest)
        return found

    def has(self, schedule: str, key: str) -> bool:
        """Whether the run of that window is on record."""
        wanted = select(window.c.at).where(window.c.schedule == schedule, window.c.period == key)
        with self.store.look() as connection:
            return connection.scalar(wanted) is not None


def write(store: Store, plan: Plan, now: datetime) -> tuple[str, ...]:
    """Puts a plan on record in one transaction: runs become due, windows passed over are skipped with the reason.

    Gives the keys of the runs that are new: another scheduler may have been first with the others.
    """
    with store.change() as connection:
        for schedule in plan.new:
            _known(connection, schedule, now)
        made = [key for due in plan.runs if (key := _due(connection, due, now))]
        for missed in plan.missed:
            _skipped(connection, missed, now)
    return tuple(made)


def _known(connection: Connection, schedule: str, now: datetime) -> None:
    if not insert_once(connection, window, {"schedule": schedule, "period": SINCE, "at": now}):
        # the clock was set back behind the day on which the schedule was first seen
        connection.execute(update(window).where(window.c.schedule == schedule, window.c.period == SINCE).values(at=now))


def _due(connection: Connection, due: Due, now: datetime) -> str:
    window_ = due.window
    if not insert_once(connection, window, {"schedule": window_.schedule, "period": window_.key, "at": window_.at}):
        return ""
    day = due.as_of.isoformat() if due.as_of else ""
    values = {"schedule": window_.schedule, "period": window_.key, "state": "due", "as_of": day, "changed": now}
    if not insert_once(connection, run, values):
        return ""
    name = key(window_.schedule, window_.key)
    note(connection, now, name, "due", day)
    return name


def _skipped(connection: Connection, missed: Missed, now: datetime) -> None:
    window_ = missed.newest
    if not insert_once(connection, window, {"schedule": window_.schedule, "period": window_.key, "at": window_.at}):
        return
    count = f"{missed.count}{' or more' if missed.more else ''} windows" if missed.count > 1 or missed.more else "one window"
    reason = f"{count} passed over: {missed.why}"
    values = {"schedule": window_.schedule, "period": window_.key, "state": "skipped", "as_of": "", "reason": reason, "changed": now}
    if insert_once(connection, run, values):
        note(connection, now, key(window_.schedule, window_.key), "skipped", reason)
