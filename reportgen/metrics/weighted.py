"""Weighted sum: amounts of the members of a dimension, each times its own rate, as age classes times their provision rates.

What comes out must agree with the stated allowance; where a metric has both, a contradiction shows among the disputed figures.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pydantic import Field

from reportgen.metrics.ask import Ask, Needs, merged
from reportgen.model.expression import Value
from reportgen.model.figure import Missing
from reportgen.spec.base import Block, MetricName


class Options(Block):
    """The sum of amounts, each times the rate of its member."""

    of: MetricName
    """The amount of one member."""
    rate: MetricName
    """The rate of one member."""
    dimension: str
    """The dimension that splits the amounts."""
    members: tuple[str, ...] = Field(min_length=1)
    """Its members, which together make the whole."""


def needs(options: Options, at: Ask) -> Needs:
    """Amount and rate of every member."""
    amount, rate = at.but(options.of, scope=at.scope, basis=at.basis), at.but(options.rate)
    return {name: over_members(ask, options.dimension, options.members) for name, ask in (("x", amount), ("r", rate))}


def formula(options: Options, at: Ask) -> str:
    """The products added up."""
    return "sum(x * r)"


def refuse(options: Options, inputs: Mapping[str, Value]) -> Missing | None:
    """n.m. where an amount or a rate is negative."""
    values = [value for row in inputs.values() for value in (row if isinstance(row, tuple) else (row,))]
    negative = any(value.value < 0 for value in values)
    return Missing("n.m.", "part_negative") if negative else None


def over_members(ask: Ask, dimension: str, members: tuple[str, ...]) -> tuple[Ask, ...]:
    """The question for each member of a dimension, in their order."""
    return tuple(replace(ask, dims=merged(ask.dims, {dimension: member})) for member in members)
