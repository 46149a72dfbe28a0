"""Reads a finished HTML page back: its blocks of text, each as pieces that are numbers, marks, numbering or running text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from typing import Literal

Zone = Literal["main", "data", "note", "nav", "annex", "popover", "screen"]
"""Where a block stands. `data` is the table behind a chart and `screen` the furniture of the screen: neither is on paper, and
no popover is."""
Kind = Literal["loose", "number", "apart"]

NUMBERING = frozenset({"no", "mark", "x", "s", "moment", "kicker"})
"""Classes of elements whose digits number the page, cite a source, or belong to a name."""
SCREENED = frozenset({"hidden", "written"})
"""Classes of text that the screen alone may show."""
BLOCKS = frozenset(
    {"p", "li", "h1", "h2", "h3", "h4", "tr", "caption", "summary", "dt", "dd", "header", "footer", "nav", "aside", "ul", "ol"}
)
ZONES: tuple[tuple[str, Zone], ...] = (
    ("popover", "popover"),
    ("popovers", "popover"),
    ("data", "data"),
    ("switches", "screen"),
    ("colophon", "screen"),
    ("skip", "screen"),
    ("provenance", "screen"),
    ("note", "note"),
    ("contents", "nav"),
    ("annex", "annex"),
)
"""The zone that a class opens."""
INNER = frozenset({"popover", "screen", "data"})
"""Zones that hold whatever stands in them."""
VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "wbr", "col"})
SILENT = frozenset({"style", "script"})

_HEAD = re.compile(r"<style>.*?</style>", re.DOTALL)
_HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010\ufffe]\s*(?=[^\W\d_])")
_NOTHING = re.compile(r"[\s•◦▪‣\u00ad\u200b\u2060\"“”„‟«»‹›‘’'「」『』]+")


def squeezed(text: str) -> str:
    """The text as both media have it: without spaces, quotes, bullets, and hyphens within words, in small letters."""
    return _NOTHING.sub("", _HYPHEN.sub("", text).replace("\ufffe", "-")).casefold()


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text of one kind: a number has the index of its emission, an apart piece its class and the target of its link."""

    text: str
    kind: Kind = "loose"
    index: int = -1
    name: str = ""
    href: str = ""
    cell: int = -1
    """The column in which it stands, -1 outside of tables."""
    head: bool = False
    """Whether it stands in a head cell."""


BREAK = Piece("", "apart", name="break")
"""Where another block stands within one."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item or row of a table; `ids` are the anchors that lead to it."""

    zone: Zone
    tag: str
    pieces: tuple[Piece, ...]
    ids: tuple[str, ...] = ()
    table: int = -1
    """The number of the table whose row it is, counted from 0."""
    head: bool = False
    """Whether it is the head row of a table."""
    href: str = ""
    """The target of the first link in it."""

    @property
    def text(self) -> str:
        """All of it, marks and numbers included."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def indices(self) -> tuple[int, ...]:
        """The emissions printed in it, in order."""
        return tuple(piece.index for piece in self.pieces if piece.kind == "number")


@dataclass(frozen=True, slots=True)
class Drawing:
    """The texts of one SVG, under its id."""

    id: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """What was read: blocks in the order of the page, drawings, alternative texts, and the page's title and description."""

    blocks: tuple[Block, ...]
    drawings: tuple[Drawing, ...]
    alts: tuple[str, ...]
    title: str
    description: str

    def of(self, *zones: Zone) -> Iterator[Block]:
        """The blocks of these zones."""
        return (block for block in self.blocks if block.zone in zones)


@dataclass(slots=True)
class _Open:
    """An element that is open: where text in it goes, and how it counts."""

    tag: str
    zone: Zone
    block: int
    kind: Kind = "loose"
    index: int = -1
    name: str = ""
    href: str = ""
    cell: int = -1
    head: bool = False
    table: int = -1


