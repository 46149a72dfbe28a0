from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.model.document import Emission
from reportgen.model.figure import Missing, Point
from reportgen.model.metric import Metric, View
from reportgen.model.quantity import PCT, Quantity, exact, printed
from reportgen.text.locale import load
from tests.text.points import CASH_FLOW, MARGIN, RESULT, REVENUE, bn, change, moved, per_cent, point, points_apart

N = "\u00a0"
EN, DE, HANT = (load(tag) for tag in ("en", "de", "zh-Hant"))
RISE = moved("4.700", "3.446")
FALL = moved("3.809", "4.700")
FORMS = ("verb", "noun", "adverb", "participle", "infinitive")


def en(point: Point, **options: str | int | bool) -> str:
    return EN.show(Emission(1, point, "change", options))


def de(point: Point, **options: str | int | bool) -> str:
    return DE.show(Emission(1, point, "change", options))


def test_a_rise_in_every_form() -> None:
    assert [en(RISE, form=form) for form in FORMS] == ["rose by 36.4%", "a rise of 36.4%", "up 36.4%", "risen by 36.4%", "rise by 36.4%"]
    assert [de(RISE, form=form) for form in FORMS] == [
        f"stieg um 36,4{N}%",
        f"ein Anstieg um 36,4{N}%",
        f"plus 36,4{N}%",
        f"um 36,4{N}% gestiegen",
        f"um 36,4{N}% steigen",
    ]


def test_a_fall_in_every_form() -> None:
    assert [en(FALL, form=form) for form in FORMS] == ["fell by 19.0%", "a fall of 19.0%", "down 19.0%", "fallen by 19.0%", "fall by 19.0%"]
    assert [de(FALL, form=form) for form in FORMS] == [
        f"sank um 19,0{N}%",
        f"ein Rückgang um 19,0{N}%",
        f"minus 19,0{N}%",
        f"um 19,0{N}% gesunken",
        f"um 19,0{N}% sinken",
    ]


def test_the_level_reached_is_told_on_request() -> None:
    assert en(RISE, to=True) == f"rose by 36.4% to CNY{N}4.700{N}bn"
    assert de(RISE, to=True, form="participle") == f"um 36,4{N}% auf 4,700{N}Mrd.{N}Yuan gestiegen"
    assert HANT.show(Emission(1, RISE, "change", {"to": True})) == "增長36.4%至47.00億元"


def test_german_verbs_agree_with_a_plural_subject() -> None:
    assert de(RISE, plural=True) == f"stiegen um 36,4{N}%"
    assert de(moved("-4.20", "-3.20", RESULT), plural=True) == f"weiteten sich um 31{N}% aus"
    assert en(moved("4.700", "4.700"), plural=True) == "were roughly flat"


@pytest.mark.parametrize("view", ["", "loss"])
def test_losses_widen_and_narrow_by_their_size_in_either_view(view: str) -> None:
    sign = "" if view else "-"
    wider, narrower = (moved(f"{sign}{now}", f"{sign}3.20", RESULT, view) for now in ("4.20", "2.40"))
    assert en(wider, to=True) == f"widened by 31% to CNY{N}4.20{N}bn"
    assert en(narrower) == "narrowed by 25%"
    assert de(wider, to=True) == f"weitete sich um 31{N}% auf 4,20{N}Mrd.{N}Yuan aus"
    assert de(narrower) == f"verringerte sich um 25{N}%"
    assert de(wider, form="participle") == f"um 31{N}% gewachsen"


def test_a_growth_that_did_not_refuse_is_told_as_it_stands_in_the_annex() -> None:
    wider = change(point(RESULT, bn("4.20"), view="loss"), point(RESULT, bn("3.20"), "FY2020", "loss"), per_cent("31.2"))
    assert en(wider) == "widened by 31.2%"


@pytest.mark.parametrize(("view", "sign"), [("", ""), ("loss", "-")])
def test_a_change_of_sign_is_told(view: str, sign: str) -> None:
    other = "-" if not sign else ""
    to_profit = moved(f"{sign}1.2", f"{other}3.0", RESULT, view)
    to_loss = moved(f"{other}3.0", f"{sign}1.2", RESULT, view)
    assert (en(to_profit), de(to_profit)) == ("turned to a profit", "schlug in einen Gewinn um")
    assert (en(to_loss), de(to_loss)) == ("swung to a loss", "schlug in einen Verlust um")
    assert en(to_loss, to=True) == f"swung to a loss of CNY{N}3.0{N}bn"
    assert de(to_loss, to=True) == f"schlug in einen Verlust von 3,0{N}Mrd.{N}Yuan um"


def test_what_is_no_profit_turns_positive_or_negative() -> None:
    assert en(moved("1.2", "-3.0", CASH_FLOW)) == "turned positive"
    assert en(moved("-3.0", "1.2", CASH_FLOW), to=True) == f"turned negative at CNY{N}\u22123.0{N}bn"
    assert de(moved("-3.0", "1.2", CASH_FLOW), to=True, form="participle") == f"mit \u22123,0{N}Mrd.{N}Yuan ins Minus gedreht"


def test_from_zero_there_is_no_percentage() -> None:
    assert en(moved("1.2", "0.0"), to=True) == f"rose from zero to CNY{N}1.2{N}bn"
    assert de(moved("1.2", "0.0")) == "stieg von null"
    assert en(moved("-1.2", "0.0", RESULT)) == "swung to a loss"
    assert en(moved("0.0", "0.0")) == "was roughly flat"


