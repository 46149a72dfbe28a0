"""reportgen schedule: what will run, and when."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from heapq import merge
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reportgen.cli.show import outcome, show_problems, visible
from reportgen.cli.stores import open_desk, table
from reportgen.model.problem import Exit, errors

if TYPE_CHECKING:
    from reportgen.running.round import Round
    from reportgen.schedule.windows import Window
    from reportgen.spec.schedules import LoadedSchedule

PATIENCE = 5.0
"""Seconds that a round is given to end before it is killed."""
HEADS = ("schedule", "local", "zone", "UTC", "as of", "reports")


@click.group("schedule")
def command() -> None:
    """Briefs on schedule: config/schedules says when and for whom."""


@command.command("next")
@click.argument("name", required=False)
@click.option(
    "--count", type=click.IntRange(1, 1000), default=10, show_default=True, help="How many runs to show, of all schedules together."
)
@click.option("--after", "after", help="Runs after this moment, such as 2025-03-29T00:00+01:00; now by default.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a run.")
@click.pass_obj
def next_(project: Path, name: str | None, count: int, after: str | None, as_json: bool) -> int:
    """Print the next runs, of one schedule or all, with the time in the schedule's own zone and in UTC."""
    import sys

    from reportgen.schedule.due import coming
    from reportgen.spec.load_schedules import load_schedules
    from reportgen.spec.recipients import load_recipients
    from reportgen.spec.suggest import nearest

    moment = _moment(after)
    recipients, of_recipients = load_recipients(project)
    schedules, of_schedules = load_schedules(project, recipients)
    problems = (*of_recipients, *of_schedules)
    if errors(problems):
        show_problems(problems, project, sys.stderr)
        return outcome(problems)
    chosen = {one.name: one for one in schedules if name in (None, one.name)}
    if name is not None and not chosen:
        raise click.UsageError(nearest("schedule", name, [one.name for one in schedules]))
    if not chosen:
        click.echo("no schedules; config/schedules is where they are declared.", err=True)
        return Exit.DONE
    windows = islice(merge(*(coming(one, moment) for one in chosen.values())), count)
    if as_json:
        for window in windows:
            click.echo(json.dumps(_fields(chosen[window.schedule], window), ensure_ascii=False))
    else:
        for line in table(HEADS, [_row(chosen[window.schedule], window) for window in windows]):
            click.echo(visible(line))
    return Exit.DONE


def _moment(text: str | None) -> datetime:
    """The moment asked for. The clock is read here and nowhere further inside."""
    if text is None:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise click.UsageError(f"'{text}' is no moment; write it as 2025-03-29T00:00+01:00.") from None
    if moment.tzinfo is None:
        raise click.UsageError(f"'{text}' does not say its zone; add it, such as 2025-03-29T00:00+01:00.")
    return moment


def _row(schedule: LoadedSchedule, window: Window) -> tuple[str, ...]:
    from reportgen.schedule.due import as_of

    day = as_of(schedule, window)
    reports = ", ".join(_report(run.report, run.params) for run in schedule.schedule.reports)
    local = f"{window.local:%a %Y-%m-%d %H:%M}"
    return window.schedule, local, f"{window.zone} {window.local:%z}", f"{window.at:%Y-%m-%d %H:%M}Z", f"{day or 'report'}", reports


def _report(name: str, params: dict[str, str]) -> str:
    given = " ".join(f"{key}={value}" for key, value in sorted(params.items()))
    return f"{name} ({given})" if given else name


def _fields(schedule: LoadedSchedule, window: Window) -> dict[str, Any]:
    """A run as JSON: its key is (schedule, period)."""
    from reportgen.schedule.due import as_of

    day = as_of(schedule, window)
    return {
        "schedule": window.schedule,
        "period": window.key,
        "local": window.local.isoformat(),
        "zone": window.zone,
        "utc": f"{window.at:%Y-%m-%dT%H:%M}Z",
        "as_of": day.isoformat() if day else None,
        "reports": [{"report": run.report, "params": dict(sorted(run.params.items()))} for run in schedule.schedule.reports],
        "recipients": list(schedule.schedule.recipients),
        "approval": schedule.schedule.approval,
    }


@command.command("run-due")
@click.option("--wait", default="0m", show_default=True, help="Try mail again that long before ending, such as 10m.")
@click.pass_obj
def run_due_(project: Path, wait: str) -> int:
    """Make the runs that are due and send what waits. For cron, systemd timers, Kubernetes or Airflow.

    Safe to be called twice, to be killed, and to be called on several hosts that share a store.
    """
    from reportgen.running.round import run_due

    patience = _patience(wait)
    desk = open_desk(project)
    if isinstance(desk, int):
        return desk
    try:
        made = run_due(desk, patience=patience)
    finally:
        desk.store.close()
    return _told(made)


