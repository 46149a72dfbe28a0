"""A schedule's mails without delivering them: as .eml files, or to oneself, marked as a test. Nothing is put on record."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

from reportgen.deliver import compose
from reportgen.deliver.envelope import Mailbox
from reportgen.deliver.mail import Mail
from reportgen.deliver.smtp import Away, Connection
from reportgen.files import atomic_write
from reportgen.model.problem import Exit, Problem, Problems, ReportError, errors
from reportgen.running import make
from reportgen.running.desk import Desk
from reportgen.running.messages import message
from reportgen.schedule.due import as_of
from reportgen.schedule.windows import windows_back
from reportgen.spec.recipients import Recipient
from reportgen.spec.schedules import LoadedSchedule
from reportgen.store.runs import Run

PAST = timedelta(days=400)
"""How far back the last window of a schedule is looked for."""


def to_files(desk: Desk, schedule: LoadedSchedule, folder: Path) -> tuple[tuple[Path, ...], Problems]:
    """What the schedule's last run would have sent, each message as <report>.<variant>.<recipient>.eml in the folder."""
    written: list[Path] = []
    problems: list[Problem] = []
    for brief, edition in _made(desk, schedule, problems):
        mails = make.Mails(desk, edition)
        for name, person in brief.receivers.items():
            if isinstance(person, Recipient):
                data, found = _message(desk, mails, f"dry-run/{edition.id}", person, lambda mail: mail)
                problems += found
                if data:
                    path = folder / f"{brief.report}.{edition.variant}.{name}.eml"
                    atomic_write(path, data)
                    written.append(path)
    return tuple(written), tuple(problems)


def to_oneself(desk: Desk, schedule: LoadedSchedule, address: str) -> tuple[int, Problems]:
    """Sends each distinct mail of the schedule's last run to that address, marked as a test; how many were accepted.

    Raises ReportError E631 (exit 75) where the relay cannot be used, E632 (exit 5) where it refuses.
    """
    problems: list[Problem] = []
    seen: set[tuple[str, str, str]] = set()
    messages: list[bytes] = []
    for brief, edition in _made(desk, schedule, problems):
        mails = make.Mails(desk, edition)
        for person in brief.receivers.values():
            if not isinstance(person, Recipient) or (edition.id, person.locale, person.format) in seen:
                continue
            seen.add((edition.id, person.locale, person.format))
            me = person.model_copy(update={"address": address, "name": ""})
            data, found = _message(desk, mails, f"test/{edition.id}/{person.locale}/{person.format}", me, lambda m: compose.mark(m, "test"))
            problems += found
            messages += [data] if data else []
    if not errors(tuple(problems)):
        _send(desk, address, messages)
    return len(messages), tuple(problems)


def _made(desk: Desk, schedule: LoadedSchedule, problems: list[Problem]) -> Iterator[tuple[make.Brief, make.Edition]]:
    """The briefs of the schedule's last window, or of its next where there is none, those that pass every check."""
    now = desk.world.clock()
    window = next(windows_back(schedule, now - PAST, now), None)
    day = as_of(schedule, window) if window else None
    held = Run(0, schedule.name, "rehearsal", "working", "", None, 0, day.isoformat() if day else "", "", now)
    for brief in make.briefs(desk, schedule):
        edition, found = make.build(desk, brief, held, recorded=False)
        problems += errors(found)
        if edition:
            yield brief, edition


def _message(desk: Desk, mails: make.Mails, run: str, person: Recipient, change: Callable[[Mail], Mail]) -> tuple[bytes, Problems]:
    mail, problems = mails.of(person.locale, person.format)
    if mail is None:
        return b"", problems
    data, _, found = message(desk, run, change(mail), Mailbox(person.address, person.name))
    return data, (*problems, *found)


def _send(desk: Desk, address: str, messages: list[bytes]) -> None:
    try:
        connection = Connection(desk.relay())
    except Away as bad:
        raise ReportError(Problem("E631", f"the relay is away: {bad}."), Exit.TRY_LATER) from None
    for data in messages:
        answer = connection.send(desk.delivery.sender.address, address, data, lambda: True)
        if answer.verdict != "accepted":
            raise ReportError(Problem("E632", f"the test to {address} was not accepted: {answer.reply}."), Exit.DELIVERY)
    connection.close()
