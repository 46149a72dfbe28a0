"""The one way into the store: SQLite in a file or PostgreSQL by URL, a transaction at a time, faults told as ReportErrors."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, Table, create_engine, event, make_url, text
from sqlalchemy.dialects.postgresql import insert as of_postgres
from sqlalchemy.dialects.sqlite import insert as of_sqlite
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError

from reportgen.model.problem import Exit, Location, Problem, ReportError

BUSY = 30
"""Seconds for which a transaction waits for another to end, and for a server to answer."""


class Store:
    """An open store. Connections are made when needed and never carried over a fork."""

    def __init__(self, url: URL) -> None:
        self.url = url
        self._process = os.getpid()
        self._engine = _engine(url)

    @property
    def name(self) -> str:
        """The store as it may be printed: the file, or the URL without its password."""
        return self.url.database or "" if self.is_file else self.url.render_as_string(hide_password=True)

    @property
    def is_file(self) -> bool:
        """Whether the store is a SQLite file."""
        return self.url.get_backend_name() == "sqlite"

    @contextmanager
    def change(self) -> Iterator[Connection]:
        """A transaction that may write: all of it lasts, or none. Raises ReportError E600 to E606."""
        with told(self), self._own().begin() as connection:
            yield connection

    @contextmanager
    def look(self) -> Iterator[Connection]:
        """A transaction that reads one state of the whole store. Raises ReportError E600 to E606."""
        options = {"reading": True} if self.is_file else {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        with told(self), self._own().connect().execution_options(**options) as connection, connection.begin():
            yield connection

    def close(self) -> None:
        """Gives the connections back."""
        self._own().dispose()

    def _own(self) -> Engine:
        if self._process != os.getpid():
            # The connections belong to the parent: closing them here would drop its locks.
            self._engine.dispose(close=False)
            self._process = os.getpid()
        return self._engine


def locate(root: Path, environ: Mapping[str, str], url: str = "") -> URL:
    """Where the store lies: REPORTGEN_STORE, else the given URL, else build/store.db of the project; E605 when it is no such URL."""
    said = environ.get("REPORTGEN_STORE", "") or url
    if not said:
        return URL.create("sqlite", database=str(root / "build" / "store.db"))
    right = "write sqlite:///path/store.db or postgresql://user@host/name."
    try:
        made = make_url(said)
        backend = made.get_backend_name()
    except (ArgumentError, NoSuchModuleError):
        raise ReportError(Problem("E605", f"the store's URL cannot be read; {right}"), Exit.SPEC) from None
    if backend in ("postgresql", "postgres"):
        return made.set(drivername="postgresql+psycopg")
    if backend != "sqlite" or not made.database or made.database == ":memory:":
        raise ReportError(Problem("E605", f"a store of the kind '{backend}' is not known; {right}"), Exit.SPEC)
    return URL.create("sqlite", database=str(root / made.database))


def insert_once(connection: Connection, table: Table, values: Mapping[str, Any]) -> bool:
    """Adds a row unless one with the same key is there; whether it was added."""
    of_dialect = of_sqlite if connection.dialect.name == "sqlite" else of_postgres
    added = of_dialect(table).values(**values).on_conflict_do_nothing().returning(*table.primary_key)
    return connection.execute(added).first() is not None


def lock(connection: Connection) -> None:
    """Makes the transaction the only one that changes the schema; SQLite's write transactions are that already."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(7267656)"))


def damaged(store: Store, what: str) -> ReportError:
    """The error of a store whose content cannot be trusted."""
    cure = "Put back a backup (reportgen store backup makes them); nothing was sent from it."
    return ReportError(Problem("E600", f"the store is damaged: {what}.", Location(store.name), hint=cure), Exit.STORE)


@contextmanager
def told(store: Store) -> Iterator[None]:
    """Turns what a database says into one ReportError with the store's name."""
    try:
        yield
    except DBAPIError as bad:
        raise _meaning(store, bad) from bad
    except sqlite3.Error as bad:
        raise _meaning(store, OperationalError("", {}, bad)) from bad


def _meaning(store: Store, bad: DBAPIError) -> ReportError:
    said = " ".join(str(bad.orig).split())[:300]
    where = Location(store.name)
    if not store.is_file:
        if isinstance(bad, OperationalError) or bad.connection_invalidated:
            return ReportError(Problem("E603", f"the store cannot be reached: {said}.", where), Exit.TRY_LATER)
        return damaged(store, said)
    low = said.lower()
    if "locked" in low or "busy" in low:
        return ReportError(Problem("E603", f"the store is held by another process for more than {BUSY} seconds.", where), Exit.TRY_LATER)
    if any(word in low for word in ("full", "readonly", "unable to open", "disk i/o")):
        cure = "Free space, or put the store where it can be written, with REPORTGEN_STORE."
        return ReportError(Problem("E606", f"the store cannot be written: {said}.", where, hint=cure), Exit.OUTPUT)
    return damaged(store, said)


def _engine(url: URL) -> Engine:
    if url.get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True, hide_parameters=True, connect_args={"connect_timeout": BUSY})
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": BUSY})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(raw: Any, record: object) -> None:
    raw.isolation_level = None  # the driver would begin by itself, later and weaker than we do
    for order in (f"busy_timeout={BUSY * 1000}", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        raw.execute(f"PRAGMA {order}")


def _begin(connection: Connection) -> None:
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
