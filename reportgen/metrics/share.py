"""Share: a part of its own total, part / total; a negative part has no share. Age classes are shares of the gross balance."""

from __future__ import annotations

from collections.abc import Mapping

from reportgen.metrics.ask import Ask, Needs, without
from reportgen.model.expression import Value
from reportgen.model.figure import Missing
from reportgen.model.quantity import Quantity
from reportgen.spec.base import Block, MetricName


class Options(Block):
    """A metric's part in its own total."""

    of: MetricName
    """The metric; the total is the same metric without the dimension."""
    dimension: str = "segment"
    """The dimension that splits it."""
    whole: MetricName = ""
    """The total, where another metric states it, as all receivables those of an age."""
    whole_basis: str = ""
    """The basis of the total, where it has several: of age classes gross."""


def needs(options: Options, at: Ask) -> Needs:
    """The part and its own total."""
    basis = options.whole_basis or at.basis
    whole = at.but(options.whole or options.of, dims=without(at.dims, options.dimension), scope=at.scope, basis=basis)
    return {"x": at.but(options.of, scope=at.scope, basis=at.basis), "w": whole}


def formula(options: Options, at: Ask) -> str:
    """The one over the other."""
    return "x / w"


def refuse(options: Options, inputs: Mapping[str, Value]) -> Missing | None:
    """n.m. where the total is not positive, or the part is negative or surely more than the total."""
    part, whole = inputs["x"], inputs["w"]
    assert isinstance(part, Quantity), "this is a bug: a share has one part"
    assert isinstance(whole, Quantity), "this is a bug: a share has one whole"
    if whole.value <= 0:
        return Missing("n.m.", "negative_whole")
    if part.value < 0:
        return Missing("n.m.", "part_negative")
    return Missing("n.m.", "part_over_whole") if part.unit == whole.unit and part.low > whole.high else None
