"""What the machine must have besides Python packages: how to see that it is there, and which package brings it.

Used by the set-up, which installs what is missing, and by the tests, which skip what cannot run. Standard library only.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from collections.abc import Callable
from ctypes.util import find_library
from dataclasses import dataclass
from pathlib import Path

_BROWSERS = ("chromium", "google-chrome", "google-chrome-stable", "chromium-browser")
_MAC_BROWSERS = ("/Applications/Chromium.app/Contents/MacOS/Chromium", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")


@dataclass(frozen=True)
class Part:
    """Something that the machine has or lacks.

    `use` ends the sentence "the tests need it to ...". A part that is not `needed` only makes the result better.
    """

    name: str
    use: str
    apt: str
    brew: str
    is_here: Callable[[], bool]
    needed: bool = True

    @property
    def cure(self) -> str:
        """The command that installs the part."""
        return f"brew install {self.brew}" if sys.platform == "darwin" else f"apt-get install {self.apt}"


def has_library(name: str, version: int) -> bool:
    """Whether WeasyPrint would find the library, such as ("pango-1.0", 0)."""
    if sys.platform == "darwin":
        return find_library(name) is not None  # Homebrew's Python looks in Homebrew's folders, others do not
    try:
        ctypes.CDLL(f"lib{name}.so.{version}")
    except OSError:
        return False
    return True


def browser() -> str:
    """The path of a Chromium that can read any file, "" when there is none; REPORTGEN_CHROMIUM names another.

    A Chromium from a snap does not count: it sees neither /tmp nor hidden folders, where the tests keep their files.
    """
    named = os.environ.get("REPORTGEN_CHROMIUM")
    found = [shutil.which(name) for name in ([named] if named else [*_BROWSERS, *_MAC_BROWSERS])]
    return next((path for path in found if path and not _is_snap(Path(path))), "")


def _is_snap(path: Path) -> bool:
    real = path.resolve()
    if real.parts[:2] == ("/", "snap") or real.name == "snap":
        return True
    with real.open("rb") as file:
        head = file.read(4096)
    return head.startswith(b"#!") and b"/snap/" in head


PANGO = Part("Pango", "lay out pages", "libpangoft2-1.0-0", "pango", lambda: has_library("pangoft2-1.0", 0))
SUBSETTER = Part("HarfBuzz", "embed fonts", "libharfbuzz-subset0", "harfbuzz", lambda: has_library("harfbuzz-subset", 0), needed=False)
POPPLER = Part(
    "poppler", "read PDF files back", "poppler-utils", "poppler", lambda: bool(shutil.which("pdftoppm") and shutil.which("pdftotext"))
)
CHROMIUM = Part("Chromium", "open HTML in a browser", "chromium", "--cask google-chrome", lambda: bool(browser()))

PARTS: dict[str, tuple[Part, ...]] = {"check": (), "brief": (PANGO, SUBSETTER), "test": (PANGO, SUBSETTER, POPPLER, CHROMIUM)}
