"""Reads what stands in {{ }}: a small part of Jinja, so that every fault has its character.

    {{ half['H1-2024'] | change(on='H1-2023') }}   {{ loss | total | money }}   {{ loss.window.start | year }}
    {{ '2021-07-21' | date }}   {{ name('GPT-4') }}   {{ exhibit('losses') }}   {{ note('scope') }}

There are no statements and no arithmetic: what to say is chosen by conditions, what to compute is a figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from reportgen.spec.checks.inline import Call, Expression, Fault, FaultError, FigureUse, Number, Parser, Text
from reportgen.spec.suggest import shortened

CURE = (
    "Numbers come from figures: {{ revenue['FY2021'] | money }}; dates, names and exhibits have markers: "
    "{{ '2021-07-21' | date }}, {{ name('GPT-4') }}, {{ exhibit('x') }}."
)

_DIGITS = re.compile(r"[\d\u00b2\u00b3\u00b9\u00bc-\u00be\u2070-\u218b\u2460-\u249b][\w.,/%]*")
_OPENING = re.compile(r"\{\{|\{%|\{#|\}\}")

MOST = 5
"""So many faults of one text are told; a page full of them says no more."""

H = TypeVar("H", Text, Number, FigureUse, Call)


@dataclass(frozen=True, slots=True)
class Reading:
    """A template: its expressions in order, and what is wrong with its form."""

    expressions: tuple[Expression, ...]
    faults: tuple[Fault, ...]

    def all_of(self, kind: type[H]) -> Iterator[H]:
        """The heads of one kind."""
        return (e.head for e in self.expressions if isinstance(e.head, kind))


@lru_cache(maxsize=1024)
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
        try:
            parser = Parser(text, opening.end())
            expressions.append(parser.expression())
            position = parser.position
        except FaultError as bad:
            faults.append(bad.fault)
            end = text.find("}}", opening.end())
            position = end + 2 if end >= 0 else len(text)
    faults += _digits(text, position, len(text))
    return Reading(tuple(expressions), tuple(faults[:MOST]))


def _digits(text: str, start: int, end: int) -> Iterator[Fault]:
    for found in _DIGITS.finditer(text, start, end):
        first = found.start()
        while first > start and text[first - 1].isalnum():
            first -= 1
        typed = text[first : found.end()].rstrip(".,/")
        yield Fault("E230", f"a digit typed in prose: '{shortened(typed)}'.", first, CURE)


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
