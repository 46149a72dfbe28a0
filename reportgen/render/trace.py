"""The annex in words: each computation with its formula and inputs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reportgen.model.document import Document, Emission
from reportgen.model.fact import Fact
from reportgen.model.figure import Point
from reportgen.render import naming, precision
from reportgen.render.citation import code, codes
from reportgen.render.formula import by_appearance, formula, style_of
from reportgen.text.locale import Locale


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


def numbers(document: Document) -> dict[str, int]:
    """The number of each computation by the id of its point, counted from one in the order of the annex; points that state
    the same thing share one."""
    entries = [point for group in naming.groups(document) for point in group]
    by_content = {naming.content(point): number for number, point in enumerate(entries, 1)}
    return {point.id: by_content[naming.content(point)] for point in document.annex.computations}


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
    context = naming.context_of(document, locale)
    return tuple(
        Group(naming.label(group[0], context), tuple(_computation(point, context) for point in group)) for group in naming.groups(document)
    )


def _computation(point: Point, context: naming.Context) -> Computation:
    source = _only_fact(point)
    quantity = point.quantity
    text = "" if source else formula(point, context.metrics, context.locale)
    value, period = _value(point, context), context.locale.period(point.period)
    return Computation(
        number=context.entries[naming.content(point)][0],
        name=naming.name(point, context),
        period="" if value == period else period,
        value=value,
        interval="" if source or quantity is None else precision.interval(quantity, style_of(quantity.unit, point.metric), context.locale),
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


def _value(point: Point, context: naming.Context) -> str:
    """The value as printed, the reason where there is none; a rating as its source writes it."""
    if point.metric.unit == "rating" and point.said:
        return point.said
    return naming.reason(point, context) or context.locale.display(point).text


def _operands(point: Point, shown: str, context: naming.Context) -> tuple[Operand, ...]:
    found: list[Operand] = []
    before = ""
    for _, item in by_appearance(point.inputs, point.formula):
        operand = _operand(item, bool(shown), context)
        found.append(Operand("", operand.period, operand.value, operand.code, operand.computation) if operand.label == before else operand)
        # An input with an entry of its own is printed as that entry's number, so its name is not there to refer back to.
        before = operand.label if operand.computation is None else ""
    return tuple(found)


def _operand(item: Fact | Point, shown: bool, context: naming.Context) -> Operand:
    """An input; `shown` says whether the formula already prints its value."""
    locale = context.locale
    period = locale.period(item.period)
    if isinstance(item, Fact):
        return Operand(naming.fact_label(item, context), period, code=code(item, locale))
    number, entry = context.entries.get(naming.content(item), (None, item))
    label = ": ".join(part for part in (naming.label(entry, context), naming.name(entry, context)) if part)
    if number:
        return Operand(label, period, "" if shown else _value(item, context), computation=number)
    own = formula(item, context.metrics, locale) or ("" if shown else _value(item, context))
    return Operand(label, period, own, codes(item.facts, locale))
