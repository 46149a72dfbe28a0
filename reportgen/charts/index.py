"""Index lines: several figures set to 100 at one period."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from reportgen.charts import checks
from reportgen.charts.boxes import Stroke
from reportgen.charts.canvas import Canvas, Place
from reportgen.charts.data import Format, chosen, keys
from reportgen.charts.line import alt, height, lines, remarks, table, values
from reportgen.charts.options import Keys, Remarked, SeriesNames
from reportgen.model.figure import Figures
from reportgen.model.problem import Problems

BASE = 100.0


class Options(Remarked):
    """Index lines: how figures of different size or unit grow from one common base, which is set to 100."""

    series: Annotated[SeriesNames, Field(min_length=1, max_length=5)]
    """Figures of metrics of kind `indexed`, one line each, over the same keys."""
    highlight: Keys = ()
    """The figure in the accent colour; with it the others turn grey."""


def problems(options: Options, figures: Figures) -> Problems:
    """Figures that are no index, or have too little to draw."""
    series = chosen(figures, options.series)
    raw = [f.name for f in series if f.points[0].metric.kind != "indexed"]
    hint = "Declare a metric of kind indexed with its base, and use a figure of that."
    return (
        *(checks.problem("E424", f"figure {name!r} is no index.", "series", hint) for name in raw),
        *checks.has_values(series, "series", 2),
        *checks.known_keys(options.highlight, options.series, "highlight", "line"),
        *checks.known_keys(tuple(options.annotations), keys(series), "annotations"),
    )


def draw(canvas: Canvas, options: Options, figures: Figures) -> None:
    """The lines over a firm base line at 100."""
    stops = lines(canvas, options, figures, BASE)
    y, last = canvas.y(BASE), max(s.x for one in stops for s in one)
    canvas.rule(Stroke(canvas.box.x0, y, last + 0.4, y), canvas.palette.text, 0.7, order=6)
    values(canvas, options, figures, stops, None, first=False)
    base = stops[0][0]
    canvas.text(
        Place(canvas.box.x0, y + 0.8, "left", "bottom"), canvas.amount(base.item, Format((base.item,), options)), canvas.palette.text
    )
    remarks(canvas, options, stops)


__all__ = ["Options", "alt", "draw", "height", "problems", "table"]
