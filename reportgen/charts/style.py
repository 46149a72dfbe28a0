"""matplotlib as this program wants it: settings that no user's file changes, pinned faces, measured text."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from reportgen.text import fonts

MM = 72 / 25.4
"""Points in a millimetre; a figure's pixel is a point."""

SETTINGS: dict[str, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "reportgen",
    "svg.id": None,
    "text.parse_math": False,
    "text.usetex": False,
    "axes.unicode_minus": True,
    "path.simplify": False,
    "axes.autolimit_mode": "data",
    "figure.dpi": 72,
    "savefig.dpi": "figure",
    "savefig.bbox": None,
    "savefig.transparent": False,
}


@contextmanager
def settings() -> Iterator[None]:
    """matplotlib's own defaults with ours on top, whatever a matplotlibrc of the user says."""
    import matplotlib

    defaults = {key: value for key, value in matplotlib.rcParamsDefault.items() if not key.startswith("backend") and key != "interactive"}
    with matplotlib.rc_context({**defaults, **SETTINGS}):
        yield


@lru_cache(maxsize=32)
def font(family: str, weight: int, size: float) -> Any:
    """The face as matplotlib names it, bound to the pinned file; raises ReportError when the package is absent."""
    from matplotlib.font_manager import FontProperties

    # The file decides what is measured; family and weight are what the SVG says.
    return FontProperties(family=[family], weight=weight, size=size, fname=str(fonts.face(family, weight)))


@lru_cache(maxsize=4096)
def measure(text: str, family: str, weight: int, size: float) -> float:
    """The width of a text in mm."""
    from matplotlib.textpath import text_to_path

    width, _, _ = text_to_path.get_text_width_height_descent(text, font(family, weight, size), False)
    return float(width) / MM
