"""What each kind of metric means, told a second time in plain numbers: a figure's value must be what its kind says of its inputs.

Intervals are left to the recomputation; here only the middle values are held against each other, so that a wrong formula shows even
though its file and its recomputation agree on it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Context, Decimal, InvalidOperation
from typing import Any

from reportgen.audit.recompute import quantity
from reportgen.model.fact import Fact
from reportgen.model.figure import Point
from reportgen.model.quantity import INFINITY

MATHS = Context(prec=34)
NEAR = Decimal("1E-20")

Rows = Mapping[str, list[Decimal]]
"""The values of the inputs by their names in the formula."""


def wrong(point: Point, entry: Mapping[str, Any], metrics: Mapping[str, Mapping[str, Any]]) -> str:
    """Why the formula is not that of the figure's kind; empty where it is, or where the kind is not known here."""
    own, made_by = point.quantity, entry["wasGeneratedBy"]
    if own is None or not point.inputs:
        return ""
    activity, formula = made_by["activity"], made_by["formula"]
    turned = bool(point.view) and point.metric.views[point.view].negate and not _of_shown(point)
    plain = _unturned(formula) if turned else formula
    if activity == "formula":
        declared = metrics.get(point.metric.id, {}).get("formula", "")
        return "" if plain.split() == declared.split() else f"{formula!r} is not the declared {declared!r}"
    rows: dict[str, list[Decimal]] = {}
    for name, item in point.inputs:
        number = quantity(item.cells) if isinstance(item, Fact) else item.quantity
        if number is None:
            return ""
        rows.setdefault(name, []).append(number.value)
    meant = list(_meant(activity, rows, point))
    got = -own.value if turned else own.value
    if not meant or any(_near(got, value) for value in meant):
        return ""
    return f"{formula!r} gives {got:f}, and {activity} means {meant[0]:f}"


def _of_shown(point: Point) -> bool:
    """Whether the point is made of points of its own metric as they are shown, whose sign is not turned again."""
    return any(isinstance(i, Point) and (i.metric.id, i.view) == (point.metric.id, point.view) for _, i in point.inputs)


def _unturned(formula: str) -> str:
    """The formula without the sign that a view gives it."""
    return formula.removeprefix("-(").removesuffix(")") if formula.startswith("-(") else formula.removeprefix("-")


def _near(a: Decimal, b: Decimal) -> bool:
    return abs(a - b) <= max(abs(a), abs(b)) * NEAR


def _meant(activity: str, rows: Rows, point: Point) -> Iterator[Decimal]:
    """The values that the activity may mean, by the choices that a declaration has; none for an activity that is not known here."""
    for meaning in MEANINGS.get(activity, ()):
        try:
            found = meaning(rows, point)
        except (KeyError, InvalidOperation, ArithmeticError):
            continue
        yield from found if isinstance(found, list) else [found]


def _one(name: str) -> Callable[[Rows], Decimal]:
    return lambda rows: rows[name][0]


X, P, W, A, B, C, F, G, M, N, R, S, E, V, Y = (_one(name) for name in "xpwabcfgmnrsevy")
Meaning = Callable[[Rows, Point], "Decimal | list[Decimal]"]


def _divided(a: Decimal, b: Decimal) -> Decimal:
    return MATHS.divide(a, b)


def _relative(rows: Rows, _: Point) -> Decimal:
    return _divided(X(rows), P(rows)) - 1


def _added(rows: Rows, _: Point) -> Decimal:
    """The sum of all inputs: of parts, of years, of a running total."""
    if not all(re.fullmatch(r"x\d*", name) for name in rows):
        raise KeyError("these are no parts of a sum")
    return sum((value for row in rows.values() for value in row), Decimal(0))


def _rest(rows: Rows, _: Point) -> Decimal:
    if set(rows) != {"w", "x"}:
        raise KeyError("this is no rest")
    return W(rows) - sum(rows["x"], Decimal(0))


def _largest(rows: Rows, _: Point) -> list[Decimal]:
    """The sums of the largest, for any number of them."""
    row = sorted(rows["s"], reverse=True)
    return [sum(row[:count], Decimal(0)) for count in range(1, len(row) + 1)]


def _herfindahl(rows: Rows, _: Point) -> Decimal:
    """The middle between the known firms alone and a tail of firms as large as the smallest of them."""
    row = [100 * share for share in rows["s"]]
    known = sum((share * share for share in row), Decimal(0))
    return known + max(100 - sum(row), Decimal(0)) * min(row) / 2


def _days(rows: Rows, point: Point) -> list[Decimal]:
    months = Decimal(point.period.months)
    years = [Decimal(point.period.days), *(MATHS.divide(days * months, Decimal(12)) for days in (Decimal(365), Decimal(360)))]
    balances = [rows["b"][0]] if "a" not in rows else [(A(rows) + B(rows)) / 2]
    return [MATHS.multiply(_divided(balance, V(rows)), days) for balance in balances for days in years]


def _indexed(rows: Rows, _: Point) -> Decimal:
    return 100 * (1 + G(rows)) if "g" in rows else 100 * _divided(X(rows), B(rows))


