"""What the PDF engine asked for, what it drew and what it complained of, as problems."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import unescape

from reportgen.model.document import Chart
from reportgen.model.problem import Problem, Problems
from reportgen.render.checks import nearest, no_glyph
from reportgen.spec.theme import Theme
from reportgen.text import fonts

_WORDS = re.compile(r"<text\b([^>]*)>([^<]*)</text>")
_WEIGHT = re.compile(r'font-weight="(\d+)"')


def refused(urls: Iterable[str]) -> Problems:
    """A problem for each URL that the page asked for and the fetcher refused."""
    hint = "A brief may only use its own charts; take the reference out of the template."
    return tuple(Problem("E450", f"the page asks for {url!r}, which is refused.", hint=hint) for url in dict.fromkeys(urls))


def unserved(urls: Iterable[str]) -> Problems:
    """A problem for each picture that stands on a page and was never asked for: the engine draws a hole without a word."""
    return tuple(Problem("E451", f"the picture {url!r} is on a page, but was not drawn.") for url in sorted(urls))


def logged(lines: Iterable[str]) -> Problems:
    """A problem for each line that the engine logged from WARNING up."""
    return tuple(Problem("E452", f"the PDF engine complains: {line.strip().rstrip('.')}.") for line in dict.fromkeys(lines))


def chart_glyphs(charts: Mapping[str, Chart], theme: Theme, tag: str) -> Problems:
    """A problem for each chart whose words hold a character that the face of data lacks."""
    found: list[Problem] = []
    for name, chart in charts.items():
        for attributes, words in _WORDS.findall(chart.wide.decode()):
            weight = _WEIGHT.search(attributes)
            families = fonts.chain(theme.fonts.sans, tag, unescape(words))
            if lacking := fonts.missing(unescape(words), families, nearest(int(weight[1]) if weight else 400)):
                found.append(no_glyph(lacking, families[-1], f"chart {name}"))
    return tuple(dict.fromkeys(found))
