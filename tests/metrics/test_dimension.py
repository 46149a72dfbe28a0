from __future__ import annotations

import pytest

from reportgen.metrics.dimension import misfit
from reportgen.model.expression import parse

UNITS = {
    "v": "money",
    "p": "price",
    "s": "shares",
    "n": "persons",
    "g": "pct",
    "d": "pp",
    "k": "x",
    "r": "money/money",
    "h": "money/persons",
}


@pytest.mark.parametrize(
    ("formula", "wanted"),
    [
        ("v / p", "shares"),
        ("v / v", "pct"),
        ("v / n", "money/persons"),
        ("h * n", "money"),
        ("v * r", "money"),
        ("p / (1 + g)", "price"),
        ("number(s / 1 shares) * p", "money"),
        ("v - 3 bn CNY", "money"),
        ("(v / v) ^ (1 / 3) - 1", "pct"),
        ("g - g", "pp"),
        ("100% - g", "pct"),
        ("-v", "money"),
        ("max(v, p)", "money"),
        ("count(v, n)", "pure"),
        ("sum(top(v, 2))", "money"),
        ("mid(v)", "money"),
        ("365 days", "days"),
        ("k * v / v", "x"),
    ],
)
def test_what_goes_together(formula: str, wanted: str) -> None:
    assert misfit(parse(formula), UNITS, wanted) is None


@pytest.mark.parametrize(
    ("formula", "wanted", "message", "column"),
    [
        ("v + n", "money", "money and persons cannot be added up", 2),
        ("1 - (v - n)", "money", "money and persons cannot be added up", 7),
        ("v / n", "money", "the formula gives money/persons, the metric declares money", 0),
        ("v / v", "money", "the formula gives pure, the metric declares money", 0),
        ("g * g", "pct", "a percentage of a percentage says nothing", 2),
        ("v ^ 2", "money", "only a positive pure number has a power", 2),
        ("max(v, n)", "money", "money and persons do not compare", 0),
        ("1 + number(v)", "pure", "money is not pure", 4),
        ("v > 3", "money", "a number is expected here, and '>' answers yes or no", 2),
        ("not v", "money", "a number is expected here, and 'not' answers yes or no", 0),
    ],
)
def test_what_does_not_go_together_and_where(formula: str, wanted: str, message: str, column: int) -> None:
    assert misfit(parse(formula), UNITS, wanted) == (message, column)
