"""Facts and figures as pandas frames: where a user's own analysis meets the data, in a notebook or a script.

    from reportgen import frames, pipeline
    project = pipeline.open_project(Path("."))
    facts = frames.facts(project, date(2023, 7, 31))
    figures = frames.figures(project, "investor-exit")

Numbers stay Decimal, with the interval beside them; nothing of the pipeline reads a frame back.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from reportgen import pipeline
from reportgen.facts.load import load
from reportgen.model.figure import Point
from reportgen.model.problem import Exit, Problem, ReportError, errors
from reportgen.model.quantity import Quantity
from reportgen.spec.load import load_spec
from reportgen.spec.project import Project

if TYPE_CHECKING:
    import pandas

FACTS = (
    *("entity", "metric", "period", "start", "end", "scope", "basis", "dims", "value", "low", "high", "unit"),
    *("status", "source", "loc", "as_written", "known_at", "disputed"),
)
FIGURES = (
    *("figure", "key", "metric", "entity", "period", "start", "end", "scope", "basis", "value", "low", "high", "unit"),
    *("method", "missing", "sources"),
)


def facts(project: Project, as_of: date) -> pandas.DataFrame:
    """What is known on a day, one row a key, as the conflict policy decides; amounts in base units, percentages as fractions.

    Raises ReportError with the first problem where the seeds cannot be read.
    """
    found, problems = load(project.root, project.metrics, as_of)
    _stop(errors(problems))
    rows = []
    for key, choice in found.choices.items():
        fact = choice.fact
        rows.append(
            {
                "entity": key.entity,
                "metric": key.metric,
                "scope": key.scope,
                "basis": key.basis,
                "dims": dict(key.dims),
                "period": key.period,
                "start": fact.period.start,
                "end": fact.period.end,
                **_numbers(fact.quantity),
                "status": fact.status,
                "source": fact.source,
                "loc": fact.loc,
                "as_written": fact.as_written,
                "known_at": fact.known_at,
                "disputed": choice.dispute is not None,
            }
        )
    return _frame(rows, FACTS)


def figures(project: Project, report: str, as_of: date | None = None, params: Mapping[str, str] | None = None) -> pandas.DataFrame:
    """Every point of every figure of a report, in the spec's order; `missing` says n.a. or n.m. where there is no value.

    `params` sets parameters of the report, as --set does on the command line.

    Raises ReportError with the first problem where the report cannot be computed.
    """
    file = project.root / "config" / "reports" / f"{report}.yaml"
    loaded, problems = load_spec(file, project, tuple(sorted((params or {}).items())))
    _stop(errors(problems))
    assert loaded is not None, "this is a bug: a spec without errors is loaded"
    _, found, problems = pipeline.evaluate(project, loaded, as_of or loaded.spec.as_of)
    _stop(errors(problems))
    return _frame([{"figure": name, **_point(point)} for name, figure in found.items() for point in figure], FIGURES)


def _point(point: Point) -> Mapping[str, Any]:
    return {
        "key": point.key,
        "metric": point.metric.id,
        "entity": point.entity,
        "scope": point.scope,
        "basis": point.basis,
        "period": point.period.text,
        "start": point.period.start,
        "end": point.period.end,
        **_numbers(point.quantity),
        "method": point.method,
        "missing": "" if isinstance(point.result, Quantity) else point.result.kind,
        "sources": tuple(f"{fact.source}:{fact.loc}" for fact in point.facts),
    }


def _numbers(quantity: Quantity | None) -> Mapping[str, Any]:
    if quantity is None:
        return dict.fromkeys(("value", "low", "high", "unit"))
    return {"value": quantity.value, "low": quantity.low, "high": quantity.high, "unit": quantity.unit}


def _frame(rows: list[dict[str, Any]], columns: tuple[str, ...]) -> pandas.DataFrame:
    import pandas

    return pandas.DataFrame(rows, columns=list(columns))


def _stop(problems: tuple[Problem, ...]) -> None:
    if problems:
        raise ReportError(problems[0], Exit(problems[0].exit))
