"""A computation as a reader checks it: the formula with the values of its inputs in the place of their names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from reportgen.model.document import Option
from reportgen.model.fact import Fact
from reportgen.model.figure import Input, Point
from reportgen.model.metric import Metric
from reportgen.model.quantity import DIMENSIONLESS, PCT, PP, Quantity, exact, printed
from reportgen.render.expand import END, START, expanded, unique_names
from reportgen.text.locale import Locale

_CONSTANT = re.compile(r"(\d+(?:\.\d+)?)\s*(%|[A-Za-z]\w*)?")
_TOKEN = re.compile(r"\s*(\*\*|[A-Za-z_]\w*|\d+(?:\.\d+)?\s*(?:%|[A-Za-z]\w*)?|\S)")
_TURNED = re.compile(r"-\((\w+)( [*/] (?:\w+|\([^()]*\)))\)")  # of a product the sign can be taken off its first part
_SIGNS = {"*": "×", "/": "÷", "-": "−", "**": "^"}
_STYLES = {"pct": "percent", "pp": "points", "x": "multiple", "days": "days", "persons": "count", "shares": "number", "pure": "number"}
_SCALES = ((9, "bn"), (6, "m"))


def formula(point: Point, metrics: Mapping[str, Metric], locale: Locale) -> str:
    """The point's formula with × ÷ − for * / - and values for names; empty where it only repeats an input, or where it calls
    functions that no short formula shows (its inputs then speak for themselves)."""
    values = _values(point, metrics, locale) | _ends(point.inputs, metrics, locale)
    text = expanded(point.formula, point.inputs)
    if (turned := _TURNED.fullmatch(text)) and values.get(turned[1], "").startswith("−"):
        text, values[turned[1]] = f"{turned[1]}{turned[2]}", values[turned[1]].removeprefix("−")
    for name in [name for name, shown in values.items() if shown.startswith("−")]:
        if f"(-{name})" in text:
            text, values[name] = text.replace(f"(-{name})", name), values[name].removeprefix("−")
    tokens = _TOKEN.findall(text)
    if len(tokens) < 2 or tokens in (["-", name] for name in values) or any(_calls(tokens, index) for index in range(len(tokens))):
        return ""
    return _spaced([_shown(token, index, tokens, values, locale) for index, token in enumerate(tokens)])


def by_appearance(inputs: Sequence[Input], text: str) -> list[Input]:
    """The inputs in the order in which the formula names them."""
    order = {token: index for index, token in reversed(list(enumerate(_TOKEN.findall(text))))}
    return sorted(inputs, key=lambda pair: order.get(pair[0], len(order)))


def style_of(unit: str, metric: Metric | None) -> str:
    """The metric's own style where the unit is of the metric's sort, else the unit's usual one."""
    if metric and (unit == metric.unit or (unit not in _STYLES and metric.unit not in _STYLES)):
        return metric.display.style
    return _STYLES.get(unit, "money")


def value_of(item: Fact | Point, metrics: Mapping[str, Metric], locale: Locale, **options: Option) -> str:
    """The value of an input as the locale shows it in its metric's style; the reason where there is none."""
    if isinstance(item, Point):
        return locale.display(item, options=options).text
    if item.quantity is None:
        return item.said
    metric = metrics.get(item.key.metric)
    style = style_of(item.quantity.unit, metric)
    return locale.quantity(item.quantity, style, **(locale.limited(item.quantity, style, metric.display, options) if metric else options))


def _values(point: Point, metrics: Mapping[str, Metric], locale: Locale) -> dict[str, str]:
    """The value of each input by the name that the expanded formula has for it."""
    common = _common(point)
    found: dict[str, str] = {}
    for (name, item), unique in zip(point.inputs, unique_names(point.inputs), strict=True):
        quantity = item.quantity
        plain = quantity is not None and quantity.unit not in DIMENSIONLESS and common is not None
        options: dict[str, Option] = {"bare": True, **({"unit": False, **(common or {})} if plain else {})}
        found[unique] = value_of(item, metrics, locale, **options)
        found.setdefault(name, found[unique])
    return found


def _common(point: Point) -> dict[str, Option] | None:
    """How to print amounts of one unit without it: all in the scale of the largest. None where units differ."""
    amounts = [item.quantity for _, item in point.inputs if item.quantity and item.quantity.unit not in DIMENSIONLESS]
    result = [point.quantity] if point.quantity and point.quantity.unit not in DIMENSIONLESS else []
    if len({q.unit for q in (*amounts, *result)}) != 1:
        return None
    top = max((q.value for q in (*amounts, *result)), key=abs).adjusted()
    scale = next((name for power, name in _SCALES if top >= power), "auto")
    return {"scale": scale}


def _ends(inputs: Sequence[Input], metrics: Mapping[str, Metric], locale: Locale) -> dict[str, str]:
    """The two ends of each input that is a range, as values of their own with the digits that they are written with."""
    found: dict[str, str] = {}
    for name, item in inputs:
        if item.quantity and item.quantity.qual == "..":
            metric = item.metric if isinstance(item, Point) else metrics.get(item.key.metric)
            for end, value in ((START, item.quantity.low), (END, item.quantity.high)):
                found[f"{name}{end}"] = _end(value, item.quantity, style_of(item.quantity.unit, metric), locale)
    return found


def _end(value: Decimal, whole: Quantity, style: str, locale: Locale) -> str:
    if whole.place is not None:
        return locale.quantity(printed(value, whole.place, whole.unit), style, bare=True)
    digits = -int(value.normalize().as_tuple().exponent) - (2 if whole.unit in (PCT, PP) else 0)
    decimals: dict[str, Option] = {"decimals": max(digits, 0)} if style != "money" else {}
    return locale.quantity(exact(value, whole.unit), style, bare=True, **decimals)


def _calls(tokens: list[str], index: int) -> bool:
    return tokens[index].isidentifier() and tokens[index + 1 : index + 2] == ["("]


def _shown(token: str, index: int, tokens: list[str], values: Mapping[str, str], locale: Locale) -> str:
    if token in values:
        shown = values[token]
        return f"({shown})" if shown.startswith("−") and index and tokens[index - 1] != "(" else shown
    constant = _CONSTANT.fullmatch(token)
    return _constant(Decimal(constant[1]), constant[2], locale) if constant else _SIGNS.get(token, token)


def _constant(value: Decimal, unit: str | None, locale: Locale) -> str:
    if unit == "%":
        return locale.quantity(exact(value / 100, "pct"), "percent")
    return locale.quantity(exact(value, unit or "pure"), style_of(unit or "pure", None))


def _spaced(parts: list[str]) -> str:
    """Parts joined by blanks, tight within brackets; a sign at the start or after a bracket belongs to what follows."""
    text = ""
    for index, part in enumerate(parts):
        before = parts[index - 1] if index else ""
        signed = before == "−" and (index == 1 or parts[index - 2] == "(")
        tight = not text or part in (")", ",", "^") or before in ("(", "^") or signed
        text += part if tight else f" {part}"
    return text
