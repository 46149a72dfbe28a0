"""Finds what is wrong with a table's CSV file, cell by cell: what is read only after the quick reader has refused the file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from reportgen.facts.csvfile import Rows, parse_rows
from reportgen.facts.tables.declared import fault_of
from reportgen.model.problem import Location, Problem, Problems
from reportgen.model.table import Table

CHUNK = 10_000
"""Lines that are held at once."""
SHOWN = 20
"""Problems of one file that are told one by one; a wrong column would give one for every row."""


def problems(path: Path, table: Table) -> Problems:
    """The first problems of the file, each at its row and column, and a last one that says how many rows are refused in all."""
    found: list[Problem] = []
    rows = refused = 0
    for used, wrong, cells in _chunks(path, table):
        bad = {problem.where.line for problem in cells if problem.where}
        rows += len(used.used) + used.refused
        refused += used.refused + len(bad)
        found += (*wrong, *cells)
    if not found:
        return ()
    kept = found[:SHOWN]
    message = f"{refused} of {rows} rows are refused, so that the table gives no figure; {len(kept)} of {len(found)} problems are shown."
    return (*kept, Problem("E332", message, Location(table.file))) if len(found) > len(kept) else tuple(kept)


def _chunks(path: Path, table: Table) -> Iterator[tuple[Rows, Problems, Problems]]:
    """The file part by part: its rows, what is wrong with their form, and with their cells."""
    columns = [column.name for column in table.columns]
    with path.open("rb") as file:
        header, before = file.readline(), 0
        while lines := list(islice(file, CHUNK)) or ([] if before else [b""]):
            rows, form = parse_rows(header + b"".join(lines), table.file, columns)
            yield rows, _moved(form, before), tuple(_cells(rows, table, before))
            if not before and any(problem.where and problem.where.line == 1 for problem in form):
                return
            before += len(lines)


def _moved(problems: Problems, lines: int) -> Problems:
    return tuple(p.at(replace(p.where, line=p.where.line + lines)) if p.where and p.where.line > 1 else p for p in problems)


def _cells(rows: Rows, table: Table, before: int) -> Iterator[Problem]:
    for row in rows.used:
        for column in table.columns:
            if fault := fault_of(column, row[column.name]):
                where = row.where(column.name)
                yield Problem("E332", fault, replace(where, line=where.line + before), column.name)
