"""Days of receivables: balance / revenue x days of the period.

One balance gives several answers, so the declaration names each choice: closing or average balance, 365, 360 or the actual days.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from reportgen.metrics.ask import Ask, Needs, opening
from reportgen.metrics.ttm import trailing
from reportgen.model.expression import Value
from reportgen.model.figure import Missing
from reportgen.model.metric import Fault, Faults, Metric
from reportgen.model.period import Period
from reportgen.model.quantity import Quantity
from reportgen.spec.base import Block, MetricName


class Options(Block):
    """How many days of revenue a balance stands for."""

    balance: MetricName
    """The stock, such as receivables."""
    flow: MetricName
    """The flow that it is related to, such as revenue."""
    at: Literal["closing", "average"] = "closing"
    """The balance at the end of the period, or the mean of both ends."""
    year: Literal["actual", "365", "360"] = "actual"
    """The days of the period; 365 and 360 are per year, in proportion."""
    basis: str = ""
    """The basis of the balance, gross or net, where it is not left to the figure."""
    over: Literal["period", "trailing"] = "period"
    """The flow of the period, or of the twelve months up to its end; it is then a metric of kind ttm."""


def needs(options: Options, at: Ask) -> Needs:
    """The balance, at one or both ends, and the flow."""
    span = _span(options, at)
    closing = at.but(options.balance, basis=options.basis or at.basis, period=at.period.closing)
    found: dict[str, Ask | tuple[Ask, ...]] = {"b": closing, "v": replace(at.but(options.flow, dims=()), period=span)}
    if options.at == "average":
        found["a"] = replace(closing, period=opening(span))
    return found


def formula(options: Options, at: Ask) -> str:
    """Balance over flow, times the days that the declaration counts."""
    span = _span(options, at)
    days = f"{span.days} days" if options.year == "actual" else f"{options.year} days"
    if options.year != "actual" and span.months != 12:
        days += f" * {span.months} / 12"
    balance = "b" if options.at == "closing" else "(a + b) / 2"
    return f"{balance} / v * {days}"


def refuse(options: Options, inputs: Mapping[str, Value]) -> Missing | None:
    """n.m. where the flow is not positive."""
    flow = inputs["v"]
    assert isinstance(flow, Quantity), "this is a bug: days have one flow"
    return Missing("n.m.", "negative_whole") if flow.value <= 0 else None


def faults(options: Options, metric: Metric, metrics: Mapping[str, Metric]) -> Faults:
    """The name of the metric says which variant it is; a balance is a stock."""
    words = [options.basis, "average" if options.at == "average" else "", "trailing" if options.over == "trailing" else ""]
    for word in filter(None, words):
        if word not in metric.id:
            yield Fault((), f"several variants of these days exist: the name '{metric.id}' must say '{word}'.")
    if metrics[options.balance].measure != "stock":
        yield Fault(("balance",), f"a balance is a stock; '{options.balance}' is declared as {metrics[options.balance].measure}.")
    if options.over == "trailing" and metrics[options.flow].kind != "ttm":
        yield Fault(("flow",), f"twelve months up to a day need a metric of kind ttm; '{options.flow}' is {metrics[options.flow].kind}.")


def _span(options: Options, at: Ask) -> Period:
    """The time to which the flow belongs."""
    return at.period if options.over == "period" else trailing(at.period)
