"""Chinese lines: gaps, numbers with their units, and marks that belong to the Han face."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.render.han import gaps, typeset

PAGE = '<html lang="zh-Hant"><body><p>{}</p></body></html>'


def set_(inner: str) -> str:
    """What becomes of the inside of a paragraph."""
    before, after = PAGE.split("{}")
    return typeset(PAGE.format(inner), "zh-Hant").removeprefix(before).removesuffix(after)


def bare(markup: str) -> str:
    return re.sub("<[^>]*>", "", markup)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("與AI及", '<span class="g">與</span><span class="g">AI</span>及'),
        ("收入31億元", '收<span class="g">入</span><span class="u"><span class="g">31</span>億元</span>'),
        ("低23%。", '<span class="g">低</span>23%。'),
        ("（2023年）", '（<span class="u"><span class="g">2023</span>年</span>）'),
        ("5.3個百分點", '<span class="u"><span class="g">5.3</span>個百分點</span>'),
        ("他說“好”", '他說<span class="q">“</span>好<span class="q">”</span>'),
        ("China’s AI", "China’s AI"),
        ("&lt;收入&gt;", '<span class="g">&lt;</span>收<span class="g">入</span>&gt;'),
    ],
)
def test_runs(text: str, expected: str) -> None:
    assert set_(text) == expected


def test_a_gap_is_set_across_inline_elements_but_not_across_blocks() -> None:
    assert set_("收入<a>31</a>元") == '收<span class="g">入</span><a><span class="g">31</span></a>元'
    assert set_("收入</p><p>31") == "收入</p><p>31"


def test_a_note_mark_is_no_neighbour() -> None:
    assert set_("收入<sup>1</sup>增") == "收入<sup>1</sup>增"


def test_words_of_another_language_style_and_drawings_are_left_alone() -> None:
    inner = '<span lang="en">In 2023 “商湯”</span><svg><text>收入31</text></svg><style>p{}</style>'
    assert set_(inner) == inner


def test_words_inside_another_language_are_set_where_their_language_is_asked_for() -> None:
    page = '<html lang="en"><p>see <span lang="zh-Hans">收入31亿元</span></p></html>'
    assert '<span class="u">' in typeset(page, "zh-Hans")
    assert typeset(page, "zh-Hant") == page


MIXED = st.text("收入億元年月個百分點，。（）「」“”’abcXYZ0123456789.%−  \u00a0&<>", max_size=60)


@given(st.lists(MIXED, min_size=1, max_size=4))
def test_no_character_changes(texts: list[str]) -> None:
    escaped = [t.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") for t in texts]
    page = PAGE.format("<a>".join(escaped))
    assert bare(typeset(page, "zh-Hant")) == bare(page)


@given(MIXED.filter(lambda t: not set(t) & set("“”’&<>")))
def test_the_gaps_that_are_counted_are_those_that_are_set(text: str) -> None:
    assert gaps(text) == set_(text).count('class="g"')
