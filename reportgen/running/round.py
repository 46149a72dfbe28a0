"""A round of scheduled work: what is due is put on record, made, and sent; what came of it is told."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from heapq import merge
from html import escape
from itertools import islice
from pathlib import Path

from reportgen import catalogue
from reportgen.deliver.crash import crash_at
from reportgen.deliver.envelope import Mailbox
from reportgen.deliver.mail import Mail
from reportgen.deliver.send import NotSent, Report, send
from reportgen.files import atomic_write
from reportgen.model.problem import Exit, ReportError
from reportgen.running import make
from reportgen.running.desk import Desk
from reportgen.running.targets import serve_waiting
from reportgen.schedule.due import coming, due
from reportgen.spec.schedules import LoadedSchedule
from reportgen.store import editions, ledger, outbox, runs, services
from reportgen.store.runs import Run
from reportgen.store.services import Service

HEALTH = "build/health.json"
VERSION = 1
FAILURE = "#failure"
"""Ends the key of the mail that tells the owner of a failure."""
LOST = ("failed", "unknown")
"""States of mail that needs a person."""
ALARM = 60.0
"""Seconds for the alarm's command to end."""


@dataclass(frozen=True, slots=True)
class Ended:
    """A run that came to its end in this round."""

    key: str
    state: str
    why: str


@dataclass(frozen=True, slots=True)
class Round:
    """What a round came to."""

    ended: tuple[Ended, ...]
    report: Report
    unserved: tuple[Service, ...] = ()
    """What folders and webhooks did not get, yet or for good."""
    alarmed: bool = True
    """Whether the alarm could be raised, where it had to be."""

    @property
    def exit(self) -> Exit:
        """5 when a brief failed or somebody was not reached for good, 75 when mail waits for another try, else 0."""
        states = {*(one.state for one in self.ended), *(one.state for one in self.unserved)}
        if "failed" in states or not self.alarmed:
            return Exit.DELIVERY
        return self.report.exit or (Exit.TRY_LATER if self.unserved else Exit.DONE)


def run_due(desk: Desk, *, patience: timedelta = timedelta(0)) -> Round:
    """Makes every run that is due or was left by a scheduler that died, and sends what the outbox holds.

    Safe to be killed at any moment, and to be called by several schedulers at once. Raises ReportError E600 to E606 for the store.
    """
    now = desk.world.clock()
    plan = due(desk.schedules, now, ledger.StoreLedger(desk.store))
    if plan.runs or plan.missed or plan.new:
        ledger.write(desk.store, plan, now)
        crash_at("run.announced")
    ended = tuple(_open_runs(desk))
    lost = {(one.run, one.recipient) for one in outbox.listed(desk.store, states=LOST)}
    report = send(desk.store, desk.relay(), desk.world, policy=desk.policy, patience=patience)
    gone = {(one.edition, one.target) for one in services.listed(desk.store, ("failed",))}
    unserved = serve_waiting(desk)
    wrong = [f"{one.key}: {one.why}" for one in ended if one.state == "failed"] + [
        _said(one) for one in report.not_sent if one.state in LOST and (one.run, one.recipient) not in lost
    ]
    wrong += [
        f"{one.edition}: target {one.target}: {one.reason}"
        for one in unserved
        if one.state == "failed" and (one.edition, one.target) not in gone
    ]
    alarmed = _alarm(desk, wrong) if wrong else True
    made = Round(ended, report, unserved, alarmed)
    health(desk, made)
    if ended:
        with suppress(ReportError):  # the page of all editions is a view; the briefs are out
            catalogue.write(desk.root, editions.listed(desk.store), runs.listed(desk.store))
    return made


def health(desk: Desk, made: Round) -> Path:
    """Writes the file that monitoring reads: when the last round was, what comes next, and what needs a person."""
    coming_up = islice(merge(*(coming(one, desk.world.clock()) for one in desk.schedules)), 5)
    last = {one.schedule: one for one in runs.listed(desk.store)}
    content = {
        "version": VERSION,
        "at": desk.world.clock().isoformat(timespec="seconds"),
        "ok": made.exit == Exit.DONE,
        "exit": int(made.exit),
        "sent": made.report.sent,
        "relay": made.report.away or "reached",
        "runs": {
            name: {"period": one.period, "state": one.state, "reason": one.reason, "changed": one.changed.isoformat(timespec="seconds")}
            for name, one in sorted(last.items())
        },
        "next": [{"schedule": one.schedule, "period": one.key, "at": one.at.isoformat()} for one in coming_up],
        "not_sent": [
            {"run": one.run, "recipient": one.recipient, "state": one.state, "reason": one.reason} for one in made.report.not_sent
        ],
        "not_served": [{"edition": one.edition, "target": one.target, "state": one.state, "reason": one.reason} for one in made.unserved],
    }
    path = desk.root / HEALTH
    atomic_write(path, (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode())
    return path


def _open_runs(desk: Desk) -> Iterator[Ended]:
    """Claims and ends one run after another, as long as there is one."""
    known = {one.name: one for one in desk.schedules}
    while held := runs.claim(desk.store, desk.world.clock(), desk.world.owner, make.LEASE):
        schedule = known.get(held.schedule)
        if schedule is None:
            state, why = "failed", "there is no such schedule any more"
        else:
            crash_at("run.claimed")
            state, why = make.make(desk, schedule, held)
            crash_at("run.made")
        if not runs.finish(desk.store, held, state, desk.world.clock(), why):
            continue  # another scheduler has it, and ends it
        if state == "failed" and schedule is not None:
            _tell_owner(desk, schedule, held, why)
        yield Ended(held.key, state, why)


def _tell_owner(desk: Desk, schedule: LoadedSchedule, held: Run, why: str) -> None:
    """Puts a mail to the owner into the outbox; where that cannot be, the exit code, the health file and the alarm still tell."""
    subject = f"{held.schedule} {held.period} failed; nothing untrue was sent"
    lines = (f"The run {held.key} failed.", *why.split("; "), "What passed every check was sent; what did not was not.")
    text = "\n\n".join(_safe(line) for line in lines) + "\n"
    html = "<!DOCTYPE html><html><body>" + "".join(f"<p>{escape(_safe(line))}</p>" for line in lines) + "</body></html>"
    try:
        before = {one.run for one in outbox.listed(desk.store)}
        told = f"{held.key}{FAILURE}"
        run = told if told not in before else f"{told}-{held.fence}"  # a run that was made again fails anew
        make.put(desk, run, Mail("en", _safe(subject), text, html), Mailbox(schedule.schedule.owner), schedule)
    except ReportError as failed:
        if failed.exit == Exit.STORE:
            raise


def _safe(text: str) -> str:
    """A line without what may not stand in a mail."""
    return "".join(c if c.isprintable() else " " for c in text).replace("=?", "= ?")


def _said(one: NotSent) -> str:
    return f"{one.run}: {one.recipient} {one.state}: {one.reason}"


def _alarm(desk: Desk, wrong: Sequence[str]) -> bool:
    """Runs the alarm's command with what is wrong as its last word; whether it could be run and ended well."""
    if not desk.delivery.alarm:
        return True
    try:
        done = subprocess.run([*desk.delivery.alarm, "; ".join(wrong)[:4000]], cwd=desk.root, timeout=ALARM, check=False)  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0
