"""The annex in words: each computation with its formula and inputs, each dispute with who says what."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from reportgen.model.document import Document, Emission
from reportgen.model.fact import Dispute, Fact
from reportgen.model.figure import Input, Missing, Point
from reportgen.model.metric import Metric
from reportgen.model.quantity import Quantity, exact
from reportgen.text.locale import Locale

_TOKEN = re.compile(r"\s*(\*\*|[A-Za-z_]\w*|\d+(?:\.\d+)?|\S)")
_SIGNS = {"*": "×", "/": "÷", "-": "−", "**": "^"}
SCOPES = ("owners", "total", "nci")
_STYLES = {"pct": "percent", "pp": "points", "x": "multiple", "days": "days", "persons": "count", "shares": "number", "pure": "number"}


@dataclass(frozen=True, slots=True)
class Operand:
    """An input of a computation: its name, the paragraphs or the computation that it comes from, and its own formula, where
    the annex does not list it."""

    label: str
    formula: str = ""
    code: str = ""
    computation: int | None = None


@dataclass(frozen=True, slots=True)
class Computation:
    """An entry of the annex under the number of its anchor.

    A reported value has the source's own words in `as_written`, a computed one its interval, formula and inputs.
    """

    number: int
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
    """The computations of one figure, by period."""

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
    """The number of each computation of the annex by the id of its point, counted from one in the order of the annex."""
    points = (point for group in _groups(document) for point in group)
    return {point.id: number for number, point in enumerate(points, 1)}


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
    """The annex's computations, those of one figure together, numbered as `numbers` says."""
    context = _Context(document, locale, numbers(document), _metrics(document))
    return tuple(Group(_label(group[0], context), tuple(_computation(point, context) for point in group)) for group in _groups(document))


def disputes(document: Document, locale: Locale) -> tuple[DisputeEntry, ...]:
    """The annex's disputes in their order."""
    context = _Context(document, locale, {}, _metrics(document))
    return tuple(_dispute(item, context) for item in document.annex.disputes)


def code(fact: Fact, locale: Locale) -> str:
    """The source code of a fact: [s000 ¶22]."""
    return citation(fact.source, (fact.loc,), locale)


def citation(source: str, locs: tuple[str, ...], locale: Locale) -> str:
    """A source and its paragraphs: [s001 ¶16, ¶29–31]."""
    return locale.word("citation", source=source, paragraph=paragraphs(locs).removeprefix("¶")).replace(" ¶", "\u00a0¶", 1)


def paragraphs(locs: tuple[str, ...]) -> str:
    """Paragraphs in a row, neighbours drawn together: ¶16, ¶29–31."""
    runs: list[list[str]] = []
    for loc in (found.removeprefix("p") for found in locs):
        if runs and loc.isdigit() and runs[-1][-1].isdigit() and int(loc) == int(runs[-1][-1]) + 1:
            runs[-1].append(loc)
        else:
            runs.append([loc])
    return ", ".join(f"¶{run[0]}–{run[-1]}" if len(run) > 1 else f"¶{run[0]}" for run in runs)


@dataclass(frozen=True, slots=True)
class _Context:
    document: Document
    locale: Locale
    numbers: Mapping[str, int]
    metrics: Mapping[str, Metric]

    def number_of(self, point: Point) -> int | None:
        """The computation that gives this point, by what it states: an input need not bear the id under which the spec asks for it."""
        wanted = _identity(point)
        return self.numbers.get(point.id) or next(
            (self.numbers[p.id] for p in self.document.annex.computations if _identity(p) == wanted), None
        )


def _identity(point: Point) -> tuple[object, ...]:
    return (point.metric.id, point.entity, point.period.text, point.scope, point.basis, point.dims, point.view)


def _groups(document: Document) -> tuple[tuple[Point, ...], ...]:
    """Points of one figure together in the order of their first use, each group by period."""
    found: dict[object, list[Point]] = {}
    for point in document.annex.computations:
        key = (point.entity, point.metric.id, point.view, point.scope, point.basis, point.dims, tuple(sorted(point.label.items())))
        found.setdefault(key, []).append(point)
    return tuple(tuple(sorted(group, key=lambda p: p.period)) for group in found.values())


def _computation(point: Point, context: _Context) -> Computation:
    reported = [item for _, item in point.inputs if isinstance(item, Fact)] if len(point.inputs) == 1 and point.method == "reported" else []
    quantity = point.quantity
    return Computation(
        number=context.numbers[point.id],
        period=context.locale.period(point.period),
        value=_point_value(point, context.locale),
        interval="" if reported or quantity is None else _interval(quantity, _style(point, quantity), context.locale),
        as_written=reported[0].as_written if reported else "",
        formula="" if reported or not point.inputs else _formula(point, context.locale),
        operands=tuple(_operand(item, context) for _, item in _by_appearance(point)),
        rebuilt=point.method == "rebuilt",
        disputed=bool(point.all_disputes),
    )


def _label(point: Point, context: _Context) -> str:
    """The figure's name: its own label, else the metric's with the entity where it is not the subject, and the scope."""
    locale, document = context.locale, context.document
    if point.label:
        return locale.pick(point.label)
    label = locale.pick(point.names)
    if point.entity != document.subject.id and point.entity in document.entities:
        label = f"{locale.pick(document.entities[point.entity].name)}: {label}"
    return _with_scope(label, point.scope, locale)


