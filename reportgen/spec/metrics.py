"""config/metrics/*.yaml: what a metric is called, measured in and printed as, and the kind that computes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, field_validator

from reportgen.model.metric import Direction, Display, Measure, Metric, Style, View
from reportgen.model.problem import Problem, Problems
from reportgen.spec.base import Block, Words
from reportgen.spec.kinds import less
from reportgen.spec.node import Node, Path, written
from reportgen.spec.suggest import unknown
from reportgen.spec.typed import fields
from reportgen.spec.validate import expected, stranger, validate

STYLES: dict[str, Style] = {
    "money": "money",
    "price": "price",
    "pct": "percent",
    "pp": "points",
    "x": "multiple",
    "pure": "number",
    "shares": "number",
    "persons": "count",
    "days": "days",
    "EFLOPS": "number",
    "date": "date",
    "rank": "rank",
    "rating": "rating",
}
"""The units, each with the style in which its numbers print unless the metric says otherwise."""


class ViewEntry(Block):
    """A metric under another name."""

    label: Words
    """The name in each language."""
    short: Words = Words()
    """A shorter name for tables and charts."""
    negate: bool = False
    """Whether the sign is turned, so that a negative profit shows as a positive loss."""


class DisplayEntry(Block):
    """How a metric's numbers print."""

    style: Style | None = None
    """money, number, percent and so on; by default what the unit asks for."""
    decimals: Annotated[int, Field(ge=0, le=4)] | None = None
    """The most decimals shown."""


class MetricEntry(Block):
    """A metric: the keys that all kinds share. The keys of its kind stand beside them."""

    kind: str = "reported"
    """What computes it; `reported` metrics are read from the facts."""
    label: Words
    """The name in each language."""
    short: Words = Words()
    """A shorter name for tables and charts."""
    measure: Measure = "none"
    """flow (over a period), stock (at a date), event, or none."""
    unit: str
    """money, price, pct, pp, x, pure, shares, persons, days, EFLOPS, date, rank, rating, or two joined by /, such as money/persons."""
    direction: Direction = "none"
    """Which way is good: up, down or none."""
    sign: Literal["any", "positive", "negative"] = "any"
    """The sign that its facts must have."""
    display: DisplayEntry = DisplayEntry()
    """How it prints."""
    definition: Words = Words()
    """One sentence that says what it is."""
    views: dict[str, ViewEntry] = {}
    """Other names for it, such as loss."""
    on_missing: Literal["fail", "n.a."] = "fail"
    """What a figure without a value does: stop the build, or print n.a. with the reason."""
    counter: bool = False
    """Whether it counts up from a beginning, such as cities ever served; no ratio may divide by it."""

    @field_validator("unit")
    @classmethod
    def _known_unit(cls, unit: str) -> str:
        for part in unit.replace("*", "/").split("/"):
            if part not in STYLES:
                raise ValueError(unknown("unit", part, STYLES))
        return unit


class MetricsFile(Block):
    """A file of config/metrics."""

    metrics: dict[str, Any]
    """Metrics by name."""


def load_metrics(node: Node, kinds: Mapping[str, Any]) -> tuple[dict[str, Metric], Problems]:
    """The metrics of one file, and every problem with them; faulty ones are left out."""
    _, found, _ = validate(node, MetricsFile)
    metrics: dict[str, Metric] = {}
    problems = list(found)
    entries = node.get("metrics")
    for key, value in entries.pairs if entries else ():
        metric, faults = _metric(key, value, kinds)
        problems += faults
        if metric:
            metrics[key.text] = metric
    return metrics, tuple(problems)


def _metric(key: Node, node: Node, kinds: Mapping[str, Any]) -> tuple[Metric | None, Problems]:
    path: Path = ("metrics", key.text)
    if node.form != "mapping":
        return None, (Problem("E203", expected(node, "a mapping of keys"), node.where, written(path)),)
    word = node.get("kind")
    if word and word.value not in kinds:
        shown = word.text if word.form == "text" else f"a {word.form}"
        return None, (Problem("E210", unknown("metric kind", shown, kinds), word.where, written((*path, "kind"))),)
    kind = word.text if word else "reported"
    common, own = set(fields(MetricEntry)), set(fields(kinds[kind].Options)) if kind in kinds else set()
    assert not common & own, f"this is a bug: metric kind {kind} has keys of its own that every metric has: {sorted(common & own)}"
    known = (*fields(MetricEntry), *fields(kinds[kind].Options)) if kind in kinds else tuple(common)
    strangers = [stranger((*path, name.text), name, known) for name, _ in node.pairs if name.text not in known]
    names = {name.text for name, _ in node.pairs}
    entry, shared, _ = validate(less(node, names - common), MetricEntry, path)
    options, of_kind, _ = validate(less(node, names - own), kinds[kind].Options, path) if own else (Block(), (), None)
    problems = (*strangers, *shared, *of_kind)
    if problems or entry is None or options is None:
        return None, problems
    return _made(key, entry, options if own else None), ()


def _made(key: Node, entry: MetricEntry, options: Block | None) -> Metric:
    views = {name: View(view.label.texts, view.short.texts, view.negate) for name, view in entry.views.items()}
    style = entry.display.style or STYLES.get(entry.unit, "number")
    return Metric(
        id=key.text,
        label=entry.label.texts,
        kind=entry.kind,
        options=options,
        measure=entry.measure,
        unit=entry.unit,
        direction=entry.direction,
        sign=entry.sign,
        short=entry.short.texts,
        definition=entry.definition.texts,
        display=Display(style, entry.display.decimals),
        views=views,
        on_missing=entry.on_missing,
        counter=entry.counter,
        where=key.where,
    )
