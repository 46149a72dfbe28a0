"""Computes every figure of a provenance.json again, from its fact rows and formulas alone.

Nothing that the file states as a result is read: no value, no interval, no text. A row is read by the rules of the fact files, told
here a second time; a formula is evaluated with intervals; what a number must print follows from both, its style and its options.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from reportgen.model import expression
from reportgen.model.document import Emission
from reportgen.model.expression import ExpressionError, Value
from reportgen.model.fact import Cells, Dispute, Fact, FactKey
from reportgen.model.figure import Missing, Point
from reportgen.model.metric import Display, Metric, View
from reportgen.model.period import Period, parse
from reportgen.model.problem import Location
from reportgen.model.quantity import PCT, PP, PURE, Qualifier, Quantity, exact, printed, span

POWERS = {"": 0, "k": 3, "wan": 4, "m": 6, "yi": 8, "bn": 9, "tn": 12}
"""What the column `mult` multiplies by, as powers of ten."""
QUALIFIERS: tuple[Qualifier, ...] = ("=", "~", ">", ">=", "<", "<=", "..")
DERIVED = ("change", "gap", "times", "count")
"""What gives a number another unit and style than its metric declares."""


class RecomputeError(ValueError):
    """The file does not lead to a number: the message says at which entry and why."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A number as a brief prints it: the emission with its recomputed value, and where it stands. `locale` is the brief's language,
    `language` that of the number."""

    locale: str
    language: str
    place: str
    emission: Emission


@dataclass(frozen=True, slots=True)
class Ledger:
    """Everything that a provenance.json leads to, computed again."""

    facts: Mapping[str, Fact]
    points: Mapping[str, Point]
    printed: tuple[Printed, ...]
    entries: Mapping[str, Mapping[str, Any]]
    """The entries of the points as the file has them, for a comparison with what was computed here."""
    metrics: Mapping[str, Mapping[str, Any]]

    def of(self, locale: str, place: str = "text") -> tuple[Emission, ...]:
        """What one language prints at a place, in order."""
        return tuple(p.emission for p in self.printed if (p.locale, p.place) == (locale, place))


def recompute(content: Mapping[str, Any]) -> Ledger:
    """All figures and emissions of a parsed provenance.json; raises RecomputeError where an entry leads to no number."""
    entries = {entry["id"]: entry for entry in (*content["figures"], *content["steps"])}
    facts = {name: _fact(name, row) for name, row in content["facts"].items()}
    bench = _Bench(content["metrics"], facts, entries, {})
    for name in entries:
        bench.point(name)
    emissions = tuple(Printed(e["locale"], e["language"], e["place"], _emission(e, bench)) for e in content["emissions"])
    return Ledger(facts, bench.points, emissions, entries, content["metrics"])


def quantity(cells: Cells) -> Quantity:
    """The number of a row: base units, and everything that prints like it; a date is its day number, a rating has no size.

    Raises ValueError for cells that are no number.
    """
    if cells.unit == "rating":
        return exact(0, "rating")
    if cells.unit == "date":
        full = {10: cells.value, 7: f"{cells.value}-01"}.get(len(cells.value))
        return exact(date.fromisoformat(full).toordinal(), "date") if full else exact(0, "rating")
    if cells.unit == "rank":
        return exact(cells.value)
    shift = POWERS[cells.mult] - (2 if cells.unit in (PCT, PP) else 0)
    ends = [Decimal(end).scaleb(shift) for end in cells.value.split("..")]
    if cells.decimals == "INF" and len(ends) == 1:
        return exact(ends[0], cells.unit)
    place = -int(cells.decimals) if cells.decimals not in ("", "INF") else None if cells.decimals else min(map(_place, ends))
    if len(ends) == 2:
        return span(ends[0], ends[1], cells.unit, place)
    assert place is not None, "this is a bug: an exact number was dealt with above"
    return printed(ends[0], place, cells.unit, QUALIFIERS[QUALIFIERS.index(cells.qual or "=")])


def _place(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int):
        raise ValueError(f"{number} is no number")
    return exponent


def _fact(name: str, row: Mapping[str, Any]) -> Fact:
    cells = Cells(*(row[column] for column in Cells._fields))
    try:
        number = quantity(cells)
    except (ArithmeticError, ValueError, KeyError) as bad:
        raise RecomputeError(f"fact {name}: {cells.value!r} {cells.mult} {cells.unit} is no number ({bad})") from None
    period, said = _period(row["period"]), cells.unit in ("date", "rating")
    file, line, column = row["row"].rsplit(":", 2) if row["row"].count(":") > 1 else (row["row"], "0", "0")
    return Fact(
        key=FactKey(row["entity"], row["metric"], period.text, row["scope"], row["basis"], tuple(sorted(row["dims"].items()))),
        period=period,
        quantity=None if said else number,
        status=row["status"],
        source=row["wasQuotedFrom"]["source"],
        loc=row["wasQuotedFrom"]["loc"],
        as_written=row["as_written"],
        known_at=date.fromisoformat(row["known_at"]),
        where=Location(file, int(line), int(column)),
        said=cells.value if said else "",
        cells=cells,
    )


def _period(entry: Mapping[str, str]) -> Period:
    month, day = entry["year_end"].split("-")
    return parse(entry["text"], (int(month), int(day)))


@dataclass(slots=True)
class _Bench:
    """The points computed so far, by name."""

    metrics: Mapping[str, Mapping[str, Any]]
    facts: Mapping[str, Fact]
    entries: Mapping[str, Mapping[str, Any]]
    points: dict[str, Point]

    def point(self, name: str) -> Point:
        """The point of that name, with all that it rests on."""
        if name not in self.points:
            if name not in self.entries:
                raise RecomputeError(f"{name} is no entry of the file")
            self.points[name] = self._made(name, self.entries[name])
        return self.points[name]

    def _made(self, name: str, entry: Mapping[str, Any]) -> Point:
        made_by = entry["wasGeneratedBy"]
        used = tuple((item["name"], self._input(item["entity"])) for item in made_by["used"])
        metric = self._metric(entry)
        result = _result(name, entry, used)
        own = result if isinstance(result, Quantity) else None
        turned = own is not None and bool(entry["view"]) and metric.views[entry["view"]].negate
        return Point(
            id="" if name.startswith("step ") else name,
            key=entry["key"],
            metric=metric,
            entity=entry["entity"],
            period=_period(entry["period"]),
            result=result,
            formula=made_by["formula"],
            inputs=used,
            method=entry["method"],
            status=entry["status"],
            scope=entry["scope"],
            basis=entry["basis"],
            dims=tuple(sorted(entry["dims"].items())),
            view=entry["view"],
            said=used[0][1].said if "said" in entry and used else "",
            label=entry["label"],
            disputes=tuple(self._dispute(d, -own if own and turned else own) for d in entry["disputed"]),
        )

    def _input(self, name: str) -> Fact | Point:
        return self.facts[name] if name in self.facts else self.point(name)

    def _metric(self, entry: Mapping[str, Any]) -> Metric:
        known = self.metrics.get(entry["metric"], {})
        changed = entry["wasGeneratedBy"]["activity"] in DERIVED
        return Metric(
            id=entry["metric"],
            label=known.get("label", {}),
            kind=known.get("kind", "reported"),
            measure=known.get("measure", "flow"),
            unit=entry["unit"] if changed or not known else known["unit"],
            short=known.get("short", {}),
            display=Display(**entry["display"]),
            views={name: View(view["label"], view["short"], view["negate"]) for name, view in known.get("views", {}).items()},
        )

    def _dispute(self, entry: Mapping[str, Any], computed: Quantity | None) -> Dispute:
        chosen = self.facts[entry["chosen"]] if entry["chosen"] else None
        others = tuple(self.facts[name] for name in entry["others"])
        about = (chosen or others[0]).key
        return Dispute(about, chosen, others, entry["reason"], None if chosen else computed)


def _result(name: str, entry: Mapping[str, Any], used: tuple[tuple[str, Fact | Point], ...]) -> Quantity | Missing:
    """The value of the formula over the inputs, in the unit of the entry; a refusal stays one."""
    if "missing" in entry:
        missing = entry["missing"]
        return Missing(missing["kind"], missing["reason"], tuple(missing.get("slots", {}).items()), missing.get("words", {}))
    rows: dict[str, list[Quantity]] = {}
    for given, item in used:
        number = quantity(item.cells) if isinstance(item, Fact) else item.quantity
        if number is None:
            raise RecomputeError(f"{name}: its input {given} has no value")
        rows.setdefault(given, []).append(number)
    values: dict[str, Value] = {given: row[0] if len(row) == 1 else tuple(row) for given, row in rows.items()}
    formula, unit = entry["wasGeneratedBy"]["formula"], entry["wasGeneratedBy"]["unit"]
    if entry["wasGeneratedBy"]["activity"] == "count":
        values.setdefault("x", ())
    try:
        value = expression.evaluate(expression.parse(formula), lambda given, _: values[given])
    except (ExpressionError, ZeroDivisionError, KeyError) as bad:
        raise RecomputeError(f"{name}: {formula!r} has no value ({bad})") from None
    if not isinstance(value, Quantity):
        raise RecomputeError(f"{name}: {formula!r} gives a row of numbers")
    if value.unit != unit and not (value.unit == PURE or {value.unit, unit} <= {PCT, PP}):
        raise RecomputeError(f"{name}: {formula!r} gives {value.unit}, not {unit}")
    return replace(value, unit=unit)


def _emission(entry: Mapping[str, Any], bench: _Bench) -> Emission:
    """What the entry prints; the style of the metric is named by it, as by nobody."""
    if entry["figure"] is not None:
        value: Point | Period | date = bench.point(entry["figure"])
    else:
        value = _period(entry["period"]) if "period" in entry else date.fromisoformat(entry["date"])
    return Emission(entry["index"], value, entry["style"], entry["options"], locale=entry["language"])
