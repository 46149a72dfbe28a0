"""Members of one scheme: shares against a hundred per cent, parts against their total, sums of the largest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from reportgen.consistency.bench import RATIOS, Bench, compared, slip, without
from reportgen.model.fact import Fact, FactKey
from reportgen.model.figure import Point
from reportgen.model.finding import Finding, Verdict
from reportgen.model.quantity import PCT, Quantity, exact, ranked, total
from reportgen.spec.relations import Joint, Largest

WHOLE, TOTAL, TOP = "whole", "total", "top"
HUNDRED = exact(1, PCT)

Named = dict[str, Fact]
"""The statements on the members of one whole, by member."""


def findings(bench: Bench) -> Iterator[Finding]:
    """A finding for each whole of which several members are stated, and for each stated sum of the largest."""
    declared = bench.related.declared
    for dimension in bench.facts.schemes:
        for members in _schemes(bench, dimension):
            for key, known in _by_whole(bench, dimension, members).items():
                yield from _of_whole(key, known, len(members) == len(known), bench)
    for joint in declared.joint:
        yield from _joint(joint, bench)
    for largest in declared.largest:
        yield from _largest(largest, bench)


def _schemes(bench: Bench, dimension: str) -> list[tuple[str, ...]]:
    """The members of each scheme of a dimension that make up the whole: without those that stand for several."""
    joint = {one.member for one in bench.related.declared.joint if one.dimension == dimension}
    return [tuple(m for m in members if m not in joint) for members in bench.facts.schemes.get(dimension, {}).values()]


def _by_whole(bench: Bench, dimension: str, members: tuple[str, ...]) -> dict[FactKey, Named]:
    found: dict[FactKey, Named] = {}
    for key, choice in bench.facts.choices.items():
        member = dict(key.dims).get(dimension)
        if member in members and choice.fact.quantity:
            found.setdefault(key._replace(dims=without(key.dims, dimension)), {})[member] = choice.fact
    return found


def _of_whole(key: FactKey, known: Named, complete: bool, bench: Bench) -> Iterator[Finding]:
    facts = tuple(known.values())
    units = {fact.quantity.unit for fact in facts if fact.quantity}
    metric = bench.metrics.get(key.metric)
    if len(facts) < 2 or len(units) != 1 or metric is None:
        return
    added = _sum(facts)
    if metric.kind == "share" and units == {PCT}:
        yield from _shares(facts, added, complete)
    elif metric.measure in ("flow", "stock") and not units & set(RATIOS):
        whole = bench.facts.choices.get(key)
        if not whole or not whole.fact.quantity or whole.fact.quantity.unit not in units:
            return
        stated = whole.fact.quantity
        if complete:
            verdict = compared(stated, added)
        elif metric.sign != "positive":
            return
        else:
            verdict = "contradiction" if added.low > stated.high else "consistent"
        disputed = (whole.fact, *facts) if verdict == "contradiction" else ()
        why = slip(stated, added) if verdict == "contradiction" else ""
        yield Finding(TOTAL, verdict, whole.fact, facts, added, "sum(x)", why, disputed)


def _shares(facts: tuple[Fact, ...], added: Quantity, complete: bool) -> Iterator[Finding]:
    wrong = added.low > HUNDRED.value or (complete and added.high < HUNDRED.value)
    why = "over_whole" if added.low > HUNDRED.value else "under_whole" if wrong else ""
    verdict: Verdict = "contradiction" if wrong else compared(HUNDRED, added) if complete else "consistent"
    yield Finding(WHOLE, verdict, facts[0], facts[1:], added, "sum(x)", why, facts if wrong else ())


def _joint(joint: Joint, bench: Bench) -> Iterator[Finding]:
    """What is stated of the largest members together against the members, stated or computed."""
    for key, choice in bench.facts.choices.items():
        if dict(key.dims).get(joint.dimension) != joint.member or not choice.fact.quantity:
            continue
        found = [(members, _answers(choice.fact, joint.dimension, members, bench)) for members in _schemes(bench, joint.dimension)]
        # A member that stands for others belongs to the scheme of which the most is known.
        members, points = max(found, key=lambda pair: len(pair[1]), default=((), ()))
        rows = tuple(dict.fromkeys(fact for point in points for fact in point.facts if fact != choice.fact))
        values = [point.quantity for point in points if point.quantity]
        if rows:
            yield _of_largest(choice.fact, values, joint.largest, len(values) == len(members), rows)


def _answers(fact: Fact, dimension: str, members: tuple[str, ...], bench: Bench) -> tuple[Point, ...]:
    """What is known of the members, stated or computed, beside a statement on several of them."""
    rest = without(fact.key.dims, dimension)
    asks = [replace(bench.asked(fact), dims=tuple(sorted((*rest, (dimension, member))))) for member in members]
    return tuple(point for ask in asks if (point := bench.resolver.point(ask)).quantity)


def _largest(largest: Largest, bench: Bench) -> Iterator[Finding]:
    """A stated sum of the largest shares against the shares of the entities that name its entity as their whole."""
    for key, choice in bench.facts.choices.items():
        count = dict(key.dims).get(largest.coordinate, "")
        if key.metric != largest.together or not choice.fact.quantity or not count.isdigit():
            continue
        facts = _shares_of(key.entity, key.period, largest.of, bench)
        values = [fact.quantity for fact in facts if fact.quantity]
        if values:
            yield _of_largest(choice.fact, values, int(count), len(values) >= int(count), tuple(facts))
    wholes: Mapping[tuple[str, str], None] = {
        (value, key.period): None for key in bench.facts.choices if key.metric == largest.of for _, value in key.dims
    }
    for whole, period in wholes:
        facts = _shares_of(whole, period, largest.of, bench)
        if len(facts) > 1:
            yield from _shares(tuple(facts), _sum(tuple(facts)), complete=False)


def _shares_of(whole: str, period: str, metric: str, bench: Bench) -> list[Fact]:
    return [
        choice.fact
        for key, choice in bench.facts.choices.items()
        if key.metric == metric and key.period == period and whole in dict(key.dims).values() and choice.fact.quantity
    ]


def _of_largest(fact: Fact, values: list[Quantity], count: int, enough: bool, rows: tuple[Fact, ...]) -> Finding:
    """The stated sum against the largest known: equal where enough are known, else no smaller than they are."""
    assert fact.quantity, "this is a bug: only numbers are sums"
    added = total(ranked(values)[:count])
    verdict: Verdict = compared(fact.quantity, added) if enough else "contradiction" if added.low > fact.quantity.high else "unchecked"
    why = "too_few_known" if verdict == "unchecked" else ""
    disputed = (fact,) if verdict == "contradiction" else ()
    return Finding(TOP, verdict, fact, rows, added, f"sum(top(x, {count}))", why, disputed)


def _sum(facts: tuple[Fact, ...]) -> Quantity:
    return total([fact.quantity for fact in facts if fact.quantity])
