"""reportgen check: every problem of the specs, without building."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from reportgen.cli.build_ import LOCALES
from reportgen.cli.show import outcome, show_problems
from reportgen.cli.specs import spec_files
from reportgen.model.problem import Exit, Problems


@click.command("check")
@click.argument("specs", nargs=-1)
@click.option("--locale", "locales", multiple=True, type=click.Choice(LOCALES), help="Also say what is not translated into this language.")
@click.option("--verbose", is_flag=True, help="Every place that is not translated, not only how many there are.")
@click.option("--json", "as_json", is_flag=True, help="Problems as JSON, one a line.")
@click.pass_obj
def command(project: Path, specs: tuple[str, ...], locales: tuple[str, ...], verbose: bool, as_json: bool) -> int:
    """Find every problem of SPECS: form, names, periods, prose, facts, figures, claims without condition."""
    from reportgen import pipeline

    opened = pipeline.open_project(project)
    found: Problems = opened.problems
    for file in spec_files(project, specs):
        found = (*found, *pipeline.check(opened, file, locales, every=verbose or as_json))
    show_problems(found, project, sys.stdout, as_json=as_json)
    return outcome(found) if found else Exit.DONE
