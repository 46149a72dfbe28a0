"""Plain text for a mail: lines of 72 columns, where a Chinese character takes two, and figures that stand under each other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from unicodedata import combining, east_asian_width

from reportgen.render.han import IDEOGRAPH, MEASURE, WIDE

COLUMNS = 72

_OPENS = "「『（〈《【［“‘("
_CLOSES = "」』）〉》】］”’、。，．：；！？…—·%)"
# What no line breaks in: a number with its unit, a run without spaces and Chinese, one Chinese character with the marks that cling to it.
_PIECE = re.compile(
    rf"\s+|[{re.escape(_OPENS)}]*(?:{MEASURE}|[^\s{IDEOGRAPH}{WIDE}{re.escape(_OPENS)}]+|[{IDEOGRAPH}{WIDE}])?[{re.escape(_CLOSES)}†]*"
)
_SPACE = re.compile(r"[ \t\n\r]+")


def width(text: str) -> int:
    """The columns that a text takes where every character has one, wide ones two and combining ones none."""
    return sum(0 if combining(c) or c in "\u2060\u200b\u00ad" else 2 if east_asian_width(c) in "WF" else 1 for c in text)


def wrapped(text: str, first: str = "", rest: str | None = None, columns: int = COLUMNS) -> str:
    """The text in lines of at most `columns`, the first after `first` and the others after `rest` (as wide as `first` by default).

    A line is longer only where one word is. No-break spaces hold.
    """
    rest = " " * width(first) if rest is None else rest
    lines: list[str] = []
    line = first
    begun = False
    for gap, piece in _pieces(text):
        if begun and width(line) + width(gap) + width(piece) > columns:
            lines.append(line)
            line, begun = rest, False
        line += (gap if begun else "") + piece
        begun = True
    return "\n".join((*lines, line)).replace("\u2060", "")


def rows(pairs: Iterable[tuple[str, str]], columns: int = COLUMNS) -> str:
    """Labels on the left and values that end in the last column; a long label breaks before its value, which stands in its last line."""
    pairs = [*pairs]
    room = max((width(value) for _, value in pairs), default=0)
    return "\n".join(_row(label, value, columns, columns - room - 2) for label, value in pairs)


def table(lines: Sequence[Sequence[str]], columns: int = COLUMNS) -> str:
    """Rows of cells, the first cell on the left and the others ending under each other; told one by one where the row is too wide."""
    wide = [max(width(line[n]) for line in lines) for n in range(1, len(lines[0]))] if lines else []
    room = columns - sum(wide) - 2 * len(wide)
    if room < columns // 4:
        return "\n".join(_told(lines, columns))
    made = []
    for line in lines:
        head = wrapped(line[0], columns=room).split("\n")
        cells = "".join(" " * (n + 2 - width(cell)) + cell for n, cell in zip(wide, line[1:], strict=True))
        made += [*head[:-1], head[-1] + " " * (room - width(head[-1])) + cells]
    return "\n".join(line.rstrip(" ") for line in made)


def _told(lines: Sequence[Sequence[str]], columns: int) -> Iterator[str]:
    heads = lines[0]
    for line in lines[1:]:
        yield wrapped(line[0], columns=columns)
        yield rows([(f"  {head}", cell) for head, cell in zip(heads[1:], line[1:], strict=True)], columns)


def _row(label: str, value: str, columns: int, room: int) -> str:
    indent = label[: len(label) - len(label.lstrip(" "))]
    if room < columns // 3:
        return wrapped(label.lstrip(" "), indent, f"{indent}  ", columns) + "\n" + wrapped(value, f"{indent}    ", columns=columns)
    lines = wrapped(label.lstrip(" "), indent, f"{indent}  ", room).split("\n")
    lines[-1] += " " * (columns - width(lines[-1]) - width(value)) + value
    return "\n".join(lines)


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """Pieces in which no line breaks, each with the space before it."""
    for number, word in enumerate(_SPACE.split(text.strip(" \t\n\r"))):
        gap = " " if number else ""
        held = ""
        for match in _PIECE.finditer(word):
            if not match[0]:
                continue
            if match[0].isspace() or held.endswith("\u00a0"):
                # a no-break space ties what stands on both sides of it
                held += match[0]
                continue
            if held:
                yield gap, held
                gap = ""
            held = match[0]
        if held:
            yield gap, held
