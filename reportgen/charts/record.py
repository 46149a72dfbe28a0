"""What a drawing or an alternative text prints, on record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from reportgen.charts.data import Format, Texture, texture
from reportgen.charts.options import ChartOptions
from reportgen.model.document import Emission, Option
from reportgen.model.figure import Figure, Missing, Point
from reportgen.model.period import Period
from reportgen.text.locale import Locale

DERIVED, DAGGER = "\u02b3", "†"
"""A raised r and a dagger: charts have no other way to raise a letter."""
EXPLAINED = {DERIVED: "rebuilt_explained", DAGGER: "disputed_explained"}


@dataclass
class Record:
    """Turns values into text and remembers which; emissions count from 0."""

    locale: Locale
    emissions: list[Emission] = field(default_factory=list)
    marks: dict[str, None] = field(default_factory=dict)
    """Words of the locale that the exhibit owes its reader, in order of need."""
    points: dict[str, Point] = field(default_factory=dict)
    decimals: int | None = None
    """The most decimals of told numbers that are no amounts, where the chart asks for a limit."""
    plain: Texture = ""
    """The texture that is not drawn, because all values have it."""

    def show(self, value: Point | Period | date, style: str = "", **options: Option) -> str:
        """The text of a value that is printed, and the record that it was."""
        emission = Emission(len(self.emissions), value, style, options)
        self.emissions.append(emission)
        if isinstance(value, Point):
            self.points.setdefault(value.id, value)
            if isinstance(value.result, Missing) and not value.said:
                self.marks["na_explained" if value.result.kind == "n.a." else "nm_explained"] = None
        return self.locale.show(emission)

    def amount(self, item: Point, amounts: Format, sign: bool = False, unit: bool = False) -> str:
        """A point's number in the chart's format, with a letter where a rebuilt value went into it and a dagger where sources
        disagree on it; that it is itself rebuilt is drawn."""
        shown, marks = self.show(item, "", **amounts.options(item, sign, unit)), _marks(item)
        self.marks |= dict.fromkeys(word for mark, word in EXPLAINED.items() if mark in marks)
        return shown + marks

    def tell(self, item: Point, sign: bool = False) -> str:
        """A point's number in a sentence, with its unit."""
        options: dict[str, Option] = {"sign": True} if sign else {}
        if self.decimals is not None and item.metric.display.style not in ("money", "number"):
            options["decimals"] = self.decimals
        return self.show(item, "", **options)

    def measured(self, item: Point, amounts: Format, sign: bool = False) -> str:
        """The same text for measuring, without record."""
        return self.preview(item, "", **amounts.options(item, sign)) + _marks(item)

    def preview(self, value: Point | Period | date, style: str = "", **options: Option) -> str:
        """The same text for measuring, without record."""
        return self.locale.show(Emission(0, value, style, options))

    def heading(self, item: Point) -> str:
        """The short form of a point's period."""
        return self.show(item.period, "period", form="head")

    def name(self, item: Point) -> str:
        """What a point is called: its label, else its period where it stands under one, else the metric as seen."""
        if item.label:
            return self.locale.pick(item.label)
        return self.heading(item) if item.key == item.period.text else self.locale.label(item, short=True)

    def title(self, figure: Figure) -> str:
        """What a figure is called: its label, else the metric as seen."""
        return self.locale.pick(figure.label) if figure.label else self.locale.label(figure.points[0], short=True)

    def format(self, points: Iterable[Point], options: ChartOptions) -> Format:
        """One format for the numbers of a chart; where every value is a claim, that is said once and only forecasts are hatched."""
        points = tuple(points)
        if {texture(p) for p in points if p.quantity} in ({"claim"}, {"claim", "forecast"}):
            self.plain = "claim"
        return Format(points, options)

    def marked(self, item: Point) -> bool:
        """Whether a point bears the mark of values that are no history."""
        return item.quantity is not None and texture(item) not in ("", self.plain)

    def note(self, item: Point, mark: Literal["hatched", "hollow", "dashed"] = "hatched") -> bool:
        """Records that a point is drawn, and the words that its mark needs; gives whether it bears one."""
        self.points.setdefault(item.id, item)
        if self.marked(item):
            self.marks[f"{mark}_{texture(item)}"] = None
        elif self.plain and item.quantity and texture(item) == self.plain:
            self.marks["claims_only"] = None
        return self.marked(item)


def _marks(item: Point) -> str:
    derived = item.quantity is not None and item.method != "rebuilt" and item.rests_on_rebuilt
    return (DERIVED if derived else "") + (DAGGER if item.all_disputes else "")
