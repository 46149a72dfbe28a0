"""What opens at a number on the screen: its value and precision, its formula, its inputs with what their sources wrote, disputes.

There is one for each entry of the annex, shared by all numbers that lead there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reportgen.model.document import Document
from reportgen.model.fact import Fact, FactKey
from reportgen.model.figure import Point
from reportgen.model.quantity import Quantity
from reportgen.render import disputes, naming
from reportgen.render.citation import code, codes
from reportgen.render.disputes import DisputeEntry
from reportgen.render.formula import by_appearance, formula, style_of, value_of
from reportgen.render.precision import interval
from reportgen.text.locale import Locale


@dataclass(frozen=True, slots=True)
class Saying:
    """What a source wrote, where, and in which language if not in the page's."""

    words: str
    code: str
    source: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class InputLine:
    """An input: its name, its value, the entry of the annex that shows how it came about, and what its source wrote.

    An input that is itself computed from several facts has their codes only: its own popover says the rest.
    """

    label: str
    value: str
    entry: int | None
    sayings: tuple[Saying, ...] = ()
    codes: str = ""


@dataclass(frozen=True, slots=True)
class Popover:
    """The provenance of a number under the number of its annex entry.

    A reported number has what its source wrote in `sayings`, a computed one its formula and inputs, a refused one its `reason`.
    """

    number: int
    label: str
    about: str
    value: str
    interval: str
    reason: str
    formula: str
    method: str
    sayings: tuple[Saying, ...]
    inputs: tuple[InputLine, ...]
    disputes: tuple[DisputeEntry, ...]


def popovers(document: Document, locale: Locale) -> tuple[Popover, ...]:
    """The popovers of a document in the order of its annex."""
    context = naming.context_of(document, locale)
    told = dict(zip((d.key for d in document.annex.disputes), disputes.disputes(document, locale), strict=True))
    languages = {note.source.id: note.source.language for note in document.annex.sources}
    return tuple(_popover(number, point, context, told, languages) for number, point in context.entries.values())


def _popover(
    number: int,
    point: Point,
    context: naming.Context,
    told: Mapping[FactKey, DisputeEntry],
    languages: Mapping[str, str],
) -> Popover:
    locale = context.locale
    own = point.inputs[0][1] if point.method == "reported" and len(point.inputs) == 1 else None
    reported = own if isinstance(own, Fact) else None
    quantity = point.quantity
    value, period = value_of(point, context.metrics, locale), locale.period(point.period)
    return Popover(
        number=number,
        label=naming.label(point, context),
        about=", ".join(part for part in (naming.name(point, context), "" if value == period else period) if part),
        value=value,
        interval=_precision(quantity, point, locale) if quantity else "",
        reason=naming.reason(point, context),
        formula="" if reported else formula(point, context.metrics, locale),
        method=point.method,
        sayings=(_saying(reported, languages, locale),) if reported else (),
        inputs=() if reported else tuple(_inputs(point, context, languages)),
        disputes=tuple(told[d.key] for d in point.all_disputes if d.key in told),
    )


def _precision(quantity: Quantity, point: Point, locale: Locale) -> str:
    """Between which values it lies; of a reported one that is exact, that it is."""
    if point.method == "reported" and quantity.low == quantity.high:
        return locale.word("exact")
    return interval(quantity, style_of(quantity.unit, point.metric), locale)


def _inputs(point: Point, context: naming.Context, languages: Mapping[str, str]) -> list[InputLine]:
    """The inputs in the order of the formula, each once."""
    found: dict[object, InputLine] = {}
    for _, item in by_appearance(point.inputs, point.formula):
        key = item.id if isinstance(item, Fact) else naming.content(item)
        found.setdefault(key, _input(item, context, languages))
    return list(found.values())


def _input(item: Fact | Point, context: naming.Context, languages: Mapping[str, str]) -> InputLine:
    locale = context.locale
    value = value_of(item, context.metrics, locale)
    if isinstance(item, Fact):
        label = f"{naming.fact_label(item, context)}, {locale.period(item.period)}"
        return InputLine(label, value, None, (_saying(item, languages, locale),))
    number, entry = context.entries.get(naming.content(item), (None, item))
    name = [naming.label(entry, context), naming.name(entry, context), locale.period(item.period)]
    label = ", ".join(part for part in name if part)
    if len(item.facts) == 1:
        return InputLine(label, value, number, (_saying(item.facts[0], languages, locale),))
    return InputLine(label, value, number, codes=codes(item.facts, locale))


def _saying(fact: Fact, languages: Mapping[str, str], locale: Locale) -> Saying:
    language = languages.get(fact.source, "")
    return Saying(fact.as_written, code(fact, locale), fact.source, "" if language == locale.lang else language)
