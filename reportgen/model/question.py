"""A question to a table, and what answers it: the door between the metrics, which ask, and the files, which somebody else reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from reportgen.model.fact import Fact, FactKey
from reportgen.model.figure import Missing
from reportgen.model.period import Period
from reportgen.model.problem import Problems

How = Literal["sum", "count", "avg", "min", "max"]


@dataclass(frozen=True, slots=True)
class Question:
    """An aggregate wanted: of which column, over which rows, in which unit (with its multiplier), for which key."""

    table: str
    how: How
    column: str
    where: tuple[tuple[str, tuple[str, ...]], ...]
    unit: str
    mult: str
    key: FactKey
    period: Period


class Tables(Protocol):
    """Answers questions to the tables of a project as of a day."""

    @property
    def problems(self) -> Problems:
        """What was found wrong with the files that were read so far."""
        ...

    def answer(self, question: Question) -> Fact | Missing:
        """The aggregate as a fact that names its query, or why there is none."""
        ...
