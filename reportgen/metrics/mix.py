"""Mix and rate: why a ratio of the whole changed, as change of the weights or of the members' own ratios.

With w, v the weights and m, n the ratios now and a year earlier: mix = sum((w - v) (m + n) / 2), rate = sum((w + v) / 2 (m - n)).
Weights and ratios at the midpoint of both years, so that the two effects add up to the whole change without a rest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from pydantic import Field

from reportgen.metrics.ask import Ask, Needs, moved
from reportgen.metrics.weighted import over_members
from reportgen.model.expression import Value
from reportgen.model.figure import Missing
from reportgen.model.quantity import Quantity, total
from reportgen.spec.base import Block, MetricName


class Options(Block):
    """One of the two parts of a ratio's change, in points; weights and ratios are taken at the midpoint of both periods."""

    effect: Literal["mix", "rate"]
    """`mix`: what the change of the weights did; `rate`: what the change of the members' own ratios did."""
    ratio: MetricName
    """The ratio of one member, such as its margin."""
    weight: MetricName
    """The share of one member in the whole."""
    dimension: str = "segment"
    """The dimension that splits the whole."""
    members: tuple[str, ...] = Field(min_length=2)
    """Its members, which together make the whole."""
    period: str = "prior"
    """With which period: `prior` a year earlier, `previous` the half or quarter before, or a period of its own."""


def needs(options: Options, at: Ask) -> Needs:
    """Weights and ratios of every member, now and before."""
    before = moved(at.period, options.period)
    rows = {"w": (options.weight, at.period), "v": (options.weight, before), "m": (options.ratio, at.period), "n": (options.ratio, before)}
    return {
        name: over_members(replace(at.but(metric), period=period), options.dimension, options.members)
        for name, (metric, period) in rows.items()
    }


def formula(options: Options, at: Ask) -> str:
    """The effect asked for."""
    return "sum(number(w - v) * (m + n) / 2)" if options.effect == "mix" else "sum(number(w + v) / 2 * (m - n))"


def refuse(options: Options, inputs: Mapping[str, Value]) -> Missing | None:
    """n.m. where the weights of a period do not make the whole within their precision, or one is negative."""
    for name in ("w", "v"):
        weights = inputs[name]
        assert isinstance(weights, tuple), "this is a bug: weights are a row"
        if any(weight.value < 0 for weight in weights):
            return Missing("n.m.", "part_negative")
        whole: Quantity = total(weights)
        if not whole.low <= 1 <= whole.high:
            return Missing("n.m.", "parts_not_whole")
    return None
