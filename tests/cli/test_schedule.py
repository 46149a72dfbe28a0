"""reportgen schedule next: what will run, in the schedule's zone and in UTC."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import desk, project

BERLIN = desk.SCHEDULE.replace("30 8 * * 1-5", "30 2 * * *").replace("Asia/Hong_Kong", "Europe/Berlin")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    desk.make(tmp_path, schedule=BERLIN, name="night")
    trading = desk.SCHEDULE.replace(
        "cron: 30 8 * * 1-5", 'trading_day: {exchange: XHKG, day: 2, after: quarter-end, at: "18:30"}\nas_of: report'
    )
    return desk.write(tmp_path, "config/schedules/quarter.yaml", trading)


def test_the_next_runs_stand_in_order_with_both_times(root: Path) -> None:
    ran = project.run(root, "schedule", "next", "--after", "2025-03-29T00:00Z", "--count", "6")
    assert (ran.exit, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        "schedule  local                 zone                  UTC                as of       reports",
        "night     Sat 2025-03-29 02:30  Europe/Berlin +0100   2025-03-29 01:30Z  2025-03-29  weekly (region=asia)",
        "night     Sun 2025-03-30 03:00  Europe/Berlin +0200   2025-03-30 01:00Z  2025-03-30  weekly (region=asia)",
        "night     Mon 2025-03-31 02:30  Europe/Berlin +0200   2025-03-31 00:30Z  2025-03-31  weekly (region=asia)",
        "night     Tue 2025-04-01 02:30  Europe/Berlin +0200   2025-04-01 00:30Z  2025-04-01  weekly (region=asia)",
        "night     Wed 2025-04-02 02:30  Europe/Berlin +0200   2025-04-02 00:30Z  2025-04-02  weekly (region=asia)",
        "quarter   Wed 2025-04-02 18:30  Asia/Hong_Kong +0800  2025-04-02 10:30Z  report      weekly (region=asia)",
    ]


def test_one_schedule_as_json(root: Path) -> None:
    ran = project.run(root, "schedule", "next", "quarter", "--after", "2024-01-01T00:00+08:00", "--count", "2", "--json")
    assert (ran.exit, ran.err) == (0, "")
    first, second = (json.loads(line) for line in ran.out.splitlines())
    assert first == {
        "schedule": "quarter",
        "period": "2024-01-03T18:30",
        "local": "2024-01-03T18:30:00+08:00",
        "zone": "Asia/Hong_Kong",
        "utc": "2024-01-03T10:30Z",
        "as_of": None,
        "reports": [{"report": "weekly", "params": {"region": "asia"}}],
        "recipients": ["anna", "team"],
        "approval": "none",
    }
    assert second["period"] == "2024-04-03T18:30"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nigth",), "no schedule 'nigth'. Did you mean 'night'?"),
        (("--after", "tomorrow"), "'tomorrow' is no moment; write it as 2025-03-29T00:00+01:00."),
        (("--after", "2025-03-29T00:00"), "'2025-03-29T00:00' does not say its zone;"),
        (("--count", "0"), "0 is not in the range 1<=x<=1000"),
    ],
)
def test_a_fault_of_usage_is_told(root: Path, arguments: tuple[str, ...], said: str) -> None:
    ran = project.run(root, "schedule", "next", *arguments)
    assert (ran.exit, ran.out) == (2, "")
    assert said in ran.err


def test_faults_of_schedules_and_recipients_are_told_together(root: Path) -> None:
    project.edit(root / "config/schedules/night.yaml", "Europe/Berlin", "Europe/Berln")
    project.edit(root / "config/recipients/all.yaml", "locale: de", "locale: fr")
    ran = project.run(root, "schedule", "next")
    assert (ran.exit, ran.out) == (2, "")
    assert "config/schedules/night.yaml:3:12 time_zone: 'Europe/Berln' is no time zone;" in ran.err
    assert "config/recipients/all.yaml:2:61 recipients.anna.locale: 'fr' is not allowed here." in ran.err


def test_an_exchange_that_nobody_knows_ends_with_its_place(root: Path) -> None:
    project.edit(root / "config/schedules/quarter.yaml", "XHKG", "XHKK")
    ran = project.run(root, "schedule", "next", "quarter")
    assert ran.exit == 2
    assert "error[E296] config/schedules/quarter.yaml:2:25 trading_day.exchange: no exchange 'XHKK'" in ran.err


def test_a_project_without_schedules_says_so(tmp_path: Path) -> None:
    ran = project.run(tmp_path, "schedule", "next")
    assert ran == project.Ran(0, "", "no schedules; config/schedules is where they are declared.\n")


def test_the_calendar_library_is_loaded_only_for_trading_days(root: Path) -> None:
    code = (
        "import sys; from reportgen.cli.main import run; "
        f"run(['--project', {str(root)!r}, 'schedule', 'next', sys.argv[1], '--count', '1']); "
        "print('exchange_calendars' in sys.modules, 'pandas' in sys.modules)"
    )
    for name, loaded in (("night", "False False"), ("quarter", "True True")):
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", code, name], capture_output=True, text=True, check=True, env=project.environment()
        )
        assert done.stdout.splitlines()[-1] == loaded
