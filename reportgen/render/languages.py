"""The language of words that are not in the page's own, for those who hear the PDF: the engine writes the page's alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reportgen.render.boxes import unwrapped


def teach(tags: Any) -> None:
    """Lets the engine's module of tags give an element with `lang` that language; it has no door for it, so its own
    function for the tags of a box is wrapped."""
    build = tags._build_box_tree

    def told(box: Any, *rest: Any) -> Iterator[Any]:
        element = getattr(unwrapped(box), "element", None)
        language = element.get("lang") if element is not None and element.tag != "html" else None
        for tag in build(box, *rest):
            if language:
                tag["Lang"] = f"({language})"
            yield tag

    tags._build_box_tree = told
