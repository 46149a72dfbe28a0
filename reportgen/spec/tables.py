"""seeds/tables.yaml: the tables of a project, each with its file and the meaning of its columns."""

from __future__ import annotations

from datetime import date

from reportgen.spec.base import Block, EntityName


class TableEntry(Block):
    """A file with many rows, from which metrics of kind `aggregate` are computed."""

    file: str
    """Its name in seeds/tables: CSV in UTF-8 with a header, or Parquet."""
    source: str
    """The source, in sources.yaml, that the rows are taken from."""
    columns: dict[str, str]
    """Every column with its type: text, date, integer or decimal(18,2); a question mark behind it allows empty cells."""
    period: str
    """The column with the day to which a row belongs."""
    covers: str
    """The days for which the table holds every row, such as 2023-01-01..2024-12-31; a period beyond has no value."""
    entity: str = ""
    """The column with the id of the entity that a row is about."""
    about: EntityName = ""
    """The entity that all rows are about, where no column says it."""
    dims: dict[str, str] = {}
    """Dimensions, each with the column that holds its members' ids."""
    recorded: str = ""
    """The column with the day on which a row became known; a brief of an earlier day does not count it."""
    known_at: date | None = None
    """The day on which the table became known; by default that of its source."""
    sha256: str = ""
    """Hash of the file; a build stops where the file has another."""


class TablesFile(Block):
    """seeds/tables.yaml."""

    tables: dict[str, TableEntry]
    """Tables by name."""
