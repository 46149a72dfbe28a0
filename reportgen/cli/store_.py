"""reportgen store: looking after the record of runs, editions and mail."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta
from pathlib import Path

import click

from reportgen.model.problem import Exit


@click.group("store")
def command() -> None:
    """The record of runs, editions and mail: build/store.db, or what REPORTGEN_STORE names."""


@command.command("migrate")
@click.pass_obj
def migrate_(project: Path) -> int:
    """Take the store to this program's version, in one transaction. Make a backup before."""
    from reportgen.cli.stores import place
    from reportgen.store import schema
    from reportgen.store.connect import Store

    url = place(project)
    if url.get_backend_name() == "sqlite":
        Path(url.database or "").parent.mkdir(parents=True, exist_ok=True)
    with closing(Store(url)) as store:
        before, after = schema.migrate(store)
        click.echo(f"{store.name}: version {before} to {after}" if before != after else f"{store.name}: version {after}, nothing to do")
    return Exit.DONE


@command.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_obj
def backup_(project: Path, file: Path) -> int:
    """Write a whole copy of the store to FILE while others use it; the copy is checked before it appears."""
    from reportgen.cli.stores import open_place
    from reportgen.store import keep

    with closing(open_place(project)) as store:
        click.echo(keep.backup(store, file.absolute()))
    return Exit.DONE


@command.command("prune")
@click.option(
    "--days", type=click.IntRange(1), default=90, show_default=True, help="Keep the bytes of messages settled within so many days."
)
@click.pass_obj
def prune_(project: Path, days: int) -> int:
    """Drop the bytes of old settled messages. What an audit needs stays: who got what, when, its hash, every attempt and approval."""
    from reportgen.cli.stores import now, open_place
    from reportgen.store import keep

    with closing(open_place(project)) as store:
        count = keep.prune(store, now() - timedelta(days=days))
    click.echo(f"the bytes of {count} {'message' if count == 1 else 'messages'} dropped")
    return Exit.DONE


@command.command("check")
@click.pass_obj
def check_(project: Path) -> int:
    """Read the whole store: its pages, references, and the hash of each message. Exit 6 names the first thing that is damaged."""
    from reportgen.cli.stores import open_place
    from reportgen.store import keep

    with closing(open_place(project)) as store:
        count = keep.check(store)
        click.echo(f"{store.name}: whole, {count} {'message' if count == 1 else 'messages'}")
    return Exit.DONE
