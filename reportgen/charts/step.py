"""Step chart: a level that holds until the next date, such as a stake or a rate."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from .options import ChartOptions, Keys, SeriesNames


class Options(ChartOptions):
    """Step chart over real dates: each figure is a run of its own, runs are never joined."""

    series: Annotated[SeriesNames, Field(min_length=1, max_length=4)]
    """The runs, one figure each; a point's period, or the date that it states, says since when its level holds."""
    until: str = ""
    """The day to which the last level is drawn, such as the as-of date `2023-07-31`; only runs in `open` reach it."""
    open: Keys = ()
    """Figures whose last level still holds at `until`; other runs end with their last point."""
    highlight: Keys = ()
    """The figure in the accent colour."""
    from_zero: bool = False
    """Whether the scale starts at zero; otherwise it covers the levels, which the labels state."""
