"""Sentences of the alternative text, computed from the figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reportgen.charts.data import value
from reportgen.charts.record import Record
from reportgen.model.figure import Figure, Point

MANY = 8
"""Up to so many values are told one by one; of more, the first, the last, the highest and the lowest."""


def series(voice: Record, figure: Figure, label: str = "", samples: Mapping[str, Point] | None = None) -> str:
    """What a figure's points are, in sentences; `samples` are the points that name the keys."""
    label = label or voice.title(figure)
    known, named = figure.known, samples or {}
    if len(figure.points) <= MANY:
        return sentence(voice, "series", label=label, values=listed(voice, figure.points, samples=named))
    ends = sentence(voice, "series", label=label, values=listed(voice, (known[0], known[-1]), samples=named))
    return " ".join((ends, extremes(voice, known, named)))


def points(voice: Record, label: str, members: Sequence[Point], dated: bool) -> str:
    """What members are, in their order, with their dates where these differ."""
    if dated and len({p.period for p in members}) > 1:
        told = [voice.locale.alt("dated", name=voice.name(p), date=moment(voice, p), value=voice.tell(p)) for p in members]
        return sentence(voice, "series", label=label, values=joined(voice, told))
    return sentence(voice, "series", label=label, values=listed(voice, members))


def sentence(voice: Record, key: str, **slots: str) -> str:
    """A sentence of the locale; it ends with one full stop, also after an abbreviation."""
    text = voice.locale.alt(key, **slots)
    return text[:-1] if text.endswith("..") else text


def joined(voice: Record, told: Sequence[str]) -> str:
    """Items of a list as the locale separates them."""
    return voice.locale.word("list_separator").join(told)


def listed(voice: Record, members: Sequence[Point], sign: bool = False, samples: Mapping[str, Point] | None = None) -> str:
    """Name and value, one after the other."""
    named = samples or {}
    told = [voice.locale.alt("value", name=voice.name(named.get(p.key, p)), value=voice.tell(p, sign)) for p in members]
    return joined(voice, told)


def moment(voice: Record, item: Point) -> str:
    """When a point is: the date that it states, else its period."""
    return voice.show(item, "date") if item.day else voice.show(item.period, "period")


def extremes(voice: Record, known: Sequence[Point], samples: Mapping[str, Point]) -> str:
    """The highest and the lowest value."""
    found = []
    for word, item in (("highest", max(known, key=value)), ("lowest", min(known, key=value))):
        found.append(voice.locale.alt(word, value=voice.tell(item), name=voice.name(samples.get(item.key, item))))
    return " ".join(found)
