"""The trading days of an exchange: the calendar library's, with the closures and openings that the project has put right."""

from __future__ import annotations

import warnings
from datetime import date
from functools import lru_cache

from reportgen.model.problem import Exit, Problem, ReportError
from reportgen.spec.schedules import CALENDARS, Calendar
from reportgen.spec.suggest import did_you_mean


def trading_days(calendar: Calendar, first: date, last: date) -> tuple[date, ...]:
    """The days from first to last, both included, on which the exchange trades, in order.

    ReportError E296 for an exchange or a year that the library does not know, or when it is not installed.
    """
    known = {day for year in range(first.year, last.year + 1) for day in _year(calendar.exchange, year)}
    days = (known | calendar.open) - calendar.closed
    return tuple(sorted(day for day in days if first <= day <= last))


@lru_cache(maxsize=64)
def _year(exchange: str, year: int) -> tuple[date, ...]:
    """One year is asked for by its two ends: without them the library answers for a span that moves with the clock."""
    try:
        from exchange_calendars import errors, get_calendar, get_calendar_names  # type: ignore[import-untyped]
    except ImportError:
        message = "trading days need the package exchange_calendars, which is not installed."
        raise ReportError(Problem("E296", message, hint="Install reportgen[calendars]."), Exit.SPEC) from None
    try:
        # What the library says of its own use of pandas is nothing that a user could mend.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = get_calendar(exchange, start=f"{year}-01-01", end=f"{year}-12-31")
            days = tuple(session.date() for session in found.sessions)
    except errors.InvalidCalendarName:
        near = did_you_mean(exchange, get_calendar_names())
        raise ReportError(Problem("E296", f"no exchange '{exchange}'; write its ISO 10383 code, such as XHKG.{near}"), Exit.SPEC) from None
    except ValueError:
        message = f"the trading days of {exchange} in {year} are not known."
        hint = f"The calendar library ends before or begins after, and {CALENDARS} only corrects it."
        raise ReportError(Problem("E296", message, hint=hint), Exit.SPEC) from None
    return days
