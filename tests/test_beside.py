"""A second process: answers in order, what it raises is raised here, and it leaves nothing behind however it ends."""

from __future__ import annotations

import os
import signal
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from reportgen.beside import Beside, Here
from reportgen.model.problem import Exit, Problem, ReportError


@pytest.fixture(params=["here", "beside"])
def hand(request: pytest.FixtureRequest) -> Iterator[Here | Beside]:
    found = Here() if request.param == "here" else Beside()
    yield found
    found.close()


@pytest.fixture
def other() -> Iterator[Beside]:
    found = Beside()
    yield found
    found.close()


def refuse(code: str) -> None:
    raise ReportError(Problem(code, "no such font."), Exit.DATA)


def slowly(number: int) -> int:
    time.sleep(0.01 * (3 - number))
    return number


def scratch() -> str:
    return tempfile.mkdtemp()


def test_promises_are_kept_in_any_order(hand: Here | Beside) -> None:
    promises = [hand.call(slowly, number) for number in range(3)]
    assert [promise() for promise in reversed(promises)] == [2, 1, 0]
    assert promises[1]() == 1  # and may be asked again


def test_a_refusal_is_raised_where_the_answer_is_asked(hand: Here | Beside) -> None:
    promise = hand.call(refuse, "E463")
    assert hand.call(slowly, 2)() == 2
    with pytest.raises(ReportError) as raised:
        promise()
    assert (raised.value.problem, raised.value.exit) == (Problem("E463", "no such font."), Exit.DATA)


def test_a_bug_over_there_is_a_bug_here(other: Beside) -> None:
    promise = other.call(int, "seven")
    with pytest.raises(RuntimeError, match="invalid literal for int"):
        promise()


def test_work_is_done_over_there(other: Beside) -> None:
    assert other.call(os.getpid)() != os.getpid()


def test_long_requests_do_not_wait_for_each_other(other: Beside) -> None:
    # more than a pipe holds, while the other process is at work
    promises = [other.call(len, bytes(1 << 20)) for _ in range(5)]
    assert [promise() for promise in promises] == [1 << 20] * 5


def test_a_dead_process_is_told_with_its_end(other: Beside) -> None:
    promise = other.call(os.kill, other.call(os.getpid)(), signal.SIGKILL)
    with pytest.raises(ReportError) as raised:
        promise()
    assert raised.value.problem.code == "E471"
    assert "ended with -9" in raised.value.problem.message
    assert raised.value.exit == Exit.OUTPUT


def test_an_engine_that_cannot_be_loaded_is_told_by_who_asks_for_it() -> None:
    def preload() -> None:
        refuse("E470")

    other = Beside([preload])
    try:
        assert other.call(slowly, 1)() == 1
    finally:
        other.close()


def test_temporary_files_go_with_the_process(other: Beside) -> None:
    folder = Path(other.call(scratch)())
    assert folder.is_dir()
    other.call(time.sleep, 60)
    start = time.monotonic()
    other.close()
    assert time.monotonic() - start < 5
    assert not folder.exists()
