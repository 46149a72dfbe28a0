"""Horizontal bars: a ranking of members."""

from __future__ import annotations

from typing import Literal

from reportgen.model.document import Table
from reportgen.model.figure import Figures, Point
from reportgen.model.problem import Problems
from reportgen.spec.base import EntityName, FigureName
from reportgen.text.locale import Locale

from . import checks, say, tables
from .boxes import Stroke
from .canvas import Canvas, Place
from .data import Format, value
from .options import ChartOptions, Keys
from .record import Record

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


def height(options: Options, figures: Figures, narrow: bool) -> float:
    """Room for the rows."""
    return len(figures[options.series].points) * (ROW_NARROW if narrow else ROW) + 1.2


def draw(canvas: Canvas, options: Options, figures: Figures) -> None:
    """The bars, names left of them or, on a narrow canvas, above."""
    points = ordered(options, figures)
    amounts = canvas.format(points, options)
    dated = options.dates == "always" or (options.dates == "auto" and len({p.period for p in points}) > 1)
    names = (
        0.0
        if canvas.narrow
        else min(WIDEST_NAME, max(canvas.measure(canvas.locale.pick(p.label) or p.key, "text", 600) for p in points)) + 3
    )
    _frame(canvas, points, amounts, dated, names)
    for number, item in enumerate(points):
        _bar(canvas, options, item, number, dated, amounts)
    if not canvas.narrow:
        x = canvas.x(0)
        canvas.rule(Stroke(x, canvas.box.y0, x, canvas.box.y1), canvas.palette.text, 0.7, order=6)


def _labels(canvas: Canvas, item: Point, amounts: Format, dated: bool) -> float:
    """The room in mm that a bar's value and date take at its end."""
    room = canvas.measure(canvas.measured(item, amounts), "text", 600) + 1.4
    if item.quantity is not None and not item.quantity.bounded:
        room += OPEN
    if dated:
        room += canvas.measure(canvas.preview(item.period, "period", form="head"), "small") + 2.4
    return room


def _frame(canvas: Canvas, points: tuple[Point, ...], amounts: Format, dated: bool, names: float) -> None:
    known = [(value(p), _labels(canvas, p, amounts, dated)) for p in points if p.quantity]
    low, high = min(0.0, *(v for v, _ in known)), max(0.0, *(v for v, _ in known))
    left = names + max((room for v, room in known if v < 0), default=0.3)
    room = canvas.width - left
    # mm per unit so that the longest bar with its label still ends on the canvas
    scale = min([room / (high - low or 1.0)] + [(room - label) / (v - low) for v, label in known if v > 0])
    canvas.frame(left, 0.6, left + scale * (high - low or 1.0), canvas.high - 0.6)
    canvas.limits(low, high if high > low else 1.0, len(points) - 0.5, -0.5)


def _bar(canvas: Canvas, options: Options, item: Point, number: int, dated: bool, amounts: Format) -> None:
    step = (canvas.box.y1 - canvas.box.y0) / abs(canvas.axes.get_ylim()[1] - canvas.axes.get_ylim()[0])
    thick = BAR_NARROW if canvas.narrow else min(BAR_WIDEST, max(BAR, SHARE * step))
    # on a narrow canvas the name stands above the bar
    centre = number + (step / 2 - thick / 2 - 0.8) / step if canvas.narrow else float(number)
    subject = _is_subject(options, item)
    colour, text = (canvas.area(0), canvas.type(0)) if subject else (canvas.area(3), canvas.palette.muted)
    hatched = canvas.note(item)
    y = canvas.y(centre)
    if canvas.narrow:
        canvas.rule(Stroke(canvas.x(0), y - thick / 2 - 0.6, canvas.x(0), y + thick / 2 + 0.6), canvas.palette.text, 0.7, order=6)
    name = canvas.name(item)
    weight = 600 if subject and (options.subject or options.highlight) else 400
    if canvas.narrow:
        canvas.text(Place(0.3, y + thick / 2 + 1.0, "left", "bottom"), name, canvas.palette.text, "text", weight)
    else:
        canvas.text(Place(0, y, "left", "middle"), name, canvas.palette.text, "text", weight)
    if item.quantity is None:
        canvas.text(Place(canvas.x(0) + 1.4, y, "left", "middle"), canvas.show(item), canvas.palette.muted, "small")
        return
    end = value(item)
    canvas.bar(centre, thick / step, (0.0, end), colour, hatched)
    x = canvas.x(end)
    if not item.quantity.bounded and end >= 0:
        canvas.rule(Stroke(x + 0.8, y, x + OPEN, y), colour, 1.2, dash=(2.2, 1.6))
        x += OPEN
    box = canvas.text(
        Place(x + 1.4, y, "left", "middle") if end >= 0 else Place(x - 1.4, y, "right", "middle"),
        canvas.amount(item, amounts),
        text,
        "text",
        600,
    )
    if dated:
        canvas.text(Place(max(box.x1, canvas.x(0)) + 2.2, y, "left", "middle"), canvas.heading(item), canvas.palette.muted, "small")


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
