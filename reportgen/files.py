"""The only place that writes output: whole files by one rename, whole editions by one rename, nothing half-done."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from reportgen.model.problem import Exit, Location, Problem, ReportError
from reportgen.scratch import alive

TEMPORARY = ".part-"


class Named(Protocol):
    """Bytes that have a name: an Artifact of the model, which is too heavy to load for whoever only reads."""

    @property
    def name(self) -> str: ...

    @property
    def data(self) -> bytes: ...


def atomic_write(path: Path, data: bytes) -> None:
    """The bytes at that path, all or nothing; raises ReportError naming the path, the old file then untouched."""
    with _output(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.parent / f"{TEMPORARY}{os.getpid()}-{path.name}"
        try:
            temporary.unlink(missing_ok=True)  # a killed run with our process number may have left one
            _write(temporary, data)
            temporary.replace(path)
            _sync_folder(path.parent)
        finally:
            temporary.unlink(missing_ok=True)


def passing_write(path: Path, data: bytes) -> None:
    """As atomic_write, for what is checked whenever it is read: not synced, the user's own only. Raises OSError."""
    temporary = path.parent / f"{TEMPORARY}{os.getpid()}-{path.name}"
    try:
        temporary.unlink(missing_ok=True)
        _write(temporary, data, mode=0o600, lasting=False)
        temporary.replace(path)
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def publish(folder: Path, artifacts: Sequence[Named]) -> None:
    """A new folder with all files in it, visible by one rename; one that is there already, whole and equal, stays.

    Raises ReportError naming the path; then nothing new is visible and no temporary file is left.
    """
    with _output(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        sweep(folder.parent)
        if _holds(folder, artifacts):
            return
        temporary = folder.parent / f"{TEMPORARY}{os.getpid()}-{folder.name}"
        try:
            shutil.rmtree(temporary, ignore_errors=True)  # a killed run with our process number may have left one
            temporary.mkdir()
            for artifact in artifacts:
                _write(temporary / artifact.name, artifact.data)
            _sync_folder(temporary)
            _put(temporary, folder, artifacts)
            _sync_folder(folder.parent)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)


def sweep(folder: Path) -> None:
    """Removes what a killed run left behind in a folder; the leavings of a living process stay."""
    for left in folder.glob(f"{TEMPORARY}*"):
        owner = left.name.removeprefix(TEMPORARY).partition("-")[0]
        if owner.isdigit() and alive(int(owner)):
            continue
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)


def digest(data: bytes) -> str:
    """SHA-256 in hex."""
    return sha256(data).hexdigest()


def _put(temporary: Path, folder: Path, artifacts: Sequence[Named]) -> None:
    aside = folder.parent / f"{TEMPORARY}{os.getpid()}-aside-{folder.name}"
    try:
        while True:
            try:
                temporary.rename(folder)
            except OSError as bad:
                if bad.errno not in (errno.ENOTEMPTY, errno.EEXIST):
                    raise
            else:
                return
            if _holds(folder, artifacts):
                return  # another process was first: what is seen is never taken away again
            # A damaged copy of the same edition: its name promises this content, so it is replaced.
            shutil.rmtree(aside, ignore_errors=True)
            with suppress(FileNotFoundError):
                folder.rename(aside)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _holds(folder: Path, artifacts: Sequence[Named]) -> bool:
    try:
        if not folder.is_dir() or {p.name for p in folder.iterdir()} != {a.name for a in artifacts}:
            return False
        return all((folder / a.name).is_file() and (folder / a.name).read_bytes() == a.data for a in artifacts)
    except FileNotFoundError:
        return False  # another process is replacing a damaged copy


def _write(path: Path, data: bytes, mode: int = 0o644, *, lasting: bool = True) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        if lasting:
            file.flush()
            os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _output(path: Path) -> Iterator[None]:
    """Turns what the disk says into one error with the path."""
    try:
        yield
    except OSError as bad:
        reason = (bad.strerror or str(bad)).lower()
        cure = "Free space or choose a folder that can be written, with --out."
        problem = Problem("E491", f"cannot write: {reason}.", Location(str(path)), hint=cure)
        raise ReportError(problem, Exit.OUTPUT) from bad
