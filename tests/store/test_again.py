"""What is done once more when a person asks: a run that failed, a mail that was lost behind the relay; on both stores."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from reportgen.model.problem import ReportError
from reportgen.store import editions, outbox, runs, suppressions
from reportgen.store.connect import Store
from reportgen.store.keep import prune
from tests.support import shelf

NOW = datetime(2025, 3, 31, 6, 30, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
HOUR = timedelta(hours=1)
RUN, ANNA = "weekly@2025-03-31T08:30/fleet-review/default", "anna@example.com"


def ended(store: Store, state: str) -> runs.Run:
    assert runs.announce(store, "weekly", "p", "2025-03-31", NOW)
    held = runs.claim(store, NOW, "a", HOUR)
    assert held is not None
    assert runs.finish(store, held, state, NOW, "why")
    return held


def test_a_failed_run_is_due_again_with_its_day(store: Store) -> None:
    held = ended(store, "failed")
    again = runs.redo(store, "weekly", "p", "mended", LATER)
    assert again is not None
    assert (again.state, again.as_of, again.reason, again.changed) == ("due", "2025-03-31", "", LATER)
    assert runs.redo(store, "weekly", "p", "twice", LATER) is None  # it is due: nothing to do
    taken = runs.claim(store, LATER, "b", HOUR)
    assert taken is not None
    assert (taken.key, taken.fence) == (held.key, held.fence + 1)
    assert not runs.finish(store, held, "done", LATER)  # who had it before is fenced


@pytest.mark.parametrize("state", ["done", "skipped"])
def test_no_other_run_is_made_again(store: Store, state: str) -> None:
    ended(store, state)
    assert runs.redo(store, "weekly", "p", "mended", LATER) is None
    assert runs.redo(store, "weekly", "q", "mended", LATER) is None
    assert runs.listed(store)[0].state == state


def now() -> datetime:
    return datetime.now(UTC)


def sent(store: Store, edition: str | None = None) -> outbox.Entry:
    shelf.mail(store, RUN, ANNA, edition)
    entry = outbox.take(store, now(), "a", HOUR)
    assert entry is not None
    assert outbox.settle(store, entry, "sent", "250 ok", now())
    return entry


def test_an_accepted_mail_is_queued_again_as_it_was(store: Store) -> None:
    before = sent(store)
    again = outbox.again(store, RUN, ANNA, now(), now() + HOUR)
    assert again is not None
    assert (again.state, again.message_id, again.hash) == ("queued", before.message_id, before.hash)
    taken = outbox.take(store, now(), "b", HOUR)
    assert taken is not None
    assert outbox.content(store, taken) == outbox.content(store, before)
    assert [tried.outcome for tried in outbox.attempts(store, taken)] == ["sent"]
    assert outbox.again(store, RUN, "bert@example.com", LATER, LATER) is None


def test_who_was_reached_stays_reached_whatever_becomes_of_the_copy(store: Store) -> None:
    sent(store)
    assert outbox.again(store, RUN, ANNA, now(), now() + HOUR)
    taken = outbox.take(store, now(), "b", HOUR)
    assert taken is not None
    assert outbox.settle(store, taken, "failed", "550 no such mailbox", now())
    (entry,) = outbox.listed(store)
    assert (entry.state, entry.reason) == ("sent", "accepted before; a copy that was asked for is failed: 550 no such mailbox")
    assert outbox.again(store, RUN, ANNA, now(), now() - HOUR)  # its time is over before it is tried
    assert outbox.expire(store, now()) == 1
    assert outbox.listed(store)[0].state == "sent"


def test_bytes_that_were_pruned_are_told(store: Store) -> None:
    sent(store)
    prune(store, now() + HOUR)
    with pytest.raises(ReportError, match="were pruned"):
        outbox.again(store, RUN, ANNA, LATER, LATER)


def test_what_must_not_go_out_is_refused(store: Store) -> None:
    shelf.mail(store, RUN, ANNA)
    with pytest.raises(ReportError, match="not sent again: it is queued, and outbox retry sends it now"):
        outbox.again(store, RUN, ANNA, LATER, LATER)
    entry = outbox.take(store, now(), "a", HOUR)
    assert entry is not None
    outbox.settle(store, entry, "sent", "250 ok", now())
    suppressions.suppress(store, ANNA, "left", now())
    with pytest.raises(ReportError, match="list of those that get nothing: left"):
        outbox.again(store, RUN, ANNA, LATER, LATER)
    assert outbox.listed(store)[0].state == "sent"


def test_a_withdrawn_edition_is_not_sent_again(store: Store, tmp_path: Path) -> None:
    edition = shelf.edition(tmp_path)
    shelf.on_record(store, tmp_path, edition)
    sent(store, edition)
    editions.withdraw(store, edition, "wrong", now())
    with pytest.raises(ReportError, match="its edition is withdrawn"):
        outbox.again(store, RUN, ANNA, LATER, LATER)
