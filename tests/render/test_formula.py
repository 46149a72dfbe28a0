"""Formulas with values for names."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reportgen.model.figure import Input, Point
from reportgen.model.metric import Metric
from reportgen.model.period import parse
from reportgen.model.quantity import Quantity, exact, printed, span
from reportgen.render.citation import codes, paragraphs
from reportgen.render.formula import by_appearance, formula
from reportgen.text.locale import load
from tests.render import sample

EN, DE = load("en"), load("de")


def point(text: str, unit: str = "CNY", scale: int = 9, metric: str = "revenue") -> Point:
    metrics = {"revenue": sample.REVENUE, "growth": sample.GROWTH, "price": sample.PRICE}
    return Point("", "FY2021", metrics[metric], "meridian", parse("FY2021"), sample.number(text, unit, scale))


def percent(text: str) -> Point:
    return point(text, "pct", -2, "growth")


def shown(text: str, inputs: dict[str, Point], result: Quantity | None = None, language: str = "en") -> str:
    pairs: tuple[Input, ...] = tuple(inputs.items())
    computed = sample.computed("it", sample.REVENUE, "FY2021", text, pairs, result or exact(1, "pct"))
    return formula(computed, {}, {"en": EN, "de": DE}[language])


def test_values_stand_for_names_and_signs_for_letters() -> None:
    assert shown("x / p - 1", {"x": point("3.81"), "p": point("4.70")}) == "3.81 ÷ 4.70 − 1"


def test_a_negative_value_after_a_sign_is_bracketed() -> None:
    assert shown("p * (1 + g)", {"p": point("2.143"), "g": percent("-48.8")}, number("1.10")) == "2.143 × (1 + (−48.8%))"


def test_of_two_losses_the_sizes_are_compared() -> None:
    assert shown("(-x) / (-p) - 1", {"x": point("-6.05"), "p": point("-17.14")}) == "6.05 ÷ 17.14 − 1"


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("-(x / (1 + g))", "2.457 ÷ (1 + (−21.3%))"),
        ("-(x * g)", "2.457 × (−21.3%)"),
        ("-(x - g)", "−(−2.457 − (−21.3%))"),
        ("-(g * x + x)", "−(−21.3% × (−2.457) + (−2.457))"),
    ],
)
def test_a_loss_rebuilt_and_turned_loses_both_signs(text: str, seen: str) -> None:
    assert shown(text, {"x": point("-2.457"), "g": percent("-21.3")}, number("3.123")) == seen


def test_amounts_are_printed_in_the_scale_of_the_largest() -> None:
    assert shown("a / r", {"a": point("849", scale=6), "r": percent("45.9")}, number("1.85")) == "0.849 ÷ 45.9%"


def test_amounts_of_different_units_keep_them() -> None:
    inputs = {"v": point("57.6", "HKD"), "p": point("1.72", "HKD", 0, "price")}
    assert shown("v / p", inputs, exact(33_500_000_000, "shares")) == "HK$57.6\u00a0bn ÷ HK$1.72"


def test_the_language_writes_the_values() -> None:
    assert shown("x / p - 1", {"x": point("3.81"), "p": point("4.70")}, language="de") == "3,81 ÷ 4,70 − 1"


def test_constants_have_their_unit_in_the_readers_language() -> None:
    assert shown("100% - t", {"t": percent("53")}) == "100.0% − 53%"
    assert shown("a / b * 365 days", {"a": point("6.018"), "b": point("4.7")}, exact(467, "days"), "de").endswith("× 365\u00a0Tage")


def test_a_sum_of_like_inputs_is_written_out() -> None:
    pairs = (("x", point("4.96")), ("x", point("12.16")), ("x", point("17.14")))
    total = sample.computed("it", sample.LOSS, "FY2021", "sum(x)", pairs, number("34.26"))
    assert formula(total, {}, EN) == "4.96 + 12.16 + 17.14"


def test_a_sum_within_a_formula_is_bracketed() -> None:
    pairs = (("t", point("4.70")), ("x", point("1.96")), ("x", point("2.14")))
    rest = sample.computed("it", sample.REVENUE, "FY2021", "t - sum(x)", pairs, number("0.60"))
    assert formula(rest, {}, EN) == "4.70 − (1.96 + 2.14)"


def test_the_largest_few_are_picked() -> None:
    pairs = (("s", percent("8.0")), ("s", percent("23.1")), ("s", percent("8.3")))
    top = sample.computed("it", sample.GROWTH, "FY2021", "sum(top(s, 2))", pairs, exact(Decimal("0.314"), "pct"))
    assert formula(top, {}, EN) == "23.1% + 8.3%"


def test_products_are_added_up_term_by_term() -> None:
    pairs = (("x", point("6.0")), ("x", point("4.0")), ("r", percent("10")), ("r", percent("75")))
    provision = sample.computed("it", sample.REVENUE, "FY2021", "sum(x * r)", pairs, number("3.6"))
    assert formula(provision, {}, EN) == "6.0 × 10% + 4.0 × 75%"


def test_a_mix_effect_is_written_out() -> None:
    shares = (("w", percent("70")), ("w", percent("30")), ("v", percent("50")), ("v", percent("50")))
    margins = (("m", percent("25")), ("m", percent("40")), ("n", percent("20")), ("n", percent("40")))
    mix = sample.computed("it", sample.GROWTH, "FY2021", "sum(number(w - v) * (m + n) / 2)", (*shares, *margins), exact(1, "pct"))
    assert formula(mix, {}, EN) == "(70% − 50%) × (25% + 20%) ÷ 2 + (30% − 50%) × (40% + 40%) ÷ 2"


def test_a_root_is_a_power() -> None:
    assert shown("(x / p) ^ (1 / 3) - 1", {"x": point("1.331"), "p": point("1.000")}) == "(1.331 ÷ 1.000)^(1 ÷ 3) − 1"


def test_the_largest_of_a_row_stands_for_it() -> None:
    pairs = (("x", point("1.72", "HKD", 0, "price")), ("p", point("3.13", "HKD", 0, "price")), ("p", point("9.70", "HKD", 0, "price")))
    drawdown = sample.computed("it", sample.PRICE, "FY2021", "x / max(p) - 1", pairs, exact(1, "pct"))
    assert formula(drawdown, {}, EN) == "1.72 ÷ 9.70 − 1"


def test_the_middle_is_that_of_the_printed_ends() -> None:
    stated = sample.computed("it", sample.GROWTH, "FY2021", "x", (), span(Decimal("0.1"), Decimal("0.2"), "pct", -2))
    assert shown("mid(x)", {"x": stated}, exact(Decimal("0.15"), "pct")) == "(10% + 20%) ÷ 2"


@pytest.mark.parametrize(
    ("low", "high", "unit", "metric", "text"),
    [
        ("308", "460", "CNY", sample.PRICE, "(CNY 308 + CNY 460) ÷ 2"),
        ("0.1", "0.125", "pct", sample.GROWTH, "(10% + 12.5%) ÷ 2"),
        ("4e9", "5e9", "CNY", sample.REVENUE, "(CNY 4 bn + CNY 5 bn) ÷ 2"),
    ],
)
def test_exact_ends_have_the_digits_that_they_need(low: str, high: str, unit: str, metric: Metric, text: str) -> None:
    stated = sample.computed("it", metric, "FY2021", "x", (), span(Decimal(low), Decimal(high), unit))
    assert shown("mid(x)", {"x": stated}, exact(1, unit)).replace("\u00a0", " ") == text


def test_units_are_taken_off_unasked() -> None:
    assert shown("100 * number(1 + g)", {"g": percent("36.4")}, exact(136)) == "100 × (1 + 36.4%)"


@pytest.mark.parametrize("text", ["x", "-x"])
def test_a_formula_that_only_repeats_its_input_is_not_shown(text: str) -> None:
    assert shown(text, {"x": point("4.70")}) == ""


def test_a_formula_with_functions_is_not_shown() -> None:
    assert shown("between(min(x), max(p))", {"x": point("4.70"), "p": point("3.81")}) == ""


def test_inputs_come_in_the_order_of_the_formula() -> None:
    pairs = (("p", point("1")), ("x", point("2")))
    assert [name for name, _ in by_appearance(pairs, "x / p - 1")] == ["x", "p"]


def test_neighbouring_paragraphs_are_drawn_together() -> None:
    assert paragraphs(("p16", "p29", "p30", "p31", "table")) == "¶16, ¶29–31, ¶table"


def test_the_codes_of_one_source_stand_together() -> None:
    facts = tuple(
        sample.fact(sample.REVENUE, "FY2021", "4.70", source=s, loc=loc) for s, loc in (("s901", "p2"), ("s902", "p7"), ("s901", "p5"))
    )
    assert codes(facts, EN) == "[s901\u00a0¶2, ¶5] [s902\u00a0¶7]"


def number(text: str) -> Quantity:
    return printed(Decimal(text).scaleb(9), 9 + int(Decimal(text).as_tuple().exponent), "CNY")
