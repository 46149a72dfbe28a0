"""Surprise: actual / expected - 1; of an expected loss there is none, only a difference."""

from __future__ import annotations

from collections.abc import Mapping

from reportgen.metrics.ask import Ask, Needs, without
from reportgen.model.expression import Value
from reportgen.model.figure import Missing
from reportgen.model.quantity import PCT, PP, Quantity
from reportgen.spec.base import Block, MetricName


class Options(Block):
    """How far a number came out above what had been expected; below is negative."""

    of: MetricName
    """The actual number."""
    expected: MetricName
    """What had been expected of it."""
    dimension: str = "against"
    """The coordinate that says whose expectation it was; the actual number does not have it."""


def needs(options: Options, at: Ask) -> Needs:
    """The actual number and the expected one."""
    actual = at.but(options.of, scope=at.scope, basis=at.basis, dims=without(at.dims, options.dimension))
    return {"x": actual, "e": at.but(options.expected, scope=at.scope, basis=at.basis)}


def formula(options: Options, at: Ask) -> str:
    """The relative difference."""
    return "x / e - 1"


def refuse(options: Options, inputs: Mapping[str, Value]) -> Missing | None:
    """n.m. where the expected number is not positive or the sign changes; of a percentage there are points."""
    actual, expected = inputs["x"], inputs["e"]
    assert isinstance(actual, Quantity), "this is a bug: there is one actual number"
    assert isinstance(expected, Quantity), "this is a bug: there is one expected number"
    if expected.unit in (PCT, PP):
        return Missing("n.m.", "percent_of_percent")
    if expected.value <= 0:
        return Missing("n.m.", "negative_expected")
    return Missing("n.m.", "sign_change") if actual.value < 0 else None
