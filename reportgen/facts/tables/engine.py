"""Rows in DuckDB: a file read strictly into memory, then shut off from everything else. Loaded only where a table is asked.

Money is DECIMAL and there is one thread, so that sums are exact and equal in every run. Statements are built from declared names and
bound parameters; before the first of them the connection loses files, network, extensions and settings.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING, Any

from reportgen import scratch
from reportgen.facts.tables import rows
from reportgen.facts.tables.declared import pattern
from reportgen.model.problem import Location, Problem, Problems
from reportgen.model.table import Column, Table

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MEMORY = "256MB"
"""What DuckDB may hold; beyond it rows go to a folder of its own."""
DISK = "8GB"
SECONDS = 120
"""After so long a statement is stopped: a table of a hundred million rows takes less."""
BLOCK = 1 << 20
ROWS = "rows"
_SHUT = (
    "SET autoinstall_known_extensions = false",
    "SET autoload_known_extensions = false",
    "SET allow_community_extensions = false",
    "SET python_enable_replacements = false",
    "SET enable_external_access = false",
    "SET lock_configuration = true",
)
_WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER")


class TableError(ValueError):
    """A table that cannot be used; says why, as problems."""

    def __init__(self, problems: Problems) -> None:
        super().__init__("; ".join(str(problem) for problem in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Store:
    """The rows of one table, ready to be asked, and the hash of the file that they were read from."""

    connection: DuckDBPyConnection
    sha256: str
    rows: int


@contextmanager
def opened(path: Path, table: Table) -> Iterator[Store]:
    """The rows of a file; raises TableError with every problem where the file is not as declared, or DuckDB is not there."""
    try:
        import duckdb
    except ImportError:
        message = "tables are read by DuckDB, which is not installed."
        raise TableError((Problem("E333", message, table.where, hint="Install it: pip install 'reportgen[tables]'."),)) from None
    hashed, lines, ended = _read(path)
    if table.sha256 and table.sha256 != hashed:
        message = f"the file has the hash {hashed}, the declaration in {table.where} says {table.sha256}."
        raise TableError((Problem("E332", message, Location(table.file)),))
    with scratch.folder("table") as folder:
        settings: dict[str, str | bool | int | float | list[str]] = {"memory_limit": MEMORY, "threads": 1, "temp_directory": folder}
        settings["max_temp_directory_size"] = DISK
        with duckdb.connect(":memory:", config=settings) as connection:
            connection.execute("SET enable_progress_bar = false")
            try:
                count = (_csv if path.suffix == ".csv" else _parquet)(connection, path, table, lines if ended else -1)
            except duckdb.Error as bad:
                raise TableError(_refused(path, table, bad)) from None
            if _read(path)[0] != hashed:
                raise TableError((Problem("E332", "the file changed while it was read; build again.", Location(table.file)),))
            for statement in _SHUT:
                connection.execute(statement)
            yield Store(connection, hashed, count)


def ask(store: Store, sql: str, parameters: Sequence[Any]) -> tuple[Any, ...]:
    """The one row that the statement gives; raises TimeoutError, or what DuckDB raises, such as for a sum too large."""
    import duckdb

    statements = store.connection.extract_statements(sql)
    assert len(statements) == 1, "this is a bug: a question is one statement"
    assert statements[0].type == duckdb.StatementType.SELECT, "this is a bug: a question reads"
    timer = Timer(SECONDS, store.connection.interrupt)
    timer.daemon = True
    timer.start()
    try:
        found = store.connection.execute(statements[0], list(parameters)).fetchone()
    except duckdb.InterruptException:
        raise TimeoutError(f"stopped after {SECONDS} seconds") from None
    finally:
        timer.cancel()
    assert found is not None, "this is a bug: an aggregate has one row"
    return tuple(found)


def quoted(name: str) -> str:
    """A declared name as an identifier."""
    return '"' + name.replace('"', '""') + '"'


def _read(path: Path) -> tuple[str, int, bool]:
    """Hash, number of line ends, and whether the file ends with one."""
    content, lines, last = sha256(), 0, b""
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            content.update(block)
            lines += block.count(b"\n")
            last = block[-1:]
    return content.hexdigest(), lines, last == b"\n"


def _csv(connection: DuckDBPyConnection, path: Path, table: Table, lines: int) -> int:
    """Reads the file into a table of the declared types, every cell held against its pattern; gives the number of rows."""
    with path.open("rb") as file:
        header = file.readline(BLOCK).rstrip(b"\r\n").decode("utf-8", "replace").split(",")
    declared = {column.name: column for column in table.columns}
    if sorted(header) != sorted(declared):
        raise TableError(_refused(path, table, "the header does not name the declared columns"))
    columns = [declared[name] for name in header]
    kept = ", ".join(f"CASE WHEN {_fits(column)} THEN CAST({quoted(column.name)} AS {_type(column)}) END AS {quoted(column.name)}"
                     for column in columns)  # fmt: skip
    good = " AND ".join(f"({_fits(column)}{f' OR {quoted(column.name)} IS NULL' if column.optional else ''})" for column in columns)
    source = "read_csv(?, columns = {" + ", ".join(f"'{column.name}': 'VARCHAR'" for column in columns) + "}, " + _STRICT + ")"
    connection.execute(f"CREATE TABLE {ROWS} AS SELECT {kept}, NOT coalesce({good}, false) AS _bad FROM {source}", [str(path)])  # noqa: S608  declared names
    count, bad = connection.execute(f"SELECT count(*), count(*) FILTER (_bad) FROM {ROWS}").fetchone() or (0, 0)  # noqa: S608  declared names
    if bad or not count or count != lines - 1:
        raise TableError(_refused(path, table, f"{bad} of {count} rows are not as declared, in {lines} lines"))
    return int(count)


_STRICT = (
    "header = true, auto_detect = false, delim = ',', quote = '\"', escape = '\"', encoding = 'utf-8', strict_mode = true, "
    "null_padding = false, ignore_errors = false"
)


def _fits(column: Column) -> str:
    """Whether a cell, still text, is one of the column."""
    name = quoted(column.name)
    if column.type == "text":
        return f"NOT regexp_matches({name}, '[\\x00-\\x1f\\x7f]')"
    match = f"regexp_full_match({name}, '{pattern(column)}')"
    return f"({match} AND TRY_CAST({name} AS DATE) IS NOT NULL)" if column.type == "date" else match


def _type(column: Column) -> str:
    types = {"text": "VARCHAR", "date": "DATE", "integer": "BIGINT"}
    return types.get(column.type) or f"DECIMAL({column.digits},{column.places})"


def _parquet(connection: DuckDBPyConnection, path: Path, table: Table, _: int) -> int:
    """Reads a file that knows its own types, which must be those declared; gives the number of rows."""
    here = Location(table.file)
    stored = {name: kind for name, kind, *_ in connection.execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(path)]).fetchall()}
    declared = [column.name for column in table.columns]
    faults = [f"no column '{name}' is declared." for name in stored if name not in declared]
    faults += [f"there is no column '{name}'." for name in declared if name not in stored]
    faults += [
        f"column '{column.name}' is {stored[column.name]}, the declaration asks for {_type(column)}."
        for column in table.columns
        if column.name in stored and not _holds(column, stored[column.name])
    ]
    if faults:
        raise TableError(tuple(Problem("E332", fault, here) for fault in faults))
    kept = ", ".join(f"CAST({quoted(column.name)} AS {_type(column)}) AS {quoted(column.name)}" for column in table.columns)
    connection.execute(f"CREATE TABLE {ROWS} AS SELECT {kept} FROM read_parquet(?)", [str(path)])  # noqa: S608  declared names
    for number, column in enumerate(table.columns, 1):
        name = quoted(column.name)
        empty = f"{name} IS NULL" + (f" OR {name} = ''" if column.type == "text" else "")
        row, count = connection.execute(f"SELECT min(rowid), count(*) FROM {ROWS} WHERE {empty}").fetchone() or (0, 0)  # noqa: S608  declared names
        if count and not column.optional:
            place = Location(table.file, int(row) + 1, number)
            faults.append(f"{count} cells are empty, the first of them here.")
            raise TableError((Problem("E332", faults[-1], place, column.name),))
    return int((connection.execute(f"SELECT count(*) FROM {ROWS}").fetchone() or (0,))[0])  # noqa: S608  declared names


def _holds(column: Column, stored: str) -> bool:
    if column.type == "decimal":
        if stored.startswith("DECIMAL("):
            digits, places = map(int, stored.removeprefix("DECIMAL(").rstrip(")").split(","))
            return places <= column.places and digits - places <= column.digits - column.places
        return False
    return stored in _WHOLE if column.type == "integer" else stored == _type(column)


def _refused(path: Path, table: Table, why: object) -> Problems:
    """What is wrong with the file in terms of its cells; where only DuckDB sees a fault, in its words."""
    found = rows.problems(path, table) if path.suffix == ".csv" else ()
    return found or (Problem("E332", f"the file cannot be read: {str(why).splitlines()[0]}.", Location(table.file)),)
