"""Where each emission stands in the document: its number in reading order, and whether it belongs to a section."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any, NamedTuple

from reportgen.model.document import Document, Emission, Exhibit, Note, Table

FIRST: Mapping[type, tuple[str, ...]] = {Table: ("stub",), Exhibit: ("name", "number", "title", "subtitle", "body", "marks")}
"""Fields that are printed before the others of their kind, which stand in the order of their declaration."""


class Position(NamedTuple):
    """The number of an emission in the order of reading, and whether it stands in the running text of a section."""

    number: int
    running: bool


def positions(document: Document) -> Mapping[int, Position]:
    """The position of each emission by its index."""
    found: dict[int, Position] = {}
    for part, running in ((document.front, False), (document.sections, True)):
        for index, noted in _walk(part, False):
            found.setdefault(index, Position(len(found), running and not noted))
    return found


def _walk(value: Any, noted: bool) -> Iterator[tuple[int, bool]]:
    """The indices of the emissions in a value, and whether they stand in a note."""
    if isinstance(value, Emission):
        yield value.index, noted
    elif isinstance(value, tuple):
        for item in value:
            yield from _walk(item, noted)
    elif is_dataclass(value) and not isinstance(value, type):
        names = [field.name for field in fields(value)]
        first = FIRST.get(type(value), ())
        for name in sorted(names, key=lambda name: first.index(name) if name in first else len(first)):
            yield from _walk(getattr(value, name), noted or isinstance(value, Note))
