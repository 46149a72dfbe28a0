"""A copy while the store is in use, what may go with time, and damage that is noticed."""

from __future__ import annotations

import random
import sqlite3
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import URL, inspect, text

from reportgen.model.problem import Exit, ReportError
from reportgen.store import connect, editions, outbox, runs, schema
from reportgen.store.connect import Store, locate
from reportgen.store.events import history
from reportgen.store.keep import backup, check, prune, restore
from reportgen.store.outbox import Mail
from reportgen.store.schema import migrate, open_store

NOW = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
DAY = timedelta(days=1)


def mail(recipient: str, body: bytes = b"Subject: A\n\nB\n", edition: str | None = None, run: str = "r@1") -> Mail:
    return Mail(run, recipient, "desk@x.test", f"<{recipient}>", body, NOW + DAY, edition)


def test_one_message_for_each_run_and_recipient(store: Store) -> None:
    assert outbox.enqueue(store, mail("a@x.test"), NOW)
    assert not outbox.enqueue(store, mail("a@x.test", b"Subject: other\n\n"), NOW)
    (entry,) = outbox.listed(store)
    assert entry.hash == sha256(b"Subject: A\r\n\r\nB\r\n").hexdigest()
    assert outbox.content(store, entry) == b"Subject: A\r\n\r\nB\r\n"


@pytest.mark.parametrize("address", ["a@x.test,b@x.test", "a", "a@x.test\r\nRCPT TO:<b@x.test>", "<a@x.test>", "A <a@x.test>", "a@b@c", ""])
def test_an_address_is_exactly_one(store: Store, address: str) -> None:
    with pytest.raises(ReportError, match="E621"):
        outbox.enqueue(store, mail(address), NOW)
    assert not outbox.listed(store)


def test_an_approval_is_bound_to_the_bytes(store: Store) -> None:
    editions.record(store, "weekly-1", "weekly", "", "build/weekly-1", "a" * 64, NOW)
    editions.checked(store, "weekly-1", NOW)
    outbox.enqueue(store, mail("a@x.test", edition="weekly-1"), NOW, held=True)
    assert outbox.take(store, NOW, "o|1|1", DAY) is None
    with pytest.raises(ReportError, match="E613"):
        editions.approve(store, "weekly-1", "b" * 64, "Ann", NOW)
    assert outbox.listed(store)[0].state == "held"
    editions.record(store, "weekly-2", "weekly", "", "build/weekly-2", "c" * 64, NOW)
    editions.checked(store, "weekly-2", NOW)
    assert outbox.enqueue(store, mail("a@x.test", b"Subject: new\n\n", "weekly-2"), NOW, held=True)
    assert editions.approve(store, "weekly-1", "a" * 64, "Ann", NOW) == 0
    assert editions.approve(store, "weekly-2", "c" * 64, "Ann", NOW) == 1
    assert editions.is_approved(store, "c" * 64)
    assert not editions.is_approved(store, "b" * 64)
    taken = outbox.take(store, NOW, "o|1|1", DAY)
    assert taken is not None
    assert outbox.content(store, taken) == b"Subject: new\r\n\r\n"


def test_an_edition_never_changes_and_a_withdrawn_one_never_returns(store: Store) -> None:
    assert editions.record(store, "w", "weekly", "", "build/w", "a" * 64, NOW)
    assert not editions.record(store, "w", "weekly", "", "build/w", "a" * 64, NOW)
    with pytest.raises(ReportError, match="E611"):
        editions.record(store, "w", "weekly", "", "build/w", "b" * 64, NOW)
    with pytest.raises(ReportError, match=r"E612.*is built and cannot become approved"):
        editions.approve(store, "w", "a" * 64, "Ann", NOW)
    editions.checked(store, "w", NOW)
    outbox.enqueue(store, mail("a@x.test", edition="w"), NOW)
    with pytest.raises(ReportError, match="E614"):
        editions.withdraw(store, "w", " ", NOW)
    taken = outbox.take(store, NOW, "o|1|1", DAY)
    assert taken
    outbox.settle(store, taken, "sent", "250 OK", NOW)
    assert editions.withdraw(store, "w", "a wrong figure", NOW) == ("a@x.test",)
    with pytest.raises(ReportError, match="E612"):
        editions.supersede(store, "w", "later", NOW)
    with pytest.raises(ReportError, match="E622"):
        outbox.enqueue(store, mail("b@x.test", edition="w"), NOW)
    with pytest.raises(ReportError, match="E610"):
        editions.withdraw(store, "none", "why", NOW)
    assert [e.what for e in history(store, "w")] == ["built", "checked", "withdrawn"]


