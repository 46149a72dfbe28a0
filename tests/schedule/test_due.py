"""Which runs are due: after time off, after a clock that jumped, with every policy. A small keeper of records stands for the machine:
it writes down what `due` says, as the store does."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportgen.schedule import windows as module
from reportgen.schedule.due import MOST, Plan, Record, due
from reportgen.schedule.windows import windows
from reportgen.spec.schedules import LoadedSchedule
from tests.support import desk

START = datetime(2025, 3, 3, 7, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@dataclass
class Desk:
    """A machine that asks what is due, and keeps the record."""

    schedules: list[LoadedSchedule]
    record: Record = field(default_factory=Record)
    ran: list[tuple[str, str]] = field(default_factory=list)

    def tick(self, now: datetime) -> Plan:
        plan = due(self.schedules, now, self.record)
        known = {**self.record.known, **dict.fromkeys(plan.new, now)}
        done = [run.window for run in plan.runs] + [missed.newest for missed in plan.missed]
        self.ran += [(run.window.schedule, run.window.key) for run in plan.runs]
        self.record = Record(known, {**self.record.runs, **{(w.schedule, w.key): w.at for w in done}})
        return plan


def machine(tmp_path: Path, cron: str, rest: str = "", zone: str = "UTC", start: datetime = START) -> Desk:
    made = Desk([desk.one(tmp_path, f'cron: "{cron}"', zone, rest)])
    first = made.tick(start)
    assert (first.runs, first.missed, first.new) == ((), (), ("it",))
    return made


def keys(plan: Plan) -> list[str]:
    return [run.window.key for run in plan.runs]


def test_a_run_is_due_at_its_time_and_once(tmp_path: Path) -> None:
    made = machine(tmp_path, "30 8 * * 1-5", "deadline: 6h\n")
    assert keys(made.tick(datetime(2025, 3, 3, 8, 29, 59, tzinfo=UTC))) == []
    plan = made.tick(datetime(2025, 3, 3, 8, 30, tzinfo=UTC))
    (run,) = plan.runs
    assert (run.window.key, run.late, run.as_of) == ("2025-03-03T08:30", timedelta(), date(2025, 3, 3))
    assert run.deadline == datetime(2025, 3, 3, 14, 30, tzinfo=UTC)
    assert made.tick(datetime(2025, 3, 3, 8, 30, tzinfo=UTC)) == Plan()
    assert made.tick(datetime(2025, 3, 3, 8, 31, tzinfo=UTC)) == Plan()


def test_nothing_before_a_schedule_is_known_is_made_up_for(tmp_path: Path) -> None:
    made = machine(tmp_path, "* * * * *", "catch_up: all\n")
    assert made.tick(START) == Plan()


@pytest.mark.parametrize(("rule", "day"), [("day", date(2025, 3, 4)), ("day-before", date(2025, 3, 3)), ("report", None)])
def test_the_day_of_what_is_known_is_a_local_day(tmp_path: Path, rule: str, day: date | None) -> None:
    made = machine(tmp_path, "30 0 * * *", f"as_of: {rule}\n", "Asia/Hong_Kong")
    (run,) = made.tick(datetime(2025, 3, 3, 16, 30, tzinfo=UTC)).runs
    assert run.as_of == day


DOWN = {
    # how long the machine was off, every ten minutes a window: what runs, what is missed, by policy
    ("skip", MINUTE): (["07:10"], []),
    ("latest", MINUTE): (["07:10"], []),
    ("all", MINUTE): (["07:10"], []),
    ("skip", DAY): (["07:10"], [("a later window runs", 1), ("later than the grace of 10m", 143)]),
    ("latest", DAY): (["07:10"], [("a later window runs", 144)]),
    ("all", DAY): (["06:50", "07:00", "07:10"], [("more than the cap of 3", 142)]),
    ("skip", 30 * DAY): (["07:10"], [("a later window runs", 1), ("later than the grace of 10m", MOST - 2)]),
    ("latest", 30 * DAY): (["07:10"], [("a later window runs", MOST - 1)]),
    ("all", 30 * DAY): (["06:50", "07:00", "07:10"], [("more than the cap of 3", MOST - 3)]),
}


@pytest.mark.parametrize(("policy", "off"), DOWN)
def test_time_off(tmp_path: Path, policy: str, off: timedelta) -> None:
    made = machine(tmp_path, "*/10 * * * *", f"catch_up: {policy}\n" + ("cap: 3\n" if policy == "all" else ""))
    plan = made.tick(START + 10 * MINUTE + off)
    ran, missed = DOWN[policy, off]
    assert [key[-5:] for key in keys(plan)] == ran
    assert [(one.why, one.count) for one in plan.missed] == missed
    assert [one.more for one in plan.missed] == [off > 7 * DAY and number == len(missed) - 1 for number in range(len(missed))]
    assert made.tick(START + 10 * MINUTE + off) == Plan()
    assert [key[-5:] for key in keys(made.tick(START + 20 * MINUTE + off))] == ["07:20"]


@pytest.mark.parametrize(("late", "runs"), [(10 * MINUTE, True), (11 * MINUTE, False)])
def test_skip_runs_what_is_within_the_grace(tmp_path: Path, late: timedelta, runs: bool) -> None:
    made = machine(tmp_path, "0 8 * * *", "catch_up: skip\n")
    plan = made.tick(START + HOUR + late)
    assert bool(plan.runs) is runs
    assert [one.why for one in plan.missed] == ([] if runs else ["later than the grace of 10m"])


@pytest.mark.parametrize("policy", ["latest", "all"])
def test_the_deadline_ends_what_any_policy_would_make_up_for(tmp_path: Path, policy: str) -> None:
    made = machine(tmp_path, "0 8,20 * * *", f"catch_up: {policy}\ndeadline: 6h\n")
    plan = made.tick(START + DAY + 8 * HOUR)
    assert keys(plan) == []
    assert [(one.why, one.count, one.newest.key) for one in plan.missed] == [("later than the deadline of 6h", 3, "2025-03-04T08:00")]
    assert keys(made.tick(START + DAY + 13 * HOUR)) == ["2025-03-04T20:00"]


@pytest.mark.parametrize("policy", ["skip", "latest", "all"])
@pytest.mark.parametrize("jump", [HOUR, -HOUR, DAY, -DAY, 3652 * DAY, -3652 * DAY], ids=str)
def test_a_clock_that_jumps_makes_nothing_twice_and_stops_nothing(tmp_path: Path, policy: str, jump: timedelta) -> None:
    made = machine(tmp_path, "*/15 * * * *", f"catch_up: {policy}\n")
    now = START
    for step in range(40):
        now += 5 * MINUTE
        made.tick(now + (jump if 10 <= step < 20 else timedelta()))
    assert len(made.ran) == len(set(made.ran))
    after = [key for _, key in made.ran if START + 110 * MINUTE <= datetime.fromisoformat(key).replace(tzinfo=UTC) <= now]
    assert len(after) >= (now - START - 110 * MINUTE) // (15 * MINUTE)


def test_ten_years_cost_no_more_than_a_fixed_number_of_windows(tmp_path: Path) -> None:
    made = machine(tmp_path, "* * * * *", "catch_up: all\n")
    with patch.object(module, "_moment", wraps=module._moment) as counted:
        plan = made.tick(START + 3652 * DAY)
    assert len(plan.runs) == 5
    assert plan.missed[0].more
    assert counted.call_count <= MOST + 5


def test_a_clock_set_back_before_the_schedule_was_known_begins_anew(tmp_path: Path) -> None:
    made = machine(tmp_path, "*/10 * * * *", start=START + 3652 * DAY)
    assert made.tick(START).new == ("it",)
    assert keys(made.tick(START + 10 * MINUTE)) == ["2025-03-03T07:10"]


def test_the_night_on_which_0230_comes_twice(tmp_path: Path) -> None:
    made = machine(tmp_path, "30 2 * * *", zone="Europe/Berlin", start=datetime(2025, 10, 25, 12, tzinfo=UTC))
    now = datetime(2025, 10, 25, 20, tzinfo=UTC)
    for _ in range(12 * 60):
        now += MINUTE
        made.tick(now)
    assert made.ran == [("it", "2025-10-26T02:30")]


def test_two_machines_with_one_record_say_the_same(tmp_path: Path) -> None:
    made = machine(tmp_path, "*/10 * * * *", "catch_up: all\n")
    now = START + HOUR
    assert due(made.schedules, now, made.record) == due(made.schedules, now, made.record)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cron=st.sampled_from(["*/15 * * * *", "30 2 * * *", "0 */2 * * *", "0 2,3 * * 1-5"]),
    zone=st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC"]),
    steps=st.lists(st.integers(-300, 3000), min_size=1, max_size=25),
)
def test_each_period_runs_at_most_once_whatever_the_clock_does(tmp_path: Path, cron: str, zone: str, steps: list[int]) -> None:
    made = machine(tmp_path, cron, "catch_up: all\ncap: 100\n", zone, datetime(2025, 3, 29, tzinfo=UTC))
    now = highest = datetime(2025, 3, 29, tzinfo=UTC)
    for step in steps:
        now += step * MINUTE
        highest = max(highest, now)
        made.tick(now)
    assert len(made.ran) == len(set(made.ran))
    if all(step >= 0 for step in steps) and all(step < 24 * 60 for step in steps):
        due_by_now = [("it", window.key) for window in windows(made.schedules[0], datetime(2025, 3, 29, tzinfo=UTC), highest)]
        assert made.ran == due_by_now


def test_a_period_on_record_is_not_run_again_though_its_moment_has_moved(tmp_path: Path) -> None:
    """As when a schedule is given another zone: the same local period lies at another moment."""
    schedule = desk.one(tmp_path, 'cron: "*/10 * * * *"', "UTC")
    now = START + 15 * MINUTE
    window = due([schedule], now, Record({"it": START})).runs[0].window
    record = Record({"it": START}, {("it", window.key): START - HOUR})
    assert keys(due([schedule], now, record)) == ["2025-03-03T07:00"]


def test_a_run_at_its_very_deadline_is_still_made(tmp_path: Path) -> None:
    made = machine(tmp_path, "0 8 * * *", "deadline: 6h\n")
    assert keys(made.tick(START + 7 * HOUR)) == ["2025-03-03T08:00"]
