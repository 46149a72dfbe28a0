"""What stops a PDF from going out: the checks on its layout."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from reportgen.model.problem import Problem, Problems
from reportgen.render.boxes import (
    DRAWN,
    TOLERANCE,
    Placed,
    bottom,
    classes,
    content_bottom,
    filled,
    inside_of,
    is_kind,
    left,
    low,
    mm,
    right,
    text_of,
    walk,
)
from reportgen.render.flow import LAST_FILL
from reportgen.text import fonts

FRONT_FILL, INNER_FILL = 0.85, 0.65
"""The least share of a page that is filled: the front, a page before the last, the last."""
PARTS = {"keys": "the key figures", "contents": "the contents list", "note": "a rail note", "label": "a section label"}
WIDE_CURE = "Drop columns, shorten heads, split by period, or set `wide: true`."


@dataclass(frozen=True, slots=True)
class Layout:
    """The engine's pages and every box on them."""

    pages: list[Any]
    boxes: tuple[Placed, ...]
    root: Any
    """The page's root element."""

    def on(self, page: int, *kinds: str) -> Iterator[Placed]:
        """The boxes of these kinds on a page."""
        return (p for p in self.boxes if p.page == page and is_kind(p.box, *kinds))


def layout(pages: list[Any], root: Any) -> Problems:
    """Everything on the laid-out pages that overflows, spills, stands alone, has no glyph, is lost or leaves a hole."""
    laid = Layout(pages, tuple(walk(pages)), root)
    found: list[Problem] = []
    for check in (_too_wide, _long_lines, _too_low, _front_spill, _stranded_headings, _torn_exhibits, _glyphs, _lost, _fill):
        found += check(laid)
    return tuple(dict.fromkeys(found))


def _too_wide(laid: Layout) -> Iterator[Problem]:
    """Tables, pictures and blocks that run off the page's measure."""
    for item in laid.boxes:
        if is_kind(item.box, "BlockBox", "TableBox", "ReplacedBox"):
            page = laid.pages[item.page]
            over = max(right(item.box) - (page.content_box_x() + page.width), page.content_box_x() - left(item.box))
            if over > TOLERANCE and item.box.border_width() > 0:
                yield Problem("E441", f"page {item.page + 1}: {_name(item)} is {mm(over)} mm wider than the page allows.", hint=WIDE_CURE)


def _long_lines(laid: Layout) -> Iterator[Problem]:
    """Lines that run out of their column or cell, and pictures wider than their column."""
    hint = "Shorten the longest word or allow it to break; in a table, drop a column or set `wide: true`."
    for item in laid.boxes:
        holder = item.above[-1]
        if not is_kind(item.box, "LineBox") or not is_kind(holder, "BlockContainerBox") or "mark" in classes(holder):
            continue
        end = max((right(child) for child in item.box.children if not _hangs(child)), default=0.0)
        over = end - (holder.content_box_x() + holder.width)
        if over > TOLERANCE and holder.width > 0:
            words = " ".join(text_of(item.box).split())
            yield Problem("E442", f"page {item.page + 1}: in {_name(item)}, {words!r} is {mm(over)} mm wider than its column.", hint=hint)


def _hangs(box: Any) -> bool:
    """Whether the box stands beside its line by intent: a mark beside a number of a table."""
    return is_kind(box, "InlineBlockBox") and box.width == 0


def _too_low(laid: Layout) -> Iterator[Problem]:
    """What runs over the foot of its page: one problem a page, for the first such thing."""
    for number, page in enumerate(laid.pages):
        for item in laid.on(number, *DRAWN):
            over = low(item.box) - content_bottom(page)
            if over > TOLERANCE:
                hint = "Take key figures or lines of contents off the front page." if item.inside("front-rail") else "Shorten it."
                yield Problem("E443", f"page {number + 1}: {_name(item)} runs {mm(over)} mm over the foot of the page.", hint=hint)
                break


def _front_spill(laid: Layout) -> Iterator[Problem]:
    spilled = [p for p in laid.boxes if p.page > 0 and p.inside("front", "front-rail") and is_kind(p.box, *DRAWN)]
    if spilled:
        first = " ".join(text_of(spilled[0].box).split())
        start = f"from {first!r} on" if first else f"{_name(spilled[0])}"
        hint = "Shorten the bullets or the standfirst, lower the lead chart, or drop a bullet."
        yield Problem("E421", f"the front page does not fit: {start} it runs over to page 2.", hint=hint)


