"""Which numerals of a source text the fact rows cover, and whether a row says what its words say."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from reportgen.audit.grammar import numerals
from reportgen.audit.numeral import Numeral
from reportgen.model.fact import Fact

MONTHS = {
    "en": ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
    "de": ["Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"],
}
CURRENCIES = {"CNY": r"yuan|rmb|cny", "HKD": r"hk\$|hkd|hk-dollar|hong kong dollar", "USD": r"(?<!hk)us\$|usd|us-dollar"}

MEASURES = {("EFLOPS", "petaflops"): Decimal("0.001")}
"""How much of the row's unit one is, where a source prints another measure of the same thing."""


class Exclusion(NamedTuple):
    """A numeral of a text that states no quantity."""

    loc: str
    as_written: str
    reason: str


def paragraphs(folder: Path, digest: str) -> dict[str, str]:
    """The paragraphs p1, p2, ... of the file with that hash: its lines that are not empty."""
    found = [p for p in sorted(folder.iterdir()) if p.is_file() and sha256(p.read_bytes()).hexdigest() == digest]
    assert len(found) == 1, f"{len(found)} files of {folder} have the SHA-256 {digest} that seeds/sources.yaml states"
    lines = (line for line in found[0].read_text(encoding="utf-8").split("\n") if line.strip())
    return {f"p{number}": line for number, line in enumerate(lines, 1)}


def exclusions(path: Path) -> tuple[Exclusion, ...]:
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(Exclusion(**row) for row in csv.DictReader(file, strict=True))


def occurrences(words: str, paragraph: str, language: str) -> tuple[tuple[int, int], ...]:
    """Where the words stand as whole numerals: the 4% of 36.4% is no occurrence of 4%."""
    spans = [(n.start, n.end) for n in numerals(paragraph, language)]
    found = ((m.start(), m.start() + len(words)) for m in re.finditer(f"(?={re.escape(words)})", paragraph))
    return tuple(span for span in found if not any(_cuts(span, numeral) for numeral in spans))


def uncovered(paragraph: str, covers: Iterable[str], language: str) -> tuple[Numeral, ...]:
    """The numerals that lie in no occurrence of any of the covering words."""
    spans = [span for words in covers for span in occurrences(words, paragraph, language)]
    return tuple(n for n in numerals(paragraph, language) if not any(start <= n.start and n.end <= end for start, end in spans))


def contradictions(fact: Fact, language: str) -> Iterator[str]:
    """What the words of the source say otherwise than the row; nothing where the words hold no numeral."""
    read = numerals(fact.as_written, language)
    if fact.quantity is None:
        yield from _against_date(fact, read, language)
        return
    currency = next((code for code, words in CURRENCIES.items() if re.search(words, fact.as_written, re.IGNORECASE)), "")
    if currency and currency != fact.quantity.unit:
        yield f"the words name {currency}, the row has {fact.quantity.unit}"
    if any(n.value is None for n in read):
        yield "the words hold a numeral that is no number in this language"
        return
    if any(n.unit in ("pct", "pp") for n in read) != (fact.quantity.unit in ("pct", "pp")) and read:
        yield f"the words are {'' if any(n.unit for n in read) else 'not '}in per cent, the row has {fact.quantity.unit}"
    measure = next(
        (size for (unit, word), size in MEASURES.items() if unit == fact.quantity.unit and word in fact.as_written.casefold()), 1
    )
    said = [abs(n.value) * measure for n in read if n.value is not None]
    stated = [fact.quantity.value] if fact.quantity.qual != ".." else [fact.quantity.low, fact.quantity.high]
    if said and said != [abs(value) for value in stated]:
        yield f"the words say {', '.join(map(str, said))}, the row {', '.join(map(str, stated))}"
    if any(n.value is not None and n.value < 0 for n in read) and fact.quantity.value > 0:
        yield "the words have a minus, the row has none"


def states(numeral: Numeral, fact: Fact) -> bool:
    """Whether the numeral, in whatever language, is the number of the row: value, per cent or not, and on which side a bound lies."""
    if fact.quantity is None or numeral.value is None:
        return False
    percent = {"pct": "pct", "pp": "pp", "x": "x"}
    sides = {">": 1, ">=": 1, "<": -1, "<=": -1}
    return (
        abs(numeral.value) == abs(fact.quantity.value)
        and numeral.unit == percent.get(fact.quantity.unit, "")
        and sides.get(numeral.qual, 0) == sides.get(fact.quantity.qual, 0)
        and (numeral.qual == "~") == (fact.quantity.qual == "~")
    )


def _against_date(fact: Fact, read: tuple[Numeral, ...], language: str) -> Iterator[str]:
    parts = [int(part) for part in fact.said.split("-")] if re.match(r"\d{4}", fact.said) else []
    for numeral in read:
        if numeral.kind == "digits" and parts and numeral.value not in parts:
            yield f"the words say {numeral.text}, the row {fact.said}"
    for number, name in enumerate(MONTHS[language], 1):
        if re.search(rf"\b{name}\b", fact.as_written) and (len(parts) < 2 or parts[1] != number):
            yield f"the words say {name}, the row {fact.said}"


def _cuts(span: tuple[int, int], numeral: tuple[int, int]) -> bool:
    """Whether the span takes a part of the numeral and leaves another."""
    meets = span[0] < numeral[1] and numeral[0] < span[1]
    return meets and not (span[0] <= numeral[0] and numeral[1] <= span[1])
