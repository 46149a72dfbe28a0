"""Text scalars into the types of a model, by their plain spelling: true, 12, 0.5, 2024-01-31.

Quotes make a text: `decimals: "1"` is refused where a number is wanted. What does not fit stays as a `Wrong`, which
pydantic refuses at the right place, so that all faults come out together.
"""

from __future__ import annotations

import re
import types
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from reportgen.spec.node import Node, Path

_INT = re.compile(r"-?(0|[1-9]\d{0,17})")
_NUMBER = re.compile(r"-?(0|[1-9]\d{0,17})(\.\d{1,18})?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}[+-]\d{2}:\d{2}")
_LISTS = (list, tuple, set, frozenset)


@dataclass(frozen=True, slots=True)
class Wrong:
    """A value of the wrong kind: the node, and what was expected in words."""

    node: Node
    expected: str


def _boolean(text: str) -> bool | None:
    return {"true": True, "false": False}.get(text)


def _whole(text: str) -> int | None:
    return int(text) if _INT.fullmatch(text) else None


def _floating(text: str) -> float | None:
    return float(text) if _NUMBER.fullmatch(text) else None


def _decimal(text: str) -> Decimal | None:
    return Decimal(text) if _NUMBER.fullmatch(text) else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def _moment(text: str) -> datetime | None:
    """A date and time that says its zone."""
    try:
        return datetime.fromisoformat(text) if _MOMENT.fullmatch(text) else None
    except ValueError:
        return None


# In the order in which a union tries them: the narrow spelling first.
_SPELLINGS: dict[type, tuple[Callable[[str], Any], str]] = {
    bool: (_boolean, "true or false"),
    int: (_whole, "a whole number such as 12"),
    Decimal: (_decimal, "a number such as 0.5"),
    float: (_floating, "a number such as 0.5"),
    date: (_day, "a date such as 2024-01-31"),
    datetime: (_moment, "a date and time with its zone, such as 2024-01-31T18:30+08:00"),
}


Stranger = tuple[Path, Node, tuple[str, ...]]
"""A key that no model knows: the way to it, the key, and the keys that are known there."""


def typed(node: Node, annotation: Any, path: Path, strangers: list[Stranger]) -> Any:
    """The node's plain data with its scalars converted as the annotation asks.

    Keys that the annotation's models do not know are left out and added to `strangers`.
    """
    members = _members(annotation)
    if node.form == "text":
        return _scalar(node, members)
    if node.form == "list":
        return _entries(node, members, path, strangers)
    return _mapping(node, members, path, strangers)


def _scalar(node: Node, members: list[Any]) -> Any:
    if node.empty:
        return Wrong(node, _expected(members))
    for kind, (convert, _) in _SPELLINGS.items():
        if kind in members and (node.plain or kind in (date, datetime)):
            value = convert(node.text)
            if value is not None:
                return value
    # One name may stand for a list of one: the model's own validator decides.
    names = [inner for member in members if get_origin(member) in _LISTS for inner in _members(get_args(member)[0])]
    return node.text if _takes_text([*members, *names]) else Wrong(node, _expected(members))


def _entries(node: Node, members: list[Any], path: Path, strangers: list[Stranger]) -> Any:
    for member in members:
        if member is Any or get_origin(member) in _LISTS:
            inner = get_args(member) or (Any,)
            fixed = get_origin(member) is tuple and Ellipsis not in inner
            kinds = [inner[min(i, len(inner) - 1)] if fixed else inner[0] for i in range(len(node.items))]
            both = zip(node.items, kinds, strict=True)
            return [typed(item, kind, (*path, i), strangers) for i, (item, kind) in enumerate(both)]
    return Wrong(node, _expected(members))


def _mapping(node: Node, members: list[Any], path: Path, strangers: list[Stranger]) -> Any:
    for member in members:
        if _is_model(member):
            return _model(node, member, path, strangers)
        if member is Any or get_origin(member) in (dict, Mapping):
            inner = get_args(member)[1] if get_args(member) else Any
            return {key.text: typed(value, inner, (*path, key.text), strangers) for key, value in node.pairs}
        # A claim with one wording is written without the list; a validator of the model puts the brackets on.
        if get_origin(member) in _LISTS and _is_model(single := _members(get_args(member)[0])[0]):
            return _model(node, single, path, strangers)
    return Wrong(node, _expected(members))


def _model(node: Node, model: type[BaseModel], path: Path, strangers: list[Stranger]) -> dict[str, Any]:
    known = fields(model)
    data = {}
    for key, value in node.pairs:
        here = (*path, key.text)
        if key.text in known:
            data[key.text] = typed(value, known[key.text], here, strangers)
        else:
            strangers.append((here, key, tuple(known)))
    return data


def _is_model(member: Any) -> bool:
    return isinstance(member, type) and issubclass(member, BaseModel)


def fields(model: type[BaseModel]) -> dict[str, Any]:
    """The keys that a model's mapping may have, as written in YAML, with their annotations."""
    return {field.alias or name: field.annotation for name, field in model.model_fields.items()}


def _members(annotation: Any) -> list[Any]:
    """The alternatives of an annotation, without Annotated and None."""
    if get_origin(annotation) is Annotated:
        return _members(get_args(annotation)[0])
    if get_origin(annotation) in (Union, types.UnionType):
        return [member for part in get_args(annotation) for member in _members(part)]
    return [] if annotation is type(None) else [annotation]


def _takes_text(members: Iterable[Any]) -> bool:
    return any(member in (str, Any) or get_origin(member) is Literal for member in members)


def _expected(members: list[Any]) -> str:
    """What fits, in words: 'a list', 'true or false'."""
    found: dict[str, None] = {}
    for member in members:
        if member in _SPELLINGS:
            found[_SPELLINGS[member][1]] = None
        elif _takes_text([member]):
            found["a text"] = None
        elif get_origin(member) in _LISTS:
            found["a list"] = None
        else:
            found["a mapping of keys"] = None
    return " or ".join(found)
