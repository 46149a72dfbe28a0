"""Many briefs at once: a pool of forked processes that hold the engines already, each making one brief after another.

Light until the first brief has to be made. A brief that kills its process fails alone: the others are made, and a new process takes
the place.

Own code rather than `pebble` or `concurrent.futures`: both keep threads in the parent, so that the process that replaces a dead one is
forked beside running threads, which may hold a lock for ever in the child; the second also fails every waiting job with the one that
died. What is needed of a pool here is little: a pipe to each process, and to wait for whichever speaks or dies first.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import tempfile
import traceback
from collections import Counter, deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, NamedTuple

from reportgen import scratch
from reportgen.cache import Cache, Outcome
from reportgen.files import sweep
from reportgen.model.problem import Exit, Location, Problem, Problems, ReportError, errors
from reportgen.order import Order

TRIES = 2
"""How often a brief is begun whose process dies: the first time the fault may have been another's, as where memory ran out."""
PATIENCE = 5.0
"""Seconds that a process is given to end before it is killed."""
LIFE = 20
"""Briefs after which a process makes room for a new one: the libraries that lay out text keep about 2 MB of each brief for good,
and a fork costs next to nothing."""
GLANCE = 1.0
"""Seconds after which a silent process is looked at: whatever it left running may hold its pipe open after its death."""
ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
"""What tells numerical libraries to start no threads: they would not survive the fork, and every core has its process."""


class Job(NamedTuple):
    """A brief to make: the report's file, and what the user asks of it."""

    file: Path
    order: Order


@dataclass(frozen=True, slots=True)
class Made:
    """What came of a job: the folder where there is one; else the problems, or the traceback of a bug.

    `failed` is the exit code of the outside world's failing, where that differs from what the problems say.
    """

    folder: Path | None = None
    problems: Problems = ()
    failed: Exit | None = None
    outcomes: tuple[Outcome, ...] = ()
    bug: str = ""

    @property
    def exit(self) -> Exit:
        """The exit code that a command ends with for this job alone."""
        if self.bug:
            return Exit.INTERNAL
        return self.failed or min((problem.exit for problem in errors(self.problems)), default=Exit.DONE)


Make = Callable[[Job], Made]
Known = Callable[[Job], Path | None]
"""Tells the folder of a brief that need not be made."""
Ended = Generator[tuple[int, Made], None, None]
"""Jobs that have ended: the number of each, and what came of it."""
Prepare = Callable[[], Make]
"""Loads what makes briefs, before the pool is forked; called once, and only where a brief has to be made."""


def nothing_known(job: Job) -> Path | None:
    """No folder: every brief is made."""
    return None


def kept(folder: Path) -> Made:
    """What is said of a brief that need not be made."""
    return Made(folder, outcomes=(Outcome("edition", True, "nothing changed"),))


def builder(root: Path, *, fresh: bool = False) -> Prepare:
    """What makes a project's briefs by the pipeline; with `fresh`, nothing that earlier builds kept is used."""

    def prepare() -> Make:
        for name in ONE_THREAD:
            os.environ.setdefault(name, "1")
        from reportgen import pipeline
        from reportgen.means import Means
        from reportgen.parts import Parts
        from reportgen.printing import ENGINES

        for load in ENGINES:
            with suppress(ReportError):  # each brief says that the engine is not there
                load()
        project = pipeline.open_project(root)

        def make(job: Job) -> Made:
            warnings: list[Problem] = []
            cache = None if fresh else Cache.of(root, warnings.append)
            parts = Parts(cache, job.order.titled(job.file.stem), dict(pipeline.named(project)))
            built = pipeline.build(project, job.file, job.order, lambda _: None, Means(parts))
            stopped = built.problems if errors(built.problems) else ()
            return Made(built.folder, (*stopped, *warnings), outcomes=tuple(parts.outcomes))

        return make

    return prepare


def attempt(make: Make, job: Job) -> Made:
    """What came of a job, also where the outside world failed or a bug showed. A want of memory is raised."""
    try:
        return make(job)
    except ReportError as failed:
        return Made(problems=(failed.problem,), failed=failed.exit)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001  (the command tells it as the bug that it is, after the other briefs are made)
        return Made(bug=f"{job.file.name}\n{traceback.format_exc()}")


def run(root: Path, jobs: Sequence[Job], prepare: Prepare, workers: int, known: Known = nothing_known) -> Ended:
    """What came of each job, with its number, as they end.

    To be called while the process has one thread, and to be closed: closing ends all processes and leaves no temporary file.
    """
    if not jobs:
        return
    with scratch.folder("batch") as place:
        pool = _Pool(root, jobs, prepare, workers, Path(place))
        try:
            while pool.waiting or pool.busy:
                while pool.has_room and (number := pool.next()) is not None:
                    if folder := known(jobs[number]):
                        yield number, kept(folder)
                    else:
                        pool.give(number)
                if pool.busy:
                    yield from pool.hear()
        finally:
            pool.close()


def in_turn(ended: Iterable[tuple[int, Made]], each: Callable[[int, Made], None]) -> tuple[Made, ...]:
    """All that were made, in the order of the jobs; `each` is called in that order too, as soon as those before have ended."""
    held: dict[int, Made] = {}
    told = 0
    for number, made in ended:
        held[number] = made
        while told in held:
            each(told, held[told])
            told += 1
    return tuple(held[number] for number in sorted(held))


@dataclass(eq=False)
class _Worker:
    process: BaseProcess
    pipe: Connection
    number: int | None = None
    """The job that it is at."""
    made: int = 0


