"""matplotlib's SVG made small and plain: no ids, clips, styles or metadata, only paths and texts with attributes."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

_NS = "{http://www.w3.org/2000/svg}"
_NUMBER = re.compile(r"-?\d+\.\d+(?:e-?\d+)?")
_KEPT = (
    "fill",
    "fill-opacity",
    "stroke",
    "stroke-width",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-dasharray",
    "font-size",
    "font-weight",
    "text-anchor",
)
_DEFAULTS = {"font-weight": "400", "text-anchor": "start", "stroke-linejoin": "round", "stroke-linecap": "butt"}


def tidy(raw: bytes, ident: str, width: float, height: float, family: str) -> bytes:
    """The drawing as one flat SVG of that size in mm, named `ident`; whoever shows it adds its alternative text."""
    source = ET.fromstring(raw)  # noqa: S314  our own drawing, never a file of the user's
    root = ET.Element("svg")
    box = source.attrib["viewBox"].split()
    for key, value in {
        "xmlns": "http://www.w3.org/2000/svg",
        "id": ident,
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
    return bytes(ET.tostring(root, encoding="utf-8")) + b"\n"


def _path(element: ET.Element) -> ET.Element:
    found = ET.Element("path", {"d": _short(" ".join(element.attrib["d"].split()))})
    style = _style(element)
    style.setdefault("fill", "#000000")
    _copy(style, found)
    return found


def _text(element: ET.Element) -> ET.Element:
    found = ET.Element("text", {"x": _short(element.attrib["x"]), "y": _short(element.attrib["y"])})
    _copy(_style(element), found)
    found.text = element.text
    return found


def _style(element: ET.Element) -> dict[str, str]:
    pairs = (part.split(":", 1) for part in element.get("style", "").split(";") if ":" in part)
    return {key.strip(): value.strip() for key, value in pairs}


def _copy(style: dict[str, str], target: ET.Element) -> None:
    for key in _KEPT:
        value = style.get(key)
        if value is None or _DEFAULTS.get(key) == value:
            continue
        target.set(key, _short(value.removesuffix("px")))


def _short(text: str) -> str:
    """Numbers to a hundredth of a point: below what any device shows, above what platforms disagree on."""
    return _NUMBER.sub(lambda match: f"{float(match[0]):.2f}".rstrip("0").rstrip("."), text)
