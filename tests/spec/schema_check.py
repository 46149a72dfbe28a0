"""Checks data against the part of JSON Schema 2020-12 that our schemas use; unknown keywords are refused, so that none is skipped."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from reportgen.spec.node import Node

Schema = dict[str, Any]
ANNOTATIONS = {"$schema", "$defs", "title", "description", "default", "format", "examples"}
TYPES: dict[str, Callable[[Any], bool]] = {
    "null": lambda v: v is None,
    "object": lambda v: isinstance(v, dict),
    "array": lambda v: isinstance(v, list),
    "string": lambda v: isinstance(v, str),
    "boolean": lambda v: isinstance(v, bool),
    "integer": lambda v: isinstance(v, int) and not isinstance(v, bool),
    "number": lambda v: isinstance(v, int | float) and not isinstance(v, bool),
}


def as_editor_sees(node: Node) -> Any:
    """The data of a YAML file as YAML 1.2 types it: true and 12 are no text, dates are."""
    if node.form == "list":
        return [as_editor_sees(item) for item in node.items]
    if node.form == "mapping":
        return {key.text: as_editor_sees(value) for key, value in node.pairs}
    if node.empty:
        return None
    if node.plain and node.text in ("true", "false"):
        return node.text == "true"
    if node.plain and re.fullmatch(r"-?\d+", node.text):
        return int(node.text)
    if node.plain and re.fullmatch(r"-?\d+\.\d+", node.text):
        return float(node.text)
    return node.text


@dataclass(frozen=True)
class At:
    """A place in the data, with the schema that it must fit."""

    data: Any
    schema: Schema
    root: Schema
    path: str

    def below(self, name: str | int, data: Any, schema: Schema) -> Iterator[str]:
        """The faults of a value in here."""
        return faults(data, schema, self.root, f"{self.path}/{name}")

    @property
    def members(self) -> dict[str, Any]:
        return self.data if isinstance(self.data, dict) else {}

    @property
    def entries(self) -> list[Any]:
        return self.data if isinstance(self.data, list) else []


Check = Callable[[At, Any], Iterator[str]]


def faults(data: Any, schema: Schema, root: Schema | None = None, path: str = "") -> Iterator[str]:
    """What is wrong with the data, as 'path: keyword'."""
    at = At(data, schema, root or schema, path)
    for keyword, wanted in schema.items():
        if keyword not in ANNOTATIONS:
            yield from CHECKS[keyword](at, wanted)


def _ref(at: At, wanted: str) -> Iterator[str]:
    return faults(at.data, at.root["$defs"][wanted.removeprefix("#/$defs/")], at.root, at.path)


def _type(at: At, wanted: str | list[str]) -> Iterator[str]:
    if not any(TYPES[name](at.data) for name in ([wanted] if isinstance(wanted, str) else wanted)):
        yield f"{at.path}: type"


def _properties(at: At, wanted: Schema) -> Iterator[str]:
    for name, value in at.members.items():
        if name in wanted:
            yield from at.below(name, value, wanted[name])


def _additional(at: At, wanted: Any) -> Iterator[str]:
    for name, value in at.members.items():
        if name in at.schema.get("properties", {}):
            continue
        yield from [f"{at.path}/{name}: additionalProperties"] if wanted is False else at.below(name, value, wanted)


def _required(at: At, wanted: list[str]) -> Iterator[str]:
    return (f"{at.path}/{name}: required" for name in wanted if isinstance(at.data, dict) and name not in at.data)


def _items(at: At, wanted: Any) -> Iterator[str]:
    for index, value in enumerate(at.entries):
        if index >= len(at.schema.get("prefixItems", ())):
            yield from [f"{at.path}/{index}: items"] if wanted is False else at.below(index, value, wanted)


def _prefix(at: At, wanted: list[Schema]) -> Iterator[str]:
    for index, (value, inner) in enumerate(zip(at.entries, wanted, strict=False)):
        yield from at.below(index, value, inner)


def _some_of(how: Callable[[int], bool], keyword: str) -> Check:
    def check(at: At, wanted: list[Schema]) -> Iterator[str]:
        if not how(sum(not list(faults(at.data, inner, at.root, at.path)) for inner in wanted)):
            yield f"{at.path}: {keyword}"

    return check


def _holds(keyword: str, kind: type | tuple[type, ...], test: Callable[[Any, Any], bool]) -> Check:
    """A test of values of one kind; others are none of its business."""

    def check(at: At, wanted: Any) -> Iterator[str]:
        if isinstance(at.data, kind) and not test(at.data, wanted):
            yield f"{at.path}: {keyword}"

    return check


def _either(at: At, wanted: Schema) -> Iterator[str]:
    branch = "else" if list(faults(at.data, wanted, at.root)) else "then"
    return faults(at.data, at.schema[branch], at.root, at.path)


def _branch(at: At, wanted: Schema) -> Iterator[str]:
    """Told by the `if` beside it."""
    assert "if" in at.schema
    return iter(())


CHECKS: dict[str, Check] = {
    "$ref": _ref,
    "if": _either,
    "then": _branch,
    "else": _branch,
    "type": _type,
    "properties": _properties,
    "additionalProperties": _additional,
    "required": _required,
    "items": _items,
    "prefixItems": _prefix,
    "anyOf": _some_of(lambda count: count >= 1, "anyOf"),
    "oneOf": _some_of(lambda count: count == 1, "oneOf"),
    "not": lambda at, wanted: iter([] if list(faults(at.data, wanted, at.root)) else [f"{at.path}: not"]),
    "const": _holds("const", object, lambda data, wanted: bool(data == wanted)),
    "enum": _holds("enum", object, lambda data, wanted: data in wanted),
    "pattern": _holds("pattern", str, lambda data, wanted: bool(re.search(wanted, data))),
    "minimum": _holds("minimum", (int, float), lambda data, wanted: bool(data >= wanted)),
    "maximum": _holds("maximum", (int, float), lambda data, wanted: bool(data <= wanted)),
    "minItems": _holds("minItems", list, lambda data, wanted: len(data) >= wanted),
    "maxItems": _holds("maxItems", list, lambda data, wanted: len(data) <= wanted),
    "maxProperties": _holds("maxProperties", dict, lambda data, wanted: len(data) <= wanted),
}
