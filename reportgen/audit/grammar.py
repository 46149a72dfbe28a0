"""Finds every numeral and number word of a text.

A numeral is a run of digits with its marks (4.7; 22.425 in German is twenty-two thousand), or one or more number words
that build one number (three-and-a-half, hundreds of billions). Its span takes in the sign, a scale (billion, Mrd.) and a
per cent or percentage-point word; currencies and "times" stay outside. Ordinals and fractions count as number words;
the days, months and years of a date are numerals like any other. What is left out stands in words.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import Literal
from unicodedata import numeric

from .words import LANGUAGES, Language, Word

Kind = Literal["digits", "words", "ordinal"]
Unit = Literal["", "pct", "pp", "x"]


@dataclass(frozen=True, slots=True)
class Numeral:
    """A numeral with its span in the text.

    `value` is in base units (36.4% is 0.364, 4.7 billion is 4.7E+9) and its exponent is the place of the last digit
    written; None where the marks fit no number of the language. `scale` is the power of ten that a word or letter
    added; `vague` tells a plural such as hundreds of billions, whose value is only the order of magnitude.
    """

    start: int
    end: int
    text: str
    value: Decimal | None
    kind: Kind = "digits"
    unit: Unit = ""
    scale: int = 0
    vague: bool = False


def numerals(text: str, language: str) -> tuple[Numeral, ...]:
    """Every numeral and number word of the text, in order; `language` is a tag of words.LANGUAGES, else KeyError."""
    table = LANGUAGES[language]
    found = list(_digits(text, table, _digits_pattern(language)))
    taken = [(n.start, n.end) for n in found]
    found += (n for n in _words(text, table) if not any(start < n.end and n.start < end for start, end in taken))
    return tuple(_shared(text, sorted(found, key=lambda n: n.start), table))


@cache
def _digits_pattern(language: str) -> re.Pattern[str]:
    table = LANGUAGES[language]
    scales = _any_of(table.scales)
    letters = _any_of(table.joined) if table.joined else "(?!)"
    suffixes = _any_of(table.suffixes) if table.suffixes else "(?!)"
    return re.compile(
        r"(?P<sign>(?<![\w%)\].,])[-\u2212\u2013])?"
        r"(?P<digits>\d+(?:[.,]\d+)*|[\u00bc-\u00be\u2150-\u215e])"
        rf"(?:(?P<suffix>{suffixes})(?!\w)|\s?(?P<scale>{scales})(?!\w)|(?P<letter>{letters})(?![\w]))?"
        rf"(?:[\s-]?(?:(?P<pp>{_any_of(table.points)})(?!\w)|(?P<pct>{_any_of(table.percent)})(?!\w)))?"
        rf"(?=(?P<times>\s?(?:{_any_of(table.times)})(?!\w))?)",
        re.IGNORECASE,
    )


def _any_of(words: Iterable[str]) -> str:
    """An alternation that prefers the longer word and takes any white space for a space."""
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))


def _digits(text: str, table: Language, pattern: re.Pattern[str]) -> Iterator[Numeral]:
    for match in pattern.finditer(text):
        scale = table.scales.get((match["scale"] or "").casefold(), 0) or table.joined.get((match["letter"] or "").casefold(), 0)
        unit: Unit = "pp" if match["pp"] else "pct" if match["pct"] else "x" if match["times"] else ""
        value = _mantissa(match["digits"], table)
        if value is not None:
            value = (-value if match["sign"] else value).scaleb(scale - (2 if unit in ("pct", "pp") else 0))
        yield Numeral(match.start(), match.end(), match[0], value, "ordinal" if match["suffix"] else "digits", unit, scale)


def _mantissa(digits: str, table: Language) -> Decimal | None:
    """The number that the digits and marks write in this language."""
    if len(digits) == 1 and not digits.isdecimal():
        return Decimal(str(numeric(digits)))
    group, point = re.escape(table.group), re.escape(table.point)
    if not re.fullmatch(rf"(?:\d{{1,3}}(?:{group}\d{{3}})+|\d+)(?:{point}\d+)?", digits):
        return None
    return Decimal(digits.replace(table.group, "").replace(table.point, "."))


def _words(text: str, table: Language) -> Iterator[Numeral]:
    """Numbers in words: the longest run of words that builds one number, from each word on."""
    tokens = list(re.finditer(r"[^\W\d_]+", text))
    index = 0
    while index < len(tokens):
        built = _Built.start(tokens, index, table)
        if built is None:
            index += 1
            continue
        while longer := built.longer(text, tokens, table):
            built = longer
        if built.last == index and tokens[index][0].casefold() in table.counted_before:
            index += 1
            continue
        start, end = tokens[index].start(), tokens[built.last].end()
        unit, end = _unit_after(text, end, table)
        value = built.total + built.current
        if unit in ("pct", "pp"):
            value = value.scaleb(-2)
        if built.kind == "times":
            unit = "x"
        yield Numeral(start, end, text[start:end], value, "ordinal" if built.kind == "ordinal" else "words", unit, built.scale, built.vague)
        index = built.last + 1


def _unit_after(text: str, end: int, table: Language) -> tuple[Unit, int]:
    """The unit that follows a number in words, and where the numeral ends: "times" stays outside."""
    after = re.compile(rf"[\s-]?(?:(?P<pp>{_any_of(table.points)})|(?P<pct>{_any_of(table.percent)}))(?!\w)", re.IGNORECASE).match(
        text, end
    )
    if after:
        return ("pp" if after["pp"] else "pct"), after.end()
    times = re.compile(rf"\s?(?:{_any_of(table.times)})(?!\w)", re.IGNORECASE).match(text, end)
    return ("x" if times else ""), end


@dataclass(frozen=True, slots=True)
class _Built:
    """A number in words so far: the sum of what its scales closed, and what still grows."""

    last: int
    word: Word
    kind: str
    current: Decimal
    total: Decimal = Decimal(0)
    scale: int = 0
    vague: bool = False

    @staticmethod
    def start(tokens: list[re.Match[str]], index: int, table: Language) -> _Built | None:
        """The number that this token opens, or None."""
        name = tokens[index][0].casefold()
        word = table.words.get(name) or table.counted_before.get(name)
        if word is None:
            return None
        built = _Built(index, word, word.role, word.value, vague=word.plural)
        if word.role == "scale":
            built = replace(built, scale=word.value.adjusted())
            return built if word.plural else replace(built, total=word.value, current=Decimal(0))
        return built

    def longer(self, text: str, tokens: list[re.Match[str]], table: Language) -> _Built | None:
        """The number with the next word, or None when that word does not belong to it."""
        index = self.last + 1
        between = ""
        while index < len(tokens) and index <= self.last + 3:
            joint = text[tokens[index - 1].end() : tokens[index].start()]
            if not re.fullmatch(r"\s+|-", joint):
                return None
            name = tokens[index][0].casefold()
            between = f"{between} {name}".strip()
            if word := self._word(name, joint, table):
                joined = between.removesuffix(name).strip()
                return self._with(word, index, joined, table)
            index += 1
        return None

    def _word(self, name: str, joint: str, table: Language) -> Word | None:
        """The word as it counts after this one: thirds of one, and the one of twenty-one."""
        if name in table.parts and self.word in table.counted_before.values():
            return Word(table.parts[name], "fraction")
        if name in table.counted_before and joint == "-" and self.current % 10 == 0:
            return table.counted_before[name]
        return table.words.get(name)

    def _with(self, word: Word, index: int, joined: str, table: Language) -> _Built | None:
        grown = self._grown(word, joined, table)
        if grown is None:
            return None
        current, total = grown
        if word.role == "scale":
            total, current = total + current, Decimal(0)
        scale = self.scale or (word.value.adjusted() if word.role == "scale" else 0)
        kind = "ordinal" if word.role == "ordinal" else self.kind
        return replace(self, last=index, word=word, kind=kind, current=current, total=total, scale=scale)

    def _grown(self, word: Word, joined: str, table: Language) -> tuple[Decimal, Decimal] | None:
        """What grows and what is closed once the word is added; None when it cannot be."""
        if self.kind in ("ordinal", "times"):
            return None
        if word.role == "scale":
            return self._scaled(word, joined, table)
        if joined in table.plus:
            return self._plus(word)
        if joined or self.vague:
            return None
        tens = self.current % 100 >= 20 and self.current % 10 == 0
        if word.role in ("small", "ordinal"):
            fits = (tens and 0 < word.value < 10) or (self.word.role in ("hundred", "scale") and word.value < 100)
            return (self.current + word.value, self.total) if fits and self.word.role != "fraction" else None
        if word.role == "hundred":
            return (self.current * word.value, self.total) if 1 <= self.current < 100 else None
        if word.role == "fraction" and self.word.role == "small":
            return self.current * word.value, self.total
        return None

    def _scaled(self, word: Word, joined: str, table: Language) -> tuple[Decimal, Decimal] | None:
        if self.word.role == "scale" and not self.vague:
            return None
        if joined not in ("", *((*table.of,) if self.vague else ()), *(("a",) if self.word.role == "fraction" else ())):
            return None
        return self.current * word.value, self.total

    def _plus(self, word: Word) -> tuple[Decimal, Decimal] | None:
        if word.role == "fraction" and self.word.role == "small":
            return self.current + word.value, self.total
        if word.role == "small" and word.value < 100 and self.word.role in ("hundred", "scale"):
            return self.current + word.value, self.total
        return None


def _shared(text: str, found: list[Numeral], table: Language) -> Iterator[Numeral]:
    """The numerals, where the first end of a range takes the scale and the unit of the second: 4 to 5 billion."""
    for numeral, after in pairwise([*found, None]):
        assert numeral, "this is a bug: only the last is None"
        bare = not numeral.scale and not numeral.unit and numeral.kind != "ordinal" and numeral.value is not None
        if bare and after and text[numeral.end : after.start].strip().casefold() in table.to and (after.scale or after.unit):
            shift = after.scale - (2 if after.unit in ("pct", "pp") else 0)
            value = numeral.value.scaleb(shift) if numeral.value is not None else None
            yield replace(numeral, value=value, scale=after.scale, unit=after.unit)
        else:
            yield numeral
