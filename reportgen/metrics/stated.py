"""What the facts themselves say to a question: the fact chosen, or why there is none."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from reportgen.metrics.ask import Ask
from reportgen.model.fact import Choice, Fact, FactKey, Facts
from reportgen.model.figure import Missing
from reportgen.model.period import Period
from reportgen.model.quantity import Quantity, exact


class Stated:
    """The facts by entity and metric."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self._rows: dict[tuple[str, str], list[Choice]] = {}
        for key, choice in facts.choices.items():
            self._rows.setdefault((key.entity, key.metric), []).append(choice)

    def choice(self, ask: Ask) -> Choice | Missing:
        """The one fact that answers the question; n.a. with the reason where none or several do."""
        rows = [c for c in self._rows.get((ask.entity, ask.metric), ()) if c.fact.key.dims == ask.dims]
        rows = _of_scope(_in_period(rows, ask), ask.scope)
        if ask.basis:
            rows = [c for c in rows if c.fact.key.basis == ask.basis]
        elif len({c.fact.key.basis for c in rows}) > 1:
            plain = [c for c in rows if not c.fact.key.basis]
            if not plain:
                return _several("bases", (c.fact.key.basis for c in rows))
            rows = plain
        if len(rows) > 1:
            return _several("scopes", (c.fact.key.scope for c in rows))
        return rows[0] if rows else self._unknown(ask)

    def members(self, ask: Ask) -> tuple[str, ...]:
        """All entities of which the facts say something to the question, also what is not decided between them."""
        keys = (*self.facts.choices, *self.facts.undecided)
        return tuple(sorted({k.entity for k in keys if (k.metric, k.dims, k.period) == (ask.metric, ask.dims, ask.period.text)}))

    def history(self, ask: Ask) -> tuple[Period, ...]:
        """All periods, over by the end of the one asked for, for which the facts state the metric."""
        rows = [c.fact for c in self._rows.get((ask.entity, ask.metric), ()) if c.fact.key.dims == ask.dims]
        return tuple(sorted({fact.period for fact in rows if fact.period.end <= ask.period.end}))

    def _unknown(self, ask: Ask) -> Missing:
        for key, conflicting in self.facts.undecided.items():
            if _fits(key, ask):
                said = " against ".join(f"{f.as_written!r} ({f.source} {f.loc})" for f in conflicting)
                return Missing("n.a.", "disputed_undecided", (("statements", said),))
        days = [day for key, day in self.facts.later.items() if _fits(key, ask)]
        if days:
            return Missing("n.a.", "not_known_yet", (("as_of", self.facts.as_of.isoformat()), ("known_at", min(days).isoformat())))
        return Missing("n.a.", "not_known")


def number(fact: Fact) -> Quantity:
    """The fact's number; a date as its day number, so that dates compare; a rating has no size."""
    if fact.quantity:
        return fact.quantity
    for text in (fact.said, f"{fact.said}-01"):  # a date may be known to the month only
        try:
            return exact(date.fromisoformat(text).toordinal(), "date")
        except ValueError:
            continue
    return exact(0, "rating")


def _in_period(rows: list[Choice], ask: Ask) -> list[Choice]:
    if ask.select not in ("latest", "asof"):
        return [c for c in rows if _same(c.fact.period, ask.period)]
    known = [c for c in rows if (c.fact.period.start if ask.select == "latest" else c.fact.period.end) <= ask.period.end]
    return [c for c in known if c.fact.period.end == max(b.fact.period.end for b in known)]


def _of_scope(rows: list[Choice], scope: str) -> list[Choice]:
    """The rows of a scope; rows that name none stand for it where no row names it."""
    if not scope:
        return rows
    return [c for c in rows if c.fact.key.scope == scope] or [c for c in rows if not c.fact.key.scope]


def _same(stated: Period, wanted: Period) -> bool:
    if (stated.start, stated.end) == (wanted.start, wanted.end):
        return True
    return wanted.is_instant and stated.kind == "month" and stated.end == wanted.end


def _fits(key: FactKey, ask: Ask) -> bool:
    same = (key.entity, key.metric, key.period, key.dims) == (ask.entity, ask.metric, ask.period.text, ask.dims)
    return same and (not ask.scope or key.scope in (ask.scope, "")) and (not ask.basis or key.basis == ask.basis)


def _several(what: str, words: Iterable[str]) -> Missing:
    return Missing("n.a.", "several_scopes", ((what, " or ".join(sorted({word or "none" for word in words}))),))