def test_prune_keeps_what_an_audit_needs(store: Store) -> None:
    for recipient in ("sent@x.test", "failed@x.test"):
        outbox.enqueue(store, mail(recipient), NOW)
        taken = outbox.take(store, NOW, "o|1|1", DAY)
        assert taken
        outbox.settle(store, taken, recipient.partition("@")[0], "said", NOW)
    outbox.enqueue(store, mail("queued@x.test"), NOW)
    before, log = outbox.listed(store), history(store)
    assert prune(store, NOW) == 0
    assert prune(store, NOW + DAY) == 1
    assert prune(store, NOW + DAY) == 0
    assert (outbox.listed(store), history(store)) == (before, log)
    with pytest.raises(ReportError, match="E623"):
        outbox.content(store, before[0])
    assert outbox.content(store, before[1])
    assert check(store) == 3


def test_a_backup_while_others_write(store: Store, tmp_path: Path) -> None:
    outbox.enqueue(store, mail("a@x.test"), NOW)
    done = threading.Event()

    def write() -> None:
        number = 0
        while not done.is_set():
            runs.announce(store, "busy", str(number), "2026-03-29", NOW)
            number += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        targets = [backup(store, tmp_path / "copies" / f"{n}.db") for n in range(5)]
    finally:
        done.set()
        writer.join()
    sizes = []
    for target in targets:
        copy = open_store(URL.create("sqlite", database=str(target)))
        assert check(copy) == 1
        # Every run with its event: the copy is one state, not a mixture.
        assert len(runs.listed(copy)) == len([e for e in history(copy) if e.what == "due"])
        sizes.append(len(runs.listed(copy)))
        copy.close()
    assert sizes == sorted(sizes)
    assert not [p for p in (tmp_path / "copies").iterdir() if p.name.startswith(".part-")]


def test_a_copy_fills_an_empty_store_of_either_kind(store: Store, tmp_path: Path) -> None:
    outbox.enqueue(store, mail("a@x.test"), NOW)
    runs.announce(store, "weekly", "1", "2026-03-29", NOW)
    copy = open_store(URL.create("sqlite", database=str(backup(store, tmp_path / "copy.db"))))
    with store.change() as connection:
        for table in ("outbox", "run", "event"):
            connection.execute(text(f"DELETE FROM {table}"))  # noqa: S608 - our own names
    assert restore(copy, store) == 4
    assert outbox.listed(store) == outbox.listed(copy)
    assert runs.announce(store, "weekly", "2", "2026-03-29", NOW), "the counter goes on behind the copied rows"
    with pytest.raises(ReportError, match="E607"):
        restore(copy, store)
    copy.close()


