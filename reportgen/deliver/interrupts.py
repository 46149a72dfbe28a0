"""Signals that ask a process to end wait for the message under way: who stops a sender makes no copy that nobody asked for."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

ASK = (signal.SIGINT, signal.SIGTERM)
GRACE = 4.0
"""Seconds that a signal waits at most; a relay that stalls longer leaves the message as a killed sender does."""


@contextmanager
def waiting(seconds: float = GRACE) -> Iterator[None]:
    """Holds back SIGINT and SIGTERM until the block has ended, so many seconds at most. Does nothing outside the main thread."""
    if threading.current_thread() is not threading.main_thread() or signal.getsignal(signal.SIGALRM) is not signal.SIG_DFL:
        yield
        return
    before = {number: handler for number in ASK if (handler := signal.getsignal(number)) is not None}
    asked: list[int] = []

    def note(number: int, _: FrameType | None) -> None:
        if not asked:
            signal.setitimer(signal.ITIMER_REAL, seconds)
        asked.append(number)

    def restore() -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        for number, handler in before.items():
            signal.signal(number, handler)

    def end(_: int, __: FrameType | None) -> None:
        restore()
        signal.raise_signal(asked.pop(0))

    signal.signal(signal.SIGALRM, end)
    for number in before:
        signal.signal(number, note)
    try:
        yield
    finally:
        restore()
        if asked:
            signal.raise_signal(asked[0])
