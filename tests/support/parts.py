"""What a test may need from outside the project, and how the suite accounts for the tests that could not run for want of it."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from reportgen.text import han
from tests.support import postfix
from tools import machine


@dataclass(frozen=True)
class Need:
    """A marker's name, what the test needs, how to see that it is there and how to get it."""

    marker: str
    name: str
    cure: str
    is_here: Callable[[], bool]
    of_machine: bool = True

    @property
    def reason(self) -> str:
        return f"needs {self.name} ({self.cure})"


def source_folder() -> Path | None:
    """The folder of the source texts that REPORTGEN_SOURCES names; None when it names none."""
    named = os.environ.get("REPORTGEN_SOURCES")
    return Path(named) if named else None


def _of(marker: str, part: machine.Part) -> Need:
    return Need(marker, part.name, part.cure, part.is_here)


NEEDS = (
    _of("needs_pango", machine.PANGO),
    _of("needs_poppler", machine.POPPLER),
    _of("needs_chromium", machine.CHROMIUM),
    Need("needs_han", "the Chinese fonts", "make setup", lambda: not han.lacking()),
    # Only root may start one: a run as somebody else is no worse for it.
    Need("needs_postfix", "Postfix, as root", "apt-get install postfix", postfix.is_here, of_machine=os.geteuid() == 0),
    Need(
        "needs_sources", "the source texts", "set REPORTGEN_SOURCES to their folder", lambda: source_folder() is not None, of_machine=False
    ),
)


def unmet(markers: Iterable[str]) -> Need | None:
    """The first need among a test's markers that is not met here; None when the test can run."""
    names = set(markers)
    return next((need for need in NEEDS if need.marker in names and not need.is_here()), None)


def missed(reasons: Iterable[str]) -> list[tuple[Need, int]]:
    """The needs for whose sake tests were skipped, with the number of tests, in the order of NEEDS; other reasons do not count."""
    counts = Counter(reasons)
    return [(need, counts[need.reason]) for need in NEEDS if counts[need.reason]]


def account(found: list[tuple[Need, int]]) -> list[str]:
    """The closing lines about tests that did not run, one for each need."""
    return [f"not run here: {count} {'test needs' if count == 1 else 'tests need'} {need.name} ({need.cure})" for need, count in found]
