"""Index: 100 x / base; a base that is negative or zero has none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from reportgen.metrics.ask import Ask, Needs
from reportgen.model.expression import Value
from reportgen.model.figure import Missing
from reportgen.model.period import Period, parse
from reportgen.model.quantity import Quantity
from reportgen.spec.base import Block, MetricName


class Options(Block):
    """A metric as an index, 100 in the base period."""

    of: MetricName
    """The metric."""
    base: str
    """The base period."""
    growth: MetricName = ""
    """The growth of the metric, from which the year after the base is taken: a stated growth carries more digits than rounded levels."""


def needs(options: Options, at: Ask) -> Needs:
    """The number now and in the base period, or the growth over the base year."""
    now = at.but(options.of, scope=at.scope, basis=at.basis)
    if _grown(options, at):
        return {"g": at.but(options.growth, scope=at.scope, basis=at.basis)}
    return {"x": now, "b": replace(now, period=_base(options, at))}


def formula(options: Options, at: Ask) -> str:
    """A hundred times the one over the other."""
    return "100 * number(1 + g)" if _grown(options, at) else "100 * x / b"


def refuse(options: Options, inputs: Mapping[str, Value]) -> Missing | None:
    """n.m. where the base is not positive."""
    base = inputs.get("b")
    if base is None:
        return None
    assert isinstance(base, Quantity), "this is a bug: an index has one base"
    return Missing("n.m.", "negative_base") if base.value <= 0 else None


def _base(options: Options, at: Ask) -> Period:
    return parse(options.base, at.period.year_end)


def _grown(options: Options, at: Ask) -> bool:
    """Whether the year before is the base and its growth is declared."""
    return bool(options.growth) and not at.period.is_instant and at.period.prior() == _base(options, at)
