from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.model.quantity import INFINITY, PCT, PP, PURE, TIMES, Quantity, UnitError, exact, printed, ranked, rounded, span, total
from tests.support.made import quantity

NUMBERS = st.decimals(-10_000, 10_000, places=3)


@st.composite
def intervals(draw: st.DrawFn) -> tuple[Quantity, Decimal]:
    """A quantity and some value inside its interval."""
    low, value, high, inside = sorted(draw(NUMBERS) for _ in range(4))
    ends = draw(st.sampled_from(["both", "low", "high"]))
    q = Quantity(value, low if ends != "high" else -INFINITY, max(high, inside) if ends != "low" else INFINITY)
    return q, draw(st.sampled_from([q.value, inside]))


def holds(q: Quantity, true: Fraction) -> bool:
    """Whether the exact result lies within, give or take the last of forty digits."""
    slack = abs(true) * Fraction(1, 10**36) + Fraction(1, 10**36)
    low = q.low == -INFINITY or Fraction(q.low) <= true + slack
    return low and (q.high == INFINITY or true - slack <= Fraction(q.high))


@given(intervals(), intervals())
def test_results_contain_what_any_values_inside_give(one: tuple[Quantity, Decimal], other: tuple[Quantity, Decimal]) -> None:
    (a, x), (b, y) = one, other
    assert holds(a + b, Fraction(x) + Fraction(y))
    assert holds(a - b, Fraction(x) - Fraction(y))
    assert holds(a * b, Fraction(x) * Fraction(y))
    assert holds(-a, -Fraction(x))
    assert holds(a.size(), abs(Fraction(x)))


@st.composite
def divisors(draw: st.DrawFn) -> tuple[Quantity, Decimal]:
    """An interval that does not reach zero, on either side of it."""
    low, value, high = sorted(draw(st.decimals("0.001", 10_000, places=3)) for _ in range(3))
    q = Quantity(value, low, draw(st.sampled_from([high, INFINITY])))
    return (q, value) if draw(st.booleans()) else (-q, -value)


@given(intervals(), divisors())
def test_quotients_contain_what_any_values_inside_give(one: tuple[Quantity, Decimal], other: tuple[Quantity, Decimal]) -> None:
    (a, x), (b, y) = one, other
    assert holds(a / b, Fraction(x) / Fraction(y))


@given(st.lists(intervals(), min_size=1, max_size=6))
def test_ranks_contain_what_any_values_inside_give(rows: list[tuple[Quantity, Decimal]]) -> None:
    found = ranked([q for q, _ in rows])
    for q, true in zip(found, sorted((x for _, x in rows), reverse=True), strict=True):
        assert holds(q, Fraction(true))
    assert [q.value for q in found] == sorted((q.value for q, _ in rows), reverse=True)


@given(intervals())
def test_turning_the_sign_twice_changes_nothing(one: tuple[Quantity, Decimal]) -> None:
    turned = -one[0]
    assert -turned == one[0]


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=Decimal("-1e30"), max_value=Decimal("1e30"), places=8))
def test_the_sign_costs_no_digits(value: Decimal) -> None:
    assert (-exact(value)).value + value == 0


def test_a_divisor_that_may_be_zero_divides_nothing() -> None:
    with pytest.raises(ZeroDivisionError, match="the divisor may be zero"):
        exact(1) / Quantity(Decimal("0.1"), Decimal("-0.1"), Decimal("0.3"))


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("4.7 bn CNY", "4650000000", "4750000000"),
        ("4700263 k CNY", "4700262500", "4700263500"),
        ("36.4%", "0.3635", "0.3645"),
        ("~5 k persons", "4000", "6000"),
        (">40%", "0.4", "Infinity"),
        ("<40%", "-Infinity", "0.4"),
        ("4..5 days", "4", "5"),
        ("-17.14 bn CNY", "-17145000000", "-17135000000"),
    ],
)
def test_a_printed_number_is_an_interval(text: str, low: str, high: str) -> None:
    q = quantity(text)
    assert (q.low, q.high) == (Decimal(low), Decimal(high))


@pytest.mark.parametrize(
    ("text", "place"),
    [("4.7 bn CNY", 8), ("4700263 k CNY", 3), ("36.4%", -3), ("~5 k persons", 3), (">40%", -2), ("4..5 bn CNY", 9), ("7 pure", 0)],
)
def test_the_digits_that_a_printed_number_carries_are_those_printed(text: str, place: int) -> None:
    assert quantity(text).carried == place


def test_the_digits_that_an_interval_carries() -> None:
    assert exact(3).carried is None
    assert Quantity(Decimal(5), Decimal(4), Decimal(6)).carried == 0  # half the width is one unit
    assert Quantity(Decimal(9), Decimal("7.9"), Decimal("10.1")).carried == 1  # more than one unit: tens
    assert Quantity(Decimal(1234), Decimal(1234), INFINITY, qual=">").carried == 1  # a bound without printed digits: three figures
    difference = quantity("4.7 bn CNY") - quantity("3.446 bn CNY")
    assert difference.carried == 8


def test_a_digit_that_is_not_sure_is_printed_where_the_number_would_else_leave_its_interval() -> None:
    assert Quantity(Decimal("39.5"), Decimal("39.35"), Decimal("39.65")).carried == -1  # not 40
    assert Quantity(Decimal("364.7"), Decimal("360.7"), Decimal("368.7")).carried == 0  # not 360


