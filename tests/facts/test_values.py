from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.facts.csvfile import Row
from reportgen.facts.rows import COLUMNS
from reportgen.facts.values import CellError, quantity
from reportgen.model.quantity import INFINITY, Quantity


def row(value: str, unit: str = "CNY", **cells: str) -> Row:
    given_cells = {"value": value, "unit": unit, **cells}
    return Row({c: given_cells.get(c, "") for c in COLUMNS}, "acme.csv", 2, {c: n for n, c in enumerate(COLUMNS, 1)})


def of(value: str, unit: str = "CNY", **cells: str) -> Quantity:
    found, _ = quantity(row(value, unit, **cells))
    assert found
    return found


def refusal(value: str, unit: str = "CNY", **cells: str) -> str:
    with pytest.raises(CellError) as bad:
        quantity(row(value, unit, **cells))
    return str(bad.value.problem(row(value, unit, **cells)))


def ends(q: Quantity) -> tuple[Decimal, Decimal]:
    return q.low, q.high


def test_money_is_in_base_units_with_the_interval_of_its_last_digit() -> None:
    q = of("4.7", mult="bn")
    assert (q.value, q.unit, q.place) == (Decimal("4.7E9"), "CNY", 8)
    assert ends(q) == (Decimal("4.65E9"), Decimal("4.75E9"))


def test_trailing_zeros_carry_precision() -> None:
    assert ends(of("12.30", mult="bn")) == (Decimal("12.295E9"), Decimal("12.305E9"))


def test_a_percentage_is_a_fraction() -> None:
    q = of("36.4", "pct")
    assert (q.value, q.place, q.unit) == (Decimal("0.364"), -3, "pct")
    assert ends(q) == (Decimal("0.3635"), Decimal("0.3645"))


@pytest.mark.parametrize(("mult", "power"), [("k", 3), ("wan", 4), ("m", 6), ("yi", 8), ("bn", 9), ("tn", 12)])
def test_multipliers(mult: str, power: int) -> None:
    assert of("3", mult=mult).value == Decimal(3).scaleb(power)


def test_qualifiers_widen_or_bound() -> None:
    assert ends(of("50", "pct", qual="~")) == (Decimal("0.49"), Decimal("0.51"))
    assert ends(of("7.2", mult="bn", qual=">")) == (Decimal("7.2E9"), INFINITY)
    assert ends(of("3.635", mult="bn", qual="<")) == (-INFINITY, Decimal("3.635E9"))
    assert ends(of("100..200", mult="m", qual="..")) == (Decimal("1E8"), Decimal("2E8"))


def test_an_own_precision_overrides_the_printed_one() -> None:
    assert ends(of("300", mult="m", decimals="-8", note="a round number")) == (Decimal("250E6"), Decimal("350E6"))
    assert ends(of("12", "pure", decimals="INF", note="counted")) == (12, 12)


def test_a_rank_is_exact() -> None:
    q = of("2", "rank")
    assert (q.value, q.low, q.high, q.unit) == (2, 2, 2, "pure")


@pytest.mark.parametrize("text", ["2023-07-21", "2023-07", "2023"])
def test_a_date_is_said_as_far_as_it_is_known(text: str) -> None:
    assert quantity(row(text, "date")) == (None, text)


def test_a_rating_is_its_word() -> None:
    assert quantity(row("Hold", "rating")) == (None, "Hold")


