"""Contribution to growth: (x - p) / total of the earlier period, in points; the parts add up to the growth of the total."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from reportgen.metrics.ask import Ask, Needs, without
from reportgen.model.expression import Value
from reportgen.model.figure import Missing
from reportgen.model.quantity import Quantity
from reportgen.spec.base import Block, MetricName


class Options(Block):
    """What a part adds to the growth of its total."""

    of: MetricName
    """The metric; the total is the same metric without the dimension."""
    dimension: str = "segment"
    """The dimension that splits it."""


def needs(options: Options, at: Ask) -> Needs:
    """The part now and a year earlier, and its total a year earlier."""
    now = at.but(options.of, scope=at.scope, basis=at.basis)
    before = replace(now, period=at.period.prior())
    return {"x": now, "p": before, "w": replace(before, dims=without(at.dims, options.dimension))}


def formula(options: Options, at: Ask) -> str:
    """The part's change over the total, in points."""
    return "(x - p) / w"


def refuse(options: Options, inputs: Mapping[str, Value]) -> Missing | None:
    """n.m. where the total is not positive."""
    whole = inputs["w"]
    assert isinstance(whole, Quantity), "this is a bug: a contribution has one total"
    return Missing("n.m.", "negative_base") if whole.value <= 0 else None
