"""The pinned faces: where they lie, which characters they have, and subsets of them for the HTML.

Text is set in a Latin family; Chinese characters come glyph by glyph from the Han family of the same role, its companion.
Print uses the packages' own files. A subset is a modified file, and the licence of the Latin faces reserves the word
"Source" for unmodified ones: subsets bear a neutral name.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from functools import lru_cache
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from reportgen.model.problem import Problem, ReportError
from reportgen.text import han

WEIGHTS = {400: "Regular", 600: "Semibold", 700: "Bold"}


class Family(NamedTuple):
    """A pinned family: the package that brings it, the stem of its file names, the name of its subsets, and its role."""

    package: str
    stem: str
    subset: str
    role: str


FAMILIES = {
    "Source Sans Pro": Family("font_source_sans_pro", "SourceSansPro", "Reportgen Sans", "sans"),
    "Source Serif Pro": Family("font_source_serif_pro", "SourceSerifPro", "Reportgen Serif", "serif"),
}
HAN = re.compile("[\u2e80-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
"""Characters that the Han faces are for: ideographs, their punctuation, full-width forms."""
SHARED = frozenset("“”‘’—…·")
"""Marks that both kinds of face have, at different widths."""

# Characters that are laid out without a glyph of their own.
INVISIBLE = frozenset("\n\r\t\u00ad\u200b\u2060\ufeff")


def face(family: str, weight: int) -> Path:
    """The file of a pinned face; raises ReportError when the family is not pinned or its file is absent.

    A Han family has two weights, of which the nearer is taken.
    """
    if family in han.FAMILIES:
        return _han_face(family, weight)
    known = _family(family)
    if weight not in WEIGHTS:
        raise ValueError(f"this is a bug: no weight {weight}, only {', '.join(map(str, WEIGHTS))}")
    spec = find_spec(known.package)
    folders = list(spec.submodule_search_locations or ()) if spec else []
    for folder in folders:
        path = Path(folder) / "files" / f"{known.stem}-{WEIGHTS[weight]}.ttf"
        if path.is_file():
            return path
    raise ReportError(
        Problem("E463", f"the font {family} {WEIGHTS[weight]} is not installed.", hint=f"Install the package {known.package}.")
    )


def _han_face(family: str, weight: int) -> Path:
    found = han.face(family, weight)
    if not han.is_sound(found):
        fault = "is there, but is not the pinned file" if found.path.exists() else "is not on this machine"
        hint = "`reportgen fonts` fetches the Chinese fonts and checks them; in a checkout `make setup` does."
        raise ReportError(Problem("E463", f"the font {family} {WEIGHTS[found.weight]} {fault}.", hint=hint))
    return found.path


def is_pinned(family: str) -> bool:
    """Whether the program knows the family by its files."""
    return family in FAMILIES or family in han.FAMILIES


def companion(family: str, tag: str, text: str = "") -> str:
    """The Han family beside a Latin one: in Chinese always, in another language where the text has such characters; else none.

    For the characters of a text in another language that is Traditional, unless that family lacks some of them.
    """
    role = _family(family).role
    if tag in han.BY_TAG:
        return han.family(role, tag)
    found = "".join(HAN.findall(text))
    if not found:
        return ""
    return next((name for t in han.BY_TAG if not missing(found, name := han.family(role, t))), han.family(role, tag))


def chain(family: str, tag: str, text: str = "") -> tuple[str, ...]:
    """The families that a text is set in, each for what those before it lack."""
    beside = companion(family, tag, text)
    return (family, beside) if beside else (family,)


def faces(companions: Iterable[str] = ()) -> tuple[Path, ...]:
    """Every pinned Latin face, families and weights in fixed order, then those of the Han families named."""
    latin = [face(family, weight) for family in FAMILIES for weight in WEIGHTS]
    return (*latin, *(face(family, weight) for family in companions for weight in han.WEIGHTS))


def hashes(companions: Iterable[str] = ()) -> dict[str, str]:
    """SHA-256 by file name of every pinned Latin face and of those of the Han families named, for the manifest."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in faces(companions)}


