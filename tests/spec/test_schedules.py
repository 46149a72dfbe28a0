"""config/schedules and config/calendars: read whole, or refused with the place of what is wrong."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportgen.spec.schedules import Calendar, duration
from tests.support import desk

FILE = "config/schedules/morning.yaml"
TRADING = """\
reports:
  - {report: weekly}
  - {report: monthly}
trading_day: {exchange: XHKG, day: 2, after: quarter-end, at: "18:30"}
time_zone: Asia/Hong_Kong
catch_up: skip
grace: 2h
deadline: 1d
only_when: {figures_changed: true, crosses: "cover['FY2024'] > 5% and growth > 0", report: monthly}
as_of: day-before
recipients: [board]
approval: required
on_ambiguous: hold
owner: desk@example.com
"""


def test_what_a_schedule_says_is_read(tmp_path: Path) -> None:
    (one,), _, problems = desk.read(desk.make(tmp_path))
    assert problems == ()
    made = one.schedule
    assert (one.name, made.cron, made.time_zone, one.deadline) == ("morning", "30 8 * * 1-5", "Asia/Hong_Kong", timedelta(hours=6))
    assert (made.reports[0].report, made.reports[0].params) == ("weekly", {"region": "asia"})
    assert (made.catch_up, made.cap, made.approval, made.on_ambiguous, made.as_of) == ("latest", 5, "none", "resend", "day")
    assert (one.calendar, one.crosses, made.recipients, made.owner) == (None, None, ("anna", "team"), "desk@example.com")


def test_a_rule_over_trading_days_is_read(tmp_path: Path) -> None:
    desk.write(tmp_path, "config/calendars/XHKG.yaml", "closed: {2023-09-01: Typhoon}\n")
    (one,), _, problems = desk.read(desk.make(tmp_path, schedule=TRADING))
    assert problems == ()
    assert one.calendar == Calendar("XHKG", frozenset({date(2023, 9, 1)}))
    assert one.crosses is not None
    assert (one.grace, one.deadline, str(one.zone)) == (timedelta(hours=2), timedelta(days=1), "Asia/Hong_Kong")


def test_a_project_without_schedules_has_none(tmp_path: Path) -> None:
    schedules, recipients, problems = desk.read(tmp_path)
    assert (schedules, dict(recipients.all), problems) == ((), {}, ())


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("time_zone: Asia/Hong_Kong\n", "", ":1:1 time_zone: key 'time_zone' is missing."),
        ("Asia/Hong_Kong", "CET", ":3:12 time_zone: 'CET' is no time zone; write a name of the IANA list, such as Asia/Hong_Kong or UTC."),
        ("Asia/Hong_Kong", "Asia/Hongkong", ":3:12 time_zone: 'Asia/Hongkong' is no time zone;"),
        ("Asia/Hong_Kong", "../etc/localtime", ":3:12 time_zone: '../etc/localtime' is no time zone;"),
        ("30 8 * * 1-5", "30 8 * *", ":2:7 cron: a cron expression has five fields, not 4;"),
        ("30 8 * * 1-5", "0 30 8 * * 1-5", ":2:7 cron: a cron expression has five fields, not 6;"),
        ("30 8 * * 1-5", "61 8 * * 1-5", ":2:7 cron: '61 8 * * 1-5' is no cron expression (bad minute);"),
        ("30 8 * * 1-5", "0 0 30 2 *", ":2:7 cron: '0 0 30 2 *' is no cron expression (bad day-of-month);"),
        ("cron: 30 8 * * 1-5\n", "", ":1:1 a schedule has either cron or trading_day."),
        ("owner:", 'trading_day: {exchange: XHKG, at: "08:00"}\nowner:', ":2:7 cron: a schedule has either cron or trading_day."),
        ("deadline: 6h", "deadline: 6", ":4:11 deadline: '6' is no span of time; write minutes, hours or days, such as 10m, 4h or 2d."),
        ("deadline: 6h", "cap: 3", ":4:6 cap: a cap goes with 'catch_up: all'; drop it."),
        ("deadline: 6h", "grace: 3h", ":4:8 grace: a grace goes with 'catch_up: skip'; drop it."),
        ("deadline: 6h", "catch_up: skip\ngrace: 2h\ndeadline: 1h", ":6:11 deadline: the deadline of 1h is shorter than the grace of 2h."),
        ("deadline: 6h", "catch_up: al", ":4:11 catch_up: 'al' is not allowed here. Allowed: skip, latest, all. Did you mean 'all'?"),
        ("report: weekly,", "report: weekley,", ":1:20 reports[0].report: no report 'weekley'. Did you mean 'weekly'?"),
        (
            "asia}}]",
            "asia}}, {report: weekly, params: {region: asia}}]",
            ":1:53 reports[1]: 'weekly' with these parameters is there already;",
        ),
        ("[{report: weekly, params: {region: asia}}]", "[]", ":1:10 reports: at least 1 entry is needed here, not 0."),
        ("[anna, team]", "[anna, teem]", ":5:20 recipients[1]: no recipient or group 'teem'. Did you mean 'team'?"),
        ("desk@example.com", "Desk <desk@example.com>", ":6:8 owner: exactly one plain address is expected here,"),
        ("deadline: 6h", "only_when: {}", ":4:12 only_when: say figures_changed: true, or which condition crosses."),
        ("deadline: 6h", "only_when: {crosses: growth}", ":4:22 only_when.crosses: this is no condition: compare figures"),
        ("deadline: 6h", "only_when: {crosses: growth >}", ":4:30 only_when.crosses: a figure or a number is expected, not the end."),
        ("deadline: 6h", "only_when: {crosses: grwth > 0}", ":4:22 only_when.crosses: no figure 'grwth'. Did you mean 'growth'?"),
        ("deadline: 6h", "only_when: {crosses: 1 > 0}", ":4:22 only_when.crosses: the condition names no figure."),
        (
            "deadline: 6h",
            "only_when: {figures_changed: yes}",
            ":4:30 only_when.figures_changed: true or false is expected here, not 'yes'.",
        ),
        (
            "deadline: 6h",
            "only_when: {figures_changed: true, report: monthly}",
            ":4:44 only_when.report: no report of this schedule 'monthly'.",
        ),
    ],
)
def test_what_is_wrong_is_told_at_its_place(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert desk.SCHEDULE.count(old) == 1
    schedules, _, problems = desk.read(desk.make(tmp_path, schedule=desk.SCHEDULE.replace(old, new)))
    assert schedules == ()
    assert len(problems) == 1, [str(problem) for problem in problems]
    assert f"{FILE}{said}" in str(problems[0])


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("XHKG", "X-HKG", ":4:25 trading_day.exchange: 'X-HKG' is no code of an exchange; write it like XHKG."),
        ("18:30", "6 pm", ":4:63 trading_day.at: '6 pm' is no time of day; write it as 18:30."),
        ("day: 2", "day: 0", ":4:36 trading_day.day: 0 is too small; the least is 1."),
        ("after: quarter-end, ", "", ":4:36 trading_day.day: 'day' counts from the end of a period; say after or before which."),
        (
            "after: quarter-end",
            "after: quarter-end, before: year-end",
            ":4:67 trading_day.before: a trading day is counted either after or before",
        ),
        (", report: monthly}", "}", ":9:45 only_when.crosses: whose figures are meant? Add 'report: weekly' beside it."),
        ("report: monthly}\nas_of", "report: weekly}\nas_of", ":9:46 only_when.crosses: no figure 'cover'."),
    ],
)
def test_what_is_wrong_with_a_trading_rule_is_told(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert TRADING.count(old) == 1
    schedules, _, problems = desk.read(desk.make(tmp_path, schedule=TRADING.replace(old, new)))
    assert schedules == ()
    assert len(problems) == 1, [str(problem) for problem in problems]
    assert f"{FILE}{said}" in str(problems[0])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("closed: {2023-9-1: Typhoon}\n", ":1:10 closed.2023-9-1: '2023-9-1' is no day; write it as 2024-01-31."),
        ("closed: {2023-02-30: Typhoon}\n", ":1:10 closed.2023-02-30: '2023-02-30' is no day;"),
        ('closed: {2023-09-01: " "}\n', ":1:22 closed.2023-09-01: a day is changed for a reason; write it."),
        ("closed: {2023-09-01: Storm}\nopen: {2023-09-01: Sun}\n", ":1:1 open: 2023-09-01 is both closed and open; keep one."),
        ("shut: {2023-09-01: Storm}\n", ":1:1 shut: no key 'shut'. Known: closed, open."),
    ],
)
def test_what_is_wrong_with_a_calendar_is_told(tmp_path: Path, text: str, said: str) -> None:
    desk.write(tmp_path, "config/calendars/XHKG.yaml", text)
    _, _, problems = desk.read(desk.make(tmp_path))
    assert [f"config/calendars/XHKG.yaml{said}" in str(problem) for problem in problems] == [True], problems


def test_a_file_name_that_cannot_be_a_key_is_refused(tmp_path: Path) -> None:
    schedules, _, problems = desk.read(desk.make(tmp_path, name="Morning run"))
    assert schedules == ()
    assert [problem.code for problem in problems] == ["E291"]


def test_a_faulty_schedule_leaves_the_others_whole(tmp_path: Path) -> None:
    desk.make(tmp_path)
    desk.write(tmp_path, "config/schedules/evening.yaml", desk.SCHEDULE.replace("30 8", "99 8"))
    schedules, _, problems = desk.read(tmp_path)
    assert ([one.name for one in schedules], len(problems)) == (["morning"], 1)


@pytest.mark.parametrize(("text", "span"), [("1m", timedelta(minutes=1)), ("36h", timedelta(hours=36)), ("2d", timedelta(days=2))])
def test_spans_of_time(text: str, span: timedelta) -> None:
    assert duration(text) == span


@pytest.mark.parametrize("text", ["", "0m", "-1h", "1.5h", "1 h", "1w", "999999d", "h", "\u0661h"])
def test_what_is_no_span_of_time(text: str) -> None:
    with pytest.raises(ValueError, match="is no span of time"):
        duration(text)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.sampled_from("0123456789*/-,#LWMONJAN "), min_size=1, max_size=24))
def test_any_cron_text_is_read_or_refused(tmp_path: Path, text: str) -> None:
    fields = " ".join((text.split() * 5 + ["*"] * 5)[:5])
    schedules, _, problems = desk.read(desk.make(tmp_path, schedule=desk.SCHEDULE.replace("30 8 * * 1-5", f'"{fields}"')))
    assert bool(schedules) != bool(problems)
    assert {problem.path for problem in problems} <= {"cron"}


def examples() -> list[str]:
    """The YAML of the manual's page."""
    page = (Path(__file__).parents[2] / "docs" / "schedules.md").read_text(encoding="utf-8")
    return [block.split("```")[0] for block in page.split("```yaml\n")[1:]]


def test_the_manual_shows_files_that_are_read(tmp_path: Path) -> None:
    schedule, rules, closed, conditions, recipients = examples()
    desk.write(tmp_path, "config/calendars/XHKG.yaml", closed)
    desk.make(tmp_path, schedule=schedule, recipients=recipients)
    desk.write(tmp_path, "config/reports/weekly.yaml", desk.REPORT + "  coverage: {metric: coverage}\n")
    cron = next(line for line in schedule.splitlines() if line.startswith("cron:"))
    for number, line in enumerate(rules.splitlines()):
        desk.write(tmp_path, f"config/schedules/rule-{number}.yaml", schedule.replace(cron, line))
    for number, line in enumerate(conditions.splitlines()):
        desk.write(tmp_path, f"config/schedules/when-{number}.yaml", f"{schedule}{line}\n")
    schedules, found, problems = desk.read(tmp_path)
    assert problems == ()
    assert (len(schedules), sorted(found.all)) == (6, ["anna", "archive", "bert", "hook"])
