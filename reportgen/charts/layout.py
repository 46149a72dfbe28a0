"""What makes a finished drawing unreadable: labels that overlap or are cut off."""

from __future__ import annotations

from itertools import combinations

from reportgen.charts.boxes import Box
from reportgen.charts.canvas import Canvas
from reportgen.model.problem import Problem, Problems

TOUCH = 0.12
"""Overlap in mm2 that nobody sees: boxes reach from the lowest descender to the highest capital."""
EDGE = 0.35
"""How far in mm a text may stand out of the drawing: less than the gap around an exhibit."""


def problems(canvas: Canvas, path: str) -> Problems:
    """Labels that cover each other or stick out of the drawing, by their text."""
    where = "the narrow drawing" if canvas.narrow else "the drawing"
    page = Box(0, 0, canvas.width, canvas.high)
    cut = [label.text for label in canvas.labels if label.box.outside(page) > EDGE]
    hint = "Shorten the label, or give the chart more height."
    found = [Problem("E402", f"{text!r} does not fit {where}.", path=path, hint=hint) for text in cut]
    for one, other in combinations(canvas.labels, 2):
        if one.box.overlap(other.box) > TOUCH:
            message = f"{one.text!r} and {other.text!r} overlap in {where}."
            found.append(Problem("E403", message, path=path, hint="Shorten the labels, show fewer values, or give the chart more height."))
    return tuple(dict.fromkeys(found))
