"""Sending to a real server that goes wrong, by senders that are killed: everybody is reached or named, nobody is reached for nothing."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import URL

from reportgen.deliver.crash import POINTS
from reportgen.deliver.send import Backoff, Report, World, send
from reportgen.deliver.smtp import Relay, Timeouts
from reportgen.model.problem import Exit, ReportError
from reportgen.store import editions, outbox, suppressions
from reportgen.store.connect import Store
from reportgen.store.keep import check
from reportgen.store.outbox import Mail
from reportgen.store.owner import this_process
from reportgen.store.schema import open_store
from tests.deliver.relay_process import AFTER, FAULTS
from tests.support import letters

SWEEP = bool(os.environ.get("REPORTGEN_SWEEP"))
QUICK = Backoff(timedelta(milliseconds=20), timedelta(milliseconds=100))


def world(start: datetime | None = None) -> World:
    """The real clock, or one that starts elsewhere and goes on as the sender sleeps."""
    if start is None:
        return World(lambda: datetime.now(UTC), time.sleep, lambda: 0.5, this_process())
    passed = [0.0]
    return World(lambda: start + timedelta(seconds=passed[0]), lambda s: passed.__setitem__(0, passed[0] + s), lambda: 0.5, this_process())


def near(port: int, limit: float = 30) -> Relay:
    """The relay; a server that stalls needs a limit that is worth waiting for."""
    return Relay("127.0.0.1", port, "none", timeouts=Timeouts(30, limit, limit))


def test_without_faults_everybody_gets_one_copy(store: Store, tmp_path: Path) -> None:
    readers = letters.people(200 if SWEEP else 60)
    letters.fill(store, readers)
    with letters.relay(tmp_path / "log") as server:
        report = send(store, near(server.port), world())
        count = letters.audit(store, server, readers)
    assert (count.duplicates, count.open_ends, count.lost) == (0, 0, 0)
    assert report.sent == len(readers) - 3
    assert report.exit is Exit.DELIVERY
    assert {(n.recipient, n.state, n.reason) for n in report.not_sent} == {
        (bad, "failed", f"the recipient was refused: {bad[4:7]} no such mailbox") for bad in letters.BAD
    }


def test_a_second_round_sends_nothing(store: Store, tmp_path: Path) -> None:
    letters.fill(store, ["reader@x.test"])
    with letters.relay(tmp_path / "log") as server:
        assert send(store, near(server.port), world()) == Report(1)
        assert send(store, near(server.port), world()) == Report(0)
        assert len(server.accepted()) == 1


@pytest.mark.parametrize("seed", range(50 if SWEEP else 2))
def test_a_server_with_faults(store: Store, tmp_path: Path, seed: int) -> None:
    readers = letters.people(200 if SWEEP else 40)
    letters.fill(store, readers)
    with letters.relay(tmp_path / "log", seed, 0.05 + 0.35 * seed / 50, FAULTS) as server:
        assert letters.finish(letters.sender(store, server.port, seed=seed, patience=120, limit=1)) == 5
        count = letters.audit(store, server, readers)
    letters.figures("faults", seed, count)


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault(store: Store, tmp_path: Path, fault: str) -> None:
    readers = [f"reader{n}@x.test" for n in range(4)]
    letters.fill(store, readers)
    with letters.relay(tmp_path / "log", 1, 0.5, (fault,)) as server:
        report = send(store, near(server.port, 1), world(), backoff=QUICK, patience=timedelta(seconds=60))
        count = letters.audit(store, server, readers)
    assert report == Report(4)
    assert (count.duplicates > 0) == (fault in AFTER)


@pytest.mark.parametrize("fault", AFTER)
def test_hold_never_makes_a_second_copy(store: Store, tmp_path: Path, fault: str) -> None:
    letters.fill(store, ["reader@x.test"])
    with letters.relay(tmp_path / "log", 0, 1.0, (fault,)) as server:
        report = send(store, near(server.port, 1), world(), policy="hold", backoff=QUICK, patience=timedelta(seconds=5))
        assert len(server.accepted()) == 1
    assert report.exit is Exit.DELIVERY
    assert [(n.state, n.reason.partition(":")[0]) for n in report.not_sent] == [("unknown", "no answer to the message")]


@pytest.mark.parametrize("point", POINTS)
def test_killed_at_a_named_point(store: Store, tmp_path: Path, point: str) -> None:
    readers = letters.people(200 if SWEEP else 12)
    letters.fill(store, readers)
    with letters.relay(tmp_path / "log") as server:
        # A connection is made anew only after a refusal; the other points are passed by every message.
        at = f"{point}:{2 if point == 'smtp.connected' else 5}"
        assert letters.finish(letters.sender(store, server.port, crash=at)) == -signal.SIGKILL
        check(store)
        assert letters.finish(letters.sender(store, server.port)) == 5
        count = letters.audit(store, server, readers, kills=1)
    assert count.duplicates == (1 if point == "smtp.accepted" else 0)


@pytest.mark.parametrize("point", ["outbox.taken", "smtp.accepted"])
def test_a_kill_with_hold_leaves_it_unknown(store: Store, tmp_path: Path, point: str) -> None:
    letters.fill(store, ["reader@x.test"])
    with letters.relay(tmp_path / "log") as server:
        letters.finish(letters.sender(store, server.port, crash=point))
        assert letters.finish(letters.sender(store, server.port, policy="hold")) == 5
        assert len(server.accepted()) == (point == "smtp.accepted")
    assert [e.state for e in outbox.listed(store)] == ["unknown"]


@pytest.mark.parametrize("seed", range(20 if SWEEP else 1))
def test_four_senders_faults_and_kills(store: Store, tmp_path: Path, seed: int) -> None:
    readers, kills = letters.people(200 if SWEEP else 40), 25 if SWEEP else 3
    letters.fill(store, readers)
    chance = random.Random(seed)  # noqa: S311 - a plan to be repeated
    with letters.relay(tmp_path / "log", seed, 0.2, FAULTS) as server:
        crew = [letters.sender(store, server.port, seed=n, patience=120, limit=1) for n in range(4)]
        try:
            killed = 0
            while killed < kills and any(one.poll() is None for one in crew):
                time.sleep(chance.uniform(0.1, 0.6) + (0.8 if killed == 0 else 0))
                number = chance.randrange(4)
                if crew[number].poll() is None:
                    crew[number].kill()
                    killed += 1
                crew[number].wait()
                crew[number] = letters.sender(store, server.port, seed=killed, patience=120, limit=1)
            for one in crew:
                assert letters.finish(one) == 5
        finally:
            for one in crew:
                one.kill()
        count = letters.audit(store, server, readers, kills=killed)
    assert check(store) == len(readers)
    letters.figures("four", seed, f"{killed} kills", count)


CALLS = ("pwrite64", "sendto", "fdatasync")


@pytest.mark.skipif(not shutil.which("strace"), reason="no strace here")
@pytest.mark.parametrize("call", CALLS)
def test_killed_at_system_calls(tmp_path: Path, call: str) -> None:
    readers = letters.people(200 if SWEEP else 8)
    found = duplicates = 0
    for number in range(1, 2000, 7) if SWEEP else (3, 12, 25):
        store = open_store(URL.create("sqlite", database=str(tmp_path / f"{number}.db")))
        letters.fill(store, readers)
        store.close()
        with letters.relay(tmp_path / f"{number}.log") as server:
            inject = ("strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={call}:signal=SIGKILL:when={number}")
            code = letters.finish(letters.sender(store, server.port, before=inject))
            if code == 5:
                break
            assert code in (-signal.SIGKILL, 128 + signal.SIGKILL)
            found += 1
            assert letters.finish(letters.sender(store, server.port)) == 5
            count = letters.audit(store, server, readers, kills=1)
            duplicates += count.duplicates
        check(store)
        store.close()
    assert found >= 2
    letters.figures(call, f"{found} points, {duplicates} duplicates")


def test_a_stopped_sender_wakes_up_fenced(store: Store, tmp_path: Path) -> None:
    letters.fill(store, ["reader@x.test"])
    with letters.relay(tmp_path / "log", 0, 1.0, ("slow-rcpt",)) as server, letters.relay(tmp_path / "good") as good:
        first = letters.sender(store, server.port, patience=0)
        until = time.monotonic() + 30
        while not outbox.listed(store, states=("sending",)) and time.monotonic() < until:
            time.sleep(0.005)
        os.kill(first.pid, signal.SIGSTOP)
        (held,) = outbox.listed(store, states=("sending",))
        assert outbox.take(store, datetime.now(UTC), this_process(), timedelta(minutes=1)) is None
        later = datetime.now(UTC) + timedelta(hours=0.5)
        assert send(store, near(good.port), world(later)).sent == 1
        assert not outbox.renew(store, held, later, timedelta(hours=1))
        os.kill(first.pid, signal.SIGCONT)
        letters.finish(first)
        assert [line[0] for line in server.accepted() + good.accepted()] == ["reader@x.test"]
    (entry,) = outbox.listed(store)
    assert entry.state == "sent"
    assert [a.outcome for a in outbox.attempts(store, entry)] == ["lost", "sent", "fenced"]


def test_a_message_that_was_taken_over_is_not_ended(store: Store, tmp_path: Path) -> None:
    from reportgen.deliver.smtp import Connection

    with letters.relay(tmp_path / "log") as server:
        answer = Connection(near(server.port)).send("desk@reports.test", "reader@x.test", letters.message("reader@x.test"), lambda: False)
        assert answer.verdict == "fenced"
        time.sleep(0.2)
        assert not server.accepted()


def test_the_relay_is_away(store: Store, tmp_path: Path) -> None:
    letters.fill(store, ["reader@x.test"])
    with letters.relay(tmp_path / "log") as server:
        port = server.port
    report = send(store, near(port), world())
    assert report.exit is Exit.TRY_LATER
    assert [(n.state, n.reason) for n in report.not_sent] == [
        ("queued", f"the relay is away: 127.0.0.1:{port}: [Errno 111] Connection refused")
    ]
    assert not outbox.attempts(store, outbox.listed(store)[0])
    late = send(store, near(port), world(datetime.now(UTC) + timedelta(hours=2)))
    assert late.exit is Exit.DELIVERY
    assert late.not_sent[0].reason.startswith("not accepted before its deadline")


def test_a_server_that_is_away_for_ten_minutes(store: Store, tmp_path: Path) -> None:
    letters.fill(store, ["reader@x.test"])
    with letters.relay(tmp_path / "log", 3, 0.97, ("drop-connect", "greet-421")) as server:
        start = datetime.now(UTC)
        clock = world(start)
        assert send(store, near(server.port), clock, patience=timedelta(hours=24)).sent + len(outbox.listed(store, states=("failed",))) == 1
        assert clock.clock() > start + timedelta(minutes=1)


def test_the_wait_grows_and_ends() -> None:
    backoff = Backoff(timedelta(minutes=1), timedelta(hours=1))
    assert [backoff.wait(n, 0) / timedelta(minutes=1) for n in (1, 2, 3, 7, 900)] == [1, 2, 4, 60, 60]
    assert backoff.wait(2, 1) == timedelta(minutes=1)


def test_suppressed_and_withdrawn_are_not_sent(store: Store, tmp_path: Path) -> None:
    now = datetime.now(UTC)
    editions.record(store, "weekly-1", "weekly", "", "build/weekly-1", "a" * 64, now)
    mail = Mail("r@1", "gone@x.test", "desk@reports.test", "<1@x>", b"A: b\n\nc\n", now + timedelta(hours=1), "weekly-1")
    with pytest.raises(ReportError, match=r"E622.*did not pass every check"):
        outbox.enqueue(store, mail, now)
    editions.checked(store, "weekly-1", now)
    assert outbox.enqueue(store, mail, now)
    letters.fill(store, ["reader@x.test", "OTHER@x.test"])
    assert suppressions.suppress(store, "Reader@x.test", "bounced", now) == 1
    assert suppressions.suppress(store, "other@x.test", "unsubscribed", now) == 1
    assert editions.withdraw(store, "weekly-1", "a wrong figure", now) == ()
    with letters.relay(tmp_path / "log") as server:
        report = send(store, near(server.port), world())
        assert not server.accepted()
    assert report.exit is Exit.DONE
    assert [(n.recipient, n.state, n.reason) for n in report.not_sent] == [
        ("gone@x.test", "cancelled", "the edition is withdrawn: a wrong figure"),
        ("reader@x.test", "suppressed", "bounced"),
        ("OTHER@x.test", "suppressed", "unsubscribed"),
    ]


def test_resend_sends_the_same_bytes_to_those_who_failed(store: Store, tmp_path: Path) -> None:
    readers = ["reader@x.test", letters.BAD[0]]
    letters.fill(store, readers)
    with letters.relay(tmp_path / "log") as server:
        send(store, near(server.port), world())
        before = outbox.listed(store, states=("failed",))
        now = datetime.now(UTC)
        assert outbox.release(store, letters.RUN, now, now + timedelta(hours=1)) == 1
        send(store, near(server.port), world())
        assert [line[0] for line in server.accepted()] == ["reader@x.test"]
    after = outbox.listed(store, states=("failed",))
    assert (after[0].hash, after[0].message_id, after[0].attempts) == (before[0].hash, before[0].message_id, 2)


def test_damaged_bytes_are_never_sent(store: Store, tmp_path: Path) -> None:
    letters.fill(store, ["reader@x.test"])
    with store.change() as connection:
        connection.exec_driver_sql("UPDATE outbox SET hash = 'x'")
    with letters.relay(tmp_path / "log") as server:
        with pytest.raises(ReportError) as caught:
            send(store, near(server.port), world())
        assert not server.accepted()
    assert (caught.value.problem.code, caught.value.exit) == ("E600", Exit.STORE)
    assert [e.state for e in outbox.listed(store)] == ["failed"]
