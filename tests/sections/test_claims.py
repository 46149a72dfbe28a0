"""Every claim of every brief hangs on its figures: turn one over and the wording changes, or the build stops."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from reportgen.model import expression
from reportgen.model.document import Emission, Inlines, Number, Strong
from reportgen.model.expression import Expression, Literal, Name, Operation
from reportgen.model.fact import Facts
from reportgen.model.figure import Figure, Figures, Point
from reportgen.model.quantity import Quantity
from reportgen.pipeline import evaluate, open_project
from reportgen.render import words
from reportgen.sections.desk import Desk
from reportgen.sections.exhibits import numbering
from reportgen.spec.base import Block
from reportgen.spec.load import LoadedSpec, load_spec
from reportgen.spec.node import Path as Place
from reportgen.spec.schema import Alternative, Spec
from reportgen.text import locale as text
from tests.support.project import FERRIES, ROOT

REPORTS = tuple(sorted((*(ROOT / "config/reports").glob("*.yaml"), *(FERRIES / "config/reports").glob("*.yaml"))))
Claim = tuple[Alternative, ...]


class Brief(NamedTuple):
    loaded: LoadedSpec
    facts: Facts
    figures: Figures


@cache
def brief(file: Path) -> Brief:
    project = open_project(file.parents[2])
    loaded, problems = load_spec(file, project)
    assert loaded, problems
    facts, figures, _ = evaluate(project, loaded, loaded.spec.as_of)
    return Brief(loaded, facts, figures)


def claims(block: object, path: Place = ()) -> Iterator[tuple[Place, Claim]]:
    """Everything in a spec that has wordings with conditions, by its place."""
    if isinstance(block, tuple) and block and all(isinstance(item, Alternative) for item in block):
        yield path, block
    elif isinstance(block, Block):
        for name in type(block).model_fields:
            yield from claims(getattr(block, name), (*path, name))
    elif isinstance(block, tuple | dict):
        for key, item in block.items() if isinstance(block, dict) else enumerate(block):
            yield from claims(item, (*path, key))


def desk(made: Brief, figures: Figures, tag: str) -> Desk:
    return Desk(figures, made.facts, text.load(tag), made.loaded.positions.__getitem__, numbering(made.loaded.spec))


def notes(spec: Spec) -> dict[str, int]:
    return {name: number for number, name in enumerate((name for s in spec.sections for name in s.notes), 1)}


class Said(NamedTuple):
    """What a claim comes to: the wording taken, its text, and the numbers in it; no wording where the build stops."""

    wording: str
    text: str
    numbers: tuple[Emission, ...]


def said(made: Brief, figures: Figures, claim: Claim, path: Place, tag: str) -> Said:
    at = desk(made, figures, tag)
    paragraphs = at.claimed(claim, path, notes(made.loaded.spec))
    if at.problems:
        return Said("", "", ())
    taken = next(a for a in claim if a.when is None or at.true(a.when, path))
    numbers = tuple(number for inlines in paragraphs for number in emissions(inlines))
    return Said(taken.texts.get(tag, ""), "\n".join(words.plain(inlines, at.locale) for inlines in paragraphs), numbers)


def emissions(inlines: Inlines) -> Iterator[Emission]:
    for node in inlines:
        if isinstance(node, Strong):
            yield from emissions(node.children)
        elif isinstance(node, Number):
            yield node.emission


def with_value(figures: Figures, name: str, keys: tuple[str, ...], value: Quantity) -> Figures:
    """The figures with another value at some points of one figure."""
    figure = figures[name]
    points = tuple(replace(p, result=value) if p.key in keys else p for p in figure)
    return {**figures, name: Figure(figure.name, points, figure.label, figure.where)}


def turned(q: Quantity) -> Quantity:
    return replace(q, value=-q.value, low=-q.high, high=-q.low)


def others(q: Quantity) -> Iterator[Quantity]:
    """Values on all sides of a number: its opposite, nothing, far above, far below."""
    yield turned(q)
    for value in (Decimal(0), Decimal(10**15), -Decimal(10**15)):
        yield replace(q, value=value, low=value, high=value)
    days = [q.value + n for n in (-10000, 10000)]
    yield from (replace(q, value=day, low=day, high=day) for day in days)


def comparisons(condition: Expression) -> Iterator[Operation]:
    if isinstance(condition, Operation) and condition.operator in ("and", "or", "not"):
        for operand in condition.operands:
            yield from comparisons(operand)
    elif isinstance(condition, Operation):
        yield condition


def points_of(figures: Figures, name: Name) -> tuple[Point, ...]:
    return tuple(p for p in figures[name.name] if name.key in (None, p.key))


def overturned(made: Brief, comparison: Operation) -> Iterator[Figures]:
    """The figures with one name of the comparison given a value under which it answers otherwise; one way for each name that has one."""
    before = expression.holds(comparison, desk(made, made.figures, "en").look_up)
    for name in dict.fromkeys(expression.names(comparison)):
        points = points_of(made.figures, name)
        for value in others(next(p.quantity for p in points if p.quantity)):
            changed = with_value(made.figures, name.name, tuple(p.key for p in points), value)
            try:
                if expression.holds(comparison, desk(made, changed, "en").look_up) != before:
                    yield changed
                    break
            except ZeroDivisionError:
                continue


def id_of(file: Path) -> str:
    return file.stem


@pytest.mark.parametrize("file", REPORTS, ids=id_of)
def test_no_wording_asserts_without_a_condition(file: Path) -> None:
    made = brief(file)
    found = [p for p in load_spec(file, open_project(file.parents[2]))[1] if p.code == "W231"]
    assert not found
    assert sum(1 for _ in claims(made.loaded.spec)) > 10


@pytest.mark.parametrize("file", REPORTS, ids=id_of)
def test_a_comparison_that_turns_over_changes_the_wording_or_stops_the_build(file: Path) -> None:
    made = brief(file)
    tag = made.loaded.spec.locales[0]
    tried = 0
    for path, claim in claims(made.loaded.spec):
        now = said(made, made.figures, claim, path, tag)
        assert now.wording, path
        taken = next(a for a in claim if a.texts.get(tag) == now.wording)
        condition = expression.parse(taken.when or taken.holds or "1 == 1")
        for comparison in comparisons(condition):
            if isinstance(comparison.operands[0], Literal):
                continue
            changes = list(overturned(made, comparison))
            assert changes, f"{path}: nothing makes a difference to column {comparison.column} of {taken.when or taken.holds}"
            for figures in changes:
                tried += 1
                then = said(made, figures, claim, path, tag)
                still = expression.holds(condition, desk(made, figures, tag).look_up)
                assert (then.wording == now.wording) == still, (path, then.wording)
    assert tried > 10


@pytest.mark.parametrize("file", REPORTS, ids=id_of)
def test_a_number_with_the_other_sign_reads_otherwise_or_stops_the_build(file: Path) -> None:
    """No sentence drops a sign that it does not hang on: `abs=true` needs a condition."""
    made = brief(file)
    deaf = []
    for tag in made.loaded.spec.locales:
        for path, claim in claims(made.loaded.spec):
            now = said(made, made.figures, claim, path, tag)
            for emission in now.numbers:
                point = emission.value
                if not isinstance(point, Point) or not point.quantity or point.unit in ("date", "rating") or not named(made, point):
                    continue
                figures = with_value(made.figures, named(made, point), (point.key,), turned(point.quantity))
                if said(made, figures, claim, path, tag).text == now.text:
                    deaf.append(f"{tag} {path}: {point.id} in {now.text}")
    assert not deaf, "\n".join(deaf)


@pytest.mark.parametrize("file", REPORTS, ids=id_of)
def test_a_sentence_hangs_on_figures_that_it_prints(file: Path) -> None:
    """Of the figures that a sentence prints, one at least is in its condition."""
    made = brief(file)
    loose = []
    for tag in made.loaded.spec.locales:
        for path, claim in claims(made.loaded.spec):
            now = said(made, made.figures, claim, path, tag)
            taken = next(a for a in claim if a.texts.get(tag) == now.wording)
            printed = {
                named(made, e.value) for e in now.numbers if isinstance(e.value, Point) and e.value.unit not in ("date", "rating")
            } - {""}
            asked = {name.name for name in expression.names(expression.parse(taken.when or taken.holds or "1 == 1"))}
            if printed and (taken.when or taken.holds) and not printed & asked:
                loose.append(f"{tag} {path}: prints {sorted(printed)}, hangs on {sorted(asked)}")
    assert not loose, "\n".join(loose)


@pytest.mark.parametrize("file", REPORTS, ids=id_of)
def test_a_change_that_leaves_a_claim_true_leaves_its_wording(file: Path) -> None:
    """Every figure a hair larger in size: no wording changes, but one that stands just on its line."""
    made = brief(file)
    tag = made.loaded.spec.locales[0]
    hair = Decimal(1) + Decimal(1).scaleb(-9)
    figures = {name: Figure(f.name, tuple(_scaled(p, hair) for p in f), f.label, f.where) for name, f in made.figures.items()}
    for path, claim in claims(made.loaded.spec):
        taken = next(a for a in claim if a.when is None or desk(made, made.figures, tag).true(a.when, path))
        if any(on_the_line(made, c) for c in comparisons(expression.parse(taken.when or taken.holds or "1 == 1"))):
            continue
        now, then = (said(made, given, claim, path, tag) for given in (made.figures, figures))
        assert then.wording == now.wording, path


def on_the_line(made: Brief, comparison: Operation) -> bool:
    """Whether the two sides are equal now, so that a hair decides."""
    left, right = (expression.evaluate(side, desk(made, made.figures, "en").look_up) for side in comparison.operands)
    return isinstance(left, Quantity) and isinstance(right, Quantity) and left.value == right.value


def _scaled(point: Point, factor: Decimal) -> Point:
    q = point.quantity
    if q is None or q.unit in ("date", "rating"):
        return point
    return replace(point, result=replace(q, value=q.value * factor, low=q.low * factor, high=q.high * factor))


def named(made: Brief, point: Point) -> str:
    """The figure of the spec that the point belongs to; empty for a point that the prose makes of others."""
    return next((name for name, figure in made.figures.items() if any(p.id == point.id for p in figure)), "")
