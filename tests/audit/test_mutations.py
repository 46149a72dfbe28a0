"""Each printed numeral of each brief, changed in each way: the audit finds every change, and nothing in what is untouched.

Of the project's briefs `make test` tries a sample, another for each kind of change; `make sweep` tries every numeral.
The case is small and always tried entirely.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest

from reportgen.audit import drawings, own
from reportgen.audit.page import Drawing, read
from reportgen.model.problem import Problem
from tests.audit.finished import REPORTS, Finished, finished
from tests.audit.mutate import KINDS, NUMERAL, mutations
from tests.support.makings import CASE

pytestmark = [pytest.mark.needs_pango, pytest.mark.slow]

SWEEP = bool(os.environ.get("REPORTGEN_SWEEP"))
"""Whether every numeral of every brief is tried."""
PAGE_SAMPLE, PAPER_SAMPLE, CASE_SAMPLE = 3, 12, 80
"""So many numerals of each block of a brief's page, and of its PDF, are tried with each kind of change otherwise."""
LONGEST = 80
"""No block of a page holds more numerals."""
_BLOCK = re.compile(r"(?=<(?:p|li|h[1-4]|tr|caption|summary|dt|dd|header|title|svg)\b)")
_TEXT = re.compile(r">[^<]*\d[^<]*")
_INDEX = re.compile(r'data-e="(\d+)"')


@pytest.mark.parametrize("report", REPORTS)
def test_nothing_is_found_in_what_is_untouched(shared: Path, report: str) -> None:
    for made in finished(shared, report):
        assert own.of_numbers(made.brief) == ()
        assert own.of_page(made.page, made.brief) == ()
        assert own.of_paper(made.texts, made.page, made.brief) == ()


def changed(html: str, kind: str, number: int) -> tuple[str, int, set[int]]:
    """The page with numeral `number` of each block changed, how many were, and which emissions they belong to."""
    start = html.index("<body")
    parts = _BLOCK.split(html[start:])
    total, indices = 0, set()
    for place, part in enumerate(parts):
        texts = [] if part.startswith("<svg") else list(_TEXT.finditer(part.partition("<svg")[0]))
        numerals = [(text.start() + n.start(), text.start() + n.end(), n) for text in texts for n in NUMERAL.finditer(text[0])]
        if number < len(numerals):
            begin, end, match = numerals[number]
            now = KINDS[kind](match)
            if now != match[0]:
                parts[place] = part[:begin] + now + part[end:]
                total += 1
                indices |= _owner(part[:begin])
    return html[:start] + "".join(parts), total, indices


def _owner(before: str) -> set[int]:
    """The emission in whose element the text ends that stands before a place."""
    opened = list(_INDEX.finditer(before))
    inside = opened and re.search(r"</span>|</a>", before[opened[-1].end() :]) is None
    return {int(opened[-1][1])} if inside else set()


def numbers(report: str, kind: str) -> Sequence[int]:
    """Which numerals of each block are tried: the first, the second and so on up to the longest block's last; or some of the first ones."""
    if SWEEP or report == CASE:
        return range(LONGEST)
    place = list(KINDS).index(kind)
    return [(place + 2 * step) % 7 for step in range(PAGE_SAMPLE)]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("report", REPORTS)
def test_every_numeral_of_the_page(shared: Path, report: str, kind: str) -> None:
    for made in finished(shared, report):
        for number in numbers(report, kind):
            html, total, indices = changed(made.html, kind, number)
            if not total:
                continue
            found = own.of_page(read(html), made.brief)
            assert len([p for p in found if p.code == "E485"]) == total, (kind, number)
            bound = {int(p.message.split()[1]) for p in found if p.code == "E481"}
            assert indices <= bound, (kind, number)


@pytest.mark.parametrize("report", REPORTS)
def test_no_block_holds_more_numerals_than_are_tried(shared: Path, report: str) -> None:
    for made in finished(shared, report):
        assert changed(made.html, next(iter(KINDS)), LONGEST)[1] == 0


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("report", REPORTS)
def test_every_numeral_of_the_charts(shared: Path, report: str, kind: str) -> None:
    for made in finished(shared, report):
        for number, drawing in enumerate(made.page.drawings):
            for place, text in enumerate(drawing.texts):
                for wrong in mutations(text, kind):
                    texts = (*drawing.texts[:place], wrong.text, *drawing.texts[place + 1 :])
                    assert drawn(made, replace(drawing, texts=texts), made.page.alts[number]), (drawing.id, wrong)
            for wrong in mutations(made.page.alts[number], kind):
                assert drawn(made, drawing, wrong.text), (drawing.id, wrong)


def drawn(made: Finished, drawing: Drawing, alt: str) -> list[Problem]:
    """What the audit says of one drawing and its alternative text."""
    page = replace(made.page, drawings=(drawing,), alts=(alt,))
    return [*drawings.audit(page, made.brief.ledger, made.brief.document.names, made.brief.locale, "")]


def papers(made: Finished, kind: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """The text layers with each numeral changed in turn."""
    for number, text in enumerate(made.texts):
        for wrong in mutations(text, kind):
            yield (*made.texts[:number], wrong.text, *made.texts[number + 1 :]), f"page {number + 1}: {wrong.was!r} as {wrong.now!r}"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("report", REPORTS)
def test_every_numeral_of_the_paper(shared: Path, report: str, kind: str) -> None:
    for made in finished(shared, report):
        every = list(papers(made, kind))
        step = 1 if SWEEP else max(1, -(-len(every) // (CASE_SAMPLE if report == CASE else PAPER_SAMPLE)))
        first = list(KINDS).index(kind) % step
        missed = [what for texts, what in islice(every, first, None, step) if not own.of_paper(texts, made.page, made.brief)]
        assert missed == []
