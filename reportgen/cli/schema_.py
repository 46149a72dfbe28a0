"""reportgen schema: the JSON Schema of a report spec."""

from __future__ import annotations

import json
from pathlib import Path

import click

DESK = ("schedule", "recipients", "calendar", "domains", "delivery")


@click.command("schema")
@click.argument("what", type=click.Choice(["report", "metrics", "theme", *DESK]), default="report")
@click.pass_obj
def command(project: Path, what: str) -> int:
    """Print the JSON Schema of one of the project's YAML files, so that an editor completes and checks as one types."""
    from reportgen import pipeline
    from reportgen.spec.jsonschema import desk_schema, metrics_schema, report_schema, theme_schema

    if what in DESK:
        click.echo(json.dumps(desk_schema(what), ensure_ascii=False, indent=2))
        return 0
    kinds = pipeline.open_project(project).kinds
    schema = theme_schema() if what == "theme" else report_schema(kinds) if what == "report" else metrics_schema(kinds)
    click.echo(json.dumps(schema, ensure_ascii=False, indent=2))
    return 0
