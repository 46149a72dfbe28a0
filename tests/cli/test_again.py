"""`schedule redo` and `outbox resend --to`: what a person does after a failure was mended, or for a recipient who lost a mail."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from reportgen.running.round import Round, run_due
from reportgen.store import editions, outbox
from tests.running import desks
from tests.running.desks import MONDAY, WINDOW, Clock
from tests.support import letters, project

pytestmark = [pytest.mark.slow, pytest.mark.needs_pango]
RUN = f"{WINDOW}/fleet-review/default"
ANNA, BERT, OWNER = "anna@example.com", "bert@example.com", "owner@example.com"
SHARE = "market_share,FY2024,,,,34.5,,pct,=,T,f02,p9,34.5%"
WRONG = "market_share,FY2024,,,,4.5,,pct,=,T,f02,p9,4.5%"


@pytest.fixture
def relay(tmp_path: Path) -> Iterator[letters.Relay]:
    with letters.relay(tmp_path / "relay.log") as found:
        yield found


@pytest.fixture
def root(tmp_path: Path, relay: letters.Relay, shared: Path, kept: str) -> Path:
    return desks.make(tmp_path / "desk", relay.port, project.ferries(shared), delivery=kept)


def one_round(root: Path, clock: Clock) -> Round:
    desk = desks.opened(root, clock)
    with closing(desk.store):
        return run_due(desk)


def at_the_window(root: Path) -> Clock:
    clock = Clock()
    one_round(root, clock)
    clock.now = MONDAY + timedelta(minutes=31)
    return clock


def test_a_failed_run_is_made_again_when_its_cause_is_mended(root: Path, relay: letters.Relay) -> None:
    project.edit(root / project.FACTS, SHARE, WRONG)
    clock = at_the_window(root)
    assert one_round(root, clock).exit == 5
    status = project.run(root, "status")
    assert f"reportgen schedule redo '{WINDOW}' --reason TEXT" in status.out
    redo = ("schedule", "redo", WINDOW, "--reason", "the share was mistyped")
    assert project.run(root, *redo).out == f"{WINDOW} is due again. It is made with the next reportgen schedule run-due.\n"
    assert one_round(root, clock).exit == 5  # not mended yet: it fails as it did, and its owner is told once more
    assert Counter(line[0] for line in relay.accepted()) == {OWNER: 2}
    assert project.run(root, *redo).exit == 0
    project.edit(root / project.FACTS, WRONG, SHARE)
    assert [(one.key, one.state) for one in one_round(root, clock).ended] == [(WINDOW, "done")]
    assert Counter(line[0] for line in relay.accepted()) == {OWNER: 2, ANNA: 1, BERT: 1}
    done = project.run(root, *redo)
    assert (done.exit, f"{WINDOW} is done. Only a run that failed is made again." in done.err) == (2, True)


def test_a_run_that_cannot_be_made_again_is_told_why(root: Path) -> None:
    def told(*words: str) -> str:
        ran = project.run(root, "schedule", "redo", *words)
        assert ran.exit == 2
        return ran.err

    assert "ever ran" in told(WINDOW, "--reason", "x")
    project.edit(root / project.FACTS, SHARE, WRONG)
    one_round(root, at_the_window(root))
    assert f"Did you mean '{WINDOW}'" in told(WINDOW.replace("03-31", "03-30"), "--reason", "x")
    assert "say what was mended" in told(WINDOW, "--reason", " ")
    (root / "config" / "schedules" / "weekly.yaml").unlink()
    assert "there is no schedule weekly any more" in told(WINDOW, "--reason", "x")
    assert "0 things need a person." in project.run(root, "status").out


def test_a_lost_mail_is_sent_again_to_who_lost_it(root: Path, relay: letters.Relay) -> None:
    clock = at_the_window(root)
    assert one_round(root, clock).exit == 0
    ran = project.run(root, "outbox", "resend", RUN, "--to", "Anna@example.com")
    assert (ran.exit, ran.out) == (0, "1 message queued. It goes with the next reportgen outbox send or schedule run-due.\n")
    assert project.run(root, "outbox", "send").out == "1 sent\n"
    copies = [line for line in relay.accepted() if line[0] == ANNA]
    assert len(copies) == 2
    assert copies[0] == copies[1], "the same bytes under the same Message-ID"
    assert len(relay.accepted()) == 3
    assert project.run(root, "outbox", "resend", RUN).out == "0 messages queued.\n"


def test_who_is_named_must_have_been_served(root: Path) -> None:
    clock = at_the_window(root)
    one_round(root, clock)
    stranger = project.run(root, "outbox", "resend", RUN, "--to", "ana@example.com")
    assert (stranger.exit, f"Did you mean '{ANNA}'" in stranger.err) == (2, True)
    both = project.run(root, "outbox", "resend", RUN, "--to", ANNA, "--only-failed")
    assert (both.exit, "give one of them" in both.err) == (2, True)


def test_who_asked_for_a_copy_is_told_of_a_withdrawal(root: Path, relay: letters.Relay) -> None:
    clock = at_the_window(root)
    one_round(root, clock)
    assert project.run(root, "outbox", "resend", RUN, "--to", ANNA).exit == 0
    desk = desks.opened(root, clock)
    with closing(desk.store) as store:
        (edition,) = editions.listed(store)
    assert project.run(root, "edition", "withdraw", edition.id, "--reason", "a wrong share").exit == 0
    desk = desks.opened(root, clock)
    with closing(desk.store) as store:
        states = {(one.recipient, one.run.endswith("#withdrawn")): one.state for one in outbox.listed(store)}
    assert states == {(ANNA, False): "cancelled", (BERT, False): "sent", (ANNA, True): "queued", (BERT, True): "queued"}
    again = project.run(root, "outbox", "resend", RUN, "--to", BERT)
    assert "E624" in again.err
    assert "its edition is withdrawn" in again.err
