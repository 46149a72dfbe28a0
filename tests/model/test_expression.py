from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.model.expression import FUNCTIONS, ExpressionError, Value, evaluate, holds, is_condition, names, parse
from reportgen.model.quantity import Quantity
from tests.support.made import quantity

VALUES: Mapping[str, Value] = {
    "rain": quantity("4.7 bn CNY"),
    "snow": quantity("3.446 bn CNY"),
    "rate": quantity("36.4%"),
    "fall": quantity("-5%"),
    "staff": quantity("6113 persons"),
    "row": (quantity("3 CNY"), quantity("1 CNY"), quantity("2 CNY")),
    "pair": (quantity("3 CNY"), quantity("1 CNY")),
    "shares": (quantity("20.0%"), quantity("30.0%")),
    "single": (quantity("3 CNY"),),
    "none": (),
}


def look_up(name: str, key: str | None) -> Value:
    return VALUES[name]


def value(text: str) -> str:
    found = evaluate(parse(text), look_up)
    assert isinstance(found, Quantity)
    return f"{found.value.normalize():f} {found.unit}"


def true(text: str) -> bool:
    return holds(parse(text), look_up)


def fault(text: str) -> tuple[str, int]:
    """Message and column of the error that reading, then evaluating a text ends with."""
    with pytest.raises(ExpressionError) as bad:
        evaluate(parse(text), look_up)
    return str(bad.value), bad.value.column


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("1 + 2 * 3", "7 pure"),
        ("(1 + 2) * 3", "9 pure"),
        ("8 / 4 / 2", "1 pure"),
        ("7 - 3 - 2", "2 pure"),
        ("2 ^ 3 ^ 2", "512 pure"),
        ("-2 ^ 2", "-4 pure"),
        ("2 ^ -1", "0.5 pure"),
        ("--2", "2 pure"),
        ("50%", "0.5 pct"),
        ("50 pct", "0.5 pct"),
        ("4pp", "0.04 pp"),
        ("1.5x", "1.5 x"),
        ("3 bn CNY", "3000000000 CNY"),
        ("12 days", "12 days"),
        ("2 yi CNY", "200000000 CNY"),
        ("rain - snow", "1254000000 CNY"),
        ("number(rate) + 1", "1.364 pure"),
        ("abs(fall)", "0.05 pct"),
        ("sum(row)", "6 CNY"),
        ("mid(rain)", "4700000000 CNY"),
        ("sum(mid(row))", "6 CNY"),
        ("sum(row, 4 CNY)", "10 CNY"),
        ("max(row)", "3 CNY"),
        ("min(row, 0.5 CNY)", "0.5 CNY"),
        ("count(row)", "3 pure"),
        ("sum(top(row, 2))", "5 CNY"),
        ("sum(top(row, 9))", "6 CNY"),
        ("sum(row * 2)", "12 CNY"),
        ("sum(row - row)", "0 CNY"),
        ("between(1 CNY, 4 CNY)", "2.5 CNY"),
        ("sum(abs(-row))", "6 CNY"),
    ],
)
def test_the_value_of_a_formula(text: str, result: str) -> None:
    assert value(text) == result


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("rain > snow", True),
        ("rain <= snow", False),
        ("rate > 36%", True),
        ("rate == 36.4%", True),
        ("rate != 36.4%", False),
        ("rate > 0.3", True),
        ("rate > 4pp", True),
        ("rain > 0", True),
        ("rain < 5 bn CNY", True),
        ("rain > 1.3 * snow and rate < 50%", True),
        ("rain < snow or rate < 50%", True),
        ("not rain < snow", True),
        ("not rain < snow and rain < snow", False),
        ("rain < snow and rain < snow or rate > 0", True),
        ("(rain > snow or rain < snow) and rate < 0", False),
        ("max(row) == 3 CNY", True),
        ("single == 3 CNY", True),
        ("rain/snow > 1.3x", True),
    ],
)
def test_whether_a_condition_holds(text: str, answer: bool) -> None:
    assert true(text) is answer


