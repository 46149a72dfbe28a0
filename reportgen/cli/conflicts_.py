"""reportgen conflicts: what the sources say against each other, with what follows from the others, and the verdict."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from reportgen.cli.show import outcome, show_problems, visible
from reportgen.cli.specs import spec_files
from reportgen.cli.variants import SET, set_values
from reportgen.model.document import Option
from reportgen.model.fact import Fact, Texts
from reportgen.model.finding import VERDICTS, Finding
from reportgen.model.metric import Metric
from reportgen.model.problem import Exit, errors
from reportgen.model.quantity import DIMENSIONLESS, Quantity, exact
from reportgen.text.locale import Locale

QUIET = ("unchecked", "consistent", "same")
"""Verdicts that are counted only, unless asked for."""


@click.command("conflicts")
@click.argument("report", required=False)
@SET
@click.option("--class", "classes", multiple=True, type=click.Choice(VERDICTS), help="Only findings of this verdict; may be repeated.")
@click.option("--open", "only_open", is_flag=True, help="Only contradictions that nobody has settled.")
@click.option("--locale", "tag", default="en", help="The language of numbers and words.")
@click.option("--json", "as_json", is_flag=True, help="Findings as JSON, one a line.")
@click.pass_obj
def command(
    project: Path, report: str | None, given: tuple[str, ...], classes: tuple[str, ...], only_open: bool, tag: str, as_json: bool
) -> int:
    """List contradictions between statements, and what only looks like one; of REPORT, those that its figures rest on.

    Ends with 1 while a contradiction is open: seeds/resolutions.yaml settles it.
    """
    from reportgen import pipeline
    from reportgen.text.locale import load

    values = set_values(given)
    if values and not report:
        raise click.UsageError("--set is about the parameters of a report: name the report.")
    opened = pipeline.open_project(project)
    file = spec_files(project, (report,))[0] if report else None
    findings, problems = pipeline.conflicts(opened, file, values)
    faults = errors((*opened.problems, *problems))
    if faults:
        show_problems(faults, project, sys.stderr)
        return outcome(faults)
    wanted = [f for f in findings if (f.verdict in classes if classes else f.verdict not in QUIET) and (f.is_open or not only_open)]
    if as_json:
        for finding in wanted:
            click.echo(json.dumps(fields(finding), ensure_ascii=False))
    else:
        locale = load(tag)
        for finding in wanted:
            click.echo(visible_lines(lines(finding, opened.metrics, locale)))
        click.echo(summary(findings, locale))
    return Exit.FINDINGS if any(f.is_open for f in findings) else Exit.DONE


def visible_lines(found: Iterable[str]) -> str:
    """Lines as one text, with marks that could steer the terminal written out, and an empty line behind."""
    return "\n".join(visible(line) for line in found) + "\n"


def lines(finding: Finding, metrics: Mapping[str, Metric], locale: Locale) -> Iterator[str]:
    """A finding as a reader sees it: the verdict, both sides, what the others give, and why."""
    from reportgen.consistency.words import FRAME, RULES, VERDICT_WORDS

    def word(key: str) -> str:
        return locale.pick(FRAME[key])

    state = f" ({word('open' if finding.is_open else 'settled')})" if finding.verdict == "contradiction" else ""
    yield f"{locale.pick(VERDICT_WORDS[finding.verdict])}{state}: {locale.pick(RULES[finding.rule])}"
    yield f"  {word('stated')} {_statement(finding.stated, metrics, locale)}"
    for other in finding.others:
        yield f"  {word('against')} {_statement(other, metrics, locale)}"
    if finding.computed:
        style = _style(finding.computed, metrics.get(finding.stated.key.metric))
        yield f"  {word('gives')} {_interval(finding.computed, style, locale)}, {finding.formula}"
    if finding.why:
        yield f"  {word('because')} {_why(finding, locale)}"
    if finding.settled:
        yield f"  {word('settled')}: {locale.pick(finding.settled)}"


def fields(finding: Finding) -> dict[str, Any]:
    """A finding as JSON: values are in base units and exact."""
    computed = finding.computed
    return {
        "rule": finding.rule,
        "verdict": finding.verdict,
        "open": finding.is_open,
        "stated": _row(finding.stated),
        "others": [_row(fact) for fact in finding.others],
        "computed": None if computed is None else {**_ends(computed), "formula": finding.formula},
        "why": finding.why,
        "settled": dict(finding.settled),
    }


def summary(findings: Iterable[Finding], locale: Locale) -> str:
    """How many of each verdict, and how many contradictions are open."""
    from reportgen.consistency.words import FRAME, VERDICT_WORDS

    found = [*findings]
    counts = Counter(f.verdict for f in found)
    waiting = sum(f.is_open for f in found)
    parts = [f"{locale.pick(VERDICT_WORDS[verdict])} {counts[verdict]}" for verdict in VERDICTS if counts[verdict]]
    last = locale.pick(FRAME["some"]).format(count=waiting) if waiting else locale.pick(FRAME["none"])
    return "; ".join(parts) + (". " if parts and not locale.tag.startswith("zh") else "。" if parts else "") + last


def _statement(fact: Fact, metrics: Mapping[str, Metric], locale: Locale) -> str:
    from reportgen.render.formula import value_of

    metric = metrics.get(fact.key.metric)
    value = value_of(fact, metrics, locale) if metric else fact.as_written
    coordinates = [fact.key.scope, fact.key.basis, *(f"{name}={member}" for name, member in fact.key.dims)]
    about = [
        fact.key.entity,
        locale.pick(metric.label) if metric else fact.key.metric,
        locale.period(fact.period),
        *filter(None, coordinates),
    ]
    return f"{value}, {', '.join(about)} [{fact.source} {fact.loc}: {fact.as_written}]"


def _style(value: Quantity, metric: Metric | None) -> str:
    from reportgen.render.formula import style_of

    return style_of(value.unit, metric)


def _interval(value: Quantity, style: str, locale: Locale) -> str:
    """The value, and the ends between which it lies with all digits that matter."""
    shown = locale.quantity(value, style)
    if not value.bounded or value.low == value.high:
        return shown
    options: dict[str, Option] = {"decimals": 3} if value.unit in DIMENSIONLESS or value.unit == "days" else {"scale": "one"}
    low, high = (locale.quantity(exact(end, value.unit), style, **options) for end in (value.low, value.high))
    from reportgen.consistency.words import FRAME

    return f"{shown} ({locale.pick(FRAME['between']).format(low=low, high=high)})"


def _why(finding: Finding, locale: Locale) -> str:
    from reportgen.consistency.words import WHY

    word, _, rest = finding.why.partition(" ")
    texts: Texts = WHY.get(word) or {}
    if not texts and word in locale.data.reasons and "{" not in locale.data.reasons[word]:
        return locale.data.reasons[word]
    said = locale.pick(texts) if texts else locale.data.reasons["incomplete"]
    return f"{said}: {rest}" if rest else said


def _row(fact: Fact) -> dict[str, Any]:
    key = fact.key
    return {
        "entity": key.entity,
        "metric": key.metric,
        "period": key.period,
        "scope": key.scope,
        "basis": key.basis,
        "dims": dict(key.dims),
        **(_ends(fact.quantity) if fact.quantity else {"value": fact.said}),
        "source": fact.source,
        "loc": fact.loc,
        "as_written": fact.as_written,
        "known_at": fact.known_at.isoformat(),
        "file": fact.where.file,
        "line": fact.where.line,
    }


def _ends(value: Quantity) -> dict[str, str | None]:
    low, high = (f"{end:f}" if end.is_finite() else None for end in (value.low, value.high))
    return {"value": f"{value.value:f}", "low": low, "high": high, "unit": value.unit}
