"""The store and the desk as commands open them, and how they print times and tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.cli.show import outcome, show_problems
from reportgen.model.problem import Exit, ReportError, errors

if TYPE_CHECKING:
    from sqlalchemy import URL

    from reportgen.running.desk import Desk
    from reportgen.store.connect import Store


def place(project: Path) -> URL:
    """Where the project's store lies; raises ReportError for a fault of config/delivery.yaml or of the address."""
    import os

    from reportgen.spec.delivery import load_delivery
    from reportgen.store.connect import locate

    delivery, problems = load_delivery(project)
    if wrong := errors(problems):
        raise ReportError(wrong[0], Exit.SPEC)
    return locate(project, os.environ, delivery.store if delivery else "")


def open_place(project: Path) -> Store:
    """The project's store, made where there is none. Raises ReportError as `place` and `open_store` do."""
    from reportgen.store.schema import open_store

    return open_store(place(project))


def exists(project: Path) -> bool:
    """Whether the project has a store, so that one who only reads need not make it; a server's always counts."""
    url = place(project)
    return url.get_backend_name() != "sqlite" or Path(url.database or "").exists()


def open_desk(project: Path) -> Desk | int:
    """The desk with the clock of this machine, or the exit code where a file of the project is at fault, which is told."""
    import sys
    import time
    from secrets import SystemRandom

    from reportgen.deliver.send import World
    from reportgen.running import desk as desks
    from reportgen.store.owner import this_process

    desk, problems = desks.open_desk(project, World(now, time.sleep, SystemRandom().random, this_process()))
    if desk is None:
        show_problems(problems, project, sys.stderr)
        return outcome(problems)
    return desk


def now() -> datetime:
    """This moment in UTC."""
    return datetime.now(UTC)


def told(at: datetime) -> str:
    """A moment for people, in UTC and in the zone of this machine: 2025-03-31 06:31Z (08:31 CEST)."""
    local = at.astimezone()
    day = "" if local.date() == at.astimezone(UTC).date() else f"{local:%a} "
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M}Z ({day}{local:%H:%M %Z})"


def iso(at: datetime | None) -> str | None:
    """A moment for machines."""
    return None if at is None else at.astimezone(UTC).isoformat(timespec="seconds")


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Rows under their heads, each column as wide as its widest entry."""
    lines = [heads, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(heads))]
    for line in lines:
        yield "  ".join(f"{text:<{width}}" for text, width in zip(line, widths, strict=True)).rstrip()
