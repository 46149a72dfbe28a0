"""Holes before exhibits.

An exhibit is not broken, so that one that is too high for the rest of a page leaves it empty. The text goes on there, as in
any printed book, and the exhibit opens the next page. It keeps its number, and the text its words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from reportgen.model.document import Document, Exhibit, Paragraph, Section
from reportgen.model.problem import Problems, errors
from reportgen.render.boxes import TOLERANCE, filled, top, walk

HOLE = 0.8
"""A page filled to less than this share has a hole at its foot."""
LAST_FILL = 1 / 3
"""A last page filled to less than this share is too thin."""
TRIES = 3
"""So many exhibits of a brief are moved at most: each costs a layout."""


@dataclass(frozen=True, slots=True)
class Laid:
    """A layout: the engine's own, its page boxes, and what is wrong with them."""

    layout: Any
    pages: list[Any]
    problems: Problems

    @property
    def faults(self) -> tuple[int, float]:
        """What makes one layout worse than another: its errors, then how much of its inner pages is empty."""
        return len(errors(self.problems)), sum(1 - filled(page) for page in self.pages[1:-1])


def fitted(document: Document, lay: Callable[[Document], Laid]) -> Laid:
    """The layout of the document, or a better one with exhibits moved behind a paragraph."""
    best = lay(document)
    tried: set[int] = set()
    while len(tried) < TRIES:
        moved = next(((n, d) for n in _openers(best.pages) if n not in tried and (d := _behind(document, n))), None)
        if moved is None:
            break
        number, changed = moved
        tried.add(number)
        again = lay(changed)
        if again.faults < best.faults:
            document, best = changed, again
    return best


def _openers(pages: list[Any]) -> Iterator[int]:
    """The number of each exhibit that opens a page after a hole."""
    holes = {number + 1 for number, page in enumerate(pages[:-1]) if number and filled(page) < HOLE}
    for item in walk(pages):
        if item.page in holes and item.is_element and "exhibit" in item.classes:
            page = pages[item.page]
            first = top(item.box) - float(page.content_box_y()) <= item.box.margin_top + TOLERANCE
            if first:
                yield int(item.box.element.get("id").removeprefix("exhibit-"))


def _behind(document: Document, number: int) -> Document | None:
    """The document with the exhibit of that number behind the paragraph after it; None where no paragraph follows."""
    sections = [_swapped(section, number) for section in document.sections]
    if all(after is None for after in sections):
        return None
    return replace(document, sections=tuple(after or before for before, after in zip(document.sections, sections, strict=True)))


def _swapped(section: Section, number: int) -> Section | None:
    blocks = list(section.blocks)
    for index, block in enumerate(blocks[:-1]):
        if isinstance(block, Exhibit) and block.number == number and isinstance(blocks[index + 1], Paragraph):
            blocks[index : index + 2] = [blocks[index + 1], block]
            return replace(section, blocks=tuple(blocks))
    return None
