"""Horizontal bars: a ranking of members."""

from __future__ import annotations

from typing import Literal, NamedTuple

from reportgen.charts import checks, say, tables
from reportgen.charts.boxes import Stroke
from reportgen.charts.canvas import Canvas, Place, Run
from reportgen.charts.data import AHEAD, Format, texture, value
from reportgen.charts.measures import WORD_GAP
from reportgen.charts.options import ChartOptions, Keys
from reportgen.charts.record import Record
from reportgen.model.document import Table
from reportgen.model.figure import Figures, Point
from reportgen.model.problem import Problems
from reportgen.spec.base import EntityName, FigureName
from reportgen.text.locale import Locale

ROW, ROW_NARROW = 6.6, 11.4
BAR, BAR_NARROW, BAR_WIDEST = 4.2, 4.8, 7.0
SHARE = 0.6
"""Of a row that a given height makes higher, the bar takes that share."""
OPEN = 6.0
"""Length in mm of the broken line that carries on where a bar is only a lower bound."""
WIDEST_NAME = 46.0
MOST = 14


class Options(ChartOptions):
    """Horizontal bars: members ranked by one number, the subject in the house colour and the rest grey."""

    series: FigureName
    """The figure whose points are the bars, one per member."""
    highlight: Keys = ()
    """Keys of the bars in the house colour; by default those of `subject`, and all of them where there is no subject."""
    subject: EntityName = ""
    """The entity whose bars are in the house colour."""
    order: Literal["value", "given"] = "value"
    """Largest first, or as the figure lists them."""
    rest: Keys = ()
    """Bars that are a remainder or a sum, such as others: drawn last, whatever their size."""
    dates: Literal["auto", "always", "never"] = "auto"
    """Whether each bar bears its date or period; by default when they differ."""


def problems(options: Options, figures: Figures) -> Problems:
    """Mixed units, nothing to draw, unknown keys, more bars than a ranking bears."""
    figure = figures[options.series]
    known = tuple(p.key for p in figure)
    return (
        *checks.one_unit((figure,), "series"),
        *checks.has_values((figure,), "series"),
        *checks.known_keys(options.highlight, known, "highlight"),
        *checks.known_keys(options.rest, known, "rest"),
        *checks.at_most(len(known), MOST, "bars", "series", "Sum up the small ones in a member of their own."),
    )


def ordered(options: Options, figures: Figures) -> tuple[Point, ...]:
    """The bars from top to bottom: by size or as given, those without a value and the rest last."""
    points = figures[options.series].points
    if options.order == "value":
        points = tuple(sorted(points, key=lambda p: -value(p) if p.quantity else float("inf")))
    return (*(p for p in points if p.key not in options.rest), *(p for p in points if p.key in options.rest))


class Ranking(NamedTuple):
    """What a drawing shows: bars from top to bottom with their names in lines."""

    canvas: Canvas
    options: Options
    points: tuple[Point, ...]
    names: tuple[tuple[str, ...], ...]
    amounts: Format
    dated: bool

    def weight(self, item: Point) -> int:
        """The weight of a bar's name: the subject's is heavier."""
        return 600 if _is_subject(self.options, item) and (self.options.subject or self.options.highlight) else 400

    def labels(self, item: Point) -> list[Run]:
        """Value and date at the end of a bar."""
        colour = self.canvas.type(0) if _is_subject(self.options, item) else self.canvas.palette.muted
        found = [Run(self.canvas.amount(item, self.amounts), colour, "text", 600)]
        if item.quantity is None:
            found = [Run(self.canvas.show(item), self.canvas.palette.muted, "small")]
        return [*found, Run(self.canvas.heading(item), self.canvas.palette.muted, "small")] if self.dated and item.quantity else found

    def room(self, item: Point) -> float:
        """The room in mm that value and date take."""
        room = self.canvas.measure(self.canvas.measured(item, self.amounts), "text", 600) + 1.6
        if item.quantity is not None and not item.quantity.bounded:
            room += OPEN
        if self.dated:
            room += self.canvas.measure(self.canvas.preview(item.period, "period", form="head"), "small") + WORD_GAP
        return room


def height(options: Options, figures: Figures, narrow: bool) -> float:
    """Room for the rows; more when drawn, where names break into lines."""
    return len(figures[options.series].points) * (ROW_NARROW if narrow else ROW) + 1.2


