"""Timeline: events on a true time scale, the subject's above the line, those of others below."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from .options import ChartOptions, Keys, SeriesNames
from reportgen.spec.base import EntityName


class Options(ChartOptions):
    """Timeline: at most nine dated events, on a true scale of time."""

    series: Annotated[SeriesNames, Field(min_length=1)]
    """Figures whose points state dates; the point's label names the event."""
    subject: EntityName = ""
    """The entity whose events stand above the line; that of the first point by default."""
    highlight: Keys = ()
    """Keys of the events in the accent colour."""
