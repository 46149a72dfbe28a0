"""Facts and where they come from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from reportgen.model.period import CALENDAR_YEAR, Period, YearEnd
from reportgen.model.problem import Location
from reportgen.model.quantity import Quantity

Texts = Mapping[str, str]
"""Words by locale tag: {'en': 'Revenue', 'de': 'Umsatz'}."""

Dims = tuple[tuple[str, str], ...]
"""Further coordinates of a fact, sorted by name: (('segment', 'smart-city'),)."""


@dataclass(frozen=True, slots=True)
class Source:
    """A published text. A lower tier is closer to the issuer and wins a conflict."""

    id: str
    title: Texts
    publisher: Texts
    published: date
    inferred: bool = False
    language: str = "en"
    tier: int = 3
    note: str = ""
    where: Location | None = None


@dataclass(frozen=True, slots=True)
class Entity:
    """Whom or what facts are about: a company, a market, a segment's owner."""

    id: str
    name: Texts
    kind: str = "company"
    ticker: str = ""
    sector: Texts = field(default_factory=dict)
    year_end: YearEnd = CALENDAR_YEAR
    where: Location | None = None


class FactKey(NamedTuple):
    """What a statement is about, whoever made it."""

    entity: str
    metric: str
    period: str
    scope: str = ""
    basis: str = ""
    dims: Dims = ()

    def __str__(self) -> str:
        parts = [self.entity, self.metric, self.period, self.scope, self.basis, *(f"{k}={v}" for k, v in self.dims)]
        return " ".join(p for p in parts if p)


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement of one source. `quantity` is in base units; `said` holds a date or a rating, which are no quantities.

    status: A actual, R restated, P provisional, E own estimate, C:<who> broker, G guidance, T claim of a third party.
    """

    key: FactKey
    period: Period
    quantity: Quantity | None
    status: str
    source: str
    loc: str
    as_written: str
    known_at: date
    where: Location
    said: str = ""
    note: str = ""

    @property
    def id(self) -> str:
        """Stable name of the row: source, paragraph and key."""
        return f"{self.source}.{self.loc}:{self.key}"

    @property
    def is_history(self) -> bool:
        """Whether the row states what happened (actual or restated), not what somebody expects or claims."""
        return self.status in ("A", "R")


@dataclass(frozen=True, slots=True)
class Dispute:
    """Statements on one key that cannot all hold: the one chosen, the ones that lost, and why.

    Where a value computed from other facts was chosen over a stated one, `chosen` is None and `computed` is that value.
    """

    key: FactKey
    chosen: Fact | None
    others: tuple[Fact, ...]
    reason: Texts
    computed: Quantity | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """What the data layer answers for a key: the fact to use, who agrees, and what was set aside."""

    fact: Fact
    corroboration: tuple[Fact, ...] = ()
    dispute: Dispute | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything known at `as_of`, decided by the conflict policy."""

    choices: Mapping[FactKey, Choice]
    sources: Mapping[str, Source]
    entities: Mapping[str, Entity]
    as_of: date
    members: Mapping[str, Mapping[str, Texts]] = field(default_factory=dict)
    """Names of the values of a dimension: members['segment']['smart-city']."""
    later: Mapping[FactKey, date] = field(default_factory=dict)
    """Keys that only become known after `as_of`, with the day: for messages, never for figures."""
    undecided: Mapping[FactKey, tuple[Fact, ...]] = field(default_factory=dict)
    """Keys whose statements conflict and that no policy or resolution decides: whoever uses one is stopped."""
