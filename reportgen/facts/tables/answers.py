"""Answers the metrics' questions to tables: an aggregate becomes a fact that carries its query, or a reason why there is none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from reportgen.facts.tables.engine import ROWS, Store, TableError, ask, opened, quoted
from reportgen.facts.units import MULTIPLIERS
from reportgen.model.fact import Cells, Fact, Facts, Match, Query
from reportgen.model.figure import Missing
from reportgen.model.problem import Location, Problem, Problems
from reportgen.model.quantity import MATHS, Quantity, exact, printed
from reportgen.model.question import Question
from reportgen.model.table import Column, Table

FINER = 6
"""An average that does not end is rounded this many digits behind those of its column, and its interval says so."""


@contextmanager
def open_tables(root: Path, facts: Facts) -> Iterator[Opened]:
    """What answers questions to the tables of the facts, as of their day; a file is read when it is first asked, and let go at the end."""
    with ExitStack() as stack:
        yield Opened(root, facts, stack)


class Opened:
    """Tables that are read once, when first asked; see model/question.py."""

    def __init__(self, root: Path, facts: Facts, stack: ExitStack) -> None:
        self._root = root
        self._facts = facts
        self._stack = stack
        self._stores: dict[str, Store | None] = {}
        self._problems: list[Problem] = []

    @property
    def problems(self) -> Problems:
        """What was wrong with the files read so far."""
        return tuple(self._problems)

    def answer(self, question: Question) -> Fact | Missing:
        """The aggregate over the rows known on the day; Missing where the table cannot say."""
        table = self._facts.tables.get(question.table)
        if table is None:
            return _missing(f"there is no table '{question.table}'")
        if why := self._beyond(table, question):
            return why
        store = self._store(table)
        if store is None:
            return _missing(f"the table '{table.id}' cannot be read")
        matches = _matches(table, question, self._facts.as_of)
        sql, values = statement(table, question, matches)
        try:
            found = ask(store, sql, values)
        except (ArithmeticError, TimeoutError, _duckdb_error()) as bad:
            self._problems.append(Problem("E333", f"the query on table '{table.id}' failed: {str(bad).splitlines()[0]}.", table.where))
            return _missing(f"the query on table '{table.id}' failed")
        return _fact(table, question, store, matches, sql, values, found)

    def _store(self, table: Table) -> Store | None:
        if table.id not in self._stores:
            try:
                self._stores[table.id] = self._stack.enter_context(opened(self._root / table.file, table))
            except TableError as bad:
                self._problems += bad.problems
                self._stores[table.id] = None
        return self._stores[table.id]

    def _beyond(self, table: Table, question: Question) -> Missing | None:
        """Why the table has nothing to say, whatever its rows are."""
        key, period, as_of = question.key, question.period, self._facts.as_of
        if table.about and key.entity != table.about:
            return _missing(f"the table '{table.id}' is about {table.about}")
        if key.scope or key.basis:
            return _missing(f"the table '{table.id}' knows no scope or basis")
        if lacking := [name for name, _ in key.dims if name not in dict(table.dims)]:
            return _missing(f"the table '{table.id}' has no column for {', '.join(lacking)}")
        if not (table.covers.start <= period.start and period.end <= table.covers.end):
            return _missing(f"the table '{table.id}' covers {table.covers.text} only")
        known_at = period.end if table.recorded else table.known_at
        if known_at > as_of:
            return Missing("n.a.", "not_known_yet", (("as_of", as_of.isoformat()), ("known_at", known_at.isoformat())))
        return None


def statement(table: Table, question: Question, matches: tuple[Match, ...]) -> tuple[str, list[Any]]:
    """The query and the values of its parameters: declared names as identifiers, everything else bound."""
    column = quoted(question.column) if question.column else "*"
    value = {"count": "count({})", "avg": "sum({})"}.get(question.how, question.how + "({})").format(column)
    last = f", max({quoted(table.recorded)})" if table.recorded else ""
    conditions, values = [], []
    for match in matches:
        asked = table.column(match.column)
        assert asked, "this is a bug: declarations are checked before they are asked"
        name = quoted(match.column)
        if match.any:
            conditions.append(f"{name} IN ({', '.join('?' * len(match.any))})")
        conditions += [f"{name} {sign} ?" for sign, end in ((">=", match.low), ("<=", match.high)) if end]
        values += [_typed(asked, text) for text in (*match.any, match.low, match.high) if text]
    if question.column:
        conditions.append(f"{column} IS NOT NULL")
    sql = f"SELECT {value}, count(*), min(rowid), max(rowid){last} FROM {ROWS} WHERE {' AND '.join(conditions)}"  # noqa: S608  declared names
    return sql, values


def _matches(table: Table, question: Question, as_of: date) -> tuple[Match, ...]:
    """The conditions on a row, in order: whom it is about, its day, its dimensions, what the metric asks, and that it was known."""
    period = question.period
    found = [Match(table.entity, (question.key.entity,))] if table.entity else []
    found.append(Match(table.period, low=period.start.isoformat(), high=period.end.isoformat()))
    found += [Match(dict(table.dims)[name], (member,)) for name, member in question.key.dims]
    found += [Match(name, given) for name, given in question.where]
    if table.recorded:
        found.append(Match(table.recorded, high=as_of.isoformat()))
    return tuple(found)


def _typed(column: Column, text: str) -> Any:
    if column.type == "date":
        return date.fromisoformat(text)
    return int(text) if column.type == "integer" else Decimal(text) if column.type == "decimal" else text


def _fact(
    table: Table, question: Question, store: Store, matches: tuple[Match, ...], sql: str, values: list[Any], found: tuple[Any, ...]
) -> Fact | Missing:
    value, rows, first, last, *recorded = found
    if not rows:
        return _missing(f"the table '{table.id}' has no row for it")
    if question.how == "avg":
        column = table.column(question.column)
        number, decimals = _average(value, rows, -(column.places if column else 0) - FINER)
    else:
        number, decimals = Decimal(value), "INF"
    offset = 2 if table.file.endswith(".csv") else 1
    query = Query(
        table=table.id,
        file=table.file,
        sha256=store.sha256,
        how=question.how,
        column=question.column,
        matches=matches,
        sql=sql,
        parameters=tuple(str(given) for given in values),
        rows=rows,
        first=first + offset,
        last=last + offset,
    )
    shift = MULTIPLIERS[question.mult] - (2 if question.unit in ("pct", "pp") else 0)
    cells = Cells(format(number, "f"), question.mult, question.unit, "=", decimals if decimals == "INF" else str(int(decimals) - shift))
    return Fact(
        key=question.key,
        period=question.period,
        quantity=_quantity(number.scaleb(shift, MATHS), question.unit, cells.decimals),
        status="A",
        source=table.source,
        loc=table.id,
        as_written=told(query),
        # A row may be known before the period is over; the aggregate over the whole of it is not.
        known_at=max([question.period.end, *recorded]) if table.recorded else table.known_at,
        where=Location(f"{table.file} [{str(question.key).replace(':', ' ')}]"),
        cells=cells,
        query=query,
    )


def _quantity(number: Decimal, unit: str, decimals: str) -> Quantity:
    return exact(number, unit) if decimals == "INF" else printed(number, -int(decimals), unit)


def _average(total: Any, rows: int, place: int) -> tuple[Decimal, str]:
    """The average, and to how many digits behind the point it is good: INF where it ends within them."""
    share = Fraction(Decimal(total)) / rows
    scaled = share / Fraction(10) ** place
    whole = int(abs(scaled) + Fraction(1, 2))  # half away from zero, as everything that is printed
    number = Decimal(whole if scaled >= 0 else -whole).scaleb(place, MATHS)
    return number, "INF" if Fraction(number) == share else str(-place)


def told(query: Query) -> str:
    """The query in short, for readers: sum(amount), line = freight, day 2024-01-01..2024-12-31, 1234 rows."""
    parts = [f"{query.how}({query.column or '*'})"]
    for match in query.matches:
        if match.any:
            parts.append(f"{match.column} = {'|'.join(match.any)}")
        else:
            parts.append(f"{match.column} {match.low}..{match.high}" if match.low else f"{match.column} ≤ {match.high}")
    return "; ".join((*parts, f"{query.rows} rows of {query.file.rpartition('/')[2]}"))


def _missing(detail: str) -> Missing:
    return Missing("n.a.", "not_known", (("detail", detail),))


def _duckdb_error() -> type[Exception]:
    import duckdb

    return duckdb.Error
