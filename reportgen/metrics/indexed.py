"""Index: 100 x / base; a base that is negative or zero has none (domain rule "indexed")."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from reportgen.model.expression import Value
from reportgen.model.figure import Missing
from reportgen.model.period import parse
from reportgen.model.quantity import Quantity
from reportgen.spec.base import Block, MetricName

from .ask import Ask, Needs


class Options(Block):
    """A metric as an index, 100 in the base period."""

    of: MetricName
    """The metric."""
    base: str
    """The base period."""


def needs(options: Options, at: Ask) -> Needs:
    now = at.but(options.of, scope=at.scope, basis=at.basis)
    return {"x": now, "b": replace(now, period=parse(options.base, at.period.year_end))}


def formula(options: Options, at: Ask) -> str:
    return "100 * x / b"


def refuse(options: Options, inputs: Mapping[str, Value]) -> Missing | None:
    base = inputs["b"]
    assert isinstance(base, Quantity), "this is a bug: an index has one base"
    return Missing("n.m.", "negative_base") if base.value <= 0 else None
