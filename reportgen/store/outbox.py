"""The outbox: one frozen message for each run and recipient, and the only ways in which its state changes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Row, and_, insert, select, update

from reportgen.model.problem import Exit, Problem, ReportError
from reportgen.store.connect import Store, damaged, insert_once
from reportgen.store.events import note
from reportgen.store.owner import is_gone
from reportgen.store.tables import attempt, edition, outbox, suppression

Ambiguous = Literal["resend", "hold"]

_ADDRESS = re.compile(r"[^\s<>()\[\]:;,\"@\\\x00-\x1f\x7f]{1,64}@[^\s<>()\[\]:;,\"@\\\x00-\x1f\x7f]{1,255}")
_LINE_END = re.compile(rb"\r\n|\r|\n")


_INSTEAD = {"queued": ", and outbox retry sends it now", "sending": " at this moment", "held": ", and outbox approve lets it go"}
"""What to do about a message that need not be sent again."""


@dataclass(frozen=True, slots=True)
class Mail:
    """A message to be put in the outbox: `run` is the key of what it belongs to, `edition` the edition it carries or none."""

    run: str
    recipient: str
    sender: str
    message_id: str
    message: bytes
    deadline: datetime
    edition: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A message as the outbox has it, without its bytes."""

    id: int
    run: str
    recipient: str
    sender: str
    edition: str | None
    message_id: str
    hash: str
    state: str
    owner: str
    lease_until: datetime | None
    fence: int
    attempts: int
    next_try: datetime
    deadline: datetime
    reason: str
    changed: datetime


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt to send: when (UTC), by whom under which fence, how it ended and what the server said."""

    at: datetime
    owner: str
    fence: int
    outcome: str
    reply: str


_COLUMNS = [outbox.c[name] for name in Entry.__dataclass_fields__]


def enqueue(store: Store, mail: Mail, now: datetime, *, held: bool = False) -> bool:
    """Freezes a message, queued or held until its edition is approved; False when this run has one for this recipient that stays.

    A message still held gives way to one with other bytes. A suppressed address gets a row that says so. ReportError E621 for an address
    that is not exactly one, E622 for an edition that did not pass every check or no longer counts, E610 for an unknown one.
    """
    for address in (mail.recipient, mail.sender):
        if not _ADDRESS.fullmatch(address):
            raise ReportError(Problem("E621", f"{address[:80]!r} is not exactly one address; write name@domain."), Exit.SPEC)
    frozen = _LINE_END.sub(b"\r\n", mail.message)
    values: dict[str, Any] = {
        "run": mail.run,
        "recipient": mail.recipient,
        "sender": mail.sender,
        "edition": mail.edition,
        "deadline": mail.deadline,
    }
    values |= {"message_id": mail.message_id, "message": frozen, "hash": sha256(frozen).hexdigest(), "next_try": now, "changed": now}
    with store.change() as connection:
        _fit(connection, mail.edition)
        why = _suppressed(connection, mail.recipient)
        values |= {"state": "suppressed" if why is not None else "held" if held else "queued", "reason": why or ""}
        if insert_once(connection, outbox, values):
            note(connection, now, mail.run, values["state"], mail.recipient)
            return True
        waiting = outbox.c.run == mail.run, outbox.c.recipient == mail.recipient, outbox.c.state == "held", outbox.c.hash != values["hash"]
        replaced = connection.execute(update(outbox).where(*waiting).values(**values)).rowcount == 1
        if replaced:
            note(connection, now, mail.run, "replaced", mail.recipient)
        return replaced


def take(store: Store, now: datetime, owner: str, lease: timedelta) -> Entry | None:
    """The next message to be sent, now `sending` and held until now + lease; None when none is due.

    What must not be sent is ended on the way: suppressed addresses, messages past their deadline, editions that no longer count.
    """
    due = outbox.c.state == "queued", outbox.c.next_try <= now
    with store.change() as connection:
        while True:
            wanted = select(*_COLUMNS).where(*due).order_by(outbox.c.next_try, outbox.c.id).limit(1).with_for_update(skip_locked=True)
            row = connection.execute(wanted).one_or_none()
            if row is None:
                return None
            if (ending := _ending(connection, row, now)) is not None:
                _end(connection, row, *ending, now)
                continue
            mine = {"state": "sending", "owner": owner, "lease_until": now + lease, "fence": row.fence + 1, "attempts": row.attempts + 1}
            same = and_(outbox.c.id == row.id, outbox.c.state == "queued", outbox.c.fence == row.fence)
            connection.execute(update(outbox).where(same).values(**mine, changed=now))
            return Entry(**{**row._mapping, **mine, "changed": now})


def is_due(store: Store, now: datetime) -> bool:
    """Whether a message waits whose time has come."""
    wanted = select(outbox.c.id).where(outbox.c.state == "queued", outbox.c.next_try <= now).limit(1)
    with store.look() as connection:
        return connection.scalar(wanted) is not None


def content(store: Store, entry: Entry) -> bytes:
    """The frozen bytes of a message; ReportError E600 when they are not the ones that were frozen, E623 when prune took them."""
    with store.look() as connection:
        data = connection.scalar(select(outbox.c.message).where(outbox.c.id == entry.id))
    if data is None:
        raise ReportError(Problem("E623", f"the bytes of the message to {entry.recipient} were pruned; it is not sent again."), Exit.DATA)
    if sha256(data).hexdigest() != entry.hash:
        raise damaged(store, f"the message of {entry.run} to {entry.recipient} has other bytes than were frozen")
    return bytes(data)


def renew(store: Store, entry: Entry, now: datetime, lease: timedelta) -> bool:
    """Holds the message until now + lease; False when it is no longer held by this claim, and must not be sent."""
    with store.change() as connection:
        return connection.execute(update(outbox).where(_held(entry)).values(lease_until=now + lease)).rowcount == 1


def settle(store: Store, entry: Entry, state: str, reply: str, now: datetime, *, next_try: datetime | None = None) -> bool:
    """Ends an attempt as sent, failed, unknown or queued again; False when the claim was lost, and only the attempt is noted."""
    outcome = "retry" if state == "queued" else state
    values = {"owner": "", "lease_until": None, "changed": now}
    if next_try is not None:
        values["next_try"] = next_try
    with store.change() as connection:
        values["state"], values["reason"] = _after_all(connection, entry.id, state, "" if state == "sent" else reply)
        done = connection.execute(update(outbox).where(_held(entry)).values(**values)).rowcount == 1
        _tried(connection, entry, now, outcome if done else "fenced", reply)
        if done:
            note(connection, now, entry.run, outcome, entry.recipient)
    return done


def recover(store: Store, policy: Ambiguous, now: datetime) -> int:
    """Settles what was being sent when its sender was lost: queued again, or unknown where the policy is to hold; how many."""
    wanted = select(*_COLUMNS).where(outbox.c.state == "sending").with_for_update(skip_locked=True)
    why = "the sender was lost while sending; the message may have been accepted"
    count = 0
    with store.change() as connection:
        for row in connection.execute(wanted).all():
            if row.lease_until is not None and row.lease_until > now and not is_gone(row.owner):
                continue
            state = "queued" if policy == "resend" else "unknown"
            values = {"state": state, "owner": "", "lease_until": None, "fence": row.fence + 1, "reason": why, "next_try": now}
            connection.execute(update(outbox).where(outbox.c.id == row.id, outbox.c.fence == row.fence).values(**values, changed=now))
            _tried(connection, Entry(**row._mapping), now, "lost", why)
            note(connection, now, row.run, "lost", f"{row.recipient}, now {state}")
            count += 1
    return count


def expire(store: Store, now: datetime) -> int:
    """Fails what is queued past its deadline, with the last reason; how many."""
    with store.change() as connection:
        late = select(*_COLUMNS).where(outbox.c.state == "queued", outbox.c.deadline <= now).with_for_update(skip_locked=True)
        rows = connection.execute(late).all()
        for row in rows:
            _end(connection, row, "failed", _late(row), now)
    return len(rows)


def release(store: Store, run: str, now: datetime, deadline: datetime, *, states: tuple[str, ...] = ("failed",)) -> int:
    """Queues a run's failed (or unknown) messages again, same bytes and Message-ID; how many. Withdrawn editions stay cancelled."""
    may = tuple(s for s in states if s in ("failed", "unknown"))
    chosen = outbox.c.run == run, outbox.c.state.in_(may), outbox.c.message.is_not(None)
    with store.change() as connection:
        values = {"state": "queued", "next_try": now, "deadline": deadline, "changed": now}
        count = connection.execute(update(outbox).where(*chosen).values(**values)).rowcount
        if count:
            note(connection, now, run, "resend", str(count))
    return count


