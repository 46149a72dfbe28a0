"""What a person sees at a terminal, what a pipe gets, and what happens when either goes away."""

from __future__ import annotations

import os
import pty
import re
import subprocess
from pathlib import Path

import pytest

from tests.support import project


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A project whose build fails early, after it has computed."""
    root = project.copy(tmp_path / "desk")
    project.edit(root / project.SPEC, "metric: fuel_ratio, periods: [FY2022", "metric: fuel_ratio, periods: [FY2021")
    return root


def at_a_terminal(root: Path, *arguments: str, **env: str) -> tuple[int, str, str]:
    """Exit code, standard output (a pipe) and what a terminal shows of the errors' stream."""
    master, slave = pty.openpty()
    words = project.command("--project", str(root), *arguments)
    running = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=slave, env=project.environment(TERM="xterm", **env), text=True)
    os.close(slave)
    seen = b""
    while True:
        try:
            part = os.read(master, 65536)
        except OSError:  # Linux says so when the other side is closed
            break
        if not part:
            break
        seen += part
    os.close(master)
    out, _ = running.communicate(timeout=60)
    return running.returncode, out, seen.decode()


def test_a_terminal_shows_what_is_being_done_and_then_only_what_came_of_it(broken: Path) -> None:
    code, out, seen = at_a_terminal(broken, "build")
    assert (code, out) == (3, "")
    assert "fleet-review: reading" in seen
    assert "fleet-review: computing" in seen
    assert "\x1b[2K" in seen, "the line of progress is cleared"
    assert "\x1b[1;31merror[E323]\x1b[0m" in seen
    assert re.sub(r"\x1b\[[^m]*m", "", seen).rstrip().endswith("1 error.")


def test_colour_can_be_refused(broken: Path) -> None:
    _, _, seen = at_a_terminal(broken, "build", NO_COLOR="1")
    assert "\x1b[1;31m" not in seen
    assert "error[E323]" in seen


def test_a_pipe_gets_no_progress_and_no_colour(broken: Path) -> None:
    ran = project.process(broken, "build")
    assert (ran.exit, ran.out) == (3, "")
    assert "\x1b" not in ran.err
    assert "reading" not in ran.err
    assert [line.split(" ")[0] for line in ran.err.splitlines() if line and not line.startswith(" ")] == ["error[E323]", "1"]


def test_a_reader_that_goes_away_is_no_error() -> None:
    read, write = os.pipe()
    os.close(read)
    words = project.command("--project", str(project.FERRIES), "list", "metrics")
    done = subprocess.run(words, stdout=write, stderr=subprocess.PIPE, env=project.environment(), timeout=60, check=False)
    os.close(write)
    assert done.stderr == b""
    assert done.returncode == 0
