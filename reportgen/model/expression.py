"""The one small expression language: conditions of claims and formulas of metrics.

    growth['H1-2024'] > 0 and coverage > 50%        max(loss['FY2021'], loss['FY2022']) < 3 bn CNY
    x / p - 1                                       sum(s) / whole

Numbers carry units (50%, 4pp, 1.5x, 3 bn CNY, 12 days); a name stands for a quantity or a row of them, over which
arithmetic goes one by one. Evaluation carries intervals and checks units.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation, Overflow
from typing import NamedTuple

from reportgen.model.quantity import DIMENSIONLESS, MATHS, PCT, PP, PURE, TIMES, Quantity, UnitError, exact, ranked, total

Value = Quantity | tuple[Quantity, ...]
Lookup = Callable[[str, str | None], Value]
FUNCTIONS = {"sum": 0, "max": 0, "min": 0, "abs": 1, "top": 2, "between": 2, "count": 0, "number": 1, "mid": 1}
"""What may be called, with the number of arguments; 0 for any number."""

SCALES = {"k": 3, "m": 6, "bn": 9, "tn": 12, "wan": 4, "yi": 8}
_TOKEN = re.compile(
    r"""(?P<space>\s+)
      | (?P<number>\d+(?:\.\d+)?)
      | (?P<percent>%)
      | (?P<word>[A-Za-z_][A-Za-z0-9_]*)
      | (?P<key>\[\s*(?:'[^']*'|"[^"]*")\s*\])
      | (?P<op><=|>=|==|!=|[-+*/^<>(),])""",
    re.VERBOSE | re.ASCII,
)
_COMPARISONS = ("<", "<=", "==", "!=", ">=", ">")
_LOGIC = ("and", "or", "not")
# What Python's own stack surely carries: a longer or deeper text is no formula that a person wrote.
_LONGEST, _DEEPEST = 300, 30


class ExpressionError(ValueError):
    """The text is no expression, or its units do not go together; `column` counts from 0 within the text."""

    def __init__(self, message: str, column: int = 0) -> None:
        super().__init__(message)
        self.column = column


@dataclass(frozen=True, slots=True)
class Literal:
    value: Quantity


@dataclass(frozen=True, slots=True)
class Name:
    name: str
    key: str | None
    column: int


@dataclass(frozen=True, slots=True)
class Call:
    function: str
    arguments: tuple[Expression, ...]
    column: int


@dataclass(frozen=True, slots=True)
class Operation:
    """Arithmetic (+ - * / ^), a comparison, `and`, `or`; `not` and the sign have one operand."""

    operator: str
    operands: tuple[Expression, ...]
    column: int


Expression = Literal | Name | Call | Operation


class Token(NamedTuple):
    kind: str
    text: str
    column: int


def parse(text: str) -> Expression:
    """The expression that a text states; raises ExpressionError with what was expected and the column."""
    tokens = _tokens(text)
    if len(tokens) > _LONGEST:
        raise ExpressionError(f"this is too long: an expression has {_LONGEST} words and signs at most", tokens[_LONGEST].column)
    parser = _Parser(tokens, len(text))
    expression = parser.either()
    if parser.now.kind != "end":
        raise ExpressionError(f"{parser.now.text!r} is not expected here", parser.now.column)
    return expression


def names(expression: Expression) -> Iterator[Name]:
    """The names used, from left to right."""
    if isinstance(expression, Name):
        yield expression
    elif isinstance(expression, Call):
        for argument in expression.arguments:
            yield from names(argument)
    elif isinstance(expression, Operation):
        for operand in expression.operands:
            yield from names(operand)


def is_condition(expression: Expression) -> bool:
    """Whether it answers yes or no: a comparison, or comparisons joined by and, or, not."""
    if not isinstance(expression, Operation):
        return False
    if expression.operator in _LOGIC:
        return all(is_condition(o) for o in expression.operands)
    return expression.operator in _COMPARISONS


def evaluate(expression: Expression, look_up: Lookup) -> Value:
    """The value of a formula; raises ExpressionError for units that do not go together and ZeroDivisionError."""
    if isinstance(expression, Operation) and (is_condition(expression) or expression.operator in _LOGIC):
        raise ExpressionError(f"a number is expected here, and {expression.operator!r} answers yes or no", expression.column)
    if isinstance(expression, Literal):
        return expression.value
    if isinstance(expression, Name):
        return look_up(expression.name, expression.key)
    try:
        if isinstance(expression, Call):
            return _call(expression, [evaluate(a, look_up) for a in expression.arguments])
        values = [evaluate(o, look_up) for o in expression.operands]
        return _each(values, lambda row: _apply(expression.operator, row))
    except UnitError as bad:
        raise ExpressionError(str(bad), expression.column) from None
    except (Overflow, InvalidOperation):
        raise ExpressionError("the result is too large to write down", expression.column) from None


def holds(expression: Expression, look_up: Lookup) -> bool:
    """Whether a condition is true of the values; raises ExpressionError when it compares what does not compare."""
    if not isinstance(expression, Operation) or not is_condition(expression):
        raise ExpressionError("this is no condition: compare figures with < <= == != >= >", 0)
    if expression.operator == "and":
        return all(holds(o, look_up) for o in expression.operands)
    if expression.operator == "or":
        return any(holds(o, look_up) for o in expression.operands)
    if expression.operator == "not":
        return not holds(expression.operands[0], look_up)
    left, right = (_single(evaluate(o, look_up), expression.column) for o in expression.operands)
    return _compare(expression.operator, left, right, expression.column)


def _tokens(text: str) -> list[Token]:
    found: list[Token] = []
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if not match:
            raise ExpressionError(f"{text[position]!r} is not part of an expression", position)
        kind = match.lastgroup or ""
        if kind != "space":
            found.append(Token(kind, match.group(), position))
        position = match.end()
    return found


class _Parser:
    """Recursive descent over the tokens; every method reads one level of precedence."""

    def __init__(self, tokens: list[Token], length: int) -> None:
        self.tokens = tokens
        self.position = 0
        self.depth = 0
        self.end = Token("end", "the end", length)

    @property
    def now(self) -> Token:
        return self.tokens[self.position] if self.position < len(self.tokens) else self.end

    def take(self, *texts: str) -> Token | None:
        if self.now.text in texts and self.now.kind != "end":
            self.position += 1
            return self.tokens[self.position - 1]
        return None

    def expect(self, text: str) -> None:
        if not self.take(text):
            raise ExpressionError(f"{text!r} is missing before {self.now.text}", self.now.column)

    def inside(self, read: Callable[[], Expression]) -> Expression:
        """One level further down; raises ExpressionError where that is too deep."""
        if self.depth == _DEEPEST:
            raise ExpressionError(f"this is nested too deeply: {_DEEPEST} levels are the most", self.now.column)
        self.depth += 1
        found = read()
        self.depth -= 1
        return found

    def either(self) -> Expression:
        return self._chain(("or",), self.both)

    def both(self) -> Expression:
        return self._chain(("and",), self.negation)

    def negation(self) -> Expression:
        if token := self.take("not"):
            return Operation("not", (self.inside(self.negation),), token.column)
        left = self.sum()
        if token := self.take(*_COMPARISONS):
            return Operation(token.text, (left, self.sum()), token.column)
        return left

    def sum(self) -> Expression:
        return self._chain(("+", "-"), self.product)

    def product(self) -> Expression:
        return self._chain(("*", "/"), self.sign)

    def sign(self) -> Expression:
        if token := self.take("-"):
            return Operation("-", (self.inside(self.sign),), token.column)
        base = self.atom()
        if token := self.take("^"):
            return Operation("^", (base, self.inside(self.sign)), token.column)
        return base

    def atom(self) -> Expression:
        token = self.now
        if token.kind == "number":
            self.position += 1
            return self._number(token)
        if token.kind == "word" and token.text not in _LOGIC:
            self.position += 1
            if self.now.text == "(":
                return self._call(token)
            key = None
            if self.now.kind == "key":
                key = self.now.text.strip("[]").strip()[1:-1]
                self.position += 1
            return Name(token.text, key, token.column)
        if self.take("("):
            inner = self.inside(self.either)
            self.expect(")")
            return inner
        raise ExpressionError(f"a figure or a number is expected, not {token.text}", token.column)

    def _call(self, token: Token) -> Expression:
        if token.text not in FUNCTIONS:
            raise ExpressionError(f"no function {token.text!r}. Known: {', '.join(FUNCTIONS)}", token.column)
        self.expect("(")
        arguments = [self.inside(self.either)]
        while self.take(","):
            arguments.append(self.inside(self.either))
        self.expect(")")
        wanted = FUNCTIONS[token.text]
        if wanted and len(arguments) != wanted:
            raise ExpressionError(f"{token.text}() takes {wanted}, not {len(arguments)}", token.column)
        return Call(token.text, tuple(arguments), token.column)

    def _number(self, token: Token) -> Expression:
        value, unit = Decimal(token.text), PURE
        if self.take("%"):
            return Literal(exact(value.scaleb(-2), PCT))
        if word := self.take(*SCALES):
            value = value.scaleb(SCALES[word.text])
        if self.now.kind == "word" and self.now.text not in _LOGIC:
            unit = self.now.text
            self.position += 1
        if unit in (PCT, PP):
            value = value.scaleb(-2)
        return Literal(exact(value, unit))

    def _chain(self, operators: tuple[str, ...], inner: Callable[[], Expression]) -> Expression:
        left = inner()
        while token := self.take(*operators):
            left = Operation(token.text, (left, inner()), token.column)
        return left


def _each(values: list[Value], apply: Callable[[tuple[Quantity, ...]], Quantity]) -> Value:
    """Applies to quantities, and one by one where a value is a row; rows must have one length."""
    lengths = {len(v) for v in values if isinstance(v, tuple)}
    if not lengths:
        return apply(tuple(v for v in values if isinstance(v, Quantity)))
    if len(lengths) > 1:
        raise UnitError("rows of different length do not go together")
    rows = [v if isinstance(v, tuple) else (v,) * max(lengths) for v in values]
    return tuple(apply(row) for row in zip(*rows, strict=True))


def _apply(operator: str, row: tuple[Quantity, ...]) -> Quantity:
    if len(row) == 1:
        return -row[0]
    left, right = row
    if operator == "+":
        return left + right
    if operator == "-":
        return left - right
    if operator == "*":
        return left * right
    if operator == "/":
        return left / right
    if right.low != right.high:
        raise UnitError("an exponent is a constant")
    return left.power(right.value)


def _call(call: Call, arguments: list[Value]) -> Value:
    if call.function == "abs":
        return _each(arguments, lambda r: r[0].size())
    if call.function == "number":
        return _each(arguments, lambda r: r[0].as_unit(PURE))
    if call.function == "mid":
        return _each(arguments, lambda r: _middle(r[0]))
    row = tuple(q for argument in arguments for q in (argument if isinstance(argument, tuple) else (argument,)))
    if call.function == "count":
        return exact(len(row))
    if call.function == "top":
        return _top(row[:-1], row[-1])
    if call.function == "between":
        return _between(row)
    if not row:
        raise UnitError(f"{call.function}() of nothing has no value")
    if call.function == "sum":
        return total(row)
    return ranked(row)[0 if call.function == "max" else -1]


def _middle(span: Quantity) -> Quantity:
    """The middle of the ends as an exact number."""
    if not span.bounded:
        raise UnitError("mid() takes a range with two ends")
    return exact(MATHS.divide(MATHS.add(span.low, span.high), 2), span.unit)


def _top(row: tuple[Quantity, ...], number: Quantity) -> tuple[Quantity, ...]:
    count = number.value
    if number.unit != PURE or number.low != number.high or count < 1 or count != count.to_integral_value():
        raise UnitError("top() takes how many as a whole number, 1 or more")
    return ranked(row)[: int(count)]


def _between(ends: tuple[Quantity, ...]) -> Quantity:
    """The range from the one to the other, with the coarser of their digits."""
    if len(ends) != 2:
        raise UnitError("between() takes two numbers, no rows")
    low, high = ends
    if low.unit != high.unit:
        raise UnitError(f"{low.unit} and {high.unit} make no range")
    if low.value > high.value:
        raise UnitError("a range ends before it starts")
    places = [p for p in (low.carried, high.carried) if p is not None]
    middle = (low.value + high.value) / 2
    return Quantity(middle, min(low.low, middle), max(high.high, middle), low.unit, "..", max(places, default=None))


def _single(value: Value, column: int) -> Quantity:
    if isinstance(value, Quantity):
        return value
    if len(value) == 1:
        return value[0]
    raise ExpressionError(f"a figure with {len(value)} points does not compare: name one, or use max, min or sum", column)


def _compare(operator: str, left: Quantity, right: Quantity, column: int) -> bool:
    loose = {PURE, TIMES}
    same = left.unit == right.unit or {left.unit, right.unit} <= loose or {left.unit, right.unit} <= {PCT, PP}
    nought = any(q.unit == PURE and q.value == 0 for q in (left, right))
    if not same and not nought and not (PURE in (left.unit, right.unit) and {left.unit, right.unit} <= DIMENSIONLESS):
        raise ExpressionError(f"{left.unit} does not compare with {right.unit}", column)
    a, b = left.value, right.value
    return {"<": a < b, "<=": a <= b, "==": a == b, "!=": a != b, ">=": a >= b, ">": a > b}[operator]
