"""`matrix:` of a report: values of its parameters in lists, one brief for each combination."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from math import prod
from pathlib import Path as File
from typing import TYPE_CHECKING

from reportgen.model.problem import Problem, Problems
from reportgen.spec.extends import read_report
from reportgen.spec.node import Node, Path, written
from reportgen.spec.params import Params, fault_of
from reportgen.spec.schema import ParamSpec
from reportgen.spec.suggest import nearest, shortened
from reportgen.spec.validate import expected

if TYPE_CHECKING:
    from reportgen.spec.project import Project

MOST = 10_000
"""So many variants a matrix may have: a list that grew by mistake is better told than built."""
EDITS = ("exclude", "include")


def variants(path: File, root: File) -> tuple[Params, ...]:
    """The values of every variant of a report, in the order of its matrix, the last parameter changing first; each variant once.

    Empty where the report has no matrix, or one that does not read: what is wrong with it is told by `load_spec`.
    """
    node, _, problems = read_report(path, root)
    if node is None or problems or not _sound(node):
        return ()
    matrix = node.get("matrix")
    if matrix is None:
        return ()
    found: dict[frozenset[tuple[str, str]], Params] = {}
    for one in _combined(matrix):
        found.setdefault(frozenset(one.items() - _defaults(node).items()), tuple(sorted(one.items())))
    return tuple(found.values())


def check_matrix(node: Node, known: Mapping[str, ParamSpec], project: Project) -> Problems:
    """What is wrong with a report's matrix: unknown parameters are E283, wrong values E282, anything else E203 or E285."""
    matrix = node.get("matrix")
    if matrix is None:
        return ()
    problems = tuple(_faults(matrix, known, project))
    if problems:
        return problems
    values = _values(matrix)
    include = matrix.get("include")
    if not values and include is None:
        return (Problem("E285", "a matrix needs at least one parameter with a list of its values.", matrix.where, "matrix"),)
    size = _size(matrix)
    if size > MOST:
        return (Problem("E285", f"the matrix has {size} combinations; the most are {MOST}.", matrix.where, "matrix"),)
    if not any(True for _ in _combined(matrix)):
        return (Problem("E285", "'exclude' leaves nothing of the matrix.", matrix.where, "matrix.exclude"),)
    return ()


def _faults(matrix: Node, known: Mapping[str, ParamSpec], project: Project) -> Iterator[Problem]:
    if matrix.form != "mapping":
        yield Problem("E203", expected(matrix, "a mapping of keys"), matrix.where, "matrix")
        return
    values = _values(matrix)
    for key, node in matrix.pairs:
        path: Path = ("matrix", key.text)
        if key.text not in (*known, *EDITS):
            yield Problem("E283", nearest("parameter", key.text, known), key.where, written(path))
        elif node.form != "list" or not node.items:
            what = "a list of values" if key.text not in EDITS else "a list of mappings"
            found = "an empty list" if node.form == "list" else ""
            yield Problem("E203", f"{what} is expected here, not {found}." if found else expected(node, what), node.where, written(path))
        elif key.text in EDITS:
            for number, entry in enumerate(node.items):
                yield from _edit(entry, (*path, number), key.text, values, known, project)
        else:
            yield from _listed(node, path, known[key.text], project)


def _listed(node: Node, path: Path, param: ParamSpec, project: Project) -> Iterator[Problem]:
    seen: set[str] = set()
    for number, item in enumerate(node.items):
        here = written((*path, number))
        if item.form != "text" or item.empty:
            yield Problem("E203", expected(item, "a value"), item.where, here)
        elif fault := fault_of(item.text, param, project):
            yield Problem("E282", fault, item.where, here)
        elif item.text in seen:
            yield Problem("E285", f"'{item.text}' is there twice; keep one.", item.where, here)
        else:
            seen.add(item.text)


def _edit(
    entry: Node, path: Path, what: str, values: Mapping[str, list[str]], known: Mapping[str, ParamSpec], project: Project
) -> Iterator[Problem]:
    """An entry of `exclude` names parameters and values of the matrix; one of `include` any."""
    if entry.form != "mapping" or not entry.pairs:
        yield Problem("E203", expected(entry, "a mapping of keys"), entry.where, written(path))
        return
    for key, value in entry.pairs:
        here = written((*path, key.text))
        names = values if what == "exclude" else known
        if key.text not in names:
            said = "parameter of the matrix called" if what == "exclude" else "parameter"
            yield Problem("E283", nearest(said, key.text, names), key.where, here)
        elif value.form != "text" or value.empty:
            yield Problem("E203", expected(value, "a value"), value.where, here)
        elif what == "exclude" and value.text not in values[key.text]:
            yield Problem("E285", f"the matrix has no '{shortened(value.text)}' to exclude.", value.where, here)
        elif fault := fault_of(value.text, known[key.text], project):
            yield Problem("E282", fault, value.where, here)


def _sound(node: Node) -> bool:
    """Whether the matrix can be multiplied out, its values right or wrong."""
    matrix = node.get("matrix")
    if matrix is None:
        return True
    texts = [item for key, value in matrix.pairs if key.text not in EDITS for item in (value.items or (value,))]
    edits = [value for key, value in matrix.pairs if key.text in EDITS]
    entries = [entry for value in edits for entry in (value.items or (value,))]
    texts += [value for entry in entries for _, value in entry.pairs]
    lists = all(value.form == "list" for _, value in matrix.pairs)
    return lists and all(item.form == "text" for item in texts) and all(e.form == "mapping" for e in entries) and _size(matrix) <= MOST


def _size(matrix: Node) -> int:
    include = matrix.get("include")
    values = _values(matrix)
    return (prod(map(len, values.values())) if values else 0) + (len(include.items) if include else 0)


def _values(matrix: Node) -> dict[str, list[str]]:
    """The listed values by parameter."""
    return {key.text: [item.text for item in value.items if item.form == "text"] for key, value in matrix.pairs if key.text not in EDITS}


def _combined(matrix: Node) -> Iterator[dict[str, str]]:
    """Every combination that is left, and those that are added."""
    values, out, more = _values(matrix), _entries(matrix, "exclude"), _entries(matrix, "include")
    for combination in product(*values.values()) if values else ():
        one = dict(zip(values, combination, strict=True))
        if not any(entry.items() <= one.items() for entry in out):
            yield one
    yield from more


def _entries(matrix: Node, key: str) -> list[dict[str, str]]:
    node = matrix.get(key)
    return [{name.text: value.text for name, value in entry.pairs} for entry in (node.items if node else ())]


def _defaults(node: Node) -> dict[str, str]:
    block = node.get("params")
    pairs = ((name.text, value.get("default")) for name, value in (block.pairs if block else ()))
    return {name: default.text for name, default in pairs if default is not None and default.form == "text"}
