"""A row of a fact file as a fact, or every reason why it is none."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from reportgen.facts.csvfile import Row
from reportgen.facts.values import CellError, quantity
from reportgen.model.fact import Cells, Dims, Entity, Fact, FactKey, Source, Texts
from reportgen.model.period import Period, PeriodError
from reportgen.model.period import parse as parse_period
from reportgen.model.problem import Problem, Problems
from reportgen.spec.suggest import unknown

COLUMNS = (
    *("metric", "period", "scope", "basis", "dims", "value", "mult", "unit", "qual", "status"),
    *("source", "loc", "as_written", "known_at", "decimals", "note"),
)

STATUSES = {
    "A": "actual",
    "R": "restated",
    "P": "provisional",
    "E": "own estimate",
    "C:<who>": "broker or consensus",
    "G": "guidance",
    "T": "claim of a third party",
}
"""What kind of statement a row makes."""

_STATUS = re.compile(r"[ARPEGT]|C:\S(?:.*\S)?")
_PARAGRAPH = re.compile(r"p[1-9]\d*")
_ID = re.compile(r"[a-z0-9][a-z0-9._-]*")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class About:
    """What the rows of a file are read against: their entity, the sources, the names of members."""

    entity: Entity
    sources: Mapping[str, Source]
    members: Mapping[str, Mapping[str, Texts]]


def fact(row: Row, about: About) -> tuple[Fact | None, Problems]:
    """The fact that the row states, or None and everything that is wrong with its cells."""
    found = list(_plain_problems(row, about))

    def take(read: Callable[[Row, About], T]) -> T | None:
        try:
            return read(row, about)
        except CellError as bad:
            found.append(bad.problem(row))
            return None

    period, dims, value, known = take(_period), take(_dims), take(lambda row, _: quantity(row)), take(_known_at)
    if found or period is None or dims is None or value is None or known is None:
        return None, tuple(found)
    number, said = value
    made = Fact(
        key=FactKey(about.entity.id, row["metric"], period.text, row["scope"], row["basis"], dims),
        period=period,
        quantity=number,
        status=row["status"],
        source=row["source"],
        loc=row["loc"],
        as_written=row["as_written"],
        known_at=known,
        where=row.where(),
        said=said,
        note=row["note"],
        cells=Cells(*(row[column] for column in Cells._fields)),
    )
    return made, ()


def _plain_problems(row: Row, about: About) -> Iterator[Problem]:
    """What can be said of single cells."""

    def wrong(code: str, column: str, message: str) -> Problem:
        return CellError(column, message, code).problem(row)

    for column in COLUMNS:
        if row[column] != row[column].strip():
            yield wrong("E316", column, "a space at the start or the end of the cell; delete it.")
    if not row["metric"]:
        yield wrong("E301", "metric", "the fact names no metric; write the id of one of config/metrics.")
    if not row["source"]:
        yield wrong("E303", "source", "the fact names no source; write the id of one of seeds/sources.yaml.")
    elif row["source"] not in about.sources:
        yield wrong("E303", "source", unknown("source", row["source"], about.sources))
    if fault := _loc_fault(row["loc"], about.sources.get(row["source"])):
        yield wrong(fault[0], "loc", fault[1])
    if not _STATUS.fullmatch(row["status"]):
        known = ", ".join(f"{word} ({meaning})" for word, meaning in STATUSES.items())
        yield wrong("E309", "status", f"no status '{row['status']}'. Known: {known}.")
    if not row["as_written"]:
        yield wrong("E317", "as_written", "no words of the source; write the numeral or the number words exactly as they stand there.")


def _loc_fault(loc: str, source: Source | None) -> tuple[str, str] | None:
    """Code and message where the cell names no paragraph, or one that is a translation."""
    if not _PARAGRAPH.fullmatch(loc):
        return "E304", f"'{loc}' is no paragraph; write p and its number, such as p12."
    if source and (first := source.repeats.get(loc)):
        return "E318", f"{loc} only repeats {first} in another language; cite {first}, or the statement counts twice."
    return None


def _period(row: Row, about: About) -> Period:
    try:
        return parse_period(row["period"], about.entity.year_end)
    except PeriodError as bad:
        raise CellError("period", f"{bad}.", "E305") from None


def _dims(row: Row, about: About) -> Dims:
    found: dict[str, str] = {}
    for part in filter(None, row["dims"].split(";")):
        name, _, value = part.partition("=")
        if not _ID.fullmatch(name) or not _ID.fullmatch(value):
            raise CellError("dims", f"'{part}' is no coordinate; write name=value in small letters, several joined by semicolons.", "E310")
        if name in found:
            raise CellError("dims", f"coordinate '{name}' is there twice; keep one.", "E310")
        if name in about.members and value not in about.members[name]:
            raise CellError("dims", unknown(name, value, about.members[name]), "E310")
        found[name] = value
    return tuple(sorted(found.items()))


def _known_at(row: Row, about: About) -> date | None:
    """The day from which the statement is known: its own, else that of the source."""
    source = about.sources.get(row["source"])
    text = row["known_at"]
    if not text:
        return source.published if source else None
    try:
        known = date.fromisoformat(text if _DATE.fullmatch(text) else "")
    except ValueError:
        raise CellError("known_at", f"'{text}' is no date; a date is written 2024-06-30.", "E311") from None
    if not row["note"]:
        raise CellError("known_at", "an own day of knowledge needs its reason in the column note.", "E311")
    if source and known > source.published:
        day = source.published.isoformat()
        raise CellError("known_at", f"{text} lies after {day}, the day on which source '{source.id}' was published.", "E311")
    return known
