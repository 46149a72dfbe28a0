"""Cells and names that all kinds of table share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reportgen.model.document import Cell, Inlines, Number, Options, Text
from reportgen.model.fact import Texts
from reportgen.model.figure import Figure, Point
from reportgen.sections.desk import Desk
from reportgen.spec.node import Path


def cell(desk: Desk, point: Point, options: Options, path: Path) -> Cell:
    """The number without unit, as tables print it, and the letter that says how it came about."""
    return Cell(desk.emit(point, {"unit": False, "bare": True, **options}, (*path, "options")), mark(point))


def absent(desk: Desk) -> Cell:
    """The cell of a figure that does not reach here: not available, which is not the same as nil by definition."""
    return Cell((Text(desk.locale.word("na")),))


def known(keys: Iterable[str], figures: Sequence[Figure]) -> tuple[str, ...]:
    """The keys without those whose points are all left out for want of a value."""
    there = {point.key for figure in figures for point in figure}
    left_out = {point.key for figure in figures for point in figure.omitted} - there
    return tuple(key for key in keys if key not in left_out)


def mark(point: Point) -> str:
    """r rebuilt or computed from such, g a goal, f a forecast, e our estimate, c a claim or a broker's view, p provisional;
    nothing for what was reported."""
    if point.quantity is not None and point.rests_on_rebuilt:
        return "r"
    if point.forecast and point.status[:1] != "G":
        return "f"
    return {"E": "e", "T": "c", "C": "c", "G": "g", "P": "p"}.get(point.status[:1], "")


def names(desk: Desk, texts: Texts, point: Point) -> Inlines:
    """A name in the reader's language, or that of the point's metric."""
    return (Text(desk.locale.pick(texts or point.names)),)


def member(desk: Desk, point: Point) -> Inlines:
    """The name of a point among members, or its period."""
    if point.label:
        return (Text(desk.locale.pick(point.label)),)
    return (Number(desk.marks.emit(point.period, "period", {"form": "head"})),)
