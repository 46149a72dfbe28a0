"""Nodes against a model: every fault at once, each in a sentence of our own, where it stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from reportgen.model.problem import Problem, Problems
from reportgen.spec.node import Node, Path, Positions, written
from reportgen.spec.suggest import did_you_mean, nearest_word, shortened, unknown
from reportgen.spec.typed import Stranger, Wrong, typed

M = TypeVar("M", bound=BaseModel)


def validate(node: Node, model: type[M], path: Path = ()) -> tuple[M | None, Problems, Positions]:
    """The model of a mapping node, or every problem with it; and where its values and keys stand.

    `path` is the way from the file's top to the node, for messages; the positions count from the node itself.
    """
    positions = Positions(node)
    if node.form != "mapping":
        return None, (Problem("E203", expected(node, "a mapping of keys"), node.where, written(path)),), positions
    strangers: list[Stranger] = []
    data = typed(node, model, path, strangers)
    problems = [stranger(*found) for found in strangers]
    made: M | None = None
    try:
        made = model.model_validate(data)
    except ValidationError as bad:
        meant = {(*place[:-1], nearest_word(key.text, known)) for place, key, known in strangers}
        problems += [problem for place, problem in _translated(bad, positions, path).items() if (*path, *place) not in meant]
    return (None if problems else made), tuple(problems), positions


def stranger(path: Path, key: Node, known: tuple[str, ...]) -> Problem:
    """The problem of a key that nobody knows."""
    return Problem("E201", unknown("key", key.text, known), key.where, written(path))


def expected(node: Node, what: str) -> str:
    """What fits and what stands there, such as: a list is expected here, not a text."""
    if node.empty:
        return f"no value; {what} is expected here."
    quoted = "" if node.plain else " in quotes"
    found = f"'{shortened(node.text)}'{quoted}" if node.form == "text" else f"a {node.form}"
    return f"{what} is expected here, not {found}."


def _translated(bad: ValidationError, positions: Positions, path: Path) -> dict[Path, Problem]:
    """pydantic's errors in our words, one for each place.

    A missing key has the place of the key above it, where there is one.
    """
    found: dict[Path, Problem] = {}
    for error in details(bad):
        loc = tuple(error["loc"])
        here = positions.clean(loc)
        if error["type"] == "missing":
            here = (*here, loc[-1])
        code, message = _sentence(error, positions.node(loc))
        where = positions.key(here[:-1]) if error["type"] == "missing" else positions[here]
        found.setdefault(here, Problem(code, message, where, written((*path, *here))))
    return found


def details(bad: ValidationError) -> list[ErrorDetails]:
    """pydantic's errors, without the length of lists whose entries are at fault: it counts the sound ones only."""
    every = bad.errors(include_url=False)
    above = {tuple(error["loc"][:depth]) for error in every for depth in range(len(error["loc"]))}
    return [error for error in every if error["type"] not in ("too_short", "too_long") or tuple(error["loc"]) not in above]


Details = dict[str, Any]


def _sentence(error: ErrorDetails, node: Node) -> tuple[str, str]:
    value, kind, details = error["input"], error["type"], error.get("ctx", {})
    if isinstance(value, Wrong):
        return ("E203" if value.node.form != "text" or value.node.empty else "E204"), expected(value.node, value.expected)
    if kind in ("tuple_type", "list_type"):
        return "E203", expected(node, "a list")
    if kind in _SENTENCES:
        code, words = _SENTENCES[kind]
        return code, words({**details, "value": value, "name": error["loc"][-1] if error["loc"] else ""})
    return "E208", f"{_shown(value)} is not allowed here."


def _literal(d: Details) -> tuple[str, ...]:
    """The allowed words, from pydantic's "'en', 'de' or 'zh-Hant'"."""
    return tuple(part.strip().strip("'") for part in d["expected"].replace(" or ", ", ").split(","))


def _word(d: Details) -> str:
    allowed = [word for word in _literal(d) if word]
    return f"'{shortened(str(d['value']))}' is not allowed here. Allowed: {', '.join(allowed)}.{did_you_mean(str(d['value']), allowed)}"


def _few(d: Details) -> str:
    return f"at least {d['min_length']} {_entries(d['min_length'])} needed here, not {d['actual_length']}."


def _many(d: Details) -> str:
    return f"at most {d['max_length']} {_entries(d['max_length'])} allowed here, not {d['actual_length']}."


def _plain(limit: object) -> str:
    """A limit as one writes it in YAML: 28, not 28.0."""
    return str(limit).removesuffix(".0")


def _entries(count: int) -> str:
    return "entry is" if count == 1 else "entries are"


_SENTENCES: dict[str, tuple[str, Callable[[Details], str]]] = {
    "missing": ("E202", lambda d: f"key '{d['name']}' is missing." if isinstance(d["name"], str) else f"entry {d['name'] + 1} is missing."),
    "literal_error": ("E205", _word),
    "too_short": ("E206", _few),
    "too_long": ("E206", _many),
    "string_too_short": ("E206", lambda d: f"the text is too short; the least are {d['min_length']} characters."),
    "string_too_long": ("E206", lambda d: f"the text is too long; the most are {d['max_length']} characters."),
    "greater_than": ("E207", lambda d: f"{_plain(d['value'])} is too small; it must be more than {_plain(d['gt'])}."),
    "greater_than_equal": ("E207", lambda d: f"{_plain(d['value'])} is too small; the least is {_plain(d['ge'])}."),
    "less_than": ("E207", lambda d: f"{_plain(d['value'])} is too large; it must be less than {_plain(d['lt'])}."),
    "less_than_equal": ("E207", lambda d: f"{_plain(d['value'])} is too large; the most is {_plain(d['le'])}."),
    "string_pattern_mismatch": ("E207", lambda d: f"'{shortened(d['value'])}' does not have the form {d['pattern']}."),
    "value_error": ("E208", lambda d: str(d["error"])),
    "assertion_error": ("E208", lambda d: str(d["error"])),
}


def _shown(value: Any) -> str:
    return f"'{shortened(value)}'" if isinstance(value, str) else "this value"
