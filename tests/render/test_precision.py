"""Between which values a printed number lies."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.model.quantity import exact, printed
from reportgen.render.precision import interval
from reportgen.text.locale import load


@pytest.mark.parametrize(
    ("language", "text", "place", "unit", "style", "expected"),
    [
        ("en", "4700000000", 8, "CNY", "money", "between 4.65 and 4.75"),
        ("de", "4700000000", 8, "CNY", "money", "zwischen 4,65 und 4,75"),
        ("zh-Hant", "4700000000", 8, "CNY", "money", "介乎46.5與47.5之間"),
        ("en", "0.214", -3, "pct", "percent", "between 21.35 and 21.45"),
        ("en", "999800000", 5, "CNY", "money", "between 999.75 and 999.85"),
        ("en", "-17140000000", 7, "CNY", "money", "between −17.145 and −17.135"),
    ],
)
def test_the_bounds_have_the_scale_of_the_number(language: str, text: str, place: int, unit: str, style: str, expected: str) -> None:
    assert interval(printed(Decimal(text), place, unit), style, load(language)) == expected


def test_an_exact_number_has_none() -> None:
    assert interval(exact(Decimal("3.85"), "HKD"), "price", load("en")) == ""


@given(st.integers(-(10**6), 10**6), st.integers(-3, 3))
def test_the_number_lies_between_them(digits: int, place: int) -> None:
    quantity = printed(Decimal(digits).scaleb(place), place, "pure")
    told = interval(quantity, "price", load("en")).replace("−", "-").replace(",", "")
    low, high = (Decimal(found) for found in re.findall(r"-?\d+(?:\.\d+)?", told))
    assert low <= quantity.low < quantity.high <= high
