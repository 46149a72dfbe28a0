"""Small readings of a document that the templates need."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.render.words import around_number


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CNY\u00a04.7\u00a0bn", ("", "CNY\u00a04.7\u00a0bn", "")),
        ("narrowed by 64.7% to CNY\u00a06.045\u00a0bn", ("narrowed by ", "64.7%", " to CNY\u00a06.045\u00a0bn")),
        ("740 to 860", ("", "740", " to 860")),
        ("was roughly flat", ("was roughly ", "flat", "")),
        ("six", ("", "six", "")),
        ("下降19.0%", ("", "下降19.0%", "")),
    ],
)
def test_the_first_word_with_a_digit_opens_the_provenance(text: str, expected: tuple[str, str, str]) -> None:
    assert around_number(text) == expected


@given(st.text(alphabet="ab1 .%\u00a0", min_size=1))
def test_the_three_parts_are_the_text(text: str) -> None:
    assert "".join(around_number(text)) == text