def _cagr(rows: Rows, point: Point) -> list[Decimal]:
    """Growth per year over the years between the ends of the inputs, by months where they close one, else by days."""
    first, last = sorted(item.period.end for _, item in point.inputs)
    months = Decimal((last.year - first.year) * 12 + last.month - first.month)
    years = [_divided(months, Decimal(12)), _divided(Decimal((last - first).days), Decimal("365.25"))]
    return [MATHS.power(_divided(X(rows), P(rows)), _divided(Decimal(1), span)) - 1 for span in years if span]


def _rate(rows: Rows) -> Decimal:
    """The rate of exchange, one where there is none."""
    return rows["r"][0] if "r" in rows else Decimal(1)


def _enterprise(rows: Rows, _: Point) -> list[Decimal]:
    """Market value and what is added and taken off, in one currency or the other."""
    market, rest = P(rows) * S(rows), sum(rows.get("a", ()), Decimal(0)) - sum(rows.get("l", ()), Decimal(0))
    rate = _rate(rows)
    return [market + rest * rate, (market + rest) * rate, market * rate + rest]


def _sales_multiple(rows: Rows, point: Point) -> Decimal:
    """Enterprise value over the sales of a year, or of twelve months of which the days left of this year belong to it."""
    sales = X(rows)
    if "y" in rows:
        year = next(i.period for name, i in point.inputs if name == "x")
        left, days = Decimal((year.end - point.period.end).days), Decimal(year.days)
        sales = _divided(X(rows) * left + Y(rows) * (days - left), days)
    return _divided(V(rows), sales * _rate(rows))


def _target(rows: Rows, _: Point) -> Decimal:
    return _divided((M(rows) * X(rows) - sum(rows.get("l", ()), Decimal(0))) * _rate(rows), S(rows))


def _mixed(rows: Rows, _: Point) -> list[Decimal]:
    """The effect of the weights, and that of the members' own ratios."""
    members = list(zip(rows["w"], rows["v"], rows["m"], rows["n"], strict=True))
    return [
        sum(((w - v) * (m + n) / 2 for w, v, m, n in members), Decimal(0)),
        sum(((w + v) / 2 * (m - n) for w, v, m, n in members), Decimal(0)),
    ]


def _middle(rows: Rows, point: Point) -> Decimal:
    item = point.inputs[0][1]
    span = item.quantity
    if span is None or INFINITY in (abs(span.low), abs(span.high)):
        raise KeyError("this is no range")
    return (span.low + span.high) / 2


MEANINGS: Mapping[str, tuple[Meaning, ...]] = {
    "reported": (_added, _rest),
    "rebuilt": (
        lambda rows, _: _divided(X(rows), 1 + G(rows)),
        lambda rows, _: P(rows) * (1 + G(rows)),
        lambda rows, _: _divided(A(rows), R(rows)),
        lambda rows, _: W(rows) - A(rows),
        lambda rows, _: W(rows) * S(rows),
        lambda rows, _: G(rows) - A(rows),
        lambda rows, _: N(rows) + A(rows),
        _added,
    ),
    "cagr": (_cagr,),
    "concentration": (_largest, _herfindahl),
    "contribution": (lambda rows, _: _divided(X(rows) - P(rows), W(rows)),),
    "coverage": (lambda rows, _: _divided(A(rows), G(rows)),),
    "cumulative": (_added,),
    "days": (_days,),
    "difference": (lambda rows, _: X(rows) - P(rows),),
    "drawdown": (_relative, lambda rows, _: _divided(X(rows), max(rows["p"])) - 1),
    "ev": (_enterprise,),
    "ev_sales": (_sales_multiple,),
    "growth": (_relative,),
    "implied": (lambda rows, _: _divided(X(rows), 1 + S(rows)),),
    "implied_target": (_target,),
    "indexed": (_indexed,),
    "midpoint": (_middle,),
    "mix": (_mixed,),
    "ratio": (lambda rows, _: _divided(X(rows), W(rows)),),
    "relative": (lambda rows, _: _divided(_divided(X(rows), P(rows)), _divided(B(rows), C(rows))) - 1,),
    "share": (lambda rows, _: _divided(X(rows), W(rows)),),
    "surprise": (lambda rows, _: _divided(X(rows), E(rows)) - 1,),
    "ttm": (lambda rows, _: F(rows) + X(rows) - P(rows),),
    "weighted": (lambda rows, _: sum((a * b for a, b in zip(rows["x"], rows["r"], strict=True)), Decimal(0)),),
    "change": (lambda rows, point: X(rows) - P(rows) if point.unit == "pp" else _relative(rows, point),),
    "gap": (lambda rows, _: X(rows) - P(rows),),
    "times": (lambda rows, _: _divided(X(rows), P(rows)),),
    "total": (_added,),
    "count": (lambda rows, _: Decimal(len(rows["x"])),),
}
"""What each activity may mean; `formula` is held against its declaration."""
# An aggregate is what a table states, so that its points are reported ones; recount.py holds them against the rows.
KNOWN = frozenset({*MEANINGS, "formula", "aggregate"})
