"""Quantities as text: how many digits, in which scale, with which words around them.

Rounding is half up and comes first; the scale is chosen for the rounded number, so that 999,960 is 1.0 m. Bounds
round towards the side on which they stay true. A digit that the interval does not carry is never printed; where a
zero must hold its place, the number is "about".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import cache

from babel import Locale as BabelLocale
from babel.numbers import format_decimal

from reportgen.model.document import Options
from reportgen.model.quantity import ABOVE, MATHS, PCT, PP, TIMES, Quantity, rounded
from reportgen.text.data import POWERS, Data, Scale, slot

MINUS = "\u2212"
SCALED_FROM = 6  # counts of people and things stay in full below a million
UNGROUPED = 10_000  # below it a Chinese number before its scale word needs no marks


@dataclass(frozen=True, slots=True)
class Traits:
    """What a style asks of a number: most significant digits, most decimals, whether it is scaled."""

    digits: int | None = None
    decimals: int | None = None
    power: int = 0
    unit: str = ""
    scaled: bool = False
    whole: bool = False
    """Whether carried digits before the point are kept however many they are."""


BOUNDS = {">": "over", ">=": "at_least", "<": "under", "<=": "at_most"}
"""The pattern of each bound."""
STYLES: Mapping[str, Traits] = {
    "money": Traits(digits=4, scaled=True),
    "number": Traits(digits=4, scaled=True, whole=True),
    "count": Traits(digits=4, decimals=0, scaled=True, whole=True),
    "percent": Traits(decimals=1, power=-2, unit=PCT),
    "points": Traits(decimals=1, power=-2, unit=PP),
    "multiple": Traits(decimals=1, unit=TIMES),
    "price": Traits(decimals=2),
    "days": Traits(decimals=0, unit="days"),
    "rank": Traits(decimals=0, unit="rank"),
}
PENNIES = Traits(decimals=3)  # a price below one unit of its currency


@dataclass(frozen=True, slots=True)
class Shown:
    """A printed value: its text, the number as rounded in base units, and the place of its last digit (10^place).

    `value` and `place` are None for what is no number. A change told as a multiple ("12-fold") carries the multiple.
    """

    text: str
    value: Decimal | None = None
    place: int | None = None


@dataclass(frozen=True, slots=True)
class Rounding:
    """A quantity made ready to print."""

    value: Decimal
    place: int
    scale: Scale
    about: bool = False

    @property
    def decimals(self) -> int:
        return max(0, self.scale.power - self.place)

    @property
    def mantissa(self) -> Decimal:
        """The number before the scale word."""
        return self.value.scaleb(-self.scale.power, MATHS)


@dataclass(frozen=True, slots=True)
class Limits:
    """What bounds the digits of one number: its interval, its style, the options."""

    traits: Traits
    carried: int | None
    decimals: int | None
    named: str
    fixed: Scale | None

    def place(self, top: int, scale: Scale) -> int:
        """The place of the last digit to print, for a number that starts at 10^top."""
        places = [] if self.carried is None else [self.carried]
        if self.decimals is not None:
            # counted from the power that the spec's scale word names: the locale's own step shows the same place
            power = POWERS[self.named] if self.fixed and self.traits.scaled else scale.power
            places.append(power - self.decimals)
        elif self.traits.decimals is not None:
            places.append(self.traits.power - self.traits.decimals)
        if self.traits.digits is not None:
            last = top - self.traits.digits + 1
            places.append(min(last, scale.power) if self.fixed or self.traits.whole else last)
        return max(places)


def show_quantity(q: Quantity, style: str, options: Options, data: Data) -> Shown:
    """The text of a quantity in a style; raises KeyError for a style or scale that does not exist (a bug)."""
    if options.get("abs") and q.value < 0:
        q = -q
    made = prepare(q, style, options, data)
    code = STYLES[style].unit or q.unit
    if q.qual == ".." and q.bounded:
        body = _with_unit(_range(q, made, options, data), "", made, code, options, data)
        return Shown(body, made.value, made.place)
    bare = bool(options.get("bare"))
    forced = bool(options.get("sign")) or (bare and style == "points")
    sign = "" if not made.value else MINUS if made.value < 0 else "+" if forced else ""
    body = _with_unit(_digits(made, data), sign, made, code, options, data)
    return Shown(_qualified(body, q, made, data.bare if bare else data.qualifiers), made.value, made.place)


def prepare(q: Quantity, style: str, options: Options, data: Data) -> Rounding:
    """The quantity rounded, with the scale in which it is printed."""
    limits = _limits(q, style, options, data)
    ranged = q.qual == ".." and q.bounded
    lead = replace(q, value=max(q.low, q.high, key=abs)) if ranged else q  # the larger end of a range sets its scale
    top = lead.value.adjusted() if lead.value else 0
    scale = limits.fixed or Scale(0)
    while True:
        place = limits.place(top, scale)
        value = _round(lead, place)
        reached = value.adjusted() if value else top
        fitting = limits.fixed or _auto(value, place, limits, data)
        if (reached, fitting) == (top, scale):
            break
        top, scale = reached, fitting
    exact = q.bounded and q.carried is None
    if exact:
        place = _without_zeros(value, place, scale, limits.traits)
    held = place > scale.power and not exact and not ranged  # a zero that only holds its place
    return Rounding(_round(q, place), place, scale, bool(value) and (held or _is_about(q)))


def plural_category(value: Decimal, decimals: int, data: Data) -> str:
    """The plural category of a number as printed: 1 is one, but 1.0 is other."""
    return _plural_rule(data.babel)(rounded(abs(value), -decimals))


def _limits(q: Quantity, style: str, options: Options, data: Data) -> Limits:
    traits = PENNIES if style == "price" and abs(q.value) < 1 else STYLES[style]
    named = str(options.get("scale", "auto")) if traits.scaled else "auto"
    asked = options.get("decimals")
    fixed = Scale(traits.power) if not traits.scaled else None if named == "auto" else data.scales[named]
    return Limits(traits, _carried(q), None if asked is None else int(asked), named, fixed)


def _carried(q: Quantity) -> int | None:
    """The last place that may be printed: the leading one where the interval carries not even that."""
    if q.qual == ".." and q.bounded:
        return q.place if q.place is not None else min(_last_place(q.low), _last_place(q.high))
    return q.value.adjusted() if _is_vague(q) else q.carried


def _is_vague(q: Quantity) -> bool:
    place = q.carried
    return q.bounded and bool(q.value) and place is not None and place > q.value.adjusted()


def _is_about(q: Quantity) -> bool:
    unbounded = not q.bounded and q.qual not in BOUNDS
    return q.qual == "~" or unbounded or (q.qual != ".." and _is_vague(q))


def _last_place(value: Decimal) -> int:
    exponent = value.normalize(MATHS).as_tuple().exponent
    assert isinstance(exponent, int), "this is a bug: an infinite end has no digits"
    return exponent


def _round(q: Quantity, place: int) -> Decimal:
    if q.bounded or q.qual not in BOUNDS:
        return rounded(q.value, place)
    safe = ROUND_FLOOR if q.qual in ABOVE else ROUND_CEILING
    return q.value.quantize(Decimal(1).scaleb(place), rounding=safe, context=MATHS)


def _auto(value: Decimal, place: int, limits: Limits, data: Data) -> Scale:
    """The scale for a rounded number."""
    top = value.adjusted()
    whole = limits.traits.whole and top < SCALED_FROM
    if not value or (whole and (data.spaced or place <= 0)):
        return Scale(0)
    for scale in () if whole else data.auto:
        if top >= scale.power:
            return scale
    if place > 0:
        for start, scale in data.small:
            if top >= start and (limits.decimals is None or top >= scale.power - limits.decimals):
                return scale
    return Scale(0)


def _without_zeros(value: Decimal, place: int, scale: Scale, traits: Traits) -> int:
    """An exact number shows no zeros after its last digit; a ratio keeps its decimals unless it is nil."""
    if not value:
        return max(place, scale.power)
    return place if traits.digits is None else max(place, min(scale.power, _last_place(value)))


def _digits(made: Rounding, data: Data) -> str:
    """The digits of a rounded value with the locale's marks, without sign. Already rounded: babel rounds half to even."""
    grouped = data.spaced or not made.scale.power or abs(made.mantissa) >= UNGROUPED
    pattern = ("#,##0" if grouped else "0") + ("." + "0" * made.decimals if made.decimals else "")
    return format_decimal(abs(made.mantissa), pattern, locale=data.babel)


