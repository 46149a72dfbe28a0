"""Words in every language: what a report and the metrics that it prints lack."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from reportgen.model.problem import Location, Problem, Problems
from reportgen.spec.base import Words
from reportgen.spec.checks.scene import Scene
from reportgen.spec.node import Path

UNIT_LINES = ("unit", "subtitle", "head", "label", "stub")
"""Keys whose words name the unit of numbers that the program prints."""
FOREIGN_STEPS = re.compile("(?<![数數几幾])(?:十[億亿]|百[萬万]|千[萬万])")
"""Words for billions and millions, in which Chinese does not count."""
TOLD = 5
"""Places that a summary names."""


def check_languages(scene: Scene) -> Iterator[Problem]:
    """For every language that is built: no words at all are an error, missing ones a warning."""
    for path, words in _given(scene):
        if not words.texts:
            yield scene.problem("E226", f"no words; write them in {' and '.join(scene.spec.locales)}.", path)
        for tag, text in words.texts.items():
            step = FOREIGN_STEPS.search(text) if path[-1] in UNIT_LINES and tag.startswith("zh") else None
            if step:
                message = f"'{step.group()}' is no unit in which Chinese numbers are printed: millions and billions both come in 億."
                yield scene.problem("E233", message, (*path, tag), hint="Write 億元 (亿元), or 萬 (万) under `scale: k`.")
    yield from lacking(scene, scene.spec.locales)


def lacking(scene: Scene, tags: tuple[str, ...]) -> Iterator[Problem]:
    """A warning for each block without words in some of these languages, and for each metric without a name."""
    for path, words in _given(scene):
        absent = [tag for tag in tags if tag not in words.texts]
        if absent and words.texts:
            instead = "en" if "en" in words.texts else next(iter(words.texts))
            yield scene.problem("W226", f"no words in {' and '.join(absent)}; those in {instead} are printed instead.", path)
    yield from _metric_names(scene, tags)


def summary(scene: Scene, tag: str, where: Location) -> Problems:
    """One warning for a language that the report is not written in: how much of it is not translated, and where; none if all is."""
    found = tuple(lacking(scene, (tag,)))
    if not found:
        return ()
    texts = sum(1 for _, words in _given(scene) if words.texts)
    blocks = [p.path for p in found if p.code == "W226"]
    names = len(found) - len(blocks)
    places = ", ".join(blocks[:TOLD]) + (f" and {len(blocks) - TOLD} more" if len(blocks) > TOLD else "")
    parts = [f"{len(blocks)} of {texts} texts: {places}"] if blocks else []
    parts += [f"the names of {names} metric{'' if names == 1 else 's'}"] if names else []
    hint = f"The brief marks what stands in another language; `check --locale {tag} --verbose` lists every place."
    return (Problem("W239", f"not translated into {tag}: {'; '.join(parts)}.", where, hint=hint),)


def _given(scene: Scene) -> Iterator[tuple[Path, Words]]:
    """The words that the report's file gives, those of charts and tables too."""
    blocks: list[tuple[Path, BaseModel]] = [((), scene.spec)]
    for block, choices in (("charts", scene.charts), ("tables", scene.tables)):
        blocks += [((block, name), options) for name, (_, options) in choices.items()]
    for start, model in blocks:
        yield from ((path, words) for path, words in _words(model, start) if scene.positions.has(path))


def _metric_names(scene: Scene, tags: tuple[str, ...]) -> Iterator[Problem]:
    """Metrics that a figure prints under a name that some language lacks."""
    told: set[str] = set()
    for name, figure in scene.spec.figures.items():
        metric = scene.project.metrics.get(figure.metric)
        if metric is None or metric.id in told or figure.label.texts:
            continue
        view = metric.views.get(figure.as_)
        label = view.label if view else metric.label
        absent = [tag for tag in tags if tag not in label]
        if absent:
            told.add(metric.id)
            message = f"metric '{metric.id}' has no name in {' and '.join(absent)}; another language's is printed instead."
            yield scene.problem("W227", message, ("figures", name, "metric"))


def _words(value: Any, path: Path) -> Iterator[tuple[Path, Words]]:
    """All words of a block, with the way to each."""
    if isinstance(value, Words):
        yield path, value
    elif isinstance(value, BaseModel):
        for name, field in type(value).model_fields.items():
            yield from _words(getattr(value, name), (*path, field.alias or name))
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _words(item, (*path, key))
    elif isinstance(value, tuple | list):
        for index, item in enumerate(value):
            yield from _words(item, (*path, index))
