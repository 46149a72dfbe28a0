"""What stops a PDF from going out: the checks on its layout, its requests and the engine's log."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..model.document import Document
from ..model.problem import Problem, Problems
from ..text import fonts
from .boxes import TOLERANCE, Placed, bottom, content_bottom, is_kind, left, mm, right, text_of, walk

FRONT_FILL = 0.85
LAST_FILL = 1 / 3
WIDE_CURE = "Drop columns, shorten heads, split by period, or set `wide: true`."


def layout(pages: list[Any], document: Document) -> Problems:
    """Everything on the laid-out pages that overflows, spills, stands alone or has no glyph."""
    placed = list(walk(pages))
    found: list[Problem] = []
    for check in (_too_wide, _too_low, _front_spill, _stranded, _glyphs, _fill):
        found += check(placed, pages)
    return tuple(dict.fromkeys(found))


def requests(refused: list[str], unserved: set[str]) -> Problems:
    """A problem for each refused URL and for each chart that the engine never drew."""
    hint = "A brief may only use its own charts; take the reference out of the template."
    found = [Problem("E450", f"the page asks for {url!r}, which is refused.", hint=hint) for url in dict.fromkeys(refused)]
    found += [Problem("E451", f"the picture {url!r} is on a page, but was not drawn.") for url in sorted(unserved)]
    return tuple(found)


def log(lines: list[str]) -> Problems:
    """A problem for each line that the engine logged from WARNING up."""
    return tuple(Problem("E452", f"the PDF engine complains: {line.strip().rstrip('.')}.") for line in dict.fromkeys(lines))


def _too_wide(placed: list[Placed], pages: list[Any]) -> Iterator[Problem]:
    """Lines, tables and pictures that run out of their column or off the page."""
    for item in placed:
        if is_kind(item.box, "LineBox"):
            yield from _line(item)
        elif is_kind(item.box, "BlockBox", "BlockReplacedBox", "TableBox", "InlineReplacedBox"):
            page = pages[item.page]
            over = right(item.box) - (page.content_box_x() + page.width)
            under = page.content_box_x() - left(item.box)
            if max(over, under) > TOLERANCE and item.box.border_width() > 0:
                where = _name(item)
                yield Problem("E441", f"page {item.page + 1}: {where} is {mm(max(over, under))} mm wider than the page allows.", hint=WIDE_CURE)


def _line(item: Placed) -> Iterator[Problem]:
    holder = item.above[-1]
    if "mark" in item.classes or not is_kind(holder, "BlockContainerBox"):
        return
    end = max((right(child) for child in item.box.children if not _hangs(child)), default=0.0)
    over = end - (holder.content_box_x() + holder.width)
    if over > TOLERANCE and holder.width > 0:
        words = " ".join(text_of(item.box).split())
        hint = "Shorten the longest word or allow it to break; in a table, drop a column or set `wide: true`."
        yield Problem("E442", f"page {item.page + 1}: in {_name(item)}, {words!r} is {mm(over)} mm wider than its column.", hint=hint)


def _hangs(box: Any) -> bool:
    """Whether the box stands beside its line by intent: a mark beside a number of a table."""
    return is_kind(box, "InlineBlockBox") and box.width == 0


def _too_low(placed: list[Placed], pages: list[Any]) -> Iterator[Problem]:
    for item in placed:
        if is_kind(item.box, "LineBox", "BlockReplacedBox", "InlineReplacedBox"):
            low = item.box.position_y + item.box.height if is_kind(item.box, "LineBox") else bottom(item.box)
            over = low - content_bottom(pages[item.page])
            if over > TOLERANCE:
                hint = "Shorten it, or take key figures or contents off the front page." if item.inside("front") else "Shorten it."
                yield Problem("E443", f"page {item.page + 1}: {_name(item)} runs {mm(over)} mm over the foot of the page.", hint=hint)
                return


def _front_spill(placed: list[Placed], pages: list[Any]) -> Iterator[Problem]:
    spilled = [p for p in placed if p.page > 0 and p.inside("front") and is_kind(p.box, "LineBox", "ReplacedBox")]
    if spilled:
        first = " ".join(text_of(spilled[0].box).split()) or _name(spilled[0])
        hint = "Shorten the bullets or the standfirst, lower the lead chart, or drop a bullet."
        yield Problem("E421", f"the front page does not fit: from {first!r} on it runs over to page 2.", hint=hint)


def _stranded(placed: list[Placed], pages: list[Any]) -> Iterator[Problem]:
    """Headings and exhibit heads at the foot of a page with nothing of theirs below, source lines without their table."""
    for item in placed:
        if not _is_element(item):
            continue
        if item.box.element_tag == "h2" and not _follows(item, placed):
            words = " ".join(text_of(item.box).split())
            yield Problem("E422", f"page {item.page + 1}: the heading {words!r} stands alone at the foot of the page.", hint="Lengthen or shorten the text before it.")
        elif "exhibit" in item.classes and not _has_body(item):
            yield Problem("E423", f"page {item.page + 1}: {_name(item)} is torn apart: its head or source line stands alone.", hint="Shorten the exhibit or the text before it.")


def _is_element(item: Placed) -> bool:
    return is_kind(item.box, "BlockBox") and item.box.element is not None and not any(b.element is item.box.element for b in item.above)


def _follows(heading: Placed, placed: list[Placed]) -> bool:
    low = bottom(heading.box) - TOLERANCE
    return any(
        p.page == heading.page and is_kind(p.box, "LineBox", "ReplacedBox") and p.box.position_y >= low and not p.inside("note") and not p.inside("label")
        for p in placed
    )


def _has_body(exhibit: Placed) -> bool:
    inside = list(walk_box(exhibit.box))
    return any(is_kind(b, "TableRowBox", "ReplacedBox") for b in inside)


def walk_box(box: Any) -> Iterator[Any]:
    """A box and everything in it."""
    yield box
    for child in getattr(box, "children", ()):
        yield from walk_box(getattr(child, "_box", child))


def _glyphs(placed: list[Placed], pages: list[Any]) -> Iterator[Problem]:
    """Characters that the face they are set in lacks."""
    for item in placed:
        if is_kind(item.box, "TextBox"):
            family, weight = item.box.style["font_family"][0], int(item.box.style["font_weight"])
            lacking = fonts.missing(item.box.text, family, min(fonts.WEIGHTS, key=lambda w: abs(w - weight)))
            if lacking:
                codes = ", ".join(f"{c!r} (U+{ord(c):04X})" for c in lacking)
                yield Problem("E444", f"page {item.page + 1}: {family} has no glyph for {codes} in {_name(item)}.", hint="Write it otherwise.")


def _fill(placed: list[Placed], pages: list[Any]) -> Iterator[Problem]:
    """Warnings for a front page that ends early and for a last page that holds next to nothing."""
    for number, least, code, what in ((0, FRONT_FILL, "W424", "the front page"), (len(pages) - 1, LAST_FILL, "W425", "the last page")):
        page = pages[number]
        lows = [p.box.position_y + p.box.height for p in placed if p.page == number and is_kind(p.box, "LineBox")]
        filled = (max(lows, default=0.0) - page.content_box_y()) / page.height
        if filled < least:
            yield Problem(code, f"{what} is filled to {round(filled * 100)} per cent; {round(least * 100)} would look finished.")


def _name(item: Placed) -> str:
    """What the reader calls the place: an exhibit by number and name, else its words or its element."""
    for box in reversed((*item.above, item.box)):
        element = getattr(box, "element", None)
        if element is not None and element.get("data-name"):
            return f"exhibit {element.get('id', '').removeprefix('exhibit-')} ({element.get('data-name')})"
    if item.inside("keys"):
        return "the key figures"
    if item.inside("contents"):
        return "the contents list"
    if item.inside("note"):
        return "a rail note"
    words = " ".join(text_of(item.box).split()[:6])
    return f"the text {words!r}" if words else f"a {item.box.element_tag} element"


