"""What a drawing or an alternative text prints, on record."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from reportgen.model.document import Emission, Option
from reportgen.model.figure import Figure, Missing, Point
from reportgen.model.period import Period
from reportgen.text.locale import Locale

from .data import Format, Texture, texture

_MARKS = {"rebuilt": "hatched_rebuilt", "estimate": "hatched_estimate", "claim": "hatched_claim"}


@dataclass
class Record:
    """Turns values into text and remembers which; emissions count from 0."""

    locale: Locale
    emissions: list[Emission] = field(default_factory=list)
    marks: dict[str, None] = field(default_factory=dict)
    """Words of the locale that the exhibit owes its reader, in order of need."""
    points: dict[str, Point] = field(default_factory=dict)

    def show(self, value: Point | Period | date, style: str = "", **options: Option) -> str:
        """The text of a value that is printed, and the record that it was."""
        emission = Emission(len(self.emissions), value, style, options)
        self.emissions.append(emission)
        if isinstance(value, Point):
            self.note(value)
        return self.locale.show(emission)

    def amount(self, item: Point, amounts: Format, sign: bool = False, unit: bool = False) -> str:
        """A point's number in the chart's format."""
        return self.show(item, "", **amounts.options(item, sign, unit))

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

    def note(self, item: Point) -> Texture:
        """Records that a point is drawn and which explanations it calls for; gives its texture."""
        self.points.setdefault(item.id, item)
        if item.all_disputes:
            self.marks["disputed_explained"] = None
        if isinstance(item.result, Missing):
            self.marks["na_explained" if item.result.kind == "n.a." else "nm_explained"] = None
            return ""
        kind = texture(item)
        if kind:
            self.marks[_MARKS[kind]] = None
        return kind
