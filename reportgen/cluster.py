"""Many briefs on many machines: the same jobs on a Dask cluster, whose workers need the installed program and nothing else.

The project's files travel once to each worker, as bytes under one hash. A worker unpacks them, builds and sends the files back with their
hashes; only the owner, the process that asked, checks and publishes. What a lost worker was at is done by another.
"""

from __future__ import annotations

import json
import logging
import re
import tempfile
import threading
import time
from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any

from reportgen import inputs, unchanged
from reportgen.batch import TRIES, Ended, Job, Known, Made, Make, attempt, builder, kept, nothing_known
from reportgen.cache import Cache
from reportgen.files import digest
from reportgen.model.document import Artifact
from reportgen.model.problem import Exit, Location, Problem, ReportError

FOLDERS = ("config", "seeds", "templates")
"""What of a project a brief is made from."""
AHEAD = 3
"""Jobs that are handed out for each worker: it need not wait for the owner, and little is lost when the owner ends."""
GREETING = 10
"""Seconds within which the scheduler has to answer."""
ABSENCE = 60.0
"""Seconds that the owner waits for a worker when there is none left: a killed one comes back within a few."""
GLANCE = 2.0
"""Seconds after which the owner looks whether there are workers still."""
_EDITION = re.compile(r"(\d{4}-\d\d-\d\d)-[0-9a-f]{8}")
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*")
_LOGGERS = ("distributed", "distributed.client", "distributed.core", "distributed.comm", "tornado.application")


@dataclass(frozen=True, slots=True)
class Bundle:
    """The files of a project by their paths in it. Two bundles are the same if their hash is."""

    hash: str
    files: tuple[tuple[str, bytes], ...] = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Sent:
    """What a worker sends back: what came of the job, the edition's folder below build/, and its files with their hashes.

    `differs` tells what the worker has otherwise than the owner; then nothing was made.
    """

    made: Made = field(default_factory=Made)
    place: str = ""
    files: tuple[tuple[str, str, bytes], ...] = field(default=(), repr=False)
    differs: str = ""


def bundle(root: Path) -> Bundle:
    """All files of a project that a brief is made from."""
    found = [path for name in FOLDERS for path in inputs.below(root / name)]
    files = tuple((path.relative_to(root).as_posix(), path.read_bytes()) for path in found)
    return Bundle(_hash(files), files)


def unpack(sent: Bundle, folder: Path) -> None:
    """The files of a bundle in a folder; raises ValueError where a path would leave it or the hash does not fit."""
    if _hash(sent.files) != sent.hash:
        raise ValueError("the project's files do not fit their hash")
    for name, data in sent.files:
        path = PurePosixPath(name)
        if path.parts[:1] not in [(known,) for known in FOLDERS] or ".." in path.parts or "\\" in name or "\0" in name:
            raise ValueError(f"{name!r} is no file of a project")
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as file:
            file.write(data)


def _hash(files: Sequence[tuple[str, bytes]]) -> str:
    content = sha256()
    for name, data in files:
        content.update(f"{name}\0{digest(data)}\n".encode())
    return content.hexdigest()


def fingerprint() -> dict[str, str]:
    """What this machine has that shows in the bytes of a brief, by name: versions, program, looks, fonts, the engine's libraries."""
    from reportgen.render.pdf import load_engine
    from reportgen.text import han

    with suppress(ReportError):
        load_engine()
    themes, templates = inputs.defaults(), inputs.default_templates()
    look = [inputs.one(inputs.below(folder), folder)[:12] for folder in ((themes / "themes") if themes else None, templates) if folder]
    absent = {face.family for face in han.lacking()}
    engine = {Path(path).resolve().name: mark.split()[0] for path, mark in inputs.engine().items() if mark}
    return {
        **inputs.versions(),
        "program": inputs.program()[:12],
        "themes and templates": " ".join(look),
        "Chinese fonts": f"without {', '.join(sorted(absent))}" if absent else "all",
        "system libraries": ", ".join(f"{name} ({size} bytes)" for name, size in sorted(engine.items())),
    }


def difference(owner: Mapping[str, str], worker: Mapping[str, str]) -> str:
    """What a worker has otherwise than the owner, in words that name both; empty where all is equal."""
    names = [name for name in dict.fromkeys((*owner, *worker)) if owner.get(name) != worker.get(name)]
    return "; ".join(f"{name}: {worker.get(name) or 'none'} there, {owner.get(name) or 'none'} here" for name in names)


_ALONE = threading.Lock()
"""The engines make one brief at a time in a process, however many threads a worker has."""


@lru_cache(maxsize=2)
def _desk(sent: Bundle, fresh: bool) -> tuple[tempfile.TemporaryDirectory[str], Make]:
    """A folder with the project, on the worker's own scratch disk, and what makes its briefs."""
    from distributed import get_worker

    folder = tempfile.TemporaryDirectory(prefix="reportgen-desk-", dir=get_worker().local_directory, ignore_cleanup_errors=True)
    unpack(sent, Path(folder.name))
    return folder, builder(Path(folder.name), fresh=fresh)()


