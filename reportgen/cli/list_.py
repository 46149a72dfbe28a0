"""reportgen list: what the project and the program know."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from reportgen.spec.project import Project


@click.command("list")
@click.argument("what", type=click.Choice(["reports", "editions", "metrics", "kinds", "filters"]))
@click.pass_obj
def command(project: Path, what: str) -> int:
    """List the project's reports, editions or metrics, or the program's kinds of metric, chart and table, or the filters of prose."""
    from reportgen import pipeline

    if what == "editions":
        return _editions(project)
    opened = pipeline.open_project(project)
    if what == "reports":
        width = max((len(file.stem) for file in opened.reports), default=0)
        for file in opened.reports:
            click.echo(f"{file.stem:<{width}}  {_made_of(file, opened)}".rstrip())
    elif what == "metrics":
        width = max(map(len, opened.metrics), default=0)
        for name, metric in sorted(opened.metrics.items()):
            click.echo(f"{name:<{width}}  {metric.kind:<13}  {metric.label.get('en', '')}")
    elif what == "kinds":
        for title, table in (("metric", opened.kinds.metrics), ("chart", opened.kinds.charts), ("table", opened.kinds.tables)):
            for word, module in table.items():
                click.echo(f"{title:<7} {word:<14} {(module.Options.__doc__ or '').splitlines()[0]}")
    else:
        for name in sorted(opened.kinds.filters):
            click.echo(name)
    return 0


def _editions(project: Path) -> int:
    """Every edition on record or on disk: id, state, since when, hash, reason."""
    from contextlib import closing

    from reportgen.cli.show import visible
    from reportgen.cli.stores import exists, open_place, table, told
    from reportgen.store import editions

    rows: dict[str, tuple[str, ...]] = {}
    for file in sorted((project / "build").glob("*/*/*/manifest.json")):
        rows["/".join(file.parts[-4:-1])] = ("built", "", "", "")
    if exists(project):
        with closing(open_place(project)) as store:
            rows |= {one.id: (one.state, told(one.changed), one.hash[:16], one.reason) for one in editions.listed(store)}
    if rows:
        lines = [(name, *rest) for name, rest in sorted(rows.items())]
        for line in table(("edition", "state", "since", "hash", "reason"), lines):
            click.echo(visible(line))
    return 0


def _made_of(file: Path, opened: Project) -> str:
    """Base, parameters with their defaults, and how many variants: extends fleet-review  company=lakeline year=FY2024  4 variants."""
    from reportgen.spec.extends import read_report
    from reportgen.spec.matrix import variants
    from reportgen.spec.params import declared

    node, _, _ = read_report(file, opened.root)
    if node is None:
        return ""
    base, params, count = node.get("extends"), declared(node, opened)[0], len(variants(file, opened.root))
    told = (
        f"extends {base.text}" if base is not None and base.form == "text" else "",
        " ".join(f"{name}={one.default}" for name, one in params.items()),
        f"{count} variants" if count else "",
    )
    return "  ".join(part for part in told if part)
