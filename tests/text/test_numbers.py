from decimal import ROUND_HALF_EVEN, Decimal, localcontext

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from reportgen.model.quantity import PCT, PP, TIMES, Quantity, exact, printed, rounded, span
from reportgen.text.locale import Locale, load
from tests.text.points import bn, per_cent

N = "\u00a0"
EN, DE, HANT, HANS = (load(tag) for tag in ("en", "de", "zh-Hant", "zh-Hans"))
CARS = printed(Decimal(27000), 3)
HALF = Decimal("0.5")


@pytest.mark.parametrize(
    ("quantity", "en", "de", "zh"),
    [
        (bn("4.7"), f"CNY{N}4.7{N}bn", f"4,7{N}Mrd.{N}Yuan", "47億元"),
        (bn("57.6", "HKD"), f"HK$57.6{N}bn", f"57,6{N}Mrd.{N}HK$", "576億港元"),
        (bn("5.2", "USD"), f"US$5.2{N}bn", f"5,2{N}Mrd.{N}US$", "52億美元"),
        (bn("-17.14"), f"CNY{N}\u221217.14{N}bn", f"\u221217,14{N}Mrd.{N}Yuan", "\u2212171.4億元"),
        (bn("-3.1", "HKD"), f"\u2212HK$3.1{N}bn", f"\u22123,1{N}Mrd.{N}HK$", "\u221231億港元"),
        (bn("0.0475"), f"CNY{N}47.5{N}m", f"47,5{N}Mio.{N}Yuan", "約4750萬元"),
        (bn("1200"), f"CNY{N}1.200{N}tn", f"1,200{N}Bio.{N}Yuan", "1.200萬億元"),
        (bn("1.4", "SGD"), f"1.4{N}bn{N}SGD", f"1,4{N}Mrd.{N}SGD", "14億SGD"),
    ],
)
def test_money_is_written_as_each_language_writes_it(quantity: Quantity, en: str, de: str, zh: str) -> None:
    assert (EN.quantity(quantity, "money"), DE.quantity(quantity, "money"), HANT.quantity(quantity, "money")) == (en, de, zh)


def test_money_prints_what_the_interval_carries_and_four_digits_at_most() -> None:
    full = printed(Decimal(4700263000), 3, "CNY")
    assert EN.quantity(full, "money") == f"CNY{N}4.700{N}bn"
    assert EN.quantity(full, "money", decimals=1) == f"CNY{N}4.7{N}bn"
    assert EN.quantity(bn("4.7"), "money", decimals=3) == f"CNY{N}4.7{N}bn"
    assert EN.quantity(exact(5 * 10**9, "CNY"), "money") == f"CNY{N}5{N}bn"


def test_a_fixed_scale_keeps_every_carried_digit_before_the_point() -> None:
    loss = printed(Decimal(17177000000), 6, "CNY")
    assert EN.quantity(loss, "money", scale="m", unit=False) == "17,177"
    assert DE.quantity(loss, "money", scale="m", unit=False) == "17.177"
    assert EN.quantity(loss, "money", scale="bn", unit=False, decimals=1) == "17.2"


def test_chinese_shows_the_same_place_in_its_own_step() -> None:
    assert HANT.quantity(bn("4.70"), "money", scale="bn", decimals=1) == "47億元"
    assert HANS.quantity(printed(Decimal(4700000000), 6, "CNY"), "money", scale="m", decimals=0) == "47.00亿元"
    assert HANT.quantity(printed(Decimal(25310000), 4), "count") == "2531萬"
    assert HANT.quantity(printed(Decimal(27000), 0), "count") == "27,000"


@pytest.mark.parametrize(
    ("quantity", "style", "hant"),
    [
        (bn("3.1"), "money", "31億元"),
        (bn("1.05"), "money", "10.5億元"),
        (bn("0.8478"), "money", "8.478億元"),
        (printed(Decimal("2E12"), 12, "CNY"), "money", "2萬億元"),
        (exact(100 * 10**9), "number", "1000億"),
        (CARS, "count", "2.7萬"),
        (printed(Decimal(27000), 0), "count", "27,000"),
        (printed(Decimal("1.2345E12"), 8, "CNY"), "money", "1.235萬億元"),
        (exact(5, "EFLOPS"), "number", f"5{N}EFLOPS"),
        (printed(Decimal("0.053"), -3, PP), "points", "5.3個百分點"),
    ],
)
def test_chinese_counts_in_tens_of_thousands_and_hundreds_of_millions(quantity: Quantity, style: str, hant: str) -> None:
    assert HANT.quantity(quantity, style) == hant