def _hold(sent: Bundle) -> Bundle:
    """The bundle, as a task of its own: a worker fetches it once, and it is there again after the worker that held it is lost."""
    return sent


def _make(sent: Bundle, owner: Mapping[str, str], file: str, job: Job, fresh: bool) -> Sent:
    """On a worker: a brief from a bundle."""
    with _ALONE:
        if differs := difference(owner, _own()):
            return Sent(differs=differs)
        folder, make = _desk(sent, fresh)
        root = Path(folder.name)
        made = attempt(make, Job(root / file, job.order))
        if made.folder is None:
            return Sent(made)
        files = [(path.name, path.read_bytes()) for path in sorted(made.folder.iterdir())]
        place = made.folder.relative_to(root / "build").as_posix()
        return Sent(replace(made, folder=None), place, tuple((name, digest(data), data) for name, data in files))


@lru_cache(maxsize=1)
def _own() -> dict[str, str]:
    return fingerprint()


def run(root: Path, jobs: Sequence[Job], address: str, *, fresh: bool = False, known: Known = nothing_known) -> Ended:
    """What came of each job on the cluster whose scheduler has that address, with its number, as they end.

    To be closed. Raises ReportError: exit 75 where the scheduler or all workers cannot be reached, so that what is missing
    can be built later; exit 4 where a worker's program, libraries or fonts are not the owner's.
    """
    waiting = deque(range(len(jobs)))
    owner: _Owner | None = None
    try:
        while waiting or (owner and owner.asked):
            while waiting and (owner is None or len(owner.asked) < owner.most):
                number = waiting.popleft()
                if folder := known(jobs[number]):
                    yield number, kept(folder)
                    continue
                owner = owner or _Owner(root, jobs, _client(address), address, fresh=fresh)
                owner.ask(number)
            if owner and owner.asked:
                for number, made in owner.hear():
                    if made is None:
                        waiting.append(number)
                    else:
                        yield number, made
    finally:
        if owner:
            owner.close()


@dataclass
class _Owner:
    root: Path
    jobs: Sequence[Job]
    client: Any
    address: str
    fresh: bool
    asked: dict[Any, int] = field(default_factory=dict)
    tries: Counter[int] = field(default_factory=Counter)
    most: int = AHEAD

    def __post_init__(self) -> None:
        try:
            self.own = _own()
            self._greet()
            sent = bundle(self.root)
            self.bundle = self.client.submit(_hold, sent, key=f"reportgen-{sent.hash}")
        except BaseException:
            self.close()
            raise

    def ask(self, number: int) -> None:
        """Hands a job out."""
        self.tries[number] += 1
        job = Job(Path(), replace(self.jobs[number].order, out=None))
        file = self.jobs[number].file.relative_to(self.root).as_posix()
        future = self.client.submit(_make, self.bundle, self.own, file, job, self.fresh, pure=False)
        self.asked[future] = number

    def hear(self) -> Iterator[tuple[int, Made | None]]:
        """What came of the jobs that have ended, published; None where a job is to be tried again."""
        for future in self._ended():
            number = self.asked.pop(future)
            error = future.exception() if future.status == "error" else None
            if error is None:
                yield number, self._taken(number, future.result())
            else:
                yield number, self._lost(number, error)

    def close(self) -> None:
        """Calls back what is still asked for, and says goodbye."""
        with suppress(Exception):
            self.client.cancel(list(self.asked))
        with suppress(Exception):
            self.client.close(timeout=GREETING)

    def _greet(self) -> None:
        """Waits for a first worker, and looks whether all are like the owner."""
        with suppress(TimeoutError):
            self.client.wait_for_workers(1, timeout=GREETING)
        found = self.client.run(fingerprint, on_error="return")
        if not found:
            raise self._later("has no workers")
        for worker, own in sorted(found.items()):
            if not isinstance(own, dict):
                hint = f"Install reportgen {self.own['reportgen']} there, the same as here."
                raise ReportError(Problem("E474", f"the worker {worker} cannot run reportgen: {own}.", hint=hint))
            if differs := difference(self.own, own):
                raise _unlike(worker, differs)
        self.most = AHEAD * max(1, len(found))

    def _ended(self) -> list[Any]:
        import distributed

        wait: Any = distributed.wait
        alone_since: float | None = None
        while True:
            try:
                with self.client.as_current():
                    done = wait(list(self.asked), GLANCE, "FIRST_COMPLETED").done
                return [future for future in self.asked if future in done]
            except TimeoutError:
                count = len(self.client.scheduler_info(n_workers=-1)["workers"]) if self.client.status == "running" else 0
                self.most = AHEAD * max(1, count)
                now = time.monotonic()
                alone_since = None if count else alone_since or now
                if self.client.status not in ("running", "connecting") or (alone_since and now - alone_since > ABSENCE):
                    raise self._later("has lost its workers" if self.client.status == "running" else "is gone") from None
            except Exception as lost:
                if type(lost).__name__ not in ("CancelledError", "FuturesCancelledError", "FutureCancelledError", "CommClosedError"):
                    raise
                raise self._later("is gone") from None

    def _taken(self, number: int, sent: Sent) -> Made:
        if sent.differs:
            raise _unlike("that joined since", sent.differs)
        if not sent.place:
            return sent.made
        job = self.jobs[number]
        try:
            return replace(sent.made, folder=take(self.root, job, sent, fresh=self.fresh))
        except ReportError as failed:
            return Made(problems=(*sent.made.problems, failed.problem), failed=failed.exit)

    def _lost(self, number: int, error: BaseException) -> Made | None:
        """What is said of a job that ended in no answer; nothing where it is tried again."""
        if self.tries[number] < TRIES:
            return None
        file = self.jobs[number].file
        why = "killed every worker that took it" if type(error).__name__ == "KilledWorker" else f"failed on its worker: {error!r}"
        hint = "Memory may have run out there: give the workers more, or fewer of them to a machine."
        where = Location(file.relative_to(self.root).as_posix())
        return Made(problems=(Problem("E473", f"the build of {file.stem} {why}.", where, hint=hint),))

    def _later(self, what: str) -> ReportError:
        hint = "What is built stands; the same command builds what is missing."
        return ReportError(Problem("E475", f"the cluster at {self.address} {what}.", hint=hint), Exit.TRY_LATER)


