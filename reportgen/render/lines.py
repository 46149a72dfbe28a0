"""Line ends: titles of even lines, and no last line of one word. The PDF engine does neither by itself."""

from __future__ import annotations

import re
from dataclasses import replace

from reportgen.model.document import Inline, Inlines, Strong, Text
from reportgen.render.words import plain
from reportgen.text import fonts
from reportgen.text.locale import Locale

SLACK = 1.02  # kerning and the engine's own rounding: a line that just fits here must fit there
LONGEST_TIE = 28  # characters: a last word longer than this fills a line well enough alone
_WORDS = re.compile(r"[^ ]+ ?")


def even(text: str, family: str, weight: int, measure: float) -> float:
    """The least width in em at which the text takes as many lines as at the full measure (em): its lines are then even.

    The measure itself for a text of one line.
    """
    widths = [(fonts.width(word.rstrip(" "), family, weight), fonts.width(word, family, weight)) for word in _WORDS.findall(text)]
    wanted = _lines(widths, measure)
    if wanted < 2:
        return measure
    low, high = max(bare for bare, _ in widths), measure
    while high - low > 0.05:
        middle = (low + high) / 2
        low, high = (low, middle) if _lines(widths, middle) <= wanted else (middle, high)
    return round(min(high * SLACK, measure), 2)


def tied(inlines: Inlines, locale: Locale) -> Inlines:
    """The inlines with their last two words bound together, so that none ends on a line of its own."""
    done = list(inlines)
    tail = 0
    for index in range(len(done) - 1, -1, -1):
        item = done[index]
        cut = item.text.rfind(" ") if isinstance(item, Text) else -1
        if isinstance(item, Text) and cut >= 0:
            if 0 < tail + len(item.text) - cut - 1 <= LONGEST_TIE:
                done[index] = Text(f"{item.text[:cut]}\u00a0{item.text[cut + 1 :]}")
            return tuple(done)
        if isinstance(item, Strong):
            done[index] = _tied_strong(item, locale) if tail == 0 else item
            return tuple(done)
        tail += len(plain((item,), locale))
    return tuple(done)


def _tied_strong(item: Strong, locale: Locale) -> Inline:
    return replace(item, children=tied(item.children, locale))


def _lines(widths: list[tuple[float, float]], measure: float) -> int:
    lines, used = 1, 0.0
    for bare, spaced in widths:
        if used and used + bare > measure:
            lines, used = lines + 1, 0.0
        used += spaced
    return lines
