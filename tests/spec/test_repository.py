"""The reports, metrics and themes of this repository pass every check of the loader."""

from pathlib import Path

import pytest

from reportgen.model.problem import errors
from reportgen.pipeline import open_project
from reportgen.spec.load import load_spec
from reportgen.spec.metrics import MetricEntry
from reportgen.spec.typed import fields

PROJECT = open_project(Path(__file__).parents[2])


def test_the_metrics_load() -> None:
    assert [str(p) for p in PROJECT.problems] == []
    assert PROJECT.metrics


@pytest.mark.parametrize("file", PROJECT.reports, ids=lambda file: file.stem)
def test_a_report_loads(file: Path) -> None:
    loaded, problems = load_spec(file, PROJECT)
    assert [str(p) for p in errors(problems)] == []
    assert loaded is not None


def test_no_kind_of_metric_uses_a_key_that_every_metric_has() -> None:
    for word, module in PROJECT.kinds.metrics.items():
        assert not set(fields(MetricEntry)) & set(fields(module.Options)), word


def test_no_kind_of_chart_or_table_has_a_key_called_kind() -> None:
    for table in (PROJECT.kinds.charts, PROJECT.kinds.tables):
        for word, module in table.items():
            assert "kind" not in fields(module.Options), word
