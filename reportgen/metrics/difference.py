"""Difference: x - p. For ratios the unit is percentage points, never per cent; unrounded inputs, rounded once."""

from __future__ import annotations

from collections.abc import Mapping

from reportgen.metrics.ask import Against, Ask, Needs, compared, unlike_units
from reportgen.model.expression import Value
from reportgen.model.figure import Missing
from reportgen.model.metric import Fault, Faults, Metric
from reportgen.model.quantity import PCT, PP


class Options(Against):
    """Change of a metric in its own unit; of ratios in percentage points."""


def needs(options: Options, at: Ask) -> Needs:
    """The number now and the one it is compared with."""
    return compared(options, at)


def formula(options: Options, at: Ask) -> str:
    """One less the other."""
    return "x - p"


def refuse(options: Options, inputs: Mapping[str, Value]) -> Missing | None:
    """Nothing: any two numbers of a unit have a difference."""
    return None


def faults(options: Options, metric: Metric, metrics: Mapping[str, Metric]) -> Faults:
    """What does not compare; percentages whose difference is not in points."""
    yield from unlike_units(options, metrics)
    of = metrics[options.of].unit
    if of in (PCT, PP) and metric.unit != PP:
        yield Fault(("unit",), f"a difference of percentages is in points; write pp, not {metric.unit}.")
