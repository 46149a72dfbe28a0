"""A key above a narrow drawing, where there is no room for names beside the data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reportgen.charts.boxes import Box, Stroke
from reportgen.charts.canvas import Canvas, Place

SWATCH, PAD, APART = 2.6, 1.3, 4.0


class Entry(NamedTuple):
    """A name with the colour of its area or line, and that of its text."""

    name: str
    colour: str
    text: str
    line: bool = False


def rows(canvas: Canvas, entries: Sequence[Entry]) -> list[list[Entry]]:
    """The entries in rows that fit the canvas, in their order."""
    found: list[list[Entry]] = []
    used = 0.0
    for entry in entries:
        wide = SWATCH + PAD + canvas.measure(entry.name) + APART
        if not found or used + wide - APART > canvas.width:
            found.append([])
            used = 0.0
        found[-1].append(entry)
        used += wide
    return found


def high(canvas: Canvas, entries: Sequence[Entry]) -> float:
    """The height in mm that the key takes, the space below it included."""
    return len(rows(canvas, entries)) * canvas.line_height() + 1.2 if entries else 0.0


def draw(canvas: Canvas, entries: Sequence[Entry]) -> None:
    """The key at the top of the canvas."""
    for number, row in enumerate(rows(canvas, entries)):
        y = canvas.high - canvas.line_height() * (number + 0.5)
        x = 0.3
        for entry in row:
            if entry.line:
                canvas.rule(Stroke(x, y, x + SWATCH, y), entry.colour, 1.6)
            else:
                canvas.swatch(Box(x, y - SWATCH / 2, x + SWATCH, y + SWATCH / 2), entry.colour)
            box = canvas.text(Place(x + SWATCH + PAD, y, "left", "middle"), entry.name, entry.text)
            x = box.x1 + APART
