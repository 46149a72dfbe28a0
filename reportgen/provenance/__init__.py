"""figures.csv and provenance.json: every figure with its value, interval, formula and inputs down to the fact rows.

Both are versioned; docs/outputs.md describes them, and provenance.schema.json the second one. The latter holds all that an audit
needs to compute each printed number again without us: rows as their files have them, formulas, and how each number is printed.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from reportgen.model.document import Artifact, Chart, Document, Emission
from reportgen.model.fact import Dispute, Fact
from reportgen.model.figure import Figures, Point
from reportgen.model.metric import Metric
from reportgen.model.period import Period
from reportgen.model.quantity import Quantity
from reportgen.provenance import entries
from reportgen.text.locale import Locale

VERSION = 2
COLUMNS = ("id", "label", "period", "value", "unit", "low", "high", "scope", "basis", "method", "inputs", "disputed")
PREFIX = {"prov": "http://www.w3.org/ns/prov#"}

Drawn = tuple[Document, Mapping[str, Chart], Locale]
"""A document with its charts, in its language."""


def figures_csv(figures: Figures, locale: Locale) -> Artifact:
    """One row a point of every figure of the spec, in its order; amounts in base units, percentages as fractions."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    for figure in figures.values():
        for point in figure:
            writer.writerow([_safe(cell) for cell in _row(point, locale)])
    return Artifact("figures.csv", "text/csv", buffer.getvalue().encode())


def provenance_json(figures: Figures, documents: Iterable[Drawn]) -> Artifact:
    """The trace of every figure, and everything that each language prints, with the text as displayed."""
    documents = tuple(documents)
    ledger = _Ledger()
    names = [ledger.name(point) for figure in figures.values() for point in figure]
    for document, _, _ in documents:
        points = (*(e.value for e in document.emissions), *document.annex.computations)
        names += [ledger.name(point) for point in points if isinstance(point, Point)]
    asked = dict.fromkeys(names)
    emissions = [
        _emission(emission, place, locale, ledger)
        for document, charts, locale in documents
        for place, emissions in _places(document, charts)
        for emission in emissions
    ]
    content = {
        "version": VERSION,
        "prefix": PREFIX,
        "metrics": {name: entries.metric_entry(metric) for name, metric in sorted(ledger.metrics.items())},
        "facts": ledger.facts,
        "figures": [ledger.figures[name] for name in asked],
        "steps": [entry for name, entry in ledger.figures.items() if name not in asked],
        "emissions": emissions,
    }
    return Artifact("provenance.json", "application/json", encode(content))


def encode(content: Any) -> bytes:
    """JSON as it is written everywhere: UTF-8, two spaces, a line end at the end."""
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def _row(point: Point, locale: Locale) -> tuple[str, ...]:
    result = point.result
    value, low, high = entries.ends(result) if isinstance(result, Quantity) else (result.kind, "", "")
    return (
        point.id,
        " ".join(p for p in (locale.pick(point.names), locale.pick(point.label) if point.label else "") if p),
        point.period.text,
        point.said or value,
        point.unit,
        low,
        high,
        point.scope,
        point.basis,
        point.method,
        " ".join(f"{f.source}:{f.loc}" for f in point.facts),
        "yes" if point.all_disputes else "no",
    )


def _safe(cell: str) -> str:
    """A spreadsheet must not take text for a formula; numbers stay as they are."""
    number = cell.lstrip("-").replace(".", "", 1).replace("E+", "").isdigit()
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") and not number else cell


@dataclass(slots=True)
class _Ledger:
    """Facts and figures under the names by which they refer to each other, each written once."""

    facts: dict[str, dict[str, Any]] = field(default_factory=dict)
    figures: dict[str, dict[str, Any]] = field(default_factory=dict)
    metrics: dict[str, Metric] = field(default_factory=dict)
    _names: dict[int, tuple[str, Point]] = field(default_factory=dict)

    def name(self, point: Point) -> str:
        """The name of a point, which is entered with all that it rests on."""
        if id(point) in self._names:
            return self._names[id(point)][0]
        entry = self._entry(point)
        base = point.id or _about(point)
        name = _free(base, {**entry, "id": ""}, {key: {**known, "id": ""} for key, known in self.figures.items() if key.startswith(base)})
        self.figures.setdefault(name, {**entry, "id": name})
        self._names[id(point)] = (name, point)
        return name

    def fact(self, fact: Fact) -> str:
        """The name of a fact row, which is entered."""
        entry = entries.fact_entry(fact)
        name = _free(fact.id, entry, self.facts)
        self.facts.setdefault(name, entry)
        return name

    def _entry(self, point: Point) -> dict[str, Any]:
        used = [
            {"name": name, "entity": self.fact(item)} if isinstance(item, Fact) else {"name": name, "entity": self.name(item)}
            for name, item in point.inputs
        ]
        if not entries.changed(point):
            self.metrics.setdefault(point.metric.id, point.metric)
        return entries.figure_entry(point) | {
            "wasGeneratedBy": {"activity": entries.activity(point), "formula": point.formula, "unit": point.unit, "used": used},
            "wasDerivedFrom": [self.fact(fact) for fact in point.facts],
            "disputed": [self._dispute(dispute) for dispute in point.disputes],
        }

    def _dispute(self, dispute: Dispute) -> dict[str, Any]:
        return {
            "key": str(dispute.key),
            "chosen": self.fact(dispute.chosen) if dispute.chosen else None,
            "others": [self.fact(fact) for fact in dispute.others],
            "reason": dict(dispute.reason),
        }


def _about(point: Point) -> str:
    """A name for a point that no figure of the spec asks for."""
    dims = (f"{name}={value}" for name, value in point.dims)
    parts = ("step", point.entity, point.metric.id, point.period.text, point.scope, point.basis, *dims, point.view)
    return " ".join(part for part in parts if part)


def _free(base: str, entry: Mapping[str, Any], known: Mapping[str, Mapping[str, Any]]) -> str:
    """The name under which the entry stands, or the first one that is free."""
    name, number = base, 1
    while name in known and known[name] != entry:
        number += 1
        name = f"{base}#{number}"
    return name


def _places(document: Document, charts: Mapping[str, Chart]) -> Iterator[tuple[str, tuple[Emission, ...]]]:
    """Where numbers are printed: the text, and the two drawings and the alternative text of each chart."""
    yield "text", document.emissions
    for name, chart in charts.items():
        yield f"chart {name} wide", chart.emissions
        yield f"chart {name} narrow", chart.narrow_emissions
        yield f"chart {name} alt", chart.alt_emissions


def _emission(emission: Emission, place: str, locale: Locale, ledger: _Ledger) -> dict[str, Any]:
    value = emission.value
    point = value if isinstance(value, Point) else None
    found: dict[str, Any] = {
        "locale": locale.tag,
        "language": emission.locale or locale.tag,
        "place": place,
        "index": emission.index,
        "figure": ledger.name(point) if point else None,
    }
    if isinstance(value, Period):
        found["period"] = entries.period_entry(value)
    elif isinstance(value, date):
        found["date"] = value.isoformat()
    return found | {
        "style": emission.style or (point.metric.display.style if point else ""),
        "options": dict(sorted(emission.options.items())),
        "text": locale.show(emission),
    }