@given(st.decimals(Decimal("1E-3"), Decimal("1E13"), places=3), st.integers(-2, 11), st.sampled_from(["money", "number", "count", "price"]))
def test_both_scripts_print_the_same_number(value: Decimal, place: int, style: str) -> None:
    quantity = printed(rounded(value, place), place, "CNY" if style in ("money", "price") else "1")
    simplified = str.maketrans("萬億約", "万亿约")
    assert HANT.quantity(quantity, style).translate(simplified) == HANS.quantity(quantity, style)


def test_a_number_is_rounded_before_its_scale_is_chosen() -> None:
    assert EN.quantity(printed(Decimal(999_960), 0, "CNY"), "money", decimals=1) == f"CNY{N}1.0{N}m"
    assert EN.quantity(printed(Decimal(999_999_999), 0, "CNY"), "money") == f"CNY{N}1.000{N}bn"
    assert EN.quantity(printed(Decimal("9.9996E9"), 3, "CNY"), "money") == f"CNY{N}10.00{N}bn"


def test_money_below_a_million_takes_a_step_that_hides_what_is_not_carried() -> None:
    staff = printed(Decimal(4760), 0, "persons")
    assert EN.quantity(bn("4.0") / staff, "money") == f"CNY{N}0.84{N}m{N}per{N}head"  # 0.8 would lie below 0.83 to 0.85
    assert DE.quantity(bn("4.00") / staff, "money") == f"0,84{N}Mio.{N}Yuan{N}je{N}Kopf"
    assert EN.quantity(printed(Decimal(45_300), 2, "CNY"), "money") == f"CNY{N}45.3{N}k"
    assert EN.quantity(printed(Decimal(4_530), 0, "CNY"), "money") == f"CNY{N}4,530"


def test_rounding_is_half_up_and_never_babels_half_even() -> None:
    with localcontext(rounding=ROUND_HALF_EVEN):
        assert EN.quantity(exact("0.0025", PCT), "percent") == "0.3%"
        assert EN.quantity(exact("-0.0025", PCT), "percent") == "\u22120.3%"
        assert DE.quantity(exact("2.25", TIMES), "multiple", bare=True) == "2,3x"


def test_percentages_have_one_decimal_at_most_and_none_that_is_not_carried() -> None:
    assert EN.quantity(per_cent("36.42"), "percent") == "36.4%"
    assert DE.quantity(per_cent("36.42"), "percent") == f"36,4{N}%"
    assert EN.quantity(per_cent("36"), "percent") == "36%"
    assert EN.quantity(per_cent("36.42"), "percent", decimals=2) == "36.42%"
    assert DE.quantity(per_cent("-164"), "percent") == f"\u2212164{N}%"
    assert EN.quantity(per_cent("-36.4"), "percent", unit=False) == "\u221236.4"


def test_points_agree_in_number_and_stand_signed_when_bare() -> None:
    assert EN.quantity(per_cent("4.2", PP), "points") == f"4.2{N}points"
    assert DE.quantity(per_cent("4.2", PP), "points") == f"4,2{N}Prozentpunkte"
    assert DE.quantity(per_cent("4.2", PP), "points", form="dative") == f"4,2{N}Prozentpunkten"
    assert EN.quantity(per_cent("1", PP), "points") == f"1{N}point"
    assert EN.quantity(per_cent("1.0", PP), "points") == f"1.0{N}points"
    assert EN.quantity(per_cent("4.2", PP), "points", bare=True) == "+4.2"
    assert EN.quantity(per_cent("-4.2", PP), "points", bare=True) == "\u22124.2"
    assert EN.quantity(per_cent("0.0", PP), "points", bare=True) == "0.0"
    assert HANT.quantity(per_cent("4.2", PP), "points") == "4.2個百分點"


def test_multiples_are_times_in_prose_and_x_in_tables() -> None:
    ratio = printed(Decimal("3.6"), -1, TIMES)
    assert (EN.quantity(ratio, "multiple"), EN.quantity(ratio, "multiple", bare=True)) == (f"3.6{N}times", "3.6x")
    assert (DE.quantity(ratio, "multiple"), DE.quantity(ratio, "multiple", form="fold")) == ("3,6-mal", "das 3,6-Fache")
    assert HANS.quantity(ratio, "multiple") == "3.6倍"