REFUSED = {
    "thousands mark": (
        ("1,200", "CNY", {}),
        (
            "error[E306] acme.csv:2:6 value: '1,200' is no value; a value is a number written with a decimal point, without "
            "thousands marks, a plus sign or an exponent, or a range such as 4..5."
        ),
    ),
    "qualifier without a range": (
        ("4", "CNY", {"qual": ".."}),
        "error[E306] acme.csv:2:6 value: '4' is one value: the qualifier '..' needs a range such as 4..5.",
    ),
    "range without its qualifier": (("4..5", "CNY", {}), "error[E306] acme.csv:2:9 qual: '4..5' is a range: its qualifier is '..'."),
    "falling range": (
        ("5..4", "CNY", {"qual": ".."}),
        "error[E306] acme.csv:2:6 value: '5..4' does not rise; a range goes from its lower end to its upper end.",
    ),
    "unknown unit": (
        ("4", "XQZ", {}),
        (
            "error[E307] acme.csv:2:8 unit: no unit 'XQZ'; a unit is an ISO currency such as CNY, or one of pct, pp, x, shares, persons, "
            "days, EFLOPS, pure, rank, date, rating."
        ),
    ),
    "unknown multiplier": (
        ("4", "CNY", {"mult": "b"}),
        "error[E307] acme.csv:2:7 mult: no multiplier 'b'. Known: k, wan, m, yi, bn, tn, or nothing.",
    ),
    "percentage in millions": (
        ("4", "pct", {"mult": "m"}),
        "error[E307] acme.csv:2:7 mult: 'pct' has no multiplier; write the value in full.",
    ),
    "unknown qualifier": (
        ("4", "CNY", {"qual": "=>"}),
        "error[E309] acme.csv:2:9 qual: no qualifier '=>'; write one of = ~ > >= < <=, or .. for a range.",
    ),
    "precision without a reason": (
        ("4", "CNY", {"decimals": "-8"}),
        "error[E315] acme.csv:2:15 decimals: an own precision needs its reason in the column note.",
    ),
    "no precision": (
        ("4", "CNY", {"decimals": "fine", "note": "n"}),
        (
            "error[E315] acme.csv:2:15 decimals: 'fine' is no precision; -8 says good to 10^8 of the base unit, "
            "2 says good to hundredths, INF says exact."
        ),
    ),
    "no rank": (("0", "rank", {}), "error[E306] acme.csv:2:6 value: '0' is no rank; a rank is a whole number from 1."),
    "rank with a bound": (("2", "rank", {"qual": "<"}), "error[E309] acme.csv:2:9 qual: a rank has no qualifier '<'."),
    "date with a precision": (("2023", "date", {"decimals": "0"}), "error[E315] acme.csv:2:15 decimals: a date has no precision."),
    "no date": (
        ("2023-02-30", "date", {}),
        "error[E306] acme.csv:2:6 value: '2023-02-30' is no date; a date is written 2024-06-30, or 2024-06 or 2024 where no more is known.",
    ),
    "no rating": (("", "rating", {}), "error[E306] acme.csv:2:6 value: the rating is missing; write the word that the source uses."),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_cell_that_makes_no_value_is_refused(case: str) -> None:
    (value, unit, cells), sentence = REFUSED[case]
    assert refusal(value, unit, **cells) == sentence


@pytest.mark.parametrize("value", ["", "4e9", "+4", "NaN", "Infinity", "01", "4.", ".5", "--4", "4..", "٤", "1_000", "1..2..3"])
def test_what_python_would_read_as_a_number_is_no_value(value: str) -> None:
    assert refusal(value).startswith(("error[E306] acme.csv:2:6 value: ", "error[E306] acme.csv:2:9 qual: "))


PRINTED = st.decimals(min_value=-(10**9), max_value=10**9, allow_nan=False, places=3).map(lambda d: f"{d:f}")


@given(PRINTED, st.sampled_from(["CNY", "pct", "pp", "x", "shares"]), st.sampled_from(["", "=", "~", ">", "<"]))
def test_the_interval_holds_the_value_and_is_one_digit_wide(text: str, unit: str, qual: str) -> None:
    q = of(text.replace("-0.000", "0.000"), unit, qual=qual)
    assert q.low <= q.value <= q.high
    if qual in ("", "="):
        assert q.place is not None
        assert q.width == Decimal(1).scaleb(q.place)
        assert q.carried == q.place
