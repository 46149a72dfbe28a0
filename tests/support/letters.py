"""Outboxes full of messages, real servers to send them to, and the count of what arrived."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from sqlalchemy import select

from reportgen.deliver.identity import message_id
from reportgen.store import outbox, tables
from reportgen.store.connect import Store
from reportgen.store.outbox import Mail

ROOT = Path(__file__).parents[2]
PROCESSES = ROOT / "tests" / "deliver"
RUN = "weekly@2026-W13"
BAD = ("bad-550@x.test", "bad-552@x.test", "bad-554@x.test")


@dataclass(frozen=True, slots=True)
class Relay:
    """A server that runs: where, and the log of what it accepted."""

    port: int
    log: Path

    def accepted(self) -> list[list[str]]:
        """Recipient, Message-ID, hash and whether the sender was told, for each accepted message in order."""
        return [line.split() for line in self.log.read_text(encoding="utf-8").splitlines()] if self.log.exists() else []


@contextmanager
def relay(log: Path, seed: int = 0, share: float = 0.0, faults: Sequence[str] = ()) -> Iterator[Relay]:
    """Runs a server with that plan of faults."""
    order = [sys.executable, str(PROCESSES / "relay_process.py"), str(log), str(seed), str(share), *faults]
    process = subprocess.Popen(order, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert process.stdout is not None
    try:
        yield Relay(int(process.stdout.readline()), log)
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def message(recipient: str, run: str = RUN) -> bytes:
    """A small message with what breaks senders: a line that is a dot, lines that begin with one, no line end at its end."""
    identity = message_id(run, recipient, "reports.test")
    return (
        f"From: desk@reports.test\r\nTo: {recipient}\r\nSubject: Weekly\r\nMessage-ID: {identity}\r\n\r\nA line.\r\n.\r\n..two\r\n"
        + "x" * 500
    ).encode()


def fill(store: Store, recipients: Sequence[str], deadline: timedelta = timedelta(hours=1), run: str = RUN) -> None:
    """Puts a message for each recipient into the outbox, as of now."""
    now = datetime.now(UTC)
    for recipient in recipients:
        identity = message_id(run, recipient, "reports.test")
        assert outbox.enqueue(store, Mail(run, recipient, "desk@reports.test", identity, message(recipient, run), now + deadline), now)


def people(count: int) -> list[str]:
    """So many recipients, the last three of which the server refuses for good."""
    return [*(f"reader{n}@x.test" for n in range(count - len(BAD))), *BAD]


def sender(
    store: Store,
    port: int,
    *,
    seed: int = 0,
    patience: float = 30,
    policy: str = "resend",
    limit: float = 30,
    crash: str = "",
    before: Sequence[str] = (),
) -> subprocess.Popen[bytes]:
    """Starts a sender in a process of its own, killed at a named point where one is given; `before` is put before its command."""
    url = store.url.render_as_string(hide_password=False)
    order = [*before, sys.executable, str(PROCESSES / "sender_process.py"), url, str(port), str(seed), str(patience), policy, str(limit)]
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "REPORTGEN_CRASH_AT": crash}
    return subprocess.Popen(order, env=environ, start_new_session=True)


def finish(process: subprocess.Popen[bytes], seconds: float = 120) -> int:
    """Waits for a sender to end; its exit code."""
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise


@dataclass(frozen=True, slots=True)
class Count:
    """What a delivery came to: duplicates that arrived, attempts whose end was open, and the states of the outbox."""

    duplicates: int
    open_ends: int
    lost: int
    states: dict[str, int]


def audit(store: Store, relay: Relay, recipients: Sequence[str], kills: int = 0) -> Count:
    """Holds the server's log against the store: asserts the promise of docs/delivery.md, and gives the figures."""
    accepted = relay.accepted()
    copies = Counter(line[0] for line in accepted)
    entries = {e.recipient: e for e in outbox.listed(store, RUN)}
    assert set(entries) == set(recipients)
    assert set(copies) <= set(recipients)
    with store.look() as connection:
        tries = connection.execute(select(tables.attempt.c.outcome, tables.attempt.c.reply)).all()
    lost = sum(row.outcome == "lost" for row in tries)
    fenced = sum(row.outcome == "fenced" for row in tries)
    unclear = sum(row.outcome == "unknown" or row.reply.startswith("ambiguous:") for row in tries)
    for recipient, entry in entries.items():
        # Accepted at least once, or listed with a reason; and what is listed as sent did arrive.
        assert entry.state in ("sent", "failed", "unknown"), (recipient, entry)
        assert copies[recipient] or entry.reason, (recipient, entry)
        assert entry.state != "sent" or copies[recipient], (recipient, entry)
        assert (entry.state == "failed") == (recipient in BAD), (recipient, entry)
        expected = {message_id(RUN, recipient, "reports.test")}
        assert {line[1] for line in accepted if line[0] == recipient} <= expected
    assert {(line[0], line[2]) for line in accepted} <= {(r, sha256(message(r) + b"\r\n").hexdigest()) for r in recipients}
    assert lost <= kills
    duplicates = sum(copies.values()) - len(copies)
    assert duplicates <= lost + unclear + fenced
    return Count(duplicates, unclear + fenced, lost, dict(Counter(e.state for e in entries.values())))


def figures(*parts: object) -> None:
    """Says what a test reached; pytest shows it with -s."""
    sys.stdout.write(f"\nFIGURES {' '.join(map(str, parts))}\n")
