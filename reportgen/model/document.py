"""The brief as a tree of blocks. Numbers are still raw: an Emission says what to print, the locale says how.

compose builds the tree for one locale, the renderer walks it. No block holds HTML.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from reportgen.model.fact import Dispute, Entity, Source, Texts
from reportgen.model.figure import Point
from reportgen.model.metric import Metric
from reportgen.model.period import Period

Option = str | int | bool
Options = Mapping[str, Option]


@dataclass(frozen=True, slots=True)
class Emission:
    """One thing that is printed from data.

    `value` is a figure's point, or a period or a date that the text names. `style` is a word that the locale knows:
    a metric's own style when empty; `change` and `direction` compare with `other`. `options` refine it (unit, scale,
    decimals, form). `locale` is the language that it is printed in where that is not the document's.
    """

    index: int
    value: Point | Period | date
    style: str = ""
    options: Options = field(default_factory=dict)
    other: Point | None = None
    locale: str = ""


# Inlines


@dataclass(frozen=True, slots=True)
class Text:
    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Foreign:
    """Words that have no translation, in the language in which they are written."""

    children: tuple[Inline, ...]
    locale: str


@dataclass(frozen=True, slots=True)
class Number:
    """A number in the text: itself the link to its computation."""

    emission: Emission


@dataclass(frozen=True, slots=True)
class NoteRef:
    """The superscript number of a rail note."""

    number: int


@dataclass(frozen=True, slots=True)
class ExhibitRef:
    """A link to an exhibit by its number; `locale` as for an emission."""

    number: int
    locale: str = ""


@dataclass(frozen=True, slots=True)
class SourceRef:
    """Publisher and date of a source with the paragraphs used: "Harbour Press, 1 Nov 2024 [s001 ¶29–31]"."""

    source: Source
    locs: tuple[str, ...]
    locale: str = ""


Inline = Text | Strong | Foreign | Number | NoteRef | ExhibitRef | SourceRef
Inlines = tuple[Inline, ...]


# Blocks


@dataclass(frozen=True, slots=True)
class Paragraph:
    inlines: Inlines


@dataclass(frozen=True, slots=True)
class Bullets:
    """Bold claim and its evidence, each item one paragraph."""

    items: tuple[Inlines, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: words, a number, or nothing by definition (shown as a dash)."""

    content: Emission | Inlines | None
    mark: str = ""
    """A letter beside the number: r rebuilt, e estimate, c claim; a dagger for disputed comes from the point itself."""


@dataclass(frozen=True, slots=True)
class Column:
    head: Inlines
    block: int = 0
    """Columns of one block stand together; a new number opens a gap, and blocks above 0 are tinted."""
    mark: str = ""
    numeric: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    head: Inlines
    cells: tuple[Cell, ...]
    level: Literal["main", "sub", "total"] = "main"


@dataclass(frozen=True, slots=True)
class Table:
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    stub: Inlines = ()
    """Head of the first column."""


@dataclass(frozen=True, slots=True)
class Card:
    """An event box: pairs of label and value, in groups."""

    groups: tuple[tuple[tuple[Inlines, Inlines], ...], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart, drawn in two widths; `table` is the data behind it."""

    chart: str
    alt: str
    table: Table


@dataclass(frozen=True, slots=True)
class Exhibit:
    """Title, unit line, body, source line: numbered in one sequence, tables and charts alike."""

    name: str
    number: int
    title: Inlines
    subtitle: Inlines
    body: Picture | Table | Card
    source: Inlines
    marks: Inlines = ()
    """What the marks used in this exhibit mean (hatched, r, n.a., dagger)."""
    wide: bool = False
    """Whether it takes the whole measure (174 mm) instead of the text column (122 mm)."""
    locale: str = ""
    """The language of the whole exhibit, numbers included, where it is not translated."""


Block = Paragraph | Bullets | Exhibit


@dataclass(frozen=True, slots=True)
class Note:
    """A rail note beside its paragraph; without a number it is a definition."""

    number: int | None
    title: Inlines
    text: Inlines


@dataclass(frozen=True, slots=True)
class Section:
    """Rail label, heading that states a finding, blocks, and the notes that stand in the rail beside them."""

    anchor: str
    label: Inlines
    heading: Inlines
    blocks: tuple[Block, ...]
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class KeyLine:
    label: Inlines
    value: Emission
    sub: bool = False


@dataclass(frozen=True, slots=True)
class KeyGroup:
    lines: tuple[KeyLine, ...]


@dataclass(frozen=True, slots=True)
class Rating:
    """The house's own rating; most briefs have none."""

    value: Inlines
    horizon: Inlines
    previous: Inlines = ()
    target: Emission | None = None


@dataclass(frozen=True, slots=True)
class Front:
    """The first page, in its order."""

    house: str
    kind: Inlines
    kicker: Inlines
    title: Inlines
    standfirst: Inlines
    key_unit: Inlines
    key_groups: tuple[KeyGroup, ...]
    key_note: Inlines
    bullets: Bullets
    lead: Exhibit | None
    watch: Inlines
    rating: Rating | None = None


@dataclass(frozen=True, slots=True)
class SourceNote:
    """A source of the annex with the paragraphs that the brief uses."""

    source: Source
    locs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a house holds or estimates rather than reports, and the brief quotes: ratings, targets, forecasts, counts of a market."""

    holder: str
    source: Source
    """The text that gives it."""
    metrics: tuple[Metric, ...]


Statement = tuple[str, Inlines | datetime]
"""A word of the locale that says what is stated, and what the makers of the brief say."""


@dataclass(frozen=True, slots=True)
class Disclosures:
    """What the reader must know of the brief itself: its makers' statements under words of the locale, and whose opinions it quotes."""

    statements: tuple[Statement, ...] = ()
    opinions: tuple[Opinion, ...] = ()


@dataclass(frozen=True, slots=True)
class Annex:
    """What stands behind the brief: disputes, computations, sources, definitions."""

    disputes: tuple[Dispute, ...]
    computations: tuple[Point, ...]
    sources: tuple[SourceNote, ...]
    definitions: tuple[Metric, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """One brief in one language."""

    report: str
    locale: str
    as_of: date
    subject: Entity
    entities: Mapping[str, Entity]
    front: Front
    sections: tuple[Section, ...]
    annex: Annex
    emissions: tuple[Emission, ...]
    foreign: tuple[str, ...] = ()
    """The languages in which words without a translation stand."""
    names: frozenset[str] = frozenset()
    """Names that may hold digits: of entities, members and products that the prose marks as names."""
    members: Mapping[str, Mapping[str, Texts]] = field(default_factory=dict)
    """Names of the values of a dimension, for the annex: members['segment']['smart-city']."""
    disclosures: Disclosures = Disclosures()


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawn chart: SVG in two widths (bytes), alternative text computed from the figures, and what it rests on."""

    name: str
    wide: bytes
    narrow: bytes
    alt: str
    size: tuple[float, float]
    """Width and height in mm of the wide drawing as placed on the page."""
    points: tuple[Point, ...]
    emissions: tuple[Emission, ...] = ()
    """What the wide drawing prints; each of the three tuples counts its emissions from 0."""
    narrow_emissions: tuple[Emission, ...] = ()
    """What the narrow drawing prints."""
    alt_emissions: tuple[Emission, ...] = ()
    """What the alternative text states."""
    marks: tuple[str, ...] = ()
    """Words of the locale that explain the marks used: hatched_rebuilt, hatched_half, na_explained and so on."""


@dataclass(frozen=True, slots=True)
class Artifact:
    """A file to publish."""

    name: str
    media_type: str
    data: bytes
