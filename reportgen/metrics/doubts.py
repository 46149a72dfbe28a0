"""Doubts about a number that stands all the same: warnings to whoever writes the brief."""

from __future__ import annotations

from decimal import Decimal

from reportgen.metrics.ask import Ask
from reportgen.model.fact import Fact
from reportgen.model.figure import Point
from reportgen.model.problem import Problem

TINY = Decimal("0.01")
"""The part of its total below which the base of a growth is tiny."""


def contradicted(ask: Ask, fact: Fact) -> Problem:
    """A stated value that its own parts contradict."""
    said = f"{fact.as_written!r} in {fact.source} {fact.loc}"
    return Problem("W324", f"the stated {ask} ({said}) does not follow from its parts; the computed value is used.", fact.where)


def is_tiny(base: Point, total: Fact) -> bool:
    """Whether a part is next to nothing in its total."""
    part, whole = base.quantity, total.quantity
    return part is not None and whole is not None and part.unit == whole.unit and part.value < TINY * whole.value


def tiny_base(point: Point, dimension: str) -> Problem:
    """A growth that starts from next to nothing."""
    what = f"{point.metric.id} of {point.entity} for {point.period.text}"
    message = f"{what} grows from a base below 1 % of the total without {dimension}; print the base beside it."
    return Problem("W325", message, point.metric.where)
