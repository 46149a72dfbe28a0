"""Reads what stands in {{ }}: a small part of Jinja, so that every fault has its character.

    {{ half['H1-2024'] | change(on='H1-2023') }}   {{ loss | total | money }}   {{ loss.window.start | year }}
    {{ '2021-07-21' | date }}   {{ name('GPT-4') }}   {{ exhibit('losses') }}   {{ note('scope') }}

There are no statements and no arithmetic: what to say is chosen by conditions, what to compute is a figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple, TypeVar

CURE = (
    "Numbers come from figures: {{ revenue['FY2021'] | money }}; dates, names and exhibits have markers: "
    "{{ '2021-07-21' | date }}, {{ name('GPT-4') }}, {{ exhibit('x') }}."
)

_DIGITS = re.compile(r"[^\W_]*[\d\u00b2\u00b3\u00b9\u00bc-\u00be\u2070-\u218b\u2460-\u249b][\w.,/%]*")
_OPENING = re.compile(r"\{\{|\{%|\{#|\}\}")
_TOKEN = re.compile(
    r"""(?P<space>\s+)
      | (?P<end>[-+]?\}\})
      | (?P<text>'[^'\\]*'|"[^"\\]*")
      | (?P<number>\d+(?:\.\d+)?)
      | (?P<word>[^\W\d]\w*)
      | (?P<sign>[\[\]().,|=])""",
    re.VERBOSE,
)


class Text(NamedTuple):
    """A text in quotes."""

    text: str
    offset: int


class Number(NamedTuple):
    """A number."""

    text: str
    offset: int


class Value(NamedTuple):
    """A word that is no figure: true or false."""

    text: str
    offset: int


class FigureUse(NamedTuple):
    """A figure, with the key of a point where one is named, and what is read of it, such as window.start."""

    name: str
    offset: int
    key: Text | None = None
    attributes: tuple[str, ...] = ()


class Call(NamedTuple):
    """A marker: name('GPT-4')."""

    name: str
    offset: int
    arguments: tuple[Text | Number | Value, ...]


class Option(NamedTuple):
    """A setting of a filter, on='H1-2023'."""

    name: str
    offset: int
    value: Text | Number | Value


class Filter(NamedTuple):
    """How to print, or which point to take."""

    name: str
    offset: int
    options: tuple[Option, ...] = ()


Head = Text | Number | FigureUse | Call
H = TypeVar("H", Text, Number, FigureUse, Call)


class Expression(NamedTuple):
    """What one {{ }} holds."""

    head: Head
    filters: tuple[Filter, ...]


class Fault(NamedTuple):
    """What cannot be read, and where."""

    code: str
    message: str
    offset: int
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A template: its expressions in order, and what is wrong with its form."""

    expressions: tuple[Expression, ...]
    faults: tuple[Fault, ...]

    def all_of(self, kind: type[H]) -> Iterator[H]:
        """The heads of one kind."""
        return (e.head for e in self.expressions if isinstance(e.head, kind))


class _FaultError(Exception):
    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.message)
        self.fault = fault


@cache
def read_prose(text: str) -> Reading:
    """The expressions of a template and its faults: a digit outside {{ }}, a statement, what cannot be read."""
    expressions: list[Expression] = []
    faults: list[Fault] = []
    position = 0
    while opening := _OPENING.search(text, position):
        faults += _digits(text, position, opening.start())
        if opening[0] != "{{":
            position, fault = _no_expression(text, opening)
            faults += fault
            continue
        parser = _Parser(text, opening.end())
        try:
            expressions.append(parser.expression())
            position = parser.position
        except _FaultError as bad:
            faults.append(bad.fault)
            end = text.find("}}", opening.end())
            position = end + 2 if end >= 0 else len(text)
    return Reading(tuple(expressions), (*faults, *_digits(text, position, len(text))))


def _digits(text: str, start: int, end: int) -> Iterator[Fault]:
    for found in _DIGITS.finditer(text, start, end):
        typed = found[0].rstrip(".,/")
        yield Fault("E230", f"a digit typed in prose: '{typed}'.", found.start(), CURE)