def missing(text: str, families: str | tuple[str, ...], weight: int = 400) -> str:
    """The characters that no face of the families has, each once, in order of appearance; empty when all are there."""
    names = (families,) if isinstance(families, str) else families
    lacking = "".join(c for c in dict.fromkeys(text) if c not in INVISIBLE)
    for name in names:
        if lacking:
            have = covered(name, weight)
            lacking = "".join(c for c in lacking if ord(c) not in have)
    return lacking


def width(text: str, families: str | tuple[str, ...], weight: int = 400) -> float:
    """The width of a line of text in em, without kerning; a character that no face has counts as half an em."""
    names = (families,) if isinstance(families, str) else families
    advances, units = _advances(names[0], weight)
    if len(names) == 1 or not HAN.search(text):
        return sum(advances.get(ord(c), units // 2) for c in text) / units
    tables = [_advances(name, weight) for name in names]
    return sum(next((widths[ord(c)] / each for widths, each in tables if ord(c) in widths), 0.5) for c in text)


def subset_name(family: str) -> str:
    """The neutral name under which subsets of the family go."""
    if family in han.FAMILIES:
        return f"Reportgen Han {family.split()[1]}"
    return _family(family).subset


@lru_cache(maxsize=64)
def subset(family: str, weight: int, characters: frozenset[str], kerned: bool = True) -> bytes:
    """The face reduced to these characters, as WOFF2 under a neutral name; equal characters give equal bytes.

    Reading the kerning of a face takes most of the time: data and labels do without.
    """
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    options = Options(flavor="woff2", layout_features=["kern", "liga", "locl"], hinting=False, notdef_outline=True)
    # the outlines are not touched: to measure the many of a Han face anew would only take time
    font = TTFont(face(family, weight), recalcTimestamp=False, recalcBBoxes=family in FAMILIES)
    dropped = ("name", "GSUB", "GDEF", "vmtx", "vhea", "VORG", "BASE", *(() if kerned and family in FAMILIES else ("GPOS",)))
    for table in dropped:
        if table in font:
            del font[table]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=sorted(ord(c) for c in characters))
    subsetter.subset(font)
    _name(font, subset_name(family), WEIGHTS[han.face(family, weight).weight if family in han.FAMILIES else weight])
    font.flavor = "woff2"
    out = BytesIO()
    font.save(out, reorderTables=True)
    return out.getvalue()


def _name(font: Any, family: str, style: str) -> None:
    from fontTools.ttLib import newTable

    table = newTable("name")
    table.names = []
    postscript = f"{family}-{style}".replace(" ", "")
    for number, text in {1: family, 2: style, 3: postscript, 4: f"{family} {style}", 6: postscript, 16: family, 17: style}.items():
        table.setName(text, number, 3, 1, 0x409)
    font["name"] = table


def _family(family: str) -> Family:
    try:
        return FAMILIES[family]
    except KeyError:
        hint = f"Pinned: {', '.join(FAMILIES)}."
        raise ReportError(Problem("E464", f"no pinned font family {family!r}.", hint=hint)) from None


@lru_cache(maxsize=32)
def covered(family: str, weight: int = 400) -> frozenset[int]:
    """The code points that a pinned face has."""
    from fontTools.ttLib import TTFont

    with TTFont(face(family, weight), lazy=True) as font:
        return frozenset(font.getBestCmap())


@lru_cache(maxsize=32)
def _advances(family: str, weight: int) -> tuple[dict[int, int], int]:
    from fontTools.ttLib import TTFont

    with TTFont(face(family, weight), lazy=True) as font:
        metrics = font["hmtx"].metrics
        return {code: metrics[name][0] for code, name in font.getBestCmap().items()}, font["head"].unitsPerEm
