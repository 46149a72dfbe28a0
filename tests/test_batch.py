"""Many briefs in a pool of processes: the same bytes as one after another, and a crash, a signal or a bug stays with its brief."""

from __future__ import annotations

import json
import os
import pty
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from reportgen import batch
from reportgen.batch import Made
from reportgen.files import TEMPORARY
from tests.support import project

REPORTS = (project.REPORT, "fleet-review-2", "fleet-review-3")

POOL = """
import ctypes, json, os, signal, sys, threading, time
from contextlib import closing
from pathlib import Path
from reportgen import batch
from reportgen.batch import Job, Made
from reportgen.model.problem import Exit, Problem, ReportError
from reportgen.order import Order

root = Path(sys.argv[1])
tasks = "/proc/self/task"

def fork_safe():
    assert threading.active_count() == 1
    assert not os.path.isdir(tasks) or len(os.listdir(tasks)) == 1

def told(jobs, prepare, workers, known=batch.nothing_known):
    with closing(batch.run(root, jobs, prepare, workers, known)) as ended:
        return list(ended)

def job(name):
    return Job(root / "config" / "reports" / f"{name}.yaml", Order())
"""


def pool(root: Path, script: str, **env: str) -> Any:
    """What a process of its own prints as JSON that uses the pool."""
    text = POOL + textwrap.dedent(script)
    done = subprocess.run(
        [sys.executable, "-c", text, str(root)], env=project.environment(**env), capture_output=True, text=True, timeout=300, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


def test_every_job_is_made_once_whatever_the_number_of_processes(tmp_path: Path) -> None:
    script = """
    def prepare():
        def make(job):
            time.sleep(int(job.file.stem) % 3 / 100)
            return Made(job.file)
        return make
    jobs = [job(str(n)) for n in range(40)]
    print(json.dumps([sorted((n, made.folder.stem) for n, made in told(jobs, prepare, workers)) for workers in (1, 2, 7)]))
    """
    assert pool(tmp_path, script) == [sorted([n, str(n)] for n in range(40))] * 3


def test_a_crash_fails_its_job_alone_and_is_tried_twice(tmp_path: Path) -> None:
    script = """
    begun = root / "begun"
    def prepare():
        def make(job):
            with begun.open("a") as file:
                file.write(job.file.stem + "\\n")
            match job.file.stem:
                case "killed": os.kill(os.getpid(), signal.SIGKILL)
                case "fault": ctypes.string_at(0)
                case "exit": os._exit(3)
                case "memory": raise MemoryError
                case "disk": raise ReportError(Problem("E491", "cannot write: no space left on device."), Exit.OUTPUT)
                case "later": raise ReportError(Problem("E475", "no answer."), Exit.TRY_LATER)
                case "bug": raise KeyError("secret")
                case "once" if begun.read_text().split().count("once") < 2: os.kill(os.getpid(), signal.SIGTERM)
            return Made(job.file)
        return make
    names = ["a", "killed", "b", "fault", "c", "exit", "memory", "d", "disk", "later", "bug", "e", "once", "f"]
    ended = dict(told([job(name) for name in names], prepare, 2))
    def said(made):
        return [bool(made.folder), made.exit, [str(p) for p in made.problems], made.bug.splitlines()[-1:]]
    print(json.dumps([{names[n]: said(made) for n, made in ended.items()}, begun.read_text().split()]))
    """
    ended, begun = pool(tmp_path, script)
    fine = [True, 0, [], []]
    hint = "Memory may have run out: build with fewer --jobs."

    def dead(name: str, how: str) -> list[Any]:
        where = f"config/reports/{name}.yaml"
        return [False, 4, [f"error[E472] {where} the process that builds {name} {how}, 2 times. {hint}"], []]

    assert ended == {
        **dict.fromkeys(("a", "b", "c", "d", "e", "f", "once"), fine),
        "killed": dead("killed", "was killed by SIGKILL"),
        "fault": dead("fault", "was killed by SIGSEGV"),
        "exit": dead("exit", "ended with 3"),
        "memory": dead("memory", "ran out of memory"),
        "disk": [False, 4, ["error[E491] cannot write: no space left on device."], []],
        "later": [False, 75, ["error[E475] no answer."], []],
        "bug": [False, 70, [], ["KeyError: 'secret'"]],
    }
    assert {name: begun.count(name) for name in ended if begun.count(name) == 2}.keys() == {"killed", "fault", "exit", "memory", "once"}


def test_a_process_makes_room_for_a_new_one_before_it_has_grown(tmp_path: Path) -> None:
    script = """
    def prepare():
        return lambda job: Made(Path(str(os.getpid())))
    made = [one.folder.name for _, one in told([job(str(n)) for n in range(3 * batch.LIFE)], prepare, 1)]
    print(json.dumps([made.count(name) for name in dict.fromkeys(made)]))
    """
    assert pool(tmp_path, script) == [batch.LIFE] * 3


def test_nothing_is_loaded_or_forked_where_all_is_known(tmp_path: Path) -> None:
    script = """
    def prepare():
        raise AssertionError("not needed")
    made = told([job("a"), job("b")], prepare, 2, lambda job: job.file)
    heavy = {"matplotlib", "weasyprint", "pydantic", "yaml", "numpy", "pandas", "jinja2", "rich"} & set(sys.modules)
    print(json.dumps([[n, one.folder.stem] for n, one in made] + sorted(heavy)))
    """
    assert pool(tmp_path, script) == [[0, "a"], [1, "b"]]


def test_a_process_that_died_between_two_jobs_is_replaced(tmp_path: Path) -> None:
    script = """
    def prepare():
        def make(job):
            if job.file.stem == "0":
                signal.signal(signal.SIGALRM, lambda *_: os._exit(1))
                signal.setitimer(signal.ITIMER_REAL, 0.2)
            return Made(job.file)
        return make
    made = []
    with closing(batch.run(root, [job("0"), job("1")], prepare, 1)) as ended:
        for item in ended:
            made.append(item[1].folder.stem)
            time.sleep(0.5)
    print(json.dumps(made))
    """
    assert pool(tmp_path, script) == ["0", "1"]


def test_a_dead_process_is_noticed_though_its_child_holds_the_pipe(tmp_path: Path) -> None:
    script = """
    def prepare():
        def make(job):
            if job.file.stem == "0" and os.fork():
                os._exit(9)
            elif job.file.stem == "0":
                time.sleep(4)
                os._exit(0)
            return Made(job.file)
        return make
    begun = time.monotonic()
    ended = dict(told([job("0"), job("1")], prepare, 2))
    print(json.dumps([ended[0].problems[0].code, ended[1].folder.stem]))
    """
    assert pool(tmp_path, script) == ["E472", "1"]


def test_a_closed_batch_ends_its_processes_and_clears_away(tmp_path: Path) -> None:
    script = """
    import tempfile
    def prepare():
        def make(job):
            if job.file.stem == "0":
                return Made(job.file)
            tempfile.mkdtemp()
            part = root / "build" / job.file.stem / "default" / f".part-{os.getpid()}-x"
            part.mkdir(parents=True)
            (root / "begun").touch()
            time.sleep(60)
        return make
    with closing(batch.run(root, [job("0"), job("1")], prepare, 2)) as ended:
        next(ended)
        while not (root / "begun").exists():
            time.sleep(0.01)
    try:
        os.waitpid(-1, os.WNOHANG)
        left = "a child"
    except ChildProcessError:
        left = "none"
    print(json.dumps([left, sorted(p.name for p in root.rglob("*"))]))
    """
    (tmp_path / "tmp").mkdir()
    names = ["1", "begun", "build", "default", "tmp"]
    assert pool(tmp_path, script, TMPDIR=str(tmp_path / "tmp")) == ["none", names]


def test_results_are_told_in_the_order_of_the_jobs() -> None:
    made = [Made(Path(str(number))) for number in range(4)]
    told: list[int] = []
    seen: list[list[int]] = []

    def ended() -> Any:
        for number in (2, 0, 1, 3):
            yield number, made[number]
            seen.append(list(told))

    assert batch.in_turn(ended(), lambda number, one: told.append(number)) == tuple(made)
    assert seen == [[], [0], [0, 1, 2], [0, 1, 2, 3]]


@pytest.mark.slow
@pytest.mark.needs_pango
def test_a_forked_process_loads_nothing_heavy_of_its_own_and_the_parent_has_one_thread(tmp_path: Path) -> None:
    root = project.copy(tmp_path / "desk")
    script = """
    real = batch.builder(root, fresh=True)
    def prepare():
        make = real()
        fork_safe()
        before = set(sys.modules)
        def watched(job):
            made = make(job)
            assert made.folder, made
            heavy = {name for name in set(sys.modules) - before}
            return Made(Path(" ".join(sorted(heavy))))
        return watched
    ((_, made),) = told([job("fleet-review")], prepare, 2)
    fork_safe()
    print(json.dumps(str(made.folder).split()))
    """
    late = pool(root, script)
    packages = {name.partition(".")[0] for name in late if "." not in name}
    assert not packages & {
        "matplotlib",
        "weasyprint",
        "pydantic",
        "jinja2",
        "yaml",
        "numpy",
        "babel",
        "fontTools",
        "pikepdf",
        "markdown_it",
    }
    assert len(late) < 40, late


def several(folder: Path) -> Path:
    """A project of three reports."""
    root = project.copy(folder)
    text = (root / project.SPEC).read_text(encoding="utf-8")
    for name in REPORTS[1:]:
        (root / f"config/reports/{name}.yaml").write_text(text.replace(f"report: {project.REPORT}", f"report: {name}"), encoding="utf-8")
    return root


def editions(root: Path) -> dict[str, bytes]:
    return {name: data for name, data in project.tree(root / "build").items() if not name.startswith(".cache/")}


@pytest.fixture(scope="module")
def serial(shared: Path) -> Path:
    """The three reports, built one after another."""

    def make(folder: Path) -> None:
        ran = project.process(several(folder), "build", "--locale", "en", "--jobs", "1")
        assert ran.exit == 0, ran.err
        (folder / "stdout").write_text(ran.out.replace(str(folder), "."), encoding="utf-8")

    return project.once(shared, "batch-serial", make)


# Runs before the program: while the report of that name is written, the process that does it ends, or waits.
FAULT = """
import os, signal, time
real = os.fsync

def fsync(descriptor):
    real(descriptor)
    path = os.readlink(f"/proc/self/fd/{descriptor}")
    if f"/{os.environ['TEST_REPORT']}/" in path and ".part-" in path and not os.path.exists(os.environ["TEST_DONE"]):
        if os.environ["TEST_FAULT"] == "wait":
            open(os.environ["TEST_DONE"], "w").close()
            time.sleep(60)
        if os.environ["TEST_FAULT"] == "once":
            open(os.environ["TEST_DONE"], "w").close()
        os.kill(os.getpid(), signal.SIGKILL)

os.fsync = fsync
"""


def faulty(folder: Path, fault: str) -> dict[str, str]:
    (folder / "hook").mkdir()
    (folder / "tmp").mkdir()
    (folder / "hook" / "sitecustomize.py").write_text(FAULT, encoding="utf-8")
    done = str(folder / "done")
    env = {"TEST_REPORT": REPORTS[1], "TEST_DONE": done, "TEST_FAULT": fault, "TMPDIR": str(folder / "tmp")}
    return project.environment(PYTHONPATH=str(folder / "hook"), **env)


@pytest.mark.slow
@pytest.mark.needs_pango
def test_a_batch_gives_the_bytes_of_serial_builds(tmp_path: Path, serial: Path) -> None:
    root = several(tmp_path / "desk")
    ran = project.process(root, "build", "--locale", "en", "--jobs", "2", *reversed(REPORTS))
    lines = (serial / "stdout").read_text(encoding="utf-8").replace("./", f"{root}/").splitlines(keepends=True)
    assert ran == project.Ran(0, "".join(sorted(lines, key=by_report, reverse=True)), "")
    assert editions(root) == editions(serial)


def by_report(line: str) -> int:
    return REPORTS.index(Path(line).parts[-3])


@pytest.mark.slow
@pytest.mark.needs_pango
@pytest.mark.skipif(sys.platform != "linux", reason="finds the file by /proc")
@pytest.mark.parametrize("fault", ["always", "once"])
def test_a_build_that_is_killed_leaves_the_others_whole(tmp_path: Path, serial: Path, fault: str) -> None:
    root = several(tmp_path / "desk")
    ran = project.process(root, "build", "--locale", "en", "--jobs", "2", env=faulty(tmp_path, fault))
    whole = editions(serial)
    if fault == "once":
        assert (ran.exit, ran.err) == (0, "")
        assert editions(root) == whole
    else:
        assert ran.exit == 4
        assert ran.err == (
            f"error[E472] config/reports/{REPORTS[1]}.yaml the process that builds {REPORTS[1]} was killed by SIGKILL, 2 times. "
            "Memory may have run out: build with fewer --jobs.\n1 error.\n"
        )
        assert len(ran.out.splitlines()) == 2
        assert editions(root) == {name: data for name, data in whole.items() if not name.startswith(f"{REPORTS[1]}/")}
    assert list((tmp_path / "tmp").iterdir()) == []
    assert not list(root.rglob(f"{TEMPORARY}*"))


def stopped(root: Path, env: Mapping[str, str], done: Path, number: signal.Signals, finished: int = 0) -> tuple[int, str, str]:
    """A build that gets the signal while a report is written, and so many others are finished."""
    words = project.command("--project", str(root), "build", "--locale", "en", "--jobs", "2")
    before = signal.signal(signal.SIGINT, signal.SIG_DFL)  # else a suite in the background of a shell has its child ignore it
    running = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env, start_new_session=True)
    signal.signal(signal.SIGINT, before)
    try:
        while running.poll() is None and not (done.exists() and len(list(root.glob("build/.cache/edition/*"))) >= finished):
            time.sleep(0.02)
        assert running.poll() is None, running.communicate()
        os.killpg(running.pid, number)  # as a terminal does
        out, err = running.communicate(timeout=30)
    finally:
        running.kill()
    return running.returncode, out, err


