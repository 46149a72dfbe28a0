"""Concentration of a market: CR_n, the sum of the n largest shares, and the Herfindahl-Hirschman index with bounds.

HHI = sum of squared shares in per cent, 0 to 10,000. The tail of unknown firms adds nothing at least; at most it is
made of firms as large as the smallest known one (domain rule "HHI").
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from reportgen.model.expression import Value
from reportgen.model.figure import Missing
from reportgen.spec.base import Block, MetricName

from .ask import Ask, Needs


class Options(Block):
    """How concentrated a market is, from the known shares of its firms."""

    of: MetricName
    """The firms' shares; all firms with a share of this market and period count."""
    index: Literal["top", "hhi"] = "top"
    """`top`: the sum of the largest shares; `hhi`: the index with its bounds."""
    n: int = 1
    """How many of the largest."""


def needs(options: Options, at: Ask) -> Needs:
    return {"s": at.but(options.of, select="members")}


def formula(options: Options, at: Ask) -> str:
    if options.index == "top":
        return f"sum(top(s, {options.n}))"
    known = "sum(number(100 * s) * number(100 * s))"
    return f"between({known}, {known} + (100 - sum(number(100 * s))) * min(number(100 * s)))"


def refuse(options: Options, inputs: Mapping[str, Value]) -> Missing | None:
    shares = inputs["s"]
    known = len(shares) if isinstance(shares, tuple) else 1
    if options.index == "top" and known < options.n:
        return Missing("n.a.", "too_few_known")
    return None
