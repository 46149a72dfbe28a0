"""The measures of a drawing, in mm and pt, that several modules share."""

from __future__ import annotations

MM = 72 / 25.4
"""Points in a millimetre; a pixel of a figure is a point."""

NARROW_TYPE = 1.25
"""On a phone type is that much larger: 7.2 pt in print become 9 pt, 12 CSS px."""

CAPITALS = 0.68
"""Height of capitals and digits, as a share of the type size."""

DESCENT = 0.2
"""How far letters reach below the baseline, as a share of the type size."""

LEADING = 1.36
"""Distance of rows that stand by themselves, as a share of the type size."""

LEADING_CLOSE = 1.26
"""Distance of the rows of one label."""

WORD_GAP = 1.2
"""Room in mm between pieces of a row in different styles."""

HATCH_STEP = 0.95
"""Distance of the lines of a hatching in mm."""

HATCH_WEIGHT = 0.55
"""Weight of the lines of a hatching in pt."""