@dataclass(slots=True)
class _Draft:
    zone: Zone
    tag: str
    ids: list[str]
    table: int
    head: bool
    pieces: list[Piece] = field(default_factory=list)
    href: str = ""
    cells: int = 0


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.drafts: list[_Draft] = [_Draft("main", "body", [], -1, False)]
        self.drawings: list[tuple[str, list[str]]] = []
        self.alts: list[str] = []
        self.title, self.description = "", ""
        self._open: list[_Open] = [_Open("", "main", 0)]
        self._ids: list[str] = []
        self._tables = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "meta" and given.get("name") == "description":
            self.description = given.get("content", "")
        if tag in VOID:
            return
        above, classes = self._open[-1], given.get("class", "").split()
        zone = _zone(above.zone, classes, given.get("id", ""))
        now = _Open(tag, zone, above.block, above.kind, above.index, above.name, above.href, above.cell, above.head, above.table)
        if given.get("id"):
            self._ids.append(given["id"])
        if given.get("role") == "img":
            self.alts.append(given.get("aria-label", ""))
        self._place(now, above, given.get("id", ""))
        if tag in BLOCKS or zone != above.zone:
            self._start(now, zone)
        self._mark(now, tag, given, classes)
        self._open.append(now)

    def _place(self, now: _Open, above: _Open, ident: str) -> None:
        """Where in a drawing or table the element stands."""
        if now.tag == "svg":
            self.drawings.append((ident, []))
        elif now.tag == "text" and self.drawings:
            self.drawings[-1][1].append("")
        elif now.tag == "table":
            now.table, self._tables = self._tables, self._tables + 1
        elif now.tag == "thead":
            now.head = True
        elif now.tag in ("td", "th"):
            draft = self.drafts[above.block]
            now.cell, draft.cells = draft.cells, draft.cells + 1
            now.head = above.head or now.tag == "th"

    def _start(self, now: _Open, zone: Zone) -> None:
        self.drafts[now.block].pieces.append(BREAK)
        self.drafts.append(_Draft(zone, now.tag, self._ids, now.table, now.head))
        self._ids = []
        now.block = len(self.drafts) - 1

    def _mark(self, now: _Open, tag: str, given: dict[str, str], classes: list[str]) -> None:
        """How text in the element counts."""
        href = given.get("href", "")
        draft = self.drafts[now.block]
        if href and not draft.href:
            draft.href = href
        now.href = href or now.href
        if now.kind != "loose":
            return
        if given.get("data-e", "").isdigit():
            now.kind, now.index = "number", int(given["data-e"])
            draft.pieces.append(Piece("", "number", now.index, "", now.href, now.cell, now.head))
        elif (found := [name for name in classes if name in NUMBERING]) or (found := [name for name in classes if name in SCREENED]):
            now.kind, now.name = "apart", found[0]
        if tag in SILENT:
            now.name = "silent"

    def handle_endtag(self, tag: str) -> None:
        while len(self._open) > 1:
            if self._open.pop().tag == tag:
                return

    def handle_data(self, data: str) -> None:
        now = self._open[-1]
        if now.tag == "title":
            self.title += data
        elif now.tag == "text" and self.drawings:
            self.drawings[-1][1][-1] += data
        elif now.name != "silent" and now.tag != "svg":
            pieces = self.drafts[now.block].pieces
            last = pieces[-1] if pieces else BREAK
            if now.kind != "apart" and (last.kind, last.index, last.cell) == (now.kind, now.index, now.cell):
                pieces[-1] = replace(last, text=last.text + data)
            else:
                pieces.append(Piece(data, now.kind, now.index, now.name, now.href, now.cell, now.head))


def _zone(above: Zone, classes: list[str], ident: str) -> Zone:
    if above in INNER and above != "annex":
        return above
    for name, zone in ZONES:
        if name in classes or (name == ident == "annex"):
            return zone
    return above


def read(html: str) -> Page:
    """The page's blocks, drawings and alternative texts; what only dresses it is not read."""
    reader = _Reader()
    reader.feed(_HEAD.sub("", html))
    reader.close()
    blocks = tuple(
        Block(d.zone, d.tag, tuple(d.pieces), tuple(d.ids), d.table, d.head, d.href)
        for d in reader.drafts
        if d.ids or any(piece.text.strip() for piece in d.pieces) or any(piece.kind == "number" for piece in d.pieces)
    )
    drawings = tuple(Drawing(ident, tuple(texts)) for ident, texts in reader.drawings)
    return Page(blocks, drawings, tuple(reader.alts), reader.title, reader.description)
