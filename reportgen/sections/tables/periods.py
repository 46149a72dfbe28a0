"""A table over time: one row a figure, one column a period; periods of another length stand in a block of their own."""

from __future__ import annotations

from typing import Literal

from reportgen.model.document import Column, Number, Row, Table, Text
from reportgen.model.figure import Figures, Point
from reportgen.model.period import parse
from reportgen.sections.desk import Desk
from reportgen.sections.tables.cells import absent, cell, known, names
from reportgen.spec.base import Block, FigureName, Words
from reportgen.spec.node import Path


class RowSpec(Block):
    """A row: one figure over the table's periods."""

    figure: FigureName
    """The figure."""
    label: Words = Words()
    """The row's name; the figure's own by default."""
    level: Literal["main", "sub", "total"] = "main"
    """A main row, a muted sub-row below it, or a total with rules."""
    options: dict[str, str | int | bool] = {}
    """Scale, decimals and sign of the row's numbers."""


class Options(Block):
    """Figures over periods."""

    stub: Words = Words()
    """Head of the first column."""
    periods: tuple[str, ...] = ()
    """The columns, as keys of the figures' points; those of the first figure by default."""
    apart: tuple[str, ...] = ()
    """Columns of another length or standing, set apart and tinted."""
    rows: tuple[RowSpec, ...]
    """The rows from top to bottom."""


def build(desk: Desk, options: Options, path: Path) -> Table:
    """The table; a figure that has no point at a period shows n.a."""
    figures = [desk.figures[row.figure] for row in options.rows]
    keys = known(options.periods or tuple(p.key for p in (*figures[0].points, *figures[0].omitted)), figures)
    columns = tuple(Column(_head(desk, desk.figures, options, key), block=1 if key in options.apart else 0) for key in keys)
    rows = tuple(_row(desk, row, keys, (*path, "rows", i)) for i, row in enumerate(options.rows) if desk.figures[row.figure].points)
    return Table(columns, rows, desk.words(options.stub, (*path, "stub")))


def points(options: Options, figures: Figures) -> tuple[Point, ...]:
    """Everything that the table prints."""
    keys = set(options.periods)
    return tuple(p for row in options.rows for p in figures[row.figure] if not keys or p.key in keys)


def _head(desk: Desk, figures: Figures, options: Options, key: str) -> tuple[Number | Text, ...]:
    period = next((p.period for row in options.rows for p in figures[row.figure] if p.key == key), None)
    return (Number(desk.marks.emit(period or parse(key), "period", {"form": "head"})),)


def _row(desk: Desk, row: RowSpec, keys: tuple[str, ...], path: Path) -> Row:
    figure = desk.figures[row.figure]
    head = desk.words(row.label, (*path, "label")) or names(desk, figure.label, figure.points[0])
    found = {p.key: p for p in figure}
    cells = tuple(cell(desk, found[key], row.options, path) if key in found else absent(desk) for key in keys)
    return Row(head, cells, row.level)
