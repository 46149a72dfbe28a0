"""Verbs of change: what a comparison says, chosen by the number that is displayed beside it.

A change that prints as zero is "roughly flat" (there is no other threshold: 0.3 % is told where the sources carry it).
A change whose sign the sources do not carry is said to be too small for them. Losses narrow or widen by their size;
a change of sign is told, never computed; from ten times on a multiple is told instead of a percentage.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from reportgen.model.document import Options
from reportgen.model.figure import Missing, Point
from reportgen.model.quantity import PCT, PP, PURE, Quantity, exact
from reportgen.text.data import Data, slot
from reportgen.text.numbers import Rounding, Shown, prepare, show_quantity

FORMS = ("verb", "noun", "adverb", "participle", "infinitive")
FOLD_FROM = 10  # from ten times the earlier value on, a factor reads better than a percentage
TOLD = frozenset({"negative_base", "sign_change", "zero_base"})
"""Refusals of a percentage that a verb can tell all the same."""

Kind = Literal[
    "rise", "fall", "flat", "unclear", "rise_fold", "narrow", "widen", "widen_fold",
    "to_profit", "to_loss", "to_plus", "to_minus", "from_zero",
]  # fmt: skip
SIGN_TOLD = frozenset({"narrow", "widen", "widen_fold", "to_profit", "to_loss"})

Level = Callable[[Point, bool], str]
"""Prints the level that a point reached; with True its size only."""


@dataclass(frozen=True, slots=True)
class Change:
    """What happened between two points, and the unsigned amount where there is one to tell."""

    kind: Kind
    amount: Quantity | None = None
    style: str = ""


def show_change(point: Point, level: Level, options: Options, data: Data) -> Shown | Missing:
    """The phrase of a change, with the level reached where the option `to` asks for it; a refusal stays one."""
    change = compare(point, options, data)
    if isinstance(change, Missing):
        return change
    amount = Shown("")
    if change.amount is not None:
        amount = show_quantity(change.amount, change.style, _amount_options(options, change), data)
    both = _ends(point)
    value = level(both[0], change.kind in SIGN_TOLD) if both and options.get("to") else ""
    tails = {name: tail.format(value=value) if value else "" for name, tail in data.tails.items()}
    pattern = _wording(change, str(options.get("form", "verb")), options, data)
    text = pattern.format(amount=amount.text, **tails).lstrip()
    falls = change.kind in ("fall", "narrow") and amount.value is not None
    return Shown(text, -amount.value if falls and amount.value else amount.value, amount.place)


def show_direction(point: Point, options: Options, data: Data) -> Shown | Missing:
    """The verb alone."""
    change = compare(point, options, data)
    return change if isinstance(change, Missing) else Shown(_wording(change, "direction", options, data))


def compare(point: Point, options: Options, data: Data) -> Change | Missing:
    """What a change point says; its refusal where there is nothing to say."""
    both, result = _ends(point), point.result
    values = [p.quantity for p in both] if both else []
    if isinstance(result, Missing) and result.reason not in TOLD:
        return result
    if both is None or None in values or (isinstance(result, Quantity) and result.unit == PP):
        return result if isinstance(result, Missing) else _plain(result, options, data)
    now, before = (_natural(p) for p in both)
    if now.value < 0 and before.value < 0:
        return _losses(-now, -before, result, options, data)
    if now.value < 0 or before.value <= 0:
        return _turn(both[0], now.value, before.value)
    change = result if isinstance(result, Missing) else _plain(result, options, data)
    return _folded(change, now, before, "rise_fold")


def _ends(point: Point) -> tuple[Point, Point] | None:
    """The points that a change compares, (now, before)."""
    found = {name: item for name, item in point.inputs if isinstance(item, Point)}
    return (found["x"], found["p"]) if {"x", "p"} <= found.keys() else None


def _natural(point: Point) -> Quantity:
    """The value with its own sign: a loss shown positive is a negative result."""
    quantity = point.quantity
    assert quantity is not None, "this is a bug: a missing point cannot be compared"
    turned = point.view and point.metric.views[point.view].negate
    return -quantity if turned else quantity


def _plain(result: Quantity, options: Options, data: Data) -> Change:
    return _sized(result, "points" if result.unit == PP else "percent", ("rise", "fall"), options, data)


def _losses(now: Quantity, before: Quantity, result: Quantity | Missing, options: Options, data: Data) -> Change | Missing:
    """Two losses, given as sizes: they widen or narrow by |x|/|p| - 1, whether or not the growth refused."""
    if isinstance(result, Missing):
        if before.low <= 0:
            return Missing("n.m.", "divisor_may_be_zero")
        result = (now / before).as_unit(PCT) - exact(1)
    grew = now.value > before.value
    relative = result if (result.value > 0) == grew else -result
    return _folded(_sized(relative, "percent", ("widen", "narrow"), options, data), now, before, "widen_fold")


def _turn(now: Point, after: Decimal, before: Decimal) -> Change:
    """A change of sign, or from nothing. Profit and loss are words for metrics that can be seen as a loss."""
    earns = "loss" in now.metric.views
    if after < 0:
        return Change("to_loss" if earns else "to_minus")
    if before < 0:
        return Change("to_profit" if earns else "to_plus")
    return Change("from_zero" if after else "flat")


def _sized(q: Quantity, style: str, kinds: tuple[Kind, Kind], options: Options, data: Data) -> Change:
    size = -q if q.value < 0 else q
    change = Change(kinds[0] if q.value > 0 else kinds[1], size, style)
    made = prepare(size, style, _amount_options(options, change), data)
    if not made.value:
        return Change("flat")
    return Change("unclear") if size.low < 0 and _is_vague(made, size) else change


def _is_vague(made: Rounding, size: Quantity) -> bool:
    """Whether not even the leading digit is carried: with an interval across zero the sign is not carried either."""
    return size.bounded and size.carried is not None and size.carried > made.value.adjusted()


def _folded(change: Change | Missing, now: Quantity, before: Quantity, kind: Kind) -> Change | Missing:
    grew = isinstance(change, Change) and change.kind in ("rise", "widen")
    if not grew or before.low <= 0 or now.value < FOLD_FROM * before.value:
        return change
    return Change(kind, (now / before).as_unit(PURE), "count")


def _amount_options(options: Options, change: Change) -> Options:
    return {"decimals": options["decimals"]} if "decimals" in options and change.style != "count" else {}


def _wording(change: Change, form: str, options: Options, data: Data) -> str:
    return slot(data.change[change.kind][form], "other" if options.get("plural") else "one")
