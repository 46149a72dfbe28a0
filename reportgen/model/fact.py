"""Facts and where they come from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from reportgen.model.period import CALENDAR_YEAR, Period, YearEnd
from reportgen.model.problem import Location
from reportgen.model.quantity import Quantity
from reportgen.model.table import Table

Texts = Mapping[str, str]
"""Words by locale tag: {'en': 'Revenue', 'de': 'Umsatz'}."""

Dims = tuple[tuple[str, str], ...]
"""Further coordinates of a fact, sorted by name: (('segment', 'smart-city'),)."""


Schemes = Mapping[str, tuple[str, ...]]
"""Ways in which a dimension has been split, by name, each with its members."""


@dataclass(frozen=True, slots=True)
class Source:
    """A published text. A lower tier is closer to the issuer and wins a conflict."""

    id: str
    title: Texts
    publisher: Texts
    published: date
    inferred: bool = False
    language: str = "en"
    translated: str = ""
    """The second language of a text that holds its own translation."""
    repeats: Mapping[str, str] = field(default_factory=dict)
    """Paragraphs of the translation, each with the one that it repeats."""
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


class Cells(NamedTuple):
    """The number of a row letter by letter, as the fact file has it: what the audit reads anew."""

    value: str = ""
    mult: str = ""
    unit: str = ""
    qual: str = ""
    decimals: str = ""


UNREAD = Cells()
"""Of a fact that no file holds."""


class Match(NamedTuple):
    """A condition on the rows of a table: the column's value is one of `any`, or it lies from `low` to `high`, both included."""

    column: str
    any: tuple[str, ...] = ()
    low: str = ""
    high: str = ""


class Query(NamedTuple):
    """How a fact was computed from a table: all that it takes to compute it again from the file with that hash."""

    table: str
    file: str
    sha256: str
    how: str
    column: str
    matches: tuple[Match, ...]
    sql: str
    parameters: tuple[str, ...]
    rows: int
    """How many rows the number rests on."""
    first: int
    last: int
    """The first and the last of them, as they stand in the file: the header of a CSV is row 1."""


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
    cells: Cells = UNREAD
    query: Query | None = None
    """Of a fact that was computed from the rows of a table."""

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
    """Statements that cannot all hold: the one chosen, the others, and why.

    The others state the same key, or keys that go against it. Where a value computed from other facts was chosen over a stated
    one, `chosen` is None and `computed` is that value; beside a chosen statement it is what the others give instead.
    """

    key: FactKey
    chosen: Fact | None
    others: tuple[Fact, ...]
    reason: Texts
    computed: Quantity | None = None
    names: Mapping[str, Texts] = field(default_factory=dict)
    """Labels of the metrics of the others, where these are of other metrics."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What the data layer answers for a key: the fact to use, who agrees, and what was set aside."""

    fact: Fact
    corroboration: tuple[Fact, ...] = ()
    dispute: Dispute | None = None


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """A contradiction between facts of different keys that the desk has read and leaves as it is."""

    reason: Texts
    where: Location


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
    acknowledged: Mapping[tuple[FactKey, str], Acknowledged] = field(default_factory=dict)
    """What the desk says to a finding of a rule on a key."""
    schemes: Mapping[str, Schemes] = field(default_factory=dict)
    """How a dimension was split, where that changed: schemes['segment']['three']."""
    tables: Mapping[str, Table] = field(default_factory=dict)
    """The declared tables by name; what their rows say is asked of them when a metric needs it."""
