"""Midpoint: the middle of a range that a source prints, as a number of its own.

It is exact, being reckoned from the two printed ends; whatever else is computed from the range keeps the whole of it.
"""

from __future__ import annotations

from collections.abc import Mapping

from reportgen.metrics.ask import Ask, Needs
from reportgen.model.expression import Value
from reportgen.model.figure import Missing
from reportgen.model.quantity import Quantity
from reportgen.spec.base import Block, MetricName


class Options(Block):
    """The middle of a stated range."""

    of: MetricName
    """The metric whose facts are ranges."""


def needs(options: Options, at: Ask) -> Needs:
    """The range."""
    return {"x": at.but(options.of, scope=at.scope, basis=at.basis)}


def formula(options: Options, at: Ask) -> str:
    """Its middle."""
    return "mid(x)"


def refuse(options: Options, inputs: Mapping[str, Value]) -> Missing | None:
    """n.m. where a single number is stated: it has no middle."""
    stated = inputs["x"]
    assert isinstance(stated, Quantity), "this is a bug: a midpoint has one range"
    return None if stated.qual == ".." else Missing("n.m.", "no_range")
