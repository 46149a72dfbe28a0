"""Stated numbers against those that their metric's declaration gives: growth against levels, ratios against parts, differences, sums."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from reportgen.consistency.bench import Bench, compared, like, slip, statements
from reportgen.metrics.ask import Ask
from reportgen.metrics.kinds import KINDS
from reportgen.metrics.reasons import PARTS_RULE
from reportgen.model.fact import Fact, Texts
from reportgen.model.figure import Missing, Point
from reportgen.model.finding import Finding, Verdict
from reportgen.model.period import PeriodError
from reportgen.model.quantity import PCT, PP, Quantity

SIGNED = ("negative_base", "sign_change")
"""Refusals that rule signs.py takes up: a percentage of a negative number."""


def findings(bench: Bench) -> Iterator[Finding]:
    """A finding for each stated number whose metric says how it is computed, or in what variants; also for those that lost."""
    for fact, settled in _stated(bench):
        if not fact.quantity:
            continue
        finding: Finding | None = None
        if variants := bench.related.declared.variants.get(fact.key.metric):
            finding = _variants(fact, fact.quantity, variants, bench)
        elif metric := bench.checked_by(fact.key.metric):
            finding = _against_parts(fact, fact.quantity, metric, bench)
        if finding:
            yield replace(finding, settled=settled) if finding.verdict == "contradiction" else finding


def _stated(bench: Bench) -> Iterator[tuple[Fact, Texts]]:
    """Every statement; for one that the policy or the desk has set aside with the reason for that."""
    for choice in bench.facts.choices.values():
        for fact in statements(choice):
            lost = choice.dispute is not None and fact in choice.dispute.others
            yield fact, choice.dispute.reason if choice.dispute and lost else {}
    for rows in bench.facts.undecided.values():
        yield from ((fact, {}) for fact in rows)


def _against_parts(fact: Fact, stated: Quantity, metric: str, bench: Bench) -> Finding:
    plain = bench.resolver.computed(bench.asked(fact, metric))
    if _fits(plain, fact) and plain.quantity:
        verdict = compared(stated, like(plain.quantity, stated))
        if verdict != "contradiction":
            return _finding(fact, plain, "unit" if _in_points(plain, stated) else verdict)
        relative = _relative(plain, stated)
        if relative:
            return replace(_finding(fact, plain, "consistent"), computed=relative, formula="x / p - 1")
    for other, word in _other_measures(fact, metric, bench):
        if other.quantity and _fits(other, fact) and compared(stated, like(other.quantity, stated)) != "contradiction":
            return replace(_finding(fact, other, word), why=f"other_{word}")
    if not plain.quantity or not _fits(plain, fact):
        why = plain.result.reason if isinstance(plain.result, Missing) else "own_input"
        return replace(_finding(fact, plain, "unchecked"), why=why)
    return _finding(fact, plain, "contradiction")


def _finding(fact: Fact, point: Point, verdict: Verdict) -> Finding:
    assert fact.quantity, "this is a bug: only numbers are checked"
    others = tuple(f for f in point.facts if f != fact)
    wrong = verdict == "contradiction"
    why = slip(fact.quantity, like(point.quantity, fact.quantity)) if wrong and point.quantity else ""
    return Finding(PARTS_RULE, verdict, fact, others, point.quantity, point.formula, why, (fact,) if wrong else ())


def _fits(point: Point, fact: Fact) -> bool:
    """Whether the computed value rests on other statements, so that agreement means something."""
    return all(f.key != fact.key for f in point.facts)


def _in_points(point: Point, stated: Quantity) -> bool:
    """Whether a difference of percentages, which is one of points, is stated in per cent."""
    return stated.unit == PCT and point.formula == "x - p" and _percentages(point)


def _relative(point: Point, stated: Quantity) -> Quantity | None:
    """The relative change of two percentages, where it is what the statement in per cent means."""
    if not _in_points(point, stated):
        return None
    now, before = (next((p.quantity for name, p in point.inputs if name == n and isinstance(p, Point)), None) for n in ("x", "p"))
    if not now or not before or before.low <= 0:
        return None
    quotient = (now / before).as_unit(PCT)
    relative = replace(quotient, value=quotient.value - 1, low=quotient.low - 1, high=quotient.high - 1)
    return relative if relative.overlaps(stated) else None


def _percentages(point: Point) -> bool:
    units = {item.quantity.unit for _, item in point.inputs if item.quantity}
    return bool(units) and units <= {PCT, PP}


def _other_measures(fact: Fact, metric: str, bench: Bench) -> Iterator[tuple[Point, Verdict]]:
    """The computation in the scopes and bases in which its parts are stated, where the statement itself names none."""
    key = fact.key
    ask = bench.asked(fact, metric)
    names = _needed(ask, bench)
    known = [k for k in bench.facts.choices if k.entity == key.entity and k.metric in names]
    if not key.scope:
        for scope in sorted({k.scope for k in known if k.scope}):
            yield bench.resolver.computed(replace(ask, scope=scope)), "scope"
    if not key.basis:
        for basis in sorted({k.basis for k in known if k.basis}):
            yield bench.resolver.computed(replace(ask, basis=basis)), "basis"


def _needed(ask: Ask, bench: Bench) -> set[str]:
    metric = bench.metrics[ask.metric]
    try:
        needs = KINDS[metric.kind].needs(metric.options, ask)
    except PeriodError:
        return set()
    return {one.metric for need in needs.values() for one in (need if isinstance(need, tuple) else (need,))}


def _variants(fact: Fact, stated: Quantity, variants: tuple[str, ...], bench: Bench) -> Finding:
    """A number that has several usual definitions against each: the first that fits; another basis where none does."""
    points = [p for name in variants for p in _variant(fact, name, bench) if p.quantity]
    if not points:
        return Finding(PARTS_RULE, "unchecked", fact, why="missing_input")
    for point in points:
        if point.quantity and (verdict := compared(stated, like(point.quantity, stated))) != "contradiction":
            return _finding(fact, point, verdict)
    return replace(_finding(fact, points[0], "basis"), why="no_variant")


def _variant(fact: Fact, name: str, bench: Bench) -> Iterator[Point]:
    """The variant for the period of the statement, also in each basis in which its parts are stated."""
    ask = bench.asked(fact, name)
    yield bench.resolver.computed(ask)
    yield from (point for point, _ in _other_measures(fact, name, bench))
