"""reportgen build: specs become briefs."""

from __future__ import annotations

import sys
from datetime import datetime
from functools import partial
from pathlib import Path

import click

from reportgen.cli.show import outcome, progress, show_problems
from reportgen.cli.specs import spec_files
from reportgen.model.problem import Exit, Problems, errors

LOCALES = ("en", "de", "zh-Hant", "zh-Hans")


@click.command("build")
@click.argument("specs", nargs=-1)
@click.option("--locale", "locales", multiple=True, type=click.Choice(LOCALES), help="A language to build; may be given several times.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Build from what was known on this day.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Write the files straight into this folder.")
@click.option("--json", "as_json", is_flag=True, help="Problems as JSON, one a line.")
@click.pass_obj
def command(
    project: Path, specs: tuple[str, ...], locales: tuple[str, ...], as_of: datetime | None, out: Path | None, as_json: bool
) -> int:
    """Make briefs from SPECS, which are report names or files; all reports of the project by default.

    Prints the folder of each edition. A report with an error leaves yesterday's edition untouched; the others are built.
    """
    from reportgen import pipeline

    files = spec_files(project, specs)
    if out and len(files) > 1:
        raise click.UsageError("--out takes one report: the files of several would overwrite each other.")
    opened = pipeline.open_project(project)
    order = pipeline.Order(locales, as_of.date() if as_of else None, out)
    found: Problems = ()
    for number, file in enumerate(files):
        with progress(sys.stderr) as report:
            built = pipeline.build(opened, file, order, partial(report, done=number, of=len(files)))
        if built.folder:
            click.echo(built.folder)
        found = (*found, *(built.problems if errors(built.problems) else ()))
    show_problems(found, project, sys.stderr, as_json=as_json)
    return outcome(found) if found else Exit.DONE
