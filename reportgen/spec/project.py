"""The user's project folder: config/, seeds/ and templates/ as far as the spec needs to know them."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path as File

from reportgen.model.metric import Metric
from reportgen.model.problem import Problem, Problems
from reportgen.spec.base import Block, references
from reportgen.spec.kinds import Kinds
from reportgen.spec.metrics import load_metrics
from reportgen.spec.node import Node, Path, Positions, written
from reportgen.spec.read import read_yaml
from reportgen.spec.suggest import nearest

MOST_CIRCLES = 10


@dataclass(frozen=True, slots=True)
class Project:
    """What all reports of a folder share. `problems` are those of the metric files."""

    root: File
    kinds: Kinds
    metrics: Mapping[str, Metric]
    entities: tuple[str, ...]
    members: Mapping[str, tuple[str, ...]]
    """The named values of each dimension."""
    themes: tuple[File, ...]
    """Folders that hold themes, the project's own first."""
    problems: Problems = ()

    @property
    def reports(self) -> tuple[File, ...]:
        """The report files, in order of name."""
        return tuple(sorted((self.root / "config" / "reports").glob("*.yaml")))


def load_project(root: File, kinds: Kinds, defaults: File | None = None) -> Project:
    """The project of a folder, with every problem of its metric files.

    `defaults` is the folder of the themes and templates that come with the program.
    """
    metrics, places, problems = _metrics(root, kinds)
    entities, members = _names(root)
    folders = (root / "config" / "themes", *((defaults / "themes",) if defaults else ()))
    found = _links(metrics, places)
    faults = _faults(metrics, places, kinds) if not found else ()
    return Project(root, kinds, metrics, entities, members, folders, (*problems, *found, *faults))


def _metrics(root: File, kinds: Kinds) -> tuple[dict[str, Metric], dict[str, Positions], Problems]:
    """The metrics of all files, and the places of each; the first declaration of a name holds, a second one is a problem."""
    metrics: dict[str, Metric] = {}
    places: dict[str, Positions] = {}
    problems: list[Problem] = []
    for file in sorted((root / "config" / "metrics").glob("*.yaml")):
        node, found = read_yaml(file, root)
        problems += found
        if node is None:
            continue
        declared, found = load_metrics(node, kinds.metrics)
        problems += found
        for name, metric in declared.items():
            if name in metrics:
                message = f"metric '{name}' is declared twice, first in {metrics[name].where}; keep one."
                problems.append(Problem("E250", message, metric.where, f"metrics.{name}"))
            else:
                metrics[name] = metric
                places[name] = Positions(node)
    return metrics, places, tuple(problems)


def _names(root: File) -> tuple[tuple[str, ...], dict[str, tuple[str, ...]]]:
    """The ids of seeds/entities.yaml; what is wrong with that file is found by whoever loads the facts."""
    node, _ = read_yaml(root / "seeds" / "entities.yaml", root)
    dimensions = node.get("members") if node else None
    return _keys(node.get("entities") if node else None), {
        key.text: _keys(value) for key, value in (dimensions.pairs if dimensions else ())
    }


def _keys(node: Node | None) -> tuple[str, ...]:
    return tuple(key.text for key, _ in node.pairs) if node else ()


def _links(metrics: Mapping[str, Metric], places: Mapping[str, Positions]) -> Problems:
    """Metrics that are computed from metrics that nobody declared, or from themselves."""
    problems = []
    for metric in metrics.values():
        for path, name in _used(metric):
            if name not in metrics:
                here = ("metrics", metric.id, *path)
                problems.append(Problem("E211", nearest("metric", name, metrics), places[metric.id][here], written(here)))
    return (*problems, *_circles(metrics))


def _faults(metrics: Mapping[str, Metric], places: Mapping[str, Positions], kinds: Kinds) -> Problems:
    """What the kinds find wrong with declarations that name each other rightly: units, measures, periods that do not go together."""
    problems = []
    for metric in metrics.values():
        find = getattr(kinds.metrics.get(metric.kind), "faults", None) if metric.options is not None else None
        for path, message, column in find(metric.options, metric, metrics) if find else ():
            here = ("metrics", metric.id, *path)
            positions = places[metric.id]
            place = positions.inside(here, column) if column is not None else positions[here] if path else positions.key(here)
            problems.append(Problem("E253", message, place, written(here)))
    return tuple(problems)


def _circles(metrics: Mapping[str, Metric]) -> Iterator[Problem]:
    """Metrics that are computed from each other.

    What is reported may be rebuilt from other reported metrics, but only from stated ones: that is no circle.
    """
    uses = {name: [used for _, used in _used(m)] if m.kind != "reported" else [] for name, m in metrics.items()}
    left = set(uses)
    users: dict[str, list[str]] = {}
    for name, used in uses.items():
        for one in used:
            users.setdefault(one, []).append(name)
    open_uses = {name: sum(one in uses for one in used) for name, used in uses.items()}
    ends = [name for name, count in open_uses.items() if count == 0]
    while ends:
        end = ends.pop()
        left.discard(end)
        for name in users.get(end, ()):
            open_uses[name] -= 1
            if open_uses[name] == 0:
                ends.append(name)
    found = (way for name in metrics if name in left and (way := _way_back(name, uses)))
    for circle in islice(found, MOST_CIRCLES):
        message = f"metrics are computed from each other in a circle: {_named(circle)}."
        yield Problem("E251", message, metrics[circle[0]].where, f"metrics.{circle[0]}")


def _way_back(name: str, uses: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The shortest way from a metric back to itself, or nothing."""
    before: dict[str, str] = {}
    waiting = deque([name])
    while waiting:
        here = waiting.popleft()
        for used in uses.get(here, ()):
            if used == name:
                way = [name, here]
                while way[-1] != name:
                    way.append(before[way[-1]])
                return tuple(reversed(way)) if here != name else (name, name)
            if used not in before:
                before[used] = here
                waiting.append(used)
    return ()


def _named(circle: tuple[str, ...]) -> str:
    """The way in words, its middle left out when it is long."""
    names = circle if len(circle) <= 8 else (*circle[:4], "...", *circle[-3:])
    return " -> ".join(names)


def _used(metric: Metric) -> Iterator[tuple[Path, str]]:
    """The metrics that a metric's kind names, each with the key that names it."""
    if isinstance(metric.options, Block):
        for path, to, name in references(metric.options):
            if to == "metric":
                yield path, name
