"""A formula's value in the unit that its metric declares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from reportgen.model import expression
from reportgen.model.expression import ExpressionError, Value
from reportgen.model.figure import Missing
from reportgen.model.quantity import PCT, PP, PURE, Quantity


def calculated(formula: str, values: Mapping[str, Value], unit: str) -> Quantity | Missing:
    """The formula's value in that unit; n.m. where it means nothing, n.a. where the units do not go together."""
    try:
        value = expression.evaluate(expression.parse(formula), lambda name, _: values[name])
    except ZeroDivisionError:
        return Missing("n.m.", "divisor_may_be_zero")
    except ExpressionError as bad:
        return _mismatch(str(bad))
    if not isinstance(value, Quantity):
        return _mismatch("the formula gives a row of numbers; sum, max or min makes one of it")
    return Missing("n.m.", "unbounded") if value.boundless else in_unit(value, unit)


def in_unit(value: Quantity, wanted: str) -> Quantity | Missing:
    """A quotient of like units becomes a percentage, a multiple or a count; `money` and `price` stand for any currency."""
    if value.unit == PURE and "/" not in wanted and wanted not in ("money", "price"):
        return replace(value, unit=wanted)
    if {value.unit, wanted} <= {PCT, PP}:
        return replace(value, unit=wanted)
    if _parts_fit(value.unit, wanted):
        return value
    return _mismatch(f"the formula gives {value.unit}, the metric declares {wanted}")


def _parts_fit(unit: str, wanted: str) -> bool:
    parts, wanted_parts = unit.split("/"), wanted.split("/")
    if len(parts) != len(wanted_parts):
        return False
    return all(is_currency(part) if word in ("money", "price") else part == word for part, word in zip(parts, wanted_parts, strict=True))


def is_currency(code: str) -> bool:
    """Whether a unit is the code of a currency."""
    return len(code) == 3 and code.isupper()


def _mismatch(detail: str) -> Missing:
    return Missing("n.a.", "unit_mismatch", (("detail", detail),))
