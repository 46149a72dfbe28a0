"""Small readings of a document that the templates need: plain words, names of kinds, where a note stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from reportgen.model.document import (
    Block,
    Bullets,
    Card,
    Cell,
    Exhibit,
    ExhibitRef,
    Foreign,
    Inlines,
    Note,
    NoteRef,
    Number,
    Paragraph,
    Picture,
    Section,
    SourceRef,
    Strong,
    Table,
    Text,
)
from reportgen.render.citation import citation
from reportgen.text.locale import Locale, load


def kind(value: object) -> str:
    """The template's word for a block or an inline: `exhibit_ref` for ExhibitRef."""
    return re.sub(r"(?<!^)([A-Z])", r"_\1", type(value).__name__).lower()


def plain(inlines: Inlines, locale: Locale) -> str:
    """Inlines as one string without marks, for titles, bookmarks and captions that hold no markup."""
    parts: list[str] = []
    for item in inlines:
        if isinstance(item, Text):
            parts.append(item.text)
        elif isinstance(item, (Strong, Foreign)):
            parts.append(plain(item.children, locale))
        elif isinstance(item, Number):
            parts.append(locale.show(item.emission))
        elif isinstance(item, ExhibitRef):
            parts.append(exhibit_ref(item, locale))
        elif isinstance(item, SourceRef):
            parts.append(f"{''.join(source_words(item, locale))} {citation(item.source.id, item.locs, locale)}")
    return "".join(parts)


def tagged(inlines: Inlines, locale: Locale) -> str:
    """Inlines as one string, with the tag of their language before those that have no translation."""
    first = next(iter(inlines), None)
    return (locale.word(f"tag_{first.locale}") if isinstance(first, Foreign) else "") + plain(inlines, locale)


def exhibit_ref(item: ExhibitRef, locale: Locale) -> str:
    """What a link to an exhibit reads, in the language of its words."""
    return (load(item.locale) if item.locale else locale).word("exhibit_ref", number=item.number)


def source_words(item: SourceRef, locale: Locale) -> tuple[str, str]:
    """Publisher and day of a source as a source line has them, in the language of the line."""
    own = load(item.locale) if item.locale else locale
    return own.pick(item.source.publisher) + own.word("comma"), own.date(item.source.published, "short")


def not_translated(tags: Iterable[str], locale: Locale) -> str:
    """The line that says in which languages words without a translation stand, and how they are marked."""
    found = [*tags]
    languages = locale.list(locale.word(f"language_{tag}") for tag in found)
    return locale.word("not_translated", language=languages, mark=locale.list(locale.word(f"tag_{tag}") for tag in found))


def around_number(text: str) -> tuple[str, str, str]:
    """A displayed value in three: its first word that holds a digit, or its last word where none does, and what stands
    before and after it. A phrase such as "fell by 19.0%" may so break over lines everywhere else."""
    parts = text.split(" ")
    place = next((n for n, part in enumerate(parts) if any(c.isdigit() for c in part)), len(parts) - 1)
    start = sum(len(part) + 1 for part in parts[:place])
    end = start + len(parts[place])
    return text[:start], text[start:end], text[end:]


def notes_by_block(section: Section) -> Mapping[int, tuple[Note, ...]]:
    """The rail notes of a section by the index of the block beside which they stand.

    A numbered note stands beside the first block that calls it, a definition beside the first exhibit; whatever has no
    such place stands beside the first block.
    """
    exhibits = [n for n, block in enumerate(section.blocks) if isinstance(block, Exhibit)]
    called: dict[int, int] = {}
    for index, block in enumerate(section.blocks):
        for number in note_calls(block):
            called.setdefault(number, index)
    placed: dict[int, list[Note]] = {}
    for note in section.notes:
        home = called.get(note.number, 0) if note.number is not None else (exhibits[0] if exhibits else 0)
        placed.setdefault(home, []).append(note)
    return {index: tuple(notes) for index, notes in placed.items()}


def note_calls(block: Block) -> tuple[int, ...]:
    """The note numbers that a block calls, in order."""
    return tuple(item.number for inlines in _inlines_of(block) for item in _walk(inlines) if isinstance(item, NoteRef))


def _walk(inlines: Inlines) -> Iterator[object]:
    for item in inlines:
        yield item
        if isinstance(item, (Strong, Foreign)):
            yield from _walk(item.children)


def _inlines_of(block: Block) -> Iterator[Inlines]:
    if isinstance(block, Paragraph):
        yield block.inlines
    elif isinstance(block, Bullets):
        yield from block.items
    else:
        yield from (block.title, block.subtitle)
        yield from _inlines_of_body(block.body)
        yield from (block.marks, block.source)


def _inlines_of_body(body: Picture | Table | Card) -> Iterator[Inlines]:
    if isinstance(body, Card):
        for group in body.groups:
            for label, value in group:
                yield from (label, value)
    elif isinstance(body, Table):
        yield body.stub
        yield from (column.head for column in body.columns)
        for row in body.rows:
            yield row.head
            yield from _cell_inlines(row.cells)


def _cell_inlines(cells: Iterable[Cell]) -> Iterator[Inlines]:
    for cell in cells:
        if isinstance(cell.content, tuple):
            yield cell.content
