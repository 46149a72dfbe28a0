"""The entries of provenance.json: figures, facts, metrics and periods as data, under names that an audit can follow."""

from __future__ import annotations

from typing import Any

from reportgen.model.fact import Cells, Fact, Query
from reportgen.model.figure import Missing, Point
from reportgen.model.metric import Metric
from reportgen.model.period import Period
from reportgen.model.quantity import PCT, PP, Quantity

DERIVED = ("change", "gap", "times", "total", "count")
"""What the text makes of the points of a figure, as their ids tell."""


def figure_entry(point: Point) -> dict[str, Any]:
    """A figure less what made it: what it is of, how it prints, its value and interval or why it has none."""
    result = point.result
    found: dict[str, Any] = {
        "id": point.id,
        "key": point.key,
        "metric": point.metric.id,
        "entity": point.entity,
        "period": period_entry(point.period),
        "scope": point.scope,
        "basis": point.basis,
        "dims": dict(point.dims),
        "view": point.view,
        "label": dict(point.label),
        "method": point.method,
        "status": point.status,
        "unit": point.unit,
        "display": _display(point.metric),
    }
    if isinstance(result, Missing):
        slots = {"slots": dict(result.slots)} if result.slots else {}
        words = {"words": dict(result.words)} if result.words else {}
        found["missing"] = {"kind": result.kind, "reason": result.reason, **slots, **words}
    else:
        value, low, high = ends(result)
        found |= {"value": value, "low": low or None, "high": high or None, "qualifier": result.qual}
    return found | ({"said": point.said} if point.said else {})


def activity(point: Point) -> str:
    """What made the point: a statement, a kind of metric, a way to rebuild, or what the text did with a figure's points."""
    done = point.id.rpartition("/")[2].partition("@")[0]
    if done in DERIVED and point.id.count("/") > 1:
        return done
    return point.metric.kind if point.method == "computed" else point.method


def changed(point: Point) -> bool:
    """Whether the point's metric is not the declared one: a change of it has a unit and a style of its own."""
    return activity(point) in DERIVED


def fact_entry(fact: Fact) -> dict[str, Any]:
    """A row as its file has it; PROV entity, quoted from a paragraph of its source."""
    return {
        "entity": fact.key.entity,
        "metric": fact.key.metric,
        "period": period_entry(fact.period),
        "scope": fact.key.scope,
        "basis": fact.key.basis,
        "dims": dict(fact.key.dims),
        **_cells(fact)._asdict(),
        "status": fact.status,
        "wasQuotedFrom": {"source": fact.source, "loc": fact.loc},
        "as_written": fact.as_written,
        "known_at": fact.known_at.isoformat(),
        "row": str(fact.where),
        **({"query": _query(fact.query)} if fact.query else {}),
    }


def _query(query: Query) -> dict[str, Any]:
    """How a number was computed from a table, so that anybody who has the file can compute it again."""
    matches = [
        {"column": match.column, **({"any": list(match.any)} if match.any else {"low": match.low or None, "high": match.high or None})}
        for match in query.matches
    ]
    return {**query._asdict(), "matches": matches, "parameters": list(query.parameters)}


def _cells(fact: Fact) -> Cells:
    """The cells of the row; where no file has it (a fact of a notebook or a test), those that would state it."""
    if any(fact.cells):
        return fact.cells
    quantity = fact.quantity
    if quantity is None:
        return Cells(fact.said, "", "date" if fact.said[:4].isdigit() else "rating")
    shift = 2 if quantity.unit in (PCT, PP) else 0
    numbers = (quantity.low, quantity.high) if quantity.qual == ".." else (quantity.value,)
    decimals = "INF" if quantity.place is None else str(-quantity.place - shift)
    return Cells("..".join(plain(number.scaleb(shift)) for number in numbers), "", quantity.unit, quantity.qual, decimals)


def metric_entry(metric: Metric) -> dict[str, Any]:
    """What naming and printing need of a declaration, and its own formula where it declares one."""
    return {
        "label": dict(metric.label),
        "short": dict(metric.short),
        "kind": metric.kind,
        "measure": metric.measure,
        "unit": metric.unit,
        "display": _display(metric),
        "formula": getattr(metric.options, "formula", ""),
        "views": {
            name: {"label": dict(view.label), "short": dict(view.short), "negate": view.negate} for name, view in metric.views.items()
        },
    }


def _display(metric: Metric) -> dict[str, Any]:
    return {"style": metric.display.style, "decimals": metric.display.decimals}


def period_entry(period: Period) -> dict[str, Any]:
    """A span of days, and the year end that its text is read with."""
    month, day = period.year_end
    return {
        "text": period.text,
        "start": period.start.isoformat(),
        "end": period.end.isoformat(),
        "year_end": f"{month:02d}-{day:02d}",
    }


def ends(quantity: Quantity) -> tuple[str, str, str]:
    """The value and both ends without exponent; an open end is empty."""
    return plain(quantity.value), *("" if not end.is_finite() else plain(end) for end in (quantity.low, quantity.high))  # type: ignore[return-value]


def plain(value: Any) -> str:
    """A Decimal without exponent."""
    return format(value, "f")
