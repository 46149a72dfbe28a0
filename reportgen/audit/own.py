"""The brief's own audit, in every build: the finished HTML and PDF are read back, and each numeral is accounted for.

What a number should print is computed again from the fact rows (recompute.py) and read by a grammar of the audit's own (spoken.py);
formulas are held against what their kinds mean (formulas.py). Every number of the page stands in an element with `data-e`, the index of
its emission, once and in order; charts print what they registered; heads name the period and unit of what stands under them; the
annex and all that numbers the page read as the renderer writes them from the recomputed figures; and the paper reads as the page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise, zip_longest

from reportgen.audit import drawings, formulas, labels, paper, spoken
from reportgen.audit.order import positions
from reportgen.audit.page import Block, Page, Zone, read, squeezed
from reportgen.audit.recompute import Ledger
from reportgen.model.document import Document, Emission
from reportgen.model.problem import Problem, Problems
from reportgen.text.locale import Locale

CONTEXT = 30
HELD: tuple[Zone, ...] = ("main", "data", "note", "nav")
"""The zones in which every digit belongs to an emission."""
_DIGITS = re.compile(r"\d[\d.,]*")


@dataclass(frozen=True, slots=True)
class Brief:
    """What a finished page is held against.

    `again` is the page as the renderer writes it from the recomputed figures; `furniture` are lines that paper alone has.
    """

    document: Document
    ledger: Ledger
    locale: Locale
    again: Page
    furniture: tuple[str, ...] = ()

    @property
    def what(self) -> str:
        return f"{self.document.report} ({self.document.locale})"

    @property
    def emissions(self) -> Mapping[int, Emission]:
        """What the text prints, with recomputed values, by index."""
        return {emission.index: emission for emission in self.ledger.of(self.locale.tag)}


def audit(html: bytes, pdf: bytes, brief: Brief) -> Problems:
    """Everything that the finished files print otherwise than the facts and the document have it."""
    page = read(html.decode())
    return (*of_numbers(brief), *of_page(page, brief), *of_paper(paper.texts(pdf), page, brief))


def of_numbers(brief: Brief) -> Problems:
    """Numbers whose formula, stored result or printed form is not what the facts give."""
    return (*_results(brief), *_spoken(brief))


def of_page(page: Page, brief: Brief) -> Problems:
    """What the page prints otherwise than the document and the recomputed figures have it."""
    emissions = brief.emissions
    return (
        *_stray(page, brief),
        *_misread(page, emissions, brief),
        *_counted(page, emissions, brief),
        *_disordered(page, brief),
        *drawings.audit(page, brief.ledger, brief.document.names, brief.locale, brief.what),
        *labels.audit(page, emissions, brief.what),
        *_otherwise(page, brief),
    )


def of_paper(texts: tuple[str, ...], page: Page, brief: Brief) -> Problems:
    """What the pages of the PDF print otherwise than the HTML page; `texts` are their text layers."""
    drawn = [drawing.texts for drawing in page.drawings if drawing.id.endswith("-wide")]
    foot = brief.locale.word("facts_known_on", date=brief.locale.date(brief.document.as_of))
    return tuple(paper.audit(texts, page, drawn, brief.furniture, foot, brief.what))


def _results(brief: Brief) -> Iterator[Problem]:
    for name, point in brief.ledger.points.items():
        entry, own = brief.ledger.entries[name], point.quantity
        if why := formulas.wrong(point, entry, brief.ledger.metrics):
            yield Problem("E490", f"figure {name}: {why}.")
        told = (entry.get("value"), entry.get("low"), entry.get("high"))
        found = (own.value, own.low, own.high) if own else (None, None, None)
        if [None if n is None or not n.is_finite() else format(n, "f") for n in found] != list(told):
            yield Problem("E490", f"figure {name}: its rows give {own.value if own else 'no value'}, and it is stated as {told[0]}.")


def _spoken(brief: Brief) -> Iterator[Problem]:
    known: set[tuple[str, str]] = set()
    for printed in brief.ledger.printed:
        if printed.locale != brief.locale.tag:
            continue
        text = brief.locale.show(printed.emission)
        why = spoken.wrong(printed.emission, text, printed.language)
        if why and (text, why) not in known:
            known.add((text, why))
            yield Problem("E486", f"{brief.what} prints {text!r} ({printed.place}): {why}.")


def _stray(page: Page, brief: Brief) -> Iterator[Problem]:
    loose = " ".join(piece.text if piece.kind == "loose" else " " for block in page.of(*HELD) for piece in block.pieces)
    text = " ".join(loose.split())
    for name in sorted(brief.document.names, key=len, reverse=True):
        text = text.replace(name, "")
    for match in _DIGITS.finditer(text):
        around = text[max(match.start() - CONTEXT, 0) : match.end() + CONTEXT].strip()
        hint = "Print it from a figure; a name that holds digits is written {{ name('...') }}."
        yield Problem("E480", f"no figure accounts for {match.group().rstrip('.,')!r} in {around!r} ({brief.what}).", hint=hint)


def _misread(page: Page, emissions: Mapping[int, Emission], brief: Brief) -> Iterator[Problem]:
    for block in page.blocks:
        for piece in block.pieces:
            if piece.kind == "number" and piece.index not in emissions:
                yield Problem("E481", f"number {piece.index} of {brief.what}, {piece.text!r}, is printed and not in the document.")
            elif piece.kind == "number":
                expected = brief.locale.show(emissions[piece.index])
                if " ".join(piece.text.split()) != " ".join(expected.split()):
                    yield Problem("E481", f"number {piece.index} of {brief.what} prints {piece.text!r}, not {expected!r}.")


def _counted(page: Page, emissions: Mapping[int, Emission], brief: Brief) -> Iterator[Problem]:
    printed = Counter(index for block in page.of("main", "data", "note") for index in block.indices)
    for index, emission in emissions.items():
        shown = brief.locale.show(emission)
        if not printed[index]:
            yield Problem("E482", f"number {index} of {brief.what}, {shown!r}, is not on the page.")
        elif printed[index] > 1:
            yield Problem("E483", f"number {index} of {brief.what}, {shown!r}, is on the page {printed[index]} times.")


def _disordered(page: Page, brief: Brief) -> Iterator[Problem]:
    known = positions(brief.document)
    # Numbers of a section follow each other through the whole text; those of the front page and of notes within their block.
    rows = [*(block.indices for block in page.of("main", "data", "note"))]
    rows.append(tuple(i for block in page.of("main", "data") for i in block.indices if i in known and known[i].running))
    for one, other in dict.fromkeys(pair for row in rows for pair in pairwise(i for i in row if i in known)):
        if known[one].number > known[other].number:
            yield Problem("E483", f"number {other} of {brief.what} stands behind number {one}, which follows it in the document.")


def _otherwise(page: Page, brief: Brief) -> Iterator[Problem]:
    """Blocks that read otherwise than the renderer writes them from the recomputed figures."""
    rows = [(_told(one), _told(other)) for one, other in zip_longest(page.blocks, brief.again.blocks)]
    rows += [(page.title, brief.again.title), (page.description, brief.again.description)]
    for found, wanted in rows:
        if squeezed(found) != squeezed(wanted):
            yield Problem("E485", f"{brief.what} reads {found!r} where its figures give {wanted!r}.")


def _told(block: Block | None) -> str:
    return " ".join(block.text.split()) if block else ""
