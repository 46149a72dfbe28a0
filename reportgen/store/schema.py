"""The version of the store's tables, and the steps from each to the next."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import URL, Connection, inspect, select, update

from reportgen.model.problem import Exit, Location, Problem, ReportError
from reportgen.store.connect import Store, damaged, insert_once, lock
from reportgen.store.tables import meta, metadata

Step = Callable[[Connection], None]


def _first(connection: Connection) -> None:
    metadata.create_all(connection)


STEPS: tuple[Step, ...] = (_first,)
"""Step n takes the tables from version n to n + 1. A step that was released is never changed; it names its columns itself."""


def open_store(url: URL) -> Store:
    """The store at that place; a new one is made. ReportError E600 damaged, E601 too new, E602 to be migrated, E603 to E606 else."""
    store = Store(url)
    if store.is_file:
        _folder(Path(store.name).parent)
    try:
        with store.look() as connection:
            found = version(store, connection)
        if found == 0:
            migrate(store)
        elif found < len(STEPS):
            problem = f"the store is of version {found}, the program of {len(STEPS)}."
            cure = "Make a backup, then run reportgen store migrate."
            raise ReportError(Problem("E602", problem, Location(store.name), hint=cure), Exit.STORE)
    except BaseException:
        store.close()
        raise
    return store


def migrate(store: Store) -> tuple[int, int]:
    """Takes the tables to the program's version in one transaction; versions before and after. Raises ReportError as open_store."""
    with store.change() as connection:
        lock(connection)
        before = version(store, connection)
        for step in STEPS[before:]:
            step(connection)
        row = {"key": "version", "value": str(len(STEPS))}
        if not insert_once(connection, meta, row):
            connection.execute(update(meta).where(meta.c.key == "version").values(value=row["value"]))
    return before, len(STEPS)


def version(store: Store, connection: Connection) -> int:
    """The version of the tables, 0 when there are none yet; ReportError E600 when they bear none, E601 when the program is older."""
    tables = set(inspect(connection).get_table_names())
    if "meta" not in tables:
        if tables & set(metadata.tables):
            raise damaged(store, "its version is missing")
        return 0
    said = connection.scalar(select(meta.c.value).where(meta.c.key == "version")) or ""
    if not said.isdigit():
        raise damaged(store, "its version is missing")
    if int(said) > len(STEPS):
        problem = f"the store is of version {said}, this program knows {len(STEPS)}."
        raise ReportError(Problem("E601", problem, Location(store.name), hint="Use the newer program."), Exit.STORE)
    return int(said)


def _folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as bad:
        said = (bad.strerror or str(bad)).lower()
        raise ReportError(Problem("E606", f"the store's folder cannot be made: {said}.", Location(str(folder))), Exit.OUTPUT) from bad