def draw(canvas: Canvas, options: Options, figures: Figures) -> None:
    """The bars, names left of them or, on a narrow canvas, above."""
    points = ordered(options, figures)
    dated = options.dates == "always" or (options.dates == "auto" and len({p.period for p in points}) > 1)
    room = canvas.width - 0.6 if canvas.narrow else WIDEST_NAME
    names = tuple(canvas.wrap(canvas.name(p), room, "text", 600) for p in points)
    rank = Ranking(canvas, options, points, names, canvas.format(points, options), dated)
    extra = (max(len(lines) for lines in names) - 1) * canvas.line_height() * 0.94
    canvas.resize(max(canvas.high, height(options, figures, canvas.narrow) + extra * len(points)))
    _frame(rank)
    for number, item in enumerate(points):
        _bar(rank, item, number)
    if not canvas.narrow:
        x = canvas.x(0)
        canvas.rule(Stroke(x, canvas.box.y0, x, canvas.box.y1), canvas.palette.text, 0.7, order=6)


def _frame(rank: Ranking) -> None:
    canvas = rank.canvas
    wide = max(canvas.measure(line, "text", 600) for lines in rank.names for line in lines)
    known = [(value(p), rank.room(p)) for p in rank.points if p.quantity]
    low, high = min(0.0, *(v for v, _ in known)), max(0.0, *(v for v, _ in known))
    left = (0.0 if canvas.narrow else wide + 3.0) + max((room for v, room in known if v < 0), default=0.3)
    room = canvas.width - left
    # mm per unit so that the longest bar with its label still ends on the canvas
    scale = min([room / (high - low or 1.0)] + [(room - label) / (v - low) for v, label in known if v > 0])
    canvas.frame(left, 0.6, left + scale * (high - low or 1.0), canvas.high - 0.6)
    canvas.limits(low, high if high > low else 1.0, len(rank.points) - 0.5, -0.5)


def _bar(rank: Ranking, item: Point, number: int) -> None:
    canvas, lines = rank.canvas, rank.names[number]
    step = (canvas.box.y1 - canvas.box.y0) / len(rank.points)
    thick = BAR_NARROW if canvas.narrow else min(BAR_WIDEST, max(BAR, SHARE * (step if len(lines) == 1 else 0)))
    # on a narrow canvas the name stands above the bar
    centre = number + (step / 2 - thick / 2 - 0.8) / step if canvas.narrow else float(number)
    y = canvas.y(centre)
    hatched = canvas.note(item)
    if canvas.narrow:
        canvas.rule(Stroke(canvas.x(0), y - thick / 2 - 0.6, canvas.x(0), y + thick / 2 + 0.6), canvas.palette.text, 0.7, order=6)
    place = Place(0.3, y + thick / 2 + 1.0, "left", "bottom") if canvas.narrow else Place(0, y, "left", "middle")
    canvas.stack([place], [[Run(line, canvas.palette.text, "text", rank.weight(item))] for line in lines])
    if item.quantity is None:
        canvas.stack([Place(canvas.x(0) + 1.4, y, "left", "middle")], [rank.labels(item)])
        return
    end = value(item)
    colour = canvas.area(0 if _is_subject(rank.options, item) else 3)
    canvas.bar(centre, thick / step, (0.0, end), colour, hatched, light=texture(item) in AHEAD)
    x = canvas.x(end)
    if not item.quantity.bounded and end >= 0:
        canvas.rule(Stroke(x + 0.8, y, x + OPEN, y), colour, 1.2, dash=(2.2, 1.6))
        x += OPEN
    canvas.stack([Place(x + 1.4, y, "left", "middle") if end >= 0 else Place(x - 1.4, y, "right", "middle")], [rank.labels(item)])


def _is_subject(options: Options, item: Point) -> bool:
    if options.highlight:
        return item.key in options.highlight
    return not options.subject or item.entity == options.subject


def alt(voice: Record, options: Options, figures: Figures) -> str:
    """Every bar, in the order drawn."""
    return say.points(voice, voice.title(figures[options.series]), ordered(options, figures), dated=options.dates != "never")


def table(options: Options, figures: Figures, locale: Locale, emit: tables.Emit) -> Table:
    """Member, date, value."""
    points = ordered(options, figures)
    return tables.by_date(points, Format(points, options), locale, emit, tables.title(figures[options.series], locale))
