"""A small project of a made-up company, in which tests change single words."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, field_validator

from reportgen.model.problem import Problems
from reportgen.spec.base import Block, FigureName, MetricName, PointText, Words
from reportgen.spec.kinds import Kinds
from reportgen.spec.load import LoadedSpec, load_spec
from reportgen.spec.project import Project, load_project


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


class Columns(Block):
    """Columns over periods."""

    series: Annotated[tuple[FigureName, ...], BeforeValidator(_as_list, json_schema_input_type=str | tuple[str, ...]), Field(max_length=2)]
    """The figures whose points are the columns."""
    running_sum: bool = False
    """Whether a line adds up the columns."""
    height: Annotated[float, Field(ge=28, le=110)] | None = None
    """Height in mm."""
    label: Words = Words()
    """Name of the running total."""


class Bars(Block):
    """A ranking."""

    series: FigureName
    """The figure whose points are the bars."""
    order: Literal["value", "given"] = "value"
    """Largest first, or as given."""
    start: PointText = ""
    """A level to start from."""


class Rows(Block):
    """A table of figures."""

    rows: tuple[FigureName, ...]
    """One row for each figure."""


class Reported(Block):
    """Read from the facts."""


class Growth(Block):
    """Change on the year before."""

    of: MetricName
    """The metric compared."""
    years: int = 1
    """How many years."""

    @field_validator("years")
    @classmethod
    def _some(cls, years: int) -> int:
        if years < 1:
            raise ValueError("growth needs at least one year.")
        return years


def _kind(options: type[Block]) -> SimpleNamespace:
    return SimpleNamespace(Options=options)


KINDS = Kinds(
    metrics={"reported": _kind(Reported), "growth": _kind(Growth)},
    charts={"columns": _kind(Columns), "bars": _kind(Bars)},
    tables={"rows": _kind(Rows)},
    filters=frozenset({"money", "percent", "change", "total", "largest", "period", "date", "year"}),
    row_filters=frozenset({"total", "largest"}),
)

METRICS = """\
metrics:
  revenue: {label: {en: Revenue}, unit: money, measure: flow, direction: up}
  profit: {label: {en: Profit}, unit: money, measure: flow, views: {loss: {label: {en: Loss}, negate: true}}}
  revenue_growth: {label: {en: Growth}, kind: growth, of: revenue, unit: pct}
"""

ENTITIES = """\
entities:
  northwind: {name: {en: Northwind}}
  southwind: {name: {en: Southwind}}
members:
  segment: {retail: {en: Retail}, wholesale: {en: Wholesale}, export: {en: Export}}
"""

SPEC = """\
report: annual
kind: {en: Review}
subject: northwind
as_of: 2024-03-31
locales: [en]
figures:
  sales: {metric: revenue, periods: [FY2021..FY2023]}
  loss: {metric: profit, as: loss, periods: [FY2022, FY2023]}
  growth: {metric: revenue_growth, period: FY2023}
  mix: {metric: revenue, by: segment, members: [retail, wholesale], period: FY2023}
  peers: {metric: revenue, points: {own: {period: FY2023}, other: {entity: southwind, period: FY2022}}}
title: {holds: growth > 0, en: Sales grow}
standfirst: {holds: "loss['FY2023'] < loss['FY2022']", en: "The loss {{ loss['FY2023'] | change(on='FY2022') }}."}
key_figures:
  unit: {en: CNY}
  groups: [[{figure: "sales['FY2023']", options: {decimals: 1}}, {figure: growth, sub: true}]]
bullets:
  - {holds: growth > 5%, en: "**Growth is back.** It is {{ growth | percent }}."}
  - {holds: max(loss) > 0, en: "Sales add up to {{ sales | total | money }}."}
  - {holds: "mix['retail'] > mix['wholesale']", en: "Retail leads since {{ '2024-02-01' | date }}."}
lead: {chart: sales, title: {holds: growth > 0, en: Sales grow}, subtitle: {en: CNY}}
watch: {holds: growth > 0, en: "From {{ sales.window.start | year }} on, says {{ name('GPT-4') }}."}
charts:
  sales: {kind: columns, series: sales, running_sum: true}
  mix: {kind: bars, series: mix}
tables:
  peers: {kind: rows, rows: [peers]}
cards:
  event: {groups: [[{label: {en: Loss}, value: {en: "{{ loss['FY2023'] | money }}"}}]]}
sections:
  - label: {en: Sales}
    heading:
      - {when: growth > 0, en: Sales grow}
      - {when: growth <= 0, en: Sales shrink}
    blocks:
      - prose:
          en: >-
            In {{ 'FY2023' | period }} sales were
            {{ sales['FY2023'] | money }}, see {{ exhibit('mix') }} and {{ note('scope') }}.
      - exhibit: {chart: mix, title: {holds: growth > 0, en: Retail leads}, subtitle: {en: CNY}}
      - exhibit: {table: peers, title: {en: The two companies}, subtitle: {en: CNY}}
      - bullets: [{holds: growth > 0, en: Growth holds.}]
      - exhibit: {card: event, title: {en: The event}, subtitle: {en: CNY}}
    notes:
      scope: {title: {en: Scope}, text: {en: All of it.}}
"""

COLOURS = """\
  {ground: "#ffffff", panel: "#ffffff", text: "#000000", soft: "#000000", muted: "#000000", hairline: "#000000", tint: "#ffffff",
   ink: "#004165", accent: "#ac4b29", series: ["#000000", "#000000", "#000000", "#000000", "#000000", "#000000"],
   series_text: ["#000000", "#000000", "#000000", "#000000", "#000000", "#000000"]}
"""
THEME = f"house: Harbour Desk\nlight:\n{COLOURS}dark:\n{COLOURS}"


def write(root: Path, files: dict[str, str]) -> None:
    """Writes files below a folder."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())


def project(root: Path, **files: str) -> Project:
    """The sample project in a folder; `metrics`, `entities`, `spec` and `theme` replace a file's text."""
    write(
        root,
        {
            "config/metrics/metrics.yaml": files.get("metrics", METRICS),
            "config/themes/house.yaml": files.get("theme", THEME),
            "config/reports/annual.yaml": files.get("spec", SPEC),
            "seeds/entities.yaml": files.get("entities", ENTITIES),
        },
    )
    return load_project(root, KINDS)


def load(root: Path, *changes: tuple[str, str]) -> tuple[LoadedSpec | None, Problems]:
    """The sample report with some of its text replaced."""
    text = SPEC
    for old, new in changes:
        assert old in text, f"the sample has no {old!r}"
        text = text.replace(old, new)
    found = project(root, spec=text)
    return load_spec(found.reports[0], found)


def told(root: Path, *changes: tuple[str, str]) -> list[str]:
    """What is said of the changed report, as a person reads it, without the name of the file."""
    return [str(problem).replace("config/reports/annual.yaml:", "") for problem in load(root, *changes)[1]]