def test_prices_keep_two_decimals_and_three_below_one() -> None:
    assert EN.quantity(printed(Decimal("1.72"), -2, "HKD"), "price") == "HK$1.72"
    assert DE.quantity(printed(Decimal("3.85"), -2, "HKD"), "price") == f"3,85{N}HK$"
    assert EN.quantity(exact("3.1277", "HKD"), "price") == "HK$3.13"
    assert EN.quantity(exact("0.8526", "HKD"), "price") == "HK$0.853"


def test_days_ranks_people_and_shares() -> None:
    assert EN.quantity(exact(181), "days") == f"181{N}days"
    assert EN.quantity(exact(1), "days") == f"1{N}day"
    assert DE.quantity(exact(181), "days", form="dative") == f"181{N}Tagen"
    assert EN.quantity(exact(2), "rank") == f"No.{N}2"
    assert DE.quantity(exact(2), "rank", bare=True) == "2"
    assert EN.quantity(printed(Decimal(6113), 0, "persons"), "count") == "6,113"
    assert DE.quantity(printed(Decimal(6113), 0, "persons"), "count") == "6.113"
    assert EN.quantity(printed(Decimal("33.5E9"), 8, "shares"), "number") == f"33.5{N}bn{N}shares"
    assert DE.quantity(printed(Decimal("33.5E9"), 8, "shares"), "number") == f"33,5{N}Mrd.{N}Aktien"
    assert EN.quantity(printed(Decimal(5400), 0, "EFLOPS"), "number") == f"5,400{N}EFLOPS"
    assert EN.quantity(printed(Decimal(25310000), 4), "count") == f"25.31{N}m"


def test_a_zero_that_only_holds_its_place_makes_the_number_about() -> None:
    assert (EN.quantity(CARS, "count"), DE.quantity(CARS, "count")) == ("about 27,000", "rund 27.000")
    assert EN.quantity(CARS, "count", bare=True) == "~27,000"
    assert EN.quantity(printed(Decimal("3E8"), 8, "CNY"), "money") == f"about CNY{N}300{N}m"
    assert EN.quantity(bn("4.7"), "money", scale="m", unit=False, bare=True) == "~4,700"


def test_a_leading_digit_that_is_not_carried_is_about() -> None:
    vague = Quantity(Decimal("0.032"), Decimal("-0.01"), Decimal("0.07"), PCT)
    assert (EN.quantity(vague, "percent"), DE.quantity(vague, "percent")) == ("about 3%", f"rund 3{N}%")


def test_a_bound_that_may_be_reached_says_at_least_and_at_most() -> None:
    least, most = bn("16.5", qual=">="), bn("3.635", qual="<=")
    assert EN.quantity(least, "money") == f"at least CNY{N}16.5{N}bn"
    assert DE.quantity(most, "money") == f"höchstens 3,635{N}Mrd.{N}Yuan"
    assert EN.quantity(most, "money", bare=True, unit=False) == "\u22643.635"
    assert EN.quantity(-most, "money") == f"at least CNY{N}\u22123.635{N}bn"
    assert EN.quantity(most + most, "money").startswith("at most ")


def test_bounds_have_words_in_prose_and_signs_in_tables() -> None:
    over, under = bn("16.5", qual=">"), bn("3.635", qual="<")
    assert EN.quantity(over, "money") == f"over CNY{N}16.5{N}bn"
    assert DE.quantity(over, "money") == f"mehr als 16,5{N}Mrd.{N}Yuan"
    assert DE.quantity(under, "money") == f"weniger als 3,635{N}Mrd.{N}Yuan"
    assert EN.quantity(over, "money", bare=True, unit=False) == ">16.5"
    assert EN.quantity(under, "money", bare=True, unit=False) == "<3.635"
    assert HANT.quantity(over, "money") == "逾165億元"


def test_a_bound_rounds_to_the_side_on_which_it_stays_true() -> None:
    third = printed(Decimal(2), 0, qual=">") / exact(3)
    assert EN.quantity(third, "percent") == "over 66.6%"
    assert EN.quantity(-third, "percent") == "under \u221266.6%"


