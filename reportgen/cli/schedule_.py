"""reportgen schedule: what will run, and when."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from heapq import merge
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reportgen.cli.show import outcome, show_problems, visible
from reportgen.model.problem import Exit, errors

if TYPE_CHECKING:
    from reportgen.schedule.windows import Window
    from reportgen.spec.schedules import LoadedSchedule

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
        for line in _table([_row(chosen[window.schedule], window) for window in windows]):
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


def _table(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Rows under their heads, each column as wide as its widest entry."""
    lines = [HEADS, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADS))]
    for line in lines:
        yield "  ".join(f"{text:<{width}}" for text, width in zip(line, widths, strict=True)).rstrip()