def again(store: Store, run: str, recipient: str, now: datetime, deadline: datetime) -> Entry | None:
    """Queues one recipient's message once more, also one that was accepted: same bytes, same Message-ID; None where there is none.

    The log says that a copy was asked for. Raises ReportError E624 where it cannot be sent, or waits to be sent anyway; E623 where prune
    took its bytes.
    """
    same = outbox.c.run == run, outbox.c.recipient == recipient
    with store.change() as connection:
        row = connection.execute(select(*_COLUMNS, outbox.c.message.is_(None).label("pruned")).where(*same).with_for_update()).one_or_none()
        if row is None:
            return None
        why = "" if row.state in ("sent", "failed", "unknown") else f"it is {row.state}{_INSTEAD.get(row.state, '')}"
        if (reason := _suppressed(connection, recipient)) is not None:
            why = f"the address is on the list of those that get nothing: {reason}"
        elif row.edition is not None:
            state = connection.scalar(select(edition.c.state).where(edition.c.id == row.edition))
            why = why or (f"its edition is {state}" if state not in ("checked", "approved") else "")
        if why:
            raise ReportError(Problem("E624", f"the message of {run} to {recipient} is not sent again: {why}."), Exit.DATA)
        if row.pruned:
            raise ReportError(Problem("E623", f"the bytes of the message to {recipient} were pruned; it is not sent again."), Exit.DATA)
        values = {"state": "queued", "next_try": now, "deadline": deadline, "reason": "", "changed": now}
        connection.execute(update(outbox).where(*same).values(**values))
        note(connection, now, run, "asked again", f"{recipient}, was {row.state}")
        fields = {name: row._mapping[name] for name in Entry.__dataclass_fields__}
        return Entry(**{**fields, **values})


