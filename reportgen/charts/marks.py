"""Price marks: a handful of dated prices on a true time scale."""

from __future__ import annotations

from datetime import date

from reportgen.charts import checks, levels, say, tables, timeaxis
from reportgen.charts.boxes import Stroke
from reportgen.charts.canvas import Canvas, Place, Run
from reportgen.charts.data import Format, day, moment, point, value
from reportgen.charts.lettering import Upright
from reportgen.charts.options import ChartOptions, Keys, Level
from reportgen.charts.record import Record
from reportgen.model.document import Table
from reportgen.model.figure import Figures, Point
from reportgen.model.problem import Problem, Problems
from reportgen.spec.base import FigureName, PointText
from reportgen.text.locale import Locale

HEIGHT = 60.0
MOST = 7
NAME, NAME_NARROW = 34.0, 28.0
"""Width of a name in mm before it breaks."""
UP: Upright = "bottom"
DOWN: Upright = "top"


class Options(ChartOptions):
    """Price marks: two to seven dated prices, each with its name; the line between them is no course of prices."""

    series: FigureName
    """The figure whose points are the prices; label and period, or the date stated, name and place each."""
    change: PointText = ""
    """The change between two of the prices, printed beside the later one."""
    at: str = ""
    """The key of the price beside which the change is printed; the last by default."""
    highlight: Keys = ()
    """Keys of the marks in the accent colour."""
    reference: Level | None = None
    """A level to hold the prices against, such as the issue price: `at: price['issue']`."""


def problems(options: Options, figures: Figures) -> Problems:
    """Too few or too many marks, mixed units, references that lead nowhere."""
    figure = figures[options.series]
    known = tuple(p.key for p in figure)
    found: list[Problem] = [*checks.one_unit((figure,), "series"), *checks.has_values((figure,), "series", 2)]
    found += checks.at_most(len(known), MOST, "marks", "series")
    found += checks.known_keys((*options.highlight, *((options.at,) if options.at else ())), known, "highlight")
    if options.change:
        found += checks.known_point(figures, options.change, "change")
    return (*found, *levels.problems(options.reference, figures, figure.unit, "reference.at"))


def height(options: Options, figures: Figures, narrow: bool) -> float:
    """Fixed."""
    return HEIGHT + (22 if narrow else 0)


def ordered(options: Options, figures: Figures) -> tuple[Point, ...]:
    """The marks in order of time; on one day in the order given."""
    return tuple(sorted(figures[options.series].points, key=moment))


def draw(canvas: Canvas, options: Options, figures: Figures) -> None:
    """Marks on a scale from zero, a faint line from one to the next."""
    points = [p for p in ordered(options, figures) if p.quantity]
    amounts = canvas.format(points, options)
    rows = [_rows(canvas, options, figures, p, points[-1], amounts) for p in points]
    first, last = timeaxis.span([d for p in points for d in (p.period.start, p.period.end, day(p))], 0.02, 0.02)
    held = float(levels.quantity(options.reference, figures).value) if options.reference else 0.0
    _frame(canvas, points, rows, (first, last), held)
    places = [(canvas.x(timeaxis.number(moment(p))), canvas.y(value(p))) for p in points]
    canvas.zero(left=0.3)
    canvas.line(places, canvas.area(3), 1.0, 7)
    for item, (x, y) in zip(points, places, strict=True):
        colour = canvas.area(_series(options, item))
        timeaxis.whisker(canvas, item, y, colour)
        canvas.dot(x, y, colour, canvas.note(item, "hollow"), size=5)
    if options.reference:
        levels.rule(canvas, canvas.y(held), canvas.box.x0, canvas.box.x1)
    for number, block in enumerate(rows):
        _label(canvas, block, places, number)
    # a mark on the level names it
    if options.reference and all(value(p) != held for p in points):
        levels.words(canvas, options.reference, canvas.y(held), canvas.box.x0, canvas.box.x1)
    timeaxis.draw(canvas, first, last, canvas.box.y0)


def _frame(canvas: Canvas, points: list[Point], rows: list[list[list[Run]]], ends: tuple[date, date], held: float) -> None:
    """Room above for the highest label, right for those of the last marks."""
    first, last = ends
    late = [block for item, block in zip(points, rows, strict=True) if (moment(item) - first).days > 0.75 * (last - first).days]
    right = max(canvas.wide(block) for block in late or rows[-1:]) + 2.8
    canvas.frame(0.6, canvas.line_height() + 2.4, canvas.width - right, canvas.high - max(canvas.tall(block) for block in rows) - 2.0)
    canvas.limits(timeaxis.number(first), timeaxis.number(last), 0, max([held, *(value(p) for p in points)]))


def _series(options: Options, item: Point) -> int:
    return 1 if item.key in options.highlight else 0


def _rows(canvas: Canvas, options: Options, figures: Figures, item: Point, last: Point, amounts: Format) -> list[list[Run]]:
    """Price and change in one row, name and date below."""
    first = [Run(canvas.amount(item, amounts), canvas.type(_series(options, item)), "large", 700)]
    if options.change and item.key == (options.at or last.key):
        first.append(Run(canvas.amount(point(figures, options.change), amounts, sign=True), canvas.type(1), "text", 600))
    when = canvas.show(item, "date", form="short") if item.day else canvas.heading(item)
    room = NAME_NARROW if canvas.narrow else NAME
    name = [[Run(line, canvas.palette.text)] for line in canvas.wrap(canvas.name(item), room)] if item.label else []
    return [first, *name, [Run(when, canvas.palette.muted, "small")]]


def _label(canvas: Canvas, rows: list[list[Run]], places: list[tuple[float, float]], number: int) -> None:
    """The rows of a mark on the side away from the line; far from it, where all is taken, with a leader."""
    x, y = places[number]
    beside = [Place(x + 1.8, y, "left", "middle"), Place(x - 1.8, y, "right", "middle")]
    near = [*_over(x, y, 1.6), *beside] if _is_peak(places, number) else [*beside, *_over(x, y, 1.6)]
    far = [place for away in (6.0, 11.0, 16.0) for place in _over(x, y, away)]
    box = canvas.stack([*near, *far], rows)
    up, down = box.y0 - y, y - box.y1
    if max(up, down) > 3.0:
        canvas.rule(Stroke(x, y + (1.2 if up > 0 else -1.2), x, box.y0 - 0.6 if up > 0 else box.y1 + 0.6), canvas.palette.muted, 0.5)


def _over(x: float, y: float, away: float) -> list[Place]:
    """Places above and below a point at a distance: in the middle, to the right, to the left."""
    found = []
    for high, upright in ((y + away, UP), (y - away, DOWN)):
        found += [Place(x, high, "center", upright), Place(x - 0.8, high, "left", upright), Place(x + 0.8, high, "right", upright)]
    return found


def _is_peak(places: list[tuple[float, float]], number: int) -> bool:
    return 0 < number < len(places) - 1 and places[number][1] > max(places[number - 1][1], places[number + 1][1])


def alt(voice: Record, options: Options, figures: Figures) -> str:
    """Every mark with its date, and the change."""
    figure = figures[options.series]
    told = say.points(voice, voice.title(figure), ordered(options, figures), dated=True)
    if not options.change:
        return told
    return " ".join((told, say.sentence(voice, "change", value=voice.tell(point(figures, options.change), sign=True))))


def table(options: Options, figures: Figures, locale: Locale, emit: tables.Emit) -> Table:
    """Mark, date, price."""
    points = ordered(options, figures)
    return tables.by_date(points, Format(points, options), locale, emit, tables.title(figures[options.series], locale))
