from pathlib import Path

import pytest

from reportgen.model.metric import Display, Metric, View
from reportgen.spec.kinds import Kinds
from reportgen.spec.project import load_project
from tests.spec import sample


def told(root: Path, metrics: str) -> list[str]:
    return [str(p).replace("config/metrics/metrics.yaml:", "") for p in sample.project(root, metrics=metrics).problems]


def metric(text: str) -> str:
    return f"metrics:\n  a: {text}\n"


def test_what_a_project_holds(tmp_path: Path) -> None:
    project = sample.project(tmp_path)
    assert project.problems == ()
    assert list(project.metrics) == ["revenue", "profit", "revenue_growth"]
    assert project.entities == ("northwind", "southwind")
    assert project.members == {"segment": ("retail", "wholesale", "export")}
    assert [file.name for file in project.reports] == ["annual.yaml"]


def test_a_metric_is_a_value(tmp_path: Path) -> None:
    project = sample.project(tmp_path)
    profit = project.metrics["profit"]
    assert profit.label == {"en": "Profit"}
    assert profit.views == {"loss": View({"en": "Loss"}, {}, negate=True)}
    assert profit.display == Display("money", None)
    assert str(profit.where) == "config/metrics/metrics.yaml:3:3"
    growth = project.metrics["revenue_growth"]
    assert isinstance(growth, Metric)
    assert growth.kind == "growth"
    assert growth.options == sample.Growth(of="revenue")
    assert growth.display.style == "percent", "as its unit asks for"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{label: {en: A}, unit: mony}", None),
        ("{label: {en: A}}", "error[E202] 2:6 metrics.a.unit: key 'unit' is missing."),
        ("{unit: money}", "error[E202] 2:6 metrics.a.label: key 'label' is missing."),
        ("[b]", "error[E203] 2:6 metrics.a: a mapping of keys is expected here, not a list."),
        (
            "{label: {en: A}, unit: pct, kind: grwth, of: a}",
            "error[E210] 2:40 metrics.a.kind: no metric kind 'grwth'. Known: reported, growth. Did you mean 'growth'?",
        ),
        ("{label: {en: A}, unit: pct, kind: [b]}", "error[E210] 2:40 metrics.a.kind: no metric kind 'a list'. Known: reported, growth."),
        ("{label: {en: A}, unit: pct, kind: growth}", "error[E202] 2:6 metrics.a.of: key 'of' is missing."),
        ("{label: {en: A}, unit: pct, kind: growth, of: b}", "error[E211] 2:52 metrics.a.of: no metric 'b'. Known: a."),
        (
            "{label: {en: A}, unit: pct, kind: growth, of: a}",
            "error[E251] 2:3 metrics.a: metrics are computed from each other in a circle: a -> a.",
        ),
        (
            "{label: {en: A}, unit: pct, kind: growth, of: a, years: 0}",
            "error[E208] 2:62 metrics.a.years: growth needs at least one year.",
        ),
        (
            "{label: {en: A}, unit: pct, direction: upp}",
            "error[E205] 2:45 metrics.a.direction: 'upp' is not allowed here. Allowed: up, down, none. Did you mean 'up'?",
        ),
        (
            "{label: {en: A}, unit: pct, display: {decimals: 9}}",
            "error[E207] 2:54 metrics.a.display.decimals: 9 is too large; the most is 4.",
        ),
    ],
)
def test_what_is_wrong_with_a_metric(tmp_path: Path, text: str, sentence: str | None) -> None:
    found = told(tmp_path, metric(text))
    assert len(found) == 1
    assert sentence is None or found == [sentence]


def test_an_unknown_key_lists_those_of_all_metrics_and_of_the_kind(tmp_path: Path) -> None:
    assert told(tmp_path, metric("{label: {en: A}, unit: pct, kind: growth, of: a, year: 1}")) == [
        (
            "error[E201] 2:55 metrics.a.year: no key 'year'. Known: kind, label, short, measure, unit, direction, sign, display, "
            "definition, views, on_missing, counter and 2 more. Did you mean 'years'?"
        )
    ]


def test_a_unit_that_nobody_knows(tmp_path: Path) -> None:
    assert told(tmp_path, metric("{label: {en: A}, unit: money/head}")) == [
        (
            "error[E208] 2:29 metrics.a.unit: no unit 'head'. Known: money, price, pct, pp, x, pure, shares, persons, days, EFLOPS, date, "
            "rank and 1 more."
        )
    ]
    assert told(tmp_path, metric("{label: {en: A}, unit: money/persons}")) == []


def test_a_metric_declared_twice_in_two_files(tmp_path: Path) -> None:
    sample.project(tmp_path)
    sample.write(tmp_path, {"config/metrics/other.yaml": "metrics:\n  revenue: {label: {en: B}, unit: pct}\n"})
    assert [str(p) for p in load_project(tmp_path, sample.KINDS).problems] == [
        (
            "error[E250] config/metrics/other.yaml:2:3 metrics.revenue: metric 'revenue' is declared twice, "
            "first in config/metrics/metrics.yaml:2:3; keep one."
        )
    ]


def test_metrics_in_a_circle_of_two(tmp_path: Path) -> None:
    text = "metrics:\n  a: {label: {en: A}, unit: pct, kind: growth, of: b}\n  b: {label: {en: B}, unit: pct, kind: growth, of: a}\n"
    assert told(tmp_path, text) == [
        "error[E251] 2:3 metrics.a: metrics are computed from each other in a circle: a -> b -> a.",
        "error[E251] 3:3 metrics.b: metrics are computed from each other in a circle: b -> a -> b.",
    ]


def test_a_metrics_file_that_cannot_be_read(tmp_path: Path) -> None:
    assert told(tmp_path, "metrics: [a") == ["error[E106] 1:10 the '[' opened here lacks a ',' or its ']' before line 1, column 12."]
    assert told(tmp_path, "- a") == ["error[E203] 1:1 a mapping of keys is expected here, not a list."]


def test_an_empty_folder_is_a_project_without_anything(tmp_path: Path) -> None:
    project = load_project(tmp_path, Kinds())
    assert project.metrics == {}
    assert project.entities == ()
    assert project.reports == ()
