"""What one {{ }} holds: a head with filters behind it. Every part knows the character at which it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

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


class FaultError(Exception):
    """Carries the fault at which reading an expression ends."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.message)
        self.fault = fault


class _Token(NamedTuple):
    kind: str
    text: str
    offset: int


class Parser:
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
            raise FaultError(Fault("E232", "the '{{' opened here lacks its '}}'.", self.opening))
        char = self.text[self.position]
        if char in "'\"":
            raise FaultError(Fault("E232", "the quote opened here is never closed, or holds a backslash.", self.position))
        if char in "+-*/~<>!%":
            raise FaultError(Fault("E235", f"no '{char}' in prose; declare a figure for what is computed.", self.position))
        raise FaultError(Fault("E232", f"'{char}' has no meaning here.", self.position))

    def _unexpected(self, what: str) -> FaultError:
        found = self.now.text if self.now.kind in ("text", "end") else f"'{self.now.text}'"
        return FaultError(Fault("E232", f"{what} is expected here, not {found}.", self.now.offset))
