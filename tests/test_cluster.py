"""Briefs made on a Dask cluster: a real scheduler and real workers on this machine, one of which is killed."""

from __future__ import annotations

import contextlib
import json
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from reportgen import cluster
from reportgen.batch import Job, Made
from reportgen.files import TEMPORARY, digest
from reportgen.model.problem import ReportError
from reportgen.order import Order
from tests.support import project

distributed = pytest.importorskip("distributed")
SPECS = 6


def desk(folder: Path) -> Path:
    """A project with several reports."""
    root = project.copy(folder)
    text = (root / project.SPEC).read_text(encoding="utf-8")
    for number in range(2, SPECS + 1):
        name = f"{project.REPORT}-{number}"
        (root / f"config/reports/{name}.yaml").write_text(text.replace(f"report: {project.REPORT}", f"report: {name}"), encoding="utf-8")
    return root


def started(folder: Path, name: str, *words: str, **env: str) -> subprocess.Popen[bytes]:
    with (folder / f"{name}.log").open("wb") as log:
        command = [sys.executable, "-m", f"distributed.cli.dask_{name.partition('-')[0]}", *words]
        return subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, env=project.environment(**env))


@contextlib.contextmanager
def scheduler(folder: Path) -> Iterator[str]:
    """The address of a scheduler."""
    told = folder / "scheduler.json"
    folder.mkdir(exist_ok=True)
    words = ("--host", "127.0.0.1", "--port", "0", "--dashboard-address", "127.0.0.1:0", "--scheduler-file", str(told))
    running = started(folder, "scheduler", *words)
    try:
        until(told.is_file)
        yield json.loads(told.read_bytes())["address"]
    finally:
        running.kill()
        running.wait()


