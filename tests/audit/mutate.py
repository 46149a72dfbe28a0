"""Ways to print a number wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

NUMERAL = re.compile(
    r"(?P<sign>[\u2212+])?(?P<digits>\d+(?:[.,]\d+)*)(?P<unit>\s?%|\u00a0points?\b|\u00a0Prozentpunkten?\b|\u00a0?個百分點)?"
)


class Wrong(NamedTuple):
    """A text with one numeral changed: which, and to what."""

    text: str
    was: str
    now: str


def swapped(match: re.Match[str]) -> str:
    """The first two neighbouring digits that differ change places."""
    digits = match["digits"]
    for place in range(len(digits) - 1):
        one, other = digits[place : place + 2]
        if one.isdigit() and other.isdigit() and one != other:
            return _with(match, digits[:place] + other + one + digits[place + 2 :])
    return match[0]


def raised(match: re.Match[str]) -> str:
    """The last digit one up, nine becoming eight."""
    digits = match["digits"]
    return _with(match, digits[:-1] + ("8" if digits[-1] == "9" else str(int(digits[-1]) + 1)))


def lowered(match: re.Match[str]) -> str:
    """The last digit one down, nought becoming one."""
    digits = match["digits"]
    return _with(match, digits[:-1] + ("1" if digits[-1] == "0" else str(int(digits[-1]) - 1)))


def tenfold(match: re.Match[str]) -> str:
    """The point one place to the right, or a nought behind."""
    digits = match["digits"]
    moved = re.sub(r"([.,])(\d)(?=\d*$)", r"\2\1", digits, count=1).rstrip(".,")
    return _with(match, moved if moved != digits else f"{digits}0")


def thousandfold(match: re.Match[str]) -> str:
    """Three noughts behind."""
    return _with(match, f"{match['digits']}000")


def turned(match: re.Match[str]) -> str:
    """The sign the other way round."""
    sign = {"\u2212": "", "+": "\u2212"}.get(match["sign"] or "", "\u2212")
    return f"{sign}{match['digits']}{match['unit'] or ''}"


def other_unit(match: re.Match[str]) -> str:
    """Per cent for percentage points and the other way round; what has neither gets a per cent sign."""
    unit = match["unit"] or ""
    return f"{match['sign'] or ''}{match['digits']}{chr(0xA0) + 'points' if '%' in unit else '%'}"


KINDS: Mapping[str, Callable[[re.Match[str]], str]] = {
    f.__name__: f for f in (swapped, raised, lowered, tenfold, thousandfold, turned, other_unit)
}


def _with(match: re.Match[str], digits: str) -> str:
    return f"{match['sign'] or ''}{digits}{match['unit'] or ''}"


def mutations(text: str, kind: str) -> Iterator[Wrong]:
    """The text with each of its numerals changed in turn, where the kind can change it."""
    for match in NUMERAL.finditer(text):
        now = KINDS[kind](match)
        if now != match[0]:
            yield Wrong(text[: match.start()] + now + text[match.end() :], match[0], now)
