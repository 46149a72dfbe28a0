"""Between which values a printed number lies, in words."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from reportgen.model.quantity import Quantity, exact
from reportgen.text.locale import Locale
from reportgen.text.numbers import prepare

FINER = 1
"""So many digits more than the number itself has are shown of its bounds: half a unit of its last digit is seen."""


def interval(quantity: Quantity, style: str, locale: Locale) -> str:
    """The bounds in the scale of the number as printed in the style, without unit, rounded outwards: "between 4.65 and 4.75".

    Empty for an exact number, a bound and a range, which say by themselves how far they reach.
    """
    if not quantity.bounded or quantity.low == quantity.high or quantity.qual == "..":
        return ""
    made = prepare(quantity, style, {}, locale.data)
    place = made.place - FINER
    ends = ((quantity.low, ROUND_FLOOR), (quantity.high, ROUND_CEILING))
    low, high = (_end(end.quantize(Decimal(1).scaleb(place), rounding=to), made.scale.power, place, locale) for end, to in ends)
    return locale.word("interval", low=low, high=high) if low != high else ""


def _end(value: Decimal, power: int, place: int, locale: Locale) -> str:
    """The digits of a bound; a price is the one style that prints as many as are asked for."""
    return locale.quantity(exact(value.scaleb(-power), "pure"), "price", unit=False, decimals=max(0, power - place))
