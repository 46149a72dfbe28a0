"""Levels that values are held against: a thin line with its meaning in words."""

from __future__ import annotations

from reportgen.charts.boxes import Stroke
from reportgen.charts.canvas import Canvas, Place
from reportgen.charts.checks import problem
from reportgen.charts.options import Level
from reportgen.model.expression import ExpressionError, evaluate, parse
from reportgen.model.figure import Figures, Point
from reportgen.model.problem import Problems
from reportgen.model.quantity import DIMENSIONLESS, Quantity


def quantity(level: Level, figures: Figures) -> Quantity:
    """Where a level lies: a number with its unit, or an expression over figures; raises ExpressionError or KeyError."""

    def look_up(name: str, key: str | None) -> Quantity:
        found: Point = figures[name][key] if key is not None else figures[name].points[0]
        if found.quantity is None:
            raise ExpressionError(f"{name} has no value there")
        return found.quantity

    value = evaluate(parse(level.at), look_up)
    if isinstance(value, tuple):
        raise ExpressionError("a level is one number")
    return value


def problems(level: Level | None, figures: Figures, unit: str, path: str) -> Problems:
    """What is wrong with a level for values of that unit."""
    if level is None:
        return ()
    try:
        found = quantity(level, figures).unit
    except (ExpressionError, KeyError) as bad:
        return (problem("E417", f"{level.at!r} is no level: {bad}.", path, "Write a number with its unit, such as 100%."),)
    if found != unit and not {found, unit} <= DIMENSIONLESS:
        return (problem("E417", f"the level {level.at!r} is in {found}, the values are in {unit}.", path),)
    return ()


def draw(canvas: Canvas, level: Level, y: float, left: float, right: float) -> None:
    """The line of a level at a height in mm, and its words where there is room."""
    rule(canvas, y, left, right)
    words(canvas, level, y, left, right)


def rule(canvas: Canvas, y: float, left: float, right: float) -> None:
    """The line alone."""
    canvas.rule(Stroke(left, y, right, y), canvas.palette.muted, 0.6, order=5)


def words(canvas: Canvas, level: Level, y: float, left: float, right: float) -> None:
    """What the line means, at one of its ends, above or below."""
    above, below = y + 0.9, y - 0.9
    places = (
        Place(left, above, "left", "bottom"),
        Place(right, above, "right", "bottom"),
        Place(left, below, "left", "top"),
        Place(right, below, "right", "top"),
    )
    canvas.remark(places, canvas.locale.pick(level.label.texts))
