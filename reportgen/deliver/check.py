"""The mail's own audit: its words and numbers are those of the document, and each numeral reads as its figure is.

Every sentence of the front page and of the exhibits shown is written again from the document. It must stand in both bodies, spaces
aside; what is left of them may hold no digit but those of days, files and addresses. A changed digit so leaves a sentence that is
not there and a digit that nobody accounts for. What the numbers print is read by the grammar of the audit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from html import unescape

from reportgen.audit import spoken
from reportgen.deliver import sayings
from reportgen.deliver.mail import STANDARD, Mail, Options
from reportgen.model.document import (
    Card,
    Document,
    Emission,
    Exhibit,
    Foreign,
    Inlines,
    Number,
    Picture,
    Strong,
    Table,
)
from reportgen.model.figure import Point
from reportgen.model.problem import Problem, Problems
from reportgen.text.locale import Locale

CONTEXT = 24
_UNREAD = re.compile(r"<head\b.*?</head>|<!--.*?-->", re.DOTALL)
_ALT = re.compile(r'<img\b[^>]*\balt="([^"]*)"')
_TAGS = re.compile(r"<[^>]*>")
_SPACE = re.compile(r"[\s\u2060\u200b\u00ad]+")
_CUT = "\x00"


def audit_mail(mail: Mail, document: Document, locale: Locale, options: Options = STANDARD) -> Problems:
    """What subject and bodies say otherwise than the document: E570 a sentence or number that is not there, E571 a digit that
    nothing accounts for, E572 a number that does not read as its figure is. `options` are those that the mail was made with."""
    shown, _ = sayings.exhibits(document, options)
    sentences = [*_front(document, locale), *(line for exhibit in shown for line in _exhibit(exhibit, locale))]
    alts = [exhibit.body.alt for exhibit in shown if isinstance(exhibit.body, Picture) for _ in ("wide", "narrow")]
    page = _UNREAD.sub("", mail.html)
    found = [unescape(alt) for alt in _ALT.findall(page)]
    furniture = _furniture(mail, document, locale, options)
    what = f"the mail of {document.report} ({locale.tag})"
    return (
        *_bound(f"the subject of {what}", mail.subject, [sayings.said(document.front.title, locale)], [document.front.house, *sentences]),
        *_bound(f"the text of {what}", mail.text, [*sentences, *alts], furniture),
        *_bound(f"the HTML of {what}", unescape(_TAGS.sub("", page)), sentences, furniture),
        *(Problem("E570", f"{what} tells of a picture {one!r}, not {other!r}.") for one, other in _pairs(found, alts) if one != other),
        *_spoken(document, shown, locale, what),
    )


def _bound(what: str, text: str, sentences: Sequence[str], furniture: Iterable[str]) -> Iterator[Problem]:
    """Sentences that the text lacks, and digits that are in none of them."""
    left = _squeezed(text)
    for sentence in sorted({*sentences}, key=len, reverse=True):
        if (wanted := _squeezed(sentence)) not in left:
            yield Problem("E570", f"{what} does not say {sentence!r}.")
        elif wanted:
            left = left.replace(wanted, _CUT)
    for known in sorted({*furniture}, key=len, reverse=True):
        left = left.replace(_squeezed(known), _CUT) if known else left
    for match in re.finditer(r"\d[\d.,]*", left):
        around = left[max(match.start() - CONTEXT, 0) : match.end() + CONTEXT].replace(_CUT, " ").strip()
        yield Problem("E571", f"{what} has {match[0]!r} in {around!r}, and no figure accounts for it.")


def _front(document: Document, locale: Locale) -> Iterator[str]:
    front = document.front

    def said(inlines: Inlines) -> str:
        return sayings.said(inlines, locale)

    yield from (said(front.kind), said(front.kicker), said(front.title), said(front.standfirst), said(front.key_unit), said(front.key_note))
    yield from (said(line.label) + sayings.printed(line.value, locale) for group in front.key_groups for line in group.lines)
    yield from (said(item) for item in front.bullets.items)
    yield said(front.watch)
    if rating := front.rating:
        yield from (said(rating.value), said(rating.horizon), said(rating.previous))
        yield sayings.printed(rating.target, locale) if rating.target else ""
    for _, stated in document.disclosures.statements:
        yield locale.moment(stated) if isinstance(stated, datetime) else said(stated)


def _exhibit(exhibit: Exhibit, locale: Locale) -> Iterator[str]:
    def said(inlines: Inlines) -> str:
        return sayings.said(inlines, locale)

    yield from (said(exhibit.title), said(exhibit.subtitle), said(exhibit.marks), said(exhibit.source))
    if isinstance(exhibit.body, Card):
        yield from (part for group in exhibit.body.groups for label, value in group for part in (said(label), said(value)))
    elif isinstance(exhibit.body, Table):
        yield from (said(column.head) + column.mark for column in exhibit.body.columns)
        yield from (said(row.head) for row in exhibit.body.rows)
        yield from (sayings.cell(cell, locale) for row in exhibit.body.rows for cell in row.cells)


def _furniture(mail: Mail, document: Document, locale: Locale, options: Options) -> tuple[str, ...]:
    """What may hold digits and is no figure: days, numbers of exhibits, files, addresses, the house."""
    numbers = [exhibit.number for exhibit in sayings.exhibits(document, options)[0]]
    return (
        document.front.house,
        locale.date(document.as_of),
        *(locale.word("exhibit_title", number=number) for number in numbers),
        *(artifact.name for artifact in mail.attachments),
        *(part for part in (options.link, options.folder, options.unsubscribe) if part),
        locale.word("disclose_rated" if document.front.rating else "no_recommendation"),
    )


def _spoken(document: Document, shown: Sequence[Exhibit], locale: Locale, what: str) -> Iterator[Problem]:
    """Numbers whose words the audit's grammar reads otherwise than the figure is."""
    known: set[tuple[str, str]] = set()
    for emission in _emissions(document, shown):
        text = locale.show(emission)
        why = spoken.wrong(_styled(emission), text, emission.locale or locale.tag)
        if why and (text, why) not in known:
            known.add((text, why))
            yield Problem("E572", f"{what} prints {text!r}: {why}.")