@pytest.mark.slow
@pytest.mark.needs_pango
@pytest.mark.skipif(sys.platform != "linux", reason="finds the file by /proc")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["SIGINT", "SIGTERM"])
def test_a_signal_ends_the_batch_and_leaves_nothing_half_done(tmp_path: Path, serial: Path, number: signal.Signals, code: int) -> None:
    root = several(tmp_path / "desk")
    env = faulty(tmp_path, "wait")
    exit_code, _, err = stopped(root, env, tmp_path / "done", number)
    assert (exit_code, err.strip()) == (code, "")
    assert editions(root).items() <= editions(serial).items()
    assert list((tmp_path / "tmp").iterdir()) == []
    assert not list(root.rglob(f"{TEMPORARY}*"))


@pytest.mark.slow
@pytest.mark.needs_pango
@pytest.mark.skipif(sys.platform != "linux", reason="finds the file by /proc")
def test_after_a_kill_only_what_is_missing_is_built(tmp_path: Path, serial: Path) -> None:
    root = several(tmp_path / "desk")
    env = faulty(tmp_path, "wait")
    stopped(root, env, tmp_path / "done", signal.SIGKILL, finished=1)
    assert list(root.glob(f"build/{REPORTS[1]}/*/latest.json")) == []
    ran = project.process(root, "build", "--locale", "en", "--jobs", "2", "--explain")
    assert ran.exit == 0, ran.err
    kept = [line.partition(":")[0] for line in ran.err.splitlines() if line.endswith("nothing changed")]
    assert kept
    assert REPORTS[1] not in kept
    assert editions(root) == editions(serial)


@pytest.mark.slow
@pytest.mark.needs_pango
def test_a_terminal_shows_how_far_the_batch_is_and_a_pipe_gets_folders_only(tmp_path: Path, serial: Path) -> None:
    root = tmp_path / "desk"
    shutil.copytree(serial, root)
    ours, theirs = pty.openpty()
    words = project.command("--project", str(root), "build", "--locale", "en", "--jobs", "2")
    env = project.environment(TERM="xterm", COLUMNS="100")
    running = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=theirs, text=True, env=env)
    os.close(theirs)
    seen = b""
    while True:
        try:
            read = os.read(ours, 65536)
        except OSError:
            break
        if not read:
            break
        seen += read
    out, _ = running.communicate(timeout=60)
    os.close(ours)
    assert running.returncode == 0
    assert out == (serial / "stdout").read_text(encoding="utf-8").replace("./", f"{root}/")
    assert [number for number in (0, 1, 2, 3) if f"{number}/3".encode() not in seen] == []
    assert b"/min" in seen
    assert seen.rstrip().endswith((b"\x1b[2K", b"\x1b[?25h"))
