"""Numbers written in words, built from the left: three hundred and five, two and a half million, hundreds of billions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from reportgen.audit.words import Language, Role, Word

Tokens = Sequence[re.Match[str]]

_TOKEN = re.compile(r"[^\W\d_]+")
_JOINT = re.compile(r"\s+|-")
_LINKS = 2
"""So many words may link two number words: the "and a" of three and a half."""


@dataclass(frozen=True, slots=True)
class Spelled:
    """A number of one or more words so far: what its scales have closed, and what still grows."""

    start: int
    end: int
    last: int
    """Index of its last word."""
    word: Word
    role: Role
    """That of the whole number: ordinal, times, or that of its first word."""
    growing: Decimal
    closed: Decimal = Decimal(0)
    scale: int = 0
    vague: bool = False

    @property
    def value(self) -> Decimal:
        return self.closed + self.growing


def spelled(text: str, table: Language) -> Iterator[Spelled]:
    """Every number in words, in order, each as long as its words build one number."""
    tokens = list(_TOKEN.finditer(text))
    index = 0
    while index < len(tokens):
        number = _opened(tokens, index, table)
        while number and (longer := _longer(number, text, tokens, table)):
            number = longer
        # An article or pronoun counts only as the beginning of a longer number.
        if number and (number.last > index or _name(tokens[index]) in table.words):
            yield number
            index = number.last
        index += 1


def _name(token: re.Match[str]) -> str:
    return token[0].casefold()


def _opened(tokens: Tokens, index: int, table: Language) -> Spelled | None:
    """The number that this word opens."""
    name = _name(tokens[index])
    word = table.words.get(name) or table.counted_before.get(name)
    if word is None:
        return None
    number = Spelled(tokens[index].start(), tokens[index].end(), index, word, word.role, word.value, vague=word.plural)
    if word.role != "scale":
        return number
    number = replace(number, scale=word.value.adjusted())
    return number if word.plural else replace(number, closed=word.value, growing=Decimal(0))


def _longer(number: Spelled, text: str, tokens: Tokens, table: Language) -> Spelled | None:
    """The number with the next number word, or None when that does not belong to it."""
    links: list[str] = []
    for index in range(number.last + 1, min(number.last + 2 + _LINKS, len(tokens))):
        joint = text[tokens[index - 1].end() : tokens[index].start()]
        if not _JOINT.fullmatch(joint):
            return None
        if word := _following(number, _name(tokens[index]), joint, table):
            grown = _grown(number, word, " ".join(links), table)
            return replace(grown, end=tokens[index].end(), last=index, word=word) if grown else None
        links.append(_name(tokens[index]))
    return None


def _following(number: Spelled, name: str, joint: str, table: Language) -> Word | None:
    """The word as it counts after the number: the third of one third, and the one of twenty-one."""
    if name in table.parts and number.word in table.counted_before.values():
        return Word(table.parts[name], "fraction")
    if name in table.counted_before and joint == "-" and number.growing % 10 == 0:
        return table.counted_before[name]
    return table.words.get(name)


def _grown(number: Spelled, word: Word, links: str, table: Language) -> Spelled | None:
    """The number once the word is added behind these linking words; None when it cannot be."""
    if number.role in ("ordinal", "times"):
        return None
    if word.role == "scale":
        return _scaled(number, word, links, table)
    if number.vague or (links and links not in table.plus):
        return None
    open_end = number.word.role in ("hundred", "scale")
    if word.role == "fraction" and number.word.role == "small":
        return replace(number, growing=number.growing + word.value if links else number.growing * word.value)
    if word.role == "hundred" and not links and 1 <= number.growing < 100:
        return replace(number, growing=number.growing * word.value)
    if word.role not in ("small", "ordinal") or word.value >= 100:
        return None
    tens = number.word.role == "small" and number.growing % 100 >= 20 and number.growing % 10 == 0
    if open_end or (tens and not links and 0 < word.value < 10):
        return replace(number, growing=number.growing + word.value, role="ordinal" if word.role == "ordinal" else number.role)
    return None


def _scaled(number: Spelled, word: Word, links: str, table: Language) -> Spelled | None:
    """Five thousand; hundreds of thousands; half a million."""
    allowed = ("", *table.of) if number.vague else ("", "a") if number.word.role == "fraction" else ("",)
    if links not in allowed or (number.word.role == "scale" and not number.vague):
        return None
    closed = number.closed + number.growing * word.value
    return replace(number, closed=closed, growing=Decimal(0), scale=number.scale or word.value.adjusted())
