"""reportgen schema: the JSON Schema of a report spec."""

from __future__ import annotations

import json
from pathlib import Path

import click


@click.command("schema")
@click.argument("what", type=click.Choice(["report", "metrics", "theme"]), default="report")
@click.pass_obj
def command(project: Path, what: str) -> int:
    """Print the JSON Schema of a report spec, a metrics file or a theme, so that an editor completes and checks as one types."""
    from reportgen import pipeline
    from reportgen.spec.jsonschema import metrics_schema, report_schema, theme_schema

    kinds = pipeline.open_project(project).kinds
    schema = theme_schema() if what == "theme" else report_schema(kinds) if what == "report" else metrics_schema(kinds)
    click.echo(json.dumps(schema, ensure_ascii=False, indent=2))
    return 0
