"""Through a real Postfix: our sender killed, Postfix killed, and a whole scheduled round."""

from __future__ import annotations

import random
import signal
from collections import Counter
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from reportgen.deliver.identity import message_id
from reportgen.running.round import run_due
from reportgen.store import outbox
from reportgen.store.connect import Store
from tests.running import desks
from tests.support import letters, project
from tests.support.postfix import postfix, wait_until

pytestmark = [pytest.mark.needs_postfix, pytest.mark.slow]

NUMBER = 200


def sent(store: Store) -> int:
    return len(outbox.listed(store, letters.RUN, states=("sent",)))


def test_sender_killed_twice_and_postfix_once(store: Store, tmp_path: Path) -> None:
    readers = letters.people(NUMBER)
    letters.fill(store, readers)
    chance = random.Random(4)  # noqa: S311 - a plan to be repeated
    crash, fall, kill = chance.randrange(20, 40), chance.randrange(50, 75), chance.randrange(90, 115)
    # Postfix keeps everything until the last kill is over: a reader's second copy is then one that our sender made, none of Postfix's own.
    with letters.relay(tmp_path / "log") as reader, postfix(reader.port, held=True) as server:
        # The one moment when a kill must make a second copy: accepted, and not yet written down.
        assert letters.finish(letters.sender(store, server.port, crash=f"smtp.accepted:{crash}")) == -signal.SIGKILL
        second = letters.sender(store, server.port, patience=120, limit=10)
        try:
            wait_until(lambda: sent(store) >= fall, 60, f"{fall} are sent", server.log)
            server.kill()
            server.start(held=True)
            wait_until(lambda: sent(store) >= kill, 60, f"{kill} are sent", server.log)
        finally:
            second.kill()
        assert second.wait(10) == -signal.SIGKILL
        assert letters.finish(letters.sender(store, server.port, patience=120, limit=10)) == 5
        assert not reader.accepted()
        server.kill()
        server.start()
        server.flush()
        wait_until(lambda: not server.queue(), 60, "the queue is empty", server.log)
        count = letters.audit(store, reader, readers, kills=2)
    refused = {entry.recipient: entry.reason for entry in outbox.listed(store, states=("failed",))}
    assert set(refused) == set(letters.BAD)
    assert all(f"{who[4:7]} " in why and "no such mailbox" in why for who, why in refused.items())
    assert len({line[0] for line in reader.accepted()}) == NUMBER - len(letters.BAD)
    assert 1 <= count.duplicates <= count.lost + count.open_ends
    letters.figures("postfix", f"{NUMBER} recipients, sender killed twice, Postfix once", count)


@pytest.mark.needs_pango
def test_a_scheduled_round(tmp_path: Path, shared: Path) -> None:
    with letters.relay(tmp_path / "log") as reader, postfix(reader.port) as server:
        root = desks.make(tmp_path / "desk", server.port, project.ferries(shared))
        clock = desks.Clock()
        for moment in (desks.MONDAY, desks.MONDAY + timedelta(minutes=31), desks.MONDAY + timedelta(minutes=32)):
            clock.now = moment
            desk = desks.opened(root, clock)
            made = run_due(desk)
            assert made.exit == 0
            entries = {entry.recipient: (entry, outbox.content(desk.store, entry)) for entry in outbox.listed(desk.store)}
            desk.store.close()
        wait_until(lambda: len(reader.accepted()) >= 2 and not server.queue(), 30, "both are handed on", server.log)
    # Whole briefs, attachments and all, arrive to the byte as they were frozen: no line that a real server would cut or rewrite.
    arrived = reader.accepted()
    assert Counter(line[0] for line in arrived) == {"anna@example.com": 1, "bert@example.com": 1}
    run = f"{desks.WINDOW}/fleet-review/default"
    for recipient, identity, digest, _ in arrived:
        entry, frozen = entries[recipient]
        assert (entry.run, entry.state) == (run, "sent")
        assert identity == entry.message_id == message_id(run, recipient, "example.com")
        assert digest == sha256(frozen).hexdigest()
