"""Reads a printed day or period: its numbers in an order that the languages know, the name of its month, the part of its year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from babel.dates import get_month_names

from reportgen.audit.terms import PARTS
from reportgen.model.period import Period, parse
from reportgen.text import cldr

_DIGITS = re.compile(r"\d+")


def wrong(value: Period | date, text: str, language: str, *, year: bool = False) -> str:
    """Why the text does not tell this day or period; empty where it does. `year` where the year alone is asked for."""
    parts = _parts(value)
    found = [int(digits) for digits in _DIGITS.findall(text)]
    if not any(sequence == found for sequence in _sequences(parts, year=year)):
        return f"its numbers are {', '.join(map(str, found)) or 'none'}"
    if year:
        return ""
    named = _months(text, language)
    meant = [end.month for end in (_day(part) for part in parts) if end]
    if named and (not meant or [m for m in named if m not in meant]):
        return "it names another month"
    words = PARTS[language.partition("-")[0]]
    for part in parts:
        if isinstance(part, Period) and part.kind in ("H", "Q") and part.text[:2] not in text:
            told = [number for number, word in enumerate(words[part.kind], 1) if word in text.casefold()]
            if told and int(part.text[1]) not in told:
                return "it names another part of the year"
    return ""


def _parts(value: Period | date) -> tuple[Period | date, ...]:
    if isinstance(value, Period) and value.kind == "range":
        first, _, last = value.text.partition("..")
        return tuple(parse(text, value.year_end) for text in (first, last))
    return (value,)


def _day(part: Period | date) -> date | None:
    """The last day of what names a month."""
    if isinstance(part, date):
        return part
    return part.end if part.kind in ("month", "instant") else None


def _sequences(parts: tuple[Period | date, ...], *, year: bool) -> Iterator[list[int]]:
    """The numbers that may stand in the text, in every order that a language has."""
    rows: list[list[int]] = [[]]
    for part in parts:
        rows = [[*row, *more] for row in rows for more in _numbers(part, year=year)]
    yield from rows
    if year and len({row[-1] for row in rows}) == 1 and len(parts) > 1:
        yield [rows[0][-1]]


def _numbers(part: Period | date, *, year: bool) -> Iterator[list[int]]:
    day = _day(part)
    if (isinstance(part, Period) and day is None) or (year and isinstance(part, Period) and not part.is_instant):
        assert isinstance(part, Period), "this is a bug: a day has a month"
        yield [part.fiscal_year]
        if part.kind in ("H", "Q") and not year:
            number = int(part.text[1])
            yield from ([number, part.fiscal_year], [part.fiscal_year, number])
        elif part.kind == "9M" and not year:
            yield [9, part.fiscal_year]
        return
    assert day is not None, "this is a bug: what has no day was dealt with above"
    if year:
        yield [day.year]
    elif isinstance(part, Period) and part.kind == "month":
        yield from ([day.year], [day.month, day.year], [day.year, day.month])
    else:
        yield from ([day.day, day.year], [day.day, day.month, day.year], [day.year, day.month, day.day])


def _months(text: str, language: str) -> list[int]:
    """The months that are named."""
    words = set(re.findall(r"[^\W\d_]+", text))
    return [number for number, names in enumerate(_names(language.replace("-", "_")), 1) if words & names]


@cache
def _names(language: str) -> tuple[frozenset[str], ...]:
    """The names of each month, in full and short, without points."""
    cldr.isolate(language)
    forms = [get_month_names(width, context, locale=language) for width in ("wide", "abbreviated") for context in ("format", "stand-alone")]
    return tuple(frozenset(form[month].rstrip(".") for form in forms) for month in range(1, 13))
