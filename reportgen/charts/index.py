"""Index lines: several figures set to 100 at one period."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from .options import ChartOptions, Keys, SeriesNames


class Options(ChartOptions):
    """Index lines: how figures of different size or unit grow from one common base, which is set to 100."""

    series: Annotated[SeriesNames, Field(min_length=1, max_length=5)]
    """The figures, one line each, over the same keys; every base must be positive."""
    base: str = ""
    """The key of the period that is set to 100; the first by default."""
    highlight: Keys = ()
    """The figure in the accent colour."""
