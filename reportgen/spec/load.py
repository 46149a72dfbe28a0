"""A report file into a checked spec: every problem at once, each where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path as File

from reportgen.model.problem import Problems, errors
from reportgen.spec.check import check
from reportgen.spec.extends import read_report
from reportgen.spec.kinds import Choice, load_choices
from reportgen.spec.matrix import check_matrix
from reportgen.spec.node import Node, Path, Positions
from reportgen.spec.params import Params, declared, faults_of, with_params
from reportgen.spec.project import Project
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
    files: tuple[str, ...] = ()
    """All files that it was made of: its own, and those that it extends."""
    params: Params = ()
    """The parameters that differ from their defaults."""


def load_spec(path: File, project: Project, given: Params = ()) -> tuple[LoadedSpec | None, Problems]:
    """The report of a file with the given values of its parameters, or None when a problem is an error; warnings come with a report."""
    node, files, problems = read_report(path, project.root)
    if node is None:
        return None, problems
    filled, differ, unfilled = _filled(node, given, project)
    if filled is None:
        return None, unfilled
    node = filled
    spec, problems, positions = validate(node, Spec)
    problems = (*unfilled, *problems)
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
    return LoadedSpec(spec, charts, tables, theme, positions, node.where.file, files, differ), problems


def _filled(node: Node, given: Params, project: Project) -> tuple[Node | None, Params, Problems]:
    """The report with its parameters' values; None where they are wrong, before any of them gets anywhere."""
    known, problems = declared(node, project)
    problems = problems or check_matrix(node, known, project) or faults_of(given, known, project)
    if problems:
        return None, (), problems
    filled, differ, problems = with_params(node, known, given)
    return (None if any(problem.code == "E283" for problem in problems) else filled), differ, problems


def faulty_figures(*faulty: tuple[Path, ...]) -> Iterator[str]:
    """The figures that have a fault of form, whose points can therefore not be known."""
    return (str(path[1]) for paths in faulty for path in paths if len(path) > 1 and path[0] == "figures")
