"""Periods: FY2021, H1-2024, Q3-2024, 9M-2024, 2023-06 (a month), 2024-06-30 (an instant), a..b (both included).

A period keeps its text and its calendar dates; the dates follow from the entity's fiscal year end. A fiscal
year bears the year in which it ends.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import MAXYEAR, MINYEAR, date
from itertools import pairwise
from typing import Literal

PeriodKind = Literal["FY", "H", "Q", "9M", "month", "instant", "range"]
YearEnd = tuple[int, int]
CALENDAR_YEAR: YearEnd = (12, 31)
MONTHS: dict[PeriodKind, int] = {"FY": 12, "H": 6, "Q": 3, "9M": 9, "month": 1, "instant": 0}
GRAMMAR = "FY2021, H1-2024, Q3-2024, 9M-2024, 2023-06, 2024-06-30 or a..b"

_FISCAL = re.compile(r"(?:(FY)|H([12])-|Q([1-4])-|(9M)-)(\d{4})", re.ASCII)
_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)


class PeriodError(ValueError):
    """The text is no period, or the arithmetic asked for would mix lengths."""


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A span of days with both ends included; an instant starts and ends on one day. Ordered by end, then start."""

    end: date
    start: date
    text: str
    kind: PeriodKind
    year_end: YearEnd = field(default=CALENDAR_YEAR, repr=False)

    def __str__(self) -> str:
        return self.text

    @property
    def is_instant(self) -> bool:
        return self.kind == "instant"

    @property
    def months(self) -> int:
        """Length in whole months: 12, 6, 3, 9, 1; 0 for an instant; for a range of flows the months from end to end."""
        if self.kind != "range":
            return MONTHS[self.kind]
        return (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1

    @property
    def days(self) -> int:
        """Actual days, both ends included."""
        return (self.end - self.start).days + 1

    @property
    def fiscal_year(self) -> int:
        """The fiscal year in which the period ends."""
        month, day = self.year_end
        return self.end.year if (self.end.month, self.end.day) <= (month, max(day, self.end.day)) else self.end.year + 1

    @property
    def closing(self) -> Period:
        """The instant at which the period ends: what a stock read "for FY2021" means."""
        return self if self.is_instant else parse(self.end.isoformat(), self.year_end)

    def prior(self, years: int = 1) -> Period:
        """The period of the same length so many years earlier; a range has none."""
        if self.kind == "range":
            raise PeriodError(f"{self.text} is a range and has no year before it")
        if self.is_instant:
            return parse(_shift(self.end, -12 * years).isoformat(), self.year_end)
        if self.kind == "month":
            return parse(f"{self.end.year - years:04d}-{self.end.month:02d}", self.year_end)
        match = _FISCAL.fullmatch(self.text)
        assert match, f"this is a bug: {self.text!r} has no fiscal year"
        return parse(f"{self.text[: match.start(5)]}{int(match[5]) - years}", self.year_end)

    def previous(self) -> Period:
        """The neighbour just before, of the same length: FY2021 -> FY2020, H1-2024 -> H2-2023, Q1 -> Q4, a month -> the month before."""
        if self.kind == "FY":
            return self.prior()
        if self.kind == "month":
            before = _shift(self.start, -1)
            return parse(f"{before.year:04d}-{before.month:02d}", self.year_end)
        match = _FISCAL.fullmatch(self.text)
        if self.kind not in ("H", "Q") or not match:
            raise PeriodError(f"{self.text} has no neighbour of its own length")
        number, year = int(match[2] or match[3]), int(match[5])
        letter, last = ("H", 2) if self.kind == "H" else ("Q", 4)
        return parse(f"{letter}{number - 1}-{year}" if number > 1 else f"{letter}{last}-{year - 1}", self.year_end)

    def rest_of(self, whole: Period) -> Period:
        """What is left of `whole` after this period has opened it: FY2021 less H1-2021 is H2-2021, less 9M-2021 is Q4-2021."""
        names = {("FY", "H"): "H2", ("FY", "9M"): "Q4", ("9M", "H"): "Q3", ("H", "Q"): "Q2"}
        name = names.get((whole.kind, self.kind))
        if not name or self.start != whole.start or self.fiscal_year != whole.fiscal_year:
            raise PeriodError(f"{self.text} does not open {whole.text}")
        return parse(f"{name}-{whole.fiscal_year}", self.year_end)


def parse(text: str, year_end: YearEnd = CALENDAR_YEAR) -> Period:
    """The period that a text names; raises PeriodError, with the grammar, when it names none."""
    text = text.strip()
    if text.count("..") > 1:
        raise PeriodError(f"{text!r} has more than two ends; a range is written a..b")
    if ".." in text:
        first, last = (parse(part, year_end) for part in text.split("..", 1))
        if first.start > last.end:
            raise PeriodError(f"{text!r} ends before it starts")
        return Period(last.end, first.start, text, "range", year_end)
    try:
        if match := _FISCAL.fullmatch(text):
            return _fiscal(match, text, year_end)
        if match := _DAY.fullmatch(text):
            day = date(int(match[1]), int(match[2]), int(match[3]))
            return Period(day, day, text, "instant", year_end)
        if match := _MONTH.fullmatch(text):
            opening = date(int(match[1]), int(match[2]), 1)
            return Period(_month_end(opening), opening, text, "month", year_end)
    except ValueError as bad:
        raise PeriodError(f"{text!r} is no date: {bad}") from None
    raise PeriodError(f"{text!r} is no period; periods are written {GRAMMAR}")


def expand(text: str, year_end: YearEnd = CALENDAR_YEAR) -> tuple[Period, ...]:
    """The periods from a to b of `a..b`, both included and of one length; a plain period gives itself."""
    if ".." not in text:
        return (parse(text, year_end),)
    first, last = (parse(part, year_end) for part in text.split("..", 1))
    if first.kind != last.kind or first.kind in ("instant", "9M"):
        raise PeriodError(f"{text!r} mixes lengths or cannot be counted through; list the periods one by one")
    if first.start > last.start:
        raise PeriodError(f"{text!r} ends before it starts")
    found = [last]
    while found[-1] != first:
        found.append(found[-1].previous())
    return tuple(reversed(found))


def check_one_length(periods: tuple[Period, ...]) -> None:
    """Raises PeriodError when flows of different lengths, or flows and instants, are mixed."""
    lengths = {p.months for p in periods}
    if len(lengths) > 1:
        names = ", ".join(p.text for p in periods)
        raise PeriodError(f"mixed period lengths ({names}): only periods of one length compare")


def check_tiles(periods: tuple[Period, ...]) -> Period:
    """The range that the periods cover without gap or overlap; raises PeriodError where they do not tile."""
    ordered = sorted(periods, key=lambda p: (p.start, p.end))
    for before, after in pairwise(ordered):
        gap = (after.start - before.end).days
        if gap != 1:
            raise PeriodError(f"{before.text} and {after.text} {'overlap' if gap < 1 else 'leave a gap'}, so they cannot be added up")
    first, last = ordered[0], ordered[-1]
    return first if len(ordered) == 1 else Period(last.end, first.start, f"{first.text}..{last.text}", "range", first.year_end)


def _fiscal(match: re.Match[str], text: str, year_end: YearEnd) -> Period:
    year = int(match[5])
    kind: PeriodKind = "FY" if match[1] else "H" if match[2] else "Q" if match[3] else "9M"
    length = MONTHS[kind]
    number = int(match[2] or match[3] or 1)
    first_month = _shift(date(year, year_end[0], 1), -11)
    start = _shift(first_month, (number - 1) * length)
    end = _month_end(_shift(start, length - 1))
    return Period(end, start, text, kind, year_end)


def _shift(day: date, months: int) -> date:
    """The same day so many months away; a month's last day stays the last day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if not MINYEAR <= year <= MAXYEAR:
        raise PeriodError(f"the calendar has no year {year}")
    last = monthrange(year, month + 1)[1]
    at_end = day.day == monthrange(day.year, day.month)[1]
    return date(year, month + 1, last if at_end and day.day > 1 else min(day.day, last))


def _month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])
