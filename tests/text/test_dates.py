from datetime import date

import pytest

from reportgen.model.period import parse
from reportgen.text.locale import load

N = "\u00a0"
EN, DE, HANT, HANS = (load(tag) for tag in ("en", "de", "zh-Hant", "zh-Hans"))
LANDING = date(2023, 7, 21)


def test_days_are_long_in_prose_and_short_in_tables() -> None:
    assert (EN.date(LANDING), EN.date(LANDING, "short")) == (f"21{N}July{N}2023", f"21{N}Jul{N}2023")
    assert (DE.date(LANDING), DE.date(LANDING, "short")) == (f"21.{N}Juli{N}2023", "21.07.2023")
    assert (HANT.date(LANDING), HANS.date(LANDING, "short")) == ("2023年7月21日", "2023-07-21")
    assert (EN.date(LANDING, "in"), DE.date(LANDING, "In")) == (f"on{N}21{N}July{N}2023", f"Am{N}21.{N}Juli{N}2023")


@pytest.mark.parametrize(
    ("period", "text", "long", "phrase", "head"),
    [
        ("FY2021", "2021", "2021", f"in{N}2021", "2021"),
        ("H1-2024", f"H1{N}2024", f"the first half of{N}2024", f"in the first half of{N}2024", f"H1{N}2024"),
        ("Q3-2024", f"Q3{N}2024", f"the third quarter of{N}2024", f"in the third quarter of{N}2024", f"Q3{N}2024"),
        ("9M-2024", f"9M{N}2024", f"the first nine months of{N}2024", f"in the first nine months of{N}2024", f"9M{N}2024"),
        ("2023-06", f"June{N}2023", f"June{N}2023", f"in{N}June{N}2023", f"Jun{N}2023"),
        ("2024-06-30", f"30{N}June{N}2024", f"30{N}June{N}2024", f"on{N}30{N}June{N}2024", f"30{N}Jun{N}2024"),
        ("FY2018..FY2021", "2018 to 2021", "2018 to 2021", "from 2018 to 2021", "2018–2021"),
    ],
)
def test_english_periods(period: str, text: str, long: str, phrase: str, head: str) -> None:
    assert [EN.period(parse(period), form) for form in ("text", "long", "in", "head")] == [text, long, phrase, head]


@pytest.mark.parametrize(
    ("period", "text", "long", "phrase", "head"),
    [
        ("FY2021", "2021", f"das Jahr{N}2021", f"im Jahr{N}2021", "2021"),
        ("H1-2024", f"H1{N}2024", f"das erste Halbjahr{N}2024", f"im ersten Halbjahr{N}2024", f"H1{N}2024"),
        ("Q4-2024", f"Q4{N}2024", f"das vierte Quartal{N}2024", f"im vierten Quartal{N}2024", f"Q4{N}2024"),
        ("9M-2024", f"9M{N}2024", f"die ersten neun Monate{N}2024", f"in den ersten neun Monaten{N}2024", f"9M{N}2024"),
        ("2023-06", f"Juni{N}2023", f"Juni{N}2023", f"im{N}Juni{N}2023", f"Jun{N}2023"),
        ("2024-06-30", f"30.{N}Juni{N}2024", f"30.{N}Juni{N}2024", f"am{N}30.{N}Juni{N}2024", "30.06.2024"),
        ("FY2018..FY2021", "2018 bis 2021", "2018 bis 2021", "von 2018 bis 2021", "2018–2021"),
    ],
)
def test_german_periods(period: str, text: str, long: str, phrase: str, head: str) -> None:
    assert [DE.period(parse(period), form) for form in ("text", "long", "in", "head")] == [text, long, phrase, head]


def test_a_range_of_days_has_its_own_phrase() -> None:
    sales = parse("2023-06-01..2023-07-21")
    assert EN.period(sales, "in") == f"from 1{N}June{N}2023 to 21{N}July{N}2023"
    assert DE.period(sales, "in") == f"vom 1.{N}Juni{N}2023 bis zum 21.{N}Juli{N}2023"
    assert DE.period(sales, "head") == "01.06.2023–21.07.2023"


def test_chinese_periods() -> None:
    assert [HANT.period(parse(p)) for p in ("FY2021", "H1-2024", "9M-2024", "2023-06")] == [
        "2021年",
        "2024年上半年",
        "2024年首九個月",
        "2023年6月",
    ]
    assert [HANS.period(parse(p), "head") for p in ("FY2021", "Q3-2024", "9M-2024", "FY2018..FY2021")] == [
        "2021",
        "2024三季",
        "2024前九月",
        "2018–2021",
    ]
    assert HANT.period(parse("FY2018..FY2021")) == "2018年至2021年"


def test_a_phrase_can_open_a_sentence() -> None:
    assert EN.period(parse("H1-2024"), "In") == f"In the first half of{N}2024"
    assert DE.period(parse("9M-2024"), "In") == f"In den ersten neun Monaten{N}2024"


def test_a_fiscal_year_that_is_not_the_calendars_says_so() -> None:
    year, half = parse("FY2024", (6, 30)), parse("H1-2024", (6, 30))
    assert (EN.period(year), EN.period(year, "in"), EN.period(half)) == ("FY2024", "in the fiscal year 2024", f"H1{N}FY2024")
    assert (DE.period(year), DE.period(year, "in")) == (f"GJ{N}2024", f"im Geschäftsjahr{N}2024")
    assert HANT.period(year) == "2024財年"


def test_the_year_alone() -> None:
    assert [EN.year(parse(p)) for p in ("FY2021", "H2-2021", "2021-12-31", "2021-12", "FY2018..FY2021", "2023-06-01..2023-07-21")] == [
        "2021",
        "2021",
        "2021",
        "2021",
        "2018 to 2021",
        "2023",
    ]
    assert EN.year(LANDING) == "2023"


def test_an_unknown_form_is_a_bug() -> None:
    with pytest.raises(KeyError):
        EN.period(parse("FY2021"), "tiny")
    with pytest.raises(KeyError):
        EN.date(LANDING, "tiny")