def _no_expression(text: str, opening: re.Match[str]) -> tuple[int, list[Fault]]:
    """A comment is skipped; a statement or a stray }} is a fault."""
    if opening[0] == "}}":
        return opening.end(), [Fault("E232", "'}}' without its '{{'.", opening.start())]
    end = text.find("#}" if opening[0] == "{#" else "%}", opening.end())
    after = end + 2 if end >= 0 else len(text)
    if opening[0] == "{%":
        message = "no '{% %}' in prose; write alternatives, each with its condition in 'when:'."
        return after, [Fault("E235", message, opening.start())]
    return after, [] if end >= 0 else [Fault("E232", "the comment opened here lacks its '#}'.", opening.start())]


class _Token(NamedTuple):
    kind: str
    text: str
    offset: int


class _Parser:
    """Reads one {{ }} from behind its opening; every method reads one part."""

    def __init__(self, text: str, position: int) -> None:
        self.text = text
        self.position = position + (text[position : position + 1] in ("-", "+"))
        self.opening = position - 2
        self.now = self._next()

    def expression(self) -> Expression:
        head = self._head()
        filters = []
        while self._take("|"):
            filters.append(self._filter())
        if self.now.kind != "end":
            raise self._unexpected("'|' or '}}'")
        return Expression(head, tuple(filters))

    def _head(self) -> Head:
        token = self.now
        if token.kind == "text":
            self._advance()
            return Text(token.text[1:-1], token.offset)
        if token.kind == "number":
            self._advance()
            return Number(token.text, token.offset)
        name = self._word("a figure")
        if self._take("("):
            return Call(name.text, name.offset, tuple(self._arguments()))
        key = None
        if self._take("["):
            key = self._quoted()
            self._expect("]")
        attributes = []
        while self._take("."):
            attributes.append(self._word("window.start or window.end").text)
        return FigureUse(name.text, name.offset, key, tuple(attributes))

    def _arguments(self) -> Iterator[Text | Number | Value]:
        while not self._take(")"):
            yield self._value()
            if self.now.text != ")":
                self._expect(",")

    def _filter(self) -> Filter:
        name = self._word("a filter")
        options = []
        if self._take("("):
            while not self._take(")"):
                option = self._word("a setting such as on='FY2021'")
                self._expect("=")
                options.append(Option(option.text, option.offset, self._value()))
                if self.now.text != ")":
                    self._expect(",")
        return Filter(name.text, name.offset, tuple(options))

    def _value(self) -> Text | Number | Value:
        token = self.now
        if token.kind not in ("text", "number") and token.text not in ("true", "false"):
            raise self._unexpected("a text in quotes, a number, true or false")
        self._advance()
        if token.kind == "text":
            return Text(token.text[1:-1], token.offset)
        return Number(token.text, token.offset) if token.kind == "number" else Value(token.text, token.offset)

    def _quoted(self) -> Text:
        token = self.now
        if token.kind != "text":
            raise self._unexpected("a key in quotes, such as ['FY2021'],")
        self._advance()
        return Text(token.text[1:-1], token.offset)

    def _word(self, what: str) -> _Token:
        token = self.now
        if token.kind != "word":
            raise self._unexpected(what)
        self._advance()
        return token

    def _expect(self, sign: str) -> None:
        if not self._take(sign):
            raise self._unexpected(f"'{sign}'")

    def _take(self, sign: str) -> bool:
        if self.now.kind != "sign" or self.now.text != sign:
            return False
        self._advance()
        return True

    def _advance(self) -> None:
        self.now = self._next()

    def _next(self) -> _Token:
        while match := _TOKEN.match(self.text, self.position):
            self.position = match.end()
            if match.lastgroup != "space":
                return _Token(match.lastgroup or "", match[0], match.start())
        if self.position >= len(self.text):
            raise _FaultError(Fault("E232", "the '{{' opened here lacks its '}}'.", self.opening))
        char = self.text[self.position]
        if char in "+-*/~<>!%":
            raise _FaultError(Fault("E235", f"no '{char}' in prose; declare a figure for what is computed.", self.position))
        raise _FaultError(Fault("E232", f"'{char}' has no meaning here.", self.position))

    def _unexpected(self, what: str) -> _FaultError:
        found = self.now.text if self.now.kind in ("text", "end") else f"'{self.now.text}'"
        return _FaultError(Fault("E232", f"{what} is expected here, not {found}.", self.now.offset))
