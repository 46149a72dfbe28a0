"""The Chinese faces: too large for a package of ours, so they are fetched once into a folder of the user's and checked by hash.

Static TrueType files under the SIL Open Font License, which reserves no name of theirs. Standard library only: the set-up
asks this module, with any Python and nothing installed, what is lacking.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

BY_TAG = {"zh-Hant": "TC", "zh-Hans": "SC"}
"""The ending of the families for each language: glyph forms and the place of the full stop differ."""
DEFAULT = "zh-Hant"
"""Whose faces set Chinese words in a brief of another language."""
WEIGHTS = {400: "400Regular", 700: "700Bold"}


class HanFace(NamedTuple):
    """One file: its family and weight, the package that brings it with its version, and the file's hash."""

    family: str
    weight: int
    package: str
    sha256: str

    @property
    def name(self) -> str:
        """The file's name, in the package and in the folder."""
        return f"{self.family.replace(' ', '')}_{WEIGHTS[self.weight]}.ttf"

    @property
    def path(self) -> Path:
        """Where the file lies once it is fetched."""
        return folder() / self.name


FACES = tuple(
    HanFace(family, weight, f"@expo-google-fonts/{family.replace(' ', '-').lower()}@{version}", sha256)
    for family, version, hashes in (
        (
            "Noto Sans SC",
            "0.4.3",
            (
                "d45f67f0a7c0ca3f256950777ce6a61cc7ce5f9696d02900cbbaac25f8aa7d16",
                "9a38ae0ab28cd5a256f9ea8e00dedc688aac17f7915fcb000572990afa956b96",
            ),
        ),
        (
            "Noto Sans TC",
            "0.4.3",
            (
                "add35d53f70727657b4509531677c4e3712b67df3d54661efdee5d3a0c16d954",
                "ed4ae6ed781e34d0beee896e9be5d835a938ac7adabbcc1b6b6904290006f372",
            ),
        ),
        (
            "Noto Serif SC",
            "0.4.3",
            (
                "c358a69de3df5f423a8946a7b03e3126fb6ba116f1130a463455b4e39e1f0742",
                "9c6a2ba736e4b499c84f65ce366bd3625c0401885fd3e585ace50fb738b96ff6",
            ),
        ),
        (
            "Noto Serif TC",
            "0.4.4",
            (
                "b0acf9799d5dc656cdeff077d36b2ee9032b762e05b3f8a7b76c81dee4eec08c",
                "98c207d0254a6b0b4b5611dd8d5bcc37af4482494477d43eba6b2409ed083140",
            ),
        ),
    )
    for weight, sha256 in zip(WEIGHTS, hashes, strict=True)
)
FAMILIES = tuple(dict.fromkeys(face.family for face in FACES))


def folder() -> Path:
    """Where the faces are kept: REPORTGEN_FONTS, else reportgen/fonts in the user's folder for caches."""
    if named := os.environ.get("REPORTGEN_FONTS"):
        return Path(named)
    caches = Path.home() / "Library" / "Caches" if sys.platform == "darwin" else Path.home() / ".cache"
    return Path(os.environ.get("XDG_CACHE_HOME") or caches) / "reportgen" / "fonts"


def family(role: str, tag: str) -> str:
    """The family for a role (serif, sans) in a language; that of the default language for one that is not Chinese."""
    return f"Noto {role.title()} {BY_TAG.get(tag, BY_TAG[DEFAULT])}"


def face(name: str, weight: int) -> HanFace:
    """The face of a family that is nearest in weight, the bolder of two."""
    faces = [f for f in FACES if f.family == name]
    return min(faces, key=lambda f: (abs(f.weight - weight), -f.weight))


def lacking(tags: Iterable[str] = tuple(BY_TAG)) -> tuple[HanFace, ...]:
    """The faces of these languages that are not in the folder, or are there with other bytes."""
    endings = tuple(f" {BY_TAG[tag]}" for tag in tags)
    return tuple(face for face in FACES if face.family.endswith(endings) and not is_sound(face))


def is_sound(face: HanFace) -> bool:
    """Whether the face's file is there with the pinned bytes."""
    try:
        found = face.path.stat()
    except OSError:
        return False
    return _digest(face.path, found.st_size, found.st_mtime_ns) == face.sha256


@cache
def _digest(path: Path, _size: int, _changed: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
