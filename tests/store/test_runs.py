"""Runs exist once and are worked on by one process at a time, also when several compete, stall or die."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest
from sqlalchemy import URL

from reportgen.store import runs
from reportgen.store.connect import Store
from reportgen.store.events import history
from reportgen.store.owner import is_gone, this_process
from reportgen.store.schema import open_store

NOW = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
LEASE = timedelta(minutes=1)
WINDOWS = 500


@pytest.fixture
def sleeper() -> Iterator[subprocess.Popen[bytes]]:
    """A process of its own, to be asked whether it is there."""
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    yield process
    process.kill()
    process.wait()


def test_a_run_exists_once(store: Store) -> None:
    assert runs.announce(store, "weekly", "2026-W13", "2026-03-29", NOW)
    assert not runs.announce(store, "weekly", "2026-W13", "2026-03-30", NOW + LEASE)
    assert [(r.key, r.state, r.as_of) for r in runs.listed(store)] == [("weekly@2026-W13", "due", "2026-03-29")]


def test_a_claim_holds_until_its_lease_ends(store: Store) -> None:
    runs.announce(store, "weekly", "1", "2026-03-29", NOW)
    first = runs.claim(store, NOW, "elsewhere|1|1", LEASE)
    assert first is not None
    assert (first.state, first.fence, first.lease_until) == ("working", 1, NOW + LEASE)
    assert runs.claim(store, NOW + LEASE / 2, "elsewhere|2|2", LEASE) is None
    assert runs.renew(store, first, NOW + LEASE / 2, LEASE)
    assert runs.claim(store, NOW + LEASE, "elsewhere|2|2", LEASE) is None
    second = runs.claim(store, NOW + 2 * LEASE, "elsewhere|2|2", LEASE)
    assert second is not None
    assert second.fence == 2
    assert not runs.renew(store, first, NOW + 2 * LEASE, LEASE)
    assert not runs.finish(store, first, "done", NOW + 2 * LEASE)
    assert runs.finish(store, second, "done", NOW + 2 * LEASE)
    assert runs.claim(store, NOW + 9 * LEASE, "elsewhere|3|3", LEASE) is None
    assert [e.what for e in history(store, "weekly@1")] == ["due", "working", "working", "done"]


def test_the_same_owner_is_fenced_too(store: Store) -> None:
    runs.announce(store, "weekly", "1", "2026-03-29", NOW)
    first = runs.claim(store, NOW, "elsewhere|1|1", LEASE)
    second = runs.claim(store, NOW + LEASE, "elsewhere|1|1", LEASE)
    assert first
    assert second
    assert not runs.finish(store, first, "done", NOW + LEASE)
    assert runs.finish(store, second, "failed", NOW + LEASE, "no data")
    assert runs.listed(store, "weekly")[0].reason == "no data"


def test_one_run_is_claimed_by_name(store: Store) -> None:
    for period in ("1", "2"):
        runs.announce(store, "weekly", period, "2026-03-29", NOW)
    held = runs.claim_one(store, "weekly", "2", NOW, "elsewhere|1|1", LEASE)
    assert held is not None
    assert held.period == "2"
    assert runs.claim_one(store, "weekly", "2", NOW, "elsewhere|2|1", LEASE) is None


def test_a_dead_owner_is_seen_at_once_and_a_stopped_one_is_not(sleeper: subprocess.Popen[bytes]) -> None:
    owner = this_process().split("|")
    started = Path(f"/proc/{sleeper.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[19]
    name = f"{owner[0]}|{sleeper.pid}|{started}"
    assert not is_gone(name)
    sleeper.send_signal(signal.SIGSTOP)
    assert not is_gone(name)
    sleeper.kill()
    sleeper.wait()
    assert is_gone(name)
    assert not is_gone("elsewhere/1234/1|1|1")
    assert not is_gone("")


def test_the_run_of_a_dead_owner_is_taken_at_once(store: Store) -> None:
    runs.announce(store, "weekly", "1", "2026-03-29", NOW)
    worker = multiprocessing.get_context("fork").Process(target=_claim_and_die, args=(store,))
    worker.start()
    worker.join()
    assert worker.exitcode == -signal.SIGKILL
    assert runs.listed(store)[0].state == "working"
    assert runs.claim(store, NOW, this_process(), LEASE) is not None


def _claim_and_die(store: Store) -> None:
    assert runs.claim(store, NOW, this_process(), timedelta(days=1))
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize("workers", [2, 4])
def test_competing_schedulers_make_each_window_once(url: URL, workers: int) -> None:
    open_store(url).close()
    context = multiprocessing.get_context("fork")
    barrier = context.Barrier(workers)
    with context.Manager() as manager:
        taken = manager.list()
        crew = [context.Process(target=_compete, args=(url, barrier, taken, n)) for n in range(workers)]
        for one in crew:
            one.start()
        for one in crew:
            one.join(300)
        assert [one.exitcode for one in crew] == [0] * workers
        counted = Counter(period for period, _ in taken)
    assert counted == Counter(str(n) for n in range(WINDOWS))
    store = open_store(url)
    assert Counter(r.state for r in runs.listed(store)) == {"done": WINDOWS}
    assert {r.fence for r in runs.listed(store)} == {1}
    store.close()


def _compete(url: URL, barrier: Barrier, taken: list[tuple[str, int]], number: int) -> None:
    store = open_store(url)
    mine: list[tuple[str, int]] = []
    for window in range(WINDOWS):
        if window % 10 == 0:
            barrier.wait(120)
        runs.announce(store, "busy", str(window), "2026-03-29", NOW)
        held = runs.claim_one(store, "busy", str(window), NOW, this_process(), LEASE)
        if held:
            mine.append((held.period, number))
            assert runs.finish(store, held, "done", NOW)
    taken.extend(mine)
    store.close()


def test_a_store_survives_a_fork(store: Store) -> None:
    runs.announce(store, "weekly", "0", "2026-03-29", NOW)
    context = multiprocessing.get_context("fork")
    crew = [context.Process(target=runs.announce, args=(store, "weekly", str(n), "2026-03-29", NOW)) for n in (1, 2)]
    for one in crew:
        one.start()
    for one in crew:
        one.join(60)
    assert sorted(r.period for r in runs.listed(store)) == ["0", "1", "2"]
