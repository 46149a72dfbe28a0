"""Concentration of a market: CR_n, the sum of the n largest shares, and the Herfindahl-Hirschman index with bounds.

HHI = sum of squared shares in per cent, 0 to 10,000. The tail of unknown firms adds nothing at least; at most it is
made of firms as large as the smallest known one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from reportgen.metrics.ask import Ask, Needs
from reportgen.model.expression import Value
from reportgen.model.figure import Missing
from reportgen.model.quantity import total
from reportgen.spec.base import Block, MetricName


class Options(Block):
    """How concentrated a market is, from the known shares of its firms."""

    of: MetricName
    """The firms' shares; all firms with a share of this market and period count."""
    index: Literal["top", "hhi"] = "top"
    """`top`: the sum of the largest shares; `hhi`: the index with its bounds."""
    n: int = Field(1, ge=1)
    """How many of the largest."""


def needs(options: Options, at: Ask) -> Needs:
    """The shares of all firms in the market."""
    return {"s": at.but(options.of, select="members")}


def formula(options: Options, at: Ask) -> str:
    """The sum of the largest, or the index as a range from known firms alone to the tail at its most concentrated."""
    if options.index == "top":
        return f"sum(top(s, {options.n}))"
    known = "sum(number(100 * s) * number(100 * s))"
    tail = "max(100 - sum(number(100 * s)), 0)"
    return f"between({known}, {known} + {tail} * min(number(100 * s)))"


def refuse(options: Options, inputs: Mapping[str, Value]) -> Missing | None:
    """n.a. where fewer are known than asked for, n.m. where the shares make more than the whole."""
    shares = inputs["s"]
    assert isinstance(shares, tuple), "this is a bug: concentration takes a row of shares"
    if total(shares).low > 1:
        return Missing("n.m.", "shares_over_whole")
    if options.index == "top" and len(shares) < options.n:
        return Missing("n.a.", "too_few_known")
    return None
