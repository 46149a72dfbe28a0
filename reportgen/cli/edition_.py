"""reportgen edition: an edition that another one follows, or that was wrong."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen.cli.show import outcome, show_problems, visible
from reportgen.model.problem import Exit, errors

if TYPE_CHECKING:
    from reportgen.store.connect import Store
    from reportgen.store.editions import Edition


@click.group("edition")
def command() -> None:
    """Editions that no longer count. reportgen list editions shows all."""


@command.command("supersede")
@click.argument("name")
@click.option("--reason", required=True, help="What took its place; it stays on record.")
@click.pass_obj
def supersede_(project: Path, name: str, reason: str) -> int:
    """Mark an edition as followed by another; what still waits of it is cancelled. Nobody is told."""
    from reportgen.cli.stores import now, open_place
    from reportgen.store import editions

    with closing(open_place(project)) as store:
        said = _reason(reason)
        found = _one(project, store, name)
        editions.supersede(store, found.id, said, now())
    click.echo(visible(f"{found.id} is superseded: {reason}"))
    return Exit.DONE


@command.command("withdraw")
@click.argument("name")
@click.option("--reason", required=True, help="Why; those who received it read this.")
@click.pass_obj
def withdraw_(project: Path, name: str, reason: str) -> int:
    """Mark an edition as wrong. It is never sent again, and those who received it get a notice with the reason.

    Where the edition had to be approved, so have its notices. Called again, it adds only notices that are lacking.
    """
    from reportgen.cli.stores import now, open_desk
    from reportgen.running.notices import WITHDRAWN, notify
    from reportgen.store import editions

    why = _reason(reason)
    desk = open_desk(project)
    if isinstance(desk, int):
        return desk
    with closing(desk.store) as store:
        found = _one(project, store, name)
        if found.state != "withdrawn":
            editions.withdraw(store, found.id, why, now())
        else:
            click.echo(visible(f"{found.id} was withdrawn already: {found.reason}"), err=True)
        count, held, problems = notify(desk, _one(project, store, found.id))
    click.echo(visible(f"{found.id} is withdrawn."))
    if count:
        said = f"approve them: reportgen outbox approve '{found.id}{WITHDRAWN}' --by NAME" if held else "they go with the next outbox send"
        click.echo(visible(f"{count} {'notice' if count == 1 else 'notices'} in the outbox; {said}."))
    show_problems(errors(problems), project, sys.stderr)
    return Exit.DELIVERY if errors(problems) else outcome(problems)


def _reason(text: str) -> str:
    from reportgen.spec.address import unsafe

    if not text.strip():
        raise click.UsageError("--reason: say why.")
    if fault := unsafe(text):
        raise click.UsageError(f"--reason: {fault}")
    return text.strip()


def _one(project: Path, store: Store, name: str) -> Edition:
    """The edition by its full name, or by the last part of it where that is clear; one that only lies on disk is put on record first."""
    from reportgen import manifest
    from reportgen.cli.stores import now
    from reportgen.store import editions

    known = {one.id: one for one in editions.listed(store)}
    folders = {"/".join(file.parts[-4:-1]): file.parent for file in sorted((project / "build").glob("*/*/*/manifest.json"))}
    found = [one for one in sorted({*known, *folders}) if name == one or one.endswith(f"/{name}")]
    if len(found) > 1:
        raise click.UsageError(f"several editions are called so: {', '.join(found)}.")
    if not found:
        raise click.UsageError(f"there is no edition '{name}'; reportgen list editions shows all.")
    (full,) = found
    if full not in known:
        report, variant, own = full.split("/")
        content = manifest.content_of(folders[full])
        if not own.endswith(content[:8]):
            raise click.UsageError(f"the files of {full} are not those that were built; it cannot be put on record.")
        editions.passed(store, full, report, variant, folders[full].relative_to(project).as_posix(), content, now())
        known = {one.id: one for one in editions.listed(store)}
    return known[full]
