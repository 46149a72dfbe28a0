"""A signal to end waits for the message under way, and not for longer than it may."""

from __future__ import annotations

import signal
import time
from threading import Thread

import pytest

from reportgen.deliver.interrupts import waiting

GRACE = 0.1


@pytest.fixture(autouse=True)
def _handlers() -> None:
    """Those of the tests are those that a program finds."""
    assert signal.getsignal(signal.SIGALRM) is signal.SIG_DFL


def interrupted(done: list[str], grace: float, seconds: float) -> None:
    with waiting(grace):
        signal.raise_signal(signal.SIGINT)
        time.sleep(seconds)
        done.append("whole")


def test_a_signal_is_heard_after_the_block() -> None:
    done: list[str] = []
    with pytest.raises(KeyboardInterrupt):
        interrupted(done, 60, 0)
    assert done == ["whole"]
    assert signal.getsignal(signal.SIGALRM) is signal.SIG_DFL


def test_a_block_that_takes_too_long_is_ended() -> None:
    done: list[str] = []
    with pytest.raises(KeyboardInterrupt):
        interrupted(done, GRACE, 60)
    assert done == []
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_second_signal_changes_nothing() -> None:
    heard = []
    old = signal.signal(signal.SIGTERM, lambda number, _: heard.append(number))
    try:
        with waiting():
            signal.raise_signal(signal.SIGTERM)
            signal.raise_signal(signal.SIGTERM)
            assert heard == []
        assert heard == [signal.SIGTERM]
    finally:
        signal.signal(signal.SIGTERM, old)


def test_other_faults_come_through() -> None:
    with pytest.raises(ValueError, match="own"), waiting():
        raise ValueError("own")
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_other_threads_have_no_signals() -> None:
    done = []

    def work() -> None:
        with waiting():
            done.append("whole")

    thread = Thread(target=work)
    thread.start()
    thread.join()
    assert done == ["whole"]
