"""The annex in words: each computation with its formula and inputs, each dispute with who says what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reportgen.model.document import Document, Emission
from reportgen.model.fact import Dims, Dispute, Fact, Texts
from reportgen.model.figure import Missing, Point
from reportgen.model.metric import Metric
from reportgen.model.quantity import Quantity, exact
from reportgen.text.locale import Locale

from .citation import code, codes
from .formula import by_appearance, formula, style_of, value_of

SCOPES = ("owners", "total", "nci")


@dataclass(frozen=True, slots=True)
class Operand:
    """An input of a computation: its name (empty where it is that of the input before) and period, where it comes from, and
    its value or own formula where no entry of the annex and no formula shows it."""

    label: str
    period: str
    value: str = ""
    code: str = ""
    computation: int | None = None


@dataclass(frozen=True, slots=True)
class Computation:
    """An entry of the annex under the number of its anchor.

    A reported value has the source's own words in `as_written`, a computed one its interval, formula and inputs.
    """

    number: int
    name: str
    period: str
    value: str
    interval: str
    as_written: str
    formula: str
    operands: tuple[Operand, ...]
    rebuilt: bool
    disputed: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The computations of one metric, by what they are about and period."""

    label: str
    entries: tuple[Computation, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """One side of a dispute: what a source says, in its own digits and in ours."""

    value: str
    as_written: str
    code: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class DisputeEntry:
    """A disputed figure: what it is, the statements with the chosen one first, and the reason."""

    label: str
    period: str
    statements: tuple[Statement, ...]
    reason: str


def numbers(document: Document) -> dict[str, int]:
    """The number of each computation by the id of its point, counted from one in the order of the annex; points that state
    the same thing share one."""
    entries = [point for group in _groups(document) for point in group]
    by_content = {_content(point): number for number, point in enumerate(entries, 1)}
    return {point.id: by_content[_content(point)] for point in document.annex.computations}


def anchor(emission: Emission, numbered: Mapping[str, int]) -> int | None:
    """The computation that a printed point leads to; None for a period or a date, which have none.

    Raises ValueError for a point that the annex lacks: a number that leads nowhere must not be printed.
    """
    if not isinstance(emission.value, Point):
        return None
    if emission.value.id not in numbered:
        raise ValueError(f"this is a bug: the annex has no computation of {emission.value.id}")
    return numbered[emission.value.id]


def computations(document: Document, locale: Locale) -> tuple[Group, ...]:
    """The annex's computations, those of one metric together, numbered as `numbers` says."""
    context = _context(document, locale)
    return tuple(Group(_label(group[0], context), tuple(_computation(point, context) for point in group)) for group in _groups(document))


def disputes(document: Document, locale: Locale) -> tuple[DisputeEntry, ...]:
    """The annex's disputes in their order."""
    context = _context(document, locale)
    return tuple(_dispute(item, context) for item in document.annex.disputes)


@dataclass(frozen=True, slots=True)
class _Context:
    document: Document
    locale: Locale
    entries: Mapping[object, tuple[int, Point]]
    """The annex's entries by what they state."""
    metrics: Mapping[str, Metric]
    members: Mapping[Dims, Texts]
    """Names of coordinates, as far as a figure of the annex has a label for them."""


def _context(document: Document, locale: Locale) -> _Context:
    entries = [point for group in _groups(document) for point in group]
    members: dict[Dims, Texts] = {}
    for point in document.annex.computations:
        if point.dims and point.label:
            members.setdefault(point.dims, point.label)
    return _Context(document, locale, {_content(p): (n, p) for n, p in enumerate(entries, 1)}, _metrics(document), members)


def _content(point: Point) -> tuple[object, ...]:
    """What a point states: points of the same content need one entry, whatever the spec calls them."""
    result: object = (point.result.kind, point.result.reason) if isinstance(point.result, Missing) else point.result
    return (point.metric.id, point.entity, point.period.text, point.scope, point.basis, point.dims, point.view, point.said, result)


def _groups(document: Document) -> tuple[tuple[Point, ...], ...]:
    """Points of one metric together in the order of their first use; within, of one subject together by period."""
    found: dict[object, dict[object, list[Point]]] = {}
    seen: set[object] = set()
    for point in document.annex.computations:
        if _content(point) in seen:
            continue
        seen.add(_content(point))
        group = found.setdefault((point.metric.id, point.view, point.scope, point.basis, _done(point)), {})
        group.setdefault((point.entity, point.dims, tuple(sorted(point.label.items()))), []).append(point)
    return tuple(tuple(p for series in group.values() for p in sorted(series, key=lambda p: p.period)) for group in found.values())


def _done(point: Point) -> str:
    """The word for what was done to numbers of the point's own metric: they were compared, or added up under the last one's
    period; empty where it states the metric itself."""
    if not _is_derived(point):
        return ""
    if all(sign not in point.formula for sign in "-*/"):
        of_parts = any(item.dims != point.dims for _, item in point.inputs if isinstance(item, Point))
        return "" if of_parts or point.period.kind == "range" else "running_total"
    return "change" if "-" in point.formula else ""


def _is_derived(point: Point) -> bool:
    return bool(point.inputs) and all(isinstance(item, Point) and item.metric.id == point.metric.id for _, item in point.inputs)


def _computation(point: Point, context: _Context) -> Computation:
    source = _only_fact(point)
    quantity = point.quantity
    text = "" if source else formula(point, context.metrics, context.locale)
    value, period = _value(point, context.locale), context.locale.period(point.period)
    return Computation(
        number=context.entries[_content(point)][0],
        name=_name(point, context),
        period="" if value == period else period,
        value=value,
        interval="" if source or quantity is None else _interval(quantity, style_of(quantity.unit, point.metric), context.locale),
        as_written=source.as_written if source else "",
        formula=text,
        operands=_operands(point, text, context),
        rebuilt=point.method == "rebuilt",
        disputed=bool(point.all_disputes),
    )


def _only_fact(point: Point) -> Fact | None:
    """The fact that a reported point repeats."""
    if point.method == "reported" and len(point.inputs) == 1 and isinstance(point.inputs[0][1], Fact):
        return point.inputs[0][1]
    return None


def _label(point: Point, context: _Context) -> str:
    """The metric's name with the scope, and with what was done to it where that gives it another meaning."""
    label = _with_scope(context.locale.pick(point.names), point.scope, context.locale)
    done = _done(point)
    return f"{label}: {context.locale.word(done)}" if done else label


def _name(point: Point, context: _Context) -> str:
    """Which one of the metric's: the figure's own label, else the entity where it is not the subject, else the coordinates."""
    locale, document = context.locale, context.document
    if point.label:
        label = locale.pick(point.label)
        return "" if label == locale.pick(point.names) else label
    parts = [locale.pick(document.entities[point.entity].name)] if _is_foreign(point.entity, document) else []
    return ", ".join([*parts, *_coordinates(point.dims, context)])


def _coordinates(dims: Dims, context: _Context) -> list[str]:
    if dims in context.members:
        return [context.locale.pick(context.members[dims])]
    return [_member(name, value, context) for name, value in dims]


def _member(dimension: str, value: str, context: _Context) -> str:
    """The name of a value of a dimension; several joined by + are listed."""
    names = context.document.members.get(dimension, {})
    return context.locale.list(context.locale.pick(names.get(part, {})) or part for part in value.split("+"))


def _is_foreign(entity: str, document: Document) -> bool:
    return entity != document.subject.id and entity in document.entities


def _with_scope(label: str, scope: str, locale: Locale) -> str:
    return f"{label}, {locale.word(f'scope_{scope}')}" if scope in SCOPES else label


def _value(point: Point, locale: Locale) -> str:
    return locale.reason(point.result) if isinstance(point.result, Missing) and not point.said else locale.display(point).text


def _interval(quantity: Quantity, style: str, locale: Locale) -> str:
    if not quantity.bounded or quantity.low == quantity.high or quantity.qual == "..":
        return ""
    low, high = (locale.quantity(exact(end, quantity.unit), style, unit=False) for end in (quantity.low, quantity.high))
    return locale.word("interval", low=low, high=high) if low != high else ""


def _operands(point: Point, shown: str, context: _Context) -> tuple[Operand, ...]:
    found: list[Operand] = []
    before = ""
    for _, item in by_appearance(point.inputs, point.formula):
        operand = _operand(item, bool(shown), context)
        found.append(Operand("", operand.period, operand.value, operand.code, operand.computation) if operand.label == before else operand)
        before = operand.label
    return tuple(found)


def _operand(item: Fact | Point, shown: bool, context: _Context) -> Operand:
    """An input; `shown` says whether the formula already prints its value."""
    locale = context.locale
    period = locale.period(item.period)
    if isinstance(item, Fact):
        return Operand(_fact_label(item, context), period, code=code(item, locale))
    number, entry = context.entries.get(_content(item), (None, item))
    label = ": ".join(part for part in (_label(entry, context), _name(entry, context)) if part)
    if number:
        return Operand(label, period, "" if shown else _value(item, locale), computation=number)
    own = formula(item, context.metrics, locale) or ("" if shown else _value(item, locale))
    return Operand(label, period, own, codes(item.facts, locale))


def _fact_label(fact: Fact, context: _Context) -> str:
    metric = context.metrics.get(fact.key.metric)
    label = _with_scope(context.locale.pick(metric.label) if metric else fact.key.metric, fact.key.scope, context.locale)
    document = context.document
    parts = [context.locale.pick(document.entities[fact.key.entity].name)] if _is_foreign(fact.key.entity, document) else []
    name = ", ".join([*parts, *_coordinates(fact.key.dims, context)])
    return f"{label}: {name}" if name else label


def _dispute(dispute: Dispute, context: _Context) -> DisputeEntry:
    locale = context.locale

    def statement(fact: Fact, *, chosen: bool) -> Statement:
        return Statement(value_of(fact, context.metrics, locale), fact.as_written, code(fact, locale), chosen)

    losers = tuple(statement(fact, chosen=False) for fact in dispute.others)
    any_fact = dispute.chosen or dispute.others[0]
    if dispute.chosen:
        sides = (statement(dispute.chosen, chosen=True), *losers)
    else:
        metric = context.metrics.get(dispute.key.metric)
        assert dispute.computed is not None, "this is a bug: a dispute has a chosen or a computed value"
        computed = locale.quantity(dispute.computed, style_of(dispute.computed.unit, metric))
        sides = (Statement(computed, "", locale.word("own_calculation"), chosen=True), *losers)
    return DisputeEntry(_fact_label(any_fact, context), locale.period(any_fact.period), sides, locale.pick(dispute.reason))


def _metrics(document: Document) -> dict[str, Metric]:
    """Every metric that the annex meets: defined there, or behind a computation."""
    found = {metric.id: metric for metric in document.annex.definitions}
    waiting: list[Point] = list(document.annex.computations)
    while waiting:
        point = waiting.pop()
        if not _is_derived(point):  # the metric of a change has another unit and style
            found.setdefault(point.metric.id, point.metric)
        waiting += [item for _, item in point.inputs if isinstance(item, Point)]
    return found
