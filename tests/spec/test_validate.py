from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

import pytest
from pydantic import Field, field_validator, model_validator

from reportgen.spec.base import Block
from reportgen.spec.read import parse_yaml
from reportgen.spec.validate import validate


class Inner(Block):
    name: str
    as_: str = Field("", alias="as")


class Model(Block):
    word: str = ""
    flag: bool = False
    count: Annotated[int, Field(ge=1, le=9)] = 1
    more: Annotated[int, Field(gt=0, lt=9)] = 1
    share: float = 0
    amount: Decimal = Decimal(0)
    day: date = date.min
    choice: Literal["bar", "line"] = "bar"
    names: tuple[str, ...] = ()
    pair: Annotated[tuple[int, ...], Field(min_length=2, max_length=3)] = (1, 2)
    fixed: tuple[int, str] = (1, "")
    options: dict[str, str | int | bool] = {}
    inner: Inner = Inner(name="")
    inners: dict[str, Inner] = {}
    code: Annotated[str, Field(pattern="^[a-z]+$")] = "a"
    short: Annotated[str, Field(min_length=2, max_length=4)] = "ab"
    limit: int | None = None
    anything: Any = None

    @field_validator("word")
    @classmethod
    def _polite(cls, word: str) -> str:
        if word == "rude":
            raise ValueError("this word is rude.")
        return word

    @model_validator(mode="after")
    def _whole(self) -> "Model":
        if self.word == "whole" and not self.flag:
            raise ValueError("'whole' needs 'flag'.")
        return self


def made(text: str) -> Model:
    node, problems = parse_yaml(text.encode(), "a.yaml")
    assert node is not None, problems
    model, problems, _ = validate(node, Model)
    assert problems == ()
    assert model is not None
    return model


def told(text: str) -> list[str]:
    node, problems = parse_yaml(text.encode(), "a.yaml")
    assert node is not None, problems
    model, problems, _ = validate(node, Model)
    assert model is None
    return [str(problem) for problem in problems]


def test_the_schema_types_the_scalars() -> None:
    model = made("{word: NO, flag: true, count: 7, share: 0.5, amount: 4.70, day: 2024-01-31, names: [12:30, 1e3, 7], limit: 3}")
    assert model.word == "NO"
    assert model.flag is True
    assert model.count == 7
    assert model.share == 0.5
    assert model.amount == Decimal("4.70")
    assert model.day == date(2024, 1, 31)
    assert model.names == ("12:30", "1e3", "7")
    assert model.limit == 3


def test_where_text_and_numbers_fit_quotes_make_a_text() -> None:
    assert made("options: {a: 1, b: '1', c: true, d: 'true', e: yes}").options == {"a": 1, "b": "1", "c": True, "d": "true", "e": "yes"}


