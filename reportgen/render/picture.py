"""A chart's place on a page: what stands there until the drawing does."""

from __future__ import annotations

import hashlib

SCHEME = "asset:"
URL = SCHEME + "chart/"

_PLACE = '<svg xmlns="http://www.w3.org/2000/svg" width="{0}mm" height="{1}mm"><g transform="translate({2} {3})"/></svg>'


def place(name: str, size: tuple[float, float]) -> bytes:
    """An SVG of that size in mm that draws nothing and leaves the chart's mark in the page's stream."""
    return _PLACE.format(*size, *_numbers(name)).encode()


def mark(name: str) -> bytes:
    """The operation in the page's stream that stands where the chart will: it moves a point that nothing is drawn from."""
    return b"1 0 0 1 %d %d cm" % _numbers(name)


def _numbers(name: str) -> tuple[int, int]:
    """Seven digits twice, further off than any page is wide: the engine prints as many of a number."""
    digest = hashlib.sha256(name.encode()).digest()
    first, second = (10**6 + int.from_bytes(part) % (9 * 10**6) for part in (digest[:8], digest[8:16]))
    return first, second
