"""Facts, metrics, points and figures of a made-up company from short texts: facts('revenue FY2020 100 m CNY')."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from reportgen.metrics.ask import Ask, Select
from reportgen.metrics.kinds import KINDS
from reportgen.metrics.resolve import Resolver
from reportgen.model.expression import SCALES
from reportgen.model.fact import Choice, Entity, Fact, FactKey, Facts, Source
from reportgen.model.figure import Figure, Missing, Point
from reportgen.model.metric import Display, Metric, View
from reportgen.model.period import parse
from reportgen.model.problem import Location
from reportgen.model.quantity import PCT, PP, Qualifier, Quantity, printed, span

AS_OF = date(2024, 12, 31)
SOURCES = {"paper": Source("paper", {"en": "Press article"}, {"en": "The Paper"}, date(2022, 6, 30))}
ENTITIES = {name: Entity(name, {"en": name.title()}) for name in ("acme", "beta", "delta", "market")}
METRICS: Mapping[str, Metric] = {
    m.id: m
    for m in (
        Metric("revenue", {"en": "Revenue", "de": "Umsatz"}, unit="money", display=Display("money")),
        Metric("cost", {"en": "Cost"}, unit="money", display=Display("money")),
        Metric(
            "profit",
            {"en": "Profit", "de": "Ergebnis"},
            unit="money",
            display=Display("money"),
            views={"loss": View({"en": "Loss", "de": "Verlust"}, negate=True), "result": View({"en": "Result"})},
        ),
        Metric("receivables", {"en": "Receivables"}, measure="stock", unit="money", display=Display("money")),
        Metric("staff", {"en": "Staff"}, measure="stock", unit="persons", display=Display("count")),
        Metric("price", {"en": "Price"}, measure="event", unit="price", display=Display("price", 2)),
        Metric("issue_price", {"en": "Issue price"}, measure="event", unit="price", display=Display("price", 2)),
        Metric("stated_growth", {"en": "Growth"}, measure="none", unit="pct", display=Display("percent", 1)),
        Metric("stated_ratio", {"en": "Ratio"}, measure="none", unit="pct", display=Display("percent", 1)),
        Metric("holding", {"en": "Stake"}, measure="event", unit="pct", display=Display("percent", 2)),
        Metric("market_share", {"en": "Market share"}, measure="none", unit="pct", display=Display("percent", 1)),
        Metric("exit", {"en": "Exit"}, measure="event", unit="date", display=Display("date")),
    )
}


def quantity(text: str) -> Quantity:
    """A printed number: '4.7 bn CNY', '36.4%', '2.5pp', '~5 k persons', '>40%', '4..5 days'."""
    number, *words = text.replace("%", f" {PCT}").replace("pp", f" {PP}").split()
    qual: Qualifier = "~" if number[0] == "~" else ">" if number[0] == ">" else "<" if number[0] == "<" else "="
    power = SCALES[words.pop(0)] if words and words[0] in SCALES else 0
    unit = words[0] if words else "pure"
    power -= 2 if unit in (PCT, PP) else 0
    ends = [Decimal(part).scaleb(power) for part in number.lstrip("~<>").split("..")]
    place = int(ends[0].as_tuple().exponent)
    return printed(ends[0], place, unit, qual) if len(ends) == 1 else span(ends[0], ends[1], unit, place)


def fact(text: str, line: int = 1) -> Fact:
    """A fact of one line: metric, period, number, then scope=, basis=, entity=, status=, known=, said= or any dimension."""
    words = text.split()
    named = dict(word.split("=", 1) for word in words if "=" in word)
    metric, at, *number = (word for word in words if "=" not in word)
    period = parse(at)
    known = named.pop("known", "")
    entity, scope, basis, status, said = (named.pop(k, "") for k in ("entity", "scope", "basis", "status", "said"))
    key = FactKey(entity or "acme", metric, period.text, scope, basis, tuple(sorted(named.items())))
    return Fact(
        key,
        period,
        quantity(" ".join(number)) if number else None,
        status or "A",
        "paper",
        f"p{line}",
        " ".join(number) or said,
        date.fromisoformat(known) if known else SOURCES["paper"].published,
        Location("seeds/facts/acme.csv", line + 1, 1),
        said,
    )


def facts(*lines: str, as_of: date = AS_OF) -> Facts:
    """What those lines make known; two that say different things of one key are left undecided."""
    rows = [fact(line, number) for number, line in enumerate(lines, 1)]
    known: dict[FactKey, list[Fact]] = {}
    later: dict[FactKey, date] = {}
    for row in rows:
        if row.known_at > as_of:
            later[row.key] = row.known_at
        else:
            known.setdefault(row.key, []).append(row)
    choices = {key: Choice(found[0]) for key, found in known.items() if len(found) == 1}
    undecided = {key: tuple(found) for key, found in known.items() if len(found) > 1}
    return Facts(choices, SOURCES, ENTITIES, as_of, {}, later, undecided)


def metric(kind: str, unit: str, name: str = "wanted", **options: Any) -> Metric:
    """A metric of that kind with its options."""
    return Metric(name, {"en": name.title()}, kind, KINDS[kind].Options(**options), measure="none", unit=unit)


def resolver(rows: tuple[str, ...], *metrics: Metric, as_of: date = AS_OF) -> Resolver:
    """A resolver over those facts, the company's metrics and some more."""
    return Resolver(facts(*rows, as_of=as_of), {**METRICS, **{m.id: m for m in metrics}}, "brief")


def ask(name: str, period: str, **given: str) -> Ask:
    """A question: scope=, basis=, view=, entity= and select= as such, any other word a dimension."""
    scope, basis, view = (given.pop(k, "") for k in ("scope", "basis", "view"))
    entity = given.pop("entity", "acme")
    select: Select = "latest" if given.pop("select", "") == "latest" else "one"
    return Ask(name, entity, parse(period), scope, basis, tuple(sorted(given.items())), view, select)


def answer(rows: tuple[str, ...], wanted: Metric, period: str, **given: str) -> Point:
    """What that metric is, from those facts."""
    return resolver(rows, wanted).point(ask(wanted.id, period, **given))


def percent(point: Point) -> str:
    """The value in per cent or points with two decimals, as worked examples state it."""
    assert point.quantity is not None, f"{point.result}"
    return f"{point.quantity.value * 100:.2f}"


def refusal(point: Point) -> tuple[str, str]:
    """The kind and reason of a point without a value."""
    assert isinstance(point.result, Missing), f"{point.result}"
    return point.result.kind, point.result.reason


def figure(name: str, *lines: str) -> Figure:
    """A figure of one metric, a point each line: figure('profit', 'FY2019 -5 bn CNY', 'FY2020 n.a.')."""
    return Figure(name, tuple(_point(name, line) for line in lines), METRICS[name].label)


def _point(name: str, line: str) -> Point:
    at, number = line.split(maxsplit=1)
    ident, period = f"brief/{name}@{at}", parse(at)
    if number == "n.a.":
        return Point(ident, at, METRICS[name], "acme", period, Missing("n.a.", "not_known"), method="missing", formula="")
    row = fact(f"{name} {line}", period.end.toordinal())
    key = row.key
    assert row.quantity is not None
    return Point(ident, at, METRICS[name], "acme", period, row.quantity, inputs=(("x", row),), scope=key.scope, basis=key.basis)
