"""The tables of the store, and their states. Importing this loads SQLAlchemy; commands that need no store must not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.types import TypeDecorator

RUN_STATES = ("due", "working", "done", "failed", "skipped")
EDITION_STATES = ("built", "checked", "approved", "superseded", "withdrawn")
SERVICE_STATES = ("held", "waiting", "served", "failed", "cancelled")
MAIL_STATES = ("held", "queued", "sending", "sent", "failed", "unknown", "suppressed", "cancelled")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)


class Instant(TypeDecorator[datetime]):
    """An aware instant, kept as microseconds since 1970: exact, and in order on every database."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Microseconds of an aware instant; a naive one is a bug and raises TypeError."""
        return None if value is None else (value - _EPOCH) // _TICK

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """The instant in UTC."""
        return None if value is None else _EPOCH + value * _TICK


def _one_of(name: str, states: tuple[str, ...]) -> CheckConstraint:
    return CheckConstraint(f"state IN ({', '.join(repr(s) for s in states)})", name=name)


# SQLite counts up by itself only in a column that is INTEGER to the letter.
_Id = BigInteger().with_variant(Integer, "sqlite")

metadata = MetaData()

meta = Table("meta", metadata, Column("key", String(40), primary_key=True), Column("value", Text, nullable=False))

run = Table(
    "run",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=True),
    Column("schedule", String(100), nullable=False),
    Column("period", String(100), nullable=False),
    Column("state", String(12), nullable=False),
    Column("owner", String(200), nullable=False, default=""),
    Column("lease_until", Instant),
    Column("fence", Integer, nullable=False, default=0),
    Column("as_of", String(10), nullable=False),
    Column("reason", Text, nullable=False, default=""),
    Column("changed", Instant, nullable=False),
    UniqueConstraint("schedule", "period", name="run_once"),
    _one_of("run_state", RUN_STATES),
    Index("run_by_state", "state"),
)

edition = Table(
    "edition",
    metadata,
    Column("id", String(200), primary_key=True),
    Column("report", String(100), nullable=False),
    Column("variant", String(200), nullable=False),
    Column("path", Text, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("state", String(12), nullable=False),
    Column("reason", Text, nullable=False, default=""),
    Column("created", Instant, nullable=False),
    Column("changed", Instant, nullable=False),
    _one_of("edition_state", EDITION_STATES),
    Index("edition_by_report", "report", "variant"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=True),
    Column("run", String(250), nullable=False),
    Column("recipient", String(320), nullable=False),
    Column("sender", String(320), nullable=False),
    Column("edition", String(200), ForeignKey("edition.id")),
    Column("message_id", String(320), nullable=False),
    Column("message", LargeBinary),
    Column("hash", String(64), nullable=False),
    Column("state", String(12), nullable=False),
    Column("owner", String(200), nullable=False, default=""),
    Column("lease_until", Instant),
    Column("fence", Integer, nullable=False, default=0),
    Column("attempts", Integer, nullable=False, default=0),
    Column("next_try", Instant, nullable=False),
    Column("deadline", Instant, nullable=False),
    Column("reason", Text, nullable=False, default=""),
    Column("changed", Instant, nullable=False),
    UniqueConstraint("run", "recipient", name="outbox_once"),
    _one_of("outbox_state", MAIL_STATES),
    Index("outbox_by_time", "state", "next_try"),
)

attempt = Table(
    "attempt",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=True),
    Column("outbox", _Id, ForeignKey("outbox.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("owner", String(200), nullable=False),
    Column("fence", Integer, nullable=False),
    Column("outcome", String(12), nullable=False),
    Column("reply", Text, nullable=False),
    Index("attempt_by_mail", "outbox"),
)

event = Table(
    "event",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=True),
    Column("at", Instant, nullable=False),
    Column("subject", String(250), nullable=False),
    Column("what", String(40), nullable=False),
    Column("detail", Text, nullable=False, default=""),
    Index("event_by_subject", "subject"),
)

approval = Table(
    "approval",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("who", String(200), primary_key=True),
    Column("at", Instant, nullable=False),
)

suppression = Table(
    "suppression",
    metadata,
    Column("address", String(320), primary_key=True),
    Column("reason", Text, nullable=False),
    Column("at", Instant, nullable=False),
)

window = Table(
    "window",
    metadata,
    Column("schedule", String(100), primary_key=True),
    Column("period", String(100), primary_key=True),
    Column("at", Instant, nullable=False),
    Index("window_by_time", "schedule", "at"),
)
"""Windows on record, run or passed over; the row without a period says since when a schedule is known."""

service = Table(
    "service",
    metadata,
    Column("edition", String(200), ForeignKey("edition.id"), primary_key=True),
    Column("target", String(100), primary_key=True),
    Column("state", String(12), nullable=False),
    Column("reason", Text, nullable=False, default=""),
    Column("deadline", Instant, nullable=False),
    Column("changed", Instant, nullable=False),
    _one_of("service_state", SERVICE_STATES),
    Index("service_by_state", "state"),
)
"""What folders and webhooks are to get of an edition."""