def approve(store: Store, run: str, who: str, now: datetime, deadline: datetime) -> int:
    """Queues a run's held messages that carry no edition, such as notices of a withdrawal; how many. The log says who approved them."""
    chosen = outbox.c.run == run, outbox.c.state == "held", outbox.c.edition.is_(None)
    with store.change() as connection:
        values = {"state": "queued", "next_try": now, "deadline": deadline, "changed": now}
        count = connection.execute(update(outbox).where(*chosen).values(**values)).rowcount
        if count:
            note(connection, now, run, "approved", who)
    return count


def hasten(store: Store, now: datetime, run: str = "") -> int:
    """Makes messages due that wait for their next try, of all runs or of one; how many."""
    chosen = (outbox.c.state == "queued", outbox.c.next_try > now, *((outbox.c.run == run,) if run else ()))
    with store.change() as connection:
        return connection.execute(update(outbox).where(*chosen).values(next_try=now, changed=now)).rowcount


def cancel(store: Store, run: str, reason: str, now: datetime) -> int:
    """Cancels a run's messages that wait or are held; how many."""
    chosen = outbox.c.run == run, outbox.c.state.in_(("queued", "held"))
    with store.change() as connection:
        count = connection.execute(update(outbox).where(*chosen).values(state="cancelled", reason=reason, changed=now)).rowcount
        if count:
            note(connection, now, run, "cancelled", f"{count}: {reason}")
    return count


