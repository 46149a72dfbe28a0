from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reportgen.pipeline import open_project
from reportgen.spec.jsonschema import DIALECT, metrics_schema, report_schema, theme_schema
from reportgen.spec.read import parse_yaml
from tests.spec import sample
from tests.spec.schema_check import as_editor_sees, faults

ROOT = Path(__file__).parents[2]


def told(text: str, schema: dict[str, Any]) -> list[str]:
    node, problems = parse_yaml(text.encode(), "a.yaml")
    assert node is not None, problems
    return list(faults(as_editor_sees(node), schema))


def parts(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        yield schema
    for value in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        yield from parts(value)


SCHEMAS = {"report": report_schema(sample.KINDS), "metrics": metrics_schema(sample.KINDS), "theme": theme_schema()}


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_whole(name: str) -> None:
    schema = SCHEMAS[name]
    assert schema["$schema"] == DIALECT
    names = {part["$ref"].removeprefix("#/$defs/") for part in parts(schema) if isinstance(part.get("$ref"), str)}
    assert names == set(schema["$defs"])
    for definition in (schema, *schema["$defs"].values()):
        assert definition["additionalProperties"] is False
        for key, value in definition["properties"].items():
            assert value.get("description"), f"{name}: no sentence under {key}"
            assert value.get("default", "") is not None


def test_the_sample_is_accepted() -> None:
    assert told(sample.SPEC, SCHEMAS["report"]) == []
    assert told(sample.METRICS, SCHEMAS["metrics"]) == []
    assert told(sample.THEME, SCHEMAS["theme"]) == []
    assert told("extends: house\nlight: {ink: '#123456'}\n", SCHEMAS["theme"]) == []


CHILD = """\
report: quarterly
extends: annual
params: {entity: {type: entity, default: northwind}, limit: {type: number, default: 5}}
matrix: {limit: [1, 2.5], entity: [northwind, southwind], exclude: [{limit: 1}]}
figures:
  loss: {periods: [FY2023]}
  growth:
charts: {sales: {running_sum: false}}
lead: {subtitle: {en: "m CNY"}}
"""


def test_a_report_that_extends_another_states_only_the_difference() -> None:
    assert told(CHILD, SCHEMAS["report"]) == []
    assert told(CHILD.replace("extends: annual\n", ""), SCHEMAS["report"]) != []
    assert told(CHILD.replace("running_sum: false", "runing_sum: false"), SCHEMAS["report"]) == ["/charts/sales: anyOf"]
    assert told(CHILD.replace("periods: [FY2023]", "period: [FY2023]"), SCHEMAS["report"]) == ["/figures/loss: anyOf"]
    assert told(CHILD.replace("limit: [1, 2.5]", "limit: 1"), SCHEMAS["report"]) == ["/matrix/limit: type"]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("watch:", "wacth:", "/wacth: additionalProperties"),
        ("watch:", "wacth:", "/watch: required"),
        ("locales: [en]", "locales: [fr]", "/locales/0: enum"),
        ("kind: columns", "kind: colums", "/charts/sales: oneOf"),
        ("running_sum", "runing_sum", "/charts/sales: oneOf"),
        ("running_sum: true", "running_sum: yes", "/charts/sales: oneOf"),
        ("running_sum: true", "height: 5", "/charts/sales: oneOf"),
        ("title: {holds: growth > 0, en: Sales grow}\n", "title: []\n", "/title: anyOf"),
        ("sub: true", "sub: yes", "/key_figures/groups/0/1/sub: type"),
    ],
)
def test_a_fault_is_refused(old: str, new: str, fault: str) -> None:
    assert fault in told(sample.SPEC.replace(old, new), SCHEMAS["report"])


def test_a_metric_has_the_keys_of_its_kind() -> None:
    assert told(sample.METRICS.replace("kind: growth", "kind: reported"), SCHEMAS["metrics"]) == ["/metrics/revenue_growth: oneOf"]
    assert told(sample.METRICS.replace("of: revenue, ", ""), SCHEMAS["metrics"]) == ["/metrics/revenue_growth: oneOf"]


def test_the_sentence_under_a_key_is_its_description() -> None:
    schema = SCHEMAS["report"]
    assert schema["properties"]["subject"]["description"] == "Whom the brief is about."
    assert schema["$defs"]["FigureSpec"]["properties"]["as"]["description"].startswith("A view of the metric")
    assert schema["$defs"]["chart-columns"]["properties"]["running_sum"]["description"] == "Whether a line adds up the columns."


def test_the_files_of_this_project_fit_the_schemas_of_its_kinds() -> None:
    kinds = open_project(ROOT).kinds
    for folder, schema in (("reports", report_schema(kinds)), ("metrics", metrics_schema(kinds)), ("themes", theme_schema())):
        for file in sorted((ROOT / "config" / folder).glob("*.yaml")):
            assert told(file.read_text(encoding="utf-8"), schema) == [], file.name


def test_every_key_of_every_kind_has_its_sentence() -> None:
    kinds = open_project(ROOT).kinds
    for schema in (report_schema(kinds), metrics_schema(kinds)):
        for name, definition in schema["$defs"].items():
            assert definition.get("description"), f"{name} has no sentence"
            lacking = [key for key, value in definition["properties"].items() if not value.get("description")]
            assert lacking == [], name
