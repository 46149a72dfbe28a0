"""reportgen status: what ran, what comes, and what needs a person."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reportgen.cli.show import outcome, show_problems, visible
from reportgen.model.problem import Exit, errors

if TYPE_CHECKING:
    from reportgen.schedule.windows import Window
    from reportgen.spec.schedules import LoadedSchedule
    from reportgen.store.outbox import Entry
    from reportgen.store.runs import Run
    from reportgen.store.services import Service


@dataclass(frozen=True, slots=True)
class Line:
    """A schedule: the run that was last, and the window that comes."""

    schedule: str
    last: Run | None
    next: Window | None


@dataclass(frozen=True, slots=True)
class Task:
    """Something that waits for a person: what it is, since when, why, and the command that settles it."""

    what: str
    since: datetime
    why: str
    do: str


@click.command("status")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_obj
def command(project: Path, as_json: bool) -> int:
    """Tell what ran last and comes next, what waits in the outbox, and what needs a person; exit code 5 where something does."""
    import sys

    from reportgen.cli.stores import exists, now, open_place
    from reportgen.spec.load_schedules import load_schedules
    from reportgen.spec.recipients import load_recipients
    from reportgen.store import outbox, runs, services

    recipients, of_recipients = load_recipients(project)
    schedules, of_schedules = load_schedules(project, recipients)
    wrong = errors((*of_recipients, *of_schedules))
    entries: tuple[Entry, ...] = ()
    made: tuple[Run, ...] = ()
    unserved: tuple[Service, ...] = ()
    if exists(project):
        with closing(open_place(project)) as store:
            entries, made, unserved = outbox.listed(store), runs.listed(store), services.listed(store, ("failed",))
    moment = now()
    lines = tuple(_lines(schedules, made, moment))
    todo = tuple(_tasks(made, entries, unserved, {one.name for one in schedules}))
    health = _health(project)
    if as_json:
        click.echo(json.dumps(_fields(lines, entries, todo, health), ensure_ascii=False))
    else:
        for text in _page(lines, entries, todo, health):
            click.echo(visible(text))
    show_problems(wrong, project, sys.stderr)
    if wrong:
        return outcome(wrong)
    return Exit.DELIVERY if todo else Exit.DONE


def _lines(schedules: Sequence[LoadedSchedule], made: Sequence[Run], moment: datetime) -> Iterator[Line]:
    from reportgen.schedule.due import coming

    last = {one.schedule: one for one in made}
    known = {one.name: one for one in schedules}
    for name in sorted({*last, *known}):
        yield Line(name, last.get(name), next(iter(coming(known[name], moment)), None) if name in known else None)


def _tasks(made: Sequence[Run], entries: Sequence[Entry], unserved: Sequence[Service], known: set[str]) -> Iterator[Task]:
    """Last runs that failed, mail that failed, is unknown or held (one task for each run and state), and targets that were not served."""
    for run in {one.schedule: one for one in made}.values():
        if run.state == "failed" and run.schedule in known:  # who took a schedule away has decided
            yield Task(
                f"run {run.key} failed",
                run.changed,
                run.reason,
                f"find what is wrong with reportgen check; then reportgen schedule redo '{run.key}' --reason TEXT",
            )
    groups: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        if entry.state in ("held", "failed", "unknown"):
            groups.setdefault((entry.run, entry.state), []).append(entry)
    for (key, state), group in groups.items():
        who = group[0].recipient if len(group) == 1 else f"{len(group)} recipients"
        reasons = Counter(entry.reason for entry in group)
        why = "; ".join(f"{reason} ({count})" if len(reasons) > 1 else reason for reason, count in reasons.most_common(3))
        do = {
            "held": f"reportgen outbox approve '{group[0].edition or key}' --by NAME",
            "failed": f"reportgen outbox resend '{key}' --only-failed, or outbox suppress ADDRESS",
            "unknown": f"ask whether it arrived; reportgen outbox resend '{key}' where it did not",
        }[state]
        yield Task(f"{key}: {who} {state}", min(entry.changed for entry in group), why or "waits for approval", do)
    for one in unserved:
        yield Task(f"{one.edition}: target {one.target} failed", one.changed, one.reason, "put it right, then reportgen outbox retry")


def _health(project: Path) -> dict[str, Any] | None:
    """What the last round left for monitoring; None without one, or where it cannot be read."""
    from reportgen.running.round import HEALTH

    try:
        found = json.loads((project / HEALTH).read_bytes())
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _page(lines: Sequence[Line], entries: Sequence[Entry], todo: Sequence[Task], health: dict[str, Any] | None) -> Iterator[str]:
    from reportgen.cli.stores import table, told

    if lines:
        rows = [
            (
                line.schedule,
                f"{line.last.period} {line.last.state}, {told(line.last.changed)}" if line.last else "never",
                f"{told(line.next.at)}, {line.next.local:%H:%M} {line.next.zone}" if line.next else "never",
            )
            for line in lines
        ]
        yield from table(("schedule", "last run", "next run"), rows)
    else:
        yield "no schedules."
    yield ""
    counts = Counter(entry.state for entry in entries)
    yield "outbox: " + (", ".join(f"{count} {state}" for state, count in sorted(counts.items())) or "empty")
    if waiting := [entry for entry in entries if entry.state == "queued"]:
        oldest = min(waiting, key=lambda entry: entry.id)
        yield f"oldest queued: {oldest.run} to {oldest.recipient}, next try {told(oldest.next_try)}, until {told(oldest.deadline)}"
    if health is None:
        yield "last round: none on record"
    else:
        stated = str(health.get("at", ""))
        yield f"last round: {_when(stated)}, exit {health.get('exit')}, relay {health.get('relay')}"
    yield ""
    yield f"{len(todo)} {'thing needs' if len(todo) == 1 else 'things need'} a person{':' if todo else '.'}"
    for task in todo:
        yield f"- {task.what}, since {told(task.since)}"
        yield f"  why: {task.why}"
        yield f"  do:  {task.do}"


def _when(stated: str) -> str:
    from reportgen.cli.stores import told

    try:
        return told(datetime.fromisoformat(stated))
    except (ValueError, TypeError):
        return "at an unknown time"


def _fields(lines: Sequence[Line], entries: Sequence[Entry], todo: Sequence[Task], health: dict[str, Any] | None) -> dict[str, Any]:
    from reportgen.cli.stores import iso

    queued = [entry for entry in entries if entry.state == "queued"]
    oldest = min(queued, key=lambda entry: entry.id) if queued else None
    return {
        "ok": not todo,
        "schedules": [
            {
                "schedule": line.schedule,
                "last": {
                    "period": line.last.period,
                    "state": line.last.state,
                    "reason": line.last.reason,
                    "changed": iso(line.last.changed),
                }
                if line.last
                else None,
                "next": {"period": line.next.key, "at": iso(line.next.at), "zone": line.next.zone} if line.next else None,
            }
            for line in lines
        ],
        "outbox": dict(sorted(Counter(entry.state for entry in entries).items())),
        "oldest_queued": {
            "run": oldest.run,
            "recipient": oldest.recipient,
            "next_try": iso(oldest.next_try),
            "deadline": iso(oldest.deadline),
        }
        if oldest
        else None,
        "needs_a_person": [{"what": task.what, "since": iso(task.since), "why": task.why, "do": task.do} for task in todo],
        "health": health,
    }