@given(st.decimals(-1000, 1000, places=3), st.decimals(0, 50, places=3), st.decimals(0, 50, places=3))
def test_a_number_rounded_to_what_it_carries_lies_within_its_interval(value: Decimal, below: Decimal, above: Decimal) -> None:
    q = Quantity(value, value - below, value + above)
    place = q.carried
    assert place is None or q.low <= rounded(value, place) <= q.high


@given(st.decimals(-1000, 1000, places=2), st.integers(-3, 3))
def test_a_printed_number_never_carries_a_finer_digit_than_printed(value: Decimal, place: int) -> None:
    assert printed(rounded(value, place), place).carried == place


def test_two_statements_agree_where_their_intervals_meet() -> None:
    assert quantity("4.7 bn CNY").overlaps(quantity("4.652 bn CNY"))
    assert quantity("4.7 bn CNY").overlaps(quantity("4.8 bn CNY"))  # they meet at 4.75
    assert not quantity("4.7 bn CNY").overlaps(quantity("4.9 bn CNY"))
    assert not quantity("4.7 bn CNY").overlaps(quantity("4.7 bn USD"))
    assert quantity(">40%").overlaps(quantity("55%"))


@pytest.mark.parametrize(
    ("expression", "unit"),
    [
        (lambda q: q("2 CNY") + q("3 CNY"), "CNY"),
        (lambda q: q("20%") - q("10%"), PP),
        (lambda q: q("20%") + q("1pp"), PCT),
        (lambda q: q("1pp") + q("1pp"), PP),
        (lambda q: q("2 pure") + q("20%"), PCT),
        (lambda q: q("2 pure") * q("20%"), PCT),
        (lambda q: q("20%") * q("2 pure"), PCT),
        (lambda q: q("1.5 x") * q("20%"), PCT),
        (lambda q: q("20%") * q("1.5 x"), PCT),
        (lambda q: q("2 x") * q("3 pure"), TIMES),
        (lambda q: q("20%") * q("3 CNY"), "CNY"),
        (lambda q: q("3 CNY") / q("2 CNY"), PURE),
        (lambda q: q("3 CNY") / q("20%"), "CNY"),
        (lambda q: q("20%") / q("10%"), PURE),
        (lambda q: q("6 CNY") / q("2 persons"), "CNY/persons"),
        (lambda q: q("6 CNY") / q("2 persons") * q("4 persons"), "CNY"),
        (lambda q: q("1 pure") / q("2 persons"), "1/persons"),
        (lambda q: q("1 pure") / q("2 persons") * q("4 persons"), PURE),
        (lambda q: q("2 HKD") * q("3 shares"), "HKD*shares"),
    ],
)
def test_units_go_along(expression: object, unit: str) -> None:
    assert callable(expression)
    assert expression(quantity).unit == unit


def test_units_that_do_not_go_together() -> None:
    with pytest.raises(UnitError, match=r"^CNY and USD cannot be added up$"):
        quantity("2 CNY") + quantity("3 USD")
    with pytest.raises(UnitError, match=r"^CNY and pure cannot be added up$"):
        quantity("2 CNY") - exact(1)
    with pytest.raises(UnitError, match=r"^pp and x cannot be added up$"):
        quantity("2pp") + quantity("3 x")
    with pytest.raises(UnitError, match=r"^a percentage of a percentage says nothing$"):
        quantity("20%") * quantity("10%")
    with pytest.raises(UnitError, match=r"^CNY is not pct$"):
        quantity("2 CNY").as_unit(PCT)
    with pytest.raises(UnitError, match=r"^only a positive pure number has a power$"):
        quantity("2 CNY").power(Decimal(2))
    with pytest.raises(UnitError, match=r"^only a positive pure number has a power$"):
        exact(-1).power(Decimal("0.5"))
    with pytest.raises(UnitError, match=r"^CNY and USD do not compare$"):
        ranked([quantity("2 CNY"), quantity("3 USD")])


def test_bounds_stay_bounds() -> None:
    assert (quantity(">40%") + quantity("2pp")).qual == ">"
    assert (-quantity(">40%")).qual == "<"
    assert (quantity(">4 CNY") * exact(2)).qual == ">"
    assert (exact(1) / quantity(">4 CNY")).low == 0
    assert (quantity("~5 CNY") + quantity("3 CNY")).qual == "~"


def test_a_difference_of_two_bounds_says_nothing() -> None:
    difference = quantity(">40%") - quantity(">30%")
    assert difference.boundless
    assert difference.qual == "~"
    assert not quantity(">40%").boundless


def test_powers_keep_their_order() -> None:
    root = quantity("1.33 pure").power(Decimal(1) / Decimal(3))
    assert rounded(root.value, -4) == Decimal("1.0997")
    assert root.low < root.value < root.high
    inverse = exact(4).power(Decimal(-1))
    assert inverse.value == Decimal("0.25")


def test_sums_and_ranges() -> None:
    assert total([quantity("1 CNY"), quantity("2 CNY")]).value == 3
    with pytest.raises(ValueError, match=r"^nothing to add up$"):
        total([])
    assert span(Decimal(4), Decimal(5)).value == Decimal("4.5")
    with pytest.raises(ValueError, match=r"^this is a bug: 3 lies outside \[4, 5\]$"):
        Quantity(Decimal(3), Decimal(4), Decimal(5))


@pytest.mark.parametrize(
    ("value", "place", "printed_as"),
    [("0.25", -1, "0.3"), ("-0.25", -1, "-0.3"), ("2.5", 0, "3"), ("0.125", -2, "0.13"), ("149", 2, "1E+2")],
)
def test_halves_are_rounded_up_away_from_zero(value: str, place: int, printed_as: str) -> None:
    assert str(rounded(Decimal(value), place)) == printed_as
