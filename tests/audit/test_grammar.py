from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.audit.grammar import READABLE, numerals
from reportgen.audit.numeral import Numeral


def found(text: str, language: str) -> list[tuple[str, str]]:
    """Each numeral with its value; '?' where it has none."""
    return [(n.text, "?" if n.value is None else f"{n.value.normalize():f}") for n in numerals(text, language)]


def only(text: str, language: str) -> Numeral:
    (numeral,) = numerals(text, language)
    return numeral


ENGLISH = {
    "sales of 4.7 billion yuan": [("4.7 billion", "4700000000")],
    "1,725 units": [("1,725", "1725")],
    "up 36.4%, then 5 per cent": [("36.4%", "0.364"), ("5 per cent", "0.05")],
    "by 2.5 percentage points or 21ppts": [("2.5 percentage points", "0.025"), ("21ppts", "0.21")],
    "27k GPUs, $5.2bn, 300m": [("27k", "27000"), ("5.2bn", "5200000000"), ("300m", "300000000")],
    "a swing of -2,485 and \u22123.1": [("-2,485", "-2485"), ("\u22123.1", "-3.1")],
    "GPT-4 in 2021-22": [("4", "4"), ("2021", "2021"), ("22", "22")],
    "100 to 200 million": [("100", "100000000"), ("200 million", "200000000")],
    "4\u20135%": [("4", "0.04"), ("5%", "0.05")],
    "version 1.72.3 of 0/400": [("1.72.3", "?"), ("0", "0"), ("400", "400")],
    "On 21 July 2023, the 21st": [("21", "21"), ("2023", "2023"), ("21st", "21")],
    "7.5x sales, 3 times": [("7.5", "7.5"), ("3", "3")],
    "2.4\nbillion": [("2.4\nbillion", "2400000000")],
    "\u00bd full": [("\u00bd", "0.5")],
    "three-and-a-half years": [("three-and-a-half", "3.5")],
    "two and a half billion": [("two and a half billion", "2500000000")],
    "half a million": [("half a million", "500000")],
    "hundreds of billions": [("hundreds of billions", "100000000000")],
    "two hundred and five thousand three hundred": [("two hundred and five thousand three hundred", "205300")],
    "twenty-one of Twenty two": [("twenty-one", "21"), ("Twenty two", "22")],
    "the first and second, twenty-third": [("first", "1"), ("second", "2"), ("twenty-third", "23")],
    "doubled, then tripled; twice": [("doubled", "2"), ("tripled", "3"), ("twice", "2")],
    "one quarter, one half": [("one quarter", "0.25"), ("one half", "0.5")],
    "two thirds, one third": [("two thirds", f"0.{'6' * 28}"), ("one third", f"0.{'3' * 28}")],
    "one million and one hundred": [("one million", "1000000"), ("one hundred", "100")],
    "five percent": [("five percent", "0.05")],
    "three times, ten-fold": [("three", "3"), ("ten", "10")],
    "four, five and six": [("four", "4"), ("five", "5"), ("six", "6")],
    "one of them, no one, once, both, several": [],
    "often weighted, attention to tension, hundredweight": [],
    "": [],
}  # fmt: skip

GERMAN = {
    "22.425 Modelle": [("22.425", "22425")],
    "1,725 Milliarden Aktien": [("1,725 Milliarden", "1725000000")],
    "-2,485 Mrd. Yuan": [("-2,485 Mrd.", "-2485000000")],
    "um 46,77 %, 68,95 Prozent und 21 Prozentpunkte": [("46,77 %", "0.4677"), ("68,95 Prozent", "0.6895"), ("21 Prozentpunkte", "0.21")],
    "4 bis 5 Mrd. Euro": [("4", "4000000000"), ("5 Mrd.", "5000000000")],
    "am 30. Juni 2022, 30.06.2022": [("30", "30"), ("2022", "2022"), ("30.06.2022", "?")],
    "2.5 ist hier keine Zahl": [("2.5", "?")],
    "zwölf Runden, dreihundertfünfundzwanzig": [("zwölf", "12"), ("dreihundertfünfundzwanzig", "325")],
    "zweitausend, hundertzwanzigtausend": [("zweitausend", "2000"), ("hundertzwanzigtausend", "120000")],
    "Hunderte von Milliarden": [("Hunderte von Milliarden", "100000000000")],
    "zwei Millionen": [("zwei Millionen", "2000000")],
    "verdoppelte sich, das Dreifache, zweimal": [("verdoppelte", "2"), ("Dreifache", "3"), ("zweimal", "2")],
    "die Hälfte, ein Drittel, eine halbe Million, anderthalb": [
        ("Hälfte", "0.5"),
        ("ein Drittel", "0.3333333333333333333333333333"),
        ("eine halbe Million", "500000"),
        ("anderthalb", "1.5"),
    ],
    "ersten, dritter, zwanzigste": [("ersten", "1"), ("dritter", "3"), ("zwanzigste", "20")],
    "ein Haus, eine Frau, einer von beiden, noch einmal, erst jetzt": [],
    "Jahrzehnt, Halbjahr, Vierteljahr, beachten": [],
}


