"""Looking after the store: is it whole, a copy while it is in use, and what may go with time."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from sqlalchemy import URL, func, insert, select, text, update

from reportgen.model.problem import Exit, Location, Problem, ReportError
from reportgen.store.connect import Store, damaged, told
from reportgen.store.schema import migrate, version
from reportgen.store.tables import metadata, outbox

_SETTLED = ("sent", "suppressed", "cancelled")


def check(store: Store) -> int:
    """How many messages the store holds, after reading it all; ReportError E600 (exit 6) names the first thing that is damaged."""
    with store.look() as connection:
        if store.is_file:
            said = connection.scalars(text("PRAGMA integrity_check(1)")).first()
            if said != "ok":
                raise damaged(store, " ".join(str(said).split()))
            if connection.execute(text("PRAGMA foreign_key_check")).first() is not None:
                raise damaged(store, "a row points to one that is missing")
        version(store, connection)
        count = 0
        for row in connection.execute(select(outbox.c.run, outbox.c.recipient, outbox.c.hash, outbox.c.message)):
            count += 1
            if row.message is not None and sha256(row.message).hexdigest() != row.hash:
                raise damaged(store, f"the message of {row.run} to {row.recipient} has other bytes than were frozen")
    return count


def backup(store: Store, target: Path) -> Path:
    """A whole copy of the store as one SQLite file, taken while others use it; the target appears by one rename.

    A copy of a PostgreSQL store is one state of it, and a store of its own: set REPORTGEN_STORE to it, or `restore` it.
    Raises ReportError E606 when it cannot be written, E600 when the store is damaged.
    """
    temporary = target.parent / f".part-{os.getpid()}-{target.name}"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary.unlink(missing_ok=True)
        copy = Store(URL.create("sqlite", database=str(temporary)))
        with told(store):
            if store.is_file:
                with closing(sqlite3.connect(store.name)) as source, closing(sqlite3.connect(temporary)) as made:
                    source.backup(made)
            else:
                restore(store, copy)
            check(copy)
            copy.close()
            with closing(sqlite3.connect(temporary)) as made:
                made.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
        _sync(temporary)
        temporary.replace(target)
        _sync(target.parent)
    except OSError as bad:
        said = (bad.strerror or str(bad)).lower()
        raise ReportError(Problem("E606", f"the backup cannot be written: {said}.", Location(str(target))), Exit.OUTPUT) from bad
    finally:
        for left in (temporary, Path(f"{temporary}-wal"), Path(f"{temporary}-shm")):
            left.unlink(missing_ok=True)
    return target


def restore(source: Store, target: Store) -> int:
    """Copies every row of a store into an empty one, of whatever kind; how many. ReportError E607 when the target holds anything."""
    migrate(target)
    rows = 0
    with source.look() as read, target.change() as write:
        for table in metadata.sorted_tables:
            if table.name == "meta":
                continue
            if write.scalar(select(func.count()).select_from(table)):
                raise ReportError(Problem("E607", "the store to be filled is not empty.", Location(target.name)), Exit.SPEC)
            for row in read.execution_options(yield_per=100).execute(select(table)).mappings():
                write.execute(insert(table).values(**row))
                rows += 1
            if not target.is_file and "id" in table.c and table.c["id"].autoincrement is True:
                # Rows that brought their number do not move the counter along.
                counter = func.pg_get_serial_sequence(table.name, "id")
                write.execute(select(func.setval(counter, select(func.max(table.c["id"])).scalar_subquery())))
    return rows


def prune(store: Store, before: datetime) -> int:
    """Drops the bytes of messages that were settled before that instant; how many.

    What an audit needs stays: run, edition, recipient, state, reason, Message-ID, the hash of the bytes, attempts, events, approvals.
    Messages that failed or are unknown keep their bytes, because they can be sent again.
    """
    old = outbox.c.state.in_(_SETTLED), outbox.c.changed < before, outbox.c.message.is_not(None)
    with store.change() as connection:
        return connection.execute(update(outbox).where(*old).values(message=None)).rowcount


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
