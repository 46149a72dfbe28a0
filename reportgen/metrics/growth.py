"""Growth: x / p - 1, of one length and one scope; drawdown and distance are growth against another metric."""

from __future__ import annotations

from collections.abc import Mapping

from reportgen.metrics.ask import Against, Ask, Needs, compared, unlike_units
from reportgen.model.expression import Value
from reportgen.model.figure import Missing
from reportgen.model.metric import Fault, Faults, Metric
from reportgen.model.quantity import PCT, PP, Quantity


class Options(Against):
    """Relative change of a metric, in per cent."""

    of_share: bool = False
    """Whether the metric is itself a percentage whose relative change is meant, such as the part of a stake that was sold."""


def needs(options: Options, at: Ask) -> Needs:
    """The number now and the one it is compared with."""
    return compared(options, at)


def formula(options: Options, at: Ask) -> str:
    """The relative change."""
    return "x / p - 1"


def refuse(options: Options, inputs: Mapping[str, Value]) -> Missing | None:
    """n.m. from a negative base or over a change of sign, n.a. from zero; a percentage has points, not growth."""
    now, before = inputs["x"], inputs["p"]
    assert isinstance(now, Quantity), "this is a bug: growth compares two numbers"
    assert isinstance(before, Quantity), "this is a bug: growth compares two numbers"
    if before.unit in (PCT, PP) and not options.of_share:
        return Missing("n.m.", "percent_of_percent")
    if before.value == 0:
        return Missing("n.a.", "zero_base")
    if before.value < 0:
        return Missing("n.m.", "negative_base")
    if now.value < 0:
        return Missing("n.m.", "sign_change")
    return None


def faults(options: Options, metric: Metric, metrics: Mapping[str, Metric]) -> Faults:
    """What does not compare; a percentage whose growth is asked for."""
    yield from unlike_units(options, metrics)
    if metrics[options.of].unit in (PCT, PP) and not options.of_share:
        yield Fault(
            ("of",), f"'{options.of}' is a percentage: take kind difference, or say of_share: true where its relative change is meant."
        )
