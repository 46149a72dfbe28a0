"""matplotlib's SVG made small and plain: no ids, clips, styles or metadata, only paths and texts with attributes."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

from reportgen.spec.theme import Palette, Theme

_NS = "{http://www.w3.org/2000/svg}"
_NUMBER = re.compile(r"-?\d+\.\d+(?:e-?\d+)?")
_KEPT = ("fill", "fill-opacity", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin", "stroke-dasharray", "font-size", "font-weight", "text-anchor")
_DEFAULTS = {"font-weight": "400", "text-anchor": "start", "stroke-linejoin": "round", "stroke-linecap": "butt"}


def write(figure: Any) -> bytes:
    """The SVG of a matplotlib figure, without date and creator."""
    out = BytesIO()
    figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    return out.getvalue()


def tidy(raw: bytes, ident: str, title: str, width: float, height: float, family: str) -> bytes:
    """The drawing as one flat SVG of that size in mm, named `ident` and described by `title`."""
    source = ElementTree.fromstring(raw)
    root = ElementTree.Element("svg")
    box = source.attrib["viewBox"].split()
    for key, value in {
        "xmlns": "http://www.w3.org/2000/svg",
        "id": ident,
        "role": "img",
        "aria-label": title,
        "width": f"{width:g}mm",
        "height": f"{height:g}mm",
        "viewBox": " ".join(_short(part) for part in box),
        "font-family": family,
        "stroke-linejoin": "round",
    }.items():
        root.set(key, value)
    for element in source.iter():
        if element.tag == f"{_NS}path" and element.get("d"):
            root.append(_path(element))
        elif element.tag == f"{_NS}text":
            root.append(_text(element))
    return ElementTree.tostring(root, encoding="utf-8") + b"\n"


def themed(svg: bytes, theme: Theme) -> bytes:
    """The drawing for inline HTML: each colour a CSS variable with the light colour as fallback, the font that of the page."""
    names = variables(theme.light)

    def variable(match: re.Match[str]) -> str:
        name = names.get(match[2].lower())
        return f'{match[1]}="var({name},{match[2]})"' if name else match[0]

    text = re.sub(r'(fill|stroke)="(#[0-9A-Fa-f]{6})"', variable, svg.decode("utf-8"))
    return re.sub(r' font-family="[^"]*"', "", text, count=1).encode("utf-8")


def variables(palette: Palette) -> dict[str, str]:
    """CSS variable by colour in lower case; where one colour has several roles the first in this order names it."""
    names: dict[str, str] = {}
    for role in ("ground", "text", "muted", "hairline", "tint", "soft", "panel"):
        names.setdefault(getattr(palette, role).lower(), f"--{role}")
    for number, colour in enumerate(palette.series, 1):
        names.setdefault(colour.lower(), f"--series-{number}")
    for number, colour in enumerate(palette.series_text, 1):
        names.setdefault(colour.lower(), f"--series-{number}-text")
    return names


def _path(element: ElementTree.Element) -> ElementTree.Element:
    found = ElementTree.Element("path", {"d": _short(" ".join(element.attrib["d"].split()))})
    style = _style(element)
    style.setdefault("fill", "#000000")
    _copy(style, found)
    return found


def _text(element: ElementTree.Element) -> ElementTree.Element:
    found = ElementTree.Element("text", {"x": _short(element.attrib["x"]), "y": _short(element.attrib["y"])})
    _copy(_style(element), found)
    found.text = element.text
    return found


def _style(element: ElementTree.Element) -> dict[str, str]:
    pairs = (part.split(":", 1) for part in element.get("style", "").split(";") if ":" in part)
    return {key.strip(): value.strip() for key, value in pairs}


def _copy(style: dict[str, str], target: ElementTree.Element) -> None:
    for key in _KEPT:
        value = style.get(key)
        if value is None or _DEFAULTS.get(key) == value:
            continue
        target.set(key, _short(value.removesuffix("px")))


def _short(text: str) -> str:
    """Numbers to a hundredth of a point: below what any device shows, above what platforms disagree on."""
    return _NUMBER.sub(lambda match: f"{float(match[0]):.2f}".rstrip("0").rstrip("."), text)
