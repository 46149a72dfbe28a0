"""Every name that a report writes down must name something: metrics, entities, figures, points, charts, tables, cards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from reportgen.model import expression
from reportgen.model.expression import ExpressionError, Literal, Name, Operation
from reportgen.model.problem import Problem
from reportgen.spec.checks.scene import Scene
from reportgen.spec.node import Path
from reportgen.spec.suggest import nearest


def check_links(scene: Scene) -> Iterator[Problem]:
    """References by name, points and conditions."""
    known: Mapping[str, tuple[str, tuple[str, ...]]] = {
        "metric": ("E211", tuple(scene.project.metrics)),
        "entity": ("E212", scene.project.entities),
        "figure": ("E213", tuple(scene.spec.figures)),
        "chart": ("E214", tuple(scene.spec.charts)),
        "table": ("E215", tuple(scene.spec.tables)),
        "card": ("E216", tuple(scene.spec.cards)),
    }
    for path, to, name in scene.found:
        if to in known and name not in known[to][1]:
            code, names = known[to]
            yield scene.problem(code, nearest(to, name, names), path)
    for path, text in scene.references("point"):
        yield from _point(scene, path, text)
    for path, text in scene.references("condition"):
        yield from _condition(scene, path, text)


def _point(scene: Scene, path: Path, text: str) -> Iterator[Problem]:
    try:
        name = expression.parse(text)
    except ExpressionError as bad:
        yield scene.problem("E217", f"{bad}.", path, bad.column)
        return
    if not isinstance(name, Name):
        yield scene.problem("E217", f"'{text}' is no point; write a figure, or one point of it: half['H1-2024'].", path)
    elif wrong := scene.wrong_point(name.name, name.key, one=True):
        yield scene.problem(*wrong, path)


def _condition(scene: Scene, path: Path, text: str) -> Iterator[Problem]:
    try:
        condition = expression.parse(text)
    except ExpressionError as bad:
        yield scene.problem("E240", f"{bad}.", path, bad.column)
        return
    if not expression.is_condition(condition):
        yield scene.problem("E240", "this is no condition; compare figures with < <= == != >= >.", path)
        return
    single = {name.column for name in _alone(condition)}
    for name in expression.names(condition):
        if wrong := scene.wrong_point(name.name, name.key, one=name.column in single):
            hint = "Or compare its max, min or sum." if wrong[0] == "E217" and name.key is None else ""
            yield scene.problem(*wrong, path, name.column, hint=hint)


def _alone(part: expression.Expression) -> Iterator[Name]:
    """The names that no function takes as a row."""
    if isinstance(part, Name):
        yield part
    elif isinstance(part, Operation):
        for operand in part.operands:
            if not isinstance(operand, Literal):
                yield from _alone(operand)
