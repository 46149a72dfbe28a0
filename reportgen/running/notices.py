"""Notices of a withdrawal: everybody who got an edition, or may have, is told that it no longer counts and why."""

from __future__ import annotations

import re
from datetime import timedelta
from html import escape, unescape
from pathlib import Path

from reportgen.deliver import compose, plain
from reportgen.deliver.envelope import Mailbox
from reportgen.deliver.mail import Mail
from reportgen.model.problem import Problem, Problems, errors
from reportgen.running.desk import Desk
from reportgen.running.messages import message
from reportgen.spec.recipients import Recipient
from reportgen.spec.schedules import duration
from reportgen.store import editions, outbox
from reportgen.store.editions import Edition
from reportgen.store.outbox import Entry

WITHDRAWN = "#withdrawn"
"""Ends the key under which the notices of an edition lie in the outbox."""
_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)


def received(desk: Desk, id: str) -> tuple[str, ...]:
    """The addresses that got an edition, or may have, in order: also where an attempt ended open."""
    found = {one.recipient for one in outbox.listed(desk.store) if one.edition == id and _may_have_it(desk, one)}
    return tuple(sorted(found))


def notify(desk: Desk, edition: Edition) -> tuple[int, bool, Problems]:
    """Puts the notices into the outbox, each once however often this is called: how many are new, and whether they wait for approval.

    They wait where the edition itself had to be approved. What is wrong with a message is a problem, and that one is not put there.
    """
    held = editions.is_approved(desk.store, edition.hash)
    run = f"{edition.id}{WITHDRAWN}"
    known = {one.address.lower(): one for one in desk.recipients.people.values()}
    problems: list[Problem] = []
    count = 0
    # A notice that waits is not made anew: its date alone would give it other bytes, and it may have been read for approval.
    told = {one.recipient for one in outbox.listed(desk.store, run)}
    for address in (one for one in received(desk, edition.id) if one not in told):
        now = desk.world.clock()
        person = known.get(address.lower())
        to = Mailbox(address, person.name if person else "")
        data, identity, found = message(desk, run, _mail(desk.root, edition, person), to)
        problems += found
        if not errors(found):
            frozen = outbox.Mail(run, address, desk.delivery.sender.address, identity, data, now + lasting(desk))
            count += outbox.enqueue(desk.store, frozen, now, held=held)
    return count, held, tuple(problems)


def lasting(desk: Desk) -> timedelta:
    """How long a notice is tried; it belongs to no schedule."""
    return duration(desk.delivery.retry_for)


def _may_have_it(desk: Desk, one: Entry) -> bool:
    if one.state in ("sent", "sending", "unknown"):
        return True
    # A copy that was accepted, or on its way when its sender was lost, though the message was queued again and then cancelled.
    tries = outbox.attempts(desk.store, one) if one.attempts else ()
    return any(t.outcome in ("sent", "lost", "unknown", "fenced") or t.reply.startswith("ambiguous:") for t in tries)


def _mail(root: Path, edition: Edition, person: Recipient | None) -> Mail:
    locale = person.locale if person else "en"
    title = _title(root / edition.path, locale) or f"{edition.report} {Path(edition.path).name}"
    lines = (title, edition.reason, edition.id)
    text = "\n\n".join(plain.wrapped(line) for line in lines) + "\n"
    html = f'<!DOCTYPE html><html lang="{locale}"><body>' + "".join(f"<p>{escape(line)}</p>" for line in lines) + "</body></html>"
    return compose.mark(Mail(locale, title, text, html), "withdrawn")


def _title(folder: Path, locale: str) -> str:
    """The title of the brief in that language, else in any; nothing where its files are gone."""
    for file in (folder / f"brief.{locale}.html", *sorted(folder.glob("brief.*.html"))):
        if file.is_file() and (found := _TITLE.search(file.read_text(encoding="utf-8", errors="replace"))):
            return " ".join(unescape(found[1]).split())
    return ""
