"""Interrupted, ended from outside, or stopped by a bug: an exit code, one line at most, nothing left behind."""

from __future__ import annotations

import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.support import project

# Runs before the program: it stops at the n-th moment at which bytes have to reach the disk, and says so.
STOP = """
import os, time
real, count = os.fsync, 0

def fsync(descriptor):
    global count
    count += 1
    real(descriptor)
    if count == int(os.environ["TEST_STOP_AT"]):
        open(os.environ["TEST_STOPPED"], "w").close()
        time.sleep(60)

os.fsync = fsync
"""


def interrupted(desk: Path, number: signal.Signals, at: int, *arguments: str) -> tuple[int, str, str]:
    """A build that gets the signal while it writes; `at` is how many files it has written."""
    hook = desk.parent / "hook"
    hook.mkdir()
    (desk.parent / "tmp").mkdir()
    (hook / "sitecustomize.py").write_text(STOP, encoding="utf-8")
    stopped = desk.parent / "stopped"
    env = project.environment(PYTHONPATH=str(hook), TMPDIR=str(desk.parent / "tmp"), TEST_STOP_AT=str(at), TEST_STOPPED=str(stopped))
    words = project.command("--project", str(desk), "build", "--locale", "en", *arguments)
    before = signal.signal(signal.SIGINT, signal.SIG_DFL)  # a suite in the background of a shell has it ignored, and so would its child
    running = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env)
    signal.signal(signal.SIGINT, before)
    try:
        while not stopped.exists() and running.poll() is None:
            time.sleep(0.02)
        assert running.poll() is None, running.communicate()
        running.send_signal(number)
        out, err = running.communicate(timeout=5)
    finally:
        running.kill()
    return running.returncode, out, err


@pytest.mark.slow
@pytest.mark.needs_pango
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["SIGINT", "SIGTERM"])
def test_a_signal_ends_the_build_and_leaves_nothing_behind(tmp_path: Path, number: signal.Signals, code: int) -> None:
    desk = project.copy(tmp_path / "desk")
    exit_code, out, err = interrupted(desk, number, 2)
    assert (exit_code, out, err.strip()) == (code, "", "")
    assert project.tree(desk / "build") == {}
    assert list((tmp_path / "tmp").iterdir()) == []


def test_a_bug_is_one_line_and_a_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from reportgen import pipeline

    def stage(*_: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(pipeline, "evaluate", stage)
    ran = project.run(project.FERRIES, "build", "--out", str(tmp_path / "out"))
    (log,) = tmp_path.glob("reportgen-*.log")
    assert ran == project.Ran(70, "", f"internal error: RuntimeError. The details are in {log}; please report them.\n")
    assert "RuntimeError: secret detail" in log.read_text(encoding="utf-8")
    assert log.read_text(encoding="utf-8").startswith("Traceback (most recent call last):")
    assert not (tmp_path / "out").exists()


def test_a_failure_of_the_outside_world_is_told_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    from reportgen import pipeline
    from reportgen.model.problem import Exit, Problem, ReportError

    def stage(*_: object) -> None:
        raise ReportError(Problem("E463", "the font is not installed.", hint="Install the package."), Exit.OUTPUT)

    monkeypatch.setattr(pipeline, "evaluate", stage)
    assert project.run(project.FERRIES, "build") == project.Ran(4, "", "error[E463] the font is not installed. Install the package.\n")


def test_a_key_press_to_stop_is_no_bug(monkeypatch: pytest.MonkeyPatch) -> None:
    from reportgen import pipeline

    def stage(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline, "evaluate", stage)
    ran = project.run(project.FERRIES, "build")
    assert (ran.exit, ran.out, ran.err.strip()) == (130, "", "")
