"""A numeral found in a text."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from reportgen.model.quantity import Qualifier

Kind = Literal["digits", "words", "ordinal"]
Unit = Literal["", "pct", "pp", "x"]


@dataclass(frozen=True, slots=True)
class Numeral:
    """A numeral with its span in the text.

    `value` is in base units (36.4% is 0.364, 4.7 billion is 4.7E+9) and its exponent is the place of the last digit
    written; None where the marks fit no number of the language. `scale` is the power of ten that a word or letter
    added; `vague` tells a plural such as hundreds of billions, whose value is only the order of magnitude. `qual` is
    what the words beside it make of it (over 40 %), which stay outside the span.
    """

    start: int
    end: int
    text: str
    value: Decimal | None
    kind: Kind = "digits"
    unit: Unit = ""
    scale: int = 0
    vague: bool = False
    qual: Qualifier = "="


def in_base(value: Decimal, scale: int, unit: Unit) -> Decimal:
    """A written number in base units: 36.4 with the unit pct is 0.364."""
    return value.scaleb(scale - (2 if unit in ("pct", "pp") else 0))
