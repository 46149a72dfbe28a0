"""Stated sums against their periods: a range of years against the years in each scope, a year against its halves and quarters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import islice, pairwise, product

from reportgen.consistency.bench import RATIOS, Bench, compared, slip, used
from reportgen.model.fact import Fact
from reportgen.model.finding import Finding, Verdict
from reportgen.model.period import Period, PeriodError, expand, parse
from reportgen.model.quantity import Quantity, total

SPAN, YEAR = "span", "year"
MOST_MIXES = 256
OPENINGS = ("H1-{}", "H2-{}"), ("Q1-{}", "Q2-{}", "Q3-{}", "Q4-{}"), ("9M-{}", "Q4-{}")
"""The ways in which a year falls into parts."""

Rows = tuple[Fact, ...]


def findings(bench: Bench) -> Iterator[Finding]:
    """A finding for each stated sum of which at least one part is known."""
    for fact in used(bench.facts):
        metric = bench.metrics.get(fact.key.metric)
        if not fact.quantity or not metric or metric.measure != "flow" or metric.kind != "reported" or fact.quantity.unit in RATIOS:
            continue
        if fact.period.kind == "range":
            yield from _span(fact, fact.quantity, bench)
        elif fact.period.kind == "FY":
            yield from _year(fact, fact.quantity, bench)


def tiles(period: Period) -> tuple[Period, ...]:
    """The periods that a range is the sum of: of one length, or whole years and what the last one has opened; raises PeriodError."""
    try:
        return expand(period.text, period.year_end)
    except PeriodError:
        first, last = (parse(part, period.year_end) for part in period.text.split("..", 1))
        found = [last]
        while found[0].start > first.start:
            day = found[0].start - timedelta(days=1)
            year = day.year + ((day.month, day.day) > period.year_end)
            found.insert(0, parse(f"FY{year}", period.year_end))
            if found[0].end != day:
                raise
        if first.is_instant or last.is_instant or found[0].start != first.start:
            raise
        return tuple(found)


def _span(fact: Fact, stated: Quantity, bench: Bench) -> Iterator[Finding]:
    try:
        periods = tiles(fact.period)
    except PeriodError:
        return
    choices = [_stated(fact, period, bench) for period in periods]
    if not any(choices):
        return
    scopes = [fact.key.scope] if fact.key.scope else sorted({row.key.scope for rows in choices for row in rows})
    whole = {scope: rows for scope in scopes if (rows := _in_scope(choices, scope))}
    for scope, rows in whole.items():
        if _agrees(stated, rows):
            verdict: Verdict = compared(stated, _sum(rows)) if fact.key.scope or len(whole) == 1 or not scope else "scope"
            yield _found(SPAN, verdict, fact, rows, "other_scope" if verdict == "scope" else "")
            return
    for scope in scopes:
        for period, rows in _other_windows(fact, periods, scope, bench):
            if _agrees(stated, rows):
                yield _found(SPAN, "window", fact, rows, f"window {period}")
                return
    if not fact.key.scope and (mix := _mixed(stated, choices)):
        yield _found(SPAN, "scope", fact, mix, "mixed_scopes")
        return
    if whole:
        rows = next(iter(whole.values()))
        yield _found(SPAN, "contradiction", fact, rows, slip(stated, _sum(rows)))
    else:
        known = tuple(row for rows in choices for row in rows)
        yield Finding(SPAN, "unchecked", fact, known, why="parts_missing")


def _year(fact: Fact, stated: Quantity, bench: Bench) -> Iterator[Finding]:
    year = fact.period.fiscal_year
    for names in OPENINGS:
        choices = [_stated(fact, parse(name.format(year), fact.period.year_end), bench) for name in names]
        if rows := _in_scope(choices, fact.key.scope):
            verdict = compared(stated, _sum(rows))
            disputed = (fact, *rows) if verdict == "contradiction" else ()
            yield replace(_found(YEAR, verdict, fact, rows, ""), disputed=disputed)


def _stated(fact: Fact, period: Period, bench: Bench) -> Rows:
    """The chosen statements on the same measure for a period, in any scope."""
    assert fact.quantity, "this is a bug: only numbers are sums"
    rows = bench.in_any_scope(fact.key._replace(period=period.text))
    return tuple(row for row in rows if row.quantity and row.quantity.unit == fact.quantity.unit)


def _in_scope(choices: Sequence[Rows], scope: str) -> Rows:
    """One row of that scope for each period; nothing where one lacks it."""
    found = [next((row for row in rows if row.key.scope == scope), None) for rows in choices]
    return tuple(row for row in found if row) if all(found) else ()


def _other_windows(fact: Fact, periods: Sequence[Period], scope: str, bench: Bench) -> Iterator[tuple[str, Rows]]:
    """The same sum over a window that is shifted, or longer or shorter, by one year at one end or both."""
    if len({period.kind for period in periods}) != 1 or periods[0].kind != "FY":
        return
    first, last = periods[0].fiscal_year, periods[-1].fiscal_year
    for start, end in (
        (first + 1, last + 1),
        (first - 1, last - 1),
        (first + 1, last),
        (first, last - 1),
        (first - 1, last),
        (first, last + 1),
    ):
        if start < end:
            text = f"FY{start}..FY{end}"
            rows = _in_scope([_stated(fact, p, bench) for p in expand(text, fact.period.year_end)], scope)
            if rows:
                yield text, rows


def _mixed(stated: Quantity, choices: Sequence[Rows]) -> Rows:
    """The rows that mix scopes the least, and come closest to the stated sum, where they agree with it; else none."""
    mixes = [rows for rows in islice(product(*choices), MOST_MIXES) if len({row.key.scope for row in rows}) > 1]
    fitting = [rows for rows in mixes if _agrees(stated, rows)]
    return min(fitting, key=lambda rows: (_changes(rows), abs(_sum(rows).value - stated.value)), default=())


def _changes(rows: Rows) -> int:
    """How often the scope changes from one period to the next."""
    return sum(a.key.scope != b.key.scope for a, b in pairwise(rows))


def _agrees(stated: Quantity, rows: Rows) -> bool:
    return compared(stated, _sum(rows)) != "contradiction"


def _sum(rows: Rows) -> Quantity:
    return total([row.quantity for row in rows if row.quantity])


def _found(rule: str, verdict: Verdict, fact: Fact, rows: Rows, why: str) -> Finding:
    disputed = (fact,) if verdict == "contradiction" else ()
    return Finding(rule, verdict, fact, rows, _sum(rows), "sum(x)", why, disputed)
