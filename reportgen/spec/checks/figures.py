"""The figures of a report: what they ask for must be one thing, of periods that exist and compare."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from reportgen.model.period import Period, PeriodError, check_one_length, expand, parse
from reportgen.model.problem import Problem
from reportgen.spec.checks.scene import Scene
from reportgen.spec.node import Path
from reportgen.spec.schema import FigureSpec
from reportgen.spec.suggest import nearest

NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
RESERVED = frozenset(("and", "or", "not", "in", "is", "if", "else", "for", "true", "false", "none", "self", "name", "exhibit", "note"))
"""Words that mean something else in prose or in conditions."""


def check_figures(scene: Scene) -> Iterator[Problem]:
    """Names, shape, periods, views and members of every figure."""
    for name, figure in scene.spec.figures.items():
        path: Path = ("figures", name)
        if not NAME.fullmatch(name) or name.lower() in RESERVED:
            reason = "the word has a meaning of its own" if name.lower() in RESERVED else "use letters, digits and _, a letter first"
            yield scene.problem("E228", f"'{name}' cannot name a figure: {reason}.", path, key=True)
        yield from _shape(scene, figure, path)
        yield from _periods(scene, figure, path)
        yield from _view(scene, figure, path)
        yield from _members(scene, figure, path)


def _shape(scene: Scene, figure: FigureSpec, path: Path) -> Iterator[Problem]:
    """One way of naming points, with what it needs."""
    if fault := _ways(figure):
        key, message = fault
        yield scene.problem("E222", message, (*path, key) if key else path, key=True)
    for key, point in figure.points.items():
        if not point.period and not figure.period:
            yield scene.problem("E222", "the point needs a 'period', or the figure one for all.", (*path, "points", key), key=True)


def _ways(figure: FigureSpec) -> tuple[str, str] | None:
    """The first key that does not go with the others, and why."""
    ways = [way for way in ("periods", "members", "points") if getattr(figure, way)]
    if len(ways) > 1:
        return ways[1], f"'{ways[0]}' and '{ways[1]}' exclude each other; keep one."
    if figure.periods and figure.period:
        return "period", "'period' and 'periods' exclude each other; keep one."
    if figure.by and not figure.members:
        return "by", "'by' needs 'members', in the order in which they are shown."
    if not ways and not figure.period:
        return "", "a figure needs 'period', 'periods', 'members' or 'points'."
    if figure.members and not figure.by:
        return "members", "'members' need 'by': entity, or a dimension such as segment."
    if figure.members and not figure.period:
        return "members", "'members' need the 'period' for which they are compared."
    if figure.apart and not figure.periods:
        return "apart", "'apart' needs 'periods' from which it sets some apart."
    return None


def _periods(scene: Scene, figure: FigureSpec, path: Path) -> Iterator[Problem]:
    single: list[tuple[Path, str]] = [((*path, "period"), figure.period)] if figure.period else []
    single += [((*path, "points", key, "period"), point.period) for key, point in figure.points.items() if point.period]
    for here, text in single:
        try:
            parse(text)
        except PeriodError as bad:
            yield scene.problem("E220", f"{bad}.", here)
    found: list[Period] = []
    faulty = False
    for index, text in enumerate(figure.periods):
        try:
            found += expand(text)
        except PeriodError as bad:
            faulty = True
            yield scene.problem("E220", f"{bad}.", (*path, "periods", index))
    if not faulty:
        yield from _lengths(scene, figure, found, path)


def _lengths(scene: Scene, figure: FigureSpec, found: list[Period], path: Path) -> Iterator[Problem]:
    names = [period.text for period in found]
    for name, times in Counter(names).items():
        if times > 1:
            yield scene.problem("E222", f"period {name} is there {times} times; keep one.", (*path, "periods"))
    for index, text in enumerate(figure.apart):
        if text not in names and figure.periods:
            yield scene.problem("E220", nearest("period among those of the figure called", text, names), (*path, "apart", index))
    metric = scene.project.metrics.get(figure.metric)
    if metric is None or metric.measure != "flow":
        return
    try:
        check_one_length(tuple(period for period in found if period.text not in figure.apart))
    except PeriodError as bad:
        yield scene.problem("E221", f"{bad}; name those of another length in 'apart'.", (*path, "periods"))


def _view(scene: Scene, figure: FigureSpec, path: Path) -> Iterator[Problem]:
    metric = scene.project.metrics.get(figure.metric)
    if metric and figure.as_ and figure.as_ not in metric.views:
        yield scene.problem("E229", nearest(f"view of metric '{metric.id}' called", figure.as_, metric.views), (*path, "as"))


def _members(scene: Scene, figure: FigureSpec, path: Path) -> Iterator[Problem]:
    """Members must be known; a member may be a sum, `a+b`, or the rest, `except:a+b`."""
    dimension = "entity" if figure.by == "entity" else figure.by
    known = scene.project.entities if figure.by == "entity" else scene.project.members.get(figure.by, ())
    for index, member in enumerate(figure.members):
        here: Path = (*path, "members", index)
        if figure.members.index(member) < index:
            yield scene.problem("E222", f"member '{member}' is there twice; keep one.", here)
        for part in member.removeprefix("except:").split("+"):
            if known and part not in known:
                yield scene.problem("E212", nearest(dimension, part, known), here)
