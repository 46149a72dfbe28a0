"""A report file into a checked spec: every problem at once, each where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path as File

from reportgen.model.problem import Problems, errors
from reportgen.spec.check import check
from reportgen.spec.kinds import Choice, load_choices
from reportgen.spec.node import Path, Positions
from reportgen.spec.project import Project
from reportgen.spec.read import read_yaml
from reportgen.spec.salvage import salvage, silenced
from reportgen.spec.schema import Spec
from reportgen.spec.theme import Theme
from reportgen.spec.themes import load_theme
from reportgen.spec.validate import validate


@dataclass(frozen=True, slots=True)
class LoadedSpec:
    """A report that has passed every check: the spec, its charts and tables with their kinds, its theme, and where all of it stands."""

    spec: Spec
    charts: Mapping[str, Choice]
    tables: Mapping[str, Choice]
    theme: Theme
    positions: Positions
    file: str


def load_spec(path: File, project: Project) -> tuple[LoadedSpec | None, Problems]:
    """The report of a file, or None when a problem is an error; warnings come with a report."""
    node, problems = read_yaml(path, project.root)
    if node is None:
        return None, problems
    spec, problems, positions = validate(node, Spec)
    charts, of_charts = load_choices(node.get("charts"), "chart", project.kinds.charts, ("charts",))
    tables, of_tables = load_choices(node.get("tables"), "table", project.kinds.tables, ("tables",))
    problems = (*problems, *of_charts, *of_tables)
    broken, loose = tuple[Path, ...](), tuple[Path, ...]()
    if spec is None:
        spec, broken, loose = salvage(node, Spec)
    if spec is None:
        return None, problems
    found = check(spec, charts, tables, positions, project, frozenset(faulty_figures(broken, loose)))
    theme, of_theme = load_theme(spec.theme, project.themes, project.root, positions[("theme",)], "theme")
    found = (*of_theme, *found)
    if problems:
        found = silenced(found, broken, loose)
    problems = (*problems, *found)
    if theme is None or errors(problems):
        return None, problems
    return LoadedSpec(spec, charts, tables, theme, positions, node.where.file), problems


def faulty_figures(*faulty: tuple[Path, ...]) -> Iterator[str]:
    """The figures that have a fault of form, whose points can therefore not be known."""
    return (str(path[1]) for paths in faulty for path in paths if len(path) > 1 and path[0] == "figures")
