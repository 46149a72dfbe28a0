"""How the annex groups and names what it lists: figures, their inputs, the facts behind them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reportgen.model.document import Document
from reportgen.model.fact import Dims, Fact, Texts
from reportgen.model.figure import Missing, Point
from reportgen.model.metric import Metric
from reportgen.text.locale import Locale

SCOPES = ("owners", "total", "nci")


@dataclass(frozen=True, slots=True)
class Context:
    """What naming needs to know of the whole annex."""

    document: Document
    locale: Locale
    entries: Mapping[object, tuple[int, Point]]
    """The annex's entries by what they state."""
    metrics: Mapping[str, Metric]
    members: Mapping[Dims, Texts]
    """Names of coordinates, as far as a figure of the annex has a label for them."""


def context_of(document: Document, locale: Locale) -> Context:
    """The context of a document's annex in a language."""
    entries = [point for group in groups(document) for point in group]
    members: dict[Dims, Texts] = {}
    for point in document.annex.computations:
        if point.dims and point.label:
            members.setdefault(point.dims, point.label)
    return Context(document, locale, {content(p): (n, p) for n, p in enumerate(entries, 1)}, _metrics(document), members)


def content(point: Point) -> tuple[object, ...]:
    """What a point states: points of the same content need one entry, whatever the spec calls them."""
    result: object = (point.result.kind, point.result.reason) if isinstance(point.result, Missing) else point.result
    return (point.metric.id, point.entity, point.period.text, point.scope, point.basis, point.dims, point.view, point.said, result)


def reason(point: Point, context: Context) -> str:
    """Why a point has no value; empty where it has one, or says a date or rating."""
    if point.said or not isinstance(point.result, Missing):
        return ""
    return context.locale.reason(point.result, {name: metric.label for name, metric in context.metrics.items()})


def groups(document: Document) -> tuple[tuple[Point, ...], ...]:
    """Points of one metric together in the order of their first use; within, of one subject together by period."""
    found: dict[object, dict[object, list[Point]]] = {}
    seen: set[object] = set()
    for point in document.annex.computations:
        if content(point) in seen:
            continue
        seen.add(content(point))
        group = found.setdefault((point.metric.id, point.view, point.scope, point.basis, treatment(point)), {})
        group.setdefault((point.entity, point.dims, tuple(sorted(point.label.items()))), []).append(point)
    return tuple(tuple(p for series in group.values() for p in sorted(series, key=lambda p: p.period)) for group in found.values())


def treatment(point: Point) -> str:
    """The word for what was done to numbers of the point's own metric: they were compared, or added up under the last one's
    period; empty where it states the metric itself."""
    if not is_derived(point) or any(item.dims != point.dims for _, item in point.inputs if isinstance(item, Point)):
        return ""
    if all(sign not in point.formula for sign in "-*/"):
        return "" if point.period.kind == "range" else "running_total"
    return "change" if "-" in point.formula else ""


def is_derived(point: Point) -> bool:
    """Whether the point was made from numbers of its own metric: a change, a sum."""
    return bool(point.inputs) and all(isinstance(item, Point) and item.metric.id == point.metric.id for _, item in point.inputs)


def label(point: Point, context: Context) -> str:
    """The metric's name with the scope, and with what was done to it where that gives it another meaning."""
    plain = _with_scope(context.locale.pick(point.names), point.scope, context.locale)
    done = treatment(point)
    return f"{plain}: {context.locale.word(done)}" if done else plain


def name(point: Point, context: Context) -> str:
    """Which one of the metric's: the figure's own label, else the entity where it is not the subject, else the coordinates."""
    if point.label:
        own = context.locale.pick(point.label)
        return "" if own == context.locale.pick(point.names) else own
    return _whose(point.entity, point.dims, context)


def _whose(entity: str, dims: Dims, context: Context) -> str:
    entities = context.document.entities
    foreign = entity != context.document.subject.id and entity in entities
    parts = [context.locale.pick(entities[entity].name)] if foreign else []
    return ", ".join([*parts, *_coordinates(dims, context)])


def _coordinates(dims: Dims, context: Context) -> list[str]:
    if dims in context.members:
        return [context.locale.pick(context.members[dims])]
    return [_member(dimension, value, context) for dimension, value in dims]


def _member(dimension: str, value: str, context: Context) -> str:
    """The name of a value of a dimension; several joined by + are listed."""
    names = context.document.members.get(dimension, {})
    return context.locale.list(context.locale.pick(names.get(part, {})) or part for part in value.split("+"))


def _with_scope(plain: str, scope: str, locale: Locale) -> str:
    return f"{plain}, {locale.word(f'scope_{scope}')}" if scope in SCOPES else plain


def fact_label(fact: Fact, context: Context) -> str:
    """The name of what a fact states: its metric with the scope, and whose or which one it is."""
    metric = context.metrics.get(fact.key.metric)
    plain = _with_scope(context.locale.pick(metric.label) if metric else fact.key.metric, fact.key.scope, context.locale)
    return ": ".join(part for part in (plain, _whose(fact.key.entity, fact.key.dims, context)) if part)


def _metrics(document: Document) -> dict[str, Metric]:
    """Every metric that the annex meets: defined there, or behind a computation."""
    found: dict[str, Metric] = {}
    waiting: list[Point] = list(document.annex.computations)
    while waiting:
        point = waiting.pop()
        if not is_derived(point):  # the metric of a change has another unit and style
            found.setdefault(point.metric.id, point.metric)
        waiting += [item for _, item in point.inputs if isinstance(item, Point)]
    for metric in document.annex.definitions:
        found.setdefault(metric.id, metric)
    return found
