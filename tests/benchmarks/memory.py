"""What the processes of a command hold while they work, read from /proc; Linux only."""

import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.clock import MeasureError

_EVERY = 0.1  # seconds between two looks: a brief takes ten times as long


@dataclass(frozen=True, slots=True)
class Peaks:
    """Bytes: the most that one process held ever, in the second and in the last fifth of the time (the first is for warming up)."""

    peak: int
    early: int
    late: int


def watch(command: Sequence[str | Path], cwd: Path) -> Peaks:
    """The memory of the largest process of the command's tree over time; raises MeasureError without /proc or where it fails."""
    if not Path("/proc/self/status").exists():
        raise MeasureError("memory over time is read from /proc, which this system does not have")
    process = subprocess.Popen(command, cwd=cwd, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    seen: list[int] = []
    while process.poll() is None:
        seen.append(_largest(process.pid))
        time.sleep(_EVERY)
    if process.returncode or len(seen) < 5:
        raise MeasureError(f"{command[0]} ended with {process.returncode} after {len(seen)} looks at its memory")
    fifth = len(seen) // 5
    return Peaks(max(seen), max(seen[fifth : 2 * fifth]), max(seen[-fifth:]))


def _statuses() -> dict[int, Mapping[str, str]]:
    found = {}
    for path in Path("/proc").glob("[0-9]*/status"):
        try:
            text = path.read_text()
        except OSError:  # it ended meanwhile
            continue
        found[int(path.parent.name)] = dict(line.split(":\t", 1) for line in text.splitlines() if ":\t" in line)
    return found


def _largest(root: int) -> int:
    statuses = _statuses()
    tree = {root}
    while more := {pid for pid, status in statuses.items() if int(status["PPid"]) in tree} - tree:
        tree |= more
    return max((int(statuses[pid]["VmRSS"].split()[0]) * 1024 for pid in tree if "VmRSS" in statuses.get(pid, {})), default=0)