def test_about_and_ranges_are_told() -> None:
    four_to_five = span(Decimal("4E9"), Decimal("5E9"), "CNY", 9)
    assert EN.quantity(bn("4.7", qual="~"), "money") == f"about CNY{N}4.7{N}bn"
    assert EN.quantity(four_to_five, "money") == f"CNY{N}4 to 5{N}bn"
    assert DE.quantity(four_to_five, "money") == f"4 bis 5{N}Mrd.{N}Yuan"
    assert EN.quantity(four_to_five, "money", bare=True, unit=False) == "4–5"
    assert EN.quantity(span(Decimal("0.045"), Decimal("0.052"), PCT), "percent") == "4.5 to 5.2%"
    assert EN.quantity(span(Decimal("-4E9"), Decimal("4E9"), "CNY", 9), "money") == f"CNY{N}\u22124 to 4{N}bn"


def test_zero_is_0_when_exact_and_keeps_its_digits_when_rounded() -> None:
    assert EN.quantity(exact(0, "CNY"), "money") == f"CNY{N}0"
    assert EN.quantity(exact(0, PCT), "percent") == "0%"
    assert EN.quantity(per_cent("-0.02"), "percent") == "0.0%"
    assert DE.quantity(per_cent("-0.02"), "percent") == f"0,0{N}%"


def test_sign_and_size_can_be_asked_for() -> None:
    assert EN.quantity(bn("4.7", "HKD"), "money", sign=True) == f"+HK$4.7{N}bn"
    assert EN.quantity(bn("-4.7"), "money", abs=True) == f"CNY{N}4.7{N}bn"


def test_an_unknown_style_or_scale_is_a_bug() -> None:
    with pytest.raises(KeyError):
        EN.quantity(bn("4.7"), "cash")
    with pytest.raises(KeyError):
        EN.quantity(bn("4.7"), "money", scale="crore")


# What holds for every number

quantities = st.builds(
    lambda digits, exponent, extra: printed(Decimal(digits).scaleb(exponent), exponent + extra, "CNY"),
    st.integers(-99_999_999, 99_999_999),
    st.integers(-6, 9),
    st.integers(0, 4),
)
scaled = ("money", "number", "count")
styles = st.sampled_from(["percent", "price", "multiple", *scaled])
locales = st.sampled_from([EN, DE, HANT, HANS])


def read_back(text: str, locale: Locale) -> Decimal:
    """The number in a text, by the marks of its language."""
    point, thousands = (",", ".") if locale is DE else (".", ",")
    kept = "".join(c for c in text.split(N, maxsplit=1)[0] if c.isdigit() or c in f"{point}{thousands}\u2212")
    return Decimal(kept.replace(thousands, "").replace(point, ".").replace("\u2212", "-"))


@given(quantities, styles, locales)
def test_what_is_printed_reads_back_as_the_value_within_half_a_unit(q: Quantity, style: str, locale: Locale) -> None:
    scale = {"scale": "one"} if style in scaled else {}
    shown = locale.display(q, style, {"unit": False, "bare": True, **scale})
    assert shown.value is not None
    assert shown.place is not None
    assert read_back(shown.text, locale) == shown.value * (100 if style == "percent" else 1)
    assert abs(shown.value - q.value) <= HALF.scaleb(shown.place)


@given(quantities, styles, locales, st.sampled_from(["auto", "k", "m", "bn", "tn"]))
def test_no_digit_is_printed_that_the_interval_does_not_carry(q: Quantity, style: str, locale: Locale, scale: str) -> None:
    shown = locale.display(q, style, {"scale": scale, "bare": True} if style in scaled else {"bare": True})
    assert shown.place is not None
    assert q.carried is not None
    assert shown.place >= q.carried or shown.text.startswith("~") or not shown.value
    assert shown.value == rounded(q.value, shown.place)


@given(quantities, locales)
def test_the_scale_leaves_three_digits_before_the_point_and_four_in_chinese(q: Quantity, locale: Locale) -> None:
    assume(10**6 <= abs(q.value) < 10**14)
    most = 1000 if locale in (EN, DE) else 10_000
    text = locale.quantity(Quantity(q.value, q.low, q.high), "money", bare=True)
    assert abs(read_back(text, locale)) < most


@given(quantities, styles, locales)
def test_numbers_hold_no_breaking_space_narrow_space_or_hyphen(q: Quantity, style: str, locale: Locale) -> None:
    assert not set(locale.quantity(q, style, bare=True)) & set(" \u202f\u2009-")
