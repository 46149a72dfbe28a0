"""Figures for chart tests, written as small tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from reportgen.charts.canvas import Canvas
from reportgen.charts.draw import canvas_for
from reportgen.model.fact import Fact, FactKey
from reportgen.model.figure import Figure, Figures, Missing, Point
from reportgen.model.metric import Display, Metric, View
from reportgen.model.period import parse
from reportgen.model.problem import Location
from reportgen.model.quantity import Qualifier, Quantity, exact, printed
from reportgen.spec.theme import Theme
from reportgen.text.locale import load

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


def quantity(text: str, unit: str, power: int) -> Quantity:
    """'4.70' in units of 10^power, known to its last digit; '>16.5' is a bound."""
    qual: Qualifier = "="
    if text[0] in "><~":
        qual, text = text[0], text[1:]  # type: ignore[assignment]
    digits = Decimal(text)
    exponent = digits.as_tuple().exponent
    assert isinstance(exponent, int)
    return printed(digits.scaleb(power), exponent + power, unit, qual)


def point(key: str, text: str, metric: Metric = MONEY, name: str = "sales", **given: str) -> Point:
    """One point: '4.7', '>16.5', 'n.a.' or a date; a letter r, e, c, f or g after it: rebuilt, estimated, a claim, a forecast, a goal.

    `given` may hold label, period and entity; the key is the period by default.
    """
    text, _, letter = text.partition(" ")
    period = parse(text if metric is DATE else given.get("period", key))
    label = given.get("label", "")
    base = Point(
        f"{name}@{key}",
        key,
        metric,
        given.get("entity", "firm"),
        period,
        Missing("n.a.", "not_known"),
        method="missing",
        status={"e": "E", "c": "T", "f": "C:Bank", "g": "G"}.get(letter, "A"),
        label={"en": label, "de": label} if label else {},
    )
    if metric is DATE:
        return replace(base, result=exact(0), method="reported", said=text)
    if text in ("n.a.", "n.m."):
        return replace(base, result=Missing(text, "not_known"))  # type: ignore[arg-type]
    unit, power = UNITS[metric.display.style]
    said = Fact(
        FactKey("firm", metric.id, period.text), period, None, base.status, "paper", "p1", text, period.start, Location("firm.csv", 2, 1)
    )
    inputs = (("x", said),) if letter == "f" else ()
    return replace(base, result=quantity(text, unit, power), method="rebuilt" if letter == "r" else "reported", inputs=inputs)


def series(name: str, values: str, metric: Metric = MONEY, label: str = "") -> Figure:
    """'FY2021 4.7; FY2022 3.8 r': points over periods."""
    parts = [part.strip().split(" ", 1) for part in values.split(";")]
    return Figure(name, tuple(point(key, text, metric, name) for key, text in parts), {"en": label, "de": label} if label else {})


def members(name: str, period: str, values: Sequence[tuple[str, str, str]], metric: Metric = MONEY, label: str = "") -> Figure:
    """(key, label, value) per member, all at one period; `@` and a period after the value give it its own."""
    points = []
    for key, called, text in values:
        number, _, own = (part.strip() for part in text.partition("@"))
        points.append(point(key, number, metric, name, label=called, period=own or period, entity=key))
    return Figure(name, tuple(points), {"en": label, "de": label} if label else {})


def figures(*found: Figure) -> dict[str, Figure]:
    """Figures by name."""
    return {figure.name: figure for figure in found}


@cache
def theme() -> Theme:
    """The house theme of this project."""
    return Theme(**yaml.safe_load((Path(__file__).parents[2] / "config" / "themes" / "house.yaml").read_text(encoding="utf-8")))


def drawn(kind: str, options: Any, found: Figures, *, tag: str = "en", narrow: bool = False, width: float = 0.0) -> Canvas:
    """A drawn canvas, to look at its axes and labels."""
    from reportgen.charts import artists

    sizes = theme().sizes
    with artists.settings():
        return canvas_for(kind, options, found, theme(), load(tag), width or (sizes.narrow_width if narrow else sizes.text_width), narrow)


def texts(canvas: Canvas) -> list[str]:
    """What is written on a canvas, no-break spaces as spaces."""
    return [label.text.replace("\u00a0", " ") for label in canvas.labels]
