"""Checks data against the part of JSON Schema 2020-12 that our schemas use; unknown keywords are refused, so that none is skipped."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from reportgen.spec.node import Node

Schema = dict[str, Any]
ANNOTATIONS = {"$schema", "$defs", "title", "description", "default", "format", "examples"}
TYPES: dict[str, Callable[[Any], bool]] = {
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
    if node.plain and node.text in ("true", "false"):
        return node.text == "true"
    if node.plain and re.fullmatch(r"-?\d+", node.text):
        return int(node.text)
    if node.plain and re.fullmatch(r"-?\d+\.\d+", node.text):
        return float(node.text)
    return node.text


def faults(data: Any, schema: Schema, root: Schema | None = None, path: str = "") -> Iterator[str]:
    """What is wrong with the data, as 'path: keyword'."""
    root = root or schema
    for keyword, wanted in schema.items():
        if keyword not in ANNOTATIONS:
            yield from CHECKS[keyword](data, wanted, schema, root, path)


def _ref(data: Any, wanted: Any, schema: Schema, root: Schema, path: str) -> Iterator[str]:
    yield from faults(data, root["$defs"][wanted.removeprefix("#/$defs/")], root, path)


def _type(data: Any, wanted: Any, schema: Schema, root: Schema, path: str) -> Iterator[str]:
    if not any(TYPES[name](data) for name in ([wanted] if isinstance(wanted, str) else wanted)):
        yield f"{path}: type"


def _properties(data: Any, wanted: Any, schema: Schema, root: Schema, path: str) -> Iterator[str]:
    for name, value in data.items() if isinstance(data, dict) else ():
        if name in wanted:
            yield from faults(value, wanted[name], root, f"{path}/{name}")


def _additional(data: Any, wanted: Any, schema: Schema, root: Schema, path: str) -> Iterator[str]:
    for name, value in data.items() if isinstance(data, dict) else ():
        if name in schema.get("properties", {}):
            continue
        if wanted is False:
            yield f"{path}/{name}: additionalProperties"
        else:
            yield from faults(value, wanted, root, f"{path}/{name}")


def _required(data: Any, wanted: Any, schema: Schema, root: Schema, path: str) -> Iterator[str]:
    yield from (f"{path}/{name}: required" for name in wanted if isinstance(data, dict) and name not in data)


def _items(data: Any, wanted: Any, schema: Schema, root: Schema, path: str) -> Iterator[str]:
    fixed = len(schema.get("prefixItems", ()))
    for index, value in enumerate(data if isinstance(data, list) else ()):
        if index < fixed:
            continue
        if wanted is False:
            yield f"{path}/{index}: items"
        else:
            yield from faults(value, wanted, root, f"{path}/{index}")


def _prefix(data: Any, wanted: Any, schema: Schema, root: Schema, path: str) -> Iterator[str]:
    for index, (value, inner) in enumerate(zip(data if isinstance(data, list) else (), wanted, strict=False)):
        yield from faults(value, inner, root, f"{path}/{index}")


def _some_of(how: Callable[[int], bool], keyword: str) -> Callable[[Any, Any, Schema, Schema, str], Iterator[str]]:
    def check(data: Any, wanted: Any, schema: Schema, root: Schema, path: str) -> Iterator[str]:
        if not how(sum(not list(faults(data, inner, root, path)) for inner in wanted)):
            yield f"{path}: {keyword}"

    return check


def _holds(test: Callable[[Any, Any], bool], keyword: str) -> Callable[[Any, Any, Schema, Schema, str], Iterator[str]]:
    def check(data: Any, wanted: Any, schema: Schema, root: Schema, path: str) -> Iterator[str]:
        if not test(data, wanted):
            yield f"{path}: {keyword}"

    return check


CHECKS: dict[str, Callable[[Any, Any, Schema, Schema, str], Iterator[str]]] = {
    "$ref": _ref,
    "type": _type,
    "properties": _properties,
    "additionalProperties": _additional,
    "required": _required,
    "items": _items,
    "prefixItems": _prefix,
    "anyOf": _some_of(lambda count: count >= 1, "anyOf"),
    "oneOf": _some_of(lambda count: count == 1, "oneOf"),
    "not": _holds(lambda data, wanted: False, "not"),  # noqa: ARG005
    "const": _holds(lambda data, wanted: data == wanted, "const"),
    "enum": _holds(lambda data, wanted: data in wanted, "enum"),
    "pattern": _holds(lambda data, wanted: not isinstance(data, str) or bool(re.search(wanted, data)), "pattern"),
    "minimum": _holds(lambda data, wanted: not isinstance(data, int | float) or data >= wanted, "minimum"),
    "maximum": _holds(lambda data, wanted: not isinstance(data, int | float) or data <= wanted, "maximum"),
    "minItems": _holds(lambda data, wanted: not isinstance(data, list) or len(data) >= wanted, "minItems"),
    "maxItems": _holds(lambda data, wanted: not isinstance(data, list) or len(data) <= wanted, "maxItems"),
    "maxProperties": _holds(lambda data, wanted: not isinstance(data, dict) or len(data) <= wanted, "maxProperties"),
}
