"""The stage that writes the brief: spec, figures and charts become a document, a tree of blocks with raw numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date

from reportgen.model.document import (
    Annex,
    Bullets,
    Chart,
    Disclosures,
    Document,
    Emission,
    Front,
    Inlines,
    KeyGroup,
    KeyLine,
    Note,
    Number,
    Option,
    Paragraph,
    Section,
    SourceNote,
    Strong,
    Table,
    Text,
)
from reportgen.model.document import Block as DocumentBlock
from reportgen.model.fact import Dispute, Facts
from reportgen.model.figure import Figures, Point
from reportgen.model.metric import Metric
from reportgen.model.period import Period
from reportgen.model.problem import Problems, errors
from reportgen.sections.desk import Desk, NoValueError
from reportgen.sections.disclosures import opinions, rating, statements
from reportgen.sections.exhibits import exhibit, numbering, sources_of, unit_lines
from reportgen.spec.base import Words
from reportgen.spec.load import LoadedSpec
from reportgen.spec.node import Path
from reportgen.spec.schema import BlockSpec, SectionSpec, Spec
from reportgen.spec.schema import KeyLine as KeyLineSpec
from reportgen.text.locale import Locale
from reportgen.text.options import OPTIONS

_NOTE = re.compile(r"""\bnote\(\s*['"]([^'"]*)['"]""")
Emit = Callable[..., Emission]
Behind = Callable[[str, Emit, Locale], Table]
"""The data behind a chart, as a table whose numbers are registered through the given emit."""


def compose(
    loaded: LoadedSpec,
    figures: Figures,
    charts: Mapping[str, Chart],
    behind: Behind,
    facts: Facts,
    locale: Locale,
) -> tuple[Document | None, Problems]:
    """The document in the locale's language; none where a claim, a reference or a word is wrong."""
    spec = loaded.spec
    desk = Desk(figures, facts, locale, loaded.positions.__getitem__, numbering(spec))

    units = unit_lines(spec)

    def emit(value: Point | Period | date, style: str = "", **options: Option) -> Emission:
        return desk.marks.emit(value, style, options)

    tables: dict[str, Table] = {}
    for name in charts:
        with desk.part(units.get(name, Words())) as there:
            tables[name] = behind(name, emit, there.locale)
    front = _front(desk, loaded, charts, tables)
    sections = tuple(_section(desk, loaded, section, charts, tables, i) for i, section in enumerate(spec.sections) if section.blocks)
    stated = statements(desk, spec.disclosures)
    if errors(tuple(desk.problems)):
        return None, tuple(desk.problems)
    annex = _annex(desk, charts)
    document = Document(
        report=spec.report,
        locale=locale.tag,
        as_of=facts.as_of,
        subject=facts.entities[spec.subject],
        entities=facts.entities,
        front=front,
        sections=sections,
        annex=annex,
        emissions=tuple(desk.marks.emissions),
        foreign=tuple(desk.foreign),
        members=facts.members,
        names=frozenset(desk.marks.names | _names(facts, locale)),
        disclosures=Disclosures(stated, opinions(annex.computations, facts.sources)),
    )
    return document, tuple(desk.problems)


def _names(facts: Facts, locale: Locale) -> set[str]:
    """Names that the data gives: of entities, and of the values of dimensions."""
    members = (texts for values in facts.members.values() for texts in values.values())
    return {locale.pick(texts) for texts in (*(entity.name for entity in facts.entities.values()), *members)}


def _front(desk: Desk, loaded: LoadedSpec, charts: Mapping[str, Chart], tables: Mapping[str, Table]) -> Front:
    spec = loaded.spec
    keys = spec.key_figures
    with desk.part(keys.unit) as there:
        groups = tuple(
            KeyGroup(tuple(line for i, given in enumerate(group) if (line := _key_line(there, given, ("key_figures", "groups", g, i)))))
            for g, group in enumerate(keys.groups)
        )
    return Front(
        house=loaded.theme.house,
        kind=desk.words(spec.kind, ("kind",)),
        kicker=_kicker(desk, spec),
        title=desk.claim(spec.title, ("title",)),
        standfirst=desk.claim(spec.standfirst, ("standfirst",)),
        key_unit=desk.words(keys.unit, ("key_figures", "unit")),
        key_groups=groups,
        key_note=desk.words(keys.note, ("key_figures", "note")),
        bullets=Bullets(tuple(desk.claim(b, ("bullets", i)) for i, b in enumerate(spec.bullets))),
        lead=exhibit(desk, loaded, spec.lead, charts, tables, ("lead",)) if spec.lead else None,
        watch=desk.claim(spec.watch, ("watch",)),
        rating=rating(desk, spec.rating) if spec.rating else None,
    )


def _kicker(desk: Desk, spec: Spec) -> Inlines:
    subject = desk.facts.entities[spec.subject]
    parts = [subject.ticker, desk.locale.pick(subject.sector) if subject.sector else ""]
    rest = " · ".join(p for p in parts if p)
    return (Strong((Text(desk.locale.pick(subject.name)),)), *((Text(f" {rest}"),) if rest else ()))


def _key_line(desk: Desk, given: KeyLineSpec, path: Path) -> KeyLine | None:
    try:
        point = desk.point(given.figure)
    except NoValueError:
        return None
    except KeyError as bad:
        desk.problem("E274", f"no point {bad.args[0]}.", (*path, "figure"))
        return None
    label = desk.words(given.label, (*path, "label")) or (
        Text(desk.locale.pick(point.names) + desk.locale.word("comma")),
        Number(desk.marks.emit(point.period, "period", {"form": "head"})),
    )
    style = point.metric.display.style
    own: dict[str, Option] = {"unit": style != "money"} if "unit" in OPTIONS[style] else {}
    value = desk.emit(point, {**own, **given.options}, (*path, "options"))
    return KeyLine(label, value, given.sub)


def _section(
    desk: Desk, loaded: LoadedSpec, given: SectionSpec, charts: Mapping[str, Chart], tables: Mapping[str, Table], index: int
) -> Section:
    path: Path = ("sections", index)
    numbers = _note_numbers(loaded.spec, index)
    notes = []
    for name, note in given.notes.items():
        here = (*path, "notes", name)
        notes.append(Note(numbers.get(name), desk.words(note.title, (*here, "title")), desk.words(note.text, (*here, "text"), numbers)))
    blocks: list[DocumentBlock] = []
    heading = desk.claim(given.heading, (*path, "heading"), numbers)
    for i, block in enumerate(given.blocks):
        blocks += _block(desk, loaded, block, charts, tables, (*path, "blocks", i), numbers)
    return Section(f"s-{index + 1}", desk.words(given.label, (*path, "label")), heading, tuple(blocks), tuple(notes))


def _block(
    desk: Desk,
    loaded: LoadedSpec,
    given: BlockSpec,
    charts: Mapping[str, Chart],
    tables: Mapping[str, Table],
    path: Path,
    notes: Mapping[str, int],
) -> Iterator[DocumentBlock]:
    if given.prose:
        yield from (Paragraph(inlines) for inlines in desk.claimed(given.prose, (*path, "prose"), notes))
    if given.bullets:
        yield Bullets(tuple(desk.claim(b, (*path, "bullets", i), notes) for i, b in enumerate(given.bullets)))
    if given.exhibit and (made := exhibit(desk, loaded, given.exhibit, charts, tables, (*path, "exhibit"))):
        yield made


def _note_numbers(spec: Spec, index: int) -> dict[str, int]:
    """Numbers of the notes that a section's prose calls, counted through the brief in reading order; definitions have none."""
    before = sum(len(_called(section)) for section in spec.sections[:index])
    return {name: number for number, name in enumerate(_called(spec.sections[index]), before + 1)}


def _called(section: SectionSpec) -> tuple[str, ...]:
    """The section's notes that its prose calls, in the order of their first call."""
    claims = [section.heading] if section.blocks else []
    for block in section.blocks:
        claims += [block.prose or (), *block.bullets]
    texts = (text for claim in claims for alternative in claim for text in alternative.texts.values())
    names = (match[1] for text in texts for match in _NOTE.finditer(text))
    return tuple(name for name in dict.fromkeys(names) if name in section.notes)


def _annex(desk: Desk, charts: Mapping[str, Chart]) -> Annex:
    """What stands behind every number: of the text and tables, and of the charts."""
    points = {e.value.id: e.value for e in desk.marks.emissions if isinstance(e.value, Point)}
    for chart in charts.values():
        points |= {p.id: p for p in chart.points if p.id not in points}
    found = tuple(points.values())
    # Two statements that are set against each other are one dispute, whichever of them is read first.
    disputes: dict[frozenset[str], Dispute] = {}
    for point in found:
        for dispute in point.all_disputes:
            sides = (*((dispute.chosen,) if dispute.chosen else ()), *dispute.others)
            disputes.setdefault(frozenset(str(fact.where) for fact in sides), dispute)
    metrics: dict[str, Metric] = {}
    for point in found:
        if point.metric.definition and point.method != "reported":
            metrics.setdefault(point.metric.id, point.metric)
    sources = tuple(SourceNote(desk.facts.sources[s], locs) for s, locs in sources_of(found, desk.facts).items())
    return Annex(tuple(disputes.values()), _by_figure(found), sources, tuple(metrics.values()))


def _by_figure(points: tuple[Point, ...]) -> tuple[Point, ...]:
    """Points of one figure together, in the order in which figures first appear."""
    order: dict[str, list[Point]] = {}
    for point in points:
        order.setdefault(point.id.split("@")[0], []).append(point)
    return tuple(p for group in order.values() for p in group)