def test_an_alias_is_the_key() -> None:
    assert made("inner: {name: a, as: loss}").inner.as_ == "loss"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "wrod: a",
            (
                "error[E201] a.yaml:1:1 wrod: no key 'wrod'. Known: word, flag, count, more, share, amount, day, choice, names, pair, "
                "fixed, options and 6 more. Did you mean 'word'?"
            ),
        ),
        ("inner: {name: a, as_: b}", "error[E201] a.yaml:1:18 inner.as_: no key 'as_'. Known: name, as. Did you mean 'as'?"),
        ("inners: {x: {nam: a}}", "error[E201] a.yaml:1:14 inners.x.nam: no key 'nam'. Known: name, as. Did you mean 'name'?"),
        ("inner: {as: b}", "error[E202] a.yaml:1:1 inner.name: key 'name' is missing."),
        ("inners:\n  x: {}", "error[E202] a.yaml:2:3 inners.x.name: key 'name' is missing."),
        ("names: FY2021", "error[E203] a.yaml:1:8 names: a list is expected here, not 'FY2021'."),
        ("names: {a: b}", "error[E203] a.yaml:1:8 names: a list is expected here, not a mapping."),
        ("word: [a]", "error[E203] a.yaml:1:7 word: a text is expected here, not a list."),
        ("inner: a", "error[E204] a.yaml:1:8 inner: a mapping of keys is expected here, not 'a'."),
        ("inners: [a]", "error[E203] a.yaml:1:9 inners: a mapping of keys is expected here, not a list."),
        ("word:", "error[E203] a.yaml:1:6 word: no value; a text is expected here."),
        ("flag: yes", "error[E204] a.yaml:1:7 flag: true or false is expected here, not 'yes'."),
        ("flag: 'true'", "error[E204] a.yaml:1:7 flag: true or false is expected here, not 'true' in quotes."),
        ("count: 1e1", "error[E204] a.yaml:1:8 count: a whole number such as 12 is expected here, not '1e1'."),
        ("count: 1_0", "error[E204] a.yaml:1:8 count: a whole number such as 12 is expected here, not '1_0'."),
        ("count: 007", "error[E204] a.yaml:1:8 count: a whole number such as 12 is expected here, not '007'."),
        ("share: inf", "error[E204] a.yaml:1:8 share: a number such as 0.5 is expected here, not 'inf'."),
        ("day: 2024-02-30", "error[E204] a.yaml:1:6 day: a date such as 2024-01-31 is expected here, not '2024-02-30'."),
        ("day: 20240131", "error[E204] a.yaml:1:6 day: a date such as 2024-01-31 is expected here, not '20240131'."),
        ("limit: null", "error[E204] a.yaml:1:8 limit: a whole number such as 12 is expected here, not 'null'."),
        (
            "options: {a: [b]}",
            "error[E203] a.yaml:1:14 options.a: a text or a whole number such as 12 or true or false is expected here, not a list.",
        ),
        ("choice: bra", "error[E205] a.yaml:1:9 choice: 'bra' is not allowed here. Allowed: bar, line. Did you mean 'bar'?"),
        ("pair: [1]", "error[E206] a.yaml:1:7 pair: at least 2 entries are needed here, not 1."),
        ("pair: [1, 2, 3, 4]", "error[E206] a.yaml:1:7 pair: at most 3 entries are allowed here, not 4."),
        ("fixed: [1]", "error[E202] a.yaml:1:1 fixed[1]: entry 2 is missing."),
        ("fixed: [1, a, b]", "error[E206] a.yaml:1:8 fixed: at most 2 entries are allowed here, not 3."),
        ("short: a", "error[E206] a.yaml:1:8 short: the text is too short; the least are 2 characters."),
        ("short: abcde", "error[E206] a.yaml:1:8 short: the text is too long; the most are 4 characters."),
        ("count: 0", "error[E207] a.yaml:1:8 count: 0 is too small; the least is 1."),
        ("count: 10", "error[E207] a.yaml:1:8 count: 10 is too large; the most is 9."),
        ("more: 0", "error[E207] a.yaml:1:7 more: 0 is too small; it must be more than 0."),
        ("more: 9", "error[E207] a.yaml:1:7 more: 9 is too large; it must be less than 9."),
        ("code: A", "error[E207] a.yaml:1:7 code: 'A' does not have the form ^[a-z]+$."),
        ("word: rude", "error[E208] a.yaml:1:7 word: this word is rude."),
        ("inner: {name: a}\nword: whole", "error[E208] a.yaml:1:1 'whole' needs 'flag'."),
    ],
)
def test_every_fault_has_a_sentence(text: str, sentence: str) -> None:
    assert told(text) == [sentence]


def test_all_faults_are_told_at_once() -> None:
    assert told("wrod: a\ncount: x\ninners:\n  a: {name: [b]}\n  c: {}\n") == [
        told("wrod: a")[0],
        "error[E204] a.yaml:2:8 count: a whole number such as 12 is expected here, not 'x'.",
        "error[E203] a.yaml:4:13 inners.a.name: a text is expected here, not a list.",
        "error[E202] a.yaml:5:3 inners.c.name: key 'name' is missing.",
    ]


def test_a_long_text_is_cut_in_the_message() -> None:
    assert told(f"flag: {'a' * 100}") == [f"error[E204] a.yaml:1:7 flag: true or false is expected here, not '{'a' * 57}...'."]


def test_the_top_of_a_file_must_be_a_mapping() -> None:
    node, _ = parse_yaml(b"- a\n", "a.yaml")
    assert node is not None
    model, problems, _ = validate(node, Model)
    assert model is None
    assert [str(p) for p in problems] == ["error[E203] a.yaml:1:1 a mapping of keys is expected here, not a list."]


def test_the_path_of_a_part_begins_at_the_top_of_the_file() -> None:
    node, _ = parse_yaml(b"charts:\n  a: {flag: x}\n", "a.yaml")
    assert node is not None
    part = node.pairs[0][1].pairs[0][1]
    _, problems, _ = validate(part, Model, ("charts", "a"))
    assert [str(p) for p in problems] == ["error[E204] a.yaml:2:13 charts.a.flag: true or false is expected here, not 'x'."]
