"""Cumulative: the sum over the periods of a range, which must tile it: one scope, no overlap, no gap."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pydantic import Field

from reportgen.metrics.ask import Ask, Needs
from reportgen.model.expression import Value
from reportgen.model.figure import Missing
from reportgen.model.period import Period, check_tiles, expand, parse
from reportgen.spec.base import Block, MetricName


class Options(Block):
    """The sum of a flow over a range of periods."""

    of: MetricName
    """The flow added up."""
    as_: str = Field("", alias="as")
    """The view of it, such as loss."""


def needs(options: Options, at: Ask) -> Needs:
    """The flow of every period; raises PeriodError where the periods do not tile."""
    periods = _periods(at.period)
    check_tiles(periods)
    one = at.but(options.of, scope=at.scope, basis=at.basis, view=options.as_)
    return {"x": tuple(replace(one, period=period) for period in periods)}


def _periods(window: Period) -> tuple[Period, ...]:
    """The periods of one length that the window counts through; full years may end with the part of a year that follows them."""
    first, _, last = window.text.partition("..")
    opened = parse(last or first, window.year_end)
    if not first.startswith("FY") or opened.kind not in ("H", "Q", "9M"):
        return expand(window.text, window.year_end)
    return (*expand(f"{first}..FY{opened.fiscal_year - 1}", window.year_end), opened)


def formula(options: Options, at: Ask) -> str:
    """The sum."""
    return "sum(x)"


def refuse(options: Options, inputs: Mapping[str, Value]) -> Missing | None:
    """Nothing: losses and gains add up."""
    return None
