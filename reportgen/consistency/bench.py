"""What every rule works with: the facts, a way to answer questions from them, and the comparison of two numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from reportgen.metrics.ask import Ask
from reportgen.metrics.resolve import Resolver
from reportgen.model.fact import Choice, Dims, Fact, FactKey, Facts
from reportgen.model.finding import Verdict
from reportgen.model.metric import Metric
from reportgen.model.quantity import PCT, PP, TIMES, Quantity, rounded
from reportgen.spec.relations import Related

RATIOS = (PCT, PP, TIMES, "days", "rank", "date", "rating")
"""Units whose numbers do not add up."""

CHECK = "~check"
"""What is put behind the name of a metric that relations.yaml says how to check."""


@dataclass(frozen=True, slots=True)
class Bench:
    """The facts of a day, the metrics (with a second one for each check of relations.yaml), and the relations."""

    facts: Facts
    metrics: Mapping[str, Metric]
    related: Related
    resolver: Resolver
    measures: Mapping[FactKey, tuple[Fact, ...]]
    """The statements used, by their key less the scope."""

    def in_any_scope(self, key: FactKey) -> tuple[Fact, ...]:
        """The statements used on a measure, whatever their scope."""
        return self.measures.get(key._replace(scope=""), ())

    def checked_by(self, name: str) -> str:
        """The metric that computes what facts of a metric should say; empty where nothing does."""
        if name + CHECK in self.metrics:
            return name + CHECK
        return name if name in self.metrics and self.metrics[name].kind != "reported" else ""

    def asked(self, fact: Fact, metric: str = "") -> Ask:
        """The question that a fact answers, or the same one about another metric."""
        key = fact.key
        return Ask(metric or key.metric, key.entity, fact.period, key.scope, key.basis, key.dims)


def bench(facts: Facts, metrics: Mapping[str, Metric], related: Related) -> Bench:
    """The bench for the facts of a day."""
    checks = {
        name + CHECK: replace(metrics[name], id=name + CHECK, kind=kind, options=options)
        for name, (kind, options) in related.checks.items()
    }
    every = {**metrics, **checks}
    measures: dict[FactKey, tuple[Fact, ...]] = {}
    for key, choice in facts.choices.items():
        plain = key._replace(scope="")
        measures[plain] = (*measures.get(plain, ()), choice.fact)
    return Bench(facts, every, related, Resolver(facts, every, "consistency"), measures)


def statements(choice: Choice) -> tuple[Fact, ...]:
    """All statements on the key of a choice: the one used, those that agree, those that lost."""
    lost = choice.dispute.others if choice.dispute else ()
    return (choice.fact, *choice.corroboration, *(f for f in lost if f.key == choice.fact.key))


def used(facts: Facts) -> Iterator[Fact]:
    """The statements that count and those that agree with them, in order of key."""
    for choice in facts.choices.values():
        yield choice.fact
        yield from choice.corroboration


def compared(stated: Quantity, computed: Quantity) -> Verdict:
    """Whether a stated number is one that others give: consistent, consistent by rounding alone, or a contradiction.

    Both are held against each other at the coarser of their digits: what differs there but meets within the intervals does so
    by rounding alone.
    """
    if not stated.overlaps(computed):
        return "contradiction"
    place, carried = stated.place, computed.carried
    if stated.qual != "=" or computed.qual != "=" or (place is None and carried is None):
        return "consistent"
    coarse = max(p for p in (place, carried) if p is not None)
    return "consistent" if rounded(computed.value, coarse) == rounded(stated.value, coarse) else "rounding"


def like(computed: Quantity, stated: Quantity) -> Quantity:
    """A number without dimension in the unit in which the other one is stated."""
    return computed.as_unit(stated.unit) if {computed.unit, stated.unit} <= {PCT, PP, TIMES, "pure"} else computed


def slip(stated: Quantity, computed: Quantity) -> str:
    """What would make the two agree: the sign turned, or a power of ten; empty where neither does."""
    if like(-computed, stated).overlaps(stated):
        return "sign"
    if stated.value and computed.value and stated.bounded and computed.bounded:
        for power in (3, -3, 1, -1, 2, -2):
            factor = Decimal(1).scaleb(power)
            moved = replace(stated, value=stated.value * factor, low=stated.low * factor, high=stated.high * factor)
            if moved.overlaps(computed):
                return "power"
    return ""


def without(dims: Dims, name: str) -> Dims:
    """The coordinates less one."""
    return tuple(pair for pair in dims if pair[0] != name)
