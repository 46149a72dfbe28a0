"""Formula: an expression over named inputs, for what no kind covers: a prior close, an implied share count, an amount per customer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

from pydantic import Field, field_validator

from reportgen.metrics.ask import WORDS, Ask, Needs, checked, merged, moved, without
from reportgen.metrics.dimension import misfit
from reportgen.model import expression
from reportgen.model.expression import Call, Expression, Name, Operation, Value
from reportgen.model.figure import Missing
from reportgen.model.metric import Fault, Faults, Metric
from reportgen.model.period import parse
from reportgen.spec.base import Block, MetricName
from reportgen.spec.suggest import unknown


class InputSpec(Block):
    """One input of a formula, for the figure's own entity, period and coordinates unless said otherwise."""

    metric: MetricName
    """The metric."""
    as_: str = Field("", alias="as")
    """A view of it, such as loss."""
    period: str = "same"
    """Which period: `same`, `prior` a year earlier, `next` a year later, `latest` known, `closing` the end of it, or its own."""
    scope: str = ""
    """A scope other than the figure's."""
    basis: str = ""
    """A basis other than the figure's."""
    entity_of: str = ""
    """Take the entity from this coordinate, such as the market of a vendor."""
    dims: dict[str, str] = {}
    """Further coordinates."""
    drop: tuple[str, ...] = ()
    """Coordinates of the figure that this input does not have."""

    @field_validator("period")
    @classmethod
    def _is_period(cls, word: str) -> str:
        return checked(word)


class Options(Block):
    """A typed expression over metrics; units, scopes and periods are checked before anything is computed."""

    formula: str
    """The expression over the inputs' names, such as `value / price`."""
    inputs: dict[str, InputSpec]
    """The inputs by name."""

    @field_validator("formula")
    @classmethod
    def _parses(cls, text: str) -> str:
        expression.parse(text)
        return text


def needs(options: Options, at: Ask) -> Needs:
    """The inputs as declared."""
    return {name: _ask(given, at) for name, given in options.inputs.items()}


def formula(options: Options, at: Ask) -> str:
    """The formula as declared."""
    return options.formula


def refuse(options: Options, inputs: Mapping[str, Value]) -> Missing | None:
    """Nothing of its own: currencies and divisors are checked as it is evaluated."""
    return None


def faults(options: Options, metric: Metric, metrics: Mapping[str, Metric]) -> Faults:
    """What does not go together: names without inputs, units, periods of the wrong sort, scopes named for one of two."""
    parsed = expression.parse(options.formula)
    used = list(expression.names(parsed))
    for name in used:
        if name.name not in options.inputs:
            yield Fault(("formula",), unknown("input", name.name, options.inputs), name.column)
        elif name.key is not None:
            yield Fault(("formula",), "a formula takes an input as it is; write the name without brackets.", name.column)
    for unused in [word for word in options.inputs if word not in {name.name for name in used}]:
        yield Fault(("inputs", unused), f"the formula does not use input '{unused}'; delete it or use it.")
    for word, given in options.inputs.items():
        if metrics[given.metric].measure == "flow" and _is_day(given.period):
            yield Fault(("inputs", word, "period"), f"'{given.metric}' is a flow and has no value of one day; name a span of time.")
    yield from _half_named(options)
    units = {word: metrics[given.metric].unit for word, given in options.inputs.items()}
    if all(name.name in units for name in used) and (found := misfit(parsed, units, metric.unit)):
        yield Fault(("formula",), f"{found[0]}.", found[1])
    for name in _divisors(parsed):
        if name.name in units and metrics[options.inputs[name.name].metric].counter:
            yield Fault(("formula",), f"'{name.name}' counts up from a beginning and says nothing about one period.", name.column)


def _half_named(options: Options) -> Faults:
    """Two inputs of one metric, of which only one says its scope or basis: the other could be anything."""
    for (name, a), (other, b) in combinations(options.inputs.items(), 2):
        for word in ("scope", "basis"):
            said, open_ = getattr(a, word), getattr(b, word)
            if a.metric == b.metric and bool(said) != bool(open_):
                lacking = other if said else name
                yield Fault(("inputs", lacking), f"'{name}' and '{other}' are both {a.metric}: name the {word} of '{lacking}' too.")


def _is_day(word: str) -> bool:
    return word == "closing" or (word not in WORDS and parse(word).is_instant)


def _divisors(node: Expression) -> Iterator[Name]:
    """The names that stand alone after a division sign."""
    parts = node.operands if isinstance(node, Operation) else node.arguments if isinstance(node, Call) else ()
    if isinstance(node, Operation) and node.operator == "/" and isinstance(node.operands[1], Name):
        yield node.operands[1]
    for part in parts:
        yield from _divisors(part)


def _ask(given: InputSpec, at: Ask) -> Ask:
    return at.but(
        given.metric,
        entity=dict(at.dims).get(given.entity_of, at.entity) if given.entity_of else at.entity,
        period=moved(at.period, given.period),
        scope=given.scope,
        basis=given.basis,
        view=given.as_,
        dims=merged(without(at.dims, *given.drop), given.dims),
        select="latest" if given.period == "latest" else "one",
    )
