"""Holds the text layer of the PDF against the page: every block of the page stands in it, and nothing is left over.

Both are compared without spaces and hyphens, for lines break elsewhere on paper. Marks and numbers beside the text stand apart from
what they belong to, so they are counted instead: the numbers of notes and entries, and the page of each entry of the contents.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import accumulate

from reportgen.audit.page import BREAK, Block, Page, Piece, Zone, squeezed
from reportgen.model.problem import Problem

PRINTED: tuple[Zone, ...] = ("main", "note", "nav", "annex")
"""The zones of the page that are on paper."""
APART = ("mark", "no", "hidden", "written")
"""Classes of what may stand elsewhere on paper than in its block, or not at all."""
SHORTEST = 3
"""A block that is split elsewhere than between lines has at least so many characters on either side."""


LONG = 40
"""A text of so many characters stands within no other by chance."""


@dataclass(frozen=True, slots=True)
class Unit:
    """What stands together on paper: a block, or a part of one that holds others. The forms that it may take, the fullest first."""

    forms: tuple[tuple[str, tuple[str, ...]], ...]
    """Each with the marks and numbers that it leaves out."""
    block: Block

    @property
    def text(self) -> str:
        """The unit without what may stand apart from it."""
        return self.forms[-1][0]


@dataclass(slots=True)
class Leaf:
    """A page of the PDF: its text squeezed, line by line, and which characters are accounted for."""

    text: str
    lines: tuple[int, ...]
    """The length of each line in the squeezed text."""
    breaks: frozenset[int]
    """Where a line begins or ends in the squeezed text."""
    used: bytearray

    def places(self, wanted: str, start: int = 0) -> Iterator[int]:
        """Where the text stands in characters that are not yet accounted for."""
        place = self.text.find(wanted, start) if wanted else -1
        while place >= 0:
            if not any(self.used[place : place + len(wanted)]):
                yield place
            place = self.text.find(wanted, place + 1)

    def take(self, place: int, length: int) -> None:
        """Accounts for these characters."""
        self.used[place : place + length] = b"\1" * length


def texts(pdf: bytes) -> tuple[str, ...]:
    """The text of each page, as a reader of the file finds it."""
    import pypdfium2

    with pypdfium2.PdfDocument(BytesIO(pdf)) as document:
        return tuple(page.get_textpage().get_text_range().replace("\r\n", "\n") for page in document)


def audit(
    pages: Sequence[str], page: Page, drawn: Sequence[Sequence[str]], furniture: Sequence[str], foot: str, what: str
) -> Iterator[Problem]:
    """What the paper lacks and what it prints beyond the page.

    `drawn` are the texts of the charts, `furniture` lines that paper alone has and may repeat, `foot` is the line before the number of
    a page; `what` names the brief in messages.
    """
    leaves = [_leaf(text) for text in pages]
    yield from _folios(leaves, foot, what)
    units = [unit for block in page.of(*PRINTED) for unit in _units(block)]
    for found in drawn:
        units += _drawing(found, leaves)
    units += [_plain(line, "") for line in furniture]
    allowed: Counter[str] = Counter()
    at: dict[str, int] = {}
    for unit, (number, left) in _placed(units, leaves):
        if number is None:
            if unit.block.tag:
                told = " ".join(unit.block.text.split())
                yield Problem("E488", f"the PDF of {what} does not read {told!r} as the page does.")
            continue
        allowed.update(left)
        for anchor in unit.block.ids:
            at[anchor] = min(number, at.get(anchor, number))
    for text in (*(squeezed(line) for line in furniture), *(unit.text for unit in units if unit.block.head)):
        for leaf in leaves:
            for place in leaf.places(text):
                leaf.take(place, len(text))
    allowed.update(str(at[b.href[1:]] + 1) for b in page.of("nav") if b.tag == "li" and b.href[1:] in at)
    yield from _rest(leaves, allowed, what)


def _leaf(text: str) -> Leaf:
    whole = squeezed(text)
    lines = [len(squeezed(line)) for line in text.split("\n")]
    lines[-1] += len(whole) - sum(lines)
    return Leaf(whole, tuple(lines), frozenset((0, *accumulate(lines))), bytearray(len(whole)))


def _units(block: Block) -> Iterator[Unit]:
    pieces: list[Piece] = []
    for piece in (*block.pieces, BREAK):
        if piece != BREAK:
            pieces.append(piece)
        elif pieces:
            forms = [_form(pieces, names) for names in ((), ("hidden",), ("hidden", "mark"), ("hidden", "mark", "no"), APART)]
            if forms[-1][0]:
                yield Unit(tuple(dict.fromkeys(forms)), block)
            pieces = []


def _plain(text: str, tag: str = "svg") -> Unit:
    return Unit(((squeezed(text), ()),), Block("main", tag, (Piece(text),)))


def _drawing(found: Sequence[str], leaves: Sequence[Leaf]) -> list[Unit]:
    """A drawing as one unit; text by text where the reader of the file takes them in another order."""
    whole = _plain(" ".join(found))
    return [whole] if any(whole.text in leaf.text for leaf in leaves) else [_plain(text) for text in found]


def _form(pieces: Sequence[Piece], names: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    left = (squeezed(piece.text) for piece in pieces if piece.name in names and piece.name in ("mark", "no"))
    return squeezed("".join(piece.text for piece in pieces if piece.name not in names)), tuple(filter(None, left))


def _folios(leaves: Sequence[Leaf], foot: str, what: str) -> Iterator[Problem]:
    for number, leaf in enumerate(leaves, 1):
        wanted = f"{squeezed(foot)}{number}"
        place = next((at for at in leaf.places(wanted) if not leaf.text[at + len(wanted) :][:1].isdigit()), None)
        if place is None:
            yield Problem("E488", f"page {number} of the PDF of {what} does not read {foot!r} and its number.")
        else:
            leaf.take(place, len(wanted))


Place = tuple[int | None, tuple[str, ...]]
"""The page on which a unit stands, whose characters are then accounted for, and the marks that stand elsewhere."""


def _placed(units: Sequence[Unit], leaves: Sequence[Leaf]) -> Iterator[tuple[Unit, Place]]:
    """The place of every unit; None for one that is nowhere.

    The longest come first: what stands within a longer one is accounted for with that. Long ones that a column splits wait for the
    whole ones, which may begin with the same words.
    """
    ordered = sorted(units, key=lambda unit: -len(unit.text))
    split: list[Unit] = []
    for unit in (u for u in ordered if len(u.text) >= LONG):
        if (place := _whole(unit, leaves)) is None:
            split.append(unit)
        else:
            yield unit, place
    for unit in (*split, *(u for u in ordered if len(u.text) < LONG)):
        yield unit, (None if unit in split else _whole(unit, leaves)) or _parted(unit, leaves)


def _whole(unit: Unit, leaves: Sequence[Leaf]) -> Place | None:
    for text, left in unit.forms:
        for number, leaf in enumerate(leaves):
            for place in leaf.places(text):
                leaf.take(place, len(text))
                return number, left
    return None


def _parted(unit: Unit, leaves: Sequence[Leaf]) -> Place:
    text, left = unit.forms[-1]
    # A column ends with a line; a mark may have come behind that line, so that any other place is the second choice.
    number = _split(text, leaves, at_lines=True)
    return (_split(text, leaves, at_lines=False) if number is None else number), left


def _split(text: str, leaves: Sequence[Leaf], *, at_lines: bool) -> int | None:
    """The same for a text that goes on in the next column or overleaf; at the end of a line, or anywhere."""
    shortest = 1 if at_lines else SHORTEST
    for number, leaf in enumerate(leaves):
        if text[:shortest] not in leaf.text:
            continue
        for cut in range(len(text) - shortest, shortest - 1, -1):
            heads = (at for at in leaf.places(text[:cut]) if not at_lines or at + cut in leaf.breaks)
            if (head := next(heads, None)) is None:
                continue
            for other, start in ((leaf, head + cut), *((after, 0) for after in leaves[number + 1 : number + 2])):
                tails = (at for at in other.places(text[cut:], start) if not at_lines or at in other.breaks)
                if (tail := next(tails, None)) is not None:
                    leaf.take(head, cut)
                    other.take(tail, len(text) - cut)
                    return number
    return None


def _rest(leaves: Sequence[Leaf], allowed: Counter[str], what: str) -> Iterator[Problem]:
    """What no block accounts for must be marks and numbers that stand apart from their blocks."""
    counted = Counter({token: count for token, count in allowed.items() if any(c.isdigit() for c in token)})
    marks = {token for token in allowed if token not in counted}
    left: Counter[str] = Counter()
    for leaf in leaves:
        place = 0
        for length in leaf.lines:
            line = leaf.text[place : place + length]
            used = leaf.used[place : place + length]
            found = "".join(" " if taken or c in marks else c for c, taken in zip(line, used, strict=True)).split()
            # A line of words that the page does not have is a project's own print template; a number is nobody's.
            if any(used) or any(c.isdigit() or c in "+-−%" for c in line):
                left.update(found)
            place += length
    for token, count in sorted((left - counted).items()):
        yield Problem("E489", f"the PDF of {what} prints {token!r}{_times(count)} beyond what its page holds.")
    for token, count in sorted((counted - left).items()):
        yield Problem("E489", f"the PDF of {what} lacks {token!r}, the number of a note, an entry or a page{_times(count)}.")


def _times(count: int) -> str:
    return "" if count == 1 else f" {count} times"
