"""Holds the finished files of a build against figures computed again from provenance.json: what the audit needs of the other stages."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

from reportgen.audit import own
from reportgen.audit.page import read
from reportgen.audit.recompute import Ledger, RecomputeError, recompute
from reportgen.audit.recount import recount
from reportgen.model.document import Artifact, Chart, Document, Emission
from reportgen.model.fact import Dispute, Fact
from reportgen.model.figure import Point
from reportgen.model.problem import Problem, Problems
from reportgen.spec.theme import Theme
from reportgen.text.locale import Locale


def ledger_of(provenance: Artifact, root: Path | None = None) -> tuple[Ledger | None, Problems]:
    """Every figure of the file computed again, or the reason why an entry leads to no number.

    With the project's folder, the rows of its tables are counted again, too.
    """
    content = json.loads(provenance.data)
    try:
        ledger = recompute(content)
    except RecomputeError as bad:
        return None, (Problem("E490", f"{provenance.name}: {bad}."),)
    wrong = recount(content, root) if root else ()
    return ledger, tuple(Problem("E490", f"{provenance.name}: {sentence}.") for sentence in wrong)


def brief(
    document: Document, charts: Mapping[str, Chart], ledger: Ledger, theme: Theme, locale: Locale, project: Path | None = None
) -> own.Brief:
    """What own.audit holds the files against: the document with recomputed figures, and the page that it makes."""
    from reportgen.render.page import page
    from reportgen.render.words import plain

    made = recomputed(document, ledger, locale)
    again = read(page(made, charts, theme, locale, project, "screen", ""))
    subject = f"{locale.pick(document.subject.name)} · {plain(document.front.kind, locale)}"
    furniture = (locale.word("provenance_line"), locale.word("continued"), document.front.house, subject)
    return own.Brief(made, ledger, locale, again, furniture)


def recomputed(document: Document, ledger: Ledger, locale: Locale) -> Document:
    """The document with every figure, fact and dispute as the ledger has it."""
    known = {str(fact.where): fact for fact in ledger.facts.values()}
    settled = {dispute.key: dispute for point in ledger.points.values() for dispute in point.disputes}
    printed = {emission.index: emission.value for emission in ledger.of(locale.tag)}

    def again(value: Any) -> Any:
        if isinstance(value, Point):
            return ledger.points.get(value.id, value)
        if isinstance(value, Fact):
            return known.get(str(value.where), value)
        if isinstance(value, Dispute):
            return settled.get(value.key, value)
        if isinstance(value, Emission) and value.index in printed:
            return replace(value, value=printed[value.index], other=again(value.other))
        if isinstance(value, tuple) and type(value) is tuple:
            return tuple(again(item) for item in value)
        if is_dataclass(value) and not isinstance(value, type) and type(value).__module__ == Document.__module__:
            return replace(value, **{field.name: again(getattr(value, field.name)) for field in fields(value)})
        return value

    found = again(document)
    assert isinstance(found, Document), "this is a bug: a document gives a document"
    return found
