"""A formula without the functions that a reader does unasked: sums written out, the largest picked, units taken off."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal

from reportgen.model.figure import Input
from reportgen.model.quantity import INFINITY, Quantity

START, END = "__start", "__end"
"""What follows a name that stands for one end of a range."""

_NAME = re.compile(r"[A-Za-z_]\w*")
_STRIPPED = re.compile(r"number\((\w+) / 1 \w+\)")
_TOP = re.compile(r"top\((\w+), (\d+)\)")


def expanded(formula: str, inputs: Sequence[Input]) -> str:
    """The formula over the names that `unique_names` gives; functions that no short formula shows stay in it."""
    text = _STRIPPED.sub(r"\1", formula)
    text = _replaced(text, "number", lambda inner: inner if _NAME.fullmatch(inner) else f"({inner})")
    text = _replaced(text, "mid", lambda inner: f"({inner}{START} + {inner}{END}) / 2" if _NAME.fullmatch(inner) else None)
    text = _replaced(text, "max", lambda inner: _largest(inner, inputs))
    return _replaced(text, "sum", lambda inner: _summed(inner, inputs, alone=f"sum({inner})" == text))


def unique_names(inputs: Sequence[Input]) -> list[str]:
    """A name for each input: those that share one are numbered."""
    names = [name for name, _ in inputs]
    return [name if names.count(name) == 1 else f"{name}__{index}" for index, name in enumerate(names)]


def _replaced(text: str, function: str, write: Callable[[str], str | None]) -> str:
    """The text with every call of a function as `write` gives it; where that is None the call stays."""
    position = 0
    while match := re.compile(rf"\b{function}\(").search(text, position):
        end = _closing(text, match.end())
        new = write(text[match.end() : end])
        if new is None:
            position = match.end()
        else:
            text = text[: match.start()] + new + text[end + 1 :]
            position = match.start()
    return text


def _closing(text: str, start: int) -> int:
    """Where the bracket that is open at `start` closes."""
    depth = 1
    for place in range(start, len(text)):
        depth += {"(": 1, ")": -1}.get(text[place], 0)
        if not depth:
            return place
    raise ValueError(f"this is a bug: a bracket of {text!r} stays open")


def _summed(inner: str, inputs: Sequence[Input], *, alone: bool) -> str | None:
    """The terms of a sum: those of a row, the largest of a row, or the same computation over several rows."""
    rows = {name: [u for (given, _), u in zip(inputs, unique_names(inputs), strict=True) if given == name] for name, _ in inputs}
    if top := _TOP.fullmatch(inner):
        added = " + ".join(_by_size(top[1], inputs)[: int(top[2])])
    elif "(" in inner and re.search(r"\w\(", inner):
        return None
    else:
        length = max((len(rows[name]) for name in _NAME.findall(inner) if name in rows), default=1)
        added = " + ".join(_term(inner, rows, index) for index in range(length))
    return added if alone else f"({added})"


def _term(inner: str, rows: dict[str, list[str]], index: int) -> str:
    """The computation for one place of the rows; what is no row is the same in every term."""

    def named(match: re.Match[str]) -> str:
        row = rows.get(match[0], [match[0]])
        return row[index] if len(row) > 1 else row[0]

    return _NAME.sub(named, inner)


def _largest(inner: str, inputs: Sequence[Input]) -> str | None:
    return _by_size(inner, inputs)[0] if _NAME.fullmatch(inner) else None


def _by_size(row: str, inputs: Sequence[Input]) -> list[str]:
    """The names of a row from the largest to the smallest."""
    parts = [(unique, item.quantity) for (given, item), unique in zip(inputs, unique_names(inputs), strict=True) if given == row]
    return [unique for unique, _ in sorted(parts, key=lambda part: _size(part[1]), reverse=True)]


def _size(quantity: Quantity | None) -> Decimal:
    return quantity.value if quantity else -INFINITY