def _unlike(worker: str, differs: str) -> ReportError:
    hint = "Equal bytes need equal workers: install the same there as here."
    return ReportError(Problem("E474", f"the worker {worker} is not like this machine: {differs}.", hint=hint))


def _client(address: str) -> Any:
    """A client of the scheduler at that address; raises ReportError where there is none, or no Dask here."""
    try:
        import distributed
    except ImportError:
        hint = "Install it with: pip install 'reportgen[cluster]'."
        raise ReportError(Problem("E476", "a cluster needs Dask, which is not installed.", hint=hint), Exit.SPEC) from None
    for name in _LOGGERS:  # what goes wrong is said once, by us
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    client: Any = distributed.Client
    try:
        return client(address, timeout=GREETING, set_as_default=False)
    except (OSError, TimeoutError):
        hint = f"Is it running, and may it be reached from here? It has to answer within {GREETING} seconds."
        raise ReportError(Problem("E475", f"no scheduler answers at {address}.", hint=hint), Exit.TRY_LATER) from None
    except ValueError as bad:
        hint = "An address is like tcp://host:8786."
        raise ReportError(Problem("E475", f"{address} is no address of a scheduler: {bad}.", hint=hint), Exit.SPEC) from None


def take(root: Path, job: Job, sent: Sent, *, fresh: bool = False) -> Path:
    """The folder into which the owner put what a worker sent.

    Raises ReportError where a file does not fit its hash, the manifest or the edition's name: then nothing is written.
    """
    from reportgen import manifest, pipeline

    data = {name: content for name, _, content in sent.files}
    if any(digest(content) != known for _, known, content in sent.files) or len(data) != len(sent.files):
        raise _damaged(job, "a file does not fit its hash")
    try:
        held = json.loads(data["manifest.json"])
        listed = {name: known["sha256"] for name, known in held["files"].items()}
        types = {name: str(known["media_type"]) for name, known in held["files"].items()}
        report, variant, edition = PurePosixPath(sent.place).parts
        day = date.fromisoformat(held["as_of"])
    except (ValueError, KeyError, TypeError, AttributeError):
        raise _damaged(job, "the manifest or the edition's place cannot be read") from None
    if listed != {name: digest(content) for name, content in data.items() if name != "manifest.json"}:
        raise _damaged(job, "the files are not those of the manifest")
    artifacts = tuple(Artifact(name, types.get(name, "application/json"), content) for name, content in data.items())
    if not all(_NAME.fullmatch(name) for name in (report, variant, edition, *data)) or held["report"] != report:
        raise _damaged(job, "a name is none of an edition")
    if not _EDITION.fullmatch(edition) or edition != manifest.edition(day, artifacts):
        raise _damaged(job, "the edition's name does not fit its files")
    home = root / "build" / report / variant
    folder = pipeline.put_out(home, edition, artifacts, job.order.out)
    if not fresh:
        unchanged.remember(root, Cache.of(root), unchanged.components(root, job.file, job.order), home, edition, data)
    return folder


def _damaged(job: Job, why: str) -> ReportError:
    hint = "Nothing of it was published. Build again; if it recurs, look at that worker."
    return ReportError(Problem("E477", f"what a worker sent for {job.file.stem} is damaged: {why}.", hint=hint))
