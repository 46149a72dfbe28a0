"""The chart kinds: the word of the YAML and the module behind it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from reportgen.charts import bars, columns, index, line, marks, pairs, slope, stacked, stairs, step, timeline, waterfall
from reportgen.charts.canvas import Canvas
from reportgen.charts.record import Record
from reportgen.charts.tables import Emit
from reportgen.model.document import Table
from reportgen.model.figure import Figures
from reportgen.model.problem import Problems
from reportgen.spec.base import Block
from reportgen.text.locale import Locale


class ChartKind(Protocol):
    """What a module must have to be a chart kind."""

    @property
    def Options(self) -> type[Block]:  # noqa: N802 - the name of the class in the module
        """The keys of the kind in the YAML, a sentence under each."""

    def problems(self, options: Any, figures: Figures, /) -> Problems:
        """What makes this chart wrong or unreadable; with an error in it nothing is drawn."""

    def height(self, options: Any, figures: Figures, narrow: bool, /) -> float:
        """The height of the drawing in mm."""

    def draw(self, canvas: Canvas, options: Any, figures: Figures, /) -> None:
        """Draws on the canvas, in either width; every number through `canvas.show`."""

    def alt(self, voice: Record, options: Any, figures: Figures, /) -> str:
        """The chart in sentences, computed from its figures."""

    def table(self, options: Any, figures: Figures, locale: Locale, emit: Emit, /) -> Table:
        """The data behind the chart."""


KINDS: Mapping[str, ChartKind] = {
    "bars": bars,
    "columns": columns,
    "index": index,
    "line": line,
    "marks": marks,
    "pairs": pairs,
    "slope": slope,
    "stacked": stacked,
    "stairs": stairs,
    "step": step,
    "timeline": timeline,
    "waterfall": waterfall,
}
