"""Projects with schedules and recipients, written by a test that changes single words."""

from __future__ import annotations

from pathlib import Path

from reportgen.model.problem import Problems
from reportgen.spec.load_schedules import load_schedules
from reportgen.spec.recipients import Recipients, load_recipients
from reportgen.spec.schedules import LoadedSchedule

DOMAINS = "allowed: [example.com]\n"

RECIPIENTS = """\
recipients:
  anna: {address: Anna@Example.com, name: Anna Ahn, locale: de, format: both, groups: [board], params: {region: asia}}
  bert: {address: bert@example.com, groups: [board, team], reports: [weekly]}
targets:
  archive: {folder: out/briefs, groups: [team]}
  hook: {webhook: "https://example.com/in", secret: "env:HOOK_SECRET"}
"""

REPORT = """\
report: weekly
figures:
  growth: {metric: revenue_growth}
  loss: {metric: profit}
"""

BASED = "report: monthly\nextends: weekly\nfigures: {cover: {metric: cover}}\n"

SCHEDULE = """\
reports: [{report: weekly, params: {region: asia}}]
cron: 30 8 * * 1-5
time_zone: Asia/Hong_Kong
deadline: 6h
recipients: [anna, team]
owner: desk@example.com
"""


def write(root: Path, path: str, text: str) -> Path:
    """A file of the project."""
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return root


def make(root: Path, *, schedule: str = SCHEDULE, recipients: str = RECIPIENTS, domains: str = DOMAINS, name: str = "morning") -> Path:
    """A project with two reports, recipients and one schedule."""
    write(root, "config/reports/weekly.yaml", REPORT)
    write(root, "config/reports/monthly.yaml", BASED)
    write(root, "config/domains.yaml", domains)
    write(root, "config/recipients/all.yaml", recipients)
    return write(root, f"config/schedules/{name}.yaml", schedule)


def read(root: Path) -> tuple[tuple[LoadedSchedule, ...], Recipients, Problems]:
    """What the program makes of the project's files."""
    recipients, of_recipients = load_recipients(root)
    schedules, of_schedules = load_schedules(root, recipients)
    return schedules, recipients, (*of_recipients, *of_schedules)


def one(root: Path, rule: str, zone: str, rest: str = "", name: str = "it") -> LoadedSchedule:
    """A schedule with that rule, read from a file."""
    text = f"reports: [{{report: weekly}}]\n{rule}\ntime_zone: {zone}\nowner: desk@example.com\n{rest}"
    schedules, _, problems = read(make(root, schedule=text, name=name))
    assert problems == (), [str(problem) for problem in problems]
    return next(schedule for schedule in schedules if schedule.name == name)