def _with_scope(label: str, scope: str, locale: Locale) -> str:
    return f"{label}, {locale.word(f'scope_{scope}')}" if scope in SCOPES else label


def _point_value(point: Point, locale: Locale) -> str:
    return locale.reason(point.result) if isinstance(point.result, Missing) and not point.said else locale.display(point).text


def _style(point: Point, quantity: Quantity | None) -> str:
    """The metric's own style where the unit still is the metric's, else the unit's usual one."""
    if quantity is None or quantity.unit == point.metric.unit or quantity.unit not in _STYLES:
        return point.metric.display.style
    return _STYLES[quantity.unit]


def _interval(quantity: Quantity, style: str, locale: Locale) -> str:
    if not quantity.bounded or quantity.low == quantity.high or quantity.qual == "..":
        return ""
    low, high = (locale.quantity(exact(end, quantity.unit), style, unit=False) for end in (quantity.low, quantity.high))
    return locale.word("interval", low=low, high=high) if low != high else ""


def _formula(point: Point, locale: Locale) -> str:
    """The formula with × ÷ − for * / - and the value of each input in the place of its name."""
    values = {name: _operand_value(item, locale, unit=False) for name, item in point.inputs}
    parts: list[str] = []
    for token in _TOKEN.findall(point.formula):
        if token in values:
            shown = values[token]
            parts.append(f"({shown})" if shown.startswith("−") and parts and parts[-1] != "(" else shown)
        elif token[0].isdigit():
            parts.append(locale.quantity(exact(Decimal(token)), "number"))
        else:
            parts.append(_SIGNS.get(token, token))
    return _spaced(parts)


def _spaced(parts: list[str]) -> str:
    text = ""
    for index, part in enumerate(parts):
        tight = part in (")", ",", "^") or (index > 0 and parts[index - 1] in ("(", "^"))
        call = part == "(" and index > 0 and parts[index - 1].isidentifier()
        text += part if not text or tight or call else f" {part}"
    return text


def _by_appearance(point: Point) -> list[Input]:
    """The inputs in the order in which the formula names them."""
    order = {token: index for index, token in reversed(list(enumerate(_TOKEN.findall(point.formula))))}
    return sorted(point.inputs, key=lambda pair: order.get(pair[0], len(order)))


def _operand(item: Fact | Point, context: _Context) -> Operand:
    period = context.locale.period(item.period)
    if isinstance(item, Fact):
        return Operand(f"{_fact_label(item, context)}, {period}", code=code(item, context.locale))
    label, number = f"{_label(item, context)}, {period}", context.number_of(item)
    if number:
        return Operand(label, computation=number)
    cited = " ".join(dict.fromkeys(code(fact, context.locale) for fact in item.facts))
    own = "" if item.formula in ("", "x") or isinstance(item.result, Missing) else _formula(item, context.locale)
    return Operand(label, own, cited)


def _operand_value(item: Fact | Point, locale: Locale, *, unit: bool) -> str:
    if isinstance(item, Point):
        if item.quantity is None:
            return _point_value(item, locale)
        return locale.quantity(item.quantity, _style(item, item.quantity), unit=unit)
    return _fact_value(item, None, locale, unit=unit)


def _fact_value(fact: Fact, metric: Metric | None, locale: Locale, *, unit: bool) -> str:
    if fact.quantity is None:
        return fact.said
    style = metric.display.style if metric else _STYLES.get(fact.quantity.unit, "money")
    return locale.quantity(fact.quantity, style, unit=unit)


def _fact_label(fact: Fact, context: _Context) -> str:
    locale, entities = context.locale, context.document.entities
    metric = context.metrics.get(fact.key.metric)
    label = locale.pick(metric.label) if metric else fact.key.metric
    if fact.key.entity != context.document.subject.id and fact.key.entity in entities:
        label = f"{locale.pick(entities[fact.key.entity].name)}: {label}"
    return _with_scope(label, fact.key.scope, locale)


def _dispute(dispute: Dispute, context: _Context) -> DisputeEntry:
    metric = context.metrics.get(dispute.key.metric)

    def statement(fact: Fact, *, chosen: bool) -> Statement:
        return Statement(_fact_value(fact, metric, context.locale, unit=True), fact.as_written, code(fact, context.locale), chosen)

    losers = tuple(statement(fact, chosen=False) for fact in dispute.others)
    any_fact = dispute.chosen or dispute.others[0]
    label, period = _fact_label(any_fact, context), context.locale.period(any_fact.period)
    if dispute.chosen:
        sides = (statement(dispute.chosen, chosen=True), *losers)
    else:
        assert dispute.computed is not None and metric is not None, "this is a bug: a dispute has a chosen or a computed value"
        computed = context.locale.display(dispute.computed, metric.display.style).text
        sides = (Statement(computed, "", context.locale.word("own_calculation"), chosen=True), *losers)
    return DisputeEntry(label, period, sides, context.locale.pick(dispute.reason))


def _metrics(document: Document) -> dict[str, Metric]:
    """Every metric that the annex meets: defined there, or behind a computation."""
    found = {metric.id: metric for metric in document.annex.definitions}
    waiting: list[Point] = list(document.annex.computations)
    while waiting:
        point = waiting.pop()
        found.setdefault(point.metric.id, point.metric)
        waiting += [item for _, item in point.inputs if isinstance(item, Point)]
    return found
