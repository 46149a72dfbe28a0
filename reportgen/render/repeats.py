"""Heads of tables over several pages: the word "continued" stands where a table goes on, not where it begins."""

from __future__ import annotations

from typing import Any

from reportgen.render.boxes import is_kind, walk


def drop_first_continued(pages: list[Any]) -> None:
    """Takes the word out of the head of each table's first page; the engine repeats heads, but cannot tell them apart."""
    begins: dict[int, int] = {}
    for item in walk(pages):
        if is_kind(item.box, "InlineBox") and "continued" in item.classes:
            table = next(box for box in reversed(item.above) if is_kind(box, "TableBox"))
            if begins.setdefault(id(table.element), item.page) == item.page:
                line = item.above[-1]
                line.children = [child for child in line.children if child is not item.box]
                if not line.children:  # the word had a line of its own: what stands above takes its place
                    for above in item.above[-2].children:
                        if above is not line:
                            above.translate(dy=line.height)