def _stranded_headings(laid: Layout) -> Iterator[Problem]:
    for item in laid.boxes:
        if item.is_element and item.box.element_tag == "h2" and not _has_text_below(item, laid):
            words = " ".join(text_of(item.box).split())
            hint = "Lengthen or shorten the text before it."
            yield Problem("E422", f"page {item.page + 1}: the heading {words!r} stands alone at the foot of the page.", hint=hint)


def _has_text_below(heading: Placed, laid: Layout) -> bool:
    foot = bottom(heading.box) - TOLERANCE
    return any(p.box.position_y >= foot and not p.inside("note", "label") for p in laid.on(heading.page, *DRAWN))


def _torn_exhibits(laid: Layout) -> Iterator[Problem]:
    """Exhibits whose head or source line is alone on a page."""
    for item in laid.boxes:
        if item.is_element and "exhibit" in item.classes and not any(is_kind(b, "TableRowBox", "ReplacedBox") for b in inside_of(item.box)):
            hint = "Shorten the exhibit or the text before it."
            yield Problem("E423", f"page {item.page + 1}: {_name(item)} is torn apart: its head or source line stands alone.", hint=hint)


def _glyphs(laid: Layout) -> Iterator[Problem]:
    """Characters that the face they are set in lacks."""
    for item in laid.boxes:
        if is_kind(item.box, "TextBox"):
            families, weight = tuple(item.box.style["font_family"]), int(item.box.style["font_weight"])
            unknown = [family for family in families if not fonts.is_pinned(family)]
            if unknown:
                hint = f"Pinned: {', '.join(fonts.FAMILIES)}."
                fault = f"{_name(item)} asks for the font {unknown[0]!r}, which is not pinned."
                yield Problem("E445", f"page {item.page + 1}: {fault}", hint=hint)
            elif lacking := fonts.missing(item.box.text, families, nearest(weight)):
                yield no_glyph(lacking, families[-1], f"page {item.page + 1}, {_name(item)}")


def nearest(weight: int) -> int:
    """The pinned weight that is closest to a weight of CSS."""
    return min(fonts.WEIGHTS, key=lambda known: abs(known - weight))


def no_glyph(characters: str, family: str, place: str) -> Problem:
    """The problem of characters that would print as empty boxes."""
    codes = ", ".join(f"{c!r} (U+{ord(c):04X})" for c in characters)
    return Problem("E444", f"{place}: {family} has no glyph for {codes}.", hint="Write it otherwise.")


def _lost(laid: Layout) -> Iterator[Problem]:
    """Numbers of the text that stand on no page: the engine drops what it cannot place without a word."""
    shown = {id(p.box.element) for p in laid.boxes if is_kind(p.box, "InlineBox")}
    for element in laid.root.iter():
        if element.get("data-e") and id(element) not in shown:
            yield Problem("E446", f"the number {''.join(element.itertext())!r} stands on no page.", hint="Shorten what surrounds it.")


def _fill(laid: Layout) -> Iterator[Problem]:
    """Warnings for a front page that ends early, a hole at the foot of a page, a last page that holds next to nothing."""
    last = len(laid.pages) - 1
    for number, page in enumerate(laid.pages):
        part = filled(page)
        share = f"is filled to {round(part * 100)} per cent"
        if number == 0 and part < FRONT_FILL:
            yield Problem(
                "W424", f"the front page {share}; 85 to 95 look finished.", hint="Make the lead chart higher or add a key figure."
            )
        elif 0 < number == last and part < LAST_FILL:
            yield Problem("W425", f"the last page {share}; a third looks finished.", hint="Shorten the text by as much.")
        elif 0 < number < last and part < INNER_FILL:
            hint = "The exhibit that follows does not fit below: lower it, or move a paragraph before it."
            yield Problem("W426", f"page {number + 1} {share}: a hole at its foot.", hint=hint)


def _name(item: Placed) -> str:
    """What the reader calls the place: an exhibit by number and name, a part of the page, else its first words."""
    for box in reversed((*item.above, item.box)):
        element = getattr(box, "element", None)
        if element is not None and element.get("data-name"):
            return f"exhibit {element.get('id', '').removeprefix('exhibit-')} ({element.get('data-name')})"
    for name, words in (
        ("keys", "the key figures"),
        ("contents", "the contents list"),
        ("note", "a rail note"),
        ("label", "a section label"),
    ):
        if item.inside(name):
            return words
    words = " ".join(text_of(item.box).split()[:6])
    return f"the text {words!r}" if words else f"a {item.box.element_tag} element"
