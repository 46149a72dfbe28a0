from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.audit.grammar import numerals
from reportgen.audit.han import spelled
from reportgen.audit.numeral import Numeral


def found(text: str, language: str = "zh-Hant") -> list[tuple[str, str]]:
    """Each numeral with its value; '?' where it has none."""
    return [(n.text, "?" if n.value is None else f"{n.value.normalize():f}") for n in numerals(text, language)]


def only(text: str) -> Numeral:
    (numeral,) = numerals(text, "zh-Hant")
    return numeral


TRADITIONAL = {
    "淨虧損31億元人民幣": [("31億", "3100000000")],
    "2.7萬個，約3萬個": [("2.7萬", "27000"), ("3萬", "30000")],
    "2萬億、10萬億及1000億個參數": [("2萬億", "2000000000000"), ("10萬億", "10000000000000"), ("1000億", "100000000000")],
    "1,725百萬股": [("1,725百萬", "1725000000")],
    "下降21個百分點至45.3%，至-164%": [("21個百分點", "0.21"), ("45.3%", "0.453"), ("-164%", "-1.64")],
    "跌3百分點": [("3百分點", "0.03")],
    "由2.85港元下調至1.75港元": [("2.85", "2.85"), ("1.75", "1.75")],
    "7.5倍市銷率，增長兩倍": [("7.5", "7.5"), ("兩", "2")],
    "23%/31%": [("23%", "0.23"), ("31%", "0.31")],
    "４５．３％": [("４５．３％", "0.453")],
    "2023年8月29日": [("2023", "2023"), ("8", "8"), ("29", "29")],
    "4至5億元，4–5%": [("4", "400000000"), ("5億", "500000000"), ("4", "0.04"), ("5%", "0.05")],
    "30餘萬人": [("30餘萬", "300000")],
    "GPT-4於23年第一季": [("4", "4"), ("23", "23"), ("第一", "1")],
    "第三人，前三名，四大板塊": [("第三", "3"), ("三", "3"), ("四", "4")],
    "三億五千萬": [("三億五千萬", "350000000")],
    "一萬億元": [("一萬億", "1000000000000")],
    "三萬五": [("三萬五", "35000")],
    "三萬零五": [("三萬零五", "30005")],
    "一百二十三": [("一百二十三", "123")],
    "十二個月，二十": [("十二", "12"), ("二十", "20")],
    "二〇二三年": [("二〇二三", "2023")],
    "三點五億，三點五": [("三點五億", "350000000"), ("三點五", "3.5")],
    "4億-5億元，GPT-4": [("4億", "400000000"), ("5億", "500000000"), ("4", "4")],
    "數千億元": [("數千億", "100000000000")],
    "三成，三成半": [("三成", "0.3"), ("三成半", "0.35")],
    "百分之五，百分之12.5": [("百分之五", "0.05"), ("百分之12.5", "0.125")],
    "三分之一": [("三分之一", "0.3333333333333333333333333333")],
    "一半以上，營收翻倍": [("一半", "0.5"), ("翻倍", "2")],
    "另一組業績，上半年與下半年，一個，統一，十分重要，百分比，百度，萬科，千禧": [],
    "1.2.3": [("1.2.3", "?")],
    "": [],
}  # fmt: skip

SIMPLIFIED = {
    "净亏损31亿元，2万亿枚，21个百分点": [("31亿", "3100000000"), ("2万亿", "2000000000000"), ("21个百分点", "0.21")],
    "两年，三亿五千万，数千亿": [("两", "2"), ("三亿五千万", "350000000"), ("数千亿", "100000000000")],
    "百分之五，半数": [("百分之五", "0.05"), ("半数", "0.5")],
}


@pytest.mark.parametrize("text", TRADITIONAL)
def test_traditional(text: str) -> None:
    assert found(text) == TRADITIONAL[text]


@pytest.mark.parametrize("text", SIMPLIFIED)
def test_simplified(text: str) -> None:
    assert found(text, "zh-Hans") == SIMPLIFIED[text]


def test_hints() -> None:
    assert only("2.7萬") == Numeral(0, 4, "2.7萬", Decimal(27000), "digits", "", 4)
    assert only("21個百分點").unit == "pp"
    assert only("百分之五").unit == "pct"
    assert only("7.5倍").unit == "x"
    assert only("第三").kind == "ordinal"
    assert only("數千億").vague
    assert only("約3萬").text == "3萬"


def test_the_exponent_of_the_value_is_the_place_of_the_last_digit() -> None:
    for text, place in (("31億", 8), ("2.70萬", 2), ("45.3%", -3), ("1000億", 8)):
        value = only(text).value
        assert value is not None
        assert value.as_tuple().exponent == place


DIGITS = "零一二三四五六七八九"


def written(number: int) -> str:
    """The number as one writes it out, below 10^12; an own way of writing, to read back."""
    if number >= 10**8:
        return written(number // 10**8) + "億" + _rest(number % 10**8, 10**7)
    if number >= 10**4:
        return written(number // 10**4) + "萬" + _rest(number % 10**4, 10**3)
    for step, name in ((1000, "千"), (100, "百"), (10, "十")):
        if number >= step:
            return DIGITS[number // step] + name + _rest(number % step, step // 10)
    return DIGITS[number]


def _rest(number: int, full: int) -> str:
    return "" if not number else ("零" if number < full else "") + written(number)


@given(st.integers(0, 10**12 - 1))
def test_what_is_written_out_is_read_back(number: int) -> None:
    assert spelled(written(number)) == number


@given(st.decimals(0, 10**6, places=2), st.sampled_from(["", "萬", "億", "萬億"]), st.sampled_from(["", "%", "個百分點"]))
def test_what_is_written_in_digits_is_read_back(value: Decimal, scale: str, unit: str) -> None:
    power = {"": 0, "萬": 4, "億": 8, "萬億": 12}[scale] - (2 if unit else 0)
    assert only(f"{value}{scale}{unit}").value == value.scaleb(power)
