"""Ratio: part / whole, as a margin, a cost ratio, an amount per head. It may exceed 100 %; a whole of zero or less means nothing."""

from __future__ import annotations

from collections.abc import Mapping

from reportgen.metrics.ask import Ask, Needs
from reportgen.model.expression import Value
from reportgen.model.figure import Missing
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


def needs(options: Options, at: Ask) -> Needs:
    """Part and whole."""
    return {
        "x": at.but(options.part, scope=at.scope, basis=at.basis, view=options.part_as),
        "w": at.but(options.whole, dims=at.dims if options.whole_dims else ()),
    }


def formula(options: Options, at: Ask) -> str:
    """The one over the other."""
    return "x / w"


def refuse(options: Options, inputs: Mapping[str, Value]) -> Missing | None:
    """n.m. where the whole is not positive."""
    whole = inputs["w"]
    assert isinstance(whole, Quantity), "this is a bug: a ratio has one denominator"
    return Missing("n.m.", "negative_whole") if whole.value <= 0 else None
