"""Holds the numbers in charts and in their alternative texts against what the charts registered, computed again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from reportgen.audit.page import Page, squeezed
from reportgen.audit.recompute import Ledger
from reportgen.model.problem import Problem
from reportgen.text.locale import Locale

DAGGER = "†"
_SIGN = re.compile(r"\d|[\u2212+-]\n|\n(?:%|point|prozentpunkt|個?百分點|个?百分点)")
"""What is left of a text, with a line end for each number, and would make another number of it."""


def audit(page: Page, ledger: Ledger, names: Collection[str], locale: Locale, what: str) -> Iterator[Problem]:
    """Numbers that a drawing has beyond its emissions, and those that it lacks."""
    for number, drawing in enumerate(page.drawings):
        name, _, width = drawing.id.rpartition("-")
        shown = [locale.show(emission) for emission in ledger.of(locale.tag, f"chart {name} {width}")]
        yield from _compared(drawing.texts, shown, names, f"the chart {name!r} ({width}) of {what}")
        told = [locale.show(emission) for emission in ledger.of(locale.tag, f"chart {name} alt")]
        if number < len(page.alts):
            yield from _compared(page.alts[number : number + 1], told, names, f"the alternative text of the chart {name!r} of {what}")


def _joined(texts: Sequence[str], wanted: Collection[str]) -> Sequence[str]:
    """The texts, those in one that are the two lines of a number: 2024 over 上半年."""
    found: list[str] = []
    for text in texts:
        if found and squeezed(found[-1]) not in wanted and squeezed(found[-1] + text) in wanted:
            found[-1] += text
        else:
            found.append(text)
    return found


def _compared(texts: Sequence[str], shown: Sequence[str], names: Collection[str], where: str) -> Iterator[Problem]:
    left = Counter(squeezed(text) for text in shown)
    texts = _joined(texts, left)
    # The longest first: a number that is the beginning of another one must not be taken for it.
    for text in sorted((squeezed(text).replace(DAGGER, "") for text in texts), key=len, reverse=True):
        rest = text
        for wanted in [text, *sorted(left, key=len, reverse=True)]:
            while left[wanted] > 0 and wanted in rest:
                rest = rest.replace(wanted, "\n", 1)
                left[wanted] -= 1
        for name in names:
            rest = rest.replace(squeezed(name), "")
        if _SIGN.search(rest):
            yield Problem("E484", f"{where} prints {' '.join(rest.split())!r} in {text!r}, which no figure accounts for.")
    for wanted, count in left.items():
        if wanted and count > 0:
            yield Problem("E484", f"{where} does not print {wanted!r}.")
