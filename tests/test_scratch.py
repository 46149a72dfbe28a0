"""Folders for the time of a process: gone with it, and those that a killed one left are gone with the next."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from reportgen import scratch

LEAVES = "import os, signal; from reportgen import scratch; f = scratch.folder('x'); print(f.name, flush=True); os.kill(os.getpid(), {})"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return tmp_path


def left(place: Path, how: signal.Signals = signal.SIGKILL) -> Path:
    code = LEAVES.format(int(how))
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, env={**os.environ, "TMPDIR": str(place)}
    )
    return Path(done.stdout.strip())


def aged(folder: Path) -> Path:
    long_ago = folder.stat().st_mtime - 2 * scratch.AGE
    os.utime(folder, (long_ago, long_ago))
    return folder


def test_a_folder_goes_with_the_object(place: Path) -> None:
    with scratch.folder("x") as name:
        assert Path(name).parent == place
    assert list(place.iterdir()) == []


def test_the_next_process_removes_what_a_killed_one_left(place: Path) -> None:
    young, old = left(place), aged(left(place))
    own = aged(Path(tempfile.mkdtemp(prefix=f"reportgen-{os.getpid()}-x-")))
    strange = aged(Path(tempfile.mkdtemp(prefix="reportgen-theirs-")))
    assert old.is_dir()
    scratch.sweep.cache_clear()
    with scratch.folder("x") as name:
        assert sorted(place.iterdir()) == sorted([young, own, strange, Path(name)])


def test_it_looks_once_a_process(place: Path) -> None:
    scratch.sweep.cache_clear()
    with scratch.folder("x"):
        old = aged(left(place))
        with scratch.folder("y"):
            assert old.is_dir()
