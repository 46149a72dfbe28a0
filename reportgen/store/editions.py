"""Editions: what was built, whether it passed every check, who approved these very bytes, and whether it still counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, select, update

from reportgen.model.problem import Exit, Problem, ReportError
from reportgen.store.connect import Store, insert_once
from reportgen.store.events import note
from reportgen.store.tables import approval, edition, outbox, service

NEXT = {
    "built": ("checked", "superseded", "withdrawn"),
    "checked": ("approved", "superseded", "withdrawn"),
    "approved": ("superseded", "withdrawn"),
    "superseded": ("withdrawn",),
    "withdrawn": (),
}
"""From each state of an edition, where it may go."""


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition as the store has it: `id` is its folder's name, `path` the folder relative to the project, `hash` that of its files."""

    id: str
    report: str
    variant: str
    path: str
    hash: str
    state: str
    reason: str
    created: datetime
    changed: datetime


def record(store: Store, id: str, report: str, variant: str, path: str, hash: str, now: datetime) -> bool:
    """Puts down an edition as built; False when it is there. E611 when it is there with other bytes: editions never change."""
    values = {"id": id, "report": report, "variant": variant, "path": path, "hash": hash, "state": "built"}
    with store.change() as connection:
        added = insert_once(connection, edition, {**values, "created": now, "changed": now})
        if added:
            note(connection, now, id, "built", hash)
        elif find(connection, id).hash != hash:
            raise _refused("E611", f"the edition {id} is in the store with other bytes; an edition never changes.")
    return added


def checked(store: Store, id: str, now: datetime) -> None:
    """Notes that the edition passed every check; ReportError E612 when it is not `built`."""
    with store.change() as connection:
        _move(connection, find(connection, id), "checked", now)


def passed(store: Store, id: str, report: str, variant: str, path: str, hash: str, now: datetime) -> None:
    """Puts down an edition that passed every check, in one step; nothing changes where it is there. ReportError E611 as record."""
    values = {"id": id, "report": report, "variant": variant, "path": path, "hash": hash, "state": "checked"}
    with store.change() as connection:
        if insert_once(connection, edition, {**values, "created": now, "changed": now}):
            note(connection, now, id, "checked", hash)
            return
        found = find(connection, id)
        if found.hash != hash:
            raise _refused("E611", f"the edition {id} is in the store with other bytes; an edition never changes.")
        if found.state == "built":
            _move(connection, found, "checked", now)


def approve(store: Store, id: str, hash: str, who: str, now: datetime) -> int:
    """Binds an approval to these bytes and releases the held messages of the edition; how many.

    `hash` is taken from the files as they are now: ReportError E613 when it is not the edition's, E612 when it did not pass its checks
    or no longer counts.
    """
    with store.change() as connection:
        found = find(connection, id)
        if found.hash != hash:
            raise _refused("E613", f"the files of the edition {id} are not those that were built; it is not approved.", "Build it again.")
        if found.state != "approved":
            _move(connection, found, "approved", now, who)
        insert_once(connection, approval, {"hash": hash, "who": who, "at": now})
        held = connection.execute(
            select(outbox.c.id, outbox.c.deadline, outbox.c.changed).where(outbox.c.edition == id, outbox.c.state == "held")
        )
        rows = held.all()
        for row in rows:
            # The time for which a message was held is not taken from the time for which it is tried.
            values = {"state": "queued", "next_try": now, "deadline": row.deadline + max(now - row.changed, timedelta(0)), "changed": now}
            connection.execute(update(outbox).where(outbox.c.id == row.id, outbox.c.state == "held").values(**values))
        for due in connection.execute(select(service).where(service.c.edition == id, service.c.state == "held")).all():
            same = service.c.edition == id, service.c.target == due.target
            later = due.deadline + max(now - due.changed, timedelta(0))
            connection.execute(update(service).where(*same).values(state="waiting", deadline=later, changed=now))
        return len(rows)


def is_approved(store: Store, hash: str) -> bool:
    """Whether anybody approved exactly these bytes."""
    with store.look() as connection:
        return connection.scalar(select(approval.c.who).where(approval.c.hash == hash).limit(1)) is not None


def supersede(store: Store, id: str, reason: str, now: datetime) -> None:
    """Marks an edition as followed by another; its messages still waiting are cancelled. ReportError E610, E612."""
    _retire(store, id, "superseded", reason, now)


def withdraw(store: Store, id: str, reason: str, now: datetime) -> tuple[str, ...]:
    """Marks an edition as withdrawn; it is never sent again. Gives the addresses that got it, or may have, in order.

    ReportError E610 when there is no such edition, E612 when it is withdrawn already, E614 when no reason is given.
    """
    if not reason.strip():
        raise _refused("E614", "an edition is withdrawn with a reason; the recipients read it.", exit=Exit.SPEC)
    _retire(store, id, "withdrawn", reason, now)
    got = select(outbox.c.recipient).where(outbox.c.edition == id, outbox.c.state.in_(("sent", "sending", "unknown")))
    with store.look() as connection:
        return tuple(connection.scalars(got.distinct().order_by(outbox.c.recipient)))


def listed(store: Store, report: str = "") -> tuple[Edition, ...]:
    """All editions, or those of one report, oldest first."""
    wanted = select(edition).order_by(edition.c.created, edition.c.id)
    with store.look() as connection:
        rows = connection.execute(wanted.where(edition.c.report == report) if report else wanted).all()
    return tuple(Edition(**row._mapping) for row in rows)


def find(connection: Connection, id: str) -> Edition:
    """The edition, within a transaction; ReportError E610 when there is none."""
    row = connection.execute(select(edition).where(edition.c.id == id).with_for_update()).one_or_none()
    if row is None:
        raise _refused("E610", f"there is no edition {id} in the store.", "reportgen list editions shows all.", exit=Exit.SPEC)
    return Edition(**row._mapping)


def _retire(store: Store, id: str, state: str, reason: str, now: datetime) -> None:
    with store.change() as connection:
        _move(connection, find(connection, id), state, now, reason)
        waiting = outbox.c.edition == id, outbox.c.state.in_(("held", "queued", "failed"))
        why = f"the edition is {state}: {reason}"
        connection.execute(update(outbox).where(*waiting).values(state="cancelled", reason=why, changed=now))
        open_ = service.c.edition == id, service.c.state.in_(("held", "waiting", "failed"))
        connection.execute(update(service).where(*open_).values(state="cancelled", reason=why, changed=now))


def _move(connection: Connection, found: Edition, state: str, now: datetime, reason: str = "") -> None:
    if state not in NEXT[found.state]:
        may = ", ".join(NEXT[found.state]) or "nothing else"
        raise _refused("E612", f"the edition {found.id} is {found.state} and cannot become {state}.", f"It can become {may}.")
    same = edition.c.id == found.id, edition.c.state == found.state
    connection.execute(update(edition).where(*same).values(state=state, reason=reason, changed=now))
    note(connection, now, found.id, state, reason)


def _refused(code: str, message: str, hint: str = "", exit: Exit = Exit.DATA) -> ReportError:
    return ReportError(Problem(code, message, hint=hint), exit)
