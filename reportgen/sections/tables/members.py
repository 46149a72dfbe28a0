"""A table across members: one row a company, segment or event, one column a figure."""

from __future__ import annotations

from typing import Literal

from reportgen.model.document import Cell, Column, Number, Row, Table, Text
from reportgen.model.figure import Figures, Point
from reportgen.sections.desk import Desk, NoValueError
from reportgen.sections.tables.cells import absent, cell, known, member
from reportgen.spec.base import Block, FigureName, PointText, Words
from reportgen.spec.node import Path


class ColumnSpec(Block):
    """A column: one figure over the table's members."""

    figure: FigureName
    """The figure."""
    head: Words = Words()
    """The column's head; the figure's own name by default."""
    apart: bool = False
    """Whether the column stands apart, tinted."""
    show: Literal["number", "period", "date"] = "number"
    """The number itself, or the period or date that it belongs to (a cut-off date)."""
    options: dict[str, str | int | bool] = {}
    """Scale, decimals and sign of the column's numbers."""


class ExtraRow(Block):
    """A row whose cells are named one by one, such as a total."""

    label: Words
    """The row's name."""
    cells: tuple[PointText, ...]
    """A point for each column; `-` for nothing by definition."""
    level: Literal["main", "sub", "total"] = "total"
    """A main row, a muted sub-row, or a total with rules."""


class Options(Block):
    """Members over figures."""

    stub: Words = Words()
    """Head of the first column."""
    members: tuple[str, ...] = ()
    """The rows, as keys of the figures' points; those of the first figure by default."""
    columns: tuple[ColumnSpec, ...]
    """The columns from left to right."""
    extra: tuple[ExtraRow, ...] = ()
    """Rows below the members."""


def build(desk: Desk, options: Options, path: Path) -> Table:
    """The table; a figure that lacks a member shows n.a."""
    figures = [desk.figures[column.figure] for column in options.columns]
    keys = known(options.members or tuple(p.key for p in (*figures[0].points, *figures[0].omitted)), figures)
    columns = tuple(
        Column(
            desk.words(c.head, (*path, "columns", i, "head")) or (Text(desk.locale.pick(desk.figures[c.figure].label)),),
            1 if c.apart else 0,
        )
        for i, c in enumerate(options.columns)
    )
    rows = [_row(desk, options, key, path) for key in keys]
    for index, extra in enumerate(options.extra):
        rows.append(_extra(desk, options, extra, (*path, "extra", index)))
    return Table(columns, tuple(rows), desk.words(options.stub, (*path, "stub")))


def points(options: Options, figures: Figures) -> tuple[Point, ...]:
    """Everything that the table prints, less the rows named point by point."""
    keys = set(options.members)
    return tuple(p for c in options.columns for p in figures[c.figure] if not keys or p.key in keys)


def _row(desk: Desk, options: Options, key: str, path: Path) -> Row:
    found = {c.figure: p for c in options.columns for p in desk.figures[c.figure] if p.key == key}
    cells = tuple(_cell(desk, c, found.get(c.figure), (*path, "columns", i)) for i, c in enumerate(options.columns))
    if not found:
        desk.problem("E274", f"no figure of this table has a point {key!r}.", (*path, "members"))
        return Row((), cells)
    return Row(member(desk, next(iter(found.values()))), cells)


def _cell(desk: Desk, column: ColumnSpec, point: Point | None, path: Path) -> Cell:
    if point is None:
        return absent(desk)
    if column.show == "period":
        return Cell((Number(desk.marks.emit(point.period, "period", {"form": "head"})),))
    if column.show == "date":
        return Cell((Number(desk.marks.emit(point.period.end, "date", {"form": "short"})),))
    return cell(desk, point, column.options, path)


def _extra(desk: Desk, options: Options, extra: ExtraRow, path: Path) -> Row:
    if len(extra.cells) != len(options.columns):
        desk.problem("E276", f"the row has {len(extra.cells)} cells and the table {len(options.columns)} columns.", (*path, "cells"))
    cells: list[Cell] = []
    for index, text in enumerate(extra.cells):
        if text == "-":
            cells.append(Cell(None))
            continue
        try:
            point = desk.point(text)
        except NoValueError:
            cells.append(absent(desk))
            continue
        except KeyError:
            desk.problem("E274", f"no point {text}.", (*path, "cells", index))
            continue
        at = min(index, len(options.columns) - 1)
        cells.append(cell(desk, point, options.columns[at].options, ("tables", path[1], "columns", at)))
    return Row(desk.words(extra.label, (*path, "label")), tuple(cells), extra.level)
