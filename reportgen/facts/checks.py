"""What the rows must be beside readable: declared, in a unit and a sign that the metric allows, said once, in scale."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from reportgen.facts.csvfile import Row
from reportgen.facts.units import fits, is_currency, wanted
from reportgen.model.fact import Fact
from reportgen.model.metric import Metric
from reportgen.model.problem import Problem, Problems
from reportgen.spec.suggest import unknown

SLIP = Decimal(100)
"""A step of this factor between neighbouring periods is rather a wrong multiplier than a business."""

_STOCK_KINDS = ("instant", "month", "range")
_COUNTED = ("shares", "persons", "pure", "days", "EFLOPS")

Stated = tuple[Row, Fact]


def check(stated: Sequence[Stated], metrics: Mapping[str, Metric]) -> Problems:
    """Every problem of the facts against their metrics and against each other."""
    found = [p for row, fact in stated for p in _against_metric(row, fact, metrics)]
    return (*found, *_known_too_early(stated), *_twice(stated), *_slips(stated))


def _against_metric(row: Row, fact: Fact, metrics: Mapping[str, Metric]) -> Iterator[Problem]:
    metric = metrics.get(fact.key.metric)
    if metric is None:
        yield _at(row, "E301", "metric", unknown("metric", fact.key.metric, metrics))
        return
    if not fits(row["unit"], metric.unit):
        yield _at(row, "E308", "unit", f"'{metric.id}' is declared in {wanted(metric.unit)}, not in {row['unit']}.")
    if metric.measure == "stock" and fact.period.kind not in _STOCK_KINDS:
        day = fact.period.end.isoformat()
        yield _at(row, "E313", "period", f"'{metric.id}' is a stock and stands at a day; write {day} instead of {fact.period}.")
    if metric.measure == "flow" and fact.period.is_instant:
        yield _at(row, "E313", "period", f"'{metric.id}' is a flow and needs a span of time such as FY2021, not the day {fact.period}.")
    if fact.quantity and metric.sign == "positive" and fact.quantity.value < 0:
        yield _at(row, "E312", "value", f"'{metric.id}' is declared as positive; write the value without a minus.")
    if fact.quantity and metric.sign == "negative" and fact.quantity.value > 0:
        yield _at(row, "E312", "value", f"'{metric.id}' is declared as negative; write the value with a minus.")


def _known_too_early(stated: Sequence[Stated]) -> Iterator[Problem]:
    for row, fact in stated:
        if fact.is_history and fact.known_at < fact.period.end:
            column = "known_at" if row["known_at"] else "period"
            day = fact.known_at.isoformat()
            message = f"history cannot be known on {day}, before {fact.period} ends; correct the day, the period or the status."
            yield _at(row, "E311", column, message)


def _twice(stated: Sequence[Stated]) -> Iterator[Problem]:
    seen: dict[object, Fact] = {}
    for row, fact in stated:
        said = (fact.key, fact.source, fact.loc, fact.quantity, fact.said)
        if said in seen:
            yield _at(row, "E314", "", f"the same statement stands in line {seen[said].where.line}; delete one of the two.")
        seen.setdefault(said, fact)


def _slips(stated: Sequence[Stated]) -> Iterator[Problem]:
    """Warnings where a metric jumps between neighbouring periods of one length."""
    series: dict[object, list[Stated]] = {}
    for row, fact in stated:
        if fact.is_history and fact.quantity and fact.quantity.value and (row["unit"] in _COUNTED or is_currency(row["unit"])):
            series.setdefault((fact.key._replace(period=""), fact.period.kind, row["unit"]), []).append((row, fact))
    for members in series.values():
        ordered = sorted(members, key=lambda pair: (pair[1].period, pair[1].where))
        for (_, before), (row, after) in pairwise(ordered):
            if before.period.kind != "range" and _factor(before, after) >= SLIP:
                message = f"a jump by a factor of {SLIP} or more against {before.period} (line {before.where.line}); check the multiplier."
                yield _at(row, "W330", "value", message)


def _factor(a: Fact, b: Fact) -> Decimal:
    small, large = sorted(abs(f.quantity.value) for f in (a, b) if f.quantity)
    return large / small


def _at(row: Row, code: str, column: str, message: str) -> Problem:
    return Problem(code, message, row.where(column), column)