def _range(q: Quantity, made: Rounding, options: Options, data: Data) -> str:
    ends = [Rounding(rounded(end, made.place), made.place, made.scale) for end in (q.low, q.high)]
    low, high = ((MINUS if end.value < 0 else "") + _digits(end, data) for end in ends)
    return (data.bare if options.get("bare") else data.qualifiers)["range"].format(low=low, high=high)


def _with_unit(number: str, sign: str, made: Rounding, code: str, options: Options, data: Data) -> str:
    if not options.get("unit", True):
        return sign + number
    top, *below = code.split("/")
    form = "bare" if options.get("bare") else str(options.get("form", ""))
    pattern = slot(data.units.get(top, data.units["other"]), plural_category(made.mantissa, made.decimals, data), form)
    number += made.scale.text
    if not data.spaced and top not in data.units and number[-1:].isdigit():
        number += "\u00a0"  # digits and a Latin code would run into each other; a Chinese scale word parts them
    if "{sign}" not in pattern:
        sign, number = "", sign + number
    per = "".join(data.per.get(unit, data.per["other"]).format(code=unit) for unit in below)
    return pattern.format(sign=sign, n=number, code="\u00b7".join(top.split("*"))) + per


def _qualified(text: str, q: Quantity, made: Rounding, patterns: Mapping[str, str]) -> str:
    if not q.bounded and q.qual in BOUNDS:
        return patterns[BOUNDS[q.qual]].format(n=text)
    return patterns["about"].format(n=text) if made.about else text


@cache
def _plural_rule(tag: str) -> Callable[[Decimal], str]:
    return BabelLocale.parse(tag).plural_form
