"""Drawdown: a price against the highest known up to then, x / max(p) - 1, or against the issue price, x / p - 1.

Adjusted prices of one kind (closing or intraday) are the data's affair; a fall of the market value is another metric, as the
number of shares moves too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from reportgen.metrics.ask import Ask, Needs
from reportgen.model.expression import Value
from reportgen.model.figure import Missing
from reportgen.spec.base import Block, MetricName


class Options(Block):
    """How far a price lies below its highest known level, the price itself among them; with `issue` against the price of the listing."""

    of: MetricName
    """The price; every known level up to the day counts."""
    issue: MetricName = ""
    """The issue price, to compare with it instead."""


def needs(options: Options, at: Ask) -> Needs:
    """The price, and all earlier ones or that of the listing."""
    now = at.but(options.of)
    return {"x": now, "p": at.but(options.issue, select="asof") if options.issue else replace(now, select="history")}


def formula(options: Options, at: Ask) -> str:
    """The price over the other, less one."""
    return "x / p - 1" if options.issue else "x / max(p) - 1"


def refuse(options: Options, inputs: Mapping[str, Value]) -> Missing | None:
    """n.a. where no other level is known than the one asked for, n.m. where one is not positive."""
    before = inputs["p"]
    levels = before if isinstance(before, tuple) else (before,)
    if not options.issue and len(levels) < 2:
        return Missing("n.a.", "too_few_known")
    return Missing("n.m.", "negative_base") if any(level.value <= 0 for level in levels) else None
