"""What one model alone cannot see: names that must exist elsewhere, periods, prose, conditions, languages."""

from __future__ import annotations

from collections.abc import Mapping

from reportgen.model.problem import Problems

from .checks.figures import check_figures
from .checks.links import check_links
from .checks.scene import scene
from .checks.shape import check_shape
from .checks.text import check_text
from .kinds import Choice
from .node import Positions
from .project import Project
from .schema import Spec


def check(
    spec: Spec,
    charts: Mapping[str, Choice],
    tables: Mapping[str, Choice],
    positions: Positions,
    project: Project,
    faulty: frozenset[str] = frozenset(),
) -> Problems:
    """Every problem of a report behind its form; nothing is said about the points of `faulty` figures."""
    laid_out = scene(spec, charts, tables, positions, project, faulty)
    return (*check_shape(laid_out), *check_figures(laid_out), *check_links(laid_out), *check_text(laid_out))