def test_a_store_of_another_version(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    outbox.enqueue(store, mail("a@x.test"), NOW)

    def step(connection: connect.Connection) -> None:
        connection.execute(text("ALTER TABLE run ADD COLUMN remark TEXT"))

    monkeypatch.setattr(schema, "STEPS", (*schema.STEPS, step))
    with pytest.raises(ReportError, match=r"E602.*store is of version 1, the program of 2.*migrate"):
        open_store(store.url)
    assert migrate(store) == (1, 2)
    assert migrate(store) == (2, 2)
    again = open_store(store.url)
    with again.look() as connection:
        assert "remark" in {c["name"] for c in inspect(connection).get_columns("run")}
    assert check(again) == 1
    again.close()
    monkeypatch.setattr(schema, "STEPS", schema.STEPS[:1])
    with pytest.raises(ReportError, match="E601") as caught:
        open_store(store.url)
    assert caught.value.exit is Exit.STORE


def test_a_step_that_fails_changes_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def step(connection: connect.Connection) -> None:
        connection.execute(text("ALTER TABLE run ADD COLUMN remark TEXT"))
        raise ReportError(schema.Problem("E600", "no"))

    monkeypatch.setattr(schema, "STEPS", (*schema.STEPS, step))
    with pytest.raises(ReportError):
        migrate(store)
    with store.look() as connection:
        assert "remark" not in {c["name"] for c in inspect(connection).get_columns("run")}
        assert schema.version(store, connection) == 1


def test_damage_is_told_and_never_a_traceback(tmp_path: Path) -> None:
    whole = tmp_path / "store.db"
    store = open_store(URL.create("sqlite", database=str(whole)))
    for number in range(30):
        outbox.enqueue(store, mail(f"reader{number}@x.test", b"Subject: A\n\n" + bytes(str(number), "ascii") * 300), NOW)
    listed = outbox.listed(store)
    store.close()
    with closing(sqlite3.connect(whole)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
    data = whole.read_bytes()
    chance = random.Random(1)  # noqa: S311 - a plan to be repeated
    told = 0
    for kind in ("flip", "cut", "empty", "swap") * 25:
        broken = tmp_path / "broken.db"
        for end in ("", "-wal", "-shm"):
            Path(f"{broken}{end}").unlink(missing_ok=True)
        broken.write_bytes(_damage(data, kind, chance))
        found = _read(broken)
        if isinstance(found, ReportError):
            assert (found.exit, found.problem.code) in ((Exit.STORE, "E600"), (Exit.STORE, "E601")), found
            told += 1
        else:
            # Bytes that nobody reads, such as the free part of a page, may be damaged; what is read may not.
            assert found == (() if kind == "empty" else listed), kind
    assert told >= 40


def _read(file: Path) -> tuple[outbox.Entry, ...] | ReportError:
    try:
        store = open_store(URL.create("sqlite", database=str(file)))
    except ReportError as bad:
        return bad
    try:
        check(store)
        found = outbox.listed(store)
        for entry in found:
            outbox.content(store, entry)
    except ReportError as bad:
        return bad
    finally:
        store.close()
    return found


def _damage(data: bytes, kind: str, chance: random.Random) -> bytes:
    place = chance.randrange(len(data))
    match kind:
        case "flip":
            return data[:place] + bytes([data[place] ^ (1 << chance.randrange(8))]) + data[place + 1 :]
        case "cut":
            return data[: max(place, 1)]
        case "swap":
            one, other = sorted(chance.sample(range(len(data) // 4096), 2))
            pages = [data[n : n + 4096] for n in range(0, len(data), 4096)]
            pages[one], pages[other] = pages[other], pages[one]
            return b"".join(pages)
    return b""


def test_a_store_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(ReportError, match="E606") as caught:
        open_store(URL.create("sqlite", database=str(tmp_path / "file" / "store.db")))
    assert caught.value.exit is Exit.OUTPUT


def test_where_the_store_lies(tmp_path: Path) -> None:
    assert locate(tmp_path, {}).database == str(tmp_path / "build" / "store.db")
    assert locate(tmp_path, {}, "sqlite:///other.db").database == str(tmp_path / "other.db")
    url = locate(tmp_path, {"REPORTGEN_STORE": "postgresql://ann:hidden@127.0.0.1:1/x"}, "sqlite:///other.db")
    with pytest.raises(ReportError, match="E603") as caught:
        open_store(url)
    assert caught.value.exit is Exit.TRY_LATER
    assert "hidden" not in str(caught.value)
    assert "hidden" not in Store(url).name
    for wrong in ("mysql://x/y", "nonsense", "sqlite://"):
        with pytest.raises(ReportError, match="E605") as caught:
            locate(tmp_path, {}, wrong)
        assert caught.value.exit is Exit.SPEC
