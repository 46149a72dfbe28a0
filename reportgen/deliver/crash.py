"""Named places at which the tests kill the process; nothing happens at them anywhere else."""

from __future__ import annotations

import os
import signal

POINTS = ("outbox.taken", "smtp.connected", "smtp.recipient", "smtp.body", "smtp.accepted", "outbox.settled")
"""In the order in which a message passes them."""

_passed: dict[str, int] = {}


def crash_at(point: str) -> None:
    """Kills this process when REPORTGEN_CRASH_AT names the point (`point` or `point:n` for the nth time)."""
    wanted = os.environ.get("REPORTGEN_CRASH_AT")
    if not wanted or wanted.partition(":")[0] != point:
        return
    _passed[point] = _passed.get(point, 0) + 1
    if _passed[point] == int(wanted.partition(":")[2] or 1):
        os.kill(os.getpid(), signal.SIGKILL)
