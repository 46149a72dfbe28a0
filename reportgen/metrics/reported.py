"""Reported: read from the facts; where no fact stands, rebuilt from other stated numbers, and marked so."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Literal, NamedTuple

from pydantic import model_validator

from reportgen.metrics.ask import Ask, Needs, without
from reportgen.model.expression import Value
from reportgen.model.figure import Missing
from reportgen.model.metric import Fault, Faults, Metric
from reportgen.model.period import PeriodError, parse
from reportgen.spec.base import Block, MetricName


class Rebuild(Block):
    """A way to a level that no source states."""

    way: Literal["later", "earlier", "ratio", "remainder", "share", "allowance"]
    """`later`: next year's level less its stated growth; `earlier`: last year's plus the growth; `ratio`: a part over its
    stated ratio; `remainder`: what a half or quarter is within stated longer periods; `share`: a stated share of the stated
    total; `allowance`: gross less the allowance for the basis net, net plus the allowance for gross."""
    growth: MetricName = ""
    """The stated growth, for later and earlier."""
    of: MetricName = ""
    """The metric whose later or earlier level is taken, for later and earlier; the metric itself by default."""
    part: MetricName = ""
    """The part, for ratio."""
    part_basis: str = ""
    """The basis of the part, where it has several."""
    ratio: MetricName = ""
    """The part's stated ratio to this metric, for ratio."""
    share: MetricName = ""
    """The stated share in the total, for share."""
    dimension: str = "segment"
    """The dimension that splits the total, for share."""
    allowance: MetricName = ""
    """The allowance at the same date, for allowance."""

    @model_validator(mode="after")
    def _complete(self) -> Rebuild:
        if lacking := [key for key in _KEYS[self.way] if not getattr(self, key)]:
            raise ValueError(f"way '{self.way}' needs {' and '.join(lacking)}")
        return self


_KEYS: Mapping[str, tuple[str, ...]] = {
    "later": ("growth",),
    "earlier": ("growth",),
    "ratio": ("part", "ratio"),
    "remainder": (),
    "share": ("share",),
    "allowance": ("allowance",),
}
_REMAINDERS = {"H2": ("FY{0}", "H1-{0}"), "Q4": ("FY{0}", "9M-{0}"), "Q3": ("9M-{0}", "H1-{0}"), "Q2": ("H1-{0}", "Q1-{0}")}
"""The period that contains a half or quarter as its end, and what opens that period."""


class Options(Block):
    """A metric that the sources state."""

    rebuild: tuple[Rebuild, ...] = ()
    """Ways to rebuild a missing level, tried in this order."""


class Way(NamedTuple):
    """A formula and its inputs; `tiles` where these are parts of one span, so that their lengths differ on purpose."""

    formula: str
    needs: Needs
    tiles: bool = False


def needs(options: Options, at: Ask) -> Needs:
    """Nothing: the number is stated."""
    return {}


def formula(options: Options, at: Ask) -> str:
    """The fact itself."""
    return "x"


def refuse(options: Options, inputs: Mapping[str, Value]) -> Missing | None:
    """Nothing: what is stated is stated."""
    return None


def faults(options: Options, metric: Metric, metrics: Mapping[str, Metric]) -> Faults:
    """A stock has no remainder: what stands at the end of a year is not the sum of its halves. A flow has no allowance."""
    for index, rebuild in enumerate(options.rebuild):
        for way, measure in (("remainder", "flow"), ("allowance", "stock")):
            if rebuild.way == way and metric.measure != measure:
                yield Fault(("rebuild", index, "way"), f"'{way}' is for a {measure}; '{metric.id}' is declared as {metric.measure}.")


def ways(options: Options, at: Ask) -> Iterator[Way]:
    """Each way that fits the question; all inputs must be stated, so that no rebuilt number rests on another."""
    for rebuild in options.rebuild:
        try:
            yield from _WAYS[rebuild.way](rebuild, replace(at, reported=True))
        except PeriodError:
            continue


def _later(rebuild: Rebuild, at: Ask) -> Iterator[Way]:
    later = replace(at, metric=rebuild.of or at.metric, period=at.period.prior(-1))
    yield Way("x / (1 + g)", {"x": later, "g": later.but(rebuild.growth, reported=True)})


def _earlier(rebuild: Rebuild, at: Ask) -> Iterator[Way]:
    earlier = replace(at, metric=rebuild.of or at.metric, period=at.period.prior())
    yield Way("p * (1 + g)", {"p": earlier, "g": at.but(rebuild.growth, reported=True)})


def _ratio(rebuild: Rebuild, at: Ask) -> Iterator[Way]:
    part = at.but(rebuild.part, basis=rebuild.part_basis, reported=True)
    yield Way("a / r", {"a": part, "r": at.but(rebuild.ratio, reported=True)})


def _remainder(rebuild: Rebuild, at: Ask) -> Iterator[Way]:
    name, _, year = at.period.text.partition("-")
    if name in _REMAINDERS:
        whole, opening = (parse(text.format(year), at.period.year_end) for text in _REMAINDERS[name])
        yield Way("w - a", {"w": replace(at, period=whole), "a": replace(at, period=opening)}, tiles=True)


def _share(rebuild: Rebuild, at: Ask) -> Iterator[Way]:
    rest = without(at.dims, rebuild.dimension)
    if rest != at.dims:
        yield Way("w * s", {"w": replace(at, dims=rest), "s": at.but(rebuild.share, reported=True)})


def _allowance(rebuild: Rebuild, at: Ask) -> Iterator[Way]:
    allowance = at.but(rebuild.allowance, reported=True)
    if at.basis == "net":
        yield Way("g - a", {"g": replace(at, basis="gross"), "a": allowance})
    if at.basis == "gross":
        yield Way("n + a", {"n": replace(at, basis="net"), "a": allowance})


_WAYS: Mapping[str, Callable[[Rebuild, Ask], Iterator[Way]]] = {
    "later": _later,
    "earlier": _earlier,
    "ratio": _ratio,
    "remainder": _remainder,
    "share": _share,
    "allowance": _allowance,
}
