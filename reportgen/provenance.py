"""figures.csv and provenance.json: every figure with its value, interval, formula and inputs down to the fact rows.

Both are versioned; docs/outputs.md describes them.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from typing import Any

from reportgen.model.document import Artifact, Document
from reportgen.model.fact import Fact
from reportgen.model.figure import Figures, Missing, Point
from reportgen.model.quantity import Quantity
from reportgen.text.locale import Locale

VERSION = 1
COLUMNS = ("id", "label", "period", "value", "unit", "low", "high", "scope", "basis", "method", "inputs", "disputed")


def figures_csv(figures: Figures, locale: Locale) -> Artifact:
    """One row a point of every figure of the spec, in its order; amounts in base units, percentages as fractions."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    for figure in figures.values():
        for point in figure:
            writer.writerow([_safe(cell) for cell in _row(point, locale)])
    return Artifact("figures.csv", "text/csv", buffer.getvalue().encode())


def provenance_json(figures: Figures, documents: Iterable[tuple[Document, Locale]]) -> Artifact:
    """The trace of every figure, and everything that each language prints, with the text as displayed."""
    points: dict[str, Point] = {point.id: point for figure in figures.values() for point in figure}
    emissions: list[dict[str, Any]] = []
    for document, locale in documents:
        for emission in document.emissions:
            value = emission.value
            if isinstance(value, Point):
                points.setdefault(value.id, value)
            emissions.append(
                {
                    "locale": locale.tag,
                    "index": emission.index,
                    "figure": value.id if isinstance(value, Point) else None,
                    "style": emission.style or (value.metric.display.style if isinstance(value, Point) else ""),
                    "options": dict(sorted(emission.options.items())),
                    "text": locale.show(emission),
                }
            )
    content = {"version": VERSION, "figures": [_trace(p) for p in points.values()], "emissions": emissions}
    return Artifact("provenance.json", "application/json", encode(content))


def encode(content: Any) -> bytes:
    """JSON as it is written everywhere: UTF-8, two spaces, a line end at the end."""
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def _row(point: Point, locale: Locale) -> tuple[str, ...]:
    result = point.result
    value, low, high = _numbers(result) if isinstance(result, Quantity) else (result.kind, "", "")
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


def _numbers(quantity: Quantity) -> tuple[str, str, str]:
    return plain(quantity.value), *("" if not end.is_finite() else plain(end) for end in (quantity.low, quantity.high))  # type: ignore[return-value]


def plain(value: Any) -> str:
    """A Decimal without exponent."""
    return format(value, "f")


def _trace(point: Point) -> dict[str, Any]:
    result = point.result
    found: dict[str, Any] = {
        "id": point.id,
        "metric": point.metric.id,
        "entity": point.entity,
        "period": {"text": point.period.text, "start": point.period.start.isoformat(), "end": point.period.end.isoformat()},
        "scope": point.scope,
        "basis": point.basis,
        "dims": dict(point.dims),
        "view": point.view,
        "method": point.method,
        "status": point.status,
        "unit": point.unit,
        "formula": point.formula,
    }
    if isinstance(result, Missing):
        found["missing"] = {"kind": result.kind, "reason": result.reason, **dict(result.slots)}
    else:
        value, low, high = _numbers(result)
        found |= {"value": value, "low": low or None, "high": high or None, "qualifier": result.qual}
    if point.said:
        found["said"] = point.said
    found["inputs"] = [{"name": name, **_input(item)} for name, item in point.inputs]
    found["disputed"] = [
        {
            "key": str(d.key),
            "chosen": _fact(d.chosen)["fact"] if d.chosen else None,
            "others": [_fact(f)["fact"] for f in d.others],
            "reason": dict(d.reason),
        }
        for d in point.disputes
    ]
    return found


def _input(item: Fact | Point) -> Mapping[str, Any]:
    return _fact(item) if isinstance(item, Fact) else {"figure": _trace(item)}


def _fact(fact: Fact) -> Mapping[str, Any]:
    row: dict[str, Any] = {
        "source": fact.source,
        "loc": fact.loc,
        "as_written": fact.as_written,
        "status": fact.status,
        "known_at": fact.known_at.isoformat(),
        "row": str(fact.where),
    }
    if fact.quantity:
        value, low, high = _numbers(fact.quantity)
        row |= {"value": value, "low": low or None, "high": high or None, "unit": fact.quantity.unit, "qualifier": fact.quantity.qual}
    if fact.said:
        row["said"] = fact.said
    return {"fact": row}
