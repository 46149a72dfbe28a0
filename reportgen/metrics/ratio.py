"""Ratio: part / whole, as a margin, a loss rate, an amount per head. It may exceed 100 %; a whole of zero or less means nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from reportgen.metrics.ask import Ask, Needs, opening
from reportgen.model.expression import Value
from reportgen.model.figure import Missing
from reportgen.model.metric import Fault, Faults, Metric
from reportgen.model.quantity import Quantity
from reportgen.spec.base import Block, MetricName


class Options(Block):
    """One metric relative to another of the same period."""

    part: MetricName
    """The numerator; it takes the scope and basis that the figure asks for."""
    part_as: str = ""
    """A view of the numerator, such as loss."""
    whole: MetricName
    """The denominator."""
    whole_dims: bool = True
    """Whether the denominator has the same further coordinates."""
    whole_basis: str = ""
    """The basis of the denominator, where it has several, such as gross."""
    whole_at: Literal["closing", "average"] = "closing"
    """Which balance, where the denominator is a stock: that at the end of the period, or the mean of both ends. The label names it."""


def needs(options: Options, at: Ask) -> Needs:
    """Part and whole; of an average also the whole at the start."""
    whole = at.but(options.whole, basis=options.whole_basis, dims=at.dims if options.whole_dims else ())
    found = {"x": at.but(options.part, scope=at.scope, basis=at.basis, view=options.part_as), "w": whole}
    if options.whole_at == "average":
        found |= {"w": replace(whole, period=at.period.closing), "v": replace(whole, period=opening(at.period))}
    return found


def formula(options: Options, at: Ask) -> str:
    """The one over the other."""
    return "x / w" if options.whole_at == "closing" else "x / ((v + w) / 2)"


def refuse(options: Options, inputs: Mapping[str, Value]) -> Missing | None:
    """n.m. where the whole is not positive."""
    for name in ("w", "v"):
        whole = inputs.get(name)
        assert not isinstance(whole, tuple), "this is a bug: a ratio has one denominator"
        if isinstance(whole, Quantity) and whole.value <= 0:
            return Missing("n.m.", "negative_whole")
    return None


def faults(options: Options, metric: Metric, metrics: Mapping[str, Metric]) -> Faults:
    """A counter that only adds up is no denominator; only a stock has an average of two dates."""
    whole = metrics[options.whole]
    if whole.counter:
        yield Fault(("whole",), f"'{whole.id}' counts up from a beginning and says nothing about one period; divide by another metric.")
    if options.whole_at == "average" and "average" not in metric.id:
        yield Fault((), f"an amount on the average is another than on the closing number: the name '{metric.id}' must say 'average'.")
    if options.whole_at == "average" and whole.measure != "stock":
        yield Fault(("whole_at",), f"only a stock has an average of two dates; '{whole.id}' is declared as {whole.measure}.")
