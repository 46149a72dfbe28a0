"""reportgen list: what the project and the program know."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("list")
@click.argument("what", type=click.Choice(["reports", "metrics", "kinds", "filters"]))
@click.pass_obj
def command(project: Path, what: str) -> int:
    """List the project's reports or metrics, or the program's kinds of metric, chart and table, or the filters of prose."""
    from reportgen import pipeline

    opened = pipeline.open_project(project)
    if what == "reports":
        for file in opened.reports:
            click.echo(file.stem)
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
