from datetime import date
from decimal import Decimal

import pytest

from reportgen.model.document import Emission
from reportgen.model.figure import Missing, Point
from reportgen.model.metric import Display, Metric, Style
from reportgen.model.period import parse
from reportgen.model.problem import Exit, ReportError
from reportgen.model.quantity import exact, printed
from reportgen.text.locale import load
from tests.text.points import RESULT, REVENUE, bn, point

N = "\u00a0"
EN, DE, HANT = (load(tag) for tag in ("en", "de", "zh-Hant"))


def said(metric: str, words: str) -> Point:
    """A point that states a date or a rating."""
    style: Style = "date" if metric == "listing_date" else "rating"
    declared = Metric(metric, {}, unit=style, display=Display(style))
    return Point("x", "x", declared, "acme", parse("2021-12-30"), Missing("n.a.", ""), said=words)


LISTING, RATING = said("listing_date", "2021-12-30"), said("rating", "Buy")


def test_a_locale_is_loaded_once() -> None:
    assert load("de") is load("de")
    assert (EN.tag, EN.lang, HANT.tag, HANT.lang) == ("en", "en", "zh-Hant", "zh")


def test_an_unknown_locale_names_the_known_ones() -> None:
    with pytest.raises(ReportError) as caught:
        load("zh-Hont")
    assert str(caught.value) == "error[E290] no locale 'zh-Hont'. Known: de, en, zh-Hans, zh-Hant. Did you mean 'zh-Hant'?"
    assert caught.value.exit == Exit.SPEC


def test_a_point_prints_in_the_style_of_its_metric() -> None:
    assert EN.show(Emission(1, point(REVENUE, bn("4.7")))) == f"CNY{N}4.7{N}bn"
    assert DE.show(Emission(1, point(REVENUE, bn("4.7")), options={"unit": False})) == "4,7"
    assert EN.show(Emission(1, point(REVENUE, bn("4.7")), "label")) == "Revenue"


def test_the_metric_says_how_many_decimals_its_own_style_shows() -> None:
    price = Metric("price", {}, unit="price", display=Display("price", 1))
    quote = point(price, printed(Decimal("3.1277"), -4, "HKD"))
    assert EN.display(quote).text == "HK$3.1"
    assert EN.display(quote, "", {"decimals": 3}).text == "HK$3.128"
    assert EN.display(quote, "money").text == "HK$3.128"


def test_the_decimals_of_a_metric_do_not_cut_a_number_in_steps_of_the_language() -> None:
    chips = Metric("chips", {}, unit="pure", display=Display("count", 0))
    rough = point(chips, printed(Decimal(27000), 3, "pure"))
    assert [at.display(rough).text for at in (EN, DE, HANT)] == ["about 27,000", "rund 27.000", "2.7萬"]
    assert HANT.display(point(chips, printed(Decimal(1777000), 3, "pure"))).text == "177.7萬"
    assert HANT.display(rough, "", {"decimals": 0}).text == "3萬"


def test_said_values_are_dates_and_words() -> None:
    assert (EN.show(Emission(1, LISTING)), DE.show(Emission(1, LISTING, options={"short": True}))) == (
        f"30{N}December{N}2021",
        "30.12.2021",
    )
    assert EN.show(Emission(1, LISTING, "date", {"form": "in"})) == f"on{N}30{N}December{N}2021"
    assert EN.show(Emission(1, LISTING, "year")) == "2021"
    assert EN.show(Emission(1, RATING)) == "Buy"


def test_a_rating_reads_as_the_language_has_it_and_an_unknown_one_as_written() -> None:
    held, own = said("rating", "HOLD"), said("rating", "Watch closely")
    assert [at.show(Emission(1, held)) for at in (EN, DE, HANT)] == ["Hold", "Halten", "持有"]
    assert [at.show(Emission(1, own, "rating")) for at in (EN, DE, HANT)] == ["Watch closely"] * 3


def test_periods_and_days_print_where_the_text_names_them() -> None:
    assert EN.show(Emission(1, parse("H1-2024"))) == f"H1{N}2024"
    assert DE.show(Emission(1, parse("H1-2024"), "period", {"form": "in"})) == f"im ersten Halbjahr{N}2024"
    assert EN.show(Emission(1, date(2023, 7, 21), "date")) == f"21{N}July{N}2023"
    assert EN.show(Emission(1, date(2023, 7, 21), "date", {"short": True})) == f"21{N}Jul{N}2023"
    assert EN.show(Emission(1, point(REVENUE, bn("4.7"), "9M-2024"), "period", {"form": "long"})) == f"the first nine months of{N}2024"
    assert EN.show(Emission(1, point(REVENUE, bn("4.7"), "FY2021"), "date")) == f"31{N}December{N}2021"


