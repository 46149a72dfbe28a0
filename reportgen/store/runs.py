"""Runs: one per schedule and period, whatever happens; claimed by one worker at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, select, update

from reportgen.store.connect import Store, insert_once
from reportgen.store.events import note
from reportgen.store.owner import is_gone
from reportgen.store.tables import run

ENDS = ("done", "failed", "skipped")


@dataclass(frozen=True, slots=True)
class Run:
    """A run as the store has it; `fence` grows with every claim, so that an owner who lost it is told from the one who has it."""

    id: int
    schedule: str
    period: str
    state: str
    owner: str
    lease_until: datetime | None
    fence: int
    as_of: str
    reason: str
    changed: datetime

    @property
    def key(self) -> str:
        """The run's key, as the outbox and the event log have it."""
        return key(self.schedule, self.period)


def key(schedule: str, period: str) -> str:
    """The key of the run of a schedule for a period."""
    return f"{schedule}@{period}"


def announce(store: Store, schedule: str, period: str, as_of: str, now: datetime) -> bool:
    """Makes the run of a schedule for a period due; False when it exists already, in whatever state."""
    values = {"schedule": schedule, "period": period, "state": "due", "as_of": as_of, "changed": now}
    with store.look() as connection:
        # Most of the time it is there: then nothing is written, and nobody waits for the lock.
        if connection.scalar(select(run.c.id).where(run.c.schedule == schedule, run.c.period == period)) is not None:
            return False
    with store.change() as connection:
        added = insert_once(connection, run, values)
        if added:
            note(connection, now, key(schedule, period), "due", as_of)
    return added


def claim(store: Store, now: datetime, owner: str, lease: timedelta) -> Run | None:
    """The oldest run that is due, or whose owner is gone or past its lease, now held by `owner` until now + lease; else None."""
    with store.change() as connection:
        for row in connection.execute(_open().order_by(run.c.id).with_for_update(skip_locked=True)):
            if row.state == "due" or _lost(row, now):
                return _take(connection, row, now, owner, lease)
    return None


def claim_one(store: Store, schedule: str, period: str, now: datetime, owner: str, lease: timedelta) -> Run | None:
    """As claim, for the run of one schedule and period only."""
    with store.change() as connection:
        wanted = _open().where(run.c.schedule == schedule, run.c.period == period).with_for_update(skip_locked=True)
        row = connection.execute(wanted).one_or_none()
        if row is not None and (row.state == "due" or _lost(row, now)):
            return _take(connection, row, now, owner, lease)
    return None


def renew(store: Store, held: Run, now: datetime, lease: timedelta) -> bool:
    """Holds the run until now + lease; False when it is no longer held by this claim, and the work must stop."""
    with store.change() as connection:
        done = connection.execute(update(run).where(_held(held)).values(lease_until=now + lease))
    return done.rowcount == 1


def finish(store: Store, held: Run, state: str, now: datetime, reason: str = "") -> bool:
    """Ends the run as done, failed or skipped; False when it is no longer held by this claim, and nothing was changed."""
    if state not in ENDS:
        raise ValueError(f"a run ends as one of {', '.join(ENDS)}, not '{state}'")
    values = {"state": state, "owner": "", "lease_until": None, "reason": reason, "changed": now}
    with store.change() as connection:
        done = connection.execute(update(run).where(_held(held)).values(**values)).rowcount == 1
        if done:
            note(connection, now, held.key, state, reason)
    return done


def redo(store: Store, schedule: str, period: str, why: str, now: datetime) -> Run | None:
    """Makes a run due again that failed, as it stands on record, and notes why; None where it did not fail, and nothing was changed."""
    failed = run.c.schedule == schedule, run.c.period == period, run.c.state == "failed"
    values = {"state": "due", "reason": "", "changed": now}
    with store.change() as connection:
        if connection.execute(update(run).where(*failed).values(**values)).rowcount != 1:
            return None
        note(connection, now, key(schedule, period), "due", f"again: {why}")
        return _run(connection.execute(select(run).where(run.c.schedule == schedule, run.c.period == period)).one())


def listed(store: Store, schedule: str = "") -> tuple[Run, ...]:
    """All runs, or those of one schedule, oldest first."""
    wanted = select(run).order_by(run.c.id)
    with store.look() as connection:
        return tuple(_run(row) for row in connection.execute(wanted.where(run.c.schedule == schedule) if schedule else wanted))


def _open() -> Select[Any]:
    return select(run).where(run.c.state.in_(("due", "working")))


def _held(held: Run) -> ColumnElement[bool]:
    return and_(run.c.id == held.id, run.c.state == "working", run.c.owner == held.owner, run.c.fence == held.fence)


def _lost(row: Row[Any], now: datetime) -> bool:
    return row.lease_until is None or row.lease_until <= now or is_gone(row.owner)


def _take(connection: Connection, row: Row[Any], now: datetime, owner: str, lease: timedelta) -> Run:
    values = {"state": "working", "owner": owner, "lease_until": now + lease, "fence": row.fence + 1, "changed": now}
    same = and_(run.c.id == row.id, run.c.state == row.state, run.c.fence == row.fence)
    connection.execute(update(run).where(same).values(**values))
    note(connection, now, key(row.schedule, row.period), "working", f"{owner}, fence {row.fence + 1}")
    return _run(connection.execute(select(run).where(run.c.id == row.id)).one())


def _run(row: Row[Any]) -> Run:
    return Run(**row._mapping)
