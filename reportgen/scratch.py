"""Folders for the time of a process, in the system's place for such; those that a killed one left are removed by the next."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from contextlib import suppress
from functools import cache
from pathlib import Path

PREFIX = "reportgen-"
AGE = 3600.0
"""Seconds after which a folder whose process is not found is removed: containers may share the place and not the numbers of processes."""


def folder(kind: str) -> tempfile.TemporaryDirectory[str]:
    """A folder that goes with the object, with the process at the latest."""
    sweep(Path(tempfile.gettempdir()))
    return tempfile.TemporaryDirectory(prefix=f"{PREFIX}{os.getpid()}-{kind}-", ignore_cleanup_errors=True)


@cache
def sweep(place: Path) -> None:
    """Removes, once a process, the folders of this user whose process is gone."""
    with suppress(OSError):
        for left in place.glob(f"{PREFIX}*-*"):
            owner = left.name.removeprefix(PREFIX).partition("-")[0]
            with suppress(OSError):
                known = left.lstat()
                if owner.isdigit() and not alive(int(owner)) and known.st_uid == os.getuid() and time.time() - known.st_mtime > AGE:
                    shutil.rmtree(left, ignore_errors=True)


def alive(process: int) -> bool:
    """Whether a process of that number runs here."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
