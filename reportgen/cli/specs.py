"""Finding the report specs that a command is given."""

from __future__ import annotations

import difflib
from pathlib import Path

import click

from reportgen.model.problem import Exit, Location, Problem, ReportError


def spec_files(project: Path, names: tuple[str, ...]) -> tuple[Path, ...]:
    """The spec files named by report or by path, all of the project where none is named.

    Raises ReportError for a folder that is no project, click.UsageError for a name that is no report.
    """
    folder = project / "config" / "reports"
    known = sorted(folder.glob("*.yaml"))
    if not known:
        problem = Problem("E101", "no report spec here.", Location(str(folder)), hint="Name the project's folder with --project.")
        raise ReportError(problem, Exit.SPEC)
    return tuple(_one(name, known) for name in names) or tuple(known)


def _one(name: str, known: list[Path]) -> Path:
    for path in known:
        if name in (path.stem, path.name) or Path(name).resolve() == path.resolve():
            return path
    stems = [path.stem for path in known]
    near = difflib.get_close_matches(Path(name).stem, stems, 1)
    raise click.UsageError(f"no report {name!r}. Known: {', '.join(stems)}.{f' Did you mean {near[0]!r}?' if near else ''}")
