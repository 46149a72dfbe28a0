"""Chinese lines: air between Han characters and Latin letters or digits, numbers that stay with their units, marks of the Han face.

A last pass over the finished page, so that it holds for every word whatever template printed it. It adds spans and changes no
character: `g` a gap follows, `u` no break inside, `q` a mark that both faces have and that belongs to the Han one here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape, unescape
from itertools import pairwise

_MARKUP = re.compile(r"(<(?:style|script|svg|title|head)\b.*?</(?:style|script|svg|title|head)>|<[^>]*>)", re.DOTALL)
_TAG = re.compile(r"<(/?)([a-z0-9]+)([^>]*)>", re.DOTALL)
_LANG = re.compile(r'\blang="([^"]*)"')
_VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "wbr", "col"})
_INLINE = frozenset({"a", "abbr", "b", "button", "cite", "em", "i", "span", "strong", "sub", "u"})
_SILENT = frozenset({"sup"})
"""Elements that stand beside their line: what is before and after them are neighbours."""

IDEOGRAPH = "\u2e80-\u2fff\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
WIDE = "\u3000-\u3004\u3008-\u303f\uff00-\uffef"
_RUNS = re.compile(
    rf"(?P<han>[{IDEOGRAPH}]+)|(?P<wide>[{WIDE}]+)|(?P<mark>[“”‘—…]+|(?<![A-Za-z])’|’(?![A-Za-z]))"
    rf"|(?P<latin>(?:[^{IDEOGRAPH}{WIDE}“”‘’—…]|(?<=[A-Za-z])’(?=[A-Za-z]))+)"
)
_EDGE_MARKS = r"\w%$€£¥+\u2212±~≈<>≥≤&"
_EDGE = re.compile(f"[{_EDGE_MARKS}]")
_AMOUNT = r"(?:[+\u2212~≥≤<>±]|[A-Z]{0,3}\$|[€£¥])?\d[\d.,]*[–\d.,]*%?"
_NUMBER = re.compile(_AMOUNT + r"\Z")
_SCALE = "[萬万]?[億亿]|[萬万千]"
_NAME = "[美港]元|[歐欧]元|英[鎊镑]|日[圓元]|元|[個个]百分[點点]|[個个]月|[個个]季度|[倍人天日股年月頁页季項项家次名張张塊块輛辆份條条位款]"
_UNIT = re.compile(f"(?:{_SCALE})?(?:{_NAME})?")
MEASURE = f"{_AMOUNT}(?:(?:{_SCALE})(?:{_NAME})?|{_NAME})"
"""A number with its unit, on which no line breaks."""
GAP = 0.14
"""The gap between a Han character and a Latin letter or a digit, in em, as in the style sheets."""
_NEIGHBOURS = re.compile(
    rf"(?<=[{IDEOGRAPH}])(?=[{_EDGE_MARKS}])(?![{IDEOGRAPH}{WIDE}])|(?<=[{_EDGE_MARKS}])(?<![{IDEOGRAPH}{WIDE}])(?=[{IDEOGRAPH}])"
)


@dataclass(slots=True)
class _Run:
    """A stretch of text of one kind: han, wide, mark or latin; what is to be done to it."""

    kind: str
    text: str
    gap: bool = False
    unit: int = 0
    """How many characters at its beginning belong to the number before it."""
    number: bool = False
    """Whether a unit follows: its last word is a number that must not leave it."""


def gaps(text: str) -> int:
    """How many gaps `typeset` sets in a text."""
    return len(_NEIGHBOURS.findall(text))


def typeset(page: str, lang: str) -> str:
    """The page with the spans in every text that is in this language; its characters are the same as before."""
    parts = _MARKUP.split(page)
    line: list[_Run] = []
    runs: dict[int, list[_Run]] = {}
    langs: list[tuple[str, str]] = []
    for index, part in enumerate(parts):
        if part.startswith("<"):
            if _moves(part, langs):
                _space(line)
                line = []
        elif part and (langs[-1][1] if langs else "") == lang and not any(tag in _SILENT for tag, _ in langs):
            runs[index] = [_Run(str(match.lastgroup), match.group()) for match in _RUNS.finditer(unescape(part))]
            line += runs[index]
        elif part.strip() and not any(tag in _SILENT for tag, _ in langs):
            line.append(_Run("other", ""))
    _space(line)
    for index, found in runs.items():
        if any(run.kind in ("han", "wide", "mark") or run.gap for run in found):
            _units(found)
            parts[index] = "".join(_written(found))
    return "".join(parts)


def _moves(markup: str, langs: list[tuple[str, str]]) -> bool:
    """Follows a tag with the open elements and their languages; whether it begins or ends a line of its own."""
    match = _TAG.match(markup)
    if match is None or match[2] in _VOID or match[2] in ("style", "script", "svg", "title", "head"):
        return match is not None and match[2] == "br"
    closing, tag, attributes = match.groups()
    if closing:
        while langs and langs.pop()[0] != tag:
            pass
    else:
        own = _LANG.search(attributes)
        langs.append((tag, own[1] if own else langs[-1][1] if langs else ""))
    return tag not in _INLINE and tag not in _SILENT


def _space(line: list[_Run]) -> None:
    """Marks the runs of one line of text that are followed by a gap."""
    for run, after in pairwise(line):
        if run.kind == "han" and after.kind == "latin":
            run.gap = bool(_EDGE.match(after.text[0]))
        elif run.kind == "latin" and after.kind == "han":
            run.gap = bool(_EDGE.match(run.text[-1]))


def _units(found: list[_Run]) -> None:
    """Marks numbers and the units behind them, which stand in the same piece of text."""
    for run, after in pairwise(found):
        if run.kind == "latin" and after.kind == "han" and _NUMBER.search(run.text):
            unit = _UNIT.match(after.text)
            if unit and unit.group():
                run.number, after.unit = True, unit.end()


def _written(found: list[_Run]) -> Iterator[str]:
    """The runs as markup."""
    held = ""
    for run in found:
        if run.kind == "mark":
            yield _span("q", run.text)
        elif run.kind == "han":
            unit, rest = run.text[: run.unit], run.text[run.unit :]
            if unit:
                end = "" if rest or not run.gap else unit[-1]
                yield f'<span class="u">{held}{escape(unit[: len(unit) - len(end)], quote=False)}{_span("g", end)}</span>'
                held = ""
            end = rest[-1:] if run.gap else ""
            yield escape(rest[: len(rest) - len(end)], quote=False) + _span("g", end)
        elif run.kind == "latin" and (run.gap or run.number):
            cut = max(run.text.rfind(" "), run.text.rfind("\u00a0") if run.gap and not run.number else -1) + 1
            yield escape(run.text[:cut], quote=False)
            tail = run.text[cut:]
            word = _span("g", tail) if run.gap else escape(tail, quote=False)
            if run.number:
                held = word
            else:
                yield word
        else:
            yield escape(run.text, quote=False)
    yield held


def _span(name: str, text: str) -> str:
    return f'<span class="{name}">{escape(text, quote=False)}</span>' if text else ""
