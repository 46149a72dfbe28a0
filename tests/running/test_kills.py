"""A whole round, build and mail, killed at sampled system calls or ended by a signal: the next rounds finish it alone."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select

from reportgen.store import outbox, runs, tables
from reportgen.store.keep import check
from tests.running import desks
from tests.running.desks import WINDOW, Clock
from tests.support import letters, project

SWEEP = bool(os.environ.get("REPORTGEN_SWEEP"))
PEOPLE = 200 if SWEEP else 12
FAULTS = ("drop-rcpt", "drop-data", "451", "421", "accept-then-die")
MOMENTS = 25 if SWEEP else 3
"""Of each of two signals."""
CALLS = ("pwrite64", "fdatasync", "sendto", "rename", "fsync")
ROUNDS = 40
pytestmark = [pytest.mark.slow, pytest.mark.needs_pango]


def numbers(call: str) -> Iterator[int]:
    """At which calls of that name the process is killed, until a round has fewer of them."""
    yield from (1, 2, 3, 5, 8, *range(13, 4000, 53)) if SWEEP else {"pwrite64": (2, 30), "sendto": (40,)}.get(call, (2,))


@dataclass(frozen=True, slots=True)
class Account:
    """What a killed round came to."""

    duplicates: int
    open_ends: int
    states: dict[str, int]


@pytest.fixture(scope="module")
def warm(shared: Path) -> Path:
    """A project whose brief was built once."""
    return project.ferries(shared)


def desk(root: Path, port: int, warm: Path) -> list[str]:
    """A desk with a run that is due; the addresses that it serves."""
    addresses = letters.people(PEOPLE)
    desks.make(root, port, warm)
    people = "".join(f"  r{number}: {{address: {one}, locale: en, groups: [board]}}\n" for number, one in enumerate(addresses))
    desks.write(root, "config/recipients/board.yaml", f"recipients:\n{people}")
    desks.write(root, "config/domains.yaml", "allowed: [example.com, x.test]\n")
    clock = Clock()
    opened = desks.opened(root, clock)
    with closing(opened.store):
        assert runs.announce(opened.store, "weekly", "2025-03-31T08:30", "", clock.now)
    return addresses


def round_(root: Path, *words: str, before: tuple[str, ...] = ()) -> int:
    command = [*before, *project.command("--project", str(root), *words)]
    return subprocess.run(command, env=project.environment(), capture_output=True, timeout=300, check=False).returncode


def waiting(root: Path) -> int:
    """How many messages are still to be sent."""
    opened = desks.opened(root, Clock())
    with closing(opened.store) as store:
        return len(outbox.listed(store, states=("queued", "sending")))


def account(root: Path, relay: letters.Relay, addresses: list[str], kills: int) -> Account:
    """Holds what the relay accepted against the store; asserts the promise of docs/delivery.md."""
    accepted = relay.accepted()
    copies = Counter(line[0] for line in accepted)
    opened = desks.opened(root, Clock())
    with closing(opened.store) as store:
        check(store)
        entries = {e.recipient: e for e in outbox.listed(store) if e.run == f"{WINDOW}/fleet-review/default"}
        with store.look() as connection:
            tries = connection.execute(select(tables.attempt.c.outcome, tables.attempt.c.reply)).all()
    assert set(entries) == set(addresses)
    assert set(copies) <= {*addresses, "owner@example.com"}
    for address, entry in entries.items():
        assert entry.state == ("failed" if address in letters.BAD else "sent"), entry
        assert copies[address] or entry.reason, entry
    for address in copies:
        assert len({(line[1], line[2]) for line in accepted if line[0] == address}) == 1, "one Message-ID, the same bytes"
    unclear = sum(t.outcome in ("unknown", "fenced") or t.reply.startswith("ambiguous:") for t in tries)
    duplicates = sum(copies.values()) - len(copies)
    assert duplicates <= kills + unclear
    return Account(duplicates, unclear, dict(Counter(e.state for e in entries.values())))


@pytest.mark.skipif(not shutil.which("strace"), reason="no strace here")
@pytest.mark.parametrize("call", CALLS)
def test_killed_at_system_calls(tmp_path: Path, warm: Path, call: str) -> None:
    points = duplicates = allowed = 0
    for number in numbers(call):
        root = tmp_path / f"{number}"
        with letters.relay(tmp_path / f"{number}.log", number, 0.1, FAULTS) as relay:
            addresses = desk(root, relay.port, warm)
            inject = ("strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={call}:signal=SIGKILL:when={number}")
            code = round_(root, "schedule", "run-due", before=inject)
            if code not in (-signal.SIGKILL, 128 + signal.SIGKILL):
                break
            points += 1
            seen = {folder: project.tree(folder) for folder in (root / "build" / "fleet-review" / "default").glob("2*")}
            assert round_(root, "schedule", "run-due") in (5, 75)
            for _ in range(ROUNDS):
                if not waiting(root):
                    break
                assert round_(root, "outbox", "retry") in (5, 75)  # what the relay put off
            found = account(root, relay, addresses, kills=1)
        assert all(project.tree(folder) == files for folder, files in seen.items()), "an edition is whole as soon as it is seen"
        assert not list((root / "build").rglob(".part-*"))
        duplicates += found.duplicates
        allowed += 1 + found.open_ends
        shutil.rmtree(root)
    assert points
    letters.figures(call, f"{points} points, {PEOPLE} recipients: {duplicates} duplicates, {allowed} allowed")


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["SIGINT", "SIGTERM"])
@pytest.mark.parametrize("words", [("build", "--fresh"), ("schedule", "run-due")], ids=["build", "run-due"])
def test_ended_at_moments(tmp_path: Path, warm: Path, words: tuple[str, ...], number: signal.Signals, code: int) -> None:
    whole = 0.0
    ended = 0
    for moment in range(MOMENTS + 1):
        root, scratch = tmp_path / f"{moment}", tmp_path / f"tmp{moment}"
        scratch.mkdir()
        with letters.relay(tmp_path / f"{moment}.log") as relay:
            addresses = desk(root, relay.port, warm)
            started = time.monotonic()
            running = subprocess.Popen(
                project.command("--project", str(root), *words),
                env=project.environment(TMPDIR=str(scratch)),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            if moment == 0:  # how long it takes undisturbed
                assert running.wait(120) in (0, 5)
                whole = time.monotonic() - started
                continue
            time.sleep(whole * moment / (MOMENTS + 1))
            os.killpg(running.pid, number)  # as a terminal or a service manager does: the whole group
            found = running.wait(5)
            assert found in (code, -number, 0, 5), found  # -number before Python has set its handlers
            ended += found in (code, -number)
            assert not list((root / "build").rglob(".part-*"))
            assert not list(scratch.iterdir())
            seen = {folder: project.tree(folder) for folder in (root / "build" / "fleet-review" / "default").glob("2*")}
            assert round_(root, *words) in (0, 5)
            assert all(project.tree(folder) == files for folder, files in seen.items())
            if words[0] == "schedule":
                account(root, relay, addresses, kills=0)
    assert ended
    letters.figures(words[0], number.name, f"{ended} of {MOMENTS} ended, whole in {whole:.1f} s")
