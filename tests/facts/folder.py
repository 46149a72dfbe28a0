"""A small project folder: two sources, one company, and the fact rows that a test gives."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from reportgen.facts.load import load
from reportgen.facts.rows import COLUMNS
from reportgen.model.fact import Facts
from reportgen.model.metric import Metric
from reportgen.model.problem import Problems

SOURCES = """\
sources:
  paper:
    title: {en: Press article}
    publisher: The Paper
    published: 2022-06-30
    translated: de
    repeats: {p90: p1}
  broker:
    title: {en: Broker note}
    publisher: The Broker
    published: 2023-07-31
    tier: 2
"""

ENTITIES = """\
entities:
  acme:
    name: {en: Acme}
  spring:
    name: {en: Spring}
    fiscal_year_end: "03-31"
members:
  segment:
    tools: {en: Tools}
    toys: {en: Toys}
"""

METRICS: Mapping[str, Metric] = {
    m.id: m
    for m in (
        Metric("revenue", {"en": "Revenue"}, unit="money", sign="positive"),
        Metric("profit", {"en": "Profit"}, unit="money"),
        Metric("charge", {"en": "Charge"}, unit="money", sign="negative"),
        Metric("growth", {"en": "Growth"}, unit="pct", measure="none"),
        Metric("staff", {"en": "Staff"}, unit="persons", measure="stock"),
        Metric("exit", {"en": "Exit"}, unit="date", measure="event"),
    )
}

GOOD = {
    "metric": "revenue",
    "period": "FY2021",
    "value": "4.7",
    "mult": "bn",
    "unit": "CNY",
    "status": "A",
    "source": "paper",
    "loc": "p1",
    "as_written": "4.7 billion",
}


def line(**cells: str) -> str:
    """A row: the good one with some cells changed; a cell that holds a comma stands in quotes."""
    values = (({**GOOD, **cells}).get(column, "") for column in COLUMNS)
    return ",".join(f'"{value}"' if "," in value else value for value in values)


def csv(*lines: str) -> str:
    """A fact file of these rows."""
    return "\n".join([",".join(COLUMNS), *lines, ""])


def project(root: Path, facts: Mapping[str, str | bytes], resolutions: str = "", sources: str = SOURCES, entities: str = ENTITIES) -> Path:
    """The folder, with a fact file for each entity named."""
    files: dict[str, str | bytes] = {"sources.yaml": sources, "entities.yaml": entities}
    files |= {f"facts/{name}.csv": content for name, content in facts.items()}
    files |= {"resolutions.yaml": resolutions} if resolutions else {}
    for name, content in files.items():
        path = root / "seeds" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


def loaded(root: Path, *lines: str, resolutions: str = "", as_of: date = date(2024, 1, 1)) -> tuple[Facts, Problems]:
    """What load() makes of one company's rows."""
    return load(project(root, {"acme": csv(*lines)}, resolutions), METRICS, as_of)


def said(problems: Problems) -> list[str]:
    """The problems as a user reads them."""
    return [str(problem) for problem in problems]
