"""Relative performance: (x / p) / (b / c) - 1, a price since the base day against a benchmark since the same day.

Not the difference of the two returns, which the kind `difference` gives under a name of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from reportgen.metrics.ask import Ask, Needs, moved
from reportgen.model.expression import Value
from reportgen.model.figure import Missing
from reportgen.model.quantity import Quantity
from reportgen.spec.base import Block, EntityName, MetricName


class Options(Block):
    """How much better than a benchmark a price has done since a base day."""

    of: MetricName
    """The price; the benchmark's level is the same metric unless `level` names another."""
    benchmark: EntityName
    """The entity that is the benchmark."""
    level: MetricName = ""
    """The benchmark's level."""
    base: str
    """The base: a day, or `prior` for a year earlier; the last known level on or before it counts."""


def needs(options: Options, at: Ask) -> Needs:
    """Price and benchmark, now and at the base."""
    base = moved(at.period, options.base)
    price = at.but(options.of)
    level = replace(at.but(options.level or options.of, dims=()), entity=options.benchmark)
    return {
        "x": price,
        "p": replace(price, period=base, select="asof"),
        "b": level,
        "c": replace(level, period=base, select="asof"),
    }


def formula(options: Options, at: Ask) -> str:
    """The one relative to the other."""
    return "(x / p) / (b / c) - 1"


def refuse(options: Options, inputs: Mapping[str, Value]) -> Missing | None:
    """n.m. where a level is not positive."""
    bad = any(not isinstance(value, Quantity) or value.value <= 0 for value in inputs.values())
    return Missing("n.m.", "negative_base") if bad else None
