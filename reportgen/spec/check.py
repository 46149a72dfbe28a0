"""What one model alone cannot see: names that must exist elsewhere, periods, prose, conditions, languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import chain, islice

from reportgen.model.problem import Problems, errors
from reportgen.spec.checks.figures import check_figures
from reportgen.spec.checks.links import check_links
from reportgen.spec.checks.scene import scene
from reportgen.spec.checks.shape import check_shape, check_unused
from reportgen.spec.checks.text import check_text
from reportgen.spec.kinds import Choice
from reportgen.spec.node import Positions
from reportgen.spec.project import Project
from reportgen.spec.schema import Spec

MOST = 100
"""So many problems are looked for, of the figures and of the rest: a report with more of them is better mended in steps."""


def check(
    spec: Spec,
    charts: Mapping[str, Choice],
    tables: Mapping[str, Choice],
    positions: Positions,
    project: Project,
    faulty: frozenset[str] = frozenset(),
) -> Problems:
    """Every problem of a report behind its form; nothing is said about the points of `faulty` figures."""
    laid_out = scene(spec, charts, tables, positions, project)
    of_figures = tuple(islice(check_figures(laid_out), MOST))
    unsure = faulty | {_figure(problem.path) for problem in of_figures}
    laid_out = replace(laid_out, keys={name: None if name in unsure else keys for name, keys in laid_out.keys.items()})
    others = chain(check_shape(laid_out), check_links(laid_out), check_text(laid_out))
    found = (*of_figures, *islice(others, MOST))
    return found if errors(found) or faulty else (*found, *check_unused(laid_out))


def _figure(path: str) -> str:
    """The figure that a problem is about: of figures.sales.periods[0] it is sales."""
    return path.split(".")[1] if "." in path else ""
