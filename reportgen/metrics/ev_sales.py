"""EV/Sales: enterprise value over the sales of a named year; the year belongs to the label."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pydantic import field_validator

from reportgen.metrics.ask import Ask, Needs
from reportgen.model.expression import Value
from reportgen.model.figure import Missing
from reportgen.model.metric import Fault, Faults, Metric
from reportgen.model.period import Period, parse
from reportgen.model.quantity import Quantity
from reportgen.spec.base import Block, MetricName

NEXT = "ntm"
"""The next twelve months: the rest of this fiscal year and the beginning of the next, by days."""


class Options(Block):
    """How many times the sales of a year an enterprise is worth."""

    value: MetricName
    """The enterprise value."""
    sales: MetricName
    """The sales."""
    over: str
    """Of which period: FY2024, twelve months H2-2023..H1-2024, or `ntm` for the next twelve months. The label must name it."""
    fx: MetricName = ""
    """The rate from the currency of the sales to that of the value, where they differ."""

    @field_validator("over")
    @classmethod
    def _is_period(cls, text: str) -> str:
        if text != NEXT:
            parse(text)
        return text


def needs(options: Options, at: Ask) -> Needs:
    """The value of the day and the sales; of the next twelve months those of two years."""
    sales = at.but(options.sales, dims=())
    rate: Needs = {"r": at.but(options.fx, select="asof")} if options.fx else {}
    if options.over != NEXT:
        return {"v": at.but(options.value), "x": replace(sales, period=parse(options.over, at.period.year_end)), **rate}
    year = _year(at.period)
    return {"v": at.but(options.value), "x": replace(sales, period=year), "y": replace(sales, period=year.prior(-1)), **rate}


def formula(options: Options, at: Ask) -> str:
    """The one over the other."""
    rate = " * r" if options.fx else ""
    if options.over != NEXT:
        return f"v / (x{rate})" if rate else "v / x"
    year = _year(at.period)
    left = (year.end - at.period.end).days
    return f"v / ((x * {left} + y * {year.days - left}) / {year.days}{rate})"


def refuse(options: Options, inputs: Mapping[str, Value]) -> Missing | None:
    """n.m. where the value or the sales are not positive."""
    for name, reason in (("v", "value_not_positive"), ("x", "negative_whole"), ("y", "negative_whole")):
        value = inputs.get(name)
        if isinstance(value, Quantity) and value.value <= 0:
            return Missing("n.m.", reason)
    return None


def faults(options: Options, metric: Metric, metrics: Mapping[str, Metric]) -> Faults:
    """The label in every language names the year: a multiple without it says nothing."""
    wanted = options.over.upper() if options.over == NEXT else options.over[-2:]
    for language, label in metric.label.items():
        if wanted not in label:
            yield Fault(("label", language), f"the label must name the period of the sales, {options.over}; it lacks '{wanted}'.")


def _year(day: Period) -> Period:
    return parse(f"FY{day.fiscal_year}", day.year_end)
