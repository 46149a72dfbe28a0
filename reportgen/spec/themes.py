"""A theme file with what it extends: a variant states only the differences."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path as File

from reportgen.model.problem import Location, Problem, Problems
from reportgen.spec.extends import over
from reportgen.spec.node import Node, Path, Positions, written
from reportgen.spec.read import read_yaml
from reportgen.spec.suggest import nearest
from reportgen.spec.theme import Theme
from reportgen.spec.validate import validate

_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")


def theme_names(folders: Sequence[File]) -> tuple[str, ...]:
    """The themes that the folders hold, by name."""
    return tuple(sorted({file.stem for folder in folders for file in folder.glob("*.yaml")}))


def load_theme(name: str, folders: Sequence[File], root: File, asked: Location | None, path: str) -> tuple[Theme | None, Problems]:
    """The theme of that name from the first folder that has it, laid over those that it extends.

    `asked` and `path` say where the name stands, for the message that there is no such theme.
    """
    node, problems = _layers(name, folders, root, asked, path, ())
    if node is None:
        return None, problems
    theme, found, positions = validate(node, Theme)
    if theme is None:
        return None, found
    found = _colours(theme, positions)
    return (None if found else theme), found


def _layers(
    name: str, folders: Sequence[File], root: File, asked: Location | None, path: str, seen: tuple[str, ...]
) -> tuple[Node | None, Problems]:
    """The theme's own mapping over the mapping of its base."""
    if name in seen:
        chain = " -> ".join((*seen, name))
        return None, (Problem("E261", f"themes extend each other in a circle: {chain}.", asked, path),)
    known = theme_names(folders)
    if name not in known:
        return None, (Problem("E260", nearest("theme", name, known), asked, path),)
    folder = next(folder for folder in folders if (folder / f"{name}.yaml").exists())
    node, problems = read_yaml(folder / f"{name}.yaml", root if folder.is_relative_to(root) else folder.parent)
    base = node.get("extends") if node else None
    if node is None or base is None or base.form != "text" or not base.text:
        return node, problems
    below, problems = _layers(base.text, folders, root, base.where, "extends", (*seen, name))
    return (over(below, node) if below else None), problems


def _colours(theme: Theme, positions: Positions) -> Problems:
    """Colours end up in style sheets and charts, so nothing but #RRGGBB gets there."""
    problems = []
    for ground in ("light", "dark"):
        for name, value in getattr(theme, ground):
            for index, colour in enumerate(value if isinstance(value, tuple) else (value,)):
                path: Path = (ground, name, index) if isinstance(value, tuple) else (ground, name)
                if not _COLOUR.fullmatch(colour):
                    message = f"'{colour}' is no colour; write #RRGGBB, such as #004165."
                    problems.append(Problem("E207", message, positions[path], written(path)))
    return tuple(problems)
