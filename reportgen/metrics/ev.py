"""Enterprise value: price x diluted shares of all classes + what others own of the company - its cash.

Balances are the last known on the day; one currency, by a rate whose day prints with it. Net cash above the market value leaves
nothing to value: n.m.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

from reportgen.metrics.ask import Ask, Needs
from reportgen.model import expression
from reportgen.model.expression import ExpressionError, Value
from reportgen.model.figure import Missing
from reportgen.model.quantity import Quantity
from reportgen.spec.base import Block, MetricName


class Options(Block):
    """Value of the whole enterprise on a day."""

    price: MetricName
    """The price of one share."""
    shares: MetricName
    """All shares, diluted, of all classes."""
    add: tuple[MetricName, ...] = ()
    """Debt, minorities, preferred shares, and leases where they are counted."""
    less: tuple[MetricName, ...] = ()
    """Cash, deposits, liquid investments."""
    fx: MetricName = ""
    """The rate from the currency of the balances to that of the price, where they differ."""


def needs(options: Options, at: Ask) -> Needs:
    """The price of the day, and the last known of all else."""
    found: dict[str, Ask | tuple[Ask, ...]] = {"p": at.but(options.price), "s": at.but(options.shares, select="asof")}
    for name, metrics in (("a", options.add), ("l", options.less)):
        if metrics:
            found[name] = tuple(at.but(metric, select="asof") for metric in metrics)
    if options.fx:
        found["r"] = at.but(options.fx, select="asof")
    return found


def formula(options: Options, at: Ask) -> str:
    """The market value and what is added and taken off."""
    return _formula(options)


def refuse(options: Options, inputs: Mapping[str, Value]) -> Missing | None:
    """n.m. where nothing positive is left."""
    with suppress(ExpressionError):
        value = expression.evaluate(expression.parse(_formula(options)), lambda name, _: inputs[name])
        return Missing("n.m.", "value_not_positive") if isinstance(value, Quantity) and value.value <= 0 else None
    return None


def _formula(options: Options) -> str:
    rate = " * r" if options.fx else ""
    added = f" + sum(a){rate}" if options.add else ""
    return f"number(s / 1 shares) * p{added}" + (f" - sum(l){rate}" if options.less else "")
