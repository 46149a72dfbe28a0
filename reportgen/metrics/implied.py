"""Implied: the forecast behind a stated surprise, actual / (1 + surprise), a miss being negative."""

from __future__ import annotations

from collections.abc import Mapping

from reportgen.metrics.ask import Ask, Needs, without
from reportgen.model.expression import Value
from reportgen.model.figure import Missing
from reportgen.model.quantity import Quantity
from reportgen.spec.base import Block, MetricName


class Options(Block):
    """What had been expected, from the actual number and the stated surprise; the interval is usually wide."""

    of: MetricName
    """The actual number."""
    surprise: MetricName
    """The stated surprise, actual over expected less one; a miss is negative."""
    dimension: str = "against"
    """The coordinate that says whose expectation it was; the actual number does not have it."""


def needs(options: Options, at: Ask) -> Needs:
    """The actual number and the surprise."""
    actual = at.but(options.of, scope=at.scope, basis=at.basis, dims=without(at.dims, options.dimension))
    return {"x": actual, "s": at.but(options.surprise)}


def formula(options: Options, at: Ask) -> str:
    """The surprise undone."""
    return "x / (1 + s)"


def refuse(options: Options, inputs: Mapping[str, Value]) -> Missing | None:
    """n.m. where the number or what is left of the expectation is not positive: a percentage of a loss has no clear sign."""
    actual, surprise = inputs["x"], inputs["s"]
    assert isinstance(actual, Quantity), "this is a bug: there is one actual number"
    assert isinstance(surprise, Quantity), "this is a bug: there is one surprise"
    return Missing("n.m.", "negative_expected") if actual.value <= 0 or surprise.value <= -1 else None
