"""A second process beside a build: it loads the engines while the first one reads, and lays pages out while that writes the HTML.

Values travel by pickle, between a process and the child that it forked and to nobody else; nothing pickled is ever stored.
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import tempfile
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from queue import SimpleQueue
from threading import Thread
from typing import Any, TypeVar

from reportgen import scratch
from reportgen.model.problem import Problem, ReportError

R = TypeVar("R")
Promise = Callable[[], R]
PATIENCE = 5.0
"""Seconds that a child is given to end before it is killed."""


class Here:
    """No second process: what is asked is done when its answer is."""

    def call(self, function: Callable[..., R], *arguments: object) -> Promise[R]:
        """A promise of the function's result."""
        made: list[R] = []

        def answer() -> R:
            if not made:
                made.append(function(*arguments))
            return made[0]

        return answer

    def close(self) -> None:
        """Nothing to end."""


@dataclass
class Beside:
    """A forked child that does what it is asked, in order. To be started while the process has one thread."""

    preloads: Sequence[Callable[[], object]] = ()
    """What it does unasked, one after another, whenever nothing is asked of it."""
    _answers: dict[int, tuple[str, Any]] = field(default_factory=dict)
    _asked: int = 0
    _heard: int = 0

    def __post_init__(self) -> None:
        context = multiprocessing.get_context("fork")
        self._scratch = scratch.folder("beside")
        self._pipe, theirs = context.Pipe()
        self._child = context.Process(target=_serve, args=(theirs, self._pipe, self._scratch.name, self.preloads), daemon=True)
        self._child.start()
        theirs.close()

    def call(self, function: Callable[..., R], *arguments: object) -> Promise[R]:
        """A promise of the function's result; it raises what the function raised, and ReportError where the child died."""
        number = self._asked
        self._asked += 1
        try:
            self._pipe.send((function, arguments))
        except OSError:
            raise self._dead() from None

        def answer() -> R:
            while number not in self._answers:
                try:
                    self._answers[self._heard] = self._pipe.recv()
                except (EOFError, OSError):
                    raise self._dead() from None
                self._heard += 1
            kind, value = self._answers[number]
            if kind == "refused":
                raise ReportError(*value)
            if kind == "broken":
                raise RuntimeError(f"in the second process:\n{value}")
            found: R = value
            return found

        return answer

    def close(self) -> None:
        """Ends the child, whatever it does."""
        self._pipe.close()
        self._child.terminate()
        self._child.join(PATIENCE)
        if self._child.is_alive():
            self._child.kill()
            self._child.join()
        self._scratch.cleanup()

    def _dead(self) -> ReportError:
        self._child.join(PATIENCE)
        how = f"ended with {self._child.exitcode}" if self._child.exitcode is not None else "does not answer"
        hint = "Memory may have run out; build again, with --jobs 1 if that helps."
        return ReportError(Problem("E471", f"the process that lays out the pages {how}.", hint=hint))


def _serve(pipe: Connection, theirs: Connection, place: str, preloads: Sequence[Callable[[], object]]) -> None:
    """The child: takes requests as they come, so that whoever sends one need not wait, and answers them in order."""
    theirs.close()
    tempfile.tempdir = place  # which the parent removes, however this process ends
    # An interrupt goes to the whole group: the parent decides, and ends its child.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    requests: SimpleQueue[Any] = SimpleQueue()
    Thread(target=_listen, args=(pipe, requests), daemon=True).start()
    coming = list(preloads)
    while True:
        if coming and requests.empty():
            with suppress(ReportError):  # whoever asks for the engine is told
                coming.pop(0)()
            continue
        if (request := requests.get()) is None:
            break
        function, arguments = request
        try:
            answer: tuple[str, Any] = ("made", function(*arguments))
        except ReportError as failed:
            answer = ("refused", (failed.problem, failed.exit))
        except Exception:  # noqa: BLE001  (the parent tells it as the bug that it is)
            answer = ("broken", traceback.format_exc())
        try:
            pipe.send(answer)
        except OSError:
            break
    shutil.rmtree(place, ignore_errors=True)  # the parent may be gone
    os._exit(0)


def _listen(pipe: Connection, requests: SimpleQueue[Any]) -> None:
    while True:
        try:
            requests.put(pipe.recv())
        except (EOFError, OSError):
            requests.put(None)
            return
