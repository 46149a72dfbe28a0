"""What goes wrong, as values: a user's mistake is a Problem, the outside world failing is a ReportError."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Literal

Severity = Literal["error", "warning"]


class Exit(IntEnum):
    """Exit codes of the command line."""

    DONE = 0
    FINDINGS = 1
    SPEC = 2
    DATA = 3
    OUTPUT = 4
    DELIVERY = 5
    STORE = 6
    INTERNAL = 70
    TRY_LATER = 75
    INTERRUPTED = 130
    TERMINATED = 143


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file of the user's: 1-based line and column (a CSV's row and column count alike)."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        if not self.line:
            return self.file
        return f"{self.file}:{self.line}:{self.column or 1}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding: what is wrong, where it stands, and what would be right.

    `code` is E or W and three digits; the first digit names the stage (1 files, 2 spec, 3 data and figures,
    4 charts, composition and output). `path` is the way to the node, such as `sections[2].chart`.
    """

    code: str
    message: str
    where: Location | None = None
    path: str = ""
    hint: str = ""

    @property
    def severity(self) -> Severity:
        return "warning" if self.code.startswith("W") else "error"

    @property
    def exit(self) -> Exit:
        """The exit code that a build stopped by this problem ends with."""
        return {"1": Exit.SPEC, "2": Exit.SPEC, "3": Exit.DATA}.get(self.code[1], Exit.OUTPUT)

    def at(self, where: Location | None) -> Problem:
        return replace(self, where=where)

    def __str__(self) -> str:
        parts = [f"{self.severity}[{self.code}]"]
        if self.where:
            parts.append(str(self.where))
        if self.path:
            parts.append(f"{self.path}:")
        parts.append(self.message)
        if self.hint:
            parts.append(self.hint)
        return " ".join(parts)


Problems = tuple[Problem, ...]


class ReportError(Exception):
    """The outside world failed (a disk, an engine, a missing font); carries the problem and its exit code."""

    def __init__(self, problem: Problem, exit: Exit = Exit.OUTPUT) -> None:
        super().__init__(str(problem))
        self.problem = problem
        self.exit = exit


def errors(problems: Problems) -> Problems:
    """Those problems that stop a build."""
    return tuple(p for p in problems if p.severity == "error")


def in_order(problems: Problems) -> Problems:
    """Problems without repeats, by file, line and column; those without a place come last."""

    def key(p: Problem) -> tuple[bool, str, int, int, str, str]:
        w = p.where or Location("")
        return (p.where is None, w.file, w.line, w.column, p.code, p.message)

    return tuple(sorted(dict.fromkeys(problems), key=key))
