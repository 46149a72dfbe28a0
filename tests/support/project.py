"""Project folders for tests: copies of a case, edits, the command line inside this process and as a process of its own."""

from __future__ import annotations

import contextlib
import fcntl
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
FERRIES = ROOT / "tests" / "cases" / "ferries"
REPORT = "fleet-review"
SPEC = f"config/reports/{REPORT}.yaml"
METRICS = "config/metrics/ferries.yaml"
FACTS = "seeds/facts/lakeline.csv"
PARTS = ("config", "seeds", "templates")


class Ran(NamedTuple):
    """What a command ended with and wrote."""

    exit: int
    out: str
    err: str


def copy(folder: Path, project: Path = FERRIES) -> Path:
    """A copy of what a user edits, the program's own themes and templates left out where the project has none."""
    for part in PARTS:
        if (project / part).is_dir():
            shutil.copytree(project / part, folder / part)
    return folder


def edit(path: Path, old: str, new: str) -> None:
    """Replaces the one place where the file holds `old`."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{path.name} holds {old!r} {text.count(old)} times, not once"
    path.write_text(text.replace(old, new), encoding="utf-8")


def run(root: Path, *arguments: str) -> Ran:
    """A command of this process, its streams being no terminals."""
    from reportgen.cli import main

    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main.run(["--project", str(root), *arguments])
    return Ran(code, out.getvalue(), err.getvalue())


def command(*arguments: str) -> list[str]:
    """The words that start the program as a process of its own."""
    return [sys.executable, "-m", "reportgen.cli.main", *arguments]


def environment(**changes: str) -> dict[str, str]:
    """The environment of a process that finds the program from any folder."""
    paths = [changes.pop("PYTHONPATH", ""), str(ROOT)]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths)), **changes}


def process(root: Path, *arguments: str, env: Mapping[str, str] | None = None) -> Ran:
    """A command as a process of its own, its streams being pipes."""
    done = subprocess.run(
        command("--project", str(root), *arguments), env=env or environment(), capture_output=True, text=True, timeout=300, check=False
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path there; what builds keep for themselves aside."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and ".cache" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def once(shared: Path, name: str, make: Callable[[Path], None]) -> Path:
    """A folder that one worker of the run makes and all use; nobody writes into it afterwards."""
    folder, done = shared / name, shared / f"{name}.done"
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            make(folder)
            done.touch()
    return folder


def ferries(shared: Path) -> Path:
    """The case with yesterday's edition in build/, built once in a run by the command; what it wrote lies beside."""

    def make(folder: Path) -> None:
        ran = process(copy(folder), "build", REPORT)
        assert ran.exit == 0, ran.err
        (folder / "stdout").write_text(ran.out, encoding="utf-8")
        (folder / "stderr").write_text(ran.err, encoding="utf-8")

    return once(shared, "ferries", make)


def edition(project: Path, report: str = REPORT) -> Path:
    """The one edition that the project has built of a report."""
    found = [path for path in (project / "build" / report / "default").iterdir() if path.is_dir()]
    assert len(found) == 1, f"{len(found)} editions"
    return found[0]
