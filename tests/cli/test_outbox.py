"""reportgen outbox, edition, store and status: over a real store and a real relay."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from reportgen.cli.stores import open_place
from reportgen.store import editions, outbox
from reportgen.store.connect import Store
from tests.running import desks
from tests.support import letters, project, shelf

RUN = "weekly@2025-03-31T08:30/fleet-review/default"
ANNA, BERT = "anna@example.com", "bert@example.com"


@pytest.fixture
def relay(tmp_path: Path) -> Iterator[letters.Relay]:
    with letters.relay(tmp_path / "relay.log") as found:
        yield found


@pytest.fixture
def root(tmp_path: Path, relay: letters.Relay, kept: str) -> Path:
    return desks.make(tmp_path / "desk", relay.port, delivery=kept)


@pytest.fixture
def by_file(tmp_path: Path, relay: letters.Relay) -> Path:
    """A project whose store is a file of its own."""
    return desks.make(tmp_path / "desk", relay.port)


@contextmanager
def opened(root: Path) -> Iterator[Store]:
    with closing(open_place(root)) as store:
        yield store


def states(root: Path) -> dict[str, str]:
    with opened(root) as store:
        return {f"{one.run} {one.recipient}": one.state for one in outbox.listed(store)}


def said(letter: EmailMessage, kind: str) -> str:
    """The text or the HTML of a message."""
    body = letter.get_body((kind,))
    assert body is not None
    found: str = body.get_content()
    return found


def test_who_only_reads_makes_no_store(by_file: Path) -> None:
    assert project.run(by_file, "outbox", "list") == project.Ran(0, "", "no store yet; nothing was ever sent.\n")
    assert project.run(by_file, "outbox", "suppressed").out == ""
    assert project.run(by_file, "list", "editions").out == ""
    assert project.run(by_file, "status").exit == 0
    assert not (by_file / "build").exists()


def test_what_is_sent_what_is_not_and_what_a_person_does(root: Path, relay: letters.Relay) -> None:
    with opened(root) as store:
        for recipient in (ANNA, letters.BAD[0]):
            shelf.mail(store, RUN, recipient)
    sent = project.run(root, "outbox", "send")
    assert (sent.exit, sent.out) == (5, "1 sent\n")
    assert sent.err.startswith(f"{RUN}: {letters.BAD[0]} failed: the recipient was refused: 550")
    assert [line[0] for line in relay.accepted()] == [ANNA]
    listed = project.run(root, "outbox", "list", "--state", "failed").out.splitlines()
    assert listed[0].split() == ["run", "recipient", "state", "tries", "since,", "or", "next", "try", "reason"]
    assert len(listed) == 2
    assert listed[1].startswith(f"{RUN}  {letters.BAD[0]}  failed  1  ")
    told = [json.loads(line) for line in project.run(root, "outbox", "list", "--json").out.splitlines()]
    assert [(one["recipient"], one["state"], one["attempts"]) for one in told] == [(ANNA, "sent", 1), (letters.BAD[0], "failed", 1)]
    status = project.run(root, "status")
    assert status.exit == 5
    assert "outbox: 1 failed, 1 sent" in status.out
    assert f"- {RUN}: {letters.BAD[0]} failed, since " in status.out
    assert project.run(root, "outbox", "resend", RUN, "--only-failed").out.startswith("1 message queued.")
    stopped = project.run(root, "outbox", "suppress", letters.BAD[0], "--reason", "bounced")
    assert stopped.out == f"{letters.BAD[0]} gets nothing any more; 1 message stopped.\n"
    assert project.run(root, "outbox", "send").exit == 0
    assert project.run(root, "status").exit == 0
    assert len(relay.accepted()) == 1
    assert "bounced" in project.run(root, "outbox", "suppressed").out
    assert project.run(root, "outbox", "unsuppress", letters.BAD[0]).exit == 0
    assert project.run(root, "outbox", "unsuppress", letters.BAD[0]).exit == 2


def test_what_waits_for_its_next_try_is_tried_at_once(root: Path, relay: letters.Relay) -> None:
    with opened(root) as store:
        shelf.mail(store, RUN, ANNA)
    delivery = root / "config" / "delivery.yaml"
    there = delivery.read_text()
    delivery.write_text(there.replace(str(relay.port), "9"))
    away = project.run(root, "outbox", "send")
    assert away.exit == 75
    assert "the relay is away" in away.err
    delivery.write_text(there)
    with opened(root) as store:
        taken = outbox.take(store, datetime.now(UTC), "test", timedelta(minutes=1))
        assert taken is not None
        outbox.settle(store, taken, "queued", "451 later", datetime.now(UTC), next_try=datetime.now(UTC) + timedelta(minutes=30))
    assert project.run(root, "outbox", "send").exit == 75
    retried = project.run(root, "outbox", "retry")
    assert (retried.exit, retried.out) == (0, "1 message made due.\n1 sent\n")


def test_an_approval_holds_for_the_very_bytes(root: Path, relay: letters.Relay) -> None:
    edition = shelf.edition(root)
    with opened(root) as store:
        shelf.on_record(store, root, edition)
        shelf.mail(store, RUN, ANNA, edition, held=True)
    status = project.run(root, "status")
    assert status.exit == 5
    assert f"do:  reportgen outbox approve '{edition}' --by NAME" in status.out
    page = shelf.folder(root, edition) / "brief.en.html"
    was = page.read_bytes()
    page.write_bytes(b"other words")
    refused = project.run(root, "outbox", "approve", edition, "--by", "Clara")
    assert (refused.exit, refused.out) == (3, "")
    assert "E613" in refused.err
    assert states(root) == {f"{RUN} {ANNA}": "held"}
    assert project.run(root, "outbox", "send").out == "0 sent\n"
    page.write_bytes(was)
    approved = project.run(root, "outbox", "approve", "weekly@2025-03-31T08:30", "--by", "Clara")
    assert (approved.exit, approved.out.splitlines()[0]) == (0, f"approved {edition} by Clara")
    assert project.run(root, "outbox", "send").exit == 0
    assert [line[0] for line in relay.accepted()] == [ANNA]
    assert project.run(root, "outbox", "approve", "nothing", "--by", "Clara").exit == 2


def test_the_time_for_which_mail_was_held_is_not_lost(root: Path) -> None:
    edition = shelf.edition(root)
    with opened(root) as store:
        shelf.on_record(store, root, edition)
        shelf.mail(store, RUN, ANNA, edition, held=True)
        (before,) = outbox.listed(store)
        (known,) = editions.listed(store)
        late = before.changed + timedelta(days=2)
        assert editions.approve(store, edition, known.hash, "Clara", late) == 1
        (after,) = outbox.listed(store)
    assert (after.state, after.deadline) == ("queued", before.deadline + timedelta(days=2))


def test_those_who_received_what_is_withdrawn_are_told_why(root: Path, relay: letters.Relay) -> None:
    edition = shelf.edition(root)
    with opened(root) as store:
        shelf.on_record(store, root, edition)
        shelf.mail(store, RUN, ANNA, edition, held=True)
    assert project.run(root, "outbox", "approve", edition, "--by", "Clara").exit == 0
    assert project.run(root, "outbox", "send").exit == 0
    with opened(root) as store:
        shelf.mail(store, f"{RUN}/again", BERT, edition)
    withdrawn = project.run(root, "edition", "withdraw", edition.rpartition("/")[2], "--reason", "The freight rate <was> wrong.")
    assert (withdrawn.exit, withdrawn.err) == (0, "")
    notice = f"{edition}#withdrawn"
    assert f"1 notice in the outbox; approve them: reportgen outbox approve '{notice}' --by NAME." in withdrawn.out
    assert states(root) == {f"{RUN} {ANNA}": "sent", f"{RUN}/again {BERT}": "cancelled", f"{notice} {ANNA}": "held"}
    assert project.run(root, "outbox", "send").out == "0 sent\n"
    time.sleep(1.1)  # until the date in a mail is another one
    again = project.run(root, "edition", "withdraw", edition, "--reason", "Once more.")
    assert (again.exit, again.out) == (0, f"{edition} is withdrawn.\n")
    assert project.run(root, "outbox", "approve", notice, "--by", "Clara").exit == 0
    assert project.run(root, "outbox", "send").exit == 0
    assert [line[0] for line in relay.accepted()] == [ANNA, ANNA]
    with opened(root) as store:
        entry = next(one for one in outbox.listed(store, notice))
        letter = message_from_bytes(outbox.content(store, entry), policy=policy.default)
        with pytest.raises(Exception, match="is withdrawn; it is not sent"):
            shelf.mail(store, "later", BERT, edition)
    assert isinstance(letter, EmailMessage)
    assert letter["Subject"] == f"[Withdrawn] {shelf.TITLE}"
    plain, html = said(letter, "plain"), said(letter, "html")
    assert plain.startswith("Withdrawn. Do not use this brief any more.")
    assert "The freight rate <was> wrong." in plain
    assert "The freight rate &lt;was&gt; wrong." in html
    assert "withdrawn" in project.run(root, "list", "editions").out


def test_who_may_have_received_it_is_told_too(root: Path) -> None:
    edition = shelf.edition(root)
    now = datetime.now(UTC)
    with opened(root) as store:
        shelf.on_record(store, root, edition)
        shelf.mail(store, RUN, ANNA, edition)
        shelf.mail(store, RUN, BERT, edition)
        taken = outbox.take(store, now + timedelta(seconds=1), "test", timedelta(minutes=1))
        assert taken is not None
        outbox.settle(store, taken, "queued", "ambiguous: the connection was lost", now, next_try=now + timedelta(hours=1))
    assert project.run(root, "edition", "withdraw", edition, "--reason", "wrong").exit == 0
    assert states(root) == {
        f"{RUN} {ANNA}": "cancelled",
        f"{RUN} {BERT}": "cancelled",
        f"{edition}#withdrawn {taken.recipient}": "queued",
    }


def test_an_edition_that_was_only_built_can_be_superseded(root: Path) -> None:
    edition = shelf.edition(root)
    assert project.run(root, "edition", "supersede", edition, "--reason", " ").exit == 2
    assert project.run(root, "edition", "supersede", "2001-01-01-00000000", "--reason", "x").exit == 2
    assert project.run(root, "edition", "supersede", edition, "--reason", "a later one").exit == 0
    assert project.run(root, "edition", "supersede", edition, "--reason", "a later one").exit == 3
    other = shelf.edition(root, "2025-04-01")
    (shelf.folder(root, other) / "figures.csv").write_bytes(b"")
    refused = project.run(root, "edition", "withdraw", other, "--reason", "x")
    assert refused.exit == 2
    assert "are not those that were built" in refused.err


def test_the_store_is_looked_after(by_file: Path, tmp_path: Path) -> None:
    assert "version 0 to 1" in project.run(by_file, "store", "migrate").out
    assert "nothing to do" in project.run(by_file, "store", "migrate").out
    with opened(by_file) as store:
        shelf.mail(store, RUN, ANNA)
    assert project.run(by_file, "store", "check").out.endswith("store.db: whole, 1 message\n")
    copy = tmp_path / "copy.db"
    assert project.run(by_file, "store", "backup", str(copy)) == project.Ran(0, f"{copy}\n", "")
    assert project.run(by_file, "store", "prune", "--days", "1").out == "the bytes of 0 messages dropped\n"
    with closing(sqlite3.connect(by_file / "build" / "store.db")) as raw:
        raw.execute("UPDATE outbox SET message = x'00'")
        raw.commit()
    for command in (("store", "check"), ("outbox", "send")):
        damaged = project.run(by_file, *command)
        assert (damaged.exit, "E600" in damaged.err) == (6, True), command


def test_status_for_machines(root: Path) -> None:
    with opened(root) as store:
        shelf.mail(store, RUN, ANNA)
    ran = project.run(root, "status", "--json")
    told = json.loads(ran.out)
    assert (ran.exit, told["ok"], told["outbox"], told["needs_a_person"], told["health"]) == (0, True, {"queued": 1}, [], None)
    assert told["oldest_queued"]["recipient"] == ANNA
    assert [(one["schedule"], one["last"], one["next"]["zone"]) for one in told["schedules"]] == [("weekly", None, "Europe/Berlin")]
