"""What a layout holds: a walk over the engine's page boxes and the checks on them.

Nothing here imports the engine; its boxes are read by their public geometry, in CSS pixels.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

PX_PER_MM = 96 / 25.4
DRAWN = ("LineBox", "ReplacedBox")
"""What shows on paper: lines of text and pictures."""
TOLERANCE = 0.6  # px: a sixth of a millimetre, less than a hair at 300 dpi and more than rounding in the layout


@dataclass(frozen=True, slots=True)
class Placed:
    """A box on its page (counted from zero) with the boxes round it, outermost first."""

    page: int
    box: Any
    above: tuple[Any, ...]

    @property
    def classes(self) -> frozenset[str]:
        return classes(self.box)

    @property
    def is_element(self) -> bool:
        """Whether this is the block of an element itself: boxes that the engine adds inside bear the same element."""
        element = getattr(self.box, "element", None)
        return element is not None and is_kind(self.box, "BlockBox") and all(box.element is not element for box in self.above)

    def inside(self, *names: str) -> bool:
        """Whether the box, or one round it, bears one of the classes."""
        return any(classes(box).intersection(names) for box in (*self.above, self.box))

    def nearest(self, name: str) -> Any | None:
        """The closest box round this one that bears the class."""
        return next((box for box in reversed(self.above) if name in classes(box)), None)


def walk(pages: list[Any]) -> Iterator[Placed]:
    """Every box of every page's content in drawing order; margin boxes are left out."""
    for number, page_box in enumerate(pages):
        waiting: list[tuple[Any, tuple[Any, ...]]] = [
            (unwrapped(child), (page_box,)) for child in reversed(page_box.children) if not is_kind(child, "MarginBox")
        ]
        while waiting:
            box, above = waiting.pop()
            yield Placed(number, box, above)
            if children := getattr(box, "children", ()):
                below = (*above, box)
                waiting += [(unwrapped(child), below) for child in reversed(children)]


def unwrapped(box: Any) -> Any:
    """The laid-out box behind the engine's placeholder of an absolute one."""
    return getattr(box, "_box", box)


def classes(box: Any) -> frozenset[str]:
    """The classes of the element that the box was made for."""
    element = getattr(box, "element", None)
    return frozenset((element.get("class") or "").split()) if element is not None else frozenset()


def is_kind(box: Any, *names: str) -> bool:
    """Whether the box is of one of these kinds of the engine's, by class name."""
    return any(base.__name__ in names for base in type(box).__mro__)


def top(box: Any) -> float:
    """The upper edge with its border."""
    return float(box.border_box_y())


def bottom(box: Any) -> float:
    """The lower edge with its border."""
    return float(box.border_box_y() + box.border_height())


def left(box: Any) -> float:
    """The left edge with its border."""
    return float(box.border_box_x())


def right(box: Any) -> float:
    """The right edge with its border."""
    return float(box.border_box_x() + box.border_width())


def content_bottom(page_box: Any) -> float:
    """Where the page's content area ends."""
    return float(page_box.content_box_y() + page_box.height)


def low(box: Any) -> float:
    """Where what is drawn of a box ends."""
    return float(box.position_y + box.height) if is_kind(box, "LineBox") else bottom(box)


def filled(page_box: Any) -> float:
    """The share of the page's content area down to the last line or picture on it."""
    ends = [low(p.box) for p in walk([page_box]) if is_kind(p.box, *DRAWN)]
    return float((max(ends, default=0.0) - page_box.content_box_y()) / page_box.height)


def text_of(box: Any) -> str:
    """The text that is drawn in the box, in order."""
    if is_kind(box, "TextBox"):
        return str(box.text)
    return "".join(text_of(unwrapped(child)) for child in getattr(box, "children", ()))


def inside_of(box: Any) -> Iterator[Any]:
    """The box and everything in it."""
    yield box
    for child in getattr(box, "children", ()):
        yield from inside_of(unwrapped(child))


def mm(pixels: float) -> int:
    """Pixels as whole millimetres, at least one: the measure of the messages."""
    return max(1, round(pixels / PX_PER_MM))
