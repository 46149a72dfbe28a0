"""A printed number is an interval: quantities with units, and the arithmetic that carries both along.

An interval holds every value that prints as the source printed it: 4.7 bn is [4.65 bn, 4.75 bn]. Derived
intervals treat their inputs as independent, which is conservative.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import reduce
from itertools import product
from typing import Literal

INFINITY = Decimal("Infinity")
MATHS = Context(prec=40, rounding=ROUND_HALF_UP)

# Values without dimension. pct is a fraction shown in per cent, pp a difference of two of them in points.
PURE, PCT, PP, TIMES = "pure", "pct", "pp", "x"
DIMENSIONLESS = frozenset({PURE, PCT, PP, TIMES})

Qualifier = Literal["=", "~", ">", ">=", "<", "<=", ".."]
ABOVE, BELOW = (">", ">="), ("<", "<=")
"""Bounds from below and from above; with the equals sign the bound itself is meant too: at least, at most."""


class UnitError(ValueError):
    """Two units that do not go together."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value with the interval in which it certainly lies, in base units (CNY, not CNY bn; 0.364, not 36.4 %).

    `unit` is a code, or codes joined by * and /; an infinite end makes a bound ("over 40 %"); `place` is the power of
    ten of the last digit that the source printed, where there is one.
    """

    value: Decimal
    low: Decimal
    high: Decimal
    unit: str = PURE
    qual: Qualifier = "="
    place: int | None = None

    def __post_init__(self) -> None:
        if not self.low <= self.value <= self.high:
            raise ValueError(f"this is a bug: {self.value} lies outside [{self.low}, {self.high}]")

    def __neg__(self) -> Quantity:
        turned: dict[Qualifier, Qualifier] = {">": "<", "<": ">", ">=": "<=", "<=": ">="}
        # A bare minus sign would round to the 28 digits of the default context.
        value, low, high = (MATHS.minus(number) for number in (self.value, self.high, self.low))
        return replace(self, value=value, low=low, high=high, qual=turned.get(self.qual, self.qual))

    def __add__(self, other: Quantity) -> Quantity:
        unit = _sum_unit(self.unit, other.unit)
        return _made(MATHS.add(self.value, other.value), (_plus(self.low, other.low), _plus(self.high, other.high)), unit, (self, other))

    def __sub__(self, other: Quantity) -> Quantity:
        unit = _difference_unit(self.unit, other.unit)
        ends = (_plus(self.low, MATHS.minus(other.high)), _plus(self.high, MATHS.minus(other.low)))
        return _made(MATHS.subtract(self.value, other.value), ends, unit, (self, other))

    def __mul__(self, other: Quantity) -> Quantity:
        return _combine(self, other, _times, _product_unit(self.unit, other.unit))

    def __truediv__(self, other: Quantity) -> Quantity:
        if other.low <= 0 <= other.high:
            raise ZeroDivisionError("the divisor may be zero")
        return _combine(self, other, _over, _quotient_unit(self.unit, other.unit))

    def power(self, exponent: Decimal) -> Quantity:
        """The quantity to a constant power; only for positive values without dimension."""
        if self.low <= 0 or self.unit not in DIMENSIONLESS:
            raise UnitError("only a positive pure number has a power")
        ends = [MATHS.power(end, exponent) for end in (self.low, self.high)]
        return _made(MATHS.power(self.value, exponent), ends, PURE, (self,))

    def size(self) -> Quantity:
        """The quantity without its sign; an interval around zero starts at zero."""
        if self.low >= 0:
            return self
        if self.high <= 0:
            return -self
        return _made(self.value.copy_abs(), (Decimal(0), max(self.low.copy_abs(), self.high)), self.unit, (self,))

    def as_unit(self, unit: str) -> Quantity:
        """The same number read in another unit without dimension (a quotient as a percentage), or in its own."""
        if unit != self.unit and not {unit, self.unit} <= DIMENSIONLESS:
            raise UnitError(f"{self.unit} is not {unit}")
        return replace(self, unit=unit)

    @property
    def bounded(self) -> bool:
        return self.low.is_finite() and self.high.is_finite()

    @property
    def boundless(self) -> bool:
        """Whether the interval says nothing: open at both ends."""
        return self.low == -INFINITY and self.high == INFINITY

    @property
    def carried(self) -> int | None:
        """The power of ten of the last digit that the interval carries, None when it is exact.

        A digit is carried when the value is known to within one unit of it: half the interval's width is at most 10^k.
        Where rounding there would leave the interval, the next digit is printed too: 39.5 between 39.4 and 39.7 is not 40.
        A bound and a range carry the digits that were printed; a bound without them three figures.
        """
        if self.qual == ".." and self.place is not None:
            return self.place
        if not self.bounded:
            return self.place if self.place is not None else self.value.adjusted() - 2
        half = (self.high - self.low) / 2
        if half == 0:
            return None
        place = half.adjusted() + (half != Decimal(1).scaleb(half.adjusted()))
        while not self.low <= rounded(self.value, place) <= self.high:
            place -= 1
        return place

    def overlaps(self, other: Quantity) -> bool:
        """Whether two statements can both hold: their intervals meet."""
        return self.unit == other.unit and self.low <= other.high and other.low <= self.high

    @property
    def width(self) -> Decimal:
        return self.high - self.low if self.bounded else INFINITY


def exact(value: Decimal | int | str, unit: str = PURE) -> Quantity:
    """A quantity that is known without doubt: a constant, a count of days."""
    number = Decimal(value)
    return Quantity(number, number, number, unit)


def printed(value: Decimal, place: int, unit: str = PURE, qual: Qualifier = "=") -> Quantity:
    """A printed value whose last digit stands at 10^place: plus or minus half a unit, "about" a whole one, bounds one-sided."""
    unit_of_last = Decimal(1).scaleb(place)
    if qual in ABOVE:
        return Quantity(value, value, INFINITY, unit, qual, place)
    if qual in BELOW:
        return Quantity(value, -INFINITY, value, unit, qual, place)
    half = unit_of_last if qual == "~" else unit_of_last / 2
    return Quantity(value, value - half, value + half, unit, qual, place)


def span(low: Decimal, high: Decimal, unit: str = PURE, place: int | None = None) -> Quantity:
    """A printed range such as 4 to 5; its value is the middle."""
    return Quantity((low + high) / 2, low, high, unit, "..", place)


def total(parts: Sequence[Quantity]) -> Quantity:
    """The sum; of nothing there is none."""
    if not parts:
        raise ValueError("nothing to add up")
    return reduce(lambda a, b: a + b, parts)


def ranked(row: Sequence[Quantity]) -> tuple[Quantity, ...]:
    """The row from the largest to the smallest; where intervals overlap, each rank gets the interval of that rank.

    Raises UnitError when the units differ.
    """
    for one in row[1:]:
        if one.unit != row[0].unit:
            raise UnitError(f"{row[0].unit} and {one.unit} do not compare")
    ordered = sorted(row, key=lambda q: q.value, reverse=True)
    lows = sorted((q.low for q in row), reverse=True)
    highs = sorted((q.high for q in row), reverse=True)
    ranks = zip(ordered, lows, highs, strict=True)
    return tuple(q if (q.low, q.high) == (low, high) else _made(q.value, (low, high), q.unit, (q,)) for q, low, high in ranks)


def rounded(value: Decimal, place: int) -> Decimal:
    """Half up, away from zero: the one rounding rule of everything that is printed."""
    return value.quantize(Decimal(1).scaleb(place), rounding=ROUND_HALF_UP, context=MATHS)


def _combine(a: Quantity, b: Quantity, apply: Callable[[Decimal, Decimal], Decimal], unit: str) -> Quantity:
    ends = [apply(x, y) for x, y in product((a.low, a.high), (b.low, b.high))]
    return _made(apply(a.value, b.value), ends, unit, (a, b))


def _made(value: Decimal, ends: Iterable[Decimal], unit: str, inputs: tuple[Quantity, ...]) -> Quantity:
    found = (*ends, value)
    low, high = min(found), max(found)
    return Quantity(value, low, high, unit, _qualifier(low, high, inputs))


def _plus(a: Decimal, b: Decimal) -> Decimal:
    """The sum of two lower or two upper ends: an end that is open stays open."""
    return a if a.is_infinite() else b if b.is_infinite() else MATHS.add(a, b)


def _qualifier(low: Decimal, high: Decimal, inputs: tuple[Quantity, ...]) -> Qualifier:
    inclusive = any(q.qual in (">=", "<=") for q in inputs)
    if high == INFINITY and low != -INFINITY:
        return ">=" if inclusive else ">"
    if low == -INFINITY and high != INFINITY:
        return "<=" if inclusive else "<"
    return "~" if low == -INFINITY or any(q.qual in ("~", "..") for q in inputs) else "="


def _times(a: Decimal, b: Decimal) -> Decimal:
    return Decimal(0) if a == 0 or b == 0 else MATHS.multiply(a, b)


def _over(a: Decimal, b: Decimal) -> Decimal:
    if b.is_infinite():
        return Decimal(0)
    return MATHS.divide(a, b)


def _sum_unit(a: str, b: str) -> str:
    if a == b:
        return a
    if {a, b} <= {PCT, PP}:
        return PCT
    if {a, b} <= DIMENSIONLESS and PURE in (a, b):
        return a if b == PURE else b
    raise UnitError(f"{a} and {b} cannot be added up")


def _difference_unit(a: str, b: str) -> str:
    if a == b:
        return PP if a == PCT else a
    return _sum_unit(a, b)


def _product_unit(a: str, b: str) -> str:
    if {a, b} <= {PCT, PP}:
        raise UnitError("a percentage of a percentage says nothing")
    if {a, b} <= DIMENSIONLESS:
        # Twice a percentage is a percentage; a pure number takes on the other's unit.
        return next(unit for unit in (PCT, PP, TIMES, PURE) if unit in (a, b))
    if a in DIMENSIONLESS or b in DIMENSIONLESS:
        return b if a in DIMENSIONLESS else a
    return _join(a, b, 1)


def _quotient_unit(a: str, b: str) -> str:
    if a == b or (a in DIMENSIONLESS and b in DIMENSIONLESS):
        return PURE
    return a if b in DIMENSIONLESS else _join(a, b, -1)


def _join(a: str, b: str, sign: int) -> str:
    powers: dict[str, int] = {}
    for unit, direction in ((a, 1), (b, sign)):
        top, *bottom = unit.split("/")
        for code in top.split("*"):
            if code != "1" and code not in DIMENSIONLESS:
                powers[code] = powers.get(code, 0) + direction
        for code in bottom:
            powers[code] = powers.get(code, 0) - direction
    above = "*".join(code for code in sorted(powers) for _ in range(powers[code]))
    below = "".join(f"/{code}" for code in sorted(powers) for _ in range(-powers[code]))
    return (above or (PURE if not below else "1")) + below
