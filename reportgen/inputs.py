"""What a brief is made from, by hash of the raw bytes: the project's files, the program, the libraries.

Light: to find that nothing changed must cost next to nothing, so that this reads bytes and knows no format.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
LIBRARIES = (
    "babel",
    "brotli",
    "cssselect2",
    "duckdb",
    "font-source-sans-pro",
    "font-source-serif-pro",
    "fonttools",
    "jinja2",
    "markdown-it-py",
    "matplotlib",
    "numpy",
    "pikepdf",
    "pydantic",
    "pydyf",
    "pypdfium2",
    "pyphen",
    "pyyaml",
    "tinycss2",
    "weasyprint",
)
"""The libraries that have a hand in the bytes."""
ENGINE = ("libpango", "libharfbuzz", "libfontconfig", "libgobject", "libglib", "libfribidi", "libfreetype")
"""The system's libraries that the PDF engine loads, by how their names begin."""
_TEXT = (".py", ".yaml", ".json")
_EXTENDS = b"extends"
_BLOCK = 1 << 20


def of_project(root: Path, spec: Path) -> dict[str, str]:
    """The groups of files that a report rests on, each with one hash over names and bytes.

    A spec that extends another names it in words that only the loader reads, so that all reports count for it.
    """
    data = _read(spec)
    reports = sorted((root / "config" / "reports").glob("*.yaml")) if _EXTENDS in data else [spec]
    return {
        "spec": one(reports, root),
        "metrics": one(sorted((root / "config" / "metrics").glob("*.yaml")), root),
        "relations": one([root / "config" / "relations.yaml"], root),
        "themes": one(below(root / "config" / "themes"), root),
        "seeds": one(below(root / "seeds"), root),
        "templates": one(below(root / "templates"), root),
    }


def one(files: Iterable[Path], root: Path) -> str:
    """One hash over the names and bytes of files; one that is not there counts as empty."""
    content = sha256()
    for path in files:
        name = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
        content.update(f"{name}\0{_hash(path)}\n".encode())
    return content.hexdigest()


def below(folder: Path) -> list[Path]:
    """Every file below a folder in order of its path; none where there is no such folder."""
    return sorted(_walk(str(folder))) if folder.is_dir() else []


def _walk(folder: str) -> Iterator[Path]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                if entry.name != "__pycache__":
                    yield from _walk(entry.path)
            else:
                yield Path(entry.path)


def _hash(path: Path) -> str:
    """A file of rows may be larger than the memory: it is read piece by piece."""
    content = sha256()
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                content.update(block)
    except (FileNotFoundError, IsADirectoryError):
        pass
    return content.hexdigest()


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except (FileNotFoundError, IsADirectoryError):
        return b""


@cache
def program() -> str:
    """One hash over the program's own sources and data."""
    files = [path for path in below(PACKAGE) if path.suffix in _TEXT and "_defaults" not in path.parts]
    return one(files, PACKAGE)


def defaults() -> Path | None:
    """The folder that holds the program's own themes: inside the wheel, or config/ beside the package in a checkout."""
    return next((folder for folder in (PACKAGE / "_defaults", PACKAGE.parent / "config") if (folder / "themes").is_dir()), None)


def default_templates() -> Path | None:
    """The templates that come with the program: inside the wheel, or beside the package in a checkout."""
    folders = (PACKAGE / "_defaults" / "templates", PACKAGE.parent / "templates")
    return next((folder for folder in folders if (folder / "report.html").is_file()), None)


@cache
def look() -> str:
    """One hash over the themes and templates that come with the program."""
    themes, templates = defaults(), default_templates()
    return one([*(below(themes / "themes") if themes else ()), *(below(templates) if templates else ())], PACKAGE)


@cache
def versions() -> Mapping[str, str]:
    """Versions of Python, of the program and of the libraries that have a hand in the bytes; of those that are there.

    Read from the names of the folders that installers leave: to ask importlib.metadata takes longer than all else here.
    """
    found: dict[str, str] = {}
    for name, version in _installed():
        found.setdefault(name, version)
    known = {name: found[name] for name in ("reportgen", *LIBRARIES) if name in found}
    return {"python": ".".join(map(str, sys.version_info[:3])), **known}


def _installed() -> Iterator[tuple[str, str]]:
    for folder in sys.path:
        try:
            names = sorted(os.listdir(folder or "."))  # noqa: PTH208  names will do, and 20 ms matter here
        except OSError:
            continue
        for name in names:
            if found := re.fullmatch(r"(.+)-([^-]+)\.dist-info", name):
                yield found[1].lower().replace("_", "-"), found[2]


def engine() -> dict[str, str]:
    """The files of the system's libraries that the PDF engine has loaded, each with what tells one build of it from another.

    Empty where the engine is not loaded or the system does not tell.
    """
    try:
        lines = Path("/proc/self/maps").read_text(encoding="utf-8").splitlines()
    except OSError:
        return {}
    loaded = {line.split(maxsplit=5)[5] for line in lines if line.count("/") > 1}
    return {path: known for path in sorted(loaded) if Path(path).name.startswith(ENGINE) and (known := mark(path))}


def mark(path: str) -> str:
    """Size and moment of change of a file; empty where there is none."""
    try:
        found = Path(path).stat()
    except OSError:
        return ""
    return f"{found.st_size} {found.st_mtime_ns}"
