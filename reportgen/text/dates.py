"""Days and periods as text; the parts of one date are kept together by no-break spaces."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date

from reportgen.model.period import CALENDAR_YEAR, Period, parse
from reportgen.text.data import Data

PERIOD_FORMS = ("text", "long", "in", "In", "head")
DATE_FORMS = ("long", "short", "in", "In")


def show_date(day: date, data: Data, form: str = "long") -> str:
    """A day, long ("21 July 2023"), short ("21 Jul 2023"), in ("on 21 July 2023") or In; raises KeyError for another form (a bug)."""
    if form in ("in", "In"):
        return show_period(parse(day.isoformat()), data, form)
    return _by_pattern(day, data.dates[form], data)


def show_year(value: Period | date, data: Data) -> str:
    """The year alone: of a period its fiscal year, of a day its calendar year, of a range the first and the last."""
    if isinstance(value, date):
        return str(value.year)
    if value.kind == "instant":
        return str(value.end.year)
    if value.kind == "range":
        first, last = (show_year(part, data) for part in ends(value))
        return first if first == last else data.periods["text"]["range"].format(first=first, last=last)
    return str(value.fiscal_year)


def show_period(period: Period, data: Data, form: str = "text") -> str:
    """A period as text, long, in, In (at the start of a sentence) or head; raises KeyError for another form (a bug)."""
    if form == "In":
        phrase = show_period(period, data, "in")
        return phrase[:1].upper() + phrase[1:]
    patterns = data.periods[form]
    if period.kind == "range":
        first, last = ends(period)
        parts = "head" if form == "head" else "text"
        pattern = patterns.get("days", patterns["range"]) if first.kind == "instant" else patterns["range"]
        return pattern.format(first=show_period(first, data, parts), last=show_period(last, data, parts))
    calendar = period.year_end == CALENDAR_YEAR
    number = str(period.fiscal_year)
    year = number if calendar else data.periods["year"]["fiscal"].format(number=number)
    length = "short" if form == "head" else "long"
    day = _by_pattern(period.end, data.dates[length], data)
    month = _by_pattern(period.end, data.dates[f"month_{length}"], data)
    return patterns[_key(period, calendar)].format(year=year, number=number, date=day, month=month)


def ends(period: Period) -> tuple[Period, Period]:
    """The first and the last part of a range."""
    parts = period.text.split("..")
    return parse(parts[0], period.year_end), parse(parts[-1], period.year_end)


def _key(period: Period, calendar: bool) -> str:
    if period.kind == "FY":
        return "FY" if calendar else "fiscal"
    return period.text[:2] if period.kind in ("H", "Q") else period.kind


def _by_pattern(day: date, pattern: str, data: Data) -> str:
    return format_date(day, pattern, locale=data.babel)
