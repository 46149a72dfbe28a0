"""Directions: words against signs, growth of a profit against growth of the loss, percentages of negatives, stated courses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, pairwise

from reportgen.consistency.bench import Bench, used
from reportgen.metrics.ask import Ask
from reportgen.model import expression
from reportgen.model.fact import Fact, FactKey
from reportgen.model.figure import Missing, Point
from reportgen.model.finding import Finding
from reportgen.model.metric import Metric
from reportgen.model.quantity import PCT, Quantity
from reportgen.spec.relations import Trend

SIGN, WORDING, COURSE = "sign", "wording", "course"
MOVES = frozenset({"growth", "difference"})
"""Kinds of metric whose sign is a direction."""

# Comparatives (more, less) and the noun growth say nothing of a direction: "more than 20 %" is also said of a fall.
_UP = (
    *(r"increas\w*", r"ris(?:e|es|en|ing)", r"rose", r"grew", r"grows", r"growing", r"climb\w*", r"widen\w*"),
    *(r"gestiegen", r"stieg\w*", r"anstieg\w*", r"zunahme", r"zugenommen", r"wuchs\w*", r"gewachsen", "增長", "增长", "上升", "增加"),
)
_DOWN = (
    *(r"decreas\w*", r"declin\w*", r"f[ae]ll(?:s|en|ing)?", r"drop\w*", r"shr[aiu]nk\w*", r"narrow\w*"),
    *(r"gesunken", r"sank\w*", r"rückgang\w*", r"abnahme", r"abgenommen", r"gefallen", r"fiel\w*"),
    *("下降", "減少", "减少", "下跌", "負增長", "负增长"),
)
_QUOTED = re.compile('"([^"]*)"|“([^”]*)”')


def findings(bench: Bench) -> Iterator[Finding]:
    """A finding for each direction that can be held against another statement."""
    for fact in used(bench.facts):
        metric = bench.metrics.get(bench.checked_by(fact.key.metric))
        if fact.quantity and metric and metric.kind in MOVES:
            yield from _wording(fact, fact.quantity)
            if metric.kind == "growth":
                yield from _of_negative(fact, fact.quantity, metric, bench)
    yield from _opposites(bench)
    for trend in bench.related.declared.trends:
        yield from _courses(trend, bench)


def _wording(fact: Fact, stated: Quantity) -> Iterator[Finding]:
    """The words of the source, in the cell itself or in quotes in the note, against the sign of the value."""
    quoted = " ".join(part for match in _QUOTED.finditer(fact.note) for part in match.groups() if part)
    text = f"{fact.as_written} {quoted}"
    up, down = _has(text, _UP), _has(text, _DOWN)
    if up != down and (stated.low > 0 or stated.high < 0):
        wrong = up != (stated.value > 0)
        yield Finding(WORDING, "contradiction" if wrong else "consistent", fact, disputed=(fact,) if wrong else ())


def _has(text: str, words: tuple[str, ...]) -> bool:
    return any(re.search(word if word[0] > "\u3000" else rf"\b{word}\b", text, re.IGNORECASE) for word in words)


def _of_negative(fact: Fact, stated: Quantity, metric: Metric, bench: Bench) -> Iterator[Finding]:
    """A stated growth from a negative number: it has no sign of its own, so it is held against the change over the size of the base."""
    point = bench.resolver.computed(bench.asked(fact, metric.id))
    if not isinstance(point.result, Missing) or point.result.reason not in ("negative_base", "sign_change"):
        return
    values = {name: item.quantity for name, item in point.inputs if isinstance(item, Point) and item.quantity}
    try:
        change = expression.evaluate(expression.parse("(x - p) / abs(p)"), lambda name, _: values[name])
    except ZeroDivisionError:
        return
    assert isinstance(change, Quantity), "this is a bug: a change is one number"
    change = change.as_unit(PCT)
    rows = tuple(f for f in point.facts if f != fact)
    base = Finding(SIGN, "unchecked", fact, rows, change, "(x - p) / abs(p)", "negative_base")
    if (-change).overlaps(stated) and not change.overlaps(stated):
        yield replace(base, verdict="contradiction", why="sign", disputed=(fact,))
    elif not change.overlaps(stated):
        yield replace(base, verdict="contradiction", why="", disputed=(fact,))
    else:
        yield base


def _opposites(bench: Bench) -> Iterator[Finding]:
    """Growth of a number and growth of the same number with its sign turned cannot both be positive, or both be negative."""
    known: dict[tuple[str, FactKey], list[tuple[bool, Fact]]] = {}
    for fact in used(bench.facts):
        metric = bench.metrics.get(bench.checked_by(fact.key.metric))
        if not fact.quantity or not metric or metric.kind not in MOVES or metric.options.against:
            continue
        view = bench.metrics[metric.options.of].views.get(metric.options.as_)
        about = (metric.options.of, fact.key._replace(metric=metric.kind, scope=""))
        known.setdefault(about, []).append((bool(view and view.negate), fact))
    for group in known.values():
        for (turned, a), (other, b) in combinations(group, 2):
            scopes = {scope for scope in (a.key.scope, b.key.scope) if scope}
            if turned != other and len(scopes) < 2 and _same_sign(a, b):
                yield Finding(SIGN, "contradiction", a, (b,), why="opposites", disputed=(a, b))


def _same_sign(a: Fact, b: Fact) -> bool:
    both = [f.quantity for f in (a, b) if f.quantity]
    return all(q.low > 0 for q in both) or all(q.high < 0 for q in both)


def _courses(trend: Trend, bench: Bench) -> Iterator[Finding]:
    """A stated course against the numbers of its years: none may clearly go the other way."""
    for key, choice in bench.facts.choices.items():
        fact = choice.fact
        if key.metric != trend.metric or fact.said not in ("up", "down"):
            continue
        rows = sorted((row for row in _series(key, trend, bench) if _inside(row, fact)), key=lambda row: row.period)
        points = [
            bench.resolver.point(Ask(trend.of, key.entity, row.period, row.key.scope, key.basis, key.dims, trend.as_)) for row in rows
        ]
        values = [point.quantity for point in points if point.quantity]
        if len(values) < 2:
            yield Finding(COURSE, "unchecked", fact, tuple(rows), why="parts_missing")
            continue
        wrong = any(_against(fact.said, a, b) for a, b in pairwise(values))
        yield Finding(COURSE, "contradiction" if wrong else "consistent", fact, tuple(rows), disputed=(fact,) if wrong else ())


def _series(key: FactKey, trend: Trend, bench: Bench) -> list[Fact]:
    """The flow's years in the scope of the statement, or in that with the most years where it names none."""
    by_scope: dict[str, list[Fact]] = {}
    for k, choice in bench.facts.choices.items():
        if k._replace(period="", scope="") == key._replace(metric=trend.of, period="", scope="") and choice.fact.period.kind == "FY":
            by_scope.setdefault(k.scope, []).append(choice.fact)
    if key.scope:
        return by_scope.get(key.scope, [])
    return max(by_scope.values(), key=len, default=[])


def _inside(row: Fact, fact: Fact) -> bool:
    return fact.period.start <= row.period.start and row.period.end <= fact.period.end


def _against(said: str, before: Quantity, after: Quantity) -> bool:
    return after.high < before.low if said == "up" else after.low > before.high