@pytest.mark.parametrize(
    ("text", "message", "column"),
    [
        ("", "a figure or a number is expected, not the end", 0),
        ("rain +", "a figure or a number is expected, not the end", 6),
        ("rain snow", "'snow' is not expected here", 5),
        ("(rain", "')' is missing before the end", 5),
        ("rain ; snow", "';' is not part of an expression", 5),
        ("rain == 'x'", '"\'" is not part of an expression', 8),
        ("rain['FY2021", "'[' is not part of an expression", 4),
        ("a < b < c", "'<' is not expected here", 6),
        ("1 + open(1)", "no function 'open'. Known: sum, max, min, abs, top, between, count, number, mid", 4),
        ("abs(rain, snow)", "abs() takes 1, not 2", 0),
        ("between(rain)", "between() takes 2, not 1", 0),
        ("top(row)", "top() takes 2, not 1", 0),
        ("sum()", "a figure or a number is expected, not )", 4),
        ("rain.__class__", "'.' is not part of an expression", 4),
        ("rain + staff", "CNY and persons cannot be added up", 5),
        ("1 + (rain - rate)", "CNY and pct cannot be added up", 10),
        ("rate * rate", "a percentage of a percentage says nothing", 5),
        ("rain ^ 2", "only a positive pure number has a power", 5),
        ("2 ^ number(rate)", "an exponent is a constant", 2),
        ("row + pair", "rows of different length do not go together", 4),
        ("max(rain, staff)", "CNY and persons do not compare", 0),
        ("max(none)", "max() of nothing has no value", 0),
        ("top(row, 0)", "top() takes how many as a whole number, 1 or more", 0),
        ("top(row, 1.5)", "top() takes how many as a whole number, 1 or more", 0),
        ("between(row, 2 CNY)", "between() takes two numbers, no rows", 0),
        ("between(2 CNY, 1 CNY)", "a range ends before it starts", 0),
        ("between(2 CNY, 3 days)", "CNY and days make no range", 0),
        ("9 ^ 9999999", "the result is too large to write down", 2),
        ("max(rain > snow, 1)", "a number is expected here, and '>' answers yes or no", 9),
        ("not rain", "a number is expected here, and 'not' answers yes or no", 0),
        ("(rain and snow) + 1", "a number is expected here, and 'and' answers yes or no", 6),
    ],
)
def test_what_is_wrong_and_where(text: str, message: str, column: int) -> None:
    assert fault(text) == (message, column)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("rain", "this is no condition: compare figures with < <= == != >= >"),
        ("rain + 1", "this is no condition: compare figures with < <= == != >= >"),
        ("rain > snow and rate", "this is no condition: compare figures with < <= == != >= >"),
        ("rain > staff", "CNY does not compare with persons"),
        ("rain > 5", "CNY does not compare with pure"),
        ("row > 1 CNY", "a figure with 3 points does not compare: name one, or use max, min or sum"),
    ],
)
def test_what_is_no_condition(text: str, message: str) -> None:
    with pytest.raises(ExpressionError) as bad:
        true(text)
    assert str(bad.value) == message


def test_a_divisor_that_may_be_zero_is_told_as_such() -> None:
    with pytest.raises(ZeroDivisionError):
        value("rain / (snow - snow)")


def test_names_and_keys() -> None:
    tree = parse("max(loss['FY2021'], loss[ \"FY2022\" ]) < 3 bn CNY and sum(row) > 0")
    assert [(n.name, n.key) for n in names(tree)] == [("loss", "FY2021"), ("loss", "FY2022"), ("row", None)]
    assert is_condition(tree)
    assert not is_condition(parse("loss"))


def test_intervals_are_carried_along() -> None:
    growth = evaluate(parse("rain / snow - 1"), look_up)
    assert isinstance(growth, Quantity)
    assert growth.low < growth.value < growth.high
    assert f"{growth.low:.4f} {growth.high:.4f}" == "0.3492 0.3786"


def test_the_larger_of_two_that_overlap_has_the_interval_of_the_larger() -> None:
    values: Mapping[str, Value] = {"a": quantity("~5 pure"), "b": quantity("4.9 pure")}
    found = evaluate(parse("max(a, b)"), lambda name, _: values[name])
    assert isinstance(found, Quantity)
    assert (str(found.value), str(found.low), str(found.high)) == ("5", "4.85", "6")


@pytest.mark.parametrize(
    "text", ["(" * 500 + "1" + ")" * 500, "-" * 250 + "1", "not " * 250 + "a > b", "sum(" * 90 + "1" + ")" * 90, "2^" * 120 + "2"]
)
def test_what_is_nested_too_deeply_is_refused(text: str) -> None:
    with pytest.raises(
        ExpressionError,
        match=r"^this is (nested too deeply: 30 levels are|too long: an expression has 300 words and signs at) (the )?most$",
    ):
        parse(text)


def test_what_is_too_long_is_refused_and_a_long_sum_is_not() -> None:
    assert value(" + ".join(["1"] * 150)) == "150 pure"
    with pytest.raises(ExpressionError, match=r"^this is too long: an expression has 300 words and signs at most$"):
        parse(" + ".join(["1"] * 5000))


PIECES = st.sampled_from(
    [*VALUES, *FUNCTIONS, *"+-*/^<>()%,", "<=", "==", "and", "or", "not", "['x']", "1", "2.5", "0", "bn", "CNY", "pp", " "]
)


@given(st.one_of(st.text(max_size=40), st.lists(PIECES, max_size=14).map(" ".join), st.lists(PIECES, max_size=14).map("".join)))
def test_any_text_gives_a_value_or_an_expression_error(text: str) -> None:
    try:
        tree = parse(text)
    except ExpressionError as bad:
        column = bad.column
    else:
        column = 0
        for run in (evaluate, holds):
            with suppress(ExpressionError, ZeroDivisionError, KeyError):  # a KeyError is the look-up's own: no such name
                run(tree, look_up)
    assert 0 <= column <= len(text)
