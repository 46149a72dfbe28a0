"""How a report is built: its name, exhibits and blocks that hold one thing each, claims with conditions, nothing left over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import PurePosixPath

from reportgen.model.problem import Problem
from reportgen.spec.base import Words
from reportgen.spec.checks.scene import Scene
from reportgen.spec.node import Path
from reportgen.spec.schema import Alternative, DisclosureSpec, ExhibitSpec

NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
ENTRY = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
Wordings = tuple[Alternative, ...]


def check_shape(scene: Scene) -> Iterator[Problem]:
    """Everything that the model of the YAML cannot say."""
    yield from _name(scene)
    yield from _names(scene)
    yield from _exhibits(scene)
    yield from _blocks(scene)
    yield from _disclosures(scene)
    for path, wordings in (*_claims(scene), *_prose(scene)):
        yield from _order(scene, path, wordings)
    for path, wordings in _claims(scene):
        yield from _untested(scene, path, wordings)


def _name(scene: Scene) -> Iterator[Problem]:
    name, file = scene.spec.report, PurePosixPath(scene.positions.root.where.file).stem
    if not NAME.fullmatch(name):
        yield scene.problem("E223", f"'{name}' cannot name a report: use small letters, digits and hyphens.", ("report",))
    elif name != file:
        yield scene.problem("E223", f"the report is called '{name}' and its file '{file}'; give both the same name.", ("report",))


def _names(scene: Scene) -> Iterator[Problem]:
    """Names that become anchors and file names."""
    for block in ("charts", "tables", "cards"):
        for name in getattr(scene.spec, block):
            if not ENTRY.fullmatch(name):
                message = f"'{name}' cannot name an entry: use letters, digits, _ and -, a letter first."
                yield scene.problem("E228", message, (block, name), key=True)
    seen: dict[str, str] = {}
    for block in ("charts", "tables", "cards"):
        for name in getattr(scene.spec, block):
            if name in seen:
                yield scene.problem("E228", f"'{name}' is the name of an entry of '{seen[name]}' already.", (block, name), key=True)
            seen.setdefault(name, block)


def _exhibits(scene: Scene) -> Iterator[Problem]:
    seen: dict[str, Path] = {}
    for path, exhibit in scene.exhibits():
        given = [key for key in ("chart", "table", "card") if getattr(exhibit, key)]
        if len(given) != 1:
            what = "nothing" if not given else " and ".join(f"'{key}'" for key in given)
            yield scene.problem("E224", f"an exhibit shows one of 'chart', 'table' and 'card'; this one has {what}.", path)
        for key in given if len(given) == 1 else ():
            name = getattr(exhibit, key)
            if name in seen:
                where = scene.positions[seen[name]]
                yield scene.problem(
                    "E224", f"'{name}' is shown already, in line {where.line}; refer to it with {{{{ exhibit('{name}') }}}}.", (*path, key)
                )
            seen.setdefault(name, (*path, key))


def _blocks(scene: Scene) -> Iterator[Problem]:
    for i, section in enumerate(scene.spec.sections):
        if not section.blocks:
            yield scene.problem("E225", "a section needs at least one block.", ("sections", i, "blocks"))
        for j, block in enumerate(section.blocks):
            given = [key for key, value in (("prose", block.prose), ("bullets", block.bullets), ("exhibit", block.exhibit)) if value]
            if len(given) != 1:
                what = "nothing" if not given else " and ".join(f"'{key}'" for key in given)
                message = f"a block holds one of 'prose', 'bullets' and 'exhibit'; this one has {what}."
                yield scene.problem("E225", message, ("sections", i, "blocks", j))


def _disclosures(scene: Scene) -> Iterator[Problem]:
    """A rating of the house's own makes the brief a recommendation, whose readers must learn who gives it, when, how and for whom."""
    given = scene.spec.disclosures
    if scene.spec.rating is None:
        return
    lacking = [key for key in DisclosureSpec.model_fields if not _said(getattr(given, key))]
    if lacking:
        message = f"a brief with a rating of its own discloses {', '.join(lacking)} as well."
        hint = "Fill in 'disclosures:', or leave 'rating:' out and quote ratings of others as facts."
        yield scene.problem("E252", message, ("rating",), hint=hint, key=True)


def _said(value: Words | datetime | None) -> bool:
    return bool(value.texts) if isinstance(value, Words) else value is not None


def _claims(scene: Scene) -> Iterator[tuple[Path, Wordings]]:
    """Everything that asserts a finding; tables and cards may just name what they hold."""
    spec = scene.spec
    yield from ((("title",), spec.title), (("standfirst",), spec.standfirst), (("watch",), spec.watch))
    yield from ((("bullets", i), bullet) for i, bullet in enumerate(spec.bullets))
    for i, section in enumerate(spec.sections):
        yield ("sections", i, "heading"), section.heading
        for j, block in enumerate(section.blocks):
            for k, bullet in enumerate(block.bullets):
                yield ("sections", i, "blocks", j, "bullets", k), bullet
    yield from (((*path, "title"), exhibit.title) for path, exhibit in scene.exhibits() if _asserts(exhibit))


def _asserts(exhibit: ExhibitSpec) -> bool:
    return bool(exhibit.chart) or len(exhibit.title) > 1


def _prose(scene: Scene) -> Iterator[tuple[Path, Wordings]]:
    for i, section in enumerate(scene.spec.sections):
        for j, block in enumerate(section.blocks):
            if block.prose:
                yield ("sections", i, "blocks", j, "prose"), block.prose


def _order(scene: Scene, path: Path, wordings: Wordings) -> Iterator[Problem]:
    """A wording without `when` is always taken, so none may follow it."""
    for index, wording in enumerate(wordings[:-1]):
        if not wording.when:
            message = "this wording has no 'when:', so those after it are never taken."
            yield scene.problem("E241", message, (*path, index))


def _untested(scene: Scene, path: Path, wordings: Wordings) -> Iterator[Problem]:
    for index, wording in enumerate(wordings):
        if not wording.when and not wording.holds:
            message = "this claim has no condition; say in 'holds:' or 'when:' what must be true of the figures."
            yield scene.problem("W231", message, (*path, index))


def check_unused(scene: Scene) -> Iterator[Problem]:
    """What is declared and never shown or said; only of a report without errors, where no misspelt name explains it."""
    shown = {name for _, e in scene.exhibits() for name in (e.chart, e.table, e.card)}
    for block, what in (("charts", "chart"), ("tables", "table"), ("cards", "card")):
        for name in getattr(scene.spec, block):
            if name not in shown and _own(scene, (block, name)):
                yield scene.problem("W242", f"{what} '{name}' is in no exhibit.", (block, name), key=True)
    used = scene.used_figures()
    for name in scene.spec.figures:
        if name not in used and _own(scene, ("figures", name)):
            yield scene.problem("W243", f"figure '{name}' is used nowhere.", ("figures", name), key=True)


def _own(scene: Scene, path: Path) -> bool:
    """Whether the report's own file has the entry, rather than one that it extends."""
    return scene.positions.key(path).file == scene.positions.root.where.file
