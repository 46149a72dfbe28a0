"""The pinned faces: where they lie, which characters they have, and subsets of them for the HTML.

Print uses the packages' own files. A subset is a modified file, and the licence of the faces reserves the word
"Source" for unmodified ones: subsets bear a neutral name.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from reportgen.model.problem import Problem, ReportError

WEIGHTS = {400: "Regular", 600: "Semibold", 700: "Bold"}


class Family(NamedTuple):
    """A pinned family: the package that brings it, the stem of its file names, and the name of its subsets."""

    package: str
    stem: str
    subset: str


FAMILIES = {
    "Source Sans Pro": Family("font_source_sans_pro", "SourceSansPro", "Reportgen Sans"),
    "Source Serif Pro": Family("font_source_serif_pro", "SourceSerifPro", "Reportgen Serif"),
}

# Characters that are laid out without a glyph of their own.
INVISIBLE = frozenset("\n\r\t\u00ad\u200b\u2060\ufeff")


def face(family: str, weight: int) -> Path:
    """The file of a pinned face; raises ReportError when the family is not pinned or its package is absent."""
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


def faces() -> tuple[Path, ...]:
    """Every pinned face, families and weights in fixed order."""
    return tuple(face(family, weight) for family in FAMILIES for weight in WEIGHTS)


def hashes() -> dict[str, str]:
    """SHA-256 of every pinned face by file name, for the manifest."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in faces()}


def missing(text: str, family: str, weight: int = 400) -> str:
    """The characters of the text that the face lacks, each once, in order of appearance; empty when all are there."""
    have = _characters(family, weight)
    return "".join(c for c in dict.fromkeys(text) if ord(c) not in have and c not in INVISIBLE)


def width(text: str, family: str, weight: int = 400) -> float:
    """The width of a line of text in em, without kerning; a character that the face lacks counts as half an em."""
    advances, units = _advances(family, weight)
    return sum(advances.get(ord(c), units // 2) for c in text) / units


def subset_name(family: str) -> str:
    """The neutral name under which subsets of the family go."""
    return _family(family).subset


@lru_cache(maxsize=64)
def subset(family: str, weight: int, characters: frozenset[str], *, kerned: bool = True) -> bytes:
    """The face reduced to these characters, as WOFF2 under a neutral name; equal characters give equal bytes.

    Reading the kerning of a face takes most of the time: data and labels do without.
    """
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    options = Options(flavor="woff2", layout_features=["kern", "liga", "locl"], hinting=False, notdef_outline=True)
    font = TTFont(face(family, weight), recalcTimestamp=False)
    for table in ("name", "GSUB", "GDEF", *(() if kerned else ("GPOS",))):
        del font[table]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=sorted(ord(c) for c in characters))
    subsetter.subset(font)
    _name(font, subset_name(family), WEIGHTS[weight])
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
def _characters(family: str, weight: int) -> frozenset[int]:
    from fontTools.ttLib import TTFont

    with TTFont(face(family, weight), lazy=True) as font:
        return frozenset(font.getBestCmap())


@lru_cache(maxsize=32)
def _advances(family: str, weight: int) -> tuple[dict[int, int], int]:
    from fontTools.ttLib import TTFont

    with TTFont(face(family, weight), lazy=True) as font:
        metrics = font["hmtx"].metrics
        return {code: metrics[name][0] for code, name in font.getBestCmap().items()}, font["head"].unitsPerEm
