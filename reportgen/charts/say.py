"""Sentences of the alternative text, computed from the figures."""

from __future__ import annotations

from collections.abc import Sequence

from reportgen.model.figure import Figure, Point

from .record import Record

MANY = 8
"""Up to so many values are told one by one; of more, the first, the last, the highest and the lowest."""


def series(voice: Record, figure: Figure, label: str = "") -> str:
    """What a figure's points are, in sentences."""
    label = label or voice.title(figure)
    known = figure.known
    if len(figure.points) <= MANY:
        return voice.locale.alt("series", label=label, values=listed(voice, figure.points))
    ends = voice.locale.alt("series", label=label, values=listed(voice, (known[0], known[-1])))
    return " ".join((ends, extremes(voice, known)))


def points(voice: Record, label: str, members: Sequence[Point], dated: bool) -> str:
    """What members are, in their order, with their dates where these differ."""
    if dated and len({p.period for p in members}) > 1:
        told = [voice.locale.alt("dated", name=voice.name(p), date=moment(voice, p), value=voice.show(p)) for p in members]
        return voice.locale.alt("series", label=label, values=voice.locale.word("list_separator").join(told))
    return voice.locale.alt("series", label=label, values=listed(voice, members))


def listed(voice: Record, members: Sequence[Point], sign: bool = False) -> str:
    """Name and value, one after the other."""
    options: dict[str, bool] = {"sign": True} if sign else {}
    told = [voice.locale.alt("value", name=voice.name(p), value=voice.show(p, "", **options)) for p in members]
    return voice.locale.word("list_separator").join(told)


def moment(voice: Record, item: Point) -> str:
    """When a point is: the date that it states, else its period."""
    return voice.show(item, "date") if item.day else voice.show(item.period, "period")


def extremes(voice: Record, known: Sequence[Point]) -> str:
    """The highest and the lowest value."""

    def size(item: Point) -> float:
        assert item.quantity is not None
        return float(item.quantity.value)

    found = []
    for word, item in (("highest", max(known, key=size)), ("lowest", min(known, key=size))):
        found.append(voice.locale.alt(word, value=voice.show(item), name=voice.name(item)))
    return " ".join(found)
