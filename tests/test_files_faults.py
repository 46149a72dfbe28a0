"""A fault at any call that touches the disk: output is all or nothing, and nothing half-done is left."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reportgen import files
from reportgen.model.document import Artifact
from reportgen.model.problem import Exit, ReportError
from tests.support.project import tree

OLD = (Artifact("a.txt", "text/plain", b"old a"), Artifact("b.txt", "text/plain", b"old b"))
NEW = (Artifact("a.txt", "text/plain", b"new a"), Artifact("b.txt", "text/plain", b"new b"))
CALLS = ((os, "open"), (os, "fdopen"), (os, "fsync"), (Path, "mkdir"), (Path, "rename"), (Path, "replace"))


class Disk:
    """Counts the calls that touch the disk, and lets the n-th of them fail."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, fail_at: int = 0, error: int = 0) -> None:
        self.calls = 0
        self.fail_at, self.error = fail_at, error
        for owner, name in CALLS:
            monkeypatch.setattr(owner, name, self._counting(getattr(owner, name)))

    def _counting(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any, **named: Any) -> Any:
            self.calls += 1
            if self.calls == self.fail_at:
                raise OSError(self.error, os.strerror(self.error))
            return real(*given, **named)

        return call


def calls_of(monkeypatch: pytest.MonkeyPatch, work: Callable[[], None]) -> int:
    with monkeypatch.context() as patch:
        disk = Disk(patch)
        work()
    return disk.calls


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO, errno.EACCES], ids=errno.errorcode.get)
def test_a_fault_at_any_call_leaves_the_old_file_or_the_new_one_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: int) -> None:
    path = tmp_path / "out" / "x.txt"
    count = calls_of(monkeypatch, lambda: files.atomic_write(path, b"old"))
    assert count > 4
    for step in range(1, count + 1):
        path.write_bytes(b"old")
        with monkeypatch.context() as patch:
            Disk(patch, step, error)
            with pytest.raises(ReportError) as failed:
                files.atomic_write(path, b"new")
        assert failed.value.exit == Exit.OUTPUT
        assert str(failed.value) == (
            f"error[E491] {path} cannot write: {os.strerror(error).lower()}. Free space or choose a folder that can be written, with --out."
        )
        assert tree(tmp_path).keys() == {"out/x.txt"}
        assert path.read_bytes() in (b"old", b"new")


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO], ids=errno.errorcode.get)
def test_a_fault_at_any_call_shows_no_part_of_an_edition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: int) -> None:
    files.publish(tmp_path / "first", OLD)
    count = calls_of(monkeypatch, lambda: files.publish(tmp_path / "probe", NEW))
    assert count > 8
    for step in range(1, count + 1):
        target = tmp_path / f"edition{step}"
        with monkeypatch.context() as patch:
            Disk(patch, step, error)
            with pytest.raises(ReportError, match="E491"):
                files.publish(target, NEW)
        assert tree(tmp_path / "first") == {"a.txt": b"old a", "b.txt": b"old b"}
        assert not any(path.name.startswith(files.TEMPORARY) for path in tmp_path.iterdir())
        assert tree(target) in ({}, {"a.txt": b"new a", "b.txt": b"new b"})


def test_no_link_is_followed_out_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "precious.txt").write_bytes(b"precious")
    (tmp_path / "out" / "x.txt").symlink_to(tmp_path / "precious.txt")
    files.atomic_write(tmp_path / "out" / "x.txt", b"new")
    assert (tmp_path / "precious.txt").read_bytes() == b"precious"
    assert (tmp_path / "out" / "x.txt").read_bytes() == b"new"
