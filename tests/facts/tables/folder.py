"""Projects with a table for tests: a copy of the case, and rows of any number."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from reportgen.facts.load import load
from reportgen.facts.tables.answers import Opened, open_tables
from reportgen.model.fact import FactKey
from reportgen.model.period import parse
from reportgen.model.question import How, Question
from reportgen.pipeline import open_project
from tests.support import project

TICKETS = project.ROOT / "tests" / "cases" / "tickets"
ROWS = "seeds/tables/tickets.csv"
DECLARED = "seeds/tables.yaml"
METRICS = "config/metrics/tickets.yaml"
REPORT = "ticket-review"
AS_OF = date(2025, 3, 31)


def copy(folder: Path) -> Path:
    """A copy of the case."""
    return project.copy(folder, TICKETS)


@contextmanager
def tables(root: Path, as_of: date = AS_OF) -> Iterator[Opened]:
    """The tables of a project as of a day; its declarations must be right."""
    opened = open_project(root)
    facts, problems = load(root, opened.metrics, as_of)
    assert not [p for p in problems if p.severity == "error"], problems
    with open_tables(root, facts) as found:
        yield found


def question(
    how: How = "sum",
    column: str = "amount",
    period: str = "FY2024",
    entity: str = "lakeline",
    dims: tuple[tuple[str, str], ...] = (),
    where: tuple[tuple[str, tuple[str, ...]], ...] = (),
    unit: str = "EUR",
) -> Question:
    """A question to the table of the case."""
    key = FactKey(entity, "ticket_sales", period, dims=dims)
    return Question("tickets", how, column, where, unit, "", key, parse(period))
