"""Slope chart: members at two dates."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from .options import ChartOptions, Keys, SeriesNames
from reportgen.spec.base import FigureName


class Options(ChartOptions):
    """Slope chart: at most eight members at two dates, name and value at both ends."""

    before: FigureName = ""
    """The members at the first date; goes with `after`."""
    after: FigureName = ""
    """The same members at the second date."""
    series: Annotated[SeriesNames, Field(max_length=8)] = ()
    """Or figures with exactly two points each, one line per figure."""
    highlight: Keys = ()
    """The line in the accent colour; a point's key, or a figure's name with `series`."""
