"""The YAML files of seeds/: sources.yaml, entities.yaml and resolutions.yaml."""

from __future__ import annotations

from datetime import date

from pydantic import model_validator

from reportgen.spec.base import Block, EntityName, MetricName, Words
from reportgen.spec.suggest import unknown


class SourceEntry(Block):
    """A published text that facts are taken from."""

    title: Words
    """A short title in each language of the briefs."""
    publisher: str | Words
    """Who published it: a name, or words by language."""
    author: str = ""
    """Who wrote it, where that is known."""
    published: date
    """The day of publication; its facts are known from that day on."""
    inferred: bool = False
    """Whether the day is inferred because the text carries none."""
    language: str = "en"
    """Language of the text: en, de, zh-Hant, zh-Hans."""
    translated: str = ""
    """Second language of a text that holds its own translation."""
    repeats: dict[str, str] = {}
    """Paragraphs of the translation, each with the one that it repeats, such as `p7: p6`; facts cite only the latter."""
    tier: int = 3
    """How close to the issuer: 1 its own filings, 2 brokers, 3 press. The lower number wins a conflict."""
    sha256: str = ""
    """Hash of the text file that was read."""
    via: str = ""
    """The copy through which a primary document was read."""
    note: str = ""
    """What a reader of the facts must know about the text."""


class SourcesFile(Block):
    """seeds/sources.yaml."""

    sources: dict[str, SourceEntry]
    """Sources by id."""


class EntityEntry(Block):
    """Whom or what facts are about."""

    name: Words
    """The name in each language of the briefs."""
    kind: str = "company"
    """company, market, holder or publisher."""
    ticker: str = ""
    """Code on the exchange."""
    sector: Words = Words()
    """The sector in each language."""
    fiscal_year_end: str = "12-31"
    """Month and day on which the fiscal year ends."""


class EntitiesFile(Block):
    """seeds/entities.yaml."""

    entities: dict[str, EntityEntry]
    """Entities by id; the facts about one stand in facts/<id>.csv."""
    members: dict[str, dict[str, Words]] = {}
    """Names of the values of a dimension: members, dimension, value, name in each language."""
    schemes: dict[str, dict[str, list[str]]] = {}
    """Where the split of a dimension changed: each scheme with its members; numbers of members without a common one do not go together."""

    @model_validator(mode="after")
    def _known(self) -> EntitiesFile:
        for dimension, schemes in self.schemes.items():
            for name, members in schemes.items():
                for member in members:
                    if member not in self.members.get(dimension, {}):
                        raise ValueError(f"scheme '{name}': {unknown(dimension, member, self.members.get(dimension, {}))}")
        return self


class RowName(Block):
    """Names a row of the facts among those of one key."""

    source: str
    """Source of the row."""
    loc: str
    """Paragraph of the row."""
    as_written: str = ""
    """Its words of the source; only needed where one paragraph states the key twice."""


class Coordinates(Block):
    """Another key of the same entity and metric; what is left out is as in the entry itself."""

    period: str | None = None
    """Its period."""
    scope: str | None = None
    """Its scope."""
    basis: str | None = None
    """Its basis."""
    dims: dict[str, str] | None = None
    """Its further coordinates."""


class Resolution(Block):
    """A decision of the desk on statements that cannot all hold. It has one of `choose`, `listed` and `acknowledge`."""

    entity: EntityName
    """Entity of the key."""
    metric: MetricName
    """Metric of the key."""
    period: str
    """Period of the key, as the rows write it."""
    scope: str = ""
    """Scope of the key."""
    basis: str = ""
    """Basis of the key."""
    dims: dict[str, str] = {}
    """Further coordinates of the key."""
    choose: RowName | None = None
    """The row that is used; every other row of the key that contradicts it is listed as set aside."""
    listed: list[Coordinates] = []
    """Other keys that contradict this one: all are used, and each is marked as disputed by the others."""
    acknowledge: str = ""
    """The rule of `reportgen conflicts` whose finding on this key is read and stays: it is printed as disputed, with the reason."""
    owner: str
    """Who decided."""
    reason: Words
    """Why, in each language of the briefs, naming the evidence."""


class ResolutionsFile(Block):
    """seeds/resolutions.yaml."""

    resolutions: list[Resolution] = []
    """Decisions, one for each key."""