def _styled(emission: Emission) -> Emission:
    """The emission with its metric's own style where it states none."""
    own = emission.value.metric.display.style if isinstance(emission.value, Point) else ""
    return replace(emission, style=emission.style or own)


def _emissions(document: Document, shown: Sequence[Exhibit]) -> Iterator[Emission]:
    front = document.front
    yield from (line.value for group in front.key_groups for line in group.lines)
    if front.rating and front.rating.target:
        yield front.rating.target
    for inlines in (front.kind, front.kicker, front.title, front.standfirst, front.key_note, *front.bullets.items, front.watch):
        yield from _inside(inlines)
    for exhibit in shown:
        for inlines in (exhibit.title, exhibit.subtitle):
            yield from _inside(inlines)
        if isinstance(exhibit.body, Card):
            yield from (e for group in exhibit.body.groups for pair in group for part in pair for e in _inside(part))
        elif isinstance(exhibit.body, Table):
            for cell in (cell for row in exhibit.body.rows for cell in row.cells):
                yield from (cell.content,) if isinstance(cell.content, Emission) else _inside(cell.content or ())


def _inside(inlines: Inlines) -> Iterator[Emission]:
    for item in inlines:
        if isinstance(item, Number):
            yield item.emission
        elif isinstance(item, (Strong, Foreign)):
            yield from _inside(item.children)


def _pairs(found: Sequence[str], wanted: Sequence[str]) -> Iterator[tuple[str, str]]:
    room = max(len(found), len(wanted))
    yield from zip((*found, *[""] * (room - len(found))), (*wanted, *[""] * (room - len(wanted))), strict=True)


def _squeezed(text: str) -> str:
    return _SPACE.sub("", text)
