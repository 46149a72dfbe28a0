"""The files of config/schedules into checked schedules, with the calendars that correct their trading days."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import chain
from pathlib import Path as File

from reportgen.model.expression import Expression, ExpressionError, is_condition, names, parse
from reportgen.model.problem import Problem, Problems
from reportgen.spec.extends import read_report
from reportgen.spec.node import Node, Path, Positions, written
from reportgen.spec.read import read_yaml
from reportgen.spec.recipients import Recipients
from reportgen.spec.schedules import CALENDARS, Calendar, CalendarFile, LoadedSchedule, Schedule, TradingDay, duration
from reportgen.spec.suggest import nearest, shortened
from reportgen.spec.validate import validate

FOLDER = "config/schedules"
Fault = tuple[str, str, Path]
"""A code, a sentence, and the way to what it is about."""

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
_EXCHANGE = re.compile(r"[A-Za-z0-9_]{2,20}")


def load_schedules(root: File, recipients: Recipients) -> tuple[tuple[LoadedSchedule, ...], Problems]:
    """The project's schedules in order of name, those with a fault left out, and every problem of their files."""
    loaded: list[LoadedSchedule] = []
    problems: list[Problem] = []
    calendars, found = _calendars(root)
    problems += found
    for file in sorted((root / FOLDER).glob("*.yaml")):
        one, found = _load(file, root, recipients, calendars)
        problems += found
        if one is not None:
            loaded.append(one)
    return tuple(loaded), tuple(problems)


def _load(file: File, root: File, recipients: Recipients, calendars: Mapping[str, Calendar]) -> tuple[LoadedSchedule | None, Problems]:
    node, problems = read_yaml(file, root)
    if node is None:
        return None, problems
    made, problems, positions = validate(node, Schedule)
    if made is None:
        return None, problems
    crosses, of_condition = _condition(made, positions, root)
    problems = (*_faults(file.stem, made, positions, root, recipients), *of_condition)
    if problems:
        return None, problems
    rule = made.trading_day
    calendar = calendars.get(rule.exchange, Calendar(rule.exchange)) if rule else None
    return LoadedSchedule(file.stem, made, calendar, crosses, positions, node.where.file), ()


def _faults(name: str, made: Schedule, positions: Positions, root: File, recipients: Recipients) -> Iterator[Problem]:
    reports = _reports(root)
    receivers = [*recipients.places, *recipients.groups]
    found = chain(_of_form(name, made, positions), _of_rule(made.trading_day, positions), _of_names(made, reports, receivers))
    return (Problem(code, message, positions[path], written(path)) for code, message, path in found)


def _of_form(name: str, made: Schedule, positions: Positions) -> Iterator[Fault]:
    if not _NAME.fullmatch(name):
        yield "E291", "the file's name is the schedule's: small letters, digits, '_' and '-', 60 at most.", ()
    if bool(made.cron) == (made.trading_day is not None):
        yield "E291", "a schedule has either cron or trading_day.", (("cron",) if made.cron else ())
    if made.catch_up != "all" and positions.has(("cap",)):
        yield "E291", "a cap goes with 'catch_up: all'; drop it.", ("cap",)
    if made.catch_up != "skip" and positions.has(("grace",)):
        yield "E291", "a grace goes with 'catch_up: skip'; drop it.", ("grace",)
    if made.deadline and made.catch_up == "skip" and duration(made.deadline) < duration(made.grace):
        yield "E291", f"the deadline of {made.deadline} is shorter than the grace of {made.grace}.", ("deadline",)


def _of_rule(rule: TradingDay | None, positions: Positions) -> Iterator[Fault]:
    if rule is None:
        return
    if not _EXCHANGE.fullmatch(rule.exchange):
        yield "E296", f"'{shortened(rule.exchange)}' is no code of an exchange; write it like XHKG.", ("trading_day", "exchange")
    if rule.after and rule.before:
        yield "E291", "a trading day is counted either after or before the end of a period.", ("trading_day", "before")
    if not (rule.after or rule.before) and positions.has(("trading_day", "day")):
        yield "E291", "'day' counts from the end of a period; say after or before which.", ("trading_day", "day")


