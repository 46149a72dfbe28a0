"""Compound annual growth: (x / p) ^ (1 / n) - 1 over a window a..b, n the years between the ends of its two periods.

n follows from the dates, never from a count of points: whole months where both periods end with a month, else days over 365.25.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from pydantic import Field

from reportgen.metrics.ask import Ask, Needs
from reportgen.model.expression import Value
from reportgen.model.figure import Missing
from reportgen.model.period import Period, PeriodError, check_one_length, parse
from reportgen.model.quantity import Quantity
from reportgen.spec.base import Block, MetricName


class Options(Block):
    """Growth per year over the window that the figure names, such as FY2019..FY2023: from its first period to its last."""

    of: MetricName
    """The metric."""
    as_: str = Field("", alias="as")
    """The view of it, such as loss."""


def needs(options: Options, at: Ask) -> Needs:
    """The number in the last period and in the first; raises PeriodError where these do not compare."""
    first, last = _ends(at.period)
    now = at.but(options.of, scope=at.scope, basis=at.basis, view=options.as_, period=last)
    return {"x": now, "p": replace(now, period=first)}


def formula(options: Options, at: Ask) -> str:
    """The n-th root of the whole growth."""
    exponent = _exponent(*(p.end for p in _ends(at.period)))
    return f"(x / p) ^ ({exponent}) - 1" if exponent else "x / p - 1"


def refuse(options: Options, inputs: Mapping[str, Value]) -> Missing | None:
    """n.m. unless both ends are surely positive: a root of anything else means nothing."""
    assert all(isinstance(value, Quantity) for value in inputs.values()), "this is a bug: growth compares two numbers"
    positive = all(isinstance(value, Quantity) and value.low > 0 for value in inputs.values())
    return None if positive else Missing("n.m.", "ends_not_positive")


def _ends(window: Period) -> tuple[Period, Period]:
    """The first and the last period of a window; raises PeriodError where it has no two ends of one length."""
    if window.kind != "range":
        raise PeriodError(f"growth per year needs a window such as FY2019..FY2023, not {window.text}")
    first, last = (parse(part, window.year_end) for part in window.text.split(".."))
    check_one_length((first, last))
    if first.end >= last.end:
        raise PeriodError(f"{window.text} leaves no time between its ends")
    return first, last


def _exponent(first: date, last: date) -> str:
    """One over the years from day to day; empty for a single year."""
    months = (last.year - first.year) * 12 + last.month - first.month
    if not (_closes_month(first) and _closes_month(last)) and first.day != last.day:
        return f"365.25 / {(last - first).days}"
    if months % 12:
        return f"12 / {months}"
    return f"1 / {months // 12}" if months != 12 else ""


def _closes_month(day: date) -> bool:
    return (day + timedelta(days=1)).month != day.month
