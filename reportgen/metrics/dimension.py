"""The unit of a formula, from the declared units of its inputs: what does not go together is found before there are any facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import add, mul, sub, truediv

from reportgen.metrics.units import in_unit, is_currency
from reportgen.model.expression import Call, Expression, ExpressionError, Literal, Name, Operation
from reportgen.model.figure import Missing
from reportgen.model.quantity import DIMENSIONLESS, PURE, Quantity, UnitError, exact

_ANY_CURRENCY = "XXX"
"""The code that stands for money and prices of whatever currency."""
_ARITHMETIC: Mapping[str, Callable[[Quantity, Quantity], Quantity]] = {"+": add, "-": sub, "*": mul, "/": truediv}


def misfit(formula: Expression, units: Mapping[str, str], wanted: str) -> tuple[str, int] | None:
    """Why a formula over inputs of these units does not give the unit wanted, and at which character; None where it does."""
    try:
        found = _unit(formula, {name: _neutral(unit) for name, unit in units.items()})
    except ExpressionError as bad:
        return _told(str(bad)), bad.column
    result = in_unit(exact(1, found), wanted)
    return (_told(dict(result.slots)["detail"]), 0) if isinstance(result, Missing) else None


def _unit(node: Expression, units: Mapping[str, str]) -> str:
    """The unit of an expression; raises ExpressionError where its parts do not go together."""
    if isinstance(node, Literal):
        return _neutral(node.value.unit)
    if isinstance(node, Name):
        return units[node.name]
    try:
        if isinstance(node, Call):
            return _called(node, [_unit(argument, units) for argument in node.arguments])
        return _operated(node, [_unit(operand, units) for operand in node.operands])
    except UnitError as bad:
        raise ExpressionError(str(bad), node.column) from None


def _operated(node: Operation, units: list[str]) -> str:
    if len(units) == 1 and node.operator == "-":
        return units[0]
    if node.operator in _ARITHMETIC:
        left, right = (exact(1, unit) for unit in units)
        return _ARITHMETIC[node.operator](left, right).unit
    if node.operator != "^":
        raise UnitError(f"a number is expected here, and {node.operator!r} answers yes or no")
    if not set(units) <= DIMENSIONLESS:
        raise UnitError("only a positive pure number has a power")
    return PURE


def _called(node: Call, units: list[str]) -> str:
    if node.function == "count":
        return PURE
    if node.function == "number":
        return exact(1, units[0]).as_unit(PURE).unit
    compared = units[:1] if node.function == "top" else units
    if strange := next((unit for unit in compared if unit != units[0]), ""):
        raise UnitError(f"{units[0]} and {strange} do not compare")
    return units[0]


def _neutral(unit: str) -> str:
    """A unit in which one currency stands for all."""
    for sign in "*/":
        if sign in unit:
            return sign.join(_neutral(part) for part in unit.split(sign))
    return _ANY_CURRENCY if unit in ("money", "price") or is_currency(unit) else unit


def _told(message: str) -> str:
    return message.replace(_ANY_CURRENCY, "money")
