"""What a metric kind asks for, and the protocol that every kind fills."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Literal, Protocol

from pydantic import Field, field_validator

from reportgen.model.expression import Value
from reportgen.model.fact import Dims
from reportgen.model.figure import Missing
from reportgen.model.metric import Fault, Faults, Metric
from reportgen.model.period import Period, parse
from reportgen.spec.base import Block, MetricName

Select = Literal["one", "latest", "asof", "members", "history"]


@dataclass(frozen=True, slots=True)
class Ask:
    """One number wanted: a metric of an entity for a period, with its scope, basis and further coordinates.

    `select` is `one` for the very period, `latest` for the last known one that has begun by the period's end, `asof` for the
    last one that is over by then, `members` for all entities that have the metric there and `history` for all its periods
    that are over by then (both a row of numbers). `reported` forbids computing it.
    """

    metric: str
    entity: str
    period: Period
    scope: str = ""
    basis: str = ""
    dims: Dims = ()
    view: str = ""
    select: Select = "one"
    reported: bool = False

    def but(self, metric: str, **changes: Any) -> Ask:
        """The same question about another metric: scope, basis and view belong to the metric and are not kept."""
        kept = {"scope": "", "basis": "", "view": "", "select": "one", "reported": False}
        return replace(self, metric=metric, **{**kept, **changes})

    def __str__(self) -> str:
        parts = [self.entity, self.metric, self.period.text, self.scope, self.basis, *(f"{k}={v}" for k, v in self.dims)]
        return " ".join(p for p in parts if p)


WORDS = ("same", "prior", "next", "previous", "latest", "closing")
"""Which period an input is for, seen from that of the figure."""

Needs = Mapping[str, Ask | tuple[Ask, ...]]


class MetricKind(Protocol):
    """A kind is a module with these names; the table in kinds.py gives it its YAML word."""

    Options: type[Block]

    def needs(self, options: Any, at: Ask) -> Needs:
        """The inputs by their names in the formula."""
        ...

    def formula(self, options: Any, at: Ask) -> str:
        """An expression over the inputs' names."""
        ...

    def refuse(self, options: Any, inputs: Mapping[str, Value]) -> Missing | None:
        """Why these inputs give no meaningful number, or None."""
        ...


class Against(Block):
    """What a comparison compares with: the same metric a year earlier, unless said otherwise."""

    of: MetricName
    """The metric compared."""
    as_: str = Field("", alias="as")
    """The view of it, such as loss, so that growth of a loss is positive when the loss grows."""
    against: MetricName = ""
    """Another metric to compare with, such as the issue price."""
    period: str = "prior"
    """With which period: `prior` a year earlier, `previous` the half or quarter before, `latest` the last known one, `same`, or its own."""
    dims: dict[str, str] = {}
    """Coordinates of the number compared, such as the state after a sale."""
    against_dims: dict[str, str] = {}
    """Coordinates of the number compared with, such as the state before it."""

    @field_validator("period")
    @classmethod
    def _is_period(cls, word: str) -> str:
        return checked(word)


def compared(options: Against, at: Ask) -> Needs:
    """Inputs x (now) and p (what it is compared with)."""
    now = at.but(
        options.of,
        scope=at.scope,
        basis=at.basis,
        view=options.as_,
        dims=merged(at.dims, options.dims),
        select="latest" if options.dims else "one",
    )
    other = options.against or options.of
    before = now if other == options.of else now.but(other, dims=())
    dims = merged(at.dims, options.against_dims) if other == options.of else merged((), options.against_dims)
    period = moved(at.period, options.period)
    return {"x": now, "p": replace(before, period=period, dims=dims, select="latest" if options.period == "latest" else "one")}


def unlike_units(options: Against, metrics: Mapping[str, Metric]) -> Faults:
    """What is compared is of one unit; prices count as money."""
    if options.against and len({metrics[name].unit.replace("price", "money") for name in (options.of, options.against)}) > 1:
        of, against = metrics[options.of], metrics[options.against]
        yield Fault(("against",), f"'{of.id}' is in {of.unit} and '{against.id}' in {against.unit}; these do not compare.")


def checked(word: str) -> str:
    """The word that says which period is meant; raises PeriodError, with the grammar, where it says none."""
    if word not in WORDS:
        parse(word)
    return word


def moved(period: Period, word: str) -> Period:
    """The period that a word of the declaration means: prior, next, previous, same, latest, closing, or one written out.

    Raises PeriodError where the period has none such, or the word is no period.
    """
    if word == "prior":
        return period.prior()
    if word == "next":
        return period.prior(-1)
    if word == "previous":
        return period.previous()
    if word == "closing":
        return period.closing
    return period if word in ("same", "latest") else parse(word, period.year_end)


def opening(period: Period) -> Period:
    """The instant just before a period, at which the balances with which it begins stand."""
    return period if period.is_instant else parse((period.start - timedelta(days=1)).isoformat(), period.year_end)


def merged(dims: Dims, changes: Mapping[str, str]) -> Dims:
    """The coordinates with some replaced, in order of name."""
    return tuple(sorted({**dict(dims), **changes}.items()))


def without(dims: Dims, *names: str) -> Dims:
    """The coordinates less those named."""
    return tuple(pair for pair in dims if pair[0] not in names)
