"""Disputed figures in words: who says what, what was chosen, and why."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.model.document import Document
from reportgen.model.fact import Dispute, Fact
from reportgen.render.citation import code
from reportgen.render.formula import style_of, value_of
from reportgen.render.naming import Context, context_of, fact_label
from reportgen.text.locale import Locale


@dataclass(frozen=True, slots=True)
class Statement:
    """One side of a dispute: what a source says, in its own digits and in ours."""

    value: str
    as_written: str
    code: str
    chosen: bool
    about: str = ""
    """What it states, where that is not what the dispute is about."""


@dataclass(frozen=True, slots=True)
class DisputeEntry:
    """A disputed figure: what it is, the statements with the chosen one first, and the reason."""

    label: str
    period: str
    statements: tuple[Statement, ...]
    reason: str


def disputes(document: Document, locale: Locale) -> tuple[DisputeEntry, ...]:
    """The annex's disputes in their order."""
    context = context_of(document, locale)
    return tuple(_dispute(item, context) for item in document.annex.disputes)


def _dispute(dispute: Dispute, context: Context) -> DisputeEntry:
    locale = context.locale

    def statement(fact: Fact, *, chosen: bool) -> Statement:
        value = value_of(fact, context.metrics, locale)
        return Statement(value, fact.as_written, code(fact, locale), chosen, _about(fact, dispute, context))

    sides = [statement(fact, chosen=False) for fact in dispute.others]
    any_fact = dispute.chosen or dispute.others[0]
    if dispute.chosen:
        sides.insert(0, statement(dispute.chosen, chosen=True))
    if dispute.computed is not None:
        metric = context.metrics.get(dispute.key.metric)
        value = locale.quantity(dispute.computed, style_of(dispute.computed.unit, metric))
        # Where a statement is used although others give another value, that value stands among what is not used.
        computed = Statement(value, "", locale.word("own_calculation"), chosen=dispute.chosen is None)
        sides.insert(0 if computed.chosen else 1, computed)
    return DisputeEntry(fact_label(any_fact, context), locale.period(any_fact.period), tuple(sides), locale.pick(dispute.reason))


def _about(fact: Fact, dispute: Dispute, context: Context) -> str:
    """The name and the period of a statement on another key, as far as they differ from those of the dispute."""
    if fact.key == dispute.key:
        return ""
    named = fact.key.metric in context.metrics or fact.key.metric not in dispute.names
    label = fact_label(fact, context) if named else context.locale.pick(dispute.names[fact.key.metric])
    parts = [label] if fact.key._replace(period="") != dispute.key._replace(period="") else []
    if fact.key.period != dispute.key.period:
        parts.append(context.locale.period(fact.period))
    return ", ".join(parts)
