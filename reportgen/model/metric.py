"""What a metric is: the declaration of config/metrics/*.yaml as a value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from reportgen.model.fact import Texts
from reportgen.model.problem import Location

Measure = Literal["flow", "stock", "event", "none"]
Direction = Literal["up", "down", "none"]
Style = Literal["money", "number", "percent", "points", "multiple", "price", "days", "count", "date", "rank", "rating"]


class Fault(NamedTuple):
    """What is wrong with a declaration, as a kind finds it: where, and at which character of a formula."""

    path: tuple[str | int, ...]
    message: str
    column: int | None = None


Faults = Iterator[Fault]


@dataclass(frozen=True, slots=True)
class Display:
    """How a metric's numbers print: the style, and the most decimals that they may show."""

    style: Style = "number"
    decimals: int | None = None


@dataclass(frozen=True, slots=True)
class View:
    """A metric under another name and sign: profit_loss seen as a loss."""

    label: Texts
    short: Texts = field(default_factory=dict)
    negate: bool = False


@dataclass(frozen=True, slots=True)
class Metric:
    """A declared metric. `kind` names the module that computes it; `reported` ones are read from the facts."""

    id: str
    label: Texts
    kind: str = "reported"
    options: Any = None
    measure: Measure = "flow"
    unit: str = "pure"
    direction: Direction = "none"
    sign: Literal["any", "positive", "negative"] = "any"
    short: Texts = field(default_factory=dict)
    definition: Texts = field(default_factory=dict)
    display: Display = Display()
    views: Mapping[str, View] = field(default_factory=dict)
    on_missing: Literal["fail", "n.a."] = "fail"
    counter: bool = False
    where: Location | None = None
