"""What the parts of a document read in a mail, where no number is a link and no note stands beside."""

from __future__ import annotations

from reportgen.deliver.mail import Options
from reportgen.model.document import (
    Cell,
    Document,
    Emission,
    Exhibit,
    ExhibitRef,
    Foreign,
    Inlines,
    NoteRef,
    Number,
    SourceRef,
    Strong,
    Text,
)
from reportgen.model.figure import Point
from reportgen.model.problem import Problem, Problems
from reportgen.render import words
from reportgen.text.locale import Locale


def exhibits(document: Document, options: Options) -> tuple[tuple[Exhibit, ...], Problems]:
    """What the mail shows, the lead exhibit and then those that the options name; E553 for a name that is not in the brief."""
    known = {block.name: block for section in document.sections for block in section.blocks if isinstance(block, Exhibit)}
    lead = (document.front.lead,) if document.front.lead else ()
    wanted = [name for name in dict.fromkeys(options.exhibits) if name not in {exhibit.name for exhibit in lead}]
    message = f"{document.report} has no exhibit '{{}}' to show in its mail."
    lacking = tuple(Problem("E553", message.format(name)) for name in wanted if name not in known)
    return (*lead, *(known[name] for name in wanted if name in known)), lacking


def printed(emission: Emission, locale: Locale) -> str:
    """A number as the locale prints it, with a dagger where sources disagree."""
    disputed = isinstance(emission.value, Point) and bool(emission.value.all_disputes)
    return locale.show(emission) + ("†" if disputed else "")


def said(inlines: Inlines, locale: Locale) -> str:
    """Inlines as one string; what has no translation bears the tag of its language, and calls of notes are left out."""
    return (f"[{tag}] " if (tag := tongue(inlines, locale)) else "") + _plain(inlines, locale)


def tongue(inlines: Inlines, locale: Locale) -> str:
    """The tag of the language in which inlines stand that are not translated, such as EN; empty where they are."""
    first = next(iter(inlines), None)
    return locale.word(f"tag_{first.locale}") if isinstance(first, Foreign) else ""


def cell(content: Cell, locale: Locale) -> str:
    """A cell of a table with its mark; a dash where it holds nothing by definition."""
    inside = content.content
    text = locale.word("dash") if inside is None else printed(inside, locale) if isinstance(inside, Emission) else said(inside, locale)
    return text + content.mark


def _plain(inlines: Inlines, locale: Locale) -> str:
    parts: list[str] = []
    for item in inlines:
        match item:
            case Text():
                parts.append(item.text)
            case Strong() | Foreign():
                parts.append(_plain(item.children, locale))
            case Number():
                parts.append(printed(item.emission, locale))
            case ExhibitRef():
                parts.append(words.exhibit_ref(item, locale))
            case SourceRef():
                parts.append(words.plain((item,), locale))
            case NoteRef():
                pass
    return "".join(parts)
