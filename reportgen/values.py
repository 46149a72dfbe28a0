"""The program's frozen values as JSON and back, for what is kept between builds. No pickle: decoding makes values of listed classes only.

Every dataclass becomes a row of its fields, stored once however often it is used; rows refer to earlier rows. Equal values give equal
bytes, so that the hash of the bytes stands for the value.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from hashlib import sha256
from json.encoder import encode_basestring_ascii as quoted
from operator import attrgetter
from types import ModuleType
from typing import Any

from reportgen.model import document, fact, figure, finding, metric, period, problem, quantity, table

MODULES: tuple[ModuleType, ...] = (document, fact, figure, finding, metric, period, problem, quantity, table)


def encode(value: object, known: Mapping[str, object] | None = None) -> bytes:
    """The value as JSON; objects of `known`, and metrics equal to them, are stored by their name there.

    Raises TypeError for a value of another kind.
    """
    return _Encoder(known or {}).written(value).encode()


def digest(value: object) -> str:
    """SHA-256 in hex over the whole value, the options of metrics included; raises TypeError for a value of another kind."""
    return sha256(_Encoder(None).written(value).encode()).hexdigest()


def decode(data: bytes, known: Mapping[str, object] | None = None) -> Any:
    """The value that was encoded; raises ValueError for bytes that no value gives."""
    try:
        rows, top = json.loads(data)
        return _Decoder(known or {}).value(rows, top)
    except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError) as bad:
        raise ValueError(f"no value of ours: {type(bad).__name__}") from None


_LEAVES: Mapping[type, Callable[[Any], str]] = {
    type(None): lambda _: "null",
    bool: lambda value: "true" if value else "false",
    str: quoted,
    int: str,
    Decimal: lambda value: f'{{"n":"{value}"}}',
    date: lambda value: f'{{"d":"{value.isoformat()}"}}',
    datetime: lambda value: f'{{"t":"{value.isoformat()}"}}',
    bytes: lambda value: f'{{"b":"{b64encode(value).decode()}"}}',
    float: lambda value: f'{{"f":"{value!r}"}}',
}
"""Values without parts."""


class _Encoder:
    """Writes values as fragments of JSON; a dataclass's fragment is a reference to its row."""

    def __init__(self, known: Mapping[str, object] | None) -> None:
        self.known = known
        self.whole = known is None
        self.metrics = {value.id: (name, value) for name, value in (known or {}).items() if isinstance(value, metric.Metric)}
        self.names = {id(value): name for name, value in (known or {}).items()}
        self.rows: dict[str, int] = {}
        self.seen: dict[int, str] = {}
        self.alive: list[object] = []
        """What `seen` knows by its address must not go away meanwhile."""

    def written(self, value: object) -> str:
        top = self.fragment(value)
        return f"[[{','.join(self.rows)}],{top}]"

    def fragment(self, value: Any) -> str:
        kind = type(value)
        if leaf := _LEAVES.get(kind):
            return leaf(value)
        if (known := self.seen.get(id(value))) is not None:
            return known
        if kind is tuple:
            return f"[{','.join(map(self.fragment, value))}]"
        if (name := self.names.get(id(value))) is not None:
            return f'{{"k":{quoted(name)}}}'
        if kind in _shapes():
            made = self.named(value) or self.row(kind, value)
            self.seen[id(value)] = made
            self.alive.append(value)
            return made
        return self.rare(kind, value)

    def named(self, value: object) -> str:
        """The name of a metric that came back from another process, no longer the same object but equal."""
        name, twin = self.metrics.get(value.id, ("", None)) if isinstance(value, metric.Metric) else ("", None)
        return f'{{"k":{quoted(name)}}}' if twin == value else ""

    def row(self, kind: type, value: Any) -> str:
        number, take = _shapes()[kind]
        made = f"[{number},{','.join(map(self.fragment, take(value)))}]"
        return f'{{"r":{self.rows.setdefault(made, len(self.rows))}}}'

    def rare(self, kind: type, value: Any) -> str:
        if isinstance(value, Mapping):
            pairs = (f"[{self.fragment(key)},{self.fragment(inner)}]" for key, inner in value.items())
            return f'{{"m":[{",".join(pairs)}]}}'
        if isinstance(value, frozenset):
            # In the order of what each would be alone: rows are numbered as they come, and a set's own order is chance.
            items = sorted(value, key=lambda item: _Encoder(self.known).written(item))
            return f'{{"s":[{",".join(map(self.fragment, items))}]}}'
        if kind is list:
            return f'{{"l":[{",".join(map(self.fragment, value))}]}}'
        if self.whole and hasattr(value, "model_dump_json"):
            return quoted(f"{kind.__module__}.{kind.__qualname__} {value.model_dump_json()}")
        raise TypeError(f"this is a bug: a {kind.__name__} cannot be kept")


class _Decoder:
    """Reads rows in their order, each once."""

    def __init__(self, known: Mapping[str, object]) -> None:
        self.known = known
        self.rows: list[Any] = []
        self.special: Mapping[str, Callable[[Any], Any]] = {
            "r": self.rows.__getitem__,
            "k": known.__getitem__,
            "n": Decimal,
            "d": date.fromisoformat,
            "m": lambda pairs: {self.read(key): self.read(inner) for key, inner in pairs},
            "s": lambda items: frozenset(map(self.read, items)),
            "b": lambda text: b64decode(text, validate=True),
            "t": datetime.fromisoformat,
            "f": float,
            "l": lambda items: list(map(self.read, items)),
        }

    def value(self, rows: list[list[Any]], top: Any) -> Any:
        classes = _classes()
        for number, *cells in rows:
            kind = classes[number]
            self.rows.append(kind(*map(self.read, cells)))
        return self.read(top)

    def read(self, item: Any) -> Any:
        kind = type(item)
        if kind is dict:
            ((name, inner),) = item.items()
            return self.special[name](inner)
        if kind is list:
            return tuple(map(self.read, item))
        return item


@cache
def _classes() -> tuple[Callable[..., Any], ...]:
    """Every class of the model that holds values, in the order of modules and of their source."""
    return tuple(_found())


def _found() -> Iterable[type]:
    for module in MODULES:
        for value in vars(module).values():
            own = isinstance(value, type) and value.__module__ == module.__name__
            if own and (is_dataclass(value) or (issubclass(value, tuple) and hasattr(value, "_fields"))):
                yield value


@cache
def _shapes() -> dict[type, tuple[int, Callable[[Any], Iterable[Any]]]]:
    """Class -> its number, and how its fields are taken from a value."""
    made: dict[type, tuple[int, Callable[[Any], Iterable[Any]]]] = {}
    for number, kind in enumerate(_classes()):
        assert isinstance(kind, type), "this is a bug: a class is a type"
        if not is_dataclass(kind):
            made[kind] = (number, tuple)
            continue
        names = [field.name for field in fields(kind)]
        take = attrgetter(*names)
        made[kind] = (number, take if len(names) > 1 else (lambda value, take=take: (take(value),)))  # type: ignore[misc]
    return made
