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
        return Statement(value_of(fact, context.metrics, locale), fact.as_written, code(fact, locale), chosen)

    losers = tuple(statement(fact, chosen=False) for fact in dispute.others)
    any_fact = dispute.chosen or dispute.others[0]
    if dispute.chosen:
        sides = (statement(dispute.chosen, chosen=True), *losers)
    else:
        metric = context.metrics.get(dispute.key.metric)
        assert dispute.computed is not None, "this is a bug: a dispute has a chosen or a computed value"
        computed = locale.quantity(dispute.computed, style_of(dispute.computed.unit, metric))
        sides = (Statement(computed, "", locale.word("own_calculation"), chosen=True), *losers)
    return DisputeEntry(fact_label(any_fact, context), locale.period(any_fact.period), sides, locale.pick(dispute.reason))
