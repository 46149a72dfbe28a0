"""Declarations of tables: seeds/tables.yaml as values, and what is wrong with them or with the metrics that use them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from reportgen.model.fact import Entity, Source
from reportgen.model.metric import Metric
from reportgen.model.period import GRAMMAR, PeriodError, parse
from reportgen.model.problem import Location, Problem, Problems
from reportgen.model.table import Column, ColumnType, Table
from reportgen.spec.node import Path as NodePath
from reportgen.spec.node import Positions, written
from reportgen.spec.read import read_yaml
from reportgen.spec.suggest import unknown
from reportgen.spec.tables import TableEntry, TablesFile
from reportgen.spec.validate import validate

FILE, FOLDER = "seeds/tables.yaml", "seeds/tables"
SUFFIXES = (".csv", ".parquet")
DIGITS = 38
"""What DuckDB's widest decimal holds; a column has half of them at most, so that a sum of as many rows as there are fits."""
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,62}")
_TYPE = re.compile(r"(text|date|integer|decimal\((\d{1,2}),(\d{1,2})\))(\?)?")
TYPES = "text, date, integer or decimal(18,2), with a question mark behind it where cells may be empty"


def load(
    root: Path, sources: Mapping[str, Source], entities: Mapping[str, Entity], metrics: Mapping[str, Metric]
) -> tuple[dict[str, Table], Problems]:
    """The tables of the project by name, and every problem of their declarations; no file of rows is read. Faulty ones are left out."""
    if not (root / FILE).exists():
        return {}, tuple(_of_metrics({}, metrics))
    node, problems = read_yaml(root / FILE, root)
    if node is None:
        return {}, problems
    made, found, positions = validate(node, TablesFile)
    problems = (*problems, *found)
    if made is None:
        return {}, problems
    tables: dict[str, Table] = {}
    for name, entry in made.tables.items():
        faults = tuple(_faults(root, name, entry, sources, entities, positions))
        problems = (*problems, *faults)
        if not faults:
            tables[name] = _table(name, entry, sources[entry.source], positions.key(("tables", name)))
    # A metric of a faulty table would be reported a second time.
    return tables, (*problems, *(() if problems else _of_metrics(tables, metrics)))


def files(root: Path) -> list[Path]:
    """The declarations and all files of rows, in order of path."""
    found = [root / FILE, *(path for path in (root / FOLDER).glob("*") if path.suffix in SUFFIXES)]
    return sorted(path for path in found if path.is_file())


