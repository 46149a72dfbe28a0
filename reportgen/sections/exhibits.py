"""Exhibits: title, unit line, body, what the marks mean, and the source line, all computed from what the exhibit prints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from reportgen.model.document import (
    Card,
    Cell,
    Chart,
    Emission,
    Exhibit,
    Foreign,
    Inline,
    Inlines,
    Number,
    Picture,
    SourceRef,
    Strong,
    Table,
    Text,
)
from reportgen.model.fact import Facts
from reportgen.model.figure import Missing, Point
from reportgen.sections.desk import Desk
from reportgen.sections.prune import EMPTY_LINE
from reportgen.sections.tables.kinds import KINDS as TABLES
from reportgen.spec.base import Words
from reportgen.spec.load import LoadedSpec
from reportgen.spec.node import Path
from reportgen.spec.schema import CardSpec, ExhibitSpec, Spec

TOO_LONG = (
    "Print those that the argument needs: figures.csv, attached to the PDF and beside the HTML, holds every number. "
    "Or raise `rows:` of the exhibit."
)


def numbering(spec: Spec) -> dict[str, int]:
    """The number of each exhibit by the name of its chart, table or card: the lead first, then in reading order."""
    shown = [spec.lead] if spec.lead else []
    shown += [block.exhibit for section in spec.sections for block in section.blocks if block.exhibit]
    return {name_of(exhibit): number for number, exhibit in enumerate(shown, 1)}


def unit_lines(spec: Spec) -> dict[str, Words]:
    """The unit line of each chart by its name: the language in which it stands is that of the whole exhibit."""
    shown = [spec.lead] if spec.lead else []
    shown += [block.exhibit for section in spec.sections for block in section.blocks if block.exhibit]
    return {exhibit.chart: exhibit.subtitle for exhibit in shown if exhibit.chart}


def name_of(exhibit: ExhibitSpec) -> str:
    """The name of its chart, table or card."""
    return exhibit.chart or exhibit.table or exhibit.card


def exhibit(
    desk: Desk, loaded: LoadedSpec, given: ExhibitSpec, charts: Mapping[str, Chart], tables: Mapping[str, Table], path: Path
) -> Exhibit | None:
    """The exhibit; None, with a problem recorded elsewhere, where its chart could not be drawn."""
    with desk.part(given.subtitle) as there:
        return _exhibit(there, loaded, given, charts, tables, path)


def _exhibit(
    desk: Desk, loaded: LoadedSpec, given: ExhibitSpec, charts: Mapping[str, Chart], tables: Mapping[str, Table], path: Path
) -> Exhibit | None:
    name = name_of(given)
    title = desk.claim(given.title, (*path, "title"))
    subtitle = desk.words(given.subtitle, (*path, "subtitle"))
    body: Picture | Table | Card
    words: tuple[str, ...] = ()
    if given.chart:
        chart = charts.get(given.chart)
        if chart is None:
            return None
        body, printed, words = Picture(given.chart, chart.alt, tables[given.chart]), chart.points, chart.marks
    elif given.table:
        kind, options = loaded.tables[given.table]
        body = TABLES[kind].build(desk, options, ("tables", given.table))
        if len(body.rows) > given.rows:
            desk.problem("E429", f"table '{given.table}' has {len(body.rows)} rows; a page takes {given.rows}.", (*path, "table"), TOO_LONG)
        printed = tuple(_printed(body))
    else:
        body = _card(desk, loaded.spec.cards[given.card], ("cards", given.card))
        printed = tuple(_printed(body))
    return Exhibit(
        name=name,
        number=desk.exhibits[name],
        title=title,
        subtitle=subtitle,
        body=body,
        source=_source_line(desk, printed),
        marks=_marks(desk, given, body, printed, words, (*path, "marks")),
        wide=given.wide,
        locale=desk.marks.locale,
    )


def sources_of(points: Iterable[Point], facts: Facts) -> dict[str, tuple[str, ...]]:
    """The paragraphs used of each source, both in order."""
    found: dict[str, set[str]] = {}
    for point in points:
        for fact in point.facts:
            found.setdefault(fact.source, set()).add(fact.loc)
    return {source: tuple(sorted(found[source], key=lambda loc: (len(loc), loc))) for source in facts.sources if source in found}


def _card(desk: Desk, card: CardSpec, path: Path) -> Card:
    groups = []
    for g, group in enumerate(card.groups):
        here = (*path, "groups", g)
        lines = (
            (desk.words(line.label, (*here, i, "label")), desk.words(line.value, (*here, i, "value")))
            for i, line in enumerate(group)
            if line != EMPTY_LINE
        )
        groups.append(tuple(lines))
    return Card(tuple(group for group in groups if group))


def _source_line(desk: Desk, points: tuple[Point, ...]) -> Inlines:
    used = sources_of(points, desk.facts)
    line = desk.locale.word("source_line" if len(used) == 1 else "sources_line", sources="\0")
    before, after = line.split("\0")
    between = desk.locale.word("list_separator")
    parts: list[Inline] = [Text(before)]
    for index, (source, locs) in enumerate(used.items()):
        parts += [Text(between)] if index else []
        parts.append(SourceRef(desk.facts.sources[source], locs, desk.marks.locale))
    if any(p.method in ("computed", "rebuilt") for p in points):
        parts.append(Text(between + desk.locale.word("own_calculation")))
    return (*parts, Text(after))


def _marks(desk: Desk, given: ExhibitSpec, body: object, points: tuple[Point, ...], words: tuple[str, ...], path: Path) -> Inlines:
    """What the marks in this exhibit mean, and the words of the spec."""
    found = dict.fromkeys(words)
    cells = [cell for row in body.rows for cell in row.cells] if isinstance(body, Table) else []
    if isinstance(body, Table):
        letters = {cell.mark for cell in cells}
        found |= dict.fromkeys(word for letter, word in LETTERS.items() if letter in letters)
    absent = (Text(desk.locale.word("na")),)
    if any(cell.content == absent for cell in cells) or any(isinstance(p.result, Missing) and p.result.kind == "n.a." for p in points):
        found["na_explained"] = None
    if any(isinstance(p.result, Missing) and p.result.kind == "n.m." for p in points):
        found["nm_explained"] = None
    if any(cell.content is None for cell in cells):
        found["dash_explained"] = None
    if any(p.all_disputes for p in points) and not isinstance(body, Picture):
        found["disputed_explained"] = None
    own = desk.words(given.marks, path)
    legend = desk.locale.word("list_separator").join(desk.locale.word(word) for word in found)
    if not legend:
        return own
    sentence = desk.locale.word("sentence", text=f"{legend[:1].upper()}{legend[1:]}" if legend[1:2].isalpha() else legend)
    return (Text(sentence + desk.locale.space), *own) if own else (Text(sentence),)


LETTERS = {
    "r": "rebuilt_explained",
    "e": "estimate_explained",
    "c": "claim_explained",
    "f": "forecast_explained",
    "g": "goal_explained",
    "p": "provisional_explained",
}


def _printed(body: Table | Card) -> Iterator[Point]:
    """The points that a body prints, in order."""
    groups: list[Inlines] = []
    if isinstance(body, Card):
        groups = [inlines for group in body.groups for pair in group for inlines in pair]
    else:
        for row in body.rows:
            groups.append(row.head)
            for cell in row.cells:
                groups.append(_content(cell))
    for inlines in groups:
        yield from points_in(inlines)


def _content(cell: Cell) -> Inlines:
    if isinstance(cell.content, Emission):
        return (Number(cell.content),)
    return cell.content or ()


def points_in(inlines: Inlines) -> Iterator[Point]:
    """The points that inlines print, in order."""
    for item in inlines:
        if isinstance(item, Number) and isinstance(item.emission.value, Point):
            yield item.emission.value
        elif isinstance(item, (Strong, Foreign)):
            yield from points_in(item.children)