def test_labels_follow_the_view_and_the_place() -> None:
    loss = point(RESULT, bn("3.2"), view="loss")
    assert (EN.label(loss), DE.label(loss), EN.label(loss, short=True)) == ("Net loss", "Verlust", "Loss")
    assert (EN.label(loss, form="inline"), DE.label(loss, form="inline")) == ("net loss", "Verlust")
    assert EN.label(point(REVENUE, bn("1")), short=True) == "Rev."
    spend = Metric("rd", {"en": "R&D cost"})
    assert EN.label(point(spend, bn("1")), form="inline") == "R&D cost"
    own = Point("x", "x", REVENUE, "acme", parse("FY2021"), bn("1"), label={"en": "Robots"})
    assert EN.label(own, form="point") == "Robots"


def test_small_counts_are_spelled() -> None:
    assert EN.show(Emission(1, point(REVENUE, exact(2)), "words")) == "two"
    assert DE.show(Emission(1, point(REVENUE, exact(12)), "words")) == "zwölf"
    assert EN.show(Emission(1, point(REVENUE, exact(13)), "words")) == "13"
    assert EN.show(Emission(1, point(REVENUE, printed(Decimal(3), 0, qual=">")), "words")) == "over 3"
    assert EN.show(Emission(1, point(REVENUE, exact(3)), "words", {"ordinal": True})) == "third"
    assert EN.show(Emission(1, point(REVENUE, exact(0)), "words", {"ordinal": True})) == "0"
    assert (HANT.spelled(2), EN.spelled(1300), DE.ordinal(3)) == ("兩", "1,300", "dritte")


def test_what_is_missing_says_so_and_why() -> None:
    gone = point(REVENUE, Missing("n.a.", "not_known_yet", (("as_of", "2023-07-31"),)))
    assert (EN.show(Emission(1, gone)), DE.show(Emission(1, gone))) == ("n.a.", f"n.{N}v.")
    assert EN.show(Emission(1, point(REVENUE, Missing("n.m.", "negative_base")))) == "n.m."
    assert isinstance(gone.result, Missing)
    assert EN.reason(gone.result) == f"not known on 31{N}July{N}2023"
    assert DE.reason(Missing("n.a.", "missing_input", (("metric", "Umsatz"), ("period", "H1-2022")))) == f"Umsatz H1{N}2022 fehlt"
    lacking = Missing("n.a.", "missing_input", (("metric", "rev"), ("period", "FY2020")))
    assert DE.reason(lacking, {"rev": {"de": "Umsatz"}}) == "Umsatz 2020 fehlt"
    assert EN.reason(Missing("n.a.", "missing_input")) == "a value that it rests on is missing"
    assert DE.reason(Missing("n.a.", "not_known", words={"en": "the offer is not the capital"})) == "the offer is not the capital"
    with pytest.raises(KeyError):
        EN.reason(Missing("n.a.", "bad_weather"))


def test_words_are_picked_by_language_then_english_then_any() -> None:
    assert DE.pick({"en": "Revenue", "de": "Umsatz"}) == "Umsatz"
    assert HANT.pick({"de": "Umsatz", "en": "Revenue"}) == "Revenue"
    assert EN.pick({"de": "Umsatz"}) == "Umsatz"
    assert EN.pick({}) == ""
    assert (EN.has({"en": "x"}), DE.has({"en": "x"})) == (True, False)


def test_furniture_takes_slots() -> None:
    assert (EN.word("exhibit_ref", number=3), DE.word("exhibit_ref", number=3)) == (f"Exhibit{N}3", f"Abbildung{N}3")
    assert EN.word("facts_known_on", date=EN.date(date(2023, 7, 31))) == f"Facts known on 31{N}July{N}2023"
    with pytest.raises(KeyError):
        EN.word("exhbit")
    with pytest.raises(KeyError):
        EN.word("exhibit_ref")


def test_lists_and_plurals() -> None:
    assert (EN.list(["a", "b", "c"]), DE.list(["a", "b"]), HANT.list(["a", "b", "c"])) == ("a, b and c", "a und b", "a、b和c")
    forms = {"one": "sale", "other": "sales"}
    assert [EN.plural(n, forms) for n in (0, 1, 2)] == ["sales", "sale", "sales"]
    assert HANT.plural(1, forms) == "sales"
