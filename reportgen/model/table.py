"""Tables: files with many rows, of which a brief prints aggregates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from reportgen.model.period import Period
from reportgen.model.problem import Location

ColumnType = Literal["text", "date", "integer", "decimal"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column as declared; `digits` and `places` are those of a decimal: all digits, and those behind the point."""

    name: str
    type: ColumnType
    digits: int = 0
    places: int = 0
    optional: bool = False
    """Whether a cell may be empty."""


@dataclass(frozen=True, slots=True)
class Table:
    """A declared table. It states every row that there is from the first to the last day that it covers."""

    id: str
    file: str
    """Its path relative to the project's root."""
    source: str
    covers: Period
    known_at: date
    """The day from which the whole table is known; where it has a column `recorded`, rows are known from their own days on."""
    columns: tuple[Column, ...]
    period: str
    """The column with the day to which a row belongs."""
    entity: str = ""
    """The column that says whom a row is about; where there is none, all rows are about `about`."""
    about: str = ""
    recorded: str = ""
    dims: tuple[tuple[str, str], ...] = ()
    """The column of each dimension."""
    sha256: str = ""
    where: Location | None = None

    def column(self, name: str) -> Column | None:
        """The declared column of that name, None where there is none."""
        return next((column for column in self.columns if column.name == name), None)
