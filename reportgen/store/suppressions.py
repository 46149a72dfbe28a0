"""Addresses that get nothing: bounced or unsubscribed, with the reason. Every send looks here."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, insert, select, update

from reportgen.store.connect import Store
from reportgen.store.events import note
from reportgen.store.tables import outbox, suppression


def suppress(store: Store, address: str, reason: str, now: datetime) -> int:
    """Puts an address on the list and stops what still waits for it; how many messages that were."""
    key = address.strip().lower()
    with store.change() as connection:
        connection.execute(delete(suppression).where(suppression.c.address == key))
        connection.execute(insert(suppression).values(address=key, reason=reason, at=now))
        note(connection, now, key, "suppressed", reason)
        waiting = select(outbox.c.id, outbox.c.recipient).where(outbox.c.state.in_(("queued", "held")))
        ids = [row.id for row in connection.execute(waiting) if row.recipient.lower() == key]
        connection.execute(update(outbox).where(outbox.c.id.in_(ids)).values(state="suppressed", reason=reason, changed=now))
    return len(ids)


def allow(store: Store, address: str, now: datetime) -> bool:
    """Takes an address off the list; False when it was not on it."""
    key = address.strip().lower()
    with store.change() as connection:
        found = connection.execute(delete(suppression).where(suppression.c.address == key)).rowcount == 1
        if found:
            note(connection, now, key, "allowed")
    return found


def listed(store: Store) -> tuple[tuple[str, str, datetime], ...]:
    """Every address with its reason and since when, by address."""
    wanted = select(suppression.c.address, suppression.c.reason, suppression.c.at).order_by(suppression.c.address)
    with store.look() as connection:
        return tuple((str(a), str(r), at) for a, r, at in connection.execute(wanted))
