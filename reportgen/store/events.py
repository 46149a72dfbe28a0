"""The log of what happened to each run, edition and message: rows are added, never changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from reportgen.store.connect import Store
from reportgen.store.tables import event


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened: when (UTC), to which run key or edition, what, and the particulars."""

    at: datetime
    subject: str
    what: str
    detail: str


def note(connection: Connection, at: datetime, subject: str, what: str, detail: str = "") -> None:
    """Adds to the log within the transaction that makes it true."""
    connection.execute(insert(event).values(at=at, subject=subject, what=what, detail=detail))


def history(store: Store, subject: str = "") -> tuple[Event, ...]:
    """All that happened, or what happened to one run key or edition, in order."""
    wanted = select(event.c.at, event.c.subject, event.c.what, event.c.detail).order_by(event.c.id)
    with store.look() as connection:
        rows = connection.execute(wanted.where(event.c.subject == subject) if subject else wanted).all()
    return tuple(Event(*row) for row in rows)
