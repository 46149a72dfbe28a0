"""The report spec, config/reports/<name>.yaml: one class per block, a sentence under each key."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from reportgen.spec.base import (
    Block,
    CardName,
    ChartName,
    Condition,
    EntityName,
    FigureName,
    MetricName,
    PointText,
    TableName,
    Template,
    Words,
)

LocaleTag = Literal["en", "de", "zh-Hant", "zh-Hans"]


def _as_list(value: Any) -> Any:
    """A single mapping stands for a list of one."""
    return [value] if isinstance(value, dict) else value


class Alternative(Words):
    """A wording with the condition under which it is true."""

    when: Condition | None = None
    """Take this wording when the condition holds; the first that holds is taken, none left stops the build."""
    holds: Condition | None = None
    """This must hold, or the build stops."""


Claim = Annotated[tuple[Alternative, ...], BeforeValidator(_as_list), Field(min_length=1)]
"""A wording, or alternatives each with its condition."""


class PointSpec(Block):
    """One point of a figure, where it differs from the figure's own request."""

    metric: MetricName = ""
    """Another metric of the same unit."""
    entity: EntityName = ""
    """Another entity."""
    period: str = ""
    """Its own period."""
    scope: str = ""
    """owners, total or nci."""
    basis: str = ""
    """ifrs, adjusted, gross, net and so on."""
    dims: dict[str, str] = {}
    """Further coordinates, such as segment."""
    label: Words = Words()
    """The point's name in tables and charts."""


class FigureSpec(Block):
    """What to compute: a metric for an entity over periods, or over members at one period, or point by point."""

    metric: MetricName
    """The metric, declared in config/metrics."""
    entity: EntityName = ""
    """Whom it is about; the report's subject by default."""
    as_: str = Field("", alias="as")
    """A view of the metric, such as loss: another name, the sign turned."""
    scope: str = ""
    """owners, total or nci."""
    basis: str = ""
    """ifrs, adjusted, gross, net and so on."""
    dims: dict[str, str] = {}
    """Further coordinates, such as segment."""
    periods: tuple[str, ...] = ()
    """Periods, one point each; `FY2019..FY2022` counts through, both ends included."""
    period: str = ""
    """The one period of figures with members or a single point."""
    apart: tuple[str, ...] = ()
    """Periods of another length that stand apart from the rest, such as a half-year beside years."""
    by: str = ""
    """What the members are: entity, or a dimension such as segment."""
    members: tuple[str, ...] = ()
    """The members, one point each, in this order."""
    points: dict[str, PointSpec] = {}
    """Points under keys of their own, each with what differs."""
    label: Words = Words()
    """The figure's name in tables and charts; the metric's label by default."""
    on_missing: Literal["", "fail", "n.a.", "omit"] = ""
    """What a point without a value does: stop the build, print n.a. with the reason, or be left out; as the metric declares by default."""
    missing: Words = Words()
    """The reason to print beside n.a., where the program cannot know it."""


class KeyLine(Block):
    """A line of the key figures."""

    figure: PointText
    """The number: a figure with one point, or `half['H1-2024']`."""
    label: Words = Words()
    """What it is, with its period or date; the metric's label and the period by default."""
    sub: bool = False
    """Whether it is a ratio or change below the level above it."""
    options: dict[str, str | int | bool] = {}
    """Scale, decimals and form, as for numbers in prose."""


class KeyFigures(Block):
    """The key figures in the rail of the front page."""

    unit: Words
    """The unit line on top."""
    groups: tuple[tuple[KeyLine, ...], ...]
    """Groups of lines: price and value, sales, loss, receivables, staff."""
    note: Words = Words()
    """The basis note under them."""


class NoteSpec(Block):
    """A note in the rail, at most 45 words."""

    title: Words
    """Two or three words in bold."""
    text: Words
    """The note."""
    when: Condition | None = None
    """Leave the note out unless this holds."""


class CardLine(Block):
    """A pair of label and value in an event box or company card."""

    label: Words
    """What it is."""
    value: Words
    """The value, a template."""
    when: Condition | None = None
    """Leave the line out unless this holds."""


class CardSpec(Block):
    """An event box: groups of label and value."""

    groups: tuple[tuple[CardLine, ...], ...]
    """Groups of lines, a rule between them."""


class ExhibitSpec(Block):
    """An exhibit: one chart, table or card, with the title that it proves."""

    chart: ChartName = ""
    """A chart of `charts:`."""
    table: TableName = ""
    """A table of `tables:`."""
    card: CardName = ""
    """A card of `cards:`."""
    title: Claim
    """The message; reference tables and cards may just name what they hold."""
    subtitle: Words
    """Measure, basis, unit and period."""
    marks: Words = Words()
    """What marks mean, where the program cannot know it."""
    wide: bool = False
    """Whether the exhibit takes the whole measure."""
    rows: Annotated[int, Field(ge=1)] = 1000
    """The most rows that its table may have: each costs the PDF some ten milliseconds, and a reader more."""


