"""One cold process at a time: how long it took, how much memory it held; and what many of them come to."""

import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


class MeasureError(Exception):
    """A measured command did not do what it should; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds from start to end, the peak memory in bytes of the largest process of the tree that was waited for, and what it printed."""

    seconds: float
    peak: int
    output: str


@dataclass(frozen=True, slots=True)
class Spread:
    """Median, lowest and highest of n values."""

    median: float
    low: float
    high: float
    n: int


def run(command: Sequence[str | Path], cwd: Path, environment: Mapping[str, str] | None = None) -> Run:
    """The command from a cold start; raises MeasureError when its exit code is not 0."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        begun = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=cwd, env={**os.environ, **(environment or {})}, stdin=subprocess.DEVNULL, stdout=out, stderr=err
        )
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        if process.returncode:
            said = err.read().decode(errors="replace").strip().splitlines()[-3:]
            raise MeasureError(f"{' '.join(map(str, command))[:80]} ended with {process.returncode}: {' | '.join(said)}")
        return Run(seconds, used.ru_maxrss * 1024, out.read().decode())


def spread(values: Sequence[float]) -> Spread:
    """What the values come to; raises ValueError when there are none."""
    if not values:
        raise ValueError("nothing was measured")
    return Spread(statistics.median(values), min(values), max(values), len(values))