def test_ratios_change_by_points() -> None:
    assert en(points_apart("38.10", "33.90")) == f"rose by 4.2{N}points"
    assert de(points_apart("33.90", "38.10"), to=True) == f"sank um 4,2{N}Prozentpunkte auf 33,9{N}%"
    assert en(points_apart("-164.0", "-140.0"), to=True) == f"fell by 24.0{N}points to \u2212164.0%"
    assert en(points_apart("38.10", "38.12")) == "was roughly flat"


def test_from_ten_times_on_the_multiple_is_told() -> None:
    assert en(moved("36.00", "3.00")) == "rose 12-fold"
    assert de(moved("36.00", "3.00"), to=True) == f"stieg auf das 12-Fache (36,00{N}Mrd.{N}Yuan)"
    assert en(moved("-36.00", "-3.00", RESULT)) == "widened 12-fold"
    assert en(moved("29.970", "3.000")) == "rose by 899%"


def test_flat_is_what_prints_as_zero() -> None:
    assert en(moved("4.7001", "4.7000"), to=True) == f"was roughly flat at CNY{N}4.700{N}bn"
    assert de(moved("4.7001", "4.7000"), to=True) == f"blieb mit 4,700{N}Mrd.{N}Yuan nahezu unverändert"
    assert en(moved("4.7140", "4.7000")) == "rose by 0.3%"
    assert en(moved("4.7140", "4.7000"), decimals=0) == "was roughly flat"


def test_a_change_below_the_rounding_of_its_inputs_has_no_direction() -> None:
    assert en(moved("4.71", "4.7")) == "changed by less than the rounded figures can show"
    assert DE.show(Emission(1, moved("4.71", "4.7"), "direction")) == "veränderte sich kaum"


def test_about_and_bounds_stay_with_the_amount() -> None:
    assert en(moved("4.7", "3.4")) == "rose by about 40%"
    bound = change(point(REVENUE, bn("4.7")), point(REVENUE, bn("3.0"), "FY2020"), printed(Decimal("0.4"), -2, PCT, ">"))
    assert en(bound) == "rose by over 40%"
    assert de(bound) == f"stieg um mehr als 40{N}%"


def test_the_direction_is_the_verb_alone() -> None:
    told = [EN.show(Emission(1, p, "direction")) for p in (RISE, FALL, moved("-4.2", "-3.2", RESULT), moved("1", "-3", RESULT))]
    assert told == ["rose", "fell", "widened", "turned to a profit"]
    assert DE.show(Emission(1, moved("-4.20", "-3.20", RESULT), "direction", {"plural": True})) == "weiteten sich aus"


def test_a_refusal_stays_one() -> None:
    unknown = change(point(REVENUE, bn("4.7")), point(REVENUE, Missing("n.a.", "not_known"), "FY2020"), Missing("n.a.", "missing_input"))
    mixed = change(point(RESULT, bn("-4.7")), point(RESULT, bn("-3.2"), "FY2020"), Missing("n.m.", "mixed_scope"))
    vague = change(
        point(RESULT, bn("-4.7")),
        point(RESULT, Quantity(Decimal(-1), Decimal(-2), Decimal(1), "CNY"), "FY2020"),
        Missing("n.m.", "negative_base"),
    )
    assert (en(unknown), en(mixed), en(vague)) == ("n.a.", "n.m.", "n.m.")


def test_the_number_of_a_change_carries_its_sign() -> None:
    assert EN.display(FALL, "change").value == Decimal("-0.190")
    assert EN.display(RISE, "change").place == -3
    assert EN.display(moved("36.00", "3.00"), "change").value == 12
    assert EN.display(moved("1.2", "-3.0", RESULT), "change").value is None


def test_a_view_that_turns_the_sign_of_another_metric_narrows_too() -> None:
    flow = Metric("flow", {"en": "Flow"}, unit="money", views={"outflow": View({"en": "Outflow"}, negate=True)})
    assert en(moved("2.40", "3.20", flow, "outflow")) == "narrowed by 25%"
    assert en(moved("-2.40", "3.20", flow, "outflow")) == "turned positive"


amounts = st.integers(-9_999_999, 9_999_999).map(Decimal)


@given(amounts, amounts, st.sampled_from([0, 3]), st.sampled_from(["", "loss"]))
def test_verb_and_displayed_number_agree(now: Decimal, before: Decimal, place: int, view: str) -> None:
    told = change(
        point(RESULT, printed(now, place, "CNY"), view=view),
        point(RESULT, printed(before, place, "CNY"), "FY2020", view),
        None if before > 500 and now > 0 else Missing("n.m.", "negative_base"),
    )
    shown = EN.display(told, "change")
    verb = shown.text.split()[0]
    turned = -1 if view else 1
    if verb in ("rose", "widened"):
        assert abs(now) > abs(before)
    if verb in ("fell", "narrowed"):
        assert abs(now) < abs(before)
        assert shown.value is not None
        assert shown.value < 0
    if verb in ("narrowed", "widened"):
        assert now * turned < 0
        assert before * turned < 0
    if verb == "swung":
        assert now * turned < 0 <= before * turned
    if verb == "turned":
        assert before * turned < 0 <= now * turned
    if shown.text == "was roughly flat":
        assert shown.value is None


@given(st.integers(-9999, 9999))
def test_points_rise_when_positive_fall_when_negative_and_are_flat_at_nought(tenths: int) -> None:
    told = EN.display(
        change(point(MARGIN, per_cent("1.0")), point(MARGIN, per_cent("1.0")), exact(Decimal(tenths) / 10_000, "pp")), "change"
    )
    size = abs(tenths)
    expected = "was" if size < 5 else "rose" if tenths > 0 else "fell"
    assert told.text.split()[0] == expected
