"""The only module that touches matplotlib: figures, shapes and text in mm, under settings that no user's file changes.

Importing it takes half a second, so nothing imports it before something is drawn.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from io import BytesIO
from typing import Any, Literal

import matplotlib as mpl
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Circle, PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.textpath import text_to_path
from matplotlib.transforms import Affine2D

from reportgen.charts.boxes import Box, Stroke
from reportgen.charts.measures import MM
from reportgen.text import fonts

MILLIMETRES = Affine2D().scale(MM)
SETTINGS: dict[str, Any] = {
    "svg.fonttype": "none",  # text stays text: selectable, audited, in the page's own fonts
    "svg.hashsalt": "reportgen",
    "svg.id": None,
    "text.parse_math": False,  # a label may hold two dollar signs
    "text.usetex": False,
    "path.simplify": False,
    "figure.dpi": 72,
    "savefig.dpi": "figure",
    "savefig.bbox": None,  # a tight box would change the size
    "savefig.transparent": False,
}


@contextmanager
def settings() -> Iterator[None]:
    """matplotlib's own defaults with ours on top, whatever a matplotlibrc of the user says."""
    own: dict[Any, Any] = {
        key: value for key, value in mpl.rcParamsDefault.items() if not key.startswith("backend") and key != "interactive"
    }
    own |= SETTINGS
    with mpl.rc_context(own), warnings.catch_warnings():
        # a missing glyph becomes a problem of the chart, with its code points
        warnings.filterwarnings("ignore", r"Glyph \d+ .* missing from font", UserWarning)
        yield


def surface(width: float, high: float) -> tuple[Figure, Any]:
    """An empty figure of that size in mm and the axes on it, without frame, ticks or ground."""
    figure = Figure(figsize=(width / 25.4, high / 25.4), dpi=72)
    FigureCanvasSVG(figure)
    figure.patch.set_visible(False)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    return figure, axes


def write(figure: Figure) -> bytes:
    """The SVG of a figure, without date and creator."""
    out = BytesIO()
    figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    return out.getvalue()


@lru_cache(maxsize=32)
def font(family: str, weight: int, size: float) -> FontProperties:
    """A pinned face; raises ReportError when its package is absent."""
    # The file decides what is measured; family and weight are what the SVG says.
    return FontProperties(family=[family], weight=weight, size=size, fname=str(fonts.face(family, weight)))


@lru_cache(maxsize=4096)
def measure(text: str, family: str, weight: int, size: float) -> float:
    """The width of a text in mm."""
    width, _, _ = text_to_path.get_text_width_height_descent(text, font(family, weight, size), False)
    return float(width) / MM


def text(axes: Any, x: float, y: float, words: str, face: FontProperties, colour: str, across: Literal["left", "center", "right"]) -> None:
    """A line of text with its baseline at y."""
    axes.text(x, y, words, fontproperties=face, color=colour, ha=across, va="baseline", transform=MILLIMETRES, clip_on=False, zorder=12)


def strokes(axes: Any, found: Sequence[Stroke], colour: str, weight: float, order: float, dash: tuple[float, ...]) -> None:
    """Separate straight strokes as one path; dashes in pt."""
    corners = [end for s in found for end in ((s.x0, s.y0), (s.x1, s.y1))]
    path = Path(corners, [Path.MOVETO, Path.LINETO] * len(found))
    patch = PathPatch(path, fill=False, edgecolor=colour, linewidth=weight, capstyle="butt", linestyle=_dashes(dash, weight))
    _place(axes, patch, order)


def line(axes: Any, xs: Sequence[float], ys: Sequence[float], colour: str, weight: float, order: float, dash: tuple[float, ...]) -> None:
    """A line through points."""
    ends = {"solid_capstyle": "butt", "dash_capstyle": "butt", "solid_joinstyle": "round", "linestyle": _dashes(dash, weight)}
    axes.plot(xs, ys, color=colour, linewidth=weight, transform=MILLIMETRES, clip_on=False, zorder=order, **ends)


def rectangle(axes: Any, box: Box, colour: str, order: float) -> None:
    """A filled rectangle."""
    _place(axes, Rectangle((box.x0, box.y0), box.x1 - box.x0, box.y1 - box.y0, facecolor=colour, linewidth=0), order)


def disc(axes: Any, x: float, y: float, radius: float, fill: str, edge: str, order: float) -> None:
    """A filled circle, with an edge of one point where `edge` names a colour."""
    _place(axes, Circle((x, y), radius, facecolor=fill, edgecolor=edge or fill, linewidth=1.0 if edge else 0), order)


def _place(axes: Any, patch: Any, order: float) -> None:
    patch.set(transform=MILLIMETRES, clip_on=False, zorder=order)
    axes.add_patch(patch)


def _dashes(dash: tuple[float, ...], weight: float) -> Any:
    return (0, tuple(length / weight for length in dash)) if dash else "-"
