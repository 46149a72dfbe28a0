"""A desk on invented facts with people to serve, a real relay to serve them through, and a clock that the test moves."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from reportgen.deliver.send import World
from reportgen.running.desk import Desk, open_desk
from tests.support import project
from tests.support.desk import write

MONDAY = datetime(2025, 3, 31, 6, 0, tzinfo=UTC)
"""Half past eight in Berlin is at 6.30 this day."""
WINDOW = "weekly@2025-03-31T08:30"

DELIVERY = """\
sender: {{address: desk@example.com, name: Harbour Desk}}
relay: {{host: 127.0.0.1, port: {port}}}
unsubscribe: ["mailto:leave@example.com"]
"""
RECIPIENTS = """\
recipients:
  anna: {address: anna@example.com, name: Anna Berg, locale: en, groups: [board]}
  bert: {address: bert@example.com, name: Bert Özil, locale: de, format: both, groups: [board]}
targets:
  share: {folder: out/share, format: both, locale: en, groups: [board]}
"""
SCHEDULE = """\
reports: [{report: fleet-review}]
cron: 30 8 * * 1-5
time_zone: Europe/Berlin
as_of: report
recipients: [board]
owner: owner@example.com
"""


@dataclass
class Clock:
    """The time as the desk sees it; waiting moves it on."""

    now: datetime = MONDAY
    naps: list[float] = field(default_factory=list)

    def __call__(self) -> datetime:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.naps.append(seconds)
        self.now += timedelta(seconds=seconds)


def make(root: Path, port: int, warm: Path | None = None, schedule: str = SCHEDULE, delivery: str = "") -> Path:
    """A project on disk; `warm` is one whose builds are kept."""
    project.copy(root)
    if warm:
        shutil.copytree(warm / "build" / ".cache", root / "build" / ".cache")
    write(root, "config/domains.yaml", "allowed: [example.com]\n")
    write(root, "config/recipients/board.yaml", RECIPIENTS)
    write(root, "config/delivery.yaml", DELIVERY.format(port=port) + delivery)
    return write(root, "config/schedules/weekly.yaml", schedule)


def opened(root: Path, clock: Clock, owner: str = "test", environ: Mapping[str, str] | None = None) -> Desk:
    """The desk, read anew as for each round."""
    desk, problems = open_desk(root, World(clock, clock.sleep, lambda: 0.5, owner), environ or {})
    assert desk is not None, [str(problem) for problem in problems]
    return desk