@contextlib.contextmanager
def workers(folder: Path, address: str, count: int = 2, **env: str) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Workers of one thread each, with nobody who starts them again."""
    words = (
        address,
        "--nthreads",
        "1",
        "--no-nanny",
        "--no-dashboard",
        "--dashboard-address",
        "127.0.0.1:0",
        "--local-directory",
        str(folder),
    )
    running = [started(folder, f"worker-{number}", *words, **env) for number in range(count)]
    try:
        yield running
    finally:
        for one in running:
            one.kill()
            one.wait()


def until(true: object, seconds: float = 60) -> None:
    assert callable(true)
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def editions(root: Path) -> dict[str, bytes]:
    return {name: data for name, data in project.tree(root / "build").items() if not name.startswith(".cache/")}


@pytest.mark.slow
@pytest.mark.needs_pango
def test_every_brief_is_made_once_and_as_here_though_a_worker_is_killed(tmp_path: Path) -> None:
    there, here = desk(tmp_path / "there"), desk(tmp_path / "here")
    with scheduler(tmp_path / "cluster") as address, workers(tmp_path / "cluster", address) as two:
        words = project.command("--project", str(there), "build", "--locale", "en", "--cluster", address)
        running = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=project.environment())
        until(lambda: len(list(there.glob("build/*/*/latest.json"))) >= 1, 200)
        two[0].send_signal(signal.SIGKILL)
        at_kill = len(list(there.glob("build/*/*/latest.json")))
        out, err = running.communicate(timeout=400)
        assert (running.returncode, err) == (0, "")
        again = project.process(there, "build", "--locale", "en", "--cluster", "tcp://127.0.0.1:1")
    assert at_kill < SPECS
    serial = project.process(here, "build", "--locale", "en", "--jobs", "1")
    assert serial.exit == 0, serial.err
    assert editions(there) == editions(here)
    assert [Path(line).relative_to(there) for line in out.splitlines()] == [
        Path(line).relative_to(here) for line in serial.out.splitlines()
    ]
    assert not list(there.rglob(f"{TEMPORARY}*"))
    assert (again.exit, again.out) == (0, out), "what is built is known without a cluster"


@pytest.mark.slow
@pytest.mark.needs_pango
def test_a_worker_with_another_program_is_refused_by_name(tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(project.ROOT / "reportgen", other / "reportgen", ignore=shutil.ignore_patterns("__pycache__"))
    with (other / "reportgen" / "figures.py").open("a", encoding="utf-8") as file:
        file.write("# another\n")
    for name in ("config", "templates"):
        (other / name).symlink_to(project.ROOT / name)
    root = project.copy(tmp_path / "desk")
    with scheduler(tmp_path / "cluster") as address, workers(tmp_path / "cluster", address, 1, PYTHONPATH=str(other)):
        ran = project.process(root, "build", "--cluster", address)
    own = cluster.fingerprint()["program"]
    assert ran.exit == 4
    assert ran.out == ""
    assert f"there, {own} here. Equal bytes need equal workers: install the same there as here." in ran.err
    assert ran.err.startswith("error[E474] the worker tcp://127.0.0.1:")
    assert " is not like this machine: program: " in ran.err
    assert not (root / "build").exists()


def test_no_scheduler_is_a_reason_to_try_later(tmp_path: Path) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{held.getsockname()[1]}"
        ran = project.process(project.copy(tmp_path), "build", "--cluster", address)
    assert ran == project.Ran(
        75,
        "",
        f"error[E475] no scheduler answers at {address}. "
        "Is it running, and may it be reached from here? It has to answer within 10 seconds.\n",
    )


def test_a_cluster_without_workers_is_a_reason_to_try_later(tmp_path: Path) -> None:
    root = project.copy(tmp_path / "desk")
    with scheduler(tmp_path / "cluster") as address:
        ran = project.process(root, "build", "--cluster", address)
    assert (ran.exit, ran.out) == (75, "")
    assert (
        ran.err == f"error[E475] the cluster at {address} has no workers. What is built stands; the same command builds what is missing.\n"
    )


def test_a_bundle_holds_what_a_brief_is_made_from_and_comes_out_the_same(tmp_path: Path) -> None:
    root = project.copy(tmp_path / "desk")
    (root / "build").mkdir()
    (root / "build" / "old.txt").write_text("old")
    (root / "secret.env").write_text("secret")
    made = cluster.bundle(root)
    cluster.unpack(made, tmp_path / "out")
    assert project.tree(tmp_path / "out") == {
        name: data for name, data in project.tree(root).items() if name.split("/")[0] in ("config", "seeds", "templates")
    }
    assert made == cluster.bundle(root)
    project.edit(root / project.FACTS, ",58.7,m,", ",58.8,m,")
    assert made != cluster.bundle(root)


@pytest.mark.parametrize("name", ["../x", "/etc/x", "config/../../x", "other/x", "seeds/a\\b", "", "config/\0x"])
def test_a_path_that_leaves_the_folder_is_not_unpacked(tmp_path: Path, name: str) -> None:
    files = ((name, b"x"),)
    with pytest.raises(ValueError, match="is no file of a project"):
        cluster.unpack(cluster.Bundle(cluster._hash(files), files), tmp_path / "in")
    assert list(tmp_path.rglob("*")) == []


def test_a_bundle_whose_bytes_changed_on_the_way_is_not_unpacked(tmp_path: Path) -> None:
    made = cluster.bundle(project.FERRIES)
    (name, data), *rest = made.files
    with pytest.raises(ValueError, match="do not fit their hash"):
        cluster.unpack(replace(made, files=((name, data + b" "), *rest)), tmp_path / "in")
    assert not (tmp_path / "in").exists()


def test_a_difference_names_both_sides() -> None:
    owner, worker = {"python": "3.11.7", "matplotlib": "3.11.2"}, {"python": "3.11.7", "duckdb": "1.5"}
    assert cluster.difference(owner, owner) == ""
    assert cluster.difference(owner, worker) == "matplotlib: none there, 3.11.2 here; duckdb: 1.5 there, none here"


@pytest.fixture(scope="module")
def sent(shared: Path) -> cluster.Sent:
    """An edition as a worker would send it."""
    folder = project.edition(project.ferries(shared))
    files = tuple((path.name, digest(path.read_bytes()), path.read_bytes()) for path in sorted(folder.iterdir()))
    return cluster.Sent(Made(), f"{project.REPORT}/default/{folder.name}", files)


JOB = Job(Path(project.SPEC), Order())


@pytest.mark.slow
@pytest.mark.needs_pango
def test_the_owner_publishes_what_it_was_sent(tmp_path: Path, shared: Path, sent: cluster.Sent) -> None:
    built = project.ferries(shared)
    folder = cluster.take(tmp_path, JOB, sent, fresh=True)
    assert folder == tmp_path / "build" / sent.place
    assert editions(tmp_path) == editions(built)
    assert cluster.take(tmp_path, Job(JOB.file, Order(out=tmp_path / "out")), sent, fresh=True) == tmp_path / "out"
    assert project.tree(tmp_path / "out") == project.tree(folder)


def damaged(sent: cluster.Sent, how: str) -> cluster.Sent:
    first, *rest = sent.files
    name, known, data = first
    report, variant, edition = sent.place.split("/")
    return {
        "a byte": replace(sent, files=((name, known, data + b" "), *rest)),
        "a byte and its hash": replace(sent, files=((name, digest(data + b" "), data + b" "), *rest)),
        "a file too few": replace(sent, files=tuple(rest)),
        "a file too many": replace(sent, files=(*sent.files, ("more.txt", digest(b"x"), b"x"))),
        "no manifest": replace(sent, files=tuple(f for f in sent.files if f[0] != "manifest.json")),
        "another edition": replace(sent, place=f"{report}/{variant}/{edition[:-1]}{'0' if edition[-1] != '0' else '1'}"),
        "another report": replace(sent, place=f"other/{variant}/{edition}"),
        "another folder": replace(sent, place=f"../{variant}/{edition}"),
        "a way out": replace(sent, place=f"{report}/../../../{edition}"),
    }[how]


@pytest.mark.slow
@pytest.mark.needs_pango
@pytest.mark.parametrize(
    "how",
    [
        "a byte",
        "a byte and its hash",
        "a file too few",
        "a file too many",
        "no manifest",
        "another edition",
        "another report",
        "another folder",
        "a way out",
    ],
)
def test_the_owner_publishes_nothing_that_does_not_fit(tmp_path: Path, sent: cluster.Sent, how: str) -> None:
    with pytest.raises(ReportError, match=r"error\[E477\] what a worker sent for fleet-review is damaged"):
        cluster.take(tmp_path, JOB, damaged(sent, how))
    assert list(tmp_path.iterdir()) == []
