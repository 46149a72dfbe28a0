"""Formula: an expression over named inputs, for what no kind covers: a prior close, an implied share count, an amount per customer."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field, field_validator

from reportgen.metrics.ask import Ask, Needs, merged, moved, without
from reportgen.model import expression
from reportgen.model.expression import Value
from reportgen.model.figure import Missing
from reportgen.spec.base import Block, MetricName


class InputSpec(Block):
    """One input of a formula, for the figure's own entity, period and coordinates unless said otherwise."""

    metric: MetricName
    """The metric."""
    as_: str = Field("", alias="as")
    """A view of it, such as loss."""
    period: str = "same"
    """Which period: `same`, `prior` a year earlier, `latest` the last known one, `closing` the end of it, or a period of its own."""
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


class Options(Block):
    """A typed expression over metrics; units and periods are checked as it is evaluated."""

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
    """Nothing of its own: units and divisors are checked as it is evaluated."""
    return None


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
