"""Statements on one key, and on keys that differ in scope, basis or window alone: the same, consistent, another measure, or at odds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from reportgen.consistency.bench import Bench, statements
from reportgen.model.fact import Choice, Fact, FactKey, Texts
from reportgen.model.finding import Finding, Verdict

RULE = "repeated"


def findings(bench: Bench) -> Iterator[Finding]:
    """A finding for each statement beside the one used, and for each pair of measures that carry one name."""
    for choice in bench.facts.choices.values():
        yield from _of_choice(choice)
    for stated in bench.facts.undecided.values():
        for a, b in combinations(stated, 2):
            yield Finding(RULE, _alike(a, b), a, (b,), disputed=(a, b))
    yield from _neighbours([choice.fact for choice in bench.facts.choices.values()])


def _of_choice(choice: Choice) -> Iterator[Finding]:
    for other in statements(choice)[1:]:
        verdict = _alike(other, choice.fact)
        settled: Texts = choice.dispute.reason if verdict == "contradiction" and choice.dispute else {}
        yield Finding(RULE, verdict, other, (choice.fact,), settled=settled)
    listed = [f for f in choice.dispute.others if f.key != choice.fact.key] if choice.dispute else []
    # What is listed disputes each of its keys by the others; one finding says it.
    if listed and choice.dispute and all(choice.fact.key < f.key for f in listed):
        yield Finding("listed", "contradiction", choice.fact, tuple(listed), settled=choice.dispute.reason)


def _alike(a: Fact, b: Fact) -> Verdict:
    if a.quantity and b.quantity:
        if (a.quantity.value, a.quantity.place, a.quantity.qual) == (b.quantity.value, b.quantity.place, b.quantity.qual):
            return "same"
        return "consistent" if a.quantity.overlaps(b.quantity) else "contradiction"
    if a.quantity or b.quantity:
        return "contradiction"
    return "same" if a.said == b.said else "consistent" if a.said.startswith(b.said) or b.said.startswith(a.said) else "contradiction"


def _neighbours(facts: Sequence[Fact]) -> Iterator[Finding]:
    """Pairs that share everything but the scope, the basis or the window of years."""
    measures: dict[FactKey, list[Fact]] = {}
    for fact in facts:
        measures.setdefault(fact.key._replace(period="", scope="", basis=""), []).append(fact)
    for group in measures.values():
        for a, b in combinations(group, 2):
            if a.quantity and b.quantity and (verdict := _difference(a, b)):
                yield Finding(RULE, verdict, a, (b,))


def _difference(a: Fact, b: Fact) -> Verdict | None:
    same_window = (a.period.start, a.period.end) == (b.period.start, b.period.end)
    assert a.quantity, "this is a bug: only numbers have measures"
    assert b.quantity, "this is a bug: only numbers have measures"
    if same_window:
        if a.quantity.overlaps(b.quantity):
            return None
        return "basis" if a.key.basis != b.key.basis else "scope" if a.key.scope != b.key.scope else None
    both = a.period.kind == b.period.kind == "range"
    if both and (a.key.scope, a.key.basis) == (b.key.scope, b.key.basis) and a.period.months == b.period.months:
        return "window" if a.period.start <= b.period.end and b.period.start <= a.period.end else None
    return None