def _of_names(made: Schedule, reports: Sequence[str], receivers: Sequence[str]) -> Iterator[Fault]:
    for number, run in enumerate(made.reports):
        if run.report not in reports:
            yield "E293", nearest("report", run.report, reports), ("reports", number, "report")
        elif run in made.reports[:number]:
            yield "E293", f"'{run.report}' with these parameters is there already; keep one.", ("reports", number)
    for number, word in enumerate(made.recipients):
        if word not in receivers:
            yield "E293", nearest("recipient or group", word, receivers), ("recipients", number)


def _reports(root: File) -> tuple[str, ...]:
    return tuple(sorted(file.stem for file in (root / "config" / "reports").glob("*.yaml")))


def _condition(made: Schedule, positions: Positions, root: File) -> tuple[Expression | None, Problems]:
    """The condition read, with every problem of what the schedule depends on."""
    path: Path = ("only_when", "crosses")
    when = made.only_when
    if when is None:
        return None, ()
    asked = tuple(dict.fromkeys(run.report for run in made.reports))
    if not when.crosses and not when.figures_changed:
        return None, (Problem("E292", "say figures_changed: true, or which condition crosses.", positions[("only_when",)], "only_when"),)
    if when.report and when.report not in asked:
        message = nearest("report of this schedule", when.report, asked)
        return None, (Problem("E293", message, positions[("only_when", "report")], "only_when.report"),)
    if when.crosses is None:
        return None, ()
    if len(asked) > 1 and not when.report:
        message = f"whose figures are meant? Add 'report: {asked[0]}' beside it."
        return None, (Problem("E292", message, positions[path], written(path)),)
    try:
        expression = parse(when.crosses)
        if not is_condition(expression):
            raise ExpressionError("this is no condition: compare figures with < <= == != >= >")
    except ExpressionError as bad:
        return None, (Problem("E292", f"{bad}.", positions.inside(path, bad.column), written(path)),)
    if not any(names(expression)):
        return None, (Problem("E292", "the condition names no figure.", positions[path], written(path)),)
    figures = _figures(root, when.report or asked[0])
    unknown = [one for one in names(expression) if figures is not None and one.name not in figures]
    return expression, tuple(
        Problem("E292", nearest("figure", one.name, figures or ()), positions.inside(path, one.column), written(path)) for one in unknown
    )


def _figures(root: File, report: str) -> tuple[str, ...] | None:
    """The figures that a report declares, with those of its bases; None when it cannot be read, which its own check reports."""
    if report not in _reports(root):
        return None
    node, _, _ = read_report(root / "config" / "reports" / f"{report}.yaml", root)
    block = node.get("figures") if node else None
    return tuple(key.text for key, _ in block.pairs) if block else None


def _calendars(root: File) -> tuple[dict[str, Calendar], Problems]:
    """The project's corrections by exchange."""
    calendars: dict[str, Calendar] = {}
    problems: list[Problem] = []
    for file in sorted((root / CALENDARS).glob("*.yaml")):
        node, found = read_yaml(file, root)
        problems += found
        made, found, _ = validate(node, CalendarFile) if node else (None, (), None)
        problems += found
        if made is None or node is None:
            continue
        closed, of_closed = _days(node, "closed")
        opened, of_open = _days(node, "open")
        both = [Problem("E296", f"{day} is both closed and open; keep one.", node.where, "open") for day in sorted(closed & opened)]
        problems += (*of_closed, *of_open, *both)
        calendars[file.stem] = Calendar(file.stem, closed, opened)
    return calendars, tuple(problems)


def _days(node: Node, block: str) -> tuple[frozenset[date], Problems]:
    days: set[date] = set()
    problems: list[Problem] = []
    found = node.get(block)
    for key, reason in found.pairs if found else ():
        try:
            day = date.fromisoformat(key.text) if len(key.text) == len("2024-01-31") else None
        except ValueError:
            day = None
        if day is None:
            problems.append(
                Problem("E296", f"'{shortened(key.text)}' is no day; write it as 2024-01-31.", key.where, f"{block}.{key.text}")
            )
        elif not reason.text.strip():
            problems.append(Problem("E296", "a day is changed for a reason; write it.", reason.where, f"{block}.{key.text}"))
        else:
            days.add(day)
    return frozenset(days), tuple(problems)
