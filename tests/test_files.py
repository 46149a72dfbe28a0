from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from reportgen.files import TEMPORARY, atomic_write, digest, publish, sweep
from reportgen.model.document import Artifact
from reportgen.model.problem import Exit, ReportError

PAGE, DATA = Artifact("brief.html", "text/html", b"<p>"), Artifact("figures.csv", "text/csv", b"id\n")
# A child that may write files of 1000 bytes at most: what a full disk does, without one.
FULL = """
import resource, sys
from pathlib import Path
from reportgen.files import atomic_write, publish
from reportgen.model.document import Artifact
from reportgen.model.problem import ReportError
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
path, what = Path(sys.argv[1]), sys.argv[2]
try:
    if what == "write":
        atomic_write(path, b"x" * 5000)
    else:
        publish(path, (Artifact("small", "text/plain", b"x"), Artifact("large", "text/plain", b"x" * 5000)))
except ReportError as bad:
    print(bad)
"""


def names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


def on_a_full_disk(path: Path, what: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(path), what], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[1]
    )
    return done.stdout.strip()


def gone() -> int:
    """The number of a process that has ended."""
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    return child.pid


def test_a_file_is_written_with_its_folder(tmp_path: Path) -> None:
    atomic_write(tmp_path / "a" / "b" / "page", b"one")
    atomic_write(tmp_path / "a" / "b" / "page", b"two")
    assert (tmp_path / "a" / "b" / "page").read_bytes() == b"two"
    assert names(tmp_path / "a" / "b") == ["page"]


def test_a_full_disk_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "page"
    atomic_write(path, b"old")
    said = on_a_full_disk(path, "write")
    assert said == f"error[E491] {path} cannot write: file too large. Free space or choose a folder that can be written, with --out."
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["page"]


def test_a_full_disk_shows_no_part_of_an_edition(tmp_path: Path) -> None:
    assert on_a_full_disk(tmp_path / "edition", "publish").startswith("error[E491]")
    assert names(tmp_path) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(ReportError, match="cannot write: permission denied"):
        atomic_write(tmp_path / "page", b"x")


def test_a_file_in_the_way_of_a_folder_is_told_with_its_path(tmp_path: Path) -> None:
    atomic_write(tmp_path / "build", b"x")
    with pytest.raises(ReportError) as bad:
        atomic_write(tmp_path / "build" / "page", b"x")
    assert str(tmp_path / "build" / "page") in str(bad.value)
    assert bad.value.exit is Exit.OUTPUT
    with pytest.raises(ReportError):
        publish(tmp_path / "build" / "edition", (PAGE,))


def test_what_a_killed_run_of_our_number_left_is_no_hindrance(tmp_path: Path) -> None:
    (tmp_path / f"{TEMPORARY}{os.getpid()}-page").write_bytes(b"half")
    (tmp_path / f"{TEMPORARY}{os.getpid()}-edition").mkdir()
    atomic_write(tmp_path / "page", b"whole")
    publish(tmp_path / "edition", (PAGE,))
    assert names(tmp_path) == ["edition", "page"]


def test_an_edition_appears_whole_and_a_second_time_changes_nothing(tmp_path: Path) -> None:
    edition = tmp_path / "report" / "edition"
    publish(edition, (PAGE, DATA))
    before = edition.stat().st_ino
    publish(edition, (PAGE, DATA))
    assert edition.stat().st_ino == before
    assert names(edition) == ["brief.html", "figures.csv"]
    assert names(edition.parent) == ["edition"]


@pytest.mark.parametrize("damage", ["changed", "lost", "added", "folder"])
def test_a_damaged_edition_is_replaced(tmp_path: Path, damage: str) -> None:
    edition = tmp_path / "edition"
    publish(edition, (PAGE, DATA))
    page = edition / "brief.html"
    if damage == "changed":
        page.write_bytes(b"<q>")
    elif damage == "added":
        (edition / "more").write_bytes(b"")
    else:
        page.unlink()
    if damage == "folder":
        page.mkdir()
    publish(edition, (PAGE, DATA))
    assert names(edition) == ["brief.html", "figures.csv"]
    assert page.read_bytes() == b"<p>"


def test_leavings_of_the_dead_go_and_those_of_the_living_stay(tmp_path: Path) -> None:
    dead, living = gone(), os.getppid()
    (tmp_path / f"{TEMPORARY}{dead}-page").write_bytes(b"")
    (tmp_path / f"{TEMPORARY}{dead}-edition").mkdir()
    (tmp_path / f"{TEMPORARY}{dead}-edition" / "page").write_bytes(b"")
    (tmp_path / f"{TEMPORARY}{living}-page").write_bytes(b"")
    (tmp_path / "page").write_bytes(b"")
    sweep(tmp_path)
    assert names(tmp_path) == [f"{TEMPORARY}{living}-page", "page"]


def test_publishing_sweeps_first(tmp_path: Path) -> None:
    (tmp_path / f"{TEMPORARY}{gone()}-edition").mkdir()
    publish(tmp_path / "edition", (PAGE,))
    assert names(tmp_path) == ["edition"]


def test_a_digest_is_sha_256() -> None:
    assert digest(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


MANY = """
import sys, time
from pathlib import Path
from reportgen.files import publish
from reportgen.model.document import Artifact
folder = Path(sys.argv[1])
made = tuple(Artifact(f"file{n}", "text/plain", b"x" * 20_000) for n in range(6))
start = float(sys.stdin.readline())
for number in range(20):
    while time.time() < start + number / 20:
        pass
    publish(folder / str(number), made)
"""


def test_an_edition_that_is_seen_is_never_taken_away(tmp_path: Path) -> None:
    crew = [subprocess.Popen([sys.executable, "-c", MANY, str(tmp_path)], stdin=subprocess.PIPE, text=True) for _ in range(4)]
    for one in crew:
        assert one.stdin is not None
        one.stdin.write(f"{time.time() + 1}\n")  # all of them at each edition in the same moment
        one.stdin.flush()
    seen: set[str] = set()
    while any(one.poll() is None for one in crew):
        there = {name for name in names(tmp_path) if name.isdigit()}
        assert seen <= there
        for name in there:
            assert names(tmp_path / name) == [f"file{n}" for n in range(6)], "whole as soon as it is seen"
        seen = there
    for one in crew:
        assert one.stdin is not None
        one.stdin.close()
    assert [one.wait() for one in crew] == [0] * 4
    assert names(tmp_path) == sorted(map(str, range(20)))
