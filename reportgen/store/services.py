"""What folders and webhooks get: each edition once on record, served until it is done, refused for good by its deadline, or cancelled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from reportgen.store.connect import Store, insert_once
from reportgen.store.events import note
from reportgen.store.tables import service


@dataclass(frozen=True, slots=True)
class Service:
    """What a target is to get; `reason` says why it did not get it yet, or never will."""

    edition: str
    target: str
    state: str
    reason: str
    deadline: datetime
    changed: datetime


def want(store: Store, edition: str, target: str, deadline: datetime, now: datetime, *, held: bool = False) -> bool:
    """Puts on record that a target is to get an edition, at once or when it is approved; False when that is on record already."""
    values = {"edition": edition, "target": target, "state": "held" if held else "waiting", "deadline": deadline, "changed": now}
    with store.change() as connection:
        return insert_once(connection, service, values)


def settle(store: Store, one: Service, reason: str, now: datetime) -> None:
    """Notes how an attempt ended: without a reason it is served, with one it waits until its deadline and then has failed."""
    state = "served" if not reason else "failed" if one.deadline <= now else "waiting"
    same = service.c.edition == one.edition, service.c.target == one.target, service.c.state == "waiting"
    with store.change() as connection:
        if connection.execute(update(service).where(*same).values(state=state, reason=reason, changed=now)).rowcount:
            note(connection, now, one.edition, state, f"target {one.target}{f': {reason}' if reason else ''}")


def again(store: Store, deadline: datetime, now: datetime) -> int:
    """Has what failed tried again until that deadline; how many."""
    with store.change() as connection:
        return connection.execute(
            update(service).where(service.c.state == "failed").values(state="waiting", deadline=deadline, changed=now)
        ).rowcount


def listed(store: Store, states: tuple[str, ...] = ()) -> tuple[Service, ...]:
    """What all targets are to get, or what is in some states, in order of edition and target."""
    wanted = select(service).order_by(service.c.edition, service.c.target)
    with store.look() as connection:
        rows = connection.execute(wanted.where(service.c.state.in_(states)) if states else wanted).all()
    return tuple(Service(**row._mapping) for row in rows)
