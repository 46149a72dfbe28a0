"""What the checks look at: a report, the project that it stands in, and where everything is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from reportgen.model import expression
from reportgen.model.expression import ExpressionError
from reportgen.model.period import PeriodError, expand
from reportgen.model.problem import Problem
from reportgen.spec.base import references
from reportgen.spec.checks.inline import FigureUse
from reportgen.spec.checks.prose import Reading, read_prose
from reportgen.spec.kinds import Choice
from reportgen.spec.node import Path, Positions, written
from reportgen.spec.project import Project
from reportgen.spec.schema import ExhibitSpec, FigureSpec, Spec
from reportgen.spec.suggest import nearest

Keys = tuple[str, ...]
Found = tuple[Path, str, str]
"""A reference: the path to it, what it refers to, and the text."""


@dataclass(frozen=True, slots=True)
class Scene:
    """One report under check."""

    spec: Spec
    charts: Mapping[str, Choice]
    tables: Mapping[str, Choice]
    positions: Positions
    project: Project
    keys: Mapping[str, Keys | None]
    """The keys of each figure's points; None where they cannot be known."""
    found: tuple[Found, ...]
    """Every reference of the spec and of its charts and tables."""
    readings: Mapping[Path, Reading]
    """Every template, read."""

    def problem(self, code: str, message: str, path: Path, offset: int | None = None, *, hint: str = "", key: bool = False) -> Problem:
        """A problem at the value of that path, at a character of its text, or at its key."""
        place = self.positions.key(path) if key else self.positions[path]
        if offset is not None:
            place = self.positions.inside(path, offset)
        return Problem(code, message, place, written(self.positions.clean(path) or path), hint)

    def references(self, to: str) -> Iterator[tuple[Path, str]]:
        """The references to one kind of entry."""
        return ((path, text) for path, kind, text in self.found if kind == to)

    def exhibits(self) -> Iterator[tuple[Path, ExhibitSpec]]:
        """All exhibits in reading order."""
        if self.spec.lead:
            yield ("lead",), self.spec.lead
        for i, section in enumerate(self.spec.sections):
            for j, block in enumerate(section.blocks):
                if block.exhibit:
                    yield ("sections", i, "blocks", j, "exhibit"), block.exhibit

    def wrong_point(self, name: str, key: str | None, *, one: bool) -> tuple[str, str] | None:
        """Code and message where a figure, or the point of it, does not exist; `one` where a single number is meant."""
        if name not in self.spec.figures:
            return "E213", nearest("figure", name, self.spec.figures)
        keys = self.keys[name]
        if keys is None:
            return None
        if key is not None and key not in keys:
            return "E217", nearest(f"point in figure '{name}' called", key, keys)
        if one and key is None and len(keys) > 1:
            return "E217", f"figure '{name}' has {len(keys)} points; name one, such as {name}['{keys[-1]}']."
        return None

    def used_figures(self) -> frozenset[str]:
        """The figures that anything refers to."""
        used = {text for _, text in self.references("figure")}
        for to in ("point", "condition"):
            for _, text in self.references(to):
                try:
                    used |= {name.name for name in expression.names(expression.parse(text))}
                except ExpressionError:
                    continue
        used |= {use.name for reading in self.readings.values() for use in reading.all_of(FigureUse)}
        return frozenset(used)


def scene(spec: Spec, charts: Mapping[str, Choice], tables: Mapping[str, Choice], positions: Positions, project: Project) -> Scene:
    """The report laid out for the checks."""
    found = list(references(spec))
    for block, choices in (("charts", charts), ("tables", tables)):
        for name, (_, options) in choices.items():
            found += references(options, (block, name))
    keys = {name: point_keys(figure) for name, figure in spec.figures.items()}
    readings = {path: read_prose(text) for path, to, text in found if to == "template"}
    return Scene(spec, charts, tables, positions, project, keys, tuple(found), readings)


def point_keys(figure: FigureSpec) -> Keys | None:
    """The keys of a figure's points, None where a period is at fault. They do not depend on the fiscal year's end."""
    if figure.points:
        return tuple(figure.points)
    if figure.members:
        return figure.members
    try:
        return tuple(period.text for text in figure.periods for period in expand(text)) or (figure.period,)
    except PeriodError:
        return None
