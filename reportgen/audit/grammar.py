"""Finds every numeral and number word of a text.

A numeral is a run of digits with its marks (4.7; 22.425 in German is twenty-two thousand), or one or more number words
that build one number (three-and-a-half, hundreds of billions). Its span takes in the sign, a scale (billion, Mrd.) and a
per cent or percentage-point word; currencies and "times" stay outside. Ordinals and fractions count as number words;
the days, months and years of a date are numerals like any other. What is left out stands in words.py, and for Chinese,
whose numbers need no spaces, in han.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from itertools import pairwise
from unicodedata import numeric

from reportgen.audit import han
from reportgen.audit.numeral import Kind, Numeral, Unit, in_base
from reportgen.audit.qualifiers import qualifier
from reportgen.audit.spelled import spelled
from reportgen.audit.words import LANGUAGES, Language

READABLE = (*LANGUAGES, *han.LANGUAGES)
"""Tags of the languages that can be read."""


def numerals(text: str, language: str) -> tuple[Numeral, ...]:
    """Every numeral and number word of the text, in order; `language` is one of READABLE, else KeyError."""
    if language in han.LANGUAGES:
        found, to = han.numerals(text), han.TO
    else:
        table = LANGUAGES[language]
        digits = list(_digits(text, language))
        words = [n for n in _words(text, language) if not any(n.start < d.end and d.start < n.end for d in digits)]
        found, to = tuple(sorted(digits + words, key=lambda n: n.start)), table.to
    return tuple(replace(n, qual=qualifier(text, n.start, n.end, language)) for n in _shared(text, found, to))


def _any_of(words: Iterable[str]) -> str:
    """An alternation that prefers the longer word, takes any white space for a space, and matches nothing when it is empty."""
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True)) or "(?!)"


@cache
def _unit_pattern(language: str) -> str:
    """What may stand behind a number: a unit that belongs to it, and the sight of one that does not."""
    table = LANGUAGES[language]
    unit = rf"(?:[\s-]?(?:(?P<pp>{_any_of(table.points)})|(?P<pct>{_any_of(table.percent)}))(?!\w))?"
    return rf"{unit}(?=(?P<times>\s?(?:{_any_of(table.times)})(?!\w))?)"


@cache
def _digits_pattern(language: str) -> re.Pattern[str]:
    table = LANGUAGES[language]
    return re.compile(
        r"(?P<sign>(?<![\w%)\].,])[-\u2212\u2013])?"
        r"(?P<digits>\d+(?:[.,]\d+)*|[\u00bc-\u00be\u2150-\u215e])"
        rf"(?:(?P<suffix>{_any_of(table.suffixes)})(?!\w)"
        rf"|\s?(?P<scale>{_any_of(table.scales)})(?!\w)"
        rf"|(?P<letter>{_any_of(table.joined)})(?!\w))?" + _unit_pattern(language),
        re.IGNORECASE,
    )


def _unit(match: re.Match[str]) -> Unit:
    return "pp" if match["pp"] else "pct" if match["pct"] else "x" if match["times"] else ""


def _digits(text: str, language: str) -> Iterator[Numeral]:
    """Numbers in digits."""
    table = LANGUAGES[language]
    for match in _digits_pattern(language).finditer(text):
        scale = table.scales.get((match["scale"] or "").casefold(), 0) or table.joined.get((match["letter"] or "").casefold(), 0)
        unit = _unit(match)
        value = _mantissa(match["digits"], table)
        if value is not None:
            value = in_base(-value if match["sign"] else value, scale, unit)
        yield Numeral(match.start(), match.end(), match[0], value, "ordinal" if match["suffix"] else "digits", unit, scale)


def _mantissa(digits: str, table: Language) -> Decimal | None:
    """The number that the digits and marks write in this language."""
    if len(digits) == 1 and not digits.isdecimal():
        return Decimal(str(numeric(digits)))
    group, point = re.escape(table.group), re.escape(table.point)
    if not re.fullmatch(rf"(?:\d{{1,3}}(?:{group}\d{{3}})+|\d+)(?:{point}\d+)?", digits):
        return None
    return Decimal(digits.replace(table.group, "").replace(table.point, "."))


def _words(text: str, language: str) -> Iterator[Numeral]:
    """Numbers in words."""
    unit_pattern = re.compile(_unit_pattern(language), re.IGNORECASE)
    for number in spelled(text, LANGUAGES[language]):
        after = unit_pattern.match(text, number.end)
        assert after, "this is a bug: the unit is optional"
        unit: Unit = "x" if number.role == "times" else _unit(after)
        kind: Kind = "ordinal" if number.role == "ordinal" else "words"
        span = text[number.start : after.end()]
        yield Numeral(number.start, after.end(), span, in_base(number.value, 0, unit), kind, unit, number.scale, number.vague)


def _shared(text: str, found: Sequence[Numeral], to: Sequence[str]) -> Iterator[Numeral]:
    """The numerals, where the first end of a range takes the scale and the unit of the second: 4 to 5 billion."""
    for numeral, after in pairwise([*found, None]):
        assert numeral, "this is a bug: only the last is None"
        bare = not numeral.scale and not numeral.unit and numeral.kind != "ordinal"
        if bare and after and (after.scale or after.unit) and text[numeral.end : after.start].strip().casefold() in to:
            value = None if numeral.value is None else in_base(numeral.value, after.scale, after.unit)
            yield replace(numeral, value=value, scale=after.scale, unit=after.unit)
        else:
            yield numeral
