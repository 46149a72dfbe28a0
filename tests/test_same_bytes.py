"""Two builds by different users, on different days, in different places of the world, give the same bytes."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.support import project

pytestmark = [pytest.mark.needs_pango, pytest.mark.slow]

# Runs before the program: the clock is moved in the two places from which Python reads the day.
CLOCK = """
import atexit, ctypes, gc, os, time
from datetime import date, datetime, timedelta

shift = int(os.environ["TEST_SHIFT"])
real, exact, now, utc = time.time, time.time_ns, datetime.now, datetime.utcnow
time.time = lambda: real() + shift
time.time_ns = lambda: exact() + shift * 10**9
for name in ("gmtime", "localtime", "ctime"):
    def moved(seconds=None, plain=getattr(time, name)):
        return plain(time.time() if seconds is None else seconds)
    setattr(time, name, moved)
own = gc.get_referents(datetime.__dict__)[0]
own["now"] = classmethod(lambda cls, tz=None: now(tz) + timedelta(seconds=shift))
own["utcnow"] = classmethod(lambda cls: utc() + timedelta(seconds=shift))
ctypes.pythonapi.PyType_Modified(ctypes.py_object(datetime))

def witness():
    seen = (date.today(), datetime.now().date(), date.fromtimestamp(time.time()), time.strftime("%z", time.localtime()))
    with open(os.environ["TEST_WITNESS"], "w") as file:
        file.write(" ".join(map(str, seen)))

atexit.register(witness)
"""

HERE = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "LANG": "C", "PYTHONHASHSEED": "1", "TEST_SHIFT": "0", "COLUMNS": "80"}
THERE = {
    "TZ": "America/Anchorage",
    "LC_ALL": "de_DE.UTF-8",
    "LANG": "tr_TR",
    "PYTHONHASHSEED": "4242",
    "TEST_SHIFT": "7776000",
    "COLUMNS": "200",
}


def built(folder: Path, place: dict[str, str], umask: int, *, inside: bool) -> dict[str, bytes]:
    """The files of an edition that a user of that place builds, from inside the project or from elsewhere."""
    (folder / "clock").mkdir(parents=True)
    (folder / "clock" / "sitecustomize.py").write_text(CLOCK, encoding="utf-8")
    (folder / "home").mkdir()
    root = project.copy(folder / "desk")
    words = project.command(*([] if inside else ["--project", str(root)]), "build", project.REPORT)
    env = project.environment(**place, PYTHONPATH=str(folder / "clock"), TEST_WITNESS=str(folder / "witness"), HOME=str(folder / "home"))
    done = subprocess.run(
        words, cwd=root if inside else folder, env=env, umask=umask, capture_output=True, text=True, timeout=300, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    return project.tree(root / "build")


def test_two_builds_give_identical_files(tmp_path: Path) -> None:
    here = built(tmp_path / "here", HERE, 0o022, inside=True)
    there = built(tmp_path / "there" / "far" / "away", THERE, 0o077, inside=False)
    days = [(tmp_path / "here" / "witness").read_text().split(), (tmp_path / "there" / "far" / "away" / "witness").read_text().split()]
    assert all(one != other for one, other in zip(*days, strict=True)), f"both builds saw the same day: {days}"
    assert here.keys() == there.keys()
    assert [name for name in here if here[name] != there[name]] == []
    assert {name.rpartition(".")[2] for name in here} == {"html", "pdf", "csv", "json"}
