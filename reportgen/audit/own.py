"""The brief's own audit: reads the finished HTML back and accounts for every digit in it.

A number stands in an element with `data-e`, the index of its emission, and reads as the locale says; every emission is
there; outside of them no digit is left but the numbering of the page, source codes, and names that have digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from reportgen.model.document import Document
from reportgen.model.problem import Problem, Problems
from reportgen.text.locale import Locale

NUMBERING = frozenset({"no", "mark", "x", "s", "moment", "kicker"})
"""Classes of elements whose digits number the page, cite a source, or belong to a name."""
APART = frozenset({"style", "script", "svg", "head"})
"""Elements that print no running text of their own; charts draw theirs through the locale."""
VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "wbr", "col"})
CONTEXT = 30

_DIGITS = re.compile(r"\d[\d.,]*")


@dataclass(slots=True)
class Found:
    """What a reading of the page found: text outside of numbers, and the text of each number by its index."""

    loose: list[str] = field(default_factory=list)
    numbers: list[tuple[int, str]] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found = Found()
        self._open: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            return
        given = dict(attrs)
        self._open.append((tag, self._reading(tag, given)))
        if self._open[-1][1].isdigit() and "data-e" in given:
            self.found.numbers.append((int(self._open[-1][1]), ""))

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            if self._open.pop()[0] == tag:
                return

    def handle_data(self, data: str) -> None:
        reading = self._open[-1][1] if self._open else "loose"
        if reading.isdigit():
            index, text = self.found.numbers[-1]
            self.found.numbers[-1] = (index, text + data)
        elif reading == "loose":
            self.found.loose.append(data)

    def _reading(self, tag: str, given: dict[str, str | None]) -> str:
        """How text inside is read: as the number of an index, not at all, or as loose text."""
        above = self._open[-1][1] if self._open else "loose"
        if above != "loose":
            return above
        if index := given.get("data-e"):
            return index
        classes = set((given.get("class") or "").split())
        return "apart" if tag in APART or classes & NUMBERING or given.get("id") == "annex" else "loose"


def audit(html: bytes, document: Document, locale: Locale) -> Problems:
    """What the page prints that the document does not account for: stray digits, numbers that read otherwise, numbers that are gone."""
    reader = _Reader()
    reader.feed(html.decode())
    reader.close()
    return (
        *_stray(reader.found.loose, document),
        *_misread(reader.found.numbers, document, locale),
        *_gone(reader.found.numbers, document, locale),
    )


def _stray(loose: list[str], document: Document) -> Iterator[Problem]:
    text = " ".join(" ".join(loose).split())
    for name in sorted(document.names, key=len, reverse=True):
        text = text.replace(name, "")
    for match in _DIGITS.finditer(text):
        around = text[max(match.start() - CONTEXT, 0) : match.end() + CONTEXT].strip()
        hint = "Print it from a figure; a name that holds digits is written {{ name('...') }}."
        yield Problem(
            "E480",
            f"no figure accounts for {match.group().rstrip('.,')!r} in {around!r} ({document.report}, {document.locale}).",
            hint=hint,
        )


def _misread(numbers: list[tuple[int, str]], document: Document, locale: Locale) -> Iterator[Problem]:
    for index, text in numbers:
        expected = locale.show(document.emissions[index])
        if " ".join(text.split()) != " ".join(expected.split()):
            yield Problem("E481", f"number {index} of {document.report} ({document.locale}) prints {text!r}, not {expected!r}.")


def _gone(numbers: list[tuple[int, str]], document: Document, locale: Locale) -> Iterator[Problem]:
    printed = {index for index, _ in numbers}
    for emission in document.emissions:
        if emission.index not in printed:
            yield Problem(
                "E482", f"number {emission.index} of {document.report} ({document.locale}), {locale.show(emission)!r}, is not on the page."
            )
