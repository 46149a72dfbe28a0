"""What the pixels of a picture depend on, as recorded beside the golden files."""

from __future__ import annotations

import ctypes
import json
import sys
from ctypes.util import find_library
from importlib import metadata

from tests.support.golden import FOLDER

RASTER = ("numpy", "pillow", "pypdfium2")
FILE = "environment.json"


def environment() -> dict[str, object]:
    """Versions of Python, of the libraries and of the engines below them, and the hashes of the fonts."""
    from reportgen.inputs import LIBRARIES
    from reportgen.text import fonts

    return {
        "python": ".".join(map(str, sys.version_info[:2])),
        "libraries": {name: metadata.version(name) for name in sorted((*LIBRARIES, *RASTER))},
        "pango": _version("pango-1.0", 0, "pango_version_string"),
        "harfbuzz": _version("harfbuzz", 0, "hb_version_string"),
        "fonts": dict(sorted(fonts.hashes().items())),
    }


def encoded() -> bytes:
    """The environment as its file."""
    return (json.dumps(environment(), indent=2) + "\n").encode()


def is_the_recorded_one() -> bool:
    """Whether pictures must be equal to the last pixel here."""
    path = FOLDER / FILE
    return path.is_file() and path.read_bytes() == encoded()


def _version(library: str, number: int, function: str) -> str:
    for name in (f"lib{library}.so.{number}", find_library(library)):
        try:
            call = ctypes.CDLL(name)[function] if name else None
        except (OSError, AttributeError):
            continue
        if call:
            call.restype = ctypes.c_char_p
            return str(call().decode())
    return "unknown"
