"""What the reader must know of the brief itself: who made it and how, and whose opinions it quotes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from reportgen.model.document import Opinion, Rating, Statement
from reportgen.model.fact import Fact, Source
from reportgen.model.figure import Point
from reportgen.model.metric import Metric
from reportgen.sections.desk import Desk
from reportgen.spec.schema import DisclosureSpec, RatingSpec

OPINION = "C:"
"""The status of a fact that is the view or estimate of a broker, of consensus or of a research house."""


def rating(desk: Desk, given: RatingSpec) -> Rating:
    """The house's rating with its horizon, and its target where the spec names one."""
    path = ("rating",)
    target = None
    if given.target:
        try:
            target = desk.emit(desk.point(given.target), {}, (*path, "target"))
        except KeyError as bad:
            desk.problem("E274", f"no point {bad.args[0]}.", (*path, "target"))
    return Rating(
        desk.words(given.value, (*path, "value")),
        desk.words(given.horizon, (*path, "horizon")),
        desk.words(given.previous, (*path, "previous")),
        target,
    )


def statements(desk: Desk, given: DisclosureSpec) -> tuple[Statement, ...]:
    """What the makers say of themselves, in the order of the spec's keys."""
    found: list[Statement] = []
    for key in DisclosureSpec.model_fields:
        value = getattr(given, key)
        if isinstance(value, datetime):
            found.append((key, value))
        elif value is not None and (words := desk.words(value, ("disclosures", key))):
            found.append((key, words))
    return tuple(found)


def opinions(points: Iterable[Point], sources: Mapping[str, Source]) -> tuple[Opinion, ...]:
    """The opinions and estimates among the facts behind the points, by source and holder."""
    held: dict[tuple[str, str], dict[str, Metric]] = {}
    for point in points:
        for metric, fact in _stated(point):
            if fact.status.startswith(OPINION):
                held.setdefault((fact.source, fact.status.removeprefix(OPINION)), {}).setdefault(metric.id, metric)
    return tuple(Opinion(holder, sources[source], tuple(metrics.values())) for (source, holder), metrics in sorted(held.items()))


def _stated(point: Point) -> Iterator[tuple[Metric, Fact]]:
    """Every fact behind a point with the metric that it states."""
    for _, item in point.inputs:
        if isinstance(item, Fact):
            yield point.metric, item
        else:
            yield from _stated(item)
