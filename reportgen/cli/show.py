"""What a person sees while the program works: problems with the line that is at fault, and progress on a terminal."""

from __future__ import annotations

import json
import os
import re
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Protocol, TextIO

from reportgen.cache import Outcome
from reportgen.model.problem import Exit, Location, Problem, Problems, errors, in_order

WIDTH = 120
"""Longer lines are cut around the caret."""

_COLOURS = {"error": "\x1b[1;31m", "warning": "\x1b[1;33m"}
_PLAIN = "\x1b[0m"


class Report(Protocol):
    """Is told what the program is doing, and how far it is."""

    def __call__(self, stage: str, done: int = 0, of: int = 0) -> None: ...


def show_problems(problems: Problems, root: Path, stream: TextIO, *, as_json: bool = False) -> None:
    """Writes problems in order of place, each once, with the offending line, and how many there are.

    With `as_json`, one JSON object a line and nothing else. Colour is for terminals only, unless NO_COLOR is set.
    """
    ordered = in_order(problems)
    if as_json:
        stream.writelines(json.dumps(_fields(problem), ensure_ascii=False) + "\n" for problem in ordered)
        return
    colour = stream.isatty() and not os.environ.get("NO_COLOR")
    lines = cache(lambda file: _read(root, file))
    for problem in ordered:
        stream.write(_headline(problem, colour=colour) + "\n")
        if problem.where and problem.where.line:
            stream.write(_excerpt(problem.where, lines(problem.where.file)))
    if ordered:
        stream.write(summary(ordered) + "\n")


def show_outcomes(report: str, outcomes: Sequence[Outcome], stream: TextIO) -> None:
    """Writes a line for each part of a build: kept or made, and why."""
    wide = max((len(outcome.part) for outcome in outcomes), default=0)
    stream.writelines(f"{report}: {'kept' if hit else 'made'}  {part:<{wide}}  {why}\n" for part, hit, why in outcomes)


def summary(problems: Problems) -> str:
    """How many there are in words: 2 errors, 1 warning."""
    wrong = len(errors(problems))
    counts = [(wrong, "error"), (len(problems) - wrong, "warning")]
    return ", ".join(f"{count} {word}{'' if count == 1 else 's'}" for count, word in counts if count) + "."


def outcome(problems: Problems) -> Exit:
    """The exit code that problems end a command with: that of the earliest stage with an error."""
    return min((problem.exit for problem in errors(problems)), default=Exit.DONE)


def _fields(problem: Problem) -> dict[str, str | int]:
    where = problem.where or Location("")
    return {
        "severity": problem.severity,
        "code": problem.code,
        "file": where.file,
        "line": where.line,
        "column": where.column,
        "path": problem.path,
        "message": problem.message,
        "hint": problem.hint,
    }


def _headline(problem: Problem, *, colour: bool) -> str:
    text = visible(str(problem))
    label = f"{problem.severity}[{problem.code}]"
    return text.replace(label, f"{_COLOURS[problem.severity]}{label}{_PLAIN}", 1) if colour else text


def _read(root: Path, file: str) -> list[str]:
    """The lines of a file of the project; none when it lies elsewhere or cannot be read."""
    path = (root / file).resolve()
    if not path.is_relative_to(root.resolve()) or not path.is_file():
        return []
    return re.split("\r\n|\r|\n", path.read_bytes().decode("utf-8-sig", "replace"))


def _excerpt(where: Location, lines: list[str]) -> str:
    """The offending line under its number, and a caret below the place."""
    if where.line > len(lines):
        return ""
    line = lines[where.line - 1]
    place = _field_start(line, where.column) if where.file.endswith(".csv") else where.column - 1
    place = max(0, min(place, len(line)))
    start = 0 if len(line) <= WIDTH else max(0, min(place - WIDTH // 2, len(line) - WIDTH))
    before, after = visible(line[start:place]), visible(line[place : start + WIDTH])
    if not (before + after).strip():
        return ""
    left, right = "..." if start else "", "..." if start + WIDTH < len(line) else ""
    gutter = f"{where.line:>6} | "
    indent = " " * (len(gutter) - 2) + "| " + " " * _columns(left + before)
    return f"{gutter}{left}{before}{after}{right}\n{indent}^\n"


def _field_start(line: str, number: int) -> int:
    """Where the n-th field of a CSV row starts."""
    starts, quoted = [0], False
    for place, char in enumerate(line):
        if char == '"':
            quoted = not quoted
        elif char == "," and not quoted:
            starts.append(place + 1)
    return starts[min(max(number, 1), len(starts)) - 1]


def visible(text: str) -> str:
    """Text with control and direction marks written out, so that a file's content cannot steer the terminal."""
    return "".join(_escaped(char) if unicodedata.category(char) in ("Cc", "Cf", "Zl", "Zp") else char for char in text)


def _escaped(char: str) -> str:
    return " " if char == "\t" else f"\\u{ord(char):04x}"


def _columns(text: str) -> int:
    """How many columns of a terminal the text takes: Chinese characters are two wide, combining ones have no width."""
    wide = sum(unicodedata.east_asian_width(char) in ("W", "F") for char in text)
    return len(text) + wide - sum(unicodedata.combining(char) > 0 for char in text)


@contextmanager
def progress(stream: TextIO) -> Iterator[Report]:
    """Gives a function that is told what the program is doing; a moving line on a terminal, nothing in a pipe."""
    if not stream.isatty():
        yield _silent
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), BarColumn(bar_width=24))
    with Progress(*columns, console=Console(file=stream), transient=True) as bar:
        task = bar.add_task("", total=None)

        def report(stage: str, done: int = 0, of: int = 0) -> None:
            text = f"{stage} {done}/{of}" if of else stage
            bar.update(task, description=visible(text), completed=done, total=of or None, refresh=True)

        yield report


def _silent(stage: str, done: int = 0, of: int = 0) -> None:
    """Says nothing: a pipe gets results only."""


class Tally(Protocol):
    """Is told of each brief that has ended, and prints lines meanwhile."""

    def ended(self) -> None: ...
    def line(self, text: str) -> None: ...


class _Plain:
    """Prints lines only: nobody watches."""

    def __init__(self, out: TextIO) -> None:
        self.out = out

    def ended(self) -> None:
        """Nothing to show."""

    def line(self, text: str) -> None:
        self.out.write(text + "\n")
        self.out.flush()


@contextmanager
def tally(stream: TextIO, out: TextIO, of: int) -> Iterator[Tally]:
    """Counts many briefs: on a terminal a bar with rate and remaining time, nothing in a pipe. Lines go to `out`."""
    if not stream.isatty():
        yield _Plain(out)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TimeRemainingColumn
    from rich.text import Text

    class Rate(ProgressColumn):
        def render(self, task: Task) -> Text:
            return Text(f"{task.speed * 60:.0f}/min" if task.speed else "")

    console = Console(file=stream)
    columns = (BarColumn(bar_width=24), MofNCompleteColumn(), Rate(), TimeRemainingColumn(compact=True))
    # Refreshed by hand: a thread that does it would be running when a process of the pool is forked.
    with Progress(*columns, console=console, transient=True, auto_refresh=False, redirect_stdout=False, redirect_stderr=False) as bar:
        task = bar.add_task("", total=of)

        class Shown(_Plain):
            def ended(self) -> None:
                bar.advance(task)
                bar.refresh()

            def line(self, text: str) -> None:
                if self.out.isatty():
                    console.print(Text(visible(text)), soft_wrap=True)
                else:
                    super().line(text)

        bar.refresh()
        yield Shown(out)
