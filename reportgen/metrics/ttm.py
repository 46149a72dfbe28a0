"""Trailing twelve months: the last fiscal year, plus what this one has brought so far, less the same of the last.

The figure names the twelve months themselves, such as H2-2023..H1-2024, so that they print as what they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pydantic import Field

from reportgen.metrics.ask import Ask, Needs
from reportgen.model.expression import Value
from reportgen.model.figure import Missing
from reportgen.model.metric import Fault, Faults, Metric
from reportgen.model.period import Period, PeriodError, parse
from reportgen.spec.base import Block, MetricName

_OPENINGS = {"H2": "H1", "Q4": "9M", "Q2": "Q1"}
"""What a fiscal year has brought so far, by the period with which the twelve months begin in the year before."""


class Options(Block):
    """A flow over twelve months that are no fiscal year: H2-2023..H1-2024, Q4-2023..9M-2024 or Q2-2023..Q1-2024."""

    of: MetricName
    """The flow."""
    as_: str = Field("", alias="as")
    """The view of it, such as loss."""


def needs(options: Options, at: Ask) -> Needs:
    """The last year, this year so far, and the same of the last; raises PeriodError where the window is none of twelve months."""
    so_far = _so_far(at.period)
    now = at.but(options.of, scope=at.scope, basis=at.basis, view=options.as_, period=so_far)
    year = parse(f"FY{so_far.fiscal_year - 1}", at.period.year_end)
    return {"f": replace(now, period=year), "x": now, "p": replace(now, period=so_far.prior())}


def formula(options: Options, at: Ask) -> str:
    """The year, its beginning exchanged for that of the next."""
    return "f + x - p"


def refuse(options: Options, inputs: Mapping[str, Value]) -> Missing | None:
    """Nothing: losses and gains add up."""
    return None


def faults(options: Options, metric: Metric, metrics: Mapping[str, Metric]) -> Faults:
    """Only a flow adds up over time."""
    if metrics[options.of].measure != "flow":
        yield Fault(("of",), f"only a flow adds up over months; '{options.of}' is declared as {metrics[options.of].measure}.")


def trailing(period: Period) -> Period:
    """The twelve months up to the end of a half, nine months or a quarter that opens its year; raises PeriodError for any other."""
    opening, _, year = period.text.partition("-")
    for first, so_far in _OPENINGS.items():
        if so_far == opening:
            return parse(f"{first}-{int(year) - 1}..{period.text}", period.year_end)
    raise PeriodError(f"{period.text} does not open a fiscal year, so no twelve months end with it")


def _so_far(window: Period) -> Period:
    """What this fiscal year has brought: H1-2024 of H2-2023..H1-2024."""
    first, _, last = window.text.partition("..")
    opening = _OPENINGS.get(first.partition("-")[0], "")
    if not opening or last.partition("-")[0] != opening or window.months != 12:
        raise PeriodError(f"{window.text} is none of the twelve months H2-2023..H1-2024, Q4-2023..9M-2024 or Q2-2023..Q1-2024")
    return parse(last, window.year_end)
