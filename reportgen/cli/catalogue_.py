"""reportgen catalogue: the page of all editions."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import click

from reportgen.model.problem import Exit


@click.command("catalogue")
@click.pass_obj
def command(project: Path) -> int:
    """Write build/index.html: every edition with its front page, what changed, whether it still counts, and the runs."""
    from reportgen import catalogue
    from reportgen.cli.stores import exists, open_place
    from reportgen.store import editions, runs

    if exists(project):
        with closing(open_place(project)) as store:
            written = catalogue.write(project, editions.listed(store), runs.listed(store))
    else:
        written = catalogue.write(project)
    click.echo(written)
    return Exit.DONE
