"""reportgen fonts: gets the Chinese faces, which no package of ours brings."""

from __future__ import annotations

import click

from reportgen.model.problem import Exit
from reportgen.text import han


@click.command("fonts")
@click.argument("locales", nargs=-1, type=click.Choice(tuple(han.BY_TAG)))
@click.option("--check", "only_look", is_flag=True, help="Only say what is lacking; exit code 1 when something is.")
def command(locales: tuple[str, ...], only_look: bool) -> int:
    """Fetch the fonts of Chinese briefs into the user's cache and check them by hash; all LOCALES by default.

    What is there and sound is left alone. Prints the folder; the environment variable REPORTGEN_FONTS names another.
    """
    lacking = han.lacking(locales or tuple(han.BY_TAG))
    if only_look:
        for face in lacking:
            click.echo(f"lacking: {face.name}")
        click.echo(han.folder())
        return Exit.FINDINGS if lacking else Exit.DONE
    from reportgen.cli.fetch import fetch

    fetch(lacking, lambda line: click.echo(f"{line} ...", err=True))
    click.echo(han.folder())
    return Exit.DONE
