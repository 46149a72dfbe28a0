"""Numbers of a column one below the other on the decimal point: the room that each leaves on its right."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache

from babel.numbers import get_decimal_symbol

from reportgen.model.document import Cell, Emission, Table
from reportgen.model.figure import Point
from reportgen.text import fonts
from reportgen.text.locale import Locale

Kind = tuple[int, str, str]
"""Column, unit and what follows the digits: numbers that share them are compared down the column."""


def pads(table: Table, family: str, locale: Locale) -> tuple[tuple[float, ...], ...]:
    """For each cell of each row the room in em that stands for the decimals, and the point, that a finer number of the same
    column and unit has and this one lacks; 0 for words and for the finest."""
    mark = get_decimal_symbol(locale.data.babel)
    finest: dict[Kind, int] = defaultdict(int)
    found: list[list[tuple[Kind, int] | None]] = []
    for row in table.rows:
        read = [_read(cell, column, mark, locale) for column, cell in enumerate(row.cells)]
        for kind, decimals in filter(None, read):
            finest[kind] = max(finest[kind], decimals)
        found.append(read)
    return tuple(
        tuple(_room(item[1], finest[item[0]], mark, family, 600 if row.level == "total" else 400) if item else 0.0 for item in read)
        for row, read in zip(table.rows, found, strict=True)
    )


def _read(cell: Cell, column: int, mark: str, locale: Locale) -> tuple[Kind, int] | None:
    """What a cell's number is compared with, and its decimals; None for words, periods and refusals."""
    if not isinstance(cell.content, Emission) or not isinstance(cell.content.value, Point):
        return None
    match = re.search(rf"\d(?:{re.escape(mark)}(\d+))?(\D*)$", locale.show(cell.content))
    return ((column, cell.content.value.unit, match[2]), len(match[1] or "")) if match else None


@cache
def _room(decimals: int, finest: int, mark: str, family: str, weight: int) -> float:
    text = ("" if decimals or not finest else mark) + "0" * (finest - decimals)
    return round(fonts.width(text, family, weight), 3)
