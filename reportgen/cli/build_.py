"""reportgen build: specs become briefs."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path

import click

from reportgen import unchanged
from reportgen.cache import Cache, Outcome
from reportgen.cli.show import outcome, progress, show_outcomes, show_problems
from reportgen.cli.specs import spec_files
from reportgen.cli.variants import SET, orders, set_values
from reportgen.model.problem import Exit, Problem, Problems, errors
from reportgen.order import Order

LOCALES = ("en", "de", "zh-Hant", "zh-Hans")


@click.command("build")
@click.argument("specs", nargs=-1)
@click.option("--locale", "locales", multiple=True, type=click.Choice(LOCALES), help="A language to build; may be given several times.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Build from what was known on this day.")
@SET
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Write the files straight into this folder.")
@click.option("--jobs", type=click.IntRange(1), help="How many processes work at a time; by default one for each core.")
@click.option("--cluster", "address", default="", metavar="ADDRESS", help="Build on the Dask cluster with this scheduler: tcp://host:8786.")
@click.option("--fresh", is_flag=True, help="Make everything anew, whatever earlier builds kept.")
@click.option("--explain", is_flag=True, help="Say of each part whether it was kept or made anew, and why.")
@click.option("--json", "as_json", is_flag=True, help="Problems as JSON, one a line.")
@click.pass_obj
def command(  # noqa: PLR0913  (an option, an argument)
    project: Path,
    specs: tuple[str, ...],
    locales: tuple[str, ...],
    as_of: datetime | None,
    given: tuple[str, ...],
    out: Path | None,
    jobs: int | None,
    address: str,
    fresh: bool,
    explain: bool,
    as_json: bool,
) -> int:
    """Make briefs from SPECS, which are report names or files; all reports of the project by default.

    A report with a matrix is made in all its variants, or in those that --set selects.
    Prints the folder of each edition. A report with an error leaves yesterday's edition untouched; the others are built.
    What did not change since the last build is not made again.
    """
    files = spec_files(project, specs)
    order = Order(locales, as_of.date() if as_of else None, out)
    values = set_values(given)
    briefs = [(file, one) for file in files for one in orders(project, file, order, values)]
    if out and len(files) > 1:
        raise click.UsageError("--out takes one report: the files of several would overwrite each other.")
    if out and len(briefs) > 1:
        raise click.UsageError(f"--out takes one brief, and {files[0].stem} has {len(briefs)} variants. Choose one with --set.")
    at_once = jobs or _cores()
    if address or (len(briefs) > 1 and at_once > 1):
        from reportgen.batch import Job
        from reportgen.cli.many import build_many

        asked = [Job(*brief) for brief in briefs]
        return build_many(project, asked, at_once, address, fresh=fresh, explain=explain, as_json=as_json)
    warnings: list[Problem] = []
    cache = None if fresh else Cache.of(project, warnings.append)
    found: Problems = ()
    for number, (file, order) in enumerate(briefs):
        parts = unchanged.components(project, file, order)
        if cache and (folder := unchanged.unchanged(project, cache, parts, order)):
            outcomes: tuple[Outcome, ...] = (Outcome("edition", True, "nothing changed"),)
        else:
            with progress(sys.stderr) as report, _no_search_for_garbage():
                folder, problems, outcomes = _build(
                    project, file, order, cache, partial(report, done=number, of=len(briefs)), alone=at_once == 1
                )
            found = (*found, *problems)
        if folder:
            click.echo(folder)
        if explain:
            show_outcomes(order.titled(file.stem), outcomes, sys.stderr)
    show_problems((*found, *warnings), project, sys.stderr, as_json=as_json)
    return outcome(found) if found else Exit.DONE


def _build(
    project: Path, file: Path, order: Order, cache: Cache | None, report: Callable[[str], None], *, alone: bool
) -> tuple[Path | None, Problems, tuple[Outcome, ...]]:
    """The edition's folder where there is one, the problems of a build that failed, and what became of its parts."""
    from reportgen import pipeline
    from reportgen.beside import Beside, Here
    from reportgen.means import Means
    from reportgen.parts import Parts
    from reportgen.printing import ENGINES

    hand = Here() if alone else Beside(ENGINES)
    try:
        opened = pipeline.open_project(project)
        parts = Parts(cache, order.titled(file.stem), dict(pipeline.named(opened)))
        built = pipeline.build(opened, file, order, report, Means(parts, hand))
    finally:
        hand.close()
    return built.folder, built.problems if errors(built.problems) else (), tuple(parts.outcomes)


@contextmanager
def _no_search_for_garbage() -> Iterator[None]:
    """One build makes few circles of garbage, and to look for them takes a tenth of its time, and again as long when the process ends.

    So what is left of a build is set aside, and looked through before the next one.
    """
    if gc.get_freeze_count():
        gc.unfreeze()
        gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
