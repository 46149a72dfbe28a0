"""Line ends of titles and paragraphs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.model.document import Emission, Number, Strong, Text
from reportgen.render.lines import even, tied
from reportgen.text import fonts
from reportgen.text.locale import load
from tests.render import sample

SERIF = "Source Serif Pro"
EN = load("en")


def lines(text: str, measure: float) -> list[str]:
    """The text broken greedily at the measure in em."""
    found: list[str] = []
    for word in text.split(" "):
        if found and fonts.width(f"{found[-1]} {word}", SERIF, 600) <= measure:
            found[-1] += f" {word}"
        else:
            found.append(word)
    return found


def test_a_title_of_two_lines_gets_lines_of_like_length() -> None:
    title = "Against revenue, the loss is the smallest since 2019"
    broken = lines(title, even(title, SERIF, 600, 22))
    assert broken == ["Against revenue, the loss", "is the smallest since 2019"]


def test_a_title_of_one_line_keeps_the_measure() -> None:
    assert even("Short", SERIF, 600, 22) == 22


@given(st.lists(st.text("abcdefghij", min_size=1, max_size=9), min_size=1, max_size=30).map(" ".join))
def test_even_lines_are_never_more_lines(text: str) -> None:
    assert len(lines(text, even(text, SERIF, 600, 20))) == len(lines(text, 20))


def test_the_last_two_words_are_bound() -> None:
    assert tied((Text("it reads to the end."),), EN) == (Text("it reads to the\u00a0end."),)


def test_a_number_at_the_end_is_bound_to_the_word_before() -> None:
    value = Number(Emission(0, sample.points()["revenue@FY2021"]))
    assert tied((Text("it fell to "), value, Text(".")), EN) == (Text("it fell to\u00a0"), value, Text("."))


def test_a_long_last_word_stays_free() -> None:
    words = (Text("so steht es im Zwischenabschlussprüfungsbericht."),)
    assert tied(words, EN) == words


def test_bold_words_at_the_end_are_bound() -> None:
    assert tied((Strong((Text("two words"),)),), EN) == (Strong((Text("two\u00a0words"),)),)


def test_a_single_word_is_left_alone() -> None:
    assert tied((Text("Alone"),), EN) == (Text("Alone"),)
    assert tied((), EN) == ()


@pytest.mark.needs_han
def test_a_chinese_title_breaks_between_characters_into_even_lines() -> None:
    chain = fonts.chain(SERIF, "zh-Hant")
    title = "收入停滯、不及各方預測，惟生成式佔比在一年之內幾乎倍增"
    narrow = even(title, chain, 600, 22)
    assert narrow < 16
    assert 2 * narrow >= fonts.width(title, chain, 600)


@pytest.mark.needs_han
def test_a_number_and_its_unit_are_one_word_of_a_line() -> None:
    chain = fonts.chain(SERIF, "zh-Hant")
    assert even("31億元，31億元，", chain, 600, 6) > fonts.width("31億元，", chain, 600)
