"""config/relations.yaml: how metrics hang together beyond what each says of itself, so that statements can be checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path as File
from typing import Any

from pydantic import Field

from reportgen.model.metric import Metric
from reportgen.model.problem import Problem, Problems
from reportgen.spec.base import Block, MetricName, references
from reportgen.spec.kinds import Choice, load_choices
from reportgen.spec.node import Path, written
from reportgen.spec.read import read_yaml
from reportgen.spec.suggest import nearest
from reportgen.spec.validate import validate

FILE = "config/relations.yaml"


class Net(Block):
    """A stock that is stated before and after an allowance: net = gross - allowance."""

    of: MetricName
    """The stock, which has both bases."""
    less: MetricName
    """The allowance."""
    gross: str = "gross"
    """The basis before the allowance."""
    net: str = "net"
    """The basis after it."""


class Largest(Block):
    """A stated sum of the largest shares, each stated of its own entity."""

    of: MetricName
    """The share of one entity; one of its coordinates names the whole, such as the market."""
    together: MetricName
    """The stated sum, of the whole."""
    coordinate: str
    """The coordinate of the sum that says how many are added up."""


class Joint(Block):
    """A member that stands for the largest members of its dimension together."""

    dimension: str
    """The dimension."""
    member: str
    """The member."""
    largest: int = Field(ge=1)
    """How many of the largest it stands for."""


class Movement(Block):
    """A stated movement of a stock over a span: what it is at the end less what it was at the start."""

    metric: MetricName
    """The movement."""
    of: MetricName
    """The stock."""
    falls: bool = False
    """Whether the movement is stated as a fall, so that a smaller stock gives a positive number."""


class Trend(Block):
    """A stated course, `up` or `down`, of a flow from year to year."""

    metric: MetricName
    """The course, of unit rating."""
    of: MetricName
    """The flow."""
    as_: str = Field("", alias="as")
    """The view of it, such as outflow."""


class Relations(Block):
    """How metrics hang together."""

    variants: dict[str, tuple[MetricName, ...]] = {}
    """Stated metrics that have several usual definitions, none of which the sources name: the metrics that compute each."""
    joint: tuple[Joint, ...] = ()
    """Members that stand for several, and are no parts of the whole beside them."""
    largest: tuple[Largest, ...] = ()
    """Stated sums of the largest shares."""
    nets: tuple[Net, ...] = ()
    """Stocks with an allowance."""
    movements: tuple[Movement, ...] = ()
    """Stated movements of stocks."""
    trends: tuple[Trend, ...] = ()
    """Stated courses of flows."""
    checks: dict[str, Any] = {}
    """Metrics that are read from the facts and that other facts must give, each with a kind of metric and its keys."""


@dataclass(frozen=True, slots=True)
class Related:
    """The relations of a project: as declared, and each check as the word of a kind with its keys."""

    declared: Relations = field(default_factory=Relations)
    checks: Mapping[str, Choice] = field(default_factory=dict)


def load_relations(root: File, kinds: Mapping[str, Any], metrics: Mapping[str, Metric]) -> tuple[Related, Problems]:
    """The project's relations, none where it has no such file; and every problem with the file."""
    if not (root / FILE).exists():
        return Related(), ()
    node, problems = read_yaml(root / FILE, root)
    if node is None:
        return Related(), problems
    made, found, positions = validate(node, Relations)
    checks, faults = load_choices(node.get("checks"), "metric", kinds, ("checks",))
    problems = (*problems, *found, *faults)
    if made is None or problems:
        return Related(), problems
    related = Related(made, checks)
    unknown = tuple(
        Problem("E211", nearest("metric", name, metrics), positions[path], written(path))
        for path, name in _used(related)
        if name not in metrics
    )
    return (Related() if unknown else related), unknown


def _used(related: Related) -> Iterator[tuple[Path, str]]:
    """Every metric that the file names, with the key that names it."""
    yield from ((path, name) for path, to, name in references(related.declared) if to == "metric")
    yield from ((("variants", name), name) for name in related.declared.variants)
    for name, (_, options) in related.checks.items():
        yield ("checks", name), name
        yield from ((("checks", name, *path), used) for path, to, used in references(options) if to == "metric")
