"""reportgen trace: where a figure comes from, down to the fact rows: what a brief shows at the number, and in its annex."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import click

from reportgen.cli.show import outcome, show_problems
from reportgen.cli.specs import spec_files
from reportgen.cli.variants import SET, set_values
from reportgen.model.fact import Dispute, Fact, Source
from reportgen.model.figure import Missing, Point
from reportgen.model.metric import Metric
from reportgen.model.problem import errors
from reportgen.text.locale import Locale


@dataclass(frozen=True, slots=True)
class Words:
    """What telling needs beside the points."""

    metrics: Mapping[str, Metric]
    sources: Mapping[str, Source]
    locale: Locale


@click.command("trace")
@click.argument("report")
@click.argument("figure")
@SET
@click.option("--locale", "tag", default="en", help="The language of numbers and names.")
@click.pass_obj
def command(project: Path, report: str, figure: str, given: tuple[str, ...], tag: str) -> int:
    """Print the value, precision, formula, inputs, sources and disputes of FIGURE, a name or name@key, in REPORT."""
    from reportgen import pipeline
    from reportgen.spec.load import load_spec
    from reportgen.text.locale import load

    opened = pipeline.open_project(project)
    loaded, problems = load_spec(spec_files(project, (report,))[0], opened, set_values(given))
    if loaded is None or errors(problems):
        show_problems(problems, project, sys.stderr)
        return outcome(problems)
    facts, figures, found = pipeline.evaluate(opened, loaded, loaded.spec.as_of)
    if errors(found):
        show_problems(found, project, sys.stderr)
    name, _, key = figure.partition("@")
    if name not in figures:
        raise click.UsageError(f"no figure {name!r}. Known: {', '.join(figures)}.")
    points = [p for p in figures[name] if key in ("", p.key)]
    if not points:
        raise click.UsageError(f"figure {name!r} has no point {key!r}. Known: {', '.join(p.key for p in figures[name])}.")
    words = Words(opened.metrics, facts.sources, load(tag))
    for point in points:
        click.echo("\n".join((*_lines(point, words, 0, point.id), *_sources(point, words))))
    return 0


def _lines(point: Point, words: Words, depth: int, title: str) -> Iterator[str]:
    from reportgen.render.formula import formula

    indent, locale = "  " * depth, words.locale
    yield f"{indent}{title} = {locale.display(point).text}   [{point.method}, {locale.pick(point.names)}, {point.period.text}]"
    indent += "  "
    if told := _precision(point, words):
        yield f"{indent}{told}"
    if point.formula not in ("", "x"):
        yield f"{indent}{point.formula}"
        if shown := formula(point, words.metrics, locale):
            yield f"{indent}= {shown}"
    for name, item in point.inputs:
        if isinstance(item, Fact):
            yield f"{indent}{item.source} {item.loc}: {item.as_written!r}, known {item.known_at.isoformat()}, {item.where}"
        else:
            yield from _lines(item, words, depth + 1, name)
    for dispute in point.disputes:
        yield from (f"{indent}{line}" for line in _dispute(dispute, words))


def _precision(point: Point, words: Words) -> str:
    """Between which values the number lies, as a brief tells it; why there is none."""
    from reportgen.render.formula import style_of
    from reportgen.render.precision import interval

    if isinstance(point.result, Missing):
        names = {name: metric.label for name, metric in words.metrics.items()}
        return "" if point.said else words.locale.reason(point.result, names)
    if point.said:
        return ""
    quantity = point.result
    if quantity.low == quantity.high:
        return words.locale.word("exact")
    return interval(quantity, style_of(quantity.unit, point.metric), words.locale)


def _dispute(dispute: Dispute, words: Words) -> Iterator[str]:
    """What was set aside, against what, and why."""
    reason = words.locale.pick(dispute.reason)
    used = _told(dispute.chosen, words) if dispute.chosen else words.locale.word("own_calculation")
    for other in dispute.others:
        yield f"disputed by {_told(other, words)}; used: {used}. {reason}"


def _told(fact: Fact, words: Words) -> str:
    from reportgen.render.formula import value_of

    return f"{fact.source} {fact.loc}: {fact.as_written!r} ({value_of(fact, words.metrics, words.locale)})"


def _sources(point: Point, words: Words) -> Iterator[str]:
    """The sources of all rows, each once."""
    disputed = (fact for dispute in point.all_disputes for fact in dispute.others)
    locale = words.locale
    for name in dict.fromkeys(fact.source for fact in (*point.facts, *disputed)):
        source = words.sources[name]
        yield f"  {name}: {locale.pick(source.publisher)}, {locale.pick(source.title)}, {locale.date(source.published)}"
