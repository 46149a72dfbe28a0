"""Aggregate: a sum, count, average, minimum or maximum over the rows of a table. The table answers; see facts/tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from reportgen.metrics.ask import Ask, Needs
from reportgen.model.expression import Value
from reportgen.model.fact import FactKey
from reportgen.model.figure import Missing
from reportgen.model.metric import Fault, Faults, Metric
from reportgen.model.question import How, Question
from reportgen.spec.base import Block


class Options(Block):
    """An aggregate over the rows of a table for the figure's entity, period and dimensions."""

    table: str
    """The table, as seeds/tables.yaml names it."""
    how: How
    """sum, count, avg, min or max."""
    column: str = ""
    """The column that is added up; a count needs none, and with one it counts the rows that have a value there."""
    where: dict[str, str | list[str]] = {}
    """Columns with the value that a row must have there, or a list of such values; numbers and days in quotes."""
    currency: str = ""
    """The currency of the column, for a metric in money or at a price."""
    mult: Literal["", "k", "m", "bn"] = ""
    """What the column is counted in, such as m for millions."""


def question(metric: Metric, at: Ask) -> Question:
    """What the metric asks of its table."""
    options = metric.options
    where = {name: (given,) if isinstance(given, str) else tuple(given) for name, given in options.where.items()}
    key = FactKey(at.entity, at.metric, at.period.text, at.scope, at.basis, at.dims)
    unit = options.currency or metric.unit
    return Question(options.table, options.how, options.column, tuple(sorted(where.items())), unit, options.mult, key, at.period)


def needs(options: Options, at: Ask) -> Needs:
    """Nothing but the table."""
    return {}


def formula(options: Options, at: Ask) -> str:
    """What the table answers."""
    return "x"


def refuse(options: Options, inputs: Mapping[str, Value]) -> Missing | None:
    """A table's answer is never without meaning."""
    return None


def faults(options: Options, metric: Metric, metrics: Mapping[str, Metric]) -> Faults:
    """A sum needs a column, money a currency, and what is counted is no money."""
    money = metric.unit in ("money", "price")
    if options.how != "count" and not options.column:
        yield Fault(("how",), f"'{options.how}' needs a column; name it as `column:`.")
    if options.how == "count" and money:
        yield Fault(("how",), f"a count of rows is not in {metric.unit}; its unit is pure, persons or shares.")
    elif money and not options.currency:
        yield Fault(("table",), f"a metric in {metric.unit} needs the currency of its column; write it as `currency:`, such as EUR.")
    elif options.currency and not money:
        yield Fault(("currency",), f"a metric in {metric.unit} has no currency; delete it.")
    if metric.unit in ("date", "rating", "rank") or "/" in metric.unit:
        yield Fault(("table",), f"a table gives no metric in {metric.unit}; divide two aggregates by a formula instead.")
    if options.mult and metric.unit in ("pct", "pp", "x", "days"):
        yield Fault(("mult",), f"'{metric.unit}' has no multiplier; delete it.")
    if metric.measure == "flow" and options.how in ("avg", "min", "max"):
        yield Fault(("how",), f"'{options.how}' of rows is no flow, which could be added up; write measure: none.")