def column(name: str, text: str) -> Column:
    """The column that a type declares; raises ValueError where it is none, or the name cannot be a column's."""
    if not _NAME.fullmatch(name):
        raise ValueError(f"'{name}' is no name of a column; a name has letters, digits and underscores, and starts with a letter.")
    match = _TYPE.fullmatch(text.replace(" ", ""))
    if not match:
        raise ValueError(f"'{text}' is no type of a column; a type is {TYPES}.")
    digits, places = int(match[2] or 0), int(match[3] or 0)
    if match[2] and not (places <= digits and 1 <= digits <= DIGITS // 2):
        raise ValueError(f"'{text}' is no decimal; it has 1 to {DIGITS // 2} digits in all, and no more behind the point than that.")
    types: dict[str, ColumnType] = {"text": "text", "date": "date", "integer": "integer"}
    return Column(name, types.get(match[1], "decimal"), digits, places, bool(match[4]))


def _table(name: str, entry: TableEntry, source: Source, where: Location | None) -> Table:
    return Table(
        id=name,
        file=f"{FOLDER}/{entry.file}",
        source=entry.source,
        covers=parse(entry.covers),
        known_at=entry.known_at or source.published,
        columns=tuple(column(given, text) for given, text in entry.columns.items()),
        period=entry.period,
        entity=entry.entity,
        about=entry.about,
        recorded=entry.recorded,
        dims=tuple(sorted(entry.dims.items())),
        sha256=entry.sha256,
        where=where,
    )


def _faults(
    root: Path, name: str, entry: TableEntry, sources: Mapping[str, Source], entities: Mapping[str, Entity], positions: Positions
) -> Iterator[Problem]:
    for path, message in _wrong(root, entry, sources, entities):
        here = ("tables", name, *path)
        yield Problem("E331", message, positions[here], written(here))


def _wrong(root: Path, entry: TableEntry, sources: Mapping[str, Source], entities: Mapping[str, Entity]) -> Iterator[tuple[NodePath, str]]:
    """What is wrong with a declaration, each with its key."""
    yield from _wrong_columns(entry)
    if Path(entry.file).name != entry.file or Path(entry.file).suffix not in SUFFIXES:
        yield ("file",), f"'{entry.file}' is no file of {FOLDER}; write a name that ends in .csv or .parquet, without a folder."
    elif not (root / FOLDER / entry.file).is_file():
        yield ("file",), f"there is no file {FOLDER}/{entry.file}."
    if entry.source not in sources:
        yield ("source",), unknown("source", entry.source, sources)
    if bool(entry.entity) == bool(entry.about):
        yield ("columns",), "say whom the rows are about: `entity:` names a column, `about:` one entity; write one of the two."
    if entry.about and entry.about not in entities:
        yield ("about",), unknown("entity", entry.about, entities)
    yield from _wrong_days(entry, sources)


def _wrong_columns(entry: TableEntry) -> Iterator[tuple[NodePath, str]]:
    """Columns that are none, and uses of columns that are not there or of another type."""
    columns: dict[str, Column] = {}
    for given, text in entry.columns.items():
        try:
            columns[given] = column(given, text)
        except ValueError as bad:
            yield ("columns", given), str(bad)
    if len({given.lower() for given in entry.columns}) < len(entry.columns):
        yield ("columns",), "two columns differ in capitals only; rename one."
    uses: list[tuple[NodePath, str, str]] = [(("period",), entry.period, "date")]
    uses += [(("entity",), entry.entity, "text")] if entry.entity else []
    uses += [(("recorded",), entry.recorded, "date")] if entry.recorded else []
    uses += [(("dims", dim), used, "text") for dim, used in entry.dims.items()]
    for path, used, type_ in uses:
        if used not in entry.columns:
            yield path, unknown("column", used, entry.columns)
        elif used in columns and (columns[used].type != type_ or columns[used].optional):
            yield path, f"column '{used}' is {entry.columns[used]}; this needs one of type {type_} without empty cells."


def _wrong_days(entry: TableEntry, sources: Mapping[str, Source]) -> Iterator[tuple[NodePath, str]]:
    try:
        covers = parse(entry.covers)
    except PeriodError:
        yield ("covers",), f"'{entry.covers}' is no period; periods are written {GRAMMAR}."
        return
    known_at = entry.known_at or (sources[entry.source].published if entry.source in sources else date.max)
    if not entry.recorded and known_at < covers.end:
        yield ("covers",), f"it ends after {known_at}, on which the table became known; end it there, or write `known_at:`."


def _of_metrics(tables: Mapping[str, Table], metrics: Mapping[str, Metric]) -> Iterator[Problem]:
    """Metrics that name tables or columns that are not there, or columns of a type that does not go with what is asked."""
    for metric in metrics.values():
        if metric.kind == "aggregate":
            for key, message in _of_metric(tables, metric):
                yield Problem("E334", message, metric.where, f"metrics.{metric.id}.{key}")


def _of_metric(tables: Mapping[str, Table], metric: Metric) -> Iterator[tuple[str, str]]:
    options = metric.options
    table = tables.get(options.table)
    if table is None:
        yield "table", unknown("table", options.table, tables)
        return
    names = [given.name for given in table.columns]
    used = table.column(options.column)
    if options.column and used is None:
        yield "column", unknown("column", options.column, names)
    elif used and options.how != "count" and used.type not in ("integer", "decimal"):
        yield "column", f"column '{used.name}' is of type {used.type}; '{options.how}' needs an integer or a decimal."
    for name, given in options.where.items():
        asked = table.column(name)
        if asked is None:
            yield f"where.{name}", unknown("column", name, names)
            continue
        for text in (given,) if isinstance(given, str) else given:
            if fault := fault_of(asked, text):
                yield f"where.{name}", fault


def fault_of(column: Column, text: str) -> str:
    """What is wrong with a cell of a column, empty where nothing is."""
    if not text:
        return "" if column.optional else "the cell is empty."
    if column.type == "text":
        return ""
    if not re.fullmatch(pattern(column), text):
        return f"'{text}' is no {column.type}; {_RIGHT[column.type]}."
    if column.type == "date":
        try:
            date.fromisoformat(text)
        except ValueError:
            return f"'{text}' is no date; the calendar has no such day."
    return ""


_RIGHT = {
    "date": "a date is written 2024-06-30",
    "integer": "an integer has up to 18 digits, without thousands marks, a plus sign or leading zeros",
    "decimal": "it is written with a decimal point, without thousands marks, a plus sign or an exponent, within the digits declared",
}


def pattern(column: Column) -> str:
    """The regular expression that the whole of a cell matches; the same for Python and for DuckDB."""
    if column.type == "date":
        return "[0-9]{4}-[0-9]{2}-[0-9]{2}"
    if column.type == "integer":
        return "-?(?:0|[1-9][0-9]{0,17})"
    before = column.digits - column.places
    whole = f"(?:0|[1-9][0-9]{{0,{before - 1}}})" if before else "0"
    return f"-?{whole}" + (f"(?:[.][0-9]{{1,{column.places}}})?" if column.places else "")
