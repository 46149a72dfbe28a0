"""The kinds of table: YAML word -> module. A new kind is one module, one row, one test, one gallery case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from reportgen.model.document import Table
from reportgen.model.figure import Figures, Point
from reportgen.sections.desk import Desk
from reportgen.sections.tables import members, periods
from reportgen.spec.base import Block
from reportgen.spec.node import Path


class TableKind(Protocol):
    """What a module must have to be a table kind."""

    @property
    def Options(self) -> type[Block]:  # noqa: N802 - the name of the class in the module
        """The keys of the kind in the YAML, a sentence under each."""
        ...

    def build(self, desk: Desk, options: Any, path: Path, /) -> Table:
        """The table in the desk's language."""
        ...

    def points(self, options: Any, figures: Figures, /) -> tuple[Point, ...]:
        """The points that it rests on."""
        ...


KINDS: Mapping[str, TableKind] = {"members": members, "periods": periods}
