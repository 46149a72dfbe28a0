"""The printed value of a row as a quantity: base units, and the interval that its digits carry."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from reportgen.facts.csvfile import Row
from reportgen.facts.units import IN_WORDS, MULTIPLIERS, SAID, is_unit, may_scale
from reportgen.model.problem import Problem
from reportgen.model.quantity import Qualifier, Quantity, exact, printed, span

QUALIFIERS: tuple[Qualifier, ...] = ("=", "~", ">", ">=", "<", "<=", "..")
EXACT = "INF"
"""The word for a value without rounding, in the column `decimals`, as in XBRL."""

_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,24})(?:\.\d{1,12})?")
_YEAR_OR_MONTH = re.compile(r"[12]\d{3}(?:-(?:0[1-9]|1[0-2]))?")


class CellError(ValueError):
    """A cell that cannot be right: its column, what is wrong, what would be right."""

    def __init__(self, column: str, message: str, code: str = "E306") -> None:
        super().__init__(message)
        self.column = column
        self.code = code

    def problem(self, row: Row) -> Problem:
        return Problem(self.code, str(self), row.where(self.column), self.column)


def quantity(row: Row) -> tuple[Quantity | None, str]:
    """The row's quantity, or None and what it says where that is a date or a rating; raises CellError."""
    unit, mult, qual = row["unit"], row["mult"], row["qual"] or "="
    if not is_unit(unit):
        raise CellError("unit", f"no unit '{unit}'; a unit is {IN_WORDS}.", "E307")
    if mult not in MULTIPLIERS:
        raise CellError("mult", f"no multiplier '{mult}'. Known: {', '.join(filter(None, MULTIPLIERS))}, or nothing.", "E307")
    if mult and not may_scale(unit):
        raise CellError("mult", f"'{unit}' has no multiplier; write the value in full.", "E307")
    if qual not in QUALIFIERS:
        raise CellError("qual", f"no qualifier '{row['qual']}'; write one of = ~ > >= < <=, or .. for a range.", "E309")
    if unit in SAID:
        return None, _said(row, unit)
    if unit == "rank":
        return exact(_rank(row)), ""
    return _measured(row, MULTIPLIERS[mult] - (2 if unit in ("pct", "pp") else 0)), ""


def _measured(row: Row, shift: int) -> Quantity:
    unit, qual = row["unit"], row["qual"] or "="
    ends = row["value"].split("..", 1)
    if (len(ends) == 2) != (qual == ".."):
        cure = "its qualifier is '..'." if len(ends) == 2 else "the qualifier '..' needs a range such as 4..5."
        raise CellError(
            "value" if qual == ".." else "qual", f"'{row['value']}' is {'a range: ' if len(ends) == 2 else 'one value: '}{cure}"
        )
    numbers = [_number(end, row["value"]).scaleb(shift) for end in ends]
    place = _place(row, min(_last_place(n) for n in numbers))
    if len(numbers) == 2:
        if not numbers[0] < numbers[1]:
            raise CellError("value", f"'{row['value']}' does not rise; a range goes from its lower end to its upper end.")
        return span(numbers[0], numbers[1], unit, place)
    if place is None:
        return exact(numbers[0], unit)
    return printed(numbers[0], place, unit, _qualifier(qual))


def _qualifier(text: str) -> Qualifier:
    return QUALIFIERS[QUALIFIERS.index(text)]


def _number(text: str, whole: str) -> Decimal:
    if not _NUMBER.fullmatch(text):
        cure = "written with a decimal point, without thousands marks, a plus sign or an exponent"
        raise CellError("value", f"'{whole}' is no value; a value is a number {cure}, or a range such as 4..5.")
    return Decimal(text)


def _last_place(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int), "this is a bug: the pattern lets no infinity through"
    return exponent


def _place(row: Row, as_printed: int) -> int | None:
    """The power of ten of the last digit that counts; None for an exact value."""
    text = row["decimals"]
    if not text:
        return as_printed
    if not row["note"]:
        raise CellError("decimals", "an own precision needs its reason in the column note.", "E315")
    if text == EXACT:
        return None
    if not re.fullmatch(r"-?\d{1,2}", text):
        message = f"'{text}' is no precision; -8 says good to 10^8 of the base unit, 2 says good to hundredths, {EXACT} says exact."
        raise CellError("decimals", message, "E315")
    return -int(text)


def _rank(row: Row) -> int:
    if not re.fullmatch(r"[1-9]\d{0,5}", row["value"]):
        raise CellError("value", f"'{row['value']}' is no rank; a rank is a whole number from 1.")
    _plain(row)
    return int(row["value"])


def _said(row: Row, unit: str) -> str:
    text = row["value"].strip()
    _plain(row)
    if unit == "rating":
        if not text:
            raise CellError("value", "the rating is missing; write the word that the source uses.")
        return text
    try:
        return text if _YEAR_OR_MONTH.fullmatch(text) else date.fromisoformat(_ten(text)).isoformat()
    except ValueError:
        raise CellError("value", f"'{text}' is no date; a date is written 2024-06-30, or 2024-06 or 2024 where no more is known.") from None


def _ten(text: str) -> str:
    """Only the form with hyphens; Python would also read 20240630 and week dates."""
    return text if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else ""


def _plain(row: Row) -> None:
    if row["qual"] not in ("", "="):
        raise CellError("qual", f"a {row['unit']} has no qualifier '{row['qual']}'.", "E309")
    if row["decimals"]:
        raise CellError("decimals", f"a {row['unit']} has no precision.", "E315")
