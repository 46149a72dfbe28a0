"""Parameters of a report: declared with type and default, written `${name}` where the value belongs, put in before anything is checked.

A value is one word of letters, digits, dots, hyphens and underscores that fits the type, so that it can be neither markup nor code
of a template.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, get_args

from reportgen.model.period import PeriodError, parse
from reportgen.model.problem import Location, Problem, Problems
from reportgen.spec.node import Node, Path, written
from reportgen.spec.schema import LocaleTag, ParamSpec
from reportgen.spec.suggest import did_you_mean, nearest, shortened
from reportgen.spec.validate import expected, validate

if TYPE_CHECKING:
    from reportgen.spec.project import Project

Params = tuple[tuple[str, str], ...]
"""Values by name, in order of name."""

RESERVED = ("as_of", "locale", "exclude", "include", "set")
"""Words that the name of a variant or a matrix uses itself."""
LOCALES: tuple[str, ...] = get_args(LocaleTag)
_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_WORD = re.compile(r"-?[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?")
_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,18})?")
_MARK = re.compile(r"\$(\$?)\{([^{}\s]*)\}")
_UNTOUCHED = ("report", "extends", "params", "matrix")
_RULE = "letters, digits, '.', '_' and '-' are allowed, a letter or digit at both ends"


@dataclass(frozen=True, slots=True)
class Filled(Node):
    """A scalar in which values stand for marks; its places are those of the scalar as written."""

    origin: Node | None = field(default=None, repr=False, compare=False)
    swaps: tuple[tuple[int, int, int], ...] = field(default=(), repr=False, compare=False)
    """Of each value its offset and length in the text, and the length of its mark."""

    def inside(self, offset: int) -> Location:
        """Where the character at that offset stands in the file; inside a value, where its mark begins."""
        assert self.origin is not None, "this is a bug: a filled scalar has the one that was written"
        shift = 0
        for start, length, mark in self.swaps:
            if offset < start:
                break
            if offset < start + length:
                return self.origin.inside(start + shift)
            shift += mark - length
        return self.origin.inside(offset + shift)


def declared(node: Node, project: Project) -> tuple[dict[str, ParamSpec], Problems]:
    """The parameters that a report declares, by name. Wrong declarations are E281, wrong defaults E282."""
    block = node.get("params")
    if block is None or block.empty:
        return {}, ()
    if block.form != "mapping":
        return {}, (Problem("E203", expected(block, "a mapping of keys"), block.where, "params"),)
    found: dict[str, ParamSpec] = {}
    problems: list[Problem] = []
    for key, value in block.pairs:
        path: Path = ("params", key.text)
        if not _NAME.fullmatch(key.text) or key.text in RESERVED:
            why = "is taken" if key.text in RESERVED else "cannot name a parameter; use small letters, digits and single '_'"
            problems.append(Problem("E281", f"'{shortened(key.text)}' {why}.", key.where, written(path)))
            continue
        made, faults, positions = validate(value, ParamSpec, path)
        problems += faults
        if made is None:
            continue
        found[key.text] = made
        odd = next((word for word in made.choices if not _WORD.fullmatch(word)), None)
        if (made.type == "choice") != bool(made.choices):
            message = "a choice needs its choices." if made.type == "choice" else f"a {made.type} has no choices; drop them."
            problems.append(Problem("E281", message, positions[("choices",)], written((*path, "choices"))))
        elif odd is not None:
            place: Path = ("choices", made.choices.index(odd))
            problems.append(Problem("E281", f"'{shortened(odd)}' cannot be a choice; {_RULE}.", positions[place], written((*path, *place))))
        elif fault := fault_of(made.default, made, project):
            problems.append(Problem("E282", fault, positions[("default",)], written((*path, "default"))))
    return found, tuple(problems)


def faults_of(given: Params, known: Mapping[str, ParamSpec], project: Project) -> Problems:
    """What is wrong with values that are given from outside: unknown names are E283, wrong values E282."""
    problems = []
    for name, value in given:
        if name not in known:
            problems.append(Problem("E283", nearest("parameter", name, known), None, f"--set {shortened(name)}"))
        elif fault := fault_of(value, known[name], project):
            problems.append(Problem("E282", fault, None, f"--set {name}"))
    return tuple(problems)


def with_params(node: Node, known: Mapping[str, ParamSpec], given: Params) -> tuple[Node, Params, Problems]:
    """The report with a value in place of every `${name}`, and the given values that differ from the defaults.

    The values are those that `declared` and `faults_of` found no fault with. Unknown names are E283, parameters of the report's own
    file that nothing uses E284.
    """
    values = {name: one.default for name, one in known.items()} | dict(given)
    put = _Put(values)
    filled = Node(node.form, tuple((k, v if k.text in _UNTOUCHED else put.into(v, (k.text,))) for k, v in node.pairs), node.where)
    block = node.get("params")
    unused = [
        Problem(
            "E284",
            f"parameter '{name.text}' is used nowhere; write ${{{name.text}}} where its value belongs, or drop it.",
            name.where,
            f"params.{name.text}",
        )
        for name, _ in (block.pairs if block else ())
        if name.text not in put.used and name.where.file == node.where.file
    ]
    differ = tuple(sorted((name, value) for name, value in dict(given).items() if value != known[name].default))
    return filled, differ, (*put.problems, *unused)


def fault_of(value: str, param: ParamSpec, project: Project) -> str:
    """What is wrong with a value of that type, as a sentence; empty when nothing is."""
    shown = shortened(value)
    if param.type in ("entity", "metric"):
        known = project.entities if param.type == "entity" else tuple(project.metrics)
        if value not in known:
            return nearest(param.type, value, known)
    elif param.type in ("choice", "locale"):
        known = param.choices if param.type == "choice" else LOCALES
        if value not in known:
            return f"'{shown}' is not allowed here. Allowed: {', '.join(known)}.{did_you_mean(value, known)}"
    elif param.type == "period" and ".." in value:
        return f"'{shown}' is a range, and this parameter takes one period; declare it with `type: periods` to allow ranges."
    elif param.type in ("period", "periods") and not _is_period(value):
        return f"'{shown}' is no period; write it as FY2024, H1-2024, Q3-2024, 9M-2024, 2024-06 or 2024-06-30."
    elif param.type == "date" and not _is_date(value):
        return f"'{shown}' is no date; write it as 2024-06-30."
    elif param.type == "number" and not _NUMBER.fullmatch(value):
        return f"'{shown}' is no number; write it as 12 or -0.5."
    return "" if _WORD.fullmatch(value) else f"'{shown}' cannot be the value of a parameter; {_RULE}."


def _is_period(value: str) -> bool:
    try:
        parse(value)
    except PeriodError:
        return False
    return True


def _is_date(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


class _Put:
    """Puts values in place of marks, and notes which were used and what is wrong."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self.values = values
        self.used: set[str] = set()
        self.problems: list[Problem] = []

    def into(self, node: Node, path: Path) -> Node:
        """The node with values in place of its marks; a node without marks is the node itself."""
        if node.form == "list":
            items = tuple(self.into(item, (*path, number)) for number, item in enumerate(node.items))
            return node if all(a is b for a, b in zip(items, node.items, strict=True)) else replace(node, value=items)
        if node.form == "mapping":
            for key, _ in node.pairs:
                if any(not mark[1] for mark in _MARK.finditer(key.text)):
                    self.problems.append(Problem("E283", "a key cannot hold a parameter; write the key out.", key.where, written(path)))
            pairs = tuple((key, self.into(value, (*path, key.text))) for key, value in node.pairs)
            return node if all(a[1] is b[1] for a, b in zip(pairs, node.pairs, strict=True)) else replace(node, value=pairs)
        return self._filled(node, path) if "${" in node.text else node

    def _filled(self, node: Node, path: Path) -> Node:
        text, swaps, end = "", list[tuple[int, int, int]](), 0
        for mark in _MARK.finditer(node.text):
            value = mark[0][1:] if mark[1] else self._value(mark[2], node.inside(mark.start()), path)
            text += node.text[end : mark.start()]
            swaps.append((len(text), len(value), len(mark[0])))
            text += value
            end = mark.end()
        if not swaps:
            return node
        # A mark in quotes stands for its value without them: in a list or mapping on one line YAML wants the quotes for the brace.
        whole = len(swaps) == 1 and swaps[0][2] == len(node.text)
        return Filled("text", text + node.text[end:], node.where, node.plain or whole, node.raw, node, tuple(swaps))

    def _value(self, name: str, where: Location, path: Path) -> str:
        if name not in self.values:
            self.problems.append(Problem("E283", nearest("parameter", name, self.values), where, written(path)))
            return ""
        self.used.add(name)
        return self.values[name]
