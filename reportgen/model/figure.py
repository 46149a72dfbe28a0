"""Figures: computed from facts, unformatted, each point with the trace that leads back to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from reportgen.model.fact import Dims, Dispute, Fact, Texts
from reportgen.model.metric import Metric
from reportgen.model.period import Period
from reportgen.model.problem import Location
from reportgen.model.quantity import Quantity

Method = Literal["reported", "computed", "rebuilt", "missing"]


@dataclass(frozen=True, slots=True)
class Missing:
    """A refusal: no value, and the reason. n.a. = not available, n.m. = not meaningful.

    `reason` is a key of the locale's `reasons`, filled with `slots`; `words`, where the spec gives them, replace it.
    """

    kind: Literal["n.a.", "n.m."]
    reason: str
    slots: tuple[tuple[str, str], ...] = ()
    words: Texts = field(default_factory=dict)


Input = tuple[str, "Fact | Point"]
"""An input of a formula under the name that it has there."""


@dataclass(frozen=True, slots=True)
class Point:
    """One number of a figure, or the reason why there is none.

    `key` is what the spec writes in brackets (a period, a member). `formula` is an expression over the names of
    `inputs`; a reported point has the formula `x` and its fact as input.
    """

    id: str
    key: str
    metric: Metric
    entity: str
    period: Period
    result: Quantity | Missing
    formula: str = "x"
    inputs: tuple[Input, ...] = ()
    method: Method = "reported"
    status: str = "A"
    scope: str = ""
    basis: str = ""
    dims: Dims = ()
    view: str = ""
    said: str = ""
    label: Texts = field(default_factory=dict)
    disputes: tuple[Dispute, ...] = ()

    @property
    def quantity(self) -> Quantity | None:
        return self.result if isinstance(self.result, Quantity) else None

    @property
    def unit(self) -> str:
        return self.result.unit if isinstance(self.result, Quantity) else self.metric.unit

    @property
    def names(self) -> Texts:
        """The metric's label as seen here: under the view's name where there is a view."""
        return self.metric.views[self.view].label if self.view else self.metric.label

    @property
    def better(self) -> Literal["up", "down", "none"]:
        """Which way is good for the number as shown: a view that turns the sign turns the direction."""
        turned = self.view and self.metric.views[self.view].negate
        if not turned or self.metric.direction == "none":
            return self.metric.direction
        return "down" if self.metric.direction == "up" else "up"

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Every fact row that the point rests on, once each, in order of use."""
        found: dict[str, Fact] = {}
        for _, item in self.inputs:
            for fact in (item,) if isinstance(item, Fact) else item.facts:
                found.setdefault(f"{fact.where}", fact)
        return tuple(found.values())

    @property
    def forecast(self) -> bool:
        """Whether it rests on a statement about a time that had not ended when the statement was made."""
        return any(fact.known_at < fact.period.end for fact in self.facts)

    @property
    def rests_on_rebuilt(self) -> bool:
        """Whether it is rebuilt, or computed from a point that is."""
        return self.method == "rebuilt" or any(isinstance(item, Point) and item.rests_on_rebuilt for _, item in self.inputs)

    @property
    def all_disputes(self) -> tuple[Dispute, ...]:
        """The point's own disputes and those of everything it is computed from."""
        found = dict.fromkeys(d.key for d in self.disputes)
        kept = list(self.disputes)
        for _, item in self.inputs:
            if isinstance(item, Point):
                for dispute in item.all_disputes:
                    if dispute.key not in found:
                        found[dispute.key] = None
                        kept.append(dispute)
        return tuple(kept)

    @property
    def day(self) -> date | None:
        """The day that a point of unit date states; None where it states a month only, which is then its period."""
        return date.fromisoformat(self.said) if self.metric.unit == "date" and len(self.said) == len("2024-06-30") else None


@dataclass(frozen=True, slots=True)
class Figure:
    """What one entry of the spec's `figures:` gives: points of one unit, in the order asked for."""

    name: str
    points: tuple[Point, ...]
    label: Texts
    where: Location | None = None
    omitted: tuple[Point, ...] = ()
    """Points without a value that the spec leaves out."""

    def __iter__(self) -> Iterator[Point]:
        return iter(self.points)

    def __getitem__(self, key: str) -> Point:
        """The point under that key; raises KeyError."""
        for point in self.points:
            if point.key == key:
                return point
        raise KeyError(key)

    @property
    def unit(self) -> str:
        return next((p.unit for p in self.points if p.quantity), (*self.points, *self.omitted)[0].unit)

    @property
    def known(self) -> tuple[Point, ...]:
        """The points that have a value."""
        return tuple(p for p in self.points if p.quantity is not None)

    @property
    def window(self) -> tuple[date, date]:
        """First and last day that the points cover."""
        return min(p.period.start for p in self.points), max(p.period.end for p in self.points)


Figures = Mapping[str, Figure]
