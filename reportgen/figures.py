"""The stage between facts and the page: evaluates what the spec asks for and keeps the trace of every number."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from reportgen.metrics.ask import Ask
from reportgen.metrics.resolve import Resolver
from reportgen.metrics.schemes import crossed
from reportgen.model.fact import Dims, Facts, Texts
from reportgen.model.figure import Figure, Figures, Missing, Point
from reportgen.model.metric import Metric
from reportgen.model.period import PeriodError, check_one_length, expand, parse
from reportgen.model.problem import Location, Problem, Problems
from reportgen.model.question import Tables
from reportgen.spec.node import Path, written
from reportgen.spec.schema import FigureSpec, PointSpec, Spec

Where = Callable[[Path], Location | None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A point to compute: its key, the question, its name, and where the spec asks for it."""

    key: str
    ask: Ask
    label: Texts
    path: Path


def compute(
    spec: Spec, facts: Facts, metrics: Mapping[str, Metric], where: Where, tables: Tables | None = None
) -> tuple[Figures, Problems]:
    """Every figure of the spec, in its order; problems for figures that cannot be had, each at its place in the spec.

    A figure with a problem is left out; one whose points are missing by declaration (`on_missing: n.a.`) is kept.
    """
    resolver = Resolver(facts, metrics, spec.report, tables)
    figures: dict[str, Figure] = {}
    problems: list[Problem] = []
    for name, request in spec.figures.items():
        path: Path = ("figures", name)
        try:
            wanted = _wanted(request, spec, facts, metrics, path)
        except PeriodError as bad:
            problems.append(Problem("E321", f"{bad}.", where(path), written(path)))
            continue
        figure, found = _figure(name, request, wanted, resolver, where)
        problems += found
        if not any(p.severity == "error" for p in found):
            figures[name] = figure
    return figures, (*(tables.problems if tables else ()), *problems, *resolver.warnings())


def _figure(name: str, request: FigureSpec, wanted: list[Wanted], resolver: Resolver, where: Where) -> tuple[Figure, Problems]:
    points: list[Point] = []
    omitted: list[Point] = []
    problems: list[Problem] = []
    for want in wanted:
        point = resolver.point(want.ask)
        point = replace(point, id=f"{resolver.report}/{name}@{want.key}", key=want.key, label=want.label)
        left_out = isinstance(point.result, Missing) and request.on_missing == "omit"
        (omitted if left_out else points).append(_with_reason(_of_its_day(point), request))
        problems += _refused(point, request, resolver, where(want.path), written(want.path))
    if request.members and request.by != "entity" and crossed((p.dims for p in points), resolver.facts.schemes):
        listed: Path = ("figures", name, "members")
        message = f"the members belong to different schemes of '{request.by}'; ask for one."
        problems.append(Problem("E324", message, where(listed), written(listed)))
    units = {p.unit for p in points if p.quantity}
    if len(units) > 1:
        here: Path = ("figures", name)
        problems.append(Problem("E322", f"the points have different units: {', '.join(sorted(units))}.", where(here), written(here)))
    label: Texts = request.label.texts or next((p.names for p in (*points, *omitted)), {})
    return Figure(name, tuple(points), label, where(("figures", name)), tuple(omitted)), tuple(problems)


def _refused(point: Point, request: FigureSpec, resolver: Resolver, place: Location | None, path: str) -> Problems:
    """The problem of a point without a value whose metric or figure does not allow that."""
    if not isinstance(point.result, Missing):
        return ()
    policy = request.on_missing or point.metric.on_missing
    if policy in ("n.a.", "omit") or (point.result.kind == "n.m." and not resolver.failed(point)):
        return ()
    return (Problem("E323", f"{resolver.explain(point)}", place, path, resolver.cure(point)),)


def _of_its_day(point: Point) -> Point:
    """The point as it read on its day: that a later text knows more is for the messages of the build, not for the brief."""
    result = point.result
    if isinstance(result, Missing) and result.reason == "not_known_yet":
        result = Missing(result.kind, "not_known")
    inputs = tuple((name, _of_its_day(item) if isinstance(item, Point) else item) for name, item in point.inputs)
    return replace(point, result=result, inputs=inputs)


def _with_reason(point: Point, request: FigureSpec) -> Point:
    """The reason that the spec gives takes the place of the program's."""
    words = request.missing.texts
    if words and isinstance(point.result, Missing):
        return replace(point, result=replace(point.result, words=words))
    return point


def _wanted(request: FigureSpec, spec: Spec, facts: Facts, metrics: Mapping[str, Metric], path: Path) -> list[Wanted]:
    entity = request.entity or spec.subject
    if request.points:
        return [_named(key, given, request, entity, facts, (*path, "points", key)) for key, given in request.points.items()]
    if request.members:
        return [_member(member, request, entity, facts, (*path, "members", i)) for i, member in enumerate(request.members)]
    dims = _dims(request.dims)
    end = facts.entities[entity].year_end
    texts = request.periods or (request.period,)
    if request.periods:
        found = [(period, i) for i, text in enumerate(texts) for period in expand(text, end)]
        if metrics[request.metric].measure == "flow":
            check_one_length(tuple(p for p, _ in found if p.text not in request.apart))
    else:
        found = [(parse(request.period, end), -1)]
    return [
        Wanted(
            period.text,
            Ask(request.metric, entity, period, request.scope, request.basis, dims, request.as_),
            {},
            (*path, "periods", i) if i >= 0 else (*path, "period"),
        )
        for period, i in found
    ]


def _named(key: str, given: PointSpec, request: FigureSpec, entity: str, facts: Facts, path: Path) -> Wanted:
    whom = given.entity or entity
    period = parse(given.period or request.period, facts.entities[whom].year_end)
    dims = _dims({**request.dims, **given.dims})
    scope, basis = given.scope or request.scope, given.basis or request.basis
    ask = Ask(given.metric or request.metric, whom, period, scope, basis, dims, request.as_ if not given.metric else "")
    names = facts.entities[given.entity].name if given.entity else _member_names(given.dims, facts)
    return Wanted(key, ask, given.label.texts or names, path)


def _member_names(dims: Mapping[str, str], facts: Facts) -> Texts:
    """The name of the one coordinate by which a point differs, where it has a name."""
    found = [facts.members.get(name, {}).get(value, {}) for name, value in dims.items()]
    return found[0] if len(found) == 1 else {}


def _member(member: str, request: FigureSpec, entity: str, facts: Facts, path: Path) -> Wanted:
    if request.by == "entity":
        period = parse(request.period, facts.entities[member].year_end)
        ask = Ask(request.metric, member, period, request.scope, request.basis, _dims(request.dims), request.as_)
        return Wanted(member, ask, facts.entities[member].name, path)
    period = parse(request.period, facts.entities[entity].year_end)
    dims = _dims({**request.dims, request.by: member})
    ask = Ask(request.metric, entity, period, request.scope, request.basis, dims, request.as_)
    return Wanted(member, ask, facts.members.get(request.by, {}).get(member, {}), path)


def _dims(dims: Mapping[str, str]) -> Dims:
    return tuple(sorted(dims.items()))
