"""Price marks: a handful of dated prices on a true time scale."""

from __future__ import annotations

from .options import ChartOptions, Keys, Level
from reportgen.spec.base import FigureName, PointText


class Options(ChartOptions):
    """Price marks: two to seven dated prices, each with its name; the line between them is no course of prices."""

    series: FigureName
    """The figure whose points are the prices; label, period or stated date of each name and place it."""
    change: PointText = ""
    """The change between two of the prices, printed at the later one."""
    at: str = ""
    """The key of the price at which the change is printed; the last by default."""
    highlight: Keys = ()
    """Keys of the marks in the accent colour."""
    reference: Level | None = None
    """A level to hold the prices against; `level_of` takes it from a point."""
    level_of: str = ""
    """The key of a price that is drawn on as a level line, such as the issue price."""