class BlockSpec(Block):
    """A block of a section: prose, bullets or an exhibit."""

    prose: Claim | None = None
    """A paragraph, or alternatives with conditions."""
    bullets: tuple[Claim, ...] = ()
    """Bold claim and evidence, each with its condition."""
    exhibit: ExhibitSpec | None = None
    """A chart, table or card."""
    when: Condition | None = None
    """Leave the block out unless this holds."""


class SectionSpec(Block):
    """A section: label in the rail, a heading that states the finding, blocks and rail notes."""

    label: Words
    """Two or three words in the rail and the contents list."""
    heading: Claim
    """The finding, as a sentence."""
    blocks: tuple[BlockSpec, ...]
    """Paragraphs and exhibits in reading order."""
    notes: dict[str, NoteSpec] = {}
    """Rail notes by name; prose refers to one with {{ note('name') }}, others stand as definitions."""
    when: Condition | None = None
    """Leave the section out unless this holds, such as when its facts are not known yet on the day of the brief."""


class RatingSpec(Block):
    """A rating of the house's own, which makes the brief a recommendation: it needs complete `disclosures`."""

    value: Words
    """The rating, such as Hold."""
    horizon: Words
    """The time for which it is meant."""
    previous: Words = Words()
    """The rating before, where it changed."""
    target: PointText = ""
    """The house's target price, a point of a figure."""


class DisclosureSpec(Block):
    """Who made the brief, when, by which method and with which interests; complete where the house sets a rating."""

    producer: Words = Words()
    """The person or firm that is responsible."""
    completed: datetime | None = None
    """Date and time, with the zone, at which the brief was completed."""
    disseminated: datetime | None = None
    """Date and time, with the zone, at which it was first given out."""
    prices: Words = Words()
    """Day and kind of the prices that it quotes."""
    method: Words = Words()
    """How rating and target were found, and on which assumptions."""
    meaning: Words = Words()
    """What the ratings mean."""
    risks: Words = Words()
    """What may prove them wrong."""
    updates: Words = Words()
    """How often they are looked at again."""
    interests: Words = Words()
    """Holdings, mandates and other interests in the subject, or that there are none."""
    history: Words = Words()
    """The house's ratings of the subject in the last twelve months, or that there were none."""


class ParamSpec(Block):
    """A parameter: what its values are, and the one that holds unless another is given."""

    type: Literal["entity", "metric", "period", "periods", "date", "number", "choice", "locale"]
    """What the values are; `periods` takes a range such as FY2021..FY2024 as well as one period."""
    default: str
    """The value unless another is given."""
    choices: tuple[str, ...] = ()
    """The words that a choice allows."""


class Spec(Block):
    """A report: what to compute and what to say about it."""

    report: str
    """The report's name: that of the file."""
    extends: str = ""
    """Another report of which this one states only the differences."""
    params: dict[str, ParamSpec] = {}
    """Parameters by name, written `${name}` where the value belongs."""
    matrix: dict[str, Any] = {}
    """Values of parameters in lists, one brief for each combination; `exclude` takes some away, `include` adds some."""
    kind: Words
    """The document type in the masthead, such as Company review."""
    subject: EntityName
    """Whom the brief is about."""
    as_of: date
    """What was known on this day is in the brief, nothing later."""
    locales: Annotated[tuple[LocaleTag, ...], Field(min_length=1)]
    """The languages that are built; the first is the default."""
    theme: str = "house"
    """A theme of config/themes."""
    figures: dict[str, FigureSpec]
    """Every number that the brief prints."""
    title: Claim
    """The finding, with its but."""
    standfirst: Claim
    """Answer, doubt, one number."""
    key_figures: KeyFigures
    """The rail of the front page."""
    bullets: Annotated[tuple[Claim, ...], Field(min_length=3, max_length=5)]
    """Three to five, each bold claim and evidence in three lines."""
    lead: ExhibitSpec | None = None
    """The one exhibit that carries the finding, on the front page."""
    watch: Claim
    """What would change the view."""
    charts: dict[str, Any] = {}
    """Charts by name, each with its kind and the keys of that kind."""
    tables: dict[str, Any] = {}
    """Tables by name, each with its kind and the keys of that kind."""
    cards: dict[str, CardSpec] = {}
    """Event boxes and company cards by name."""
    sections: Annotated[tuple[SectionSpec, ...], Field(min_length=1)]
    """The argument, section by section."""
    rating: RatingSpec | None = None
    """A rating of the house's own; without it the brief says that it recommends nothing."""
    disclosures: DisclosureSpec = DisclosureSpec()
    """Who made the brief, when and with which interests; the brief adds whose opinions it quotes."""


__all__ = [
    "Alternative",
    "BlockSpec",
    "CardLine",
    "CardSpec",
    "Claim",
    "DisclosureSpec",
    "ExhibitSpec",
    "FigureName",
    "FigureSpec",
    "KeyFigures",
    "KeyLine",
    "LocaleTag",
    "NoteSpec",
    "ParamSpec",
    "PointSpec",
    "RatingSpec",
    "SectionSpec",
    "Spec",
    "Template",
]
