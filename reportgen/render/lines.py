"""Line ends: titles of even lines, and no last line of one word. The PDF engine does neither by itself."""

from __future__ import annotations

import re
from dataclasses import replace

from reportgen.model.document import Foreign, Inline, Inlines, Strong, Text
from reportgen.render import han
from reportgen.render.words import plain
from reportgen.text import fonts
from reportgen.text.locale import Locale

SLACK = 1.02  # kerning and the engine's own rounding: a line that just fits here must fit there
LONGEST_TIE = 28  # characters: a last word longer than this fills a line well enough alone
# Lines break at spaces, and beside Han characters, but not before a closing mark, after an opening one, or between a
# number and its unit.
_CLOSING, _OPENING = "，。、；：？！）」』》〉】”’％%", "（「『《〈【“‘"
_WORDS = re.compile(
    rf"(?:[{_OPENING}]*(?:{han.MEASURE}|[{han.IDEOGRAPH}]|[^ {han.IDEOGRAPH}{han.WIDE}{_OPENING}{_CLOSING}]+)[{_CLOSING}]*|[^ ]) ?"
)


def even(text: str, family: str | tuple[str, ...], weight: int, measure: float) -> float:
    """The least width in em at which the text takes as many lines as at the full measure (em): its lines are then even.

    The measure itself for a text of one line.
    """
    words = _WORDS.findall(text)
    gaps = [han.GAP * han.gaps(word + after[:1]) for word, after in zip(words, [*words[1:], ""], strict=True)]
    bare = [fonts.width(word.rstrip(" "), family, weight) for word in words]
    full = [fonts.width(word, family, weight) for word in words]
    widths = [(narrow + gap, wide + gap) for narrow, wide, gap in zip(bare, full, gaps, strict=True)]
    wanted = _lines(widths, measure)
    if wanted < 2:
        return measure
    low, high = max(narrow for narrow, _ in widths), measure
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
        if isinstance(item, (Strong, Foreign)):
            done[index] = _tied_strong(item, locale) if tail == 0 else item
            return tuple(done)
        tail += len(plain((item,), locale))
    return tuple(done)


def _tied_strong(item: Strong | Foreign, locale: Locale) -> Inline:
    return replace(item, children=tied(item.children, locale))


def _lines(widths: list[tuple[float, float]], measure: float) -> int:
    lines, used = 1, 0.0
    for bare, spaced in widths:
        if used and used + bare > measure:
            lines, used = lines + 1, 0.0
        used += spaced
    return lines