@pytest.mark.parametrize("text", ENGLISH)
def test_english(text: str) -> None:
    assert found(text, "en") == ENGLISH[text]


@pytest.mark.parametrize("text", GERMAN)
def test_german(text: str) -> None:
    assert found(text, "de") == GERMAN[text]


@pytest.mark.parametrize(
    ("text", "language", "qualifier"),
    [
        ("about 2tn", "en", "~"),
        ("approximately 30k", "en", "~"),
        ("over 40%", "en", ">"),
        ("over HK$ 5", "en", ">"),
        ("exceeding USD 5.2 billion", "en", ">"),
        ("nearly 90%", "en", "<"),
        ("up to 3", "en", "<="),
        ("no more than 5", "en", "<="),
        ("at least 5", "en", ">="),
        ("overdue 5", "en", "="),
        ("handover: 5", "en", "="),
        ("5", "en", "="),
        ("rund 5", "de", "~"),
        ("fast 50 %", "de", "<"),
        ("mehr als 3 Mrd.", "de", ">"),
        ("bis zu 3", "de", "<="),
        ("約3萬個", "zh-Hant", "~"),
        ("產量約爲2萬億", "zh-Hant", "~"),
        ("超過40%", "zh-Hant", ">"),
        ("不超過40%", "zh-Hant", "<="),
        ("逾人民幣31億元", "zh-Hant", ">"),
        ("近30萬", "zh-Hant", "<"),
        ("最近30天", "zh-Hant", "="),
        ("銷售額的20%以上", "zh-Hant", ">="),
        ("31億元以上", "zh-Hant", ">="),
        ("30天左右", "zh-Hant", "~"),
        ("超过40%", "zh-Hans", ">"),
        ("高達31億", "zh-Hant", "="),
    ],
)
def test_the_words_beside_a_numeral_qualify_it(text: str, language: str, qualifier: str) -> None:
    assert only(text, language).qual == qualifier


def test_hints() -> None:
    assert only("4.7 billion", "en") == Numeral(0, 11, "4.7 billion", Decimal("4.7E9"), "digits", "", 9)
    assert only("18.02%", "en") == Numeral(0, 6, "18.02%", Decimal("0.1802"), "digits", "pct")
    assert only("7.5x", "en").unit == "x"
    assert only("three times", "en") == Numeral(0, 5, "three", Decimal(3), "words", "x")
    assert only("the second", "en").kind == "ordinal"
    assert only("tens of thousands", "en").vague
    assert not only("zwei Milliarden", "de").vague


def test_the_exponent_of_the_value_is_the_place_of_the_last_digit() -> None:
    for text, place in (("4.70 billion", 7), ("22,400", 0), ("36.4%", -3)):
        value = only(text, "en").value
        assert value is not None
        assert value.as_tuple().exponent == place


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(KeyError):
        numerals("4.7", "fr")


@given(st.text(max_size=80), st.sampled_from(READABLE))
def test_no_digit_of_any_text_is_overlooked(text: str, language: str) -> None:
    spans = numerals(text, language)
    covered = {place for n in spans for place in range(n.start, n.end)}
    assert all(place in covered for place, char in enumerate(text) if char.isdecimal())
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(text[n.start : n.end] == n.text for n in spans)


@given(st.decimals(0, 10**9, places=2), st.sampled_from(["", "k", "bn", " million"]))
def test_what_is_written_in_english_is_read_back(value: Decimal, scale: str) -> None:
    powers = {"": 0, "k": 3, "bn": 9, " million": 6}
    assert only(f"{value:,}{scale}", "en").value == value.scaleb(powers[scale])
