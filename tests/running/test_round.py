"""A round of scheduled work, end to end: a real build, a real relay, both in processes of their own where that matters."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from reportgen import manifest
from reportgen.running.round import Round, run_due
from reportgen.store import editions, outbox, runs
from reportgen.store.outbox import Entry
from tests.running import desks
from tests.running.desks import MONDAY, WINDOW, Clock
from tests.support import letters, project

pytestmark = [pytest.mark.slow, pytest.mark.needs_pango]
MAILS = f"{WINDOW}/fleet-review/default"


@pytest.fixture(scope="module")
def warm(shared: Path) -> Path:
    """A project whose brief was built once."""
    return project.ferries(shared)


@pytest.fixture
def relay(tmp_path: Path) -> Iterator[letters.Relay]:
    with letters.relay(tmp_path / "relay.log") as found:
        yield found


@pytest.fixture
def root(tmp_path: Path, warm: Path, relay: letters.Relay, kept: str) -> Path:
    return desks.make(tmp_path / "desk", relay.port, warm, delivery=kept)


@pytest.fixture
def clock(root: Path) -> Clock:
    """Half an hour before the first window, of which the desk has been told."""
    found = Clock()
    one_round(root, found)
    found.now = MONDAY + timedelta(minutes=31)
    return found


def one_round(root: Path, clock: Clock) -> Round:
    desk = desks.opened(root, clock)
    try:
        return run_due(desk)
    finally:
        desk.store.close()


def entries(root: Path, clock: Clock, run: str = "") -> dict[str, Entry]:
    desk = desks.opened(root, clock)
    try:
        return {f"{one.run} {one.recipient}": one for one in outbox.listed(desk.store) if one.run.startswith(run)}
    finally:
        desk.store.close()


def letter(root: Path, clock: Clock, run: str, recipient: str) -> EmailMessage:
    """The frozen message."""
    desk = desks.opened(root, clock)
    try:
        entry = next(one for one in outbox.listed(desk.store) if (one.run, one.recipient) == (run, recipient))
        found = message_from_bytes(outbox.content(desk.store, entry), policy=policy.default)
    finally:
        desk.store.close()
    assert isinstance(found, EmailMessage)
    return found


def test_everybody_gets_the_brief_once(root: Path, clock: Clock, relay: letters.Relay) -> None:
    made = one_round(root, clock)
    assert (made.exit, [(one.key, one.state, one.why) for one in made.ended]) == (0, [(WINDOW, "done", "")])
    assert sorted(line[0] for line in relay.accepted()) == ["anna@example.com", "bert@example.com"]
    edition = next((root / "build" / "fleet-review" / "default").glob("2*"))
    anna, bert = letter(root, clock, MAILS, "anna@example.com"), letter(root, clock, MAILS, "bert@example.com")
    assert "Freight fills the ships again" in anna["Subject"]
    assert "Fracht füllt die Schiffe wieder" in bert["Subject"]
    assert "bert" not in anna.as_string().lower().replace(anna["Message-ID"], "")
    attached = {part.get_filename(): part.get_payload(decode=True) for part in bert.iter_attachments()}
    assert attached == {f"fleet-review-2025-03-31.de.{form}": (edition / f"brief.de.{form}").read_bytes() for form in ("pdf", "html")}
    (shared,) = (root / "out" / "share").iterdir()
    assert {path.name: path.read_bytes() for path in shared.iterdir()} == {
        name: (edition / name).read_bytes() for name in ("brief.en.pdf", "brief.en.html")
    }
    for later in (timedelta(0), timedelta(hours=1), timedelta(days=-2), timedelta(hours=23)):
        again = Clock(clock.now + later)
        assert (one_round(root, again).exit, one_round(root, again).ended) == (0, ())
    assert len(relay.accepted()) == 2


def test_health(root: Path, clock: Clock) -> None:
    one_round(root, clock)
    health = json.loads((root / "build" / "health.json").read_bytes())
    assert (health["ok"], health["sent"], health["not_sent"], health["relay"]) == (True, 2, [], "reached")
    assert health["runs"]["weekly"] == {
        "period": "2025-03-31T08:30", "state": "done", "reason": "", "changed": "2025-03-31T06:31:00+00:00",
    }  # fmt: skip
    assert health["next"][0] == {"schedule": "weekly", "period": "2025-04-01T08:30", "at": "2025-04-01T06:30:00+00:00"}


def test_what_does_not_pass_is_not_sent_and_its_owner_is_told(root: Path, clock: Clock, relay: letters.Relay) -> None:
    alarm = root / "alarm.txt"
    delivery = root / "config" / "delivery.yaml"
    code = "import sys; open(sys.argv[1], 'a').write(sys.argv[2])"
    delivery.write_text(delivery.read_text() + f"alarm: {json.dumps([sys.executable, '-c', code, str(alarm)])}\n")
    project.edit(
        root / project.FACTS, "market_share,FY2024,,,,34.5,,pct,=,T,f02,p9,34.5%", "market_share,FY2024,,,,4.5,,pct,=,T,f02,p9,4.5%"
    )
    made = one_round(root, clock)
    assert made.exit == 5
    (ended,) = made.ended
    assert ended.state == "failed"
    why = ended.why
    assert "shares['lakeline'] > shares['ardent']" in why
    assert [line[0] for line in relay.accepted()] == ["owner@example.com"]
    told = letter(root, clock, f"{WINDOW}#failure", "owner@example.com")
    assert told["Subject"] == "weekly 2025-03-31T08:30 failed; nothing untrue was sent"
    assert " ".join(why.split(";")[0].split()) in " ".join(told.get_body(("plain",)).get_content().split())
    assert alarm.read_text().startswith(f"{WINDOW}: fleet-review: ")
    assert not (root / "out").exists()
    assert json.loads((root / "build" / "health.json").read_bytes())["ok"] is False


def test_only_when_figures_changed(root: Path, clock: Clock, relay: letters.Relay) -> None:
    desks.write(root, "config/schedules/weekly.yaml", desks.SCHEDULE + "only_when: {figures_changed: true}\n")
    assert one_round(root, clock).ended[0].state == "done"
    clock.now += timedelta(days=1)
    made = one_round(root, clock)
    assert [(one.state, one.why) for one in made.ended] == [("skipped", "fleet-review does not go out: no figure has changed")]
    project.edit(root / project.FACTS, "52.4,m,EUR,=,A,f01,p5,52.4 million", "53.4,m,EUR,=,A,f01,p5,53.4 million")
    clock.now += timedelta(days=1)
    assert one_round(root, clock).ended[0].state == "done"
    assert Counter(line[0] for line in relay.accepted()) == {"anna@example.com": 2, "bert@example.com": 2}


def test_nobody_gets_what_was_not_approved(root: Path, clock: Clock, relay: letters.Relay) -> None:
    desks.write(root, "config/schedules/weekly.yaml", desks.SCHEDULE + "approval: required\n")
    assert one_round(root, clock).exit == 0
    assert [line[0] for line in relay.accepted()] == ["owner@example.com"]
    asked = letter(root, clock, f"{MAILS}#approval", "owner@example.com")
    edition = next((root / "build" / "fleet-review" / "default").glob("2*"))
    attached = {part.get_filename(): part.get_payload(decode=True) for part in asked.iter_attachments()}
    assert attached["fleet-review-2025-03-31.en.pdf"] == (edition / "brief.en.pdf").read_bytes()  # the very file to be approved
    assert asked["Subject"] != letter(root, clock, MAILS, "anna@example.com")["Subject"]
    desk = desks.opened(root, clock)
    try:
        (known,) = editions.listed(desk.store)
        assert known.hash == manifest.content_of(edition)
        assert editions.approve(desk.store, known.id, known.hash, "owner", clock.now) == 2
    finally:
        desk.store.close()
    one_round(root, clock)
    assert Counter(line[0] for line in relay.accepted()) == {"owner@example.com": 1, "anna@example.com": 1, "bert@example.com": 1}


def test_changed_bytes_are_not_approved(root: Path, clock: Clock, relay: letters.Relay) -> None:
    desks.write(root, "config/schedules/weekly.yaml", desks.SCHEDULE + "approval: required\n")
    one_round(root, clock)
    edition = next((root / "build" / "fleet-review" / "default").glob("2*"))
    (edition / "brief.en.html").write_bytes(b"other words")
    desk = desks.opened(root, clock)
    try:
        (known,) = editions.listed(desk.store)
        with pytest.raises(Exception, match="are not those that were built"):
            editions.approve(desk.store, known.id, manifest.content_of(edition), "owner", clock.now)
    finally:
        desk.store.close()
    one_round(root, clock)
    assert [line[0] for line in relay.accepted()] == ["owner@example.com"]


def test_a_relay_that_is_away_is_waited_for(root: Path, clock: Clock, relay: letters.Relay) -> None:
    delivery = root / "config" / "delivery.yaml"
    there = delivery.read_text()
    delivery.write_text(there.replace(str(relay.port), "9"))
    made = one_round(root, clock)
    assert made.exit == 75
    assert made.report.away
    assert {one.state for one in entries(root, clock).values()} == {"queued"}
    delivery.write_text(there)
    clock.now += timedelta(minutes=10)
    assert one_round(root, clock).exit == 0
    assert len(relay.accepted()) == 2


COMMAND = [sys.executable, "-m", "reportgen.cli.main", "--project"]


def scheduler(root: Path, crash: str = "") -> subprocess.Popen[str]:
    """A scheduler in a process of its own, on the clock of this machine."""
    env = project.environment(REPORTGEN_CRASH_AT=crash)
    return subprocess.Popen(
        [*COMMAND, str(root), "schedule", "run-due"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env
    )


def announced(root: Path, hours: int = 0) -> None:
    """A run that is due, as a scheduler that died a moment ago leaves it."""
    clock = Clock()
    desk = desks.opened(root, clock)
    try:
        assert runs.announce(desk.store, "weekly", f"2025-03-31T{8 + hours:02}:30", "", clock.now)
    finally:
        desk.store.close()


@pytest.mark.parametrize(
    "point", ["run.claimed", "run.recorded", "run.enqueued", "run.enqueued:2", "run.made", "smtp.body", "smtp.accepted"]
)
def test_a_killed_scheduler_leaves_what_the_next_one_finishes(root: Path, relay: letters.Relay, point: str) -> None:
    announced(root)
    first = scheduler(root, point)
    first.communicate(timeout=120)
    assert first.returncode == -signal.SIGKILL
    second = scheduler(root)
    out, err = second.communicate(timeout=120)
    assert second.returncode == 0, (out, err)
    copies = Counter((line[0], line[1]) for line in relay.accepted())
    assert {name for name, _ in copies} == {"anna@example.com", "bert@example.com"}
    assert len(copies) == 2, "one Message-ID each"
    # only what the relay had accepted when the process died may come twice
    assert sum(copies.values()) == (3 if point == "smtp.accepted" else 2)
    assert not list((root / "build").rglob(".part-*"))


@pytest.mark.parametrize("count", [2, 4])
def test_schedulers_at_once_make_each_run_once(root: Path, relay: letters.Relay, count: int) -> None:
    for hours in range(3):
        announced(root, hours)
    running = [scheduler(root) for _ in range(count)]
    ended = [one.communicate(timeout=300) for one in running]
    # 75 of one that ends while another is sending: try later, all is in good hands
    assert {one.returncode for one in running} <= {0, 75}, ended
    told = sorted(line for out, _ in ended for line in out.splitlines() if "weekly@" in line)
    assert told == [f"weekly@2025-03-31T{hour}:30: done" for hour in ("08", "09", "10")]
    assert Counter(line[0] for line in relay.accepted()) == {"anna@example.com": 3, "bert@example.com": 3}
    assert len({line[1] for line in relay.accepted()}) == 6


def test_rehearsals_put_nothing_on_record(root: Path, clock: Clock, relay: letters.Relay, tmp_path: Path) -> None:
    ran = project.run(root, "schedule", "try", "weekly", "--dry-run", str(tmp_path / "eml"))
    assert (ran.exit, ran.err) == (0, "")
    assert sorted(path.name for path in (tmp_path / "eml").iterdir()) == ["fleet-review.default.anna.eml", "fleet-review.default.bert.eml"]
    ran = project.run(root, "schedule", "try", "weekly", "--to", "me@example.com")
    assert (ran.exit, ran.out, ran.err) == (0, "2 mails to me@example.com\n", "")
    assert [line[0] for line in relay.accepted()] == ["me@example.com", "me@example.com"]
    assert entries(root, clock) == {}


def test_a_daemon_makes_what_is_due(root: Path, relay: letters.Relay) -> None:
    announced(root)
    ran = project.process(root, "schedule", "daemon", "--rounds", "1")
    assert (ran.exit, ran.err) == (0, "")
    assert ran.out.splitlines() == [f"{WINDOW}: done", "2 sent"]
    assert len(relay.accepted()) == 2


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["SIGINT", "SIGTERM"])
def test_a_daemon_that_is_ended_ends_its_round(root: Path, number: signal.Signals, code: int) -> None:
    running = subprocess.Popen([*COMMAND, str(root), "schedule", "daemon"], env=project.environment(), stdout=subprocess.DEVNULL)
    health = root / "build" / "health.json"
    while not health.exists() and running.poll() is None:
        time.sleep(0.05)
    running.send_signal(number)
    assert running.wait(10) == code


def test_targets_wait_for_the_approval_as_mail_does(root: Path, clock: Clock) -> None:
    desks.write(root, "config/schedules/weekly.yaml", desks.SCHEDULE + "approval: required\n")
    one_round(root, clock)
    assert not (root / "out").exists()
    desk = desks.opened(root, clock)
    try:
        (known,) = editions.listed(desk.store)
        editions.approve(desk.store, known.id, known.hash, "owner", clock.now)
    finally:
        desk.store.close()
    assert one_round(root, clock).exit == 0
    assert len(list((root / "out" / "share").iterdir())) == 1


def test_a_target_is_served_when_it_can_be(root: Path, clock: Clock) -> None:
    (root / "out").write_text("in the way")
    made = one_round(root, clock)
    assert made.exit == 75
    assert [(one.target, one.state, one.reason) for one in made.unserved] == [("share", "waiting", "cannot write: not a directory.")]
    (root / "out").unlink()
    assert one_round(root, clock).exit == 0
    assert len(list((root / "out" / "share").iterdir())) == 1


def test_a_target_that_is_given_up_is_told_until_a_person_settles_it(root: Path, clock: Clock) -> None:
    (root / "out").write_text("in the way")
    one_round(root, clock)
    clock.now += timedelta(hours=5)
    assert one_round(root, clock).exit == 5
    ran = project.run(root, "status")
    assert ran.exit == 5
    assert "target share failed" in ran.out
    assert "do:  put it right, then reportgen outbox retry" in ran.out
    (root / "out").unlink()
    ran = project.run(root, "outbox", "retry")
    assert (ran.exit, ran.err) == (0, "")
    assert "1 target made due." in ran.out
    assert len(list((root / "out" / "share").iterdir())) == 1


def test_a_project_without_delivery_is_told_what_it_lacks(tmp_path: Path) -> None:
    root = project.copy(tmp_path / "desk")
    ran = project.run(root, "schedule", "run-due")
    assert ran.exit == 2
    assert "config/delivery.yaml there is no such file; mail needs it." in ran.err
    assert not (root / "build").exists()