@dataclass
class _Pool:
    root: Path
    jobs: Sequence[Job]
    prepare: Prepare
    size: int
    scratch: Path
    waiting: deque[int] = field(default_factory=deque)
    workers: list[_Worker] = field(default_factory=list)
    tries: Counter[int] = field(default_factory=Counter)
    make: Make | None = None

    def __post_init__(self) -> None:
        self.waiting.extend(range(len(self.jobs)))

    @property
    def busy(self) -> list[_Worker]:
        return [worker for worker in self.workers if worker.number is not None]

    @property
    def has_room(self) -> bool:
        return len(self.busy) < self.size

    def next(self) -> int | None:
        return self.waiting.popleft() if self.waiting else None

    def give(self, number: int) -> None:
        """Has a job made by a process that is free, or by a new one."""
        self.tries[number] += 1
        worker = next((worker for worker in self.workers if worker.number is None), None) or self._start()
        worker.number = number
        with suppress(OSError):  # it died since; that is heard as the job's end
            worker.pipe.send(self.jobs[number])

    def hear(self) -> Iterator[tuple[int, Made]]:
        """What came of the jobs that have ended, after waiting for one; nothing where a look round found none."""
        spoken = set(wait([worker.pipe for worker in self.busy], GLANCE))
        for worker in self.busy:
            number = worker.number
            assert number is not None, "this is a bug: a busy process has a job"
            made: Made | None = None
            if worker.pipe in spoken:
                with suppress(EOFError, OSError):
                    made = worker.pipe.recv()
            elif worker.process.is_alive():
                continue
            if made is not None:
                worker.number = None
                worker.made += 1
                if worker.made >= LIFE:
                    _end(worker)
                    self.workers.remove(worker)
                yield number, made
            elif (lost := self._lost(worker, number)) is not None:
                yield number, lost

    def _start(self) -> _Worker:
        if self.make is None:
            self.make = self.prepare()
            gc.collect()
            gc.freeze()  # what all share stays shared: the collector would write to every page
        context = multiprocessing.get_context("fork")
        ours, theirs = context.Pipe()
        # A signal between the fork and the child's own handlers would be answered by the parent's, in the child.
        with _unsignalled():
            process = context.Process(target=_serve, args=(theirs, [*(w.pipe for w in self.workers), ours], self.make, self.scratch))
            process.start()
            worker = _Worker(process, ours)
            self.workers.append(worker)
        theirs.close()
        return worker

    def _lost(self, worker: _Worker, number: int) -> Made | None:
        """What is said of a job whose process died; nothing where it is tried again."""
        _end(worker)
        self.workers.remove(worker)
        self._sweep(number)
        if self.tries[number] < TRIES:
            self.waiting.append(number)
            return None
        code = worker.process.exitcode or 0
        how = (
            f"was killed by {signal.Signals(-code).name}"
            if code < 0
            else "ran out of memory"
            if code == _NO_MEMORY
            else f"ended with {code}"
        )
        file = self.jobs[number].file
        where = Location(file.relative_to(self.root).as_posix() if file.is_relative_to(self.root) else str(file))
        message = f"the process that builds {file.stem} {how}, {TRIES} times."
        return Made(problems=(Problem("E472", message, where, hint="Memory may have run out: build with fewer --jobs."),))

    def _sweep(self, number: int) -> None:
        """Removes what a killed build left in the folders that it writes to."""
        job = self.jobs[number]
        for stage in (self.root / "build" / ".cache").glob("*"):
            sweep(stage)
        if job.order.out:
            sweep(job.order.out)
        for variant in (self.root / "build" / job.file.stem).glob("*"):
            sweep(variant)

    def close(self) -> None:
        """Ends all processes at once, and clears away what they were at."""
        for worker in self.workers:
            worker.pipe.close()
            if worker.number is not None:
                worker.process.terminate()
        for worker in self.workers:
            _end(worker)
            if worker.number is not None:
                self._sweep(worker.number)
        self.workers.clear()
        if self.make is not None:
            gc.unfreeze()


def _end(worker: _Worker) -> None:
    worker.pipe.close()
    worker.process.join(PATIENCE)
    if worker.process.is_alive():
        worker.process.kill()
        worker.process.join()


@contextmanager
def _unsignalled() -> Iterator[None]:
    """No interrupt and no call to end is answered meanwhile; it is afterwards."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _CALLS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


_CALLS = (signal.SIGINT, signal.SIGTERM)
_NO_MEMORY = 12
"""How a process ends that ran out of memory: it would keep what it has taken. The number is that of ENOMEM."""


def _serve(pipe: Connection, others: Sequence[Connection], make: Make, scratch: Path) -> None:
    """A process of the pool: makes what it is given until the pipe is closed. It may have children of its own."""
    for other in others:
        other.close()  # else the death of the parent would not be seen
    # An interrupt goes to the whole group: the parent decides, and ends its children.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Dies at once: an exception raised by a handler is lost where it meets a destructor or a weak reference. The parent clears away.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _CALLS)
    tempfile.tempdir = str(scratch)  # removed by the parent, however we end
    code = 0
    try:
        _work(pipe, make)
    except (EOFError, OSError):
        pass  # the parent is gone, or done with us
    except MemoryError:
        code = _NO_MEMORY
    finally:
        os._exit(code)


def _work(pipe: Connection, make: Make) -> None:
    gc.disable()  # one brief makes few circles of garbage: they are looked for between briefs
    while True:
        job: Any = pipe.recv()
        pipe.send(attempt(make, job))
        gc.collect()
