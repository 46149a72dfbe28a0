"""Unit codes of the fact files, multipliers, and which of them a metric takes."""

from __future__ import annotations

import re

from babel.numbers import is_currency as known_currency

MULTIPLIERS = {"": 0, "k": 3, "wan": 4, "m": 6, "yi": 8, "bn": 9, "tn": 12}
"""Powers of ten; wan and yi are the steps of Chinese numbers."""

SAID = frozenset({"date", "rating"})
"""Units of what is no quantity."""

PLAIN = ("pct", "pp", "x", "shares", "persons", "days", "EFLOPS", "pure", "rank", *sorted(SAID))
"""Units beside the currencies."""

SCALED = frozenset({"shares", "persons", "EFLOPS", "pure"})
"""Units beside the currencies that are counted in thousands or millions."""

IN_WORDS = "an ISO currency such as CNY, or one of " + ", ".join(PLAIN)


def is_currency(unit: str) -> bool:
    """Whether the unit is the code of a currency."""
    return bool(re.fullmatch("[A-Z]{3}", unit)) and known_currency(unit, "en")


def is_unit(unit: str) -> bool:
    """Whether the fact files may use the code."""
    return unit in PLAIN or is_currency(unit)


def may_scale(unit: str) -> bool:
    """Whether a multiplier makes sense: 4.7 bn CNY does, 36.4 m pct does not."""
    return unit in SCALED or is_currency(unit)


def fits(unit: str, metric_unit: str) -> bool:
    """Whether a fact in this unit can belong to a metric declared in that one: money and price take any currency."""
    return is_currency(unit) if metric_unit in ("money", "price") else unit == metric_unit


def wanted(metric_unit: str) -> str:
    """What a metric's declared unit asks of its facts, in words."""
    return "a currency" if metric_unit in ("money", "price") else metric_unit
