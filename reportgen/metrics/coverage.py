"""Coverage: the allowance over the gross balance of the same date; a stock over a stock, never the charge of a year."""

from __future__ import annotations

from collections.abc import Mapping

from reportgen.metrics.ask import Ask, Needs
from reportgen.model.expression import Value
from reportgen.model.figure import Missing
from reportgen.model.metric import Fault, Faults, Metric
from reportgen.model.quantity import Quantity
from reportgen.spec.base import Block, MetricName


class Options(Block):
    """Which part of a gross balance an allowance covers, at the end of the period."""

    allowance: MetricName
    """The allowance, a stock."""
    gross: MetricName
    """The balance; its basis gross is taken."""


def needs(options: Options, at: Ask) -> Needs:
    """Both at the end of the period."""
    closing = at.period.closing
    return {"a": at.but(options.allowance, period=closing), "g": at.but(options.gross, basis="gross", period=closing)}


def formula(options: Options, at: Ask) -> str:
    """The one over the other."""
    return "a / g"


def refuse(options: Options, inputs: Mapping[str, Value]) -> Missing | None:
    """n.m. where the balance is not positive, or the allowance is negative or more than the whole."""
    allowance, gross = inputs["a"], inputs["g"]
    assert isinstance(allowance, Quantity), "this is a bug: coverage has one allowance"
    assert isinstance(gross, Quantity), "this is a bug: coverage has one balance"
    if gross.value <= 0:
        return Missing("n.m.", "negative_whole")
    if allowance.value < 0:
        return Missing("n.m.", "part_negative")
    return Missing("n.m.", "part_over_whole") if allowance.unit == gross.unit and allowance.low > gross.high else None


def faults(options: Options, metric: Metric, metrics: Mapping[str, Metric]) -> Faults:
    """Both must be stocks: the charge of a year covers nothing."""
    for key, used in (("allowance", options.allowance), ("gross", options.gross)):
        if metrics[used].measure != "stock":
            yield Fault((key,), f"coverage compares stocks of one date; '{used}' is declared as {metrics[used].measure}.")
