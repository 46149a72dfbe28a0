"""Who holds a claim: a name of this very process, from which another process on the same machine sees that it is gone."""

from __future__ import annotations

import os
import socket
from pathlib import Path


def this_process() -> str:
    """The name of the calling process: machine, start of the machine, process number, start of the process."""
    return f"{_machine()}|{os.getpid()}|{_started(os.getpid())}"


def is_gone(owner: str) -> bool:
    """Whether the owner was a process of this machine that has ended; what runs elsewhere, or cannot be judged, is not gone."""
    machine, _, rest = owner.partition("|")
    number, _, started = rest.partition("|")
    if machine != _machine() or not number.isdigit() or not started:
        return False
    return _started(int(number)) != started


def _machine() -> str:
    # Containers may share a host name or a start of the machine, but not both with the same numbering of processes.
    return f"{socket.gethostname()}/{_text(Path('/proc/sys/kernel/random/boot_id'))[:8]}/{_numbering()}"


def _numbering() -> str:
    try:
        return Path("/proc/self/ns/pid").readlink().name.strip("pid:[]")
    except OSError:
        return ""


def _started(process: int) -> str:
    # Everything before the last bracket is the program's name, which may hold blanks; a zombie has ended.
    fields = _text(Path(f"/proc/{process}/stat")).rpartition(")")[2].split()
    return "" if not fields or fields[0] in "ZX" else fields[19]


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""