def listed(store: Store, run: str = "", states: tuple[str, ...] = ()) -> tuple[Entry, ...]:
    """The messages of all runs or of one, in all states or some, oldest first."""
    wanted = select(*_COLUMNS).order_by(outbox.c.id)
    wanted = wanted.where(outbox.c.run == run) if run else wanted
    wanted = wanted.where(outbox.c.state.in_(states)) if states else wanted
    with store.look() as connection:
        return tuple(Entry(**row._mapping) for row in connection.execute(wanted))


def attempts(store: Store, entry: Entry) -> tuple[Attempt, ...]:
    """Every attempt to send a message, in order."""
    wanted = select(*(attempt.c[name] for name in Attempt.__dataclass_fields__)).where(attempt.c.outbox == entry.id).order_by(attempt.c.id)
    with store.look() as connection:
        return tuple(Attempt(**row._mapping) for row in connection.execute(wanted))


def _fit(connection: Connection, id: str | None) -> None:
    if id is None:
        return
    state = connection.scalar(select(edition.c.state).where(edition.c.id == id))
    if state is None:
        raise ReportError(Problem("E610", f"there is no edition {id} in the store."), Exit.DATA)
    if state not in ("checked", "approved"):
        what = "did not pass every check" if state == "built" else f"is {state}"
        raise ReportError(Problem("E622", f"the edition {id} {what}; it is not sent."), Exit.DATA)


def _ending(connection: Connection, row: Row[Any], now: datetime) -> tuple[str, str] | None:
    if row.deadline <= now:
        return "failed", _late(row)
    if (why := _suppressed(connection, row.recipient)) is not None:
        return "suppressed", why
    if row.edition is not None:
        state = connection.scalar(select(edition.c.state).where(edition.c.id == row.edition))
        if state not in ("checked", "approved"):
            return "cancelled", f"the edition is {state}"
    return None


def _end(connection: Connection, row: Row[Any], state: str, reason: str, now: datetime) -> None:
    same = outbox.c.id == row.id, outbox.c.state == "queued", outbox.c.fence == row.fence
    now_is, why = _after_all(connection, row.id, state, reason)
    connection.execute(update(outbox).where(*same).values(state=now_is, reason=why, changed=now))
    note(connection, now, row.run, state, row.recipient)


def _after_all(connection: Connection, id: int, state: str, reason: str) -> tuple[str, str]:
    """The state in which a message ends: who was reached before stays reached, whatever became of a copy that was asked for."""
    if state in ("sent", "queued"):
        return state, reason
    accepted = select(attempt.c.id).where(attempt.c.outbox == id, attempt.c.outcome == "sent").limit(1)
    if connection.scalar(accepted) is None:
        return state, reason
    return "sent", f"accepted before; a copy that was asked for is {state}: {reason}"


def _late(row: Row[Any]) -> str:
    last = f"; last: {row.reason}" if row.reason else ""
    return f"not accepted before its deadline{last}"


def _suppressed(connection: Connection, address: str) -> str | None:
    found = connection.scalar(select(suppression.c.reason).where(suppression.c.address == address.lower()))
    return None if found is None else str(found)


def _tried(connection: Connection, entry: Entry, now: datetime, outcome: str, reply: str) -> None:
    row = {"outbox": entry.id, "at": now, "owner": entry.owner, "fence": entry.fence, "outcome": outcome, "reply": reply}
    connection.execute(insert(attempt).values(**row))


def _held(entry: Entry) -> ColumnElement[bool]:
    return and_(outbox.c.id == entry.id, outbox.c.state == "sending", outbox.c.owner == entry.owner, outbox.c.fence == entry.fence)
