"""Holds the numbers of tables against the heads beside them: the period of a head is the number's, and so is its unit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from reportgen.audit.page import Block, Page, Piece
from reportgen.audit.spoken import PRINTED_AS
from reportgen.audit.terms import POINTS
from reportgen.model.document import Emission
from reportgen.model.figure import Point
from reportgen.model.period import Period
from reportgen.model.problem import Problem

BEFORE = 2
"""So many blocks before a table say what it holds: its title, and the line under it."""


def audit(page: Page, emissions: Mapping[int, Emission], what: str) -> Iterator[Problem]:
    """Numbers whose head names another period, or the other one of per cent and percentage points."""
    heads: dict[int, Block] = {}
    above: dict[int, str] = {}
    last: list[str] = []
    for block in page.of("main", "data"):
        if block.table < 0 or block.tag == "caption":
            last = [*last[1 - BEFORE :], block.text]
            continue
        above.setdefault(block.table, " ".join(last))
        if block.head:
            heads[block.table] = block
            continue
        own = [piece for piece in block.pieces if piece.head]
        for piece in block.pieces:
            if piece.kind == "number" and not piece.head and piece.index in emissions:
                column = [p for p in heads[block.table].pieces if p.cell == piece.cell] if block.table in heads else []
                yield from _periods(piece, (own, column), emissions, what)
                yield from _units(piece, (_text(own), _text(column), above[block.table]), emissions[piece.index], what)


def _text(pieces: Sequence[Piece]) -> str:
    return "".join(piece.text for piece in pieces)


def _periods(piece: Piece, labels: Sequence[Sequence[Piece]], emissions: Mapping[int, Emission], what: str) -> Iterator[Problem]:
    point = emissions[piece.index].value
    if not isinstance(point, Point):
        return
    for label in labels:
        named = [emissions[p.index].value for p in label if p.kind == "number" and p.index in emissions]
        periods = [value for value in named if isinstance(value, Period)]
        if periods and not any(_touch(point.period, period) for period in periods):
            told = f"{' '.join(piece.text.split())!r} is of {point.period.text}"
            yield Problem("E487", f"in {what}, {told}, and its head names {', '.join(p.text for p in periods)}.")


def _touch(a: Period, b: Period) -> bool:
    return a.start <= b.end and b.start <= a.end


def _units(piece: Piece, labels: Sequence[str], emission: Emission, what: str) -> Iterator[Problem]:
    """A bare number takes its unit from the nearest label that names one of the two."""
    if emission.style not in PRINTED_AS or emission.options.get("unit", True) or not any(c.isdigit() for c in piece.text):
        return
    words = POINTS[emission.locale.partition("-")[0]]
    for label in labels:
        percent, points = "%" in label, any(word in label for word in words)
        if percent or points:
            if not (percent if emission.style == "percent" else points):
                other = "percentage points" if emission.style == "percent" else "per cent"
                yield Problem("E487", f"in {what}, {piece.text.strip()!r} is in {emission.style}, and its label says {other}.")
            return
