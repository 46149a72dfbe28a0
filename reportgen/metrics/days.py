"""Days of receivables: balance / revenue x days of the period.

One balance gives several answers, so the declaration names each choice: closing or average balance, 365, 360 or the actual days
(domain rule "DSO").
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from reportgen.metrics.ask import Ask, Needs
from reportgen.model.expression import Value
from reportgen.model.figure import Missing
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


def needs(options: Options, at: Ask) -> Needs:
    """The balance, at one or both ends, and the flow."""
    closing = at.but(options.balance, basis=at.basis, period=at.period.closing)
    found: dict[str, Ask | tuple[Ask, ...]] = {"b": closing, "v": at.but(options.flow, dims=())}
    if options.at == "average":
        found["a"] = replace(closing, period=at.period.prior().closing)
    return found


def formula(options: Options, at: Ask) -> str:
    """Balance over flow, times the days that the declaration counts."""
    months = at.period.months
    days = f"{at.period.days} days" if options.year == "actual" else f"{options.year} days"
    if options.year != "actual" and months != 12:
        days += f" * {months} / 12"
    balance = "b" if options.at == "closing" else "(a + b) / 2"
    return f"{balance} / v * {days}"


def refuse(options: Options, inputs: Mapping[str, Value]) -> Missing | None:
    """n.m. where the flow is not positive."""
    flow = inputs["v"]
    assert isinstance(flow, Quantity), "this is a bug: days have one flow"
    return Missing("n.m.", "negative_whole") if flow.value <= 0 else None
