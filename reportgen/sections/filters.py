"""What prose can see of the figures, and the filters that print them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from jinja2 import Undefined, pass_context

from reportgen.model import derive
from reportgen.model.figure import Figure, Point
from reportgen.model.period import parse
from reportgen.sections.marks import MARKS, Marks, ProseError

STYLES = ("money", "number", "percent", "points", "multiple", "price", "days", "count", "rank", "rating", "words", "label")
"""Filters that print a point in a style of that name."""


class FigureView:
    """A figure as prose sees it: its points by key, its window; nothing else."""

    def __init__(self, figure: Figure) -> None:
        self._figure = figure

    def __getitem__(self, key: str) -> PointView:
        try:
            return PointView(self._figure[key], self._figure)
        except KeyError:
            known = ", ".join(p.key for p in self._figure)
            raise ProseError(f"figure {self._figure.name!r} has no point {key!r}. Known: {known}.") from None

    @property
    def window(self) -> Window:
        start, end = self._figure.window
        return Window(start, end)

    def __str__(self) -> str:
        raise ProseError(f"{self._figure.name} needs a filter that says how to print it, such as | money.")

    def __repr__(self) -> str:
        return f"figure {self._figure.name!r}"


class PointView:
    """One number as prose sees it: something for a filter."""

    def __init__(self, point: Point, figure: Figure | None = None) -> None:
        self._point = point
        self._figure = figure

    def __str__(self) -> str:
        raise ProseError(f"{self._point.id} needs a filter that says how to print it, such as | money.")

    def __repr__(self) -> str:
        return self._point.id


@dataclass(frozen=True, slots=True)
class Window:
    """First and last day of a figure."""

    start: date
    end: date


def _point(value: Any, what: str) -> Point:
    """The one point that a filter works on; a figure stands for its point when it has just one."""
    if isinstance(value, PointView):
        return value._point
    if isinstance(value, FigureView):
        points = value._figure.points
        if len(points) == 1:
            return points[0]
        cure = "name it in brackets, or use total, largest or smallest"
        raise ProseError(f"figure {value._figure.name!r} has {len(points)} points; | {what} takes one: {cure}.")
    if isinstance(value, Undefined):
        raise ProseError(f"no figure {value._undefined_name!r}.")
    raise ProseError(f"| {what} takes a figure, not {quoted(value)}.")


def quoted(value: Any) -> str:
    """A value as messages show it: words and numbers as they are, nothing of our own objects."""
    return repr(value) if type(value) in (str, int, float, bool) else "this"


def _figure(value: Any, what: str) -> Figure:
    if isinstance(value, FigureView):
        return value._figure
    if isinstance(value, Undefined):
        raise ProseError(f"no figure {value._undefined_name!r}.")
    raise ProseError(f"| {what} takes a whole figure.")


Context = Any


def _printer(style: str) -> Callable[..., str]:
    @pass_context
    def show(context: Context, value: Any, **options: Any) -> str:
        return _marks(context).number(_point(value, style), style, options)

    return show


def _marks(context: Context) -> Marks:
    marks = context[MARKS]
    assert isinstance(marks, Marks), "this is a bug: prose runs with its marks"
    return marks


def _show(context: Context, value: Any, **options: Any) -> str:
    """The number in its metric's own style."""
    return _marks(context).number(_point(value, "show"), "", options)


def _other(value: Any, on: str) -> Point:
    if isinstance(value, PointView) and value._figure:
        try:
            return value._figure[on]
        except KeyError:
            raise ProseError(f"figure {value._figure.name!r} has no point {on!r} to compare with.") from None
    raise ProseError("| change compares two points of one figure: write figure['now'] | change(on='before').")


def _change(context: Context, value: Any, on: str, **options: Any) -> str:
    """A verb phrase: how the number changed on another point of the figure."""
    other = _other(value, on)
    return _marks(context).number(derive.change(_point(value, "change"), other), "change", options, other)


def _direction(context: Context, value: Any, on: str, **options: Any) -> str:
    """The verb alone."""
    other = _other(value, on)
    return _marks(context).number(derive.change(_point(value, "direction"), other), "direction", options, other)


def _move(context: Context, value: Any, **options: Any) -> str:
    """A verb phrase for a figure that is itself a change, such as growth."""
    return _marks(context).number(_point(value, "move"), "change", options)


def _growth(context: Context, value: Any, on: str) -> PointView:
    return PointView(derive.change(_point(value, "growth"), _other(value, on)))


def _gap(context: Context, value: Any, on: str) -> PointView:
    return PointView(derive.gap(_point(value, "gap"), _other(value, on)))


def _times(context: Context, value: Any, on: str) -> PointView:
    return PointView(derive.multiple(_point(value, "times"), _other(value, on)))


def _period(context: Context, value: Any, **options: Any) -> str:
    """A period, or the period of a point."""
    if isinstance(value, (PointView, FigureView)):
        return _marks(context).number(_point(value, "period").period, "period", options)
    return _marks(context).number(parse(str(value)), "period", options)


def _date(context: Context, value: Any, **options: Any) -> str:
    """A date, or the date that a point states."""
    if isinstance(value, (PointView, FigureView)):
        point = _point(value, "date")
        return _marks(context).number(point, "date", options) if point.day else _marks(context).number(point.period.end, "date", options)
    return _marks(context).number(value if isinstance(value, date) else date.fromisoformat(str(value)), "date", options)


def _year(context: Context, value: Any) -> str:
    if isinstance(value, (PointView, FigureView)):
        point = _point(value, "year")
        value = point.day or point.period.end
    return _marks(context).number(value if isinstance(value, date) else parse(str(value)), "year")


def _member(context: Context, value: Any) -> str:
    """The name of a point: the entity, segment or label that it stands for."""
    return _marks(context).number(_point(value, "member"), "label", {"form": "point"})


def _selected(pick: Callable[[Figure], Point], what: str) -> Callable[..., PointView]:
    def select(value: Any) -> PointView:
        figure = _figure(value, what)
        return PointView(pick(figure), figure)

    return select


ROW_FILTERS = ("total", "count_of", "largest", "smallest", "first", "last")
"""Filters that take a whole figure and give one point of it."""

FILTERS: dict[str, Callable[..., Any]] = {
    **{style: _printer(style) for style in STYLES},
    "show": pass_context(_show),
    "change": pass_context(_change),
    "direction": pass_context(_direction),
    "move": pass_context(_move),
    "growth": pass_context(_growth),
    "gap": pass_context(_gap),
    "times": pass_context(_times),
    "period": pass_context(_period),
    "date": pass_context(_date),
    "year": pass_context(_year),
    "member": pass_context(_member),
    "total": _selected(derive.total, "total"),
    "count_of": _selected(derive.count, "count_of"),
    "largest": _selected(derive.largest, "largest"),
    "smallest": _selected(derive.smallest, "smallest"),
    "first": _selected(lambda f: f.points[0], "first"),
    "last": _selected(lambda f: f.points[-1], "last"),
}
