"""Reported: read from the facts; where no fact stands, rebuilt from a stated growth or ratio, and marked so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Literal

from reportgen.metrics.ask import Ask, Needs
from reportgen.model.expression import Value
from reportgen.model.figure import Missing
from reportgen.model.period import PeriodError
from reportgen.spec.base import Block, MetricName


class Rebuild(Block):
    """A way to a level that no source states."""

    way: Literal["later", "earlier", "ratio"]
    """`later`: next year's level less its stated growth; `earlier`: last year's plus the growth; `ratio`: a part over its stated ratio."""
    growth: MetricName = ""
    """The stated growth, for later and earlier."""
    part: MetricName = ""
    """The part, for ratio."""
    ratio: MetricName = ""
    """The part's stated ratio to this metric, for ratio."""


class Options(Block):
    """A metric that the sources state."""

    rebuild: tuple[Rebuild, ...] = ()
    """Ways to rebuild a missing level, tried in this order."""


def needs(options: Options, at: Ask) -> Needs:
    """Nothing: the number is stated."""
    return {}


def formula(options: Options, at: Ask) -> str:
    """The fact itself."""
    return "x"


def refuse(options: Options, inputs: Mapping[str, Value]) -> Missing | None:
    """Nothing: what is stated is stated."""
    return None


def ways(options: Options, at: Ask) -> Iterator[tuple[str, Needs]]:
    """Each way as (formula, inputs); all inputs must be stated, so that no rebuilt number rests on another."""
    for rebuild in options.rebuild:
        stated = replace(at, reported=True)
        try:
            if rebuild.way == "later":
                later = replace(stated, period=at.period.prior(-1))
                yield "x / (1 + g)", {"x": later, "g": later.but(rebuild.growth, reported=True)}
            elif rebuild.way == "earlier":
                yield "p * (1 + g)", {"p": replace(stated, period=at.period.prior()), "g": stated.but(rebuild.growth, reported=True)}
            else:
                yield "a / r", {"a": stated.but(rebuild.part, reported=True), "r": stated.but(rebuild.ratio, reported=True)}
        except PeriodError:
            continue
