"""The kinds that a project can use. The pipeline hands them in: the spec knows their keys, never what they do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from reportgen.model.problem import Problem, Problems
from reportgen.spec.base import Block
from reportgen.spec.node import Node, Path, written
from reportgen.spec.suggest import known_words, unknown
from reportgen.spec.validate import expected, validate

FUNCTIONS = frozenset({"name", "exhibit", "note"})
"""What prose can call."""


@dataclass(frozen=True, slots=True)
class Kinds:
    """YAML word -> module with its `Options`, for metrics, charts and tables; and the filters that prose has.

    `row_filters` are those filters that take a whole figure; where none is given, nothing is said about figures of several points.
    """

    metrics: Mapping[str, Any] = field(default_factory=dict)
    charts: Mapping[str, Any] = field(default_factory=dict)
    tables: Mapping[str, Any] = field(default_factory=dict)
    filters: frozenset[str] = frozenset()
    row_filters: frozenset[str] = frozenset()


Choice = tuple[str, Block]
"""The word of a kind, and the keys that the spec gives it."""


def load_choices(node: Node | None, what: str, table: Mapping[str, Any], path: Path) -> tuple[dict[str, Choice], Problems]:
    """The entries of `charts:` or `tables:`, each with its kind and that kind's keys; the faulty ones are left out."""
    found: dict[str, Choice] = {}
    problems: list[Problem] = []
    for key, value in node.pairs if node else ():
        choice, faults = _choice(value, what, table, (*path, key.text))
        problems += faults
        if choice:
            found[key.text] = choice
    return found, tuple(problems)


def _choice(node: Node, what: str, table: Mapping[str, Any], path: Path) -> tuple[Choice | None, Problems]:
    if node.form != "mapping":
        return None, (Problem("E203", expected(node, "a mapping of keys"), node.where, written(path)),)
    word = node.get("kind")
    here = written((*path, "kind"))
    if word is None:
        return None, (Problem("E202", f"key 'kind' is missing. {known_words(table)}", node.where, here),)
    if word.form != "text":
        return None, (Problem("E203", expected(word, "a text"), word.where, here),)
    if word.text not in table:
        return None, (Problem("E210", unknown(f"{what} kind", word.text, table), word.where, here),)
    options, problems, _ = validate(less(node, {"kind"}), table[word.text].Options, path)
    return ((word.text, options) if options else None), problems


def less(node: Node, keys: set[str] | frozenset[str]) -> Node:
    """The mapping without some of its keys."""
    return Node("mapping", tuple(pair for pair in node.pairs if pair[0].text not in keys), node.where)
