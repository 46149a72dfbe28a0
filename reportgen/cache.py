"""What earlier builds made, by the hash of what it was made from. Light, and without pickle: a stored entry is bytes and never code.

An entry is one header line (form, stage, hash and length of its bytes) and the bytes. It is read only if the hash fits; anything
else counts as not there. Entries appear by one rename, so that builds may share the folder.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from reportgen.model.problem import Location, Problem

FORM = "reportgen-cache-1"
LIMIT = 1 << 30
"""Bytes that the folder holds at most after a build."""
_FOLDER = "build/.cache"
_MEMORY = "memory"


class Outcome(NamedTuple):
    """What became of a part of a build: whether it was found, and why or why not."""

    part: str
    hit: bool
    why: str


def key(components: Mapping[str, str]) -> str:
    """SHA-256 in hex over named components, in whatever order they come."""
    return sha256(json.dumps(dict(sorted(components.items())), ensure_ascii=False).encode()).hexdigest()


def explain(before: Mapping[str, str] | None, now: Mapping[str, str], hit: bool) -> str:
    """Why a part was found or not, from what it was made from last time and now."""
    if hit:
        return "unchanged" if before == now else "made so before"
    if before is None:
        return "made for the first time"
    changed = [name for name in dict.fromkeys((*now, *before)) if before.get(name) != now.get(name)]
    return f"changed: {', '.join(changed)}" if changed else "no longer kept"


@dataclass(frozen=True)
class Cache:
    """The entries of one folder. A fault of the folder costs time and is told once; it never fails a build."""

    folder: Path
    limit: int = LIMIT
    warn: Callable[[Problem], None] = lambda _: None
    _told: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, root: Path, warn: Callable[[Problem], None] = lambda _: None) -> Cache:
        """The cache of a project."""
        return cls(root / _FOLDER, warn=warn)

    def read(self, stage: str, name: str) -> bytes | None:
        """The bytes kept under that key; None where there are none, or others than were written."""
        path = self._path(stage, name)
        try:
            self._check()
            found = _own_bytes(path)
        except FileNotFoundError:
            return None
        except OSError as bad:
            self._tell("W493", f"cannot be read: {_reason(bad)}", path)
            return None
        header, _, data = (found or b"").partition(b"\n")
        if header + b"\n" != _header(stage, name, data):
            self._tell("W492", "is damaged or not ours, and is made anew", path)
            with suppress(OSError):
                path.unlink()
            return None
        with suppress(OSError):
            os.utime(path)  # what is used is kept longest
        return data

    def write(self, stage: str, name: str, data: bytes) -> None:
        """Keeps bytes under a key; a disk that refuses is told once."""
        from reportgen.files import passing_write  # reading needs none of it

        path = self._path(stage, name)
        try:
            self.folder.parent.mkdir(parents=True, exist_ok=True)
            with suppress(FileExistsError):
                self.folder.mkdir(mode=0o700)
            self._check()
            path.parent.mkdir(mode=0o700, exist_ok=True)
            passing_write(path, _header(stage, name, data) + data)
        except OSError as bad:
            self._tell("W491", f"cannot be written: {_reason(bad)}", self.folder)

    def trim(self) -> None:
        """Lets the entries go that were not used for longest, until the rest keeps within the limit."""
        from reportgen.files import TEMPORARY, sweep

        found: list[tuple[float, int, Path]] = []
        with suppress(OSError):
            self._check()
            for folder in self.folder.iterdir():
                if folder.is_dir() and not folder.is_symlink():
                    sweep(folder)
                    for path in folder.iterdir():
                        if path.name.startswith(TEMPORARY):
                            continue  # a living process is about to rename it
                        with suppress(OSError):
                            state = path.stat(follow_symlinks=False)
                            found.append((state.st_mtime, state.st_size, path))
        total = sum(size for _, size, _ in found)
        for _, size, path in sorted(found):
            if total <= self.limit:
                return
            with suppress(OSError):
                path.unlink()
            total -= size

    def memory(self, report: str) -> dict[str, dict[str, str]]:
        """What the parts of a report were last made from, by part; for explanations only."""
        data = self.read(_MEMORY, key({"report": report}))
        try:
            found = json.loads(data) if data else {}
        except ValueError:
            found = {}
        return found if isinstance(found, dict) else {}

    def remember(self, report: str, parts: Mapping[str, Mapping[str, str]]) -> None:
        """Notes what the parts of a report were made from."""
        self.write(_MEMORY, key({"report": report}), json.dumps(parts).encode())

    def _path(self, stage: str, name: str) -> Path:
        return self.folder / stage / name

    def _check(self) -> None:
        """Raises OSError unless the folder is one, and the user's own: what others put there is not believed."""
        state = self.folder.lstat()
        if not stat.S_ISDIR(state.st_mode):
            raise NotADirectoryError(20, "its place is taken by something that is no folder")
        if not _owned(state):
            raise PermissionError(13, "its folder belongs to another user, or others may write there")

    def _tell(self, code: str, what: str, path: Path) -> None:
        if code not in self._told:
            self._told.add(code)
            hint = "The build goes on without it." if code != "W492" else ""
            self.warn(Problem(code, f"the cache {what}.", Location(str(path)), hint=hint))


def _header(stage: str, name: str, data: bytes) -> bytes:
    return f"{FORM} {stage} {name} {sha256(data).hexdigest()} {len(data)}\n".encode()


def _own_bytes(path: Path) -> bytes | None:
    """What a regular file of the user's holds; None for a link, a pipe, a folder or a file of another user. Raises OSError."""
    if not stat.S_ISREG(path.lstat().st_mode):
        return None
    # Between the look and the opening it may have changed: no link is followed, no pipe waited for.
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(descriptor, "rb") as file:
        state = os.fstat(file.fileno())
        return file.read() if stat.S_ISREG(state.st_mode) and _owned(state) else None


def _owned(state: os.stat_result) -> bool:
    """Whether only the user may have written it; where files have no owners, always."""
    return not hasattr(os, "geteuid") or (state.st_uid == os.geteuid() and not state.st_mode & 0o022)


def _reason(bad: OSError) -> str:
    return (bad.strerror or "unknown reason").lower()
