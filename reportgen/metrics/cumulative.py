"""Cumulative: the sum over the periods of a range, which must tile it: one scope, no overlap, no gap."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pydantic import Field

from reportgen.metrics.ask import Ask, Needs
from reportgen.model.expression import Value
from reportgen.model.figure import Missing
from reportgen.model.period import check_tiles, expand
from reportgen.spec.base import Block, MetricName


class Options(Block):
    """The sum of a flow over a range of periods."""

    of: MetricName
    """The flow added up."""
    as_: str = Field("", alias="as")
    """The view of it, such as loss."""


def needs(options: Options, at: Ask) -> Needs:
    """The flow of every period; raises PeriodError where the periods do not tile."""
    periods = expand(at.period.text, at.period.year_end)
    check_tiles(periods)
    one = at.but(options.of, scope=at.scope, basis=at.basis, view=options.as_)
    return {"x": tuple(replace(one, period=period) for period in periods)}


def formula(options: Options, at: Ask) -> str:
    """The sum."""
    return "sum(x)"


def refuse(options: Options, inputs: Mapping[str, Value]) -> Missing | None:
    """Nothing: losses and gains add up."""
    return None
