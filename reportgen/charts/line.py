"""Lines over periods or dates."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from .options import ChartOptions, Keys, Level, SeriesNames


class Options(ChartOptions):
    """Lines over periods: how rates or levels move; broken where a value is missing."""

    series: Annotated[SeriesNames, Field(min_length=1, max_length=5)]
    """The figures, one line each, all of one unit."""
    highlight: Keys = ()
    """The figure in the accent colour; with it the others turn grey."""
    reference: Level | None = None
    """A level that the lines are held against."""
    from_zero: bool = False
    """Whether the scale starts at zero."""
    labels: bool = False
    """Whether every point bears its value; otherwise a grid gives the scale and only the ends are labelled."""
