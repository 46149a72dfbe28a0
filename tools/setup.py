"""Makes the machine ready for `make brief` or `make test`: system packages, then .venv. Safe to repeat; quick when nothing is to be done.

Started by tools/setup.sh in the project's root, with any Python from 3.11 on and nothing installed: standard library only.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from reportgen.text import han
from tools.machine import PARTS, Part

ROOT = Path.cwd()
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STATE = VENV / "reportgen-setup.json"
LOCK = ROOT / "requirements.lock"

FONTS = "chinese-fonts"
"""How the state names the fonts of Chinese briefs where they could not be had."""

State = dict[str, str]


class SetupError(Exception):
    """The set-up cannot go on; the message says why and what to do."""


def main(goal: str) -> int:
    """The exit code: 0 when the goal (check, brief, test; retry is test, trying all again) can be pursued, else 1."""
    with LOCK.open() as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # two makes at once take turns
        try:
            _prepare(goal)
        except SetupError as reason:
            print(f"set-up: {reason}", file=sys.stderr)
            return 1
        except KeyboardInterrupt:
            return 130
    return 0


def _prepare(goal: str) -> None:
    state = _read_state()
    failed = set() if goal == "retry" else set(state.get("failed", "").split())
    parts = PARTS[goal.replace("retry", "test")]
    packages, lacking = _lacking(parts)
    if to_try := [package for package in packages if package not in failed]:
        _explain(packages, lacking)
        failed |= _install(to_try)
        packages, lacking = _lacking(parts)
    _complain(lacking, goal)
    failed -= {part.apt for part in parts} - set(packages)
    wanted = _wanted_state(failed)
    if wanted != state:
        _make_environment(state, wanted)
        _remember(wanted)
    if goal != "check" and FONTS not in failed and not _fetch_fonts():
        _remember(_wanted_state(failed | {FONTS}))


# System packages


def _lacking(parts: tuple[Part, ...]) -> tuple[list[str], list[Part]]:
    lacking = [part for part in parts if not part.is_here()]
    packages = [part.apt for part in lacking]
    if not PYTHON.exists() and importlib.util.find_spec("ensurepip") is None:
        packages.insert(0, f"python3.{sys.version_info.minor}-venv")
    return packages, lacking


def _explain(packages: list[str], lacking: list[Part]) -> None:
    uses = {part.apt: f"{part.name}, to {part.use}" for part in lacking}
    print("set-up: this machine lacks")
    for package in packages:
        print(f"    {package:20} {uses.get(package, 'venv, to make .venv')}")


def _install(packages: list[str]) -> set[str]:
    """Installs system packages, having said so; returns those that were tried in vain."""
    if sys.platform == "darwin":
        print("set-up: nothing is installed by itself on macOS; the README has the commands.")
        return set()
    prefix = _as_root()
    if prefix is None:
        return set()
    print(f"set-up: installing {' '.join(packages)} with {' '.join([*prefix, 'apt-get'])}", flush=True)
    _apt(prefix, "update")
    known = [package for package in packages if _has_candidate(package)]
    for package in set(packages) - set(known):
        print(f"set-up: this system's package lists hold no {package}.")
    if known and not _apt(prefix, "install", "--yes", "--no-install-recommends", *known):
        return set(packages)
    return set(packages) - set(known)


def _as_root() -> list[str] | None:
    """What to put before apt-get; None where nothing may be installed, having said why."""
    reason = ""
    prefix: list[str] = []
    if os.environ.get("REPORTGEN_NO_INSTALL"):
        reason = "REPORTGEN_NO_INSTALL is set"
    elif not shutil.which("apt-get"):
        reason = "there is no apt-get here"
    elif os.geteuid() != 0:
        # At a terminal sudo may ask for the password; elsewhere nobody could answer.
        prefix = ["sudo"] if sys.stdin.isatty() and not os.environ.get("CI") else ["sudo", "-n"]
        if not shutil.which("sudo") or subprocess.run([*prefix, "true"], stderr=subprocess.DEVNULL, check=False).returncode:
            reason = "this needs root or sudo"
    if reason:
        print(f"set-up: not installing them: {reason}.")
        return None
    return prefix


def _apt(prefix: list[str], verb: str, *arguments: str) -> bool:
    options = ["-o", "DPkg::Lock::Timeout=120", "-o", "Acquire::Retries=3", "-qq"]
    command = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", *options, verb, *arguments]
    run = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if run.returncode:
        print(f"set-up: apt-get {verb} failed:\n" + "\n".join(run.stdout.splitlines()[-15:]))
    return run.returncode == 0


def _has_candidate(package: str) -> bool:
    """Whether apt can install the package as a real one (a name that others only refer to has no candidate)."""
    command = ["env", "LC_ALL=C", "apt-cache", "policy", package]
    run = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False)
    return "Candidate:" in run.stdout and "Candidate: (none)" not in run.stdout


def _complain(lacking: list[Part], goal: str) -> None:
    needed = [part for part in lacking if part.needed]
    if goal == "brief" and needed:
        raise SetupError("a brief cannot be built without " + "; ".join(f"{part.name} ({part.cure})" for part in needed))
    for part in needed:
        print(f"set-up: without {part.name} the tests that need it to {part.use} are skipped: {part.cure}, then `make setup`.")


# The environment


def _read_state() -> State:
    try:
        state = json.loads(STATE.read_text())
    except (OSError, ValueError):
        return {}
    return state if isinstance(state, dict) and PYTHON.exists() else {}


def _remember(state: State) -> None:
    STATE.write_text(json.dumps(state, indent=1) + "\n")


def _wanted_state(failed: set[str]) -> State:
    return {
        "root": str(ROOT),  # an environment that was moved does not work
        "lock": _hash(LOCK),
        "project": _hash(ROOT / "pyproject.toml"),
        "failed": " ".join(sorted(failed)),
    }


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _make_environment(state: State, wanted: State) -> None:
    if any(state.get(key) != wanted[key] for key in ("root", "lock")):
        _create(anew=bool(state))
        print("set-up: installing the packages of requirements.lock into .venv; this takes a minute or two.", flush=True)
        _pip("--require-hashes", "--only-binary", ":all:", "-r", str(LOCK))
    if any(state.get(key) != wanted[key] for key in ("root", "lock", "project")):
        _pip("--no-deps", "--no-build-isolation", "-e", str(ROOT))
        _run([str(PYTHON), "-m", "compileall", "-q", "-j", "0", "reportgen"], "the program's own files could not be compiled")


def _create(*, anew: bool) -> None:
    """An environment with pip; one that is there is emptied when it was this set-up's, and kept when it is a person's own and works."""
    check = [str(PYTHON), "-c", "import pip, sys; sys.exit(sys.version_info < (3, 11))"]
    if not anew and PYTHON.exists() and subprocess.run(check, stderr=subprocess.DEVNULL, check=False).returncode == 0:
        return
    base = getattr(sys, "_base_executable", sys.executable)  # not .venv's own Python, which is about to be removed
    print(f"set-up: creating .venv with Python {sys.version.split()[0]}.", flush=True)
    _run([base, "-m", "venv", "--clear", str(VENV)], f"no environment could be made; install python3.{sys.version_info.minor}-venv")


def _pip(*arguments: str) -> None:
    command = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input", "--quiet", "install", *arguments]
    _run(command, "Python packages could not be installed; pip says why above")


def _fetch_fonts() -> bool:
    """Whether the fonts of Chinese briefs are there, fetched if need be; without them all other briefs can still be built."""
    if not (lacking := han.lacking()):
        return True
    print(f"set-up: fetching {len(lacking)} fonts of Chinese briefs into {han.folder()}; this takes a minute.", flush=True)
    command = [str(PYTHON), "-m", "reportgen.cli.main", "fonts"]
    fetched = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False).returncode == 0
    if not fetched:
        print("set-up: Chinese briefs cannot be built; `make setup` tries again. All others can.")
    return fetched


def _run(command: list[str], otherwise: str) -> None:
    if subprocess.run(command, stdin=subprocess.DEVNULL, check=False).returncode:
        raise SetupError(otherwise)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
