"""What the marks of the front page mean: exhibits explain theirs themselves, prose and key figures have no such line."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.model.document import Emission, Front, Inlines, Number, Strong
from reportgen.model.figure import Missing, Point
from reportgen.render.words import plain
from reportgen.text.locale import Locale


def front(page: Front, locale: Locale) -> str:
    """The words for a dagger, n.a. and n.m. that the front page bears outside of its exhibit and its note does not explain."""
    points = [emission.value for emission in _printed(page) if isinstance(emission.value, Point)]
    refused = {point.result.kind for point in points if isinstance(point.result, Missing) and not point.said}
    note = plain(page.key_note, locale)
    found = ["disputed_explained"] if any(point.all_disputes for point in points) else []
    kinds = (("n.a.", "na"), ("n.m.", "nm"))
    found += [f"{word}_explained" for kind, word in kinds if kind in refused and locale.word(word) not in note]
    legend = "; ".join(locale.word(word) for word in found)
    return legend and f"{legend}."


def _printed(page: Front) -> Iterator[Emission]:
    yield from (line.value for group in page.key_groups for line in group.lines)
    for inlines in (page.title, page.standfirst, *page.bullets.items, page.watch):
        yield from _emissions(inlines)


def _emissions(inlines: Inlines) -> Iterator[Emission]:
    for item in inlines:
        if isinstance(item, Number):
            yield item.emission
        elif isinstance(item, Strong):
            yield from _emissions(item.children)
