"""Reads a phrase of change: its direction, and the numbers in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from reportgen.audit import spoken
from reportgen.audit.grammar import numerals
from reportgen.audit.terms import TURNS
from reportgen.model.figure import Point
from reportgen.model.quantity import PCT, PP, PURE, Quantity, exact


def wrong(point: Point, text: str, language: str) -> str:
    """Why the phrase does not tell this change; empty where it does."""
    ends = {name: item for name, item in point.inputs if isinstance(item, Point)}
    now, before = (_natural(ends[name]) if name in ends else None for name in ("x", "p"))
    told = TURNS[language.partition("-")[0]]
    if now and before and (now.value < 0) != (before.value < 0) and before.value and point.unit != PP:
        side = "plus" if now.value >= 0 else "minus"
        return "" if re.search(told[side], text) else f"it turned to {side}"
    if why := _misdirected(point, now, before, text, told):
        return why
    level = ends["x"].quantity if "x" in ends else None
    for numeral in numerals(text, language):
        if numeral.value is None or not _known(numeral.value, numeral.unit, point, now, before, level):
            return f"{numeral.text!r} is neither the change nor the level reached"
    return ""


def _misdirected(point: Point, now: Quantity | None, before: Quantity | None, text: str, told: dict[str, str] | object) -> str:
    """Why the words tell another direction; those of no change tell none."""
    assert isinstance(told, dict), "this is a bug: each language has its turns"
    result = point.quantity
    up, down = re.search(told["up"], text), re.search(told["down"], text)
    losses = now is not None and before is not None and now.value < 0 and before.value < 0
    if now is not None and before is not None and point.unit != PP:
        rise = abs(now.value) > abs(before.value) if losses else now.value > before.value
    elif result is not None:
        rise = result.value > 0
    else:
        return ""
    if re.search(told["loss"], text) and not losses and now is not None and point.unit != PP:
        return "it is no change of a loss"
    return "its direction is another" if (down and not up and rise) or (up and not down and not rise) else ""


def _natural(point: Point) -> Quantity | None:
    """The value with its own sign: a loss shown positive is a negative result."""
    turned = point.view and point.metric.views[point.view].negate
    return -point.quantity if point.quantity and turned else point.quantity


def _known(value: Decimal, unit: str, point: Point, now: Quantity | None, before: Quantity | None, level: Quantity | None) -> bool:
    """Whether a numeral is the size of the change, how many times it is, or the level reached."""
    candidates = [(q.unit, q) for q in _changes(point, now, before)] + ([("level", level)] if level else [])
    for sort, quantity in candidates:
        fitting = {PCT: ("pct",), PP: ("pp", "")}.get(sort, ("", "x", "pct", "pp"))
        size = value.scaleb(-2) if sort == PP and not unit else value
        if unit in fitting and spoken.fits(abs(size), quantity.value, quantity):
            return True
    return False


def _changes(point: Point, now: Quantity | None, before: Quantity | None) -> Iterator[Quantity]:
    if point.quantity:
        yield point.quantity
    if now and before and before.value and not before.low <= 0 <= before.high and now.unit == before.unit:
        times = (now / before).as_unit(PURE)
        yield times
        yield times.as_unit(PCT) - exact(1)
