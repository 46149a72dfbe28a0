"""reportgen trace: where a figure comes from, down to the fact rows."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from reportgen.cli.show import outcome, show_problems
from reportgen.cli.specs import spec_files
from reportgen.model.fact import Fact
from reportgen.model.figure import Point
from reportgen.model.problem import errors
from reportgen.text.locale import Locale


@click.command("trace")
@click.argument("report")
@click.argument("figure")
@click.option("--locale", "tag", default="en", help="The language of numbers and names.")
@click.pass_obj
def command(project: Path, report: str, figure: str, tag: str) -> int:
    """Print the value, interval, formula and inputs of FIGURE, a name or name@key, in REPORT."""
    from reportgen import pipeline
    from reportgen.spec.load import load_spec
    from reportgen.text.locale import load

    opened = pipeline.open_project(project)
    loaded, problems = load_spec(spec_files(project, (report,))[0], opened)
    if loaded is None or errors(problems):
        show_problems(problems, project, sys.stderr)
        return outcome(problems)
    _, figures, found = pipeline.evaluate(opened, loaded, loaded.spec.as_of)
    if errors(found):
        show_problems(found, project, sys.stderr)
    name, _, key = figure.partition("@")
    if name not in figures:
        raise click.UsageError(f"no figure {name!r}. Known: {', '.join(figures)}.")
    points = [p for p in figures[name] if key in ("", p.key)]
    if not points:
        raise click.UsageError(f"figure {name!r} has no point {key!r}. Known: {', '.join(p.key for p in figures[name])}.")
    locale = load(tag)
    for point in points:
        click.echo("\n".join(_lines(point, locale, 0, point.id)))
    return 0


def _lines(point: Point, locale: Locale, depth: int, title: str) -> Iterator[str]:
    indent = "  " * depth
    shown = locale.display(point).text
    yield f"{indent}{title} = {shown}   [{point.method}, {locale.pick(point.names)}, {point.period.text}]"
    if point.quantity and point.quantity.low != point.quantity.high:
        yield f"{indent}  between {point.quantity.low:f} and {point.quantity.high:f} {point.quantity.unit}"
    if point.formula not in ("", "x"):
        yield f"{indent}  {point.formula}"
    for name, item in point.inputs:
        if isinstance(item, Fact):
            yield f"{indent}  {item.source} {item.loc}: {item.as_written!r}, known {item.known_at.isoformat()}, {item.where}"
        else:
            yield from _lines(item, locale, depth + 1, name)
    for dispute in point.disputes:
        for other in dispute.others:
            yield f"{indent}  disputed by {other.source} {other.loc}: {other.as_written!r}. {locale.pick(dispute.reason)}"
