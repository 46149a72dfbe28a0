"""Numbers that an identity ties: net and gross, an amount beside its own growth, the movement of a stock over a span."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta

from reportgen.consistency.bench import Bench, compared, like, slip
from reportgen.model import expression
from reportgen.model.expression import ExpressionError
from reportgen.model.fact import Choice, Fact, FactKey
from reportgen.model.finding import Finding
from reportgen.model.metric import Metric
from reportgen.model.period import PeriodError, parse
from reportgen.model.quantity import Quantity
from reportgen.spec.relations import Movement, Net

NET, PAIR, MOVEMENT = "net", "pair", "movement"


def findings(bench: Bench) -> Iterator[Finding]:
    """A finding for each identity all of whose members are stated."""
    for net in bench.related.declared.nets:
        yield from _nets(net, bench.facts.choices)
    yield from _pairs(bench)
    for movement in bench.related.declared.movements:
        yield from _movements(movement, bench)


def _nets(net: Net, choices: Mapping[FactKey, Choice]) -> Iterator[Finding]:
    for key, choice in choices.items():
        gross = choices.get(key._replace(basis=net.gross))
        less = choices.get(key._replace(metric=net.less, basis=""))
        if key.metric != net.of or key.basis not in (net.net, "") or not gross or not less:
            continue
        for finding in _of(NET, choice.fact, "g - a", {"g": gross.fact, "a": less.fact}, symmetric=True):
            if key.basis:
                yield finding
            elif finding.verdict != "contradiction":
                # A statement that names no basis and equals the net amount was made net.
                yield replace(finding, verdict="basis", why="other_basis")


def _pairs(bench: Bench) -> Iterator[Finding]:
    """Amounts of change against the growth and the level of the same period, where the earlier level is not stated itself."""
    differences = [(name, m) for name, m in bench.metrics.items() if m.kind == "difference" and _over_a_year(m)]
    growths = [(name, m) for name, m in bench.metrics.items() if m.kind == "growth" and _over_a_year(m)]
    choices = bench.facts.choices
    for name, metric in differences:
        stated = [c.fact for k, c in choices.items() if k.metric == name.partition("~")[0]]
        for fact in stated:
            for other, growth in growths:
                if (growth.options.of, growth.options.as_) != (metric.options.of, metric.options.as_):
                    continue
                rate = choices.get(fact.key._replace(metric=other.partition("~")[0]))
                level = choices.get(fact.key._replace(metric=metric.options.of))
                if rate and level and not _before(fact, metric.options.of, choices):
                    turned = _turned(metric, bench)
                    formula = "-x * g / (1 + g)" if turned else "x * g / (1 + g)"
                    yield from _of(PAIR, fact, formula, {"x": level.fact, "g": rate.fact}, symmetric=True)


def _over_a_year(metric: Metric) -> bool:
    options = metric.options
    return bool(options.period == "prior" and not options.against and not options.dims and not options.against_dims)


def _turned(metric: Metric, bench: Bench) -> bool:
    view = bench.metrics[metric.options.of].views.get(metric.options.as_)
    return bool(view and view.negate)


def _before(fact: Fact, level: str, choices: Mapping[FactKey, Choice]) -> bool:
    try:
        return fact.key._replace(metric=level, period=fact.period.prior().text) in choices
    except PeriodError:
        return True


def _movements(movement: Movement, bench: Bench) -> Iterator[Finding]:
    choices = bench.facts.choices
    for key, choice in choices.items():
        fact = choice.fact
        if key.metric != movement.metric or fact.period.is_instant:
            continue
        start = parse((fact.period.start - timedelta(days=1)).isoformat(), fact.period.year_end)
        opening = choices.get(key._replace(metric=movement.of, period=start.text))
        closing = choices.get(key._replace(metric=movement.of, period=fact.period.closing.text))
        if opening and closing:
            formula = "p - x" if movement.falls else "x - p"
            yield from _of(MOVEMENT, fact, formula, {"x": closing.fact, "p": opening.fact}, symmetric=False)


def _of(rule: str, fact: Fact, formula: str, inputs: Mapping[str, Fact], *, symmetric: bool) -> Iterator[Finding]:
    """The finding of a stated number against a formula; none where the units do not go together."""
    values = {name: row.quantity for name, row in inputs.items() if row.quantity}
    if not fact.quantity or len(values) < len(inputs):
        return
    try:
        computed = expression.evaluate(expression.parse(formula), lambda name, _: values[name])
    except (ExpressionError, ZeroDivisionError):
        return
    if not isinstance(computed, Quantity) or like(computed, fact.quantity).unit != fact.quantity.unit:
        return
    verdict = compared(fact.quantity, computed)
    wrong = verdict == "contradiction"
    disputed = ((fact, *inputs.values()) if symmetric else (fact,)) if wrong else ()
    yield Finding(rule, verdict, fact, tuple(inputs.values()), computed, formula, slip(fact.quantity, computed) if wrong else "", disputed)
