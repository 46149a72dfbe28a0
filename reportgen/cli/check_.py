"""reportgen check: every problem of the specs, without building."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import click

from reportgen.cli.build_ import LOCALES
from reportgen.cli.show import outcome, show_problems
from reportgen.cli.specs import spec_files
from reportgen.cli.variants import SET, orders, set_values
from reportgen.model.problem import Exit, Problem, Problems
from reportgen.order import Order

NAMED = 3
"""So many variants are named of those that have a problem."""


@click.command("check")
@click.argument("specs", nargs=-1)
@click.option("--locale", "locales", multiple=True, type=click.Choice(LOCALES), help="Also say what is not translated into this language.")
@SET
@click.option("--verbose", is_flag=True, help="Every place that is not translated, not only how many there are.")
@click.option("--json", "as_json", is_flag=True, help="Problems as JSON, one a line.")
@click.pass_obj
def command(project: Path, specs: tuple[str, ...], locales: tuple[str, ...], given: tuple[str, ...], verbose: bool, as_json: bool) -> int:
    """Find every problem of SPECS: form, names, periods, prose, facts, figures, claims without condition.

    A report with a matrix is checked in all its variants, or in those that --set selects. Without SPECS the schedules, the recipients
    and how mail leaves the house are checked, too.
    """
    from reportgen import pipeline

    opened = pipeline.open_project(project)
    found: Problems = opened.problems
    values = set_values(given)
    for file in spec_files(project, specs):
        of_variants = {
            order: pipeline.check(opened, file, locales, order.params, every=verbose or as_json)
            for order in orders(project, file, Order(), values)
        }
        found = (*found, *together(of_variants))
    if not specs:
        found = (*found, *_of_delivery(project))
    show_problems(found, project, sys.stdout, as_json=as_json)
    return outcome(found) if found else Exit.DONE


def _of_delivery(project: Path) -> Problems:
    from reportgen.spec.delivery import load_delivery
    from reportgen.spec.load_schedules import load_schedules
    from reportgen.spec.recipients import load_recipients

    recipients, of_recipients = load_recipients(project)
    _, of_schedules = load_schedules(project, recipients)
    return (*of_recipients, *of_schedules, *load_delivery(project)[1])


def together(of_variants: Mapping[Order, Problems]) -> Problems:
    """The problems of all variants of a report, each once; one that not all of them have says which do."""
    having: dict[Problem, list[str]] = {}
    for order, problems in of_variants.items():
        for problem in dict.fromkeys(problems):
            having.setdefault(problem, []).append(order.titled("").strip())
    return tuple(problem if len(names) == len(of_variants) else _of(problem, names) for problem, names in having.items())


def _of(problem: Problem, names: list[str]) -> Problem:
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return replace(problem, hint=" ".join((problem.hint, f"In {'; '.join(names[:NAMED])}{more}.")).strip())
