"""Implied target: (multiple x sales x FX - net debt and minorities) / diluted shares.

All inputs print. Where the sales, the net cash or the rate are not published, the target cannot be rebuilt, and the refusal names
every input that is missing; nothing is put in their place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pydantic import field_validator

from reportgen.metrics.ask import Ask, Needs
from reportgen.model.expression import Value
from reportgen.model.figure import Missing
from reportgen.model.period import parse
from reportgen.model.quantity import Quantity
from reportgen.spec.base import Block, MetricName


class Options(Block):
    """The price per share that a multiple of sales stands for."""

    multiple: MetricName
    """The multiple of the enterprise value, stated for the year of the sales."""
    sales: MetricName
    """The sales expected."""
    over: str
    """The year of the sales, such as FY2024."""
    less: tuple[MetricName, ...] = ()
    """Net debt, negative where it is net cash, and minorities."""
    shares: MetricName
    """All shares, diluted."""
    fx: MetricName = ""
    """The rate from the currency of the sales and the debt to that of the target, where they differ."""

    @field_validator("over")
    @classmethod
    def _is_period(cls, text: str) -> str:
        parse(text)
        return text


def needs(options: Options, at: Ask) -> Needs:
    """The multiple and the sales of the year, and the last known of all else."""
    year = parse(options.over, at.period.year_end)
    found: dict[str, Ask | tuple[Ask, ...]] = {
        "m": replace(at.but(options.multiple), period=year),
        "x": replace(at.but(options.sales), period=year),
    }
    if options.fx:
        found["r"] = at.but(options.fx, select="asof")
    if options.less:
        found["l"] = tuple(at.but(metric, select="asof") for metric in options.less)
    return {**found, "s": at.but(options.shares, select="asof")}


def formula(options: Options, at: Ask) -> str:
    """The value of the enterprise less what others own, per share."""
    value = "m * x - sum(l)" if options.less else "m * x"
    value = f"({value}) * r" if options.fx else f"({value})" if options.less else value
    return f"{value} / number(s / 1 shares)"


def refuse(options: Options, inputs: Mapping[str, Value]) -> Missing | None:
    """n.m. where the sales or the multiple are not positive."""
    bad = any(isinstance(q, Quantity) and q.value <= 0 for q in (inputs["m"], inputs["x"]))
    return Missing("n.m.", "negative_whole") if bad else None
