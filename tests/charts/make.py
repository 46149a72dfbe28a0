"""Figures for chart tests, written as small tables."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from reportgen.model.fact import Texts
from reportgen.model.figure import Figure, Missing, Point
from reportgen.model.metric import Display, Metric, View
from reportgen.model.period import parse
from reportgen.model.quantity import Qualifier, exact, printed

MONEY = Metric(
    "sales",
    {"en": "Sales", "de": "Umsatz"},
    unit="money",
    display=Display("money"),
    views={"loss": View({"en": "Loss", "de": "Verlust"}, negate=True)},
)
PERCENT = Metric("ratio", {"en": "Ratio", "de": "Quote"}, measure="none", unit="pct", display=Display("percent"))
POINTS = Metric("contribution", {"en": "Contribution", "de": "Beitrag"}, measure="none", unit="pp", display=Display("points"))
COUNT = Metric("staff", {"en": "Employees", "de": "Beschäftigte"}, measure="stock", unit="persons", display=Display("count"))
PRICE = Metric("share_price", {"en": "Share price", "de": "Kurs"}, measure="event", unit="price", display=Display("price"))
DATE = Metric("release", {"en": "Release", "de": "Vorstellung"}, measure="event", unit="date", display=Display("date"))
INDEX = Metric("sales_index", {"en": "Sales", "de": "Umsatz"}, kind="indexed", measure="none", unit="pure", display=Display("number", 0))
UNITS = {
    "money": ("CNY", 9),
    "percent": ("pct", -2),
    "points": ("pp", -2),
    "count": ("persons", 0),
    "price": ("HKD", 0),
    "number": ("pure", 0),
}


def quantity(text: str, unit: str, power: int, qual: Qualifier = "="):
    """'4.70' in units of 10^power, known to its last digit."""
    if text[0] in "><~":
        qual = text[0]  # type: ignore[assignment]
        text = text[1:]
    digits = Decimal(text)
    exponent = digits.as_tuple().exponent
    assert isinstance(exponent, int)
    return printed(digits.scaleb(power), exponent + power, unit, qual)


def point(
    name: str, key: str, text: str, metric: Metric = MONEY, label: str = "", period: str = "", entity: str = "firm", letter: str = ""
) -> Point:
    """One point: '4.7', '>16.5', 'n.a.' or a date; a letter r, e or c makes it rebuilt, estimated or a claim."""
    when = parse(period or (text if metric is DATE else key))
    when = parse(text) if metric is DATE else when
    labels: Texts = dict(part.split("=", 1) for part in label.split("|")) if "=" in label else {"en": label, "de": label} if label else {}
    status = {"e": "E", "c": "T"}.get(letter, "A")
    if text in ("n.a.", "n.m."):
        result = Missing(text, "not_known")  # type: ignore[arg-type]
        return Point(f"{name}@{key}", key, metric, entity, when, result, method="missing", label=labels)
    if metric is DATE:
        said = text if len(text) == 10 else ""
        return Point(f"{name}@{key}", key, metric, entity, when, exact(0), said=said, label=labels, status=status)
    unit, power = UNITS[metric.display.style]
    method = "rebuilt" if letter == "r" else "reported"
    return Point(f"{name}@{key}", key, metric, entity, when, quantity(text, unit, power), method=method, status=status, label=labels)  # type: ignore[arg-type]


def series(name: str, values: str, metric: Metric = MONEY, label: str = "") -> Figure:
    """'FY2021 4.7; FY2022 3.8 r': points over periods."""
    points = []
    for part in values.split(";"):
        key, text, *letter = part.split()
        points.append(point(name, key, text, metric, letter=letter[0] if letter else ""))
    return Figure(name, tuple(points), {"en": label, "de": label} if label else {})


def members(name: str, period: str, values: Sequence[tuple[str, str, str]], metric: Metric = MONEY, label: str = "") -> Figure:
    """(key, label, value) per member, all at one period; a fourth part of the value is its letter, a date its own period."""
    points = []
    for key, called, text in values:
        number, _, own = text.partition("@")
        number, _, letter = number.strip().partition(" ")
        points.append(point(name, key, number, metric, called, own or period, entity=key, letter=letter))
    return Figure(name, tuple(points), {"en": label, "de": label} if label else {})


def figures(*found: Figure) -> dict[str, Figure]:
    return {figure.name: figure for figure in found}
