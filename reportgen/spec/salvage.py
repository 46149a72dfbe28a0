"""A model of what is sound in a faulty file, so that the checks behind the form still run and all problems come at once.

What does not fit its place is replaced by an empty value there; list positions stay, so that paths keep their meaning.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any, Literal, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError

from reportgen.model.problem import Problem, Problems
from reportgen.spec.node import Node, Path, written
from reportgen.spec.typed import Stranger, typed
from reportgen.spec.validate import details

M = TypeVar("M", bound=BaseModel)
ROUNDS = 20
SHAPE = frozenset({"E222", "E224", "E225", "E226"})
"""Problems of entries that lack something: said of an entry with an unknown key, they would only repeat it."""


def salvage(node: Node, model: type[M]) -> tuple[M | None, tuple[Path, ...], tuple[Path, ...]]:
    """The model with empty values in place of faulty ones; the paths of those, and of the entries that have unknown keys."""
    strangers: list[Stranger] = []
    data = typed(node, model, (), strangers)
    loose = tuple(path[:-1] for path, _, _ in strangers)
    broken: list[Path] = []
    for _ in range(ROUNDS):
        try:
            return model.model_validate(data), tuple(broken), loose
        except ValidationError as bad:
            places = [_place(tuple(error["loc"]), data) for error in details(bad)]
        if any(place in broken for place in places):
            break
        for place in dict.fromkeys(places):
            broken.append(place)
            _replace(data, place, _annotation(model, place))
    return None, tuple(broken), loose


def silenced(problems: Iterable[Problem], broken: tuple[Path, ...], loose: tuple[Path, ...]) -> Problems:
    """The problems that hold whatever the faulty places would have said."""
    kept = []
    lacking = (*loose, *(path[:-1] for path in broken))
    for problem in problems:
        inside = any(_within(problem.path, path) for path in broken)
        repeats = problem.code in SHAPE and any(_within(problem.path, path) for path in lacking if path)
        unsure = problem.severity == "warning" or _lost(problem.code, broken)
        if not (inside or repeats or unsure):
            kept.append(problem)
    return tuple(kept)


_HOLDERS = {
    "E213": ("figures",),
    "E214": ("charts",),
    "E215": ("tables",),
    "E216": ("cards",),
    "E218": ("sections",),
    "E219": ("sections", "lead"),
    "E223": ("report",),
}
"""Codes of names that are not found, with the blocks that would hold them."""


def _lost(code: str, broken: tuple[Path, ...]) -> bool:
    """Whether the name may stand in what was replaced; a block that was replaced by entries keeps their names."""
    blocks = _HOLDERS.get(code, ())
    return any(path[0] in blocks and (len(path) == 1 or code in ("E218", "E219")) for path in broken if path)


def _within(text: str, path: Path) -> bool:
    start = written(path)
    return text == start or text.startswith((f"{start}.", f"{start}["))


def _place(loc: Path, data: Any) -> Path:
    """The error's place as far as the data go, and one step beyond for what is missing."""
    place: list[str | int] = []
    for step in loc:
        if isinstance(data, dict) and step == 0:
            continue
        if not isinstance(data, dict | list):
            break  # pydantic goes on to name the members of a union
        place.append(step)
        if isinstance(data, dict) and step in data:
            data = data[str(step)]
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            break
    return tuple(place)


def _replace(data: Any, path: Path, annotation: Any) -> None:
    for step in path[:-1]:
        data = data[step]
    data[path[-1]] = empty(annotation)


def _annotation(annotation: Any, path: Path) -> Any:
    """The annotation of the value at a path."""
    for step in path:
        for part in _parts(annotation):
            origin, args = get_origin(part), get_args(part)
            if _is_model(part):
                known = {field.alias or name: field.annotation for name, field in part.model_fields.items()}
                annotation = known.get(str(step), Any)
            elif origin is dict:
                annotation = args[1]
            elif origin in (list, tuple):
                annotation = args[0] if isinstance(step, int) else _annotation(args[0], (step,))
            else:
                continue
            break
    return annotation


def empty(annotation: Any) -> Any:
    """A value of that kind that says nothing."""
    for part in _parts(annotation):
        origin = get_origin(part)
        if _is_model(part):
            return {field.alias or name: empty(field.annotation) for name, field in part.model_fields.items() if field.is_required()}
        if origin is Literal:
            return get_args(part)[0]
        if origin in (list, tuple):
            return [empty(get_args(part)[0])] * 3
        if origin is dict:
            return {}
        if part is date:
            return date.min
        if part in (bool, int, float):
            return part()
    return ""


def _parts(annotation: Any) -> list[Any]:
    if get_origin(annotation) is Annotated:
        return _parts(get_args(annotation)[0])
    if get_args(annotation) and type(None) in get_args(annotation):
        return [part for arg in get_args(annotation) if arg is not type(None) for part in _parts(arg)]
    return [annotation]


def _is_model(part: Any) -> bool:
    return isinstance(part, type) and issubclass(part, BaseModel)