@command.command("redo")
@click.argument("run")
@click.option("--reason", required=True, help="What was mended; it stays on record.")
@click.pass_obj
def redo_(project: Path, run: str, reason: str) -> int:
    """Make RUN, such as weekly@2025-03-31T08:30, due again after it failed and its cause was mended.

    It is the same run with the same day: who has got a mail of it gets none again.
    """
    import sys
    from contextlib import closing

    from reportgen.cli.stores import exists, now, open_place
    from reportgen.spec.load_schedules import load_schedules
    from reportgen.spec.recipients import load_recipients
    from reportgen.spec.suggest import nearest
    from reportgen.store import runs

    if not reason.strip():
        raise click.UsageError("--reason: say what was mended.")
    if not exists(project):
        raise click.UsageError("no store yet; nothing ever ran.")
    with closing(open_place(project)) as store:
        known = {one.key: one for one in runs.listed(store)}
        if run not in known:
            raise click.UsageError(nearest("run", run, sorted(known)) if known else "nothing ever ran.")
        held = known[run]
        recipients, of_recipients = load_recipients(project)
        schedules, of_schedules = load_schedules(project, recipients)
        if faults := errors((*of_recipients, *of_schedules)):
            show_problems(faults, project, sys.stderr)
            return outcome(faults)
        if held.schedule not in {one.name for one in schedules}:
            raise click.UsageError(f"there is no schedule {held.schedule} any more that could make it; see config/schedules.")
        if runs.redo(store, held.schedule, held.period, reason, now()) is None:
            held = next(one for one in runs.listed(store) if one.key == run)
            said = f"{run} is {held.state}{f': {held.reason}' if held.reason else ''}."
            raise click.UsageError(f"{said} Only a run that failed is made again.")
    click.echo(f"{visible(run)} is due again. It is made with the next reportgen schedule run-due.")
    return Exit.DONE


@command.command("daemon")
@click.option("--every", default="1m", show_default=True, help="Look at least that often, such as 1m or 1h.")
@click.option("--rounds", type=click.IntRange(1), help="End after so many rounds.")
@click.pass_obj
def daemon_(project: Path, every: str, rounds: int | None) -> int:
    """Keep a clock of its own: make runs when they are due and send what waits, until it is ended.

    Each round is a process of its own, as `run-due` is: it reads the project's files anew, and what it leaks or breaks goes with it.
    """
    import time

    pause = _patience(every).total_seconds()
    number = 0
    while True:
        number += 1
        ended = _round(project)
        if rounds is not None and number >= rounds:
            return ended
        time.sleep(min(pause, _until_next(project)))


def _round(project: Path) -> int:
    """One round in a process of its own; its exit code. A signal to end ends that process first."""
    import subprocess
    import sys

    words = [sys.executable, "-m", "reportgen.cli.main", "--project", str(project), "schedule", "run-due"]
    with subprocess.Popen(words, stdin=subprocess.DEVNULL) as running:  # noqa: S603  our own words, no shell
        try:
            return running.wait()
        except BaseException:
            running.terminate()
            try:
                running.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                running.kill()
            raise


def _until_next(project: Path) -> float:
    """Seconds until the next run; a clock that was set on or back is seen at the next look. Faults of files are told by the round."""
    from reportgen.schedule.due import coming
    from reportgen.spec.load_schedules import load_schedules
    from reportgen.spec.recipients import load_recipients

    schedules, _ = load_schedules(project, load_recipients(project)[0])
    now = datetime.now(UTC)
    first = next(merge(*(coming(one, now) for one in schedules)), None)
    return max((first.at - datetime.now(UTC)).total_seconds(), 1.0) if first else float("inf")


@command.command("try")
@click.argument("name")
@click.option("--dry-run", "folder", type=click.Path(file_okay=False, path_type=Path), help="Write the messages as .eml files here.")
@click.option("--to", "address", help="Send each distinct mail to this address of your own, marked as a test.")
@click.pass_obj
def try_(project: Path, name: str, folder: Path | None, address: str | None) -> int:
    """Make what the schedule's last run would have sent, and deliver it to nobody else. Nothing is put on record."""
    import sys

    from reportgen.running.rehearse import to_files, to_oneself
    from reportgen.spec.address import address as one_address
    from reportgen.spec.suggest import nearest

    if bool(folder) == bool(address):
        raise click.UsageError("say either --dry-run FOLDER or --to ADDRESS.")
    if address:
        try:
            address = one_address(address)
        except ValueError as bad:
            raise click.UsageError(f"--to: {bad}") from None
    desk = open_desk(project)
    if isinstance(desk, int):
        return desk
    try:
        schedule = next((one for one in desk.schedules if one.name == name), None)
        if schedule is None:
            raise click.UsageError(nearest("schedule", name, [one.name for one in desk.schedules]))
        if folder:
            written, problems = to_files(desk, schedule, folder)
            for path in written:
                click.echo(path)
        else:
            count, problems = to_oneself(desk, schedule, address or "")
            if not errors(problems):
                click.echo(f"{count} {'mail' if count == 1 else 'mails'} to {address}")
    finally:
        desk.store.close()
    show_problems(errors(problems), project, sys.stderr)
    return outcome(errors(problems))


def _patience(text: str) -> timedelta:
    from reportgen.spec.schedules import duration

    if text in ("0", "0m"):
        return timedelta(0)
    try:
        return duration(text)
    except ValueError as bad:
        raise click.UsageError(str(bad)) from None


def _told(made: Round) -> int:
    """One line for each run that ended and each recipient who was not reached; the exit code."""
    for one in made.ended:
        click.echo(visible(f"{one.key}: {one.state}{f', {one.why}' if one.why else ''}"))
    if made.report.sent:
        click.echo(f"{made.report.sent} sent")
    if made.report.away:
        click.echo(visible(f"the relay is away: {made.report.away}"), err=True)
    for item in made.report.not_sent:
        if item.state in ("failed", "unknown", "queued", "sending"):
            click.echo(visible(f"{item.run}: {item.recipient} {item.state}: {item.reason}"), err=True)
    for target in made.unserved:
        click.echo(visible(f"{target.edition}: target {target.target} {target.state}: {target.reason}"), err=True)
    if not made.alarmed:
        click.echo("the alarm of config/delivery.yaml could not be raised.", err=True)
    return made.exit
