"""Number words, marks and scales of each language: the tables of grammar.py.

Left out on purpose: "one" and "ein" as pronoun or article (they count only before a hundred, a scale or a fraction),
"once" and "einmal", "both" and "beide", "single", "several", "many", and words that only contain a number, such as
decade, Halbjahr or Vierteljahr.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

Role = Literal["small", "hundred", "scale", "fraction", "ordinal", "times"]
"""How a word builds a number: small ones add up, hundred and scales multiply, an ordinal or a multiple stands by itself."""


@dataclass(frozen=True, slots=True)
class Word:
    """A number word: its value, its role in a longer number, and whether it is a plural without a count (hundreds of)."""

    value: Decimal
    role: Role
    plural: bool = False


Words = dict[str, Word]


@dataclass(frozen=True, slots=True)
class Language:
    """How a language writes numbers. All words are in small letters."""

    group: str
    """Mark between thousands."""
    point: str
    """Mark before decimals."""
    words: Mapping[str, Word]
    scales: Mapping[str, int]
    """Scale words and abbreviations after digits, with their power of ten."""
    joined: Mapping[str, int]
    """Scale letters that count only where they touch the digits."""
    percent: tuple[str, ...]
    points: tuple[str, ...]
    """Words for percentage points."""
    times: tuple[str, ...]
    """Words after a number that make it a multiple."""
    plus: tuple[str, ...]
    """Words that add a rest to what stands before them: two hundred and five, three and a half."""
    of: tuple[str, ...]
    """Words between a plural and what it multiplies: hundreds of billions."""
    to: tuple[str, ...]
    """Words and marks between the ends of a range."""
    counted_before: Words = field(default_factory=dict)
    """Words that are numerals only before a hundred, a scale or a fraction."""
    parts: Mapping[str, Decimal] = field(default_factory=dict)
    """Ordinals that are fractions after one of `counted_before`: one third."""
    suffixes: tuple[str, ...] = ()
    """Letters that make an ordinal of digits: 21st."""


def _row(words: str, role: Role, first: int = 1, step: int = 1) -> Words:
    """Words of rising value."""
    return {word: Word(Decimal(first + step * n), role) for n, word in enumerate(words.split())}


def _same(words: str, value: str | Decimal, role: Role, plural: bool = False) -> Words:
    """Words of one value."""
    return {word: Word(Decimal(value), role, plural) for word in words.split()}


def _english() -> Words:
    third = Decimal(1) / 3
    ordinals = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth"
    return {
        **_row("two three four five six seven eight nine ten eleven twelve", "small", 2),
        **_row("thirteen fourteen fifteen sixteen seventeen eighteen nineteen", "small", 13),
        **_row("twenty thirty forty fifty sixty seventy eighty ninety", "small", 20, 10),
        **_same("zero", "0", "small"),
        **_same("dozen", "12", "small"),
        **_same("tens", "10", "small", plural=True),
        **_same("dozens", "12", "small", plural=True),
        **_same("hundred", "1E2", "hundred"),
        **_same("hundreds", "1E2", "hundred", plural=True),
        **_same("thousand", "1E3", "scale"),
        **_same("thousands", "1E3", "scale", plural=True),
        **_same("million", "1E6", "scale"),
        **_same("millions", "1E6", "scale", plural=True),
        **_same("billion", "1E9", "scale"),
        **_same("billions", "1E9", "scale", plural=True),
        **_same("trillion", "1E12", "scale"),
        **_same("trillions", "1E12", "scale", plural=True),
        **_same("half halves halve halved halving", "0.5", "fraction"),
        **_same("thirds", third, "fraction"),
        **_same("quarter quarters", "0.25", "fraction"),
        **_same("fifths", "0.2", "fraction"),
        **_same("tenths", "0.1", "fraction"),
        **_row(ordinals, "ordinal"),
        **_row("firstly secondly thirdly", "ordinal"),
        **_row("twentieth thirtieth fortieth fiftieth", "ordinal", 20, 10),
        **_same("hundredth", "100", "ordinal"),
        **_same("twice double doubles doubled doubling twofold", "2", "times"),
        **_same("thrice triple triples tripled tripling threefold", "3", "times"),
        **_same("quadruple quadruples quadrupled quadrupling fourfold", "4", "times"),
        **_same("quintuple quintupled fivefold", "5", "times"),
        **_same("tenfold", "10", "times"),
    }


ENGLISH = Language(
    group=",",
    point=".",
    words=_english(),
    scales={"thousand": 3, "million": 6, "millions": 6, "mn": 6, "mln": 6, "billion": 9, "billions": 9, "bn": 9, "bln": 9}
    | {"trillion": 12, "trillions": 12, "tn": 12},
    joined={"k": 3, "m": 6, "b": 9, "t": 12},
    percent=("%", "per cent", "percent"),
    points=("percentage points", "percentage point", "ppts", "ppt", "pp"),
    times=("times", "x", "-fold", "fold"),
    plus=("and", "and a"),
    of=("of",),
    to=("to", "-", "–", "~"),
    counted_before=_same("one", "1", "small"),
    parts={"third": Decimal(1) / 3, "quarter": Decimal("0.25"), "fifth": Decimal("0.2"), "tenth": Decimal("0.1")},
    suffixes=("st", "nd", "rd", "th"),
)


_UNITS = ["zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun"]
_TEENS = ["zehn", "elf", "zwölf", "dreizehn", "vierzehn", "fünfzehn", "sechzehn", "siebzehn", "achtzehn", "neunzehn"]
_TENS = ["zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig"]


def _german_cardinals() -> dict[str, int]:
    """The numbers from 2 to 999 and the full thousands up to 999,000, each written as one word."""
    below = dict(zip(_UNITS + _TEENS, range(2, 20), strict=True)) | {"eins": 1}
    for tens, stem in zip(range(20, 100, 10), _TENS, strict=True):
        below |= {stem: tens, f"einund{stem}": tens + 1} | {f"{unit}und{stem}": tens + n for n, unit in enumerate(_UNITS, 2)}
    found = dict(below)
    for n, unit in enumerate(["", *_UNITS], 1):
        found |= {f"{unit}hundert{rest}": 100 * n + value for rest, value in below.items()} | {f"{unit}hundert": 100 * n}
    found |= {f"{word}tausend": 1000 * value for word, value in found.items() if value > 1}
    return {word: value for word, value in found.items() if word != "hundert"}


def _german_ordinals() -> Words:
    stems = {"erst": 1, "zweit": 2, "dritt": 3, "viert": 4, "fünft": 5, "sechst": 6, "siebt": 7, "acht": 8, "neunt": 9}
    stems |= {f"{word}t": n for n, word in enumerate(_TEENS, 10)} | {
        f"{word}st": n for n, word in zip(range(20, 100, 10), _TENS, strict=True)
    }
    return {stem + ending: Word(Decimal(n), "ordinal") for stem, n in stems.items() for ending in ("e", "en", "er", "es", "em", "ens")}


def _german_multiples() -> Words:
    """doppelt, dreifach, zweimal, verdoppelte, Verdreifachung and their like."""
    found: Words = {}
    for number, word in enumerate(("zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn"), 2):
        adjectives = (f"{word}fach", "doppelt") if number == 2 else (f"{word}fach",)
        verb = "verdoppel" if number == 2 else f"ver{word}fach"
        forms = [f"{word}mal", *(adjective + ending for adjective in adjectives for ending in ("", "e", "en", "er", "es", "em"))]
        forms += [verb + ending for ending in ("n", "en", "t", "te", "ten", "ung", "ungen")]
        found |= {form: Word(Decimal(number), "times") for form in forms}
    return found


def _german() -> Words:
    return {
        **{word: Word(Decimal(value), "small") for word, value in _german_cardinals().items()},
        **_same("null", "0", "small"),
        **_same("dutzend", "12", "small"),
        **_same("dutzende dutzenden dutzender", "12", "small", plural=True),
        **_same("hundert einhundert", "1E2", "hundred"),
        **_same("hunderte hunderten hunderter", "1E2", "hundred", plural=True),
        **_same("tausend eintausend", "1E3", "scale"),
        **_same("tausende tausenden tausender", "1E3", "scale", plural=True),
        **_same("million", "1E6", "scale"),
        **_same("millionen", "1E6", "scale", plural=True),
        **_same("milliarde", "1E9", "scale"),
        **_same("milliarden", "1E9", "scale", plural=True),
        **_same("billion", "1E12", "scale"),
        **_same("billionen", "1E12", "scale", plural=True),
        **_same("halb halbe halben halber halbes halbem hälfte hälften halbieren halbiert halbierte halbierten", "0.5", "fraction"),
        **_same("drittel dritteln", Decimal(1) / 3, "fraction"),
        **_same("viertel vierteln", "0.25", "fraction"),
        **_same("fünftel fünfteln", "0.2", "fraction"),
        **_same("zehntel zehnteln", "0.1", "fraction"),
        **_same("anderthalb eineinhalb", "1.5", "small"),
        **_same("zweieinhalb", "2.5", "small"),
        **_same("dreieinhalb", "3.5", "small"),
        **_german_ordinals(),
        **_german_multiples(),
    }


GERMAN = Language(
    group=".",
    point=",",
    words=_german(),
    scales={
        "tausend": 3,
        "tsd.": 3,
        "million": 6,
        "millionen": 6,
        "mio.": 6,
        "mio": 6,
        "milliarde": 9,
        "milliarden": 9,
        "mrd.": 9,
        "mrd": 9,
    }
    | {"billion": 12, "billionen": 12, "bio.": 12},
    joined={},
    percent=("%", "prozent"),
    points=("prozentpunkten", "prozentpunkte", "prozentpunkt"),
    times=("mal", "fach", "-fach", "x"),
    plus=("und", "und eine", "und ein"),
    of=("von",),
    to=("bis", "-", "–", "~"),
    counted_before=_same("ein eine einer einem einen", "1", "small"),
)

LANGUAGES: Mapping[str, Language] = {"en": ENGLISH, "de": GERMAN}
"""By locale tag."""
