"""A report that states only what differs from another: the mappings of both as one node, every value with the place where it stands."""

from __future__ import annotations

from pathlib import Path as File

from reportgen.model.problem import Location, Problem, Problems
from reportgen.spec.node import Node
from reportgen.spec.read import read_yaml
from reportgen.spec.suggest import nearest

OWN = ("report", "extends", "matrix")
"""Keys that are a report's own: its base does not give them."""
WORDS = frozenset(("en", "de", "zh-Hant", "zh-Hans"))
IDENTITY = ("kind", "metric")
"""Keys on which the meaning of all others in their entry rests."""


def read_report(path: File, root: File) -> tuple[Node | None, tuple[str, ...], Problems]:
    """The report's top node laid over those that it extends, and the files that were read, its own first; None when one cannot be read.

    A missing base and a circle are E280.
    """
    return _read(path, root, ())


def over(base: Node, top: Node) -> Node:
    """One mapping laid over another: mappings are merged, anything else is replaced; a key with nothing after it is taken away.

    Two mappings replace each other whole: words with their conditions, as a condition or a translation of the base must not stand
    beside other words; and entries of another `kind` or `metric`, whose keys would be about something else.
    """
    pairs = {key.text: (key, value) for key, value in base.pairs}
    for key, value in top.pairs:
        under = pairs.get(key.text)
        if under and value.empty:
            del pairs[key.text]
            continue
        pairs[key.text] = (key, over(under[1], value) if under and _alike(under[1], value) else value)
    return Node("mapping", tuple(pairs.values()), top.where)


def _alike(base: Node, top: Node) -> bool:
    if not base.form == top.form == "mapping":
        return False
    if any(key.text in WORDS for node in (base, top) for key, _ in node.pairs):
        return False
    both = ((base.get(key), top.get(key)) for key in IDENTITY)
    return all(a is None or b is None or a.value == b.value for a, b in both)


def _read(path: File, root: File, above: tuple[File, ...]) -> tuple[Node | None, tuple[str, ...], Problems]:
    node, problems = read_yaml(path, root)
    if node is None:
        return None, (), problems
    files = (node.where.file,)
    base = node.get("extends")
    if base is None or base.form != "text" or base.empty:
        return node, files, ()
    way = (*above, path)
    reports = {other.stem: other for other in sorted(path.parent.glob("*.yaml"))}
    if base.text not in reports:
        return None, files, (_problem(nearest("report", base.text, reports), base.where),)
    file = reports[base.text]
    if file in way:
        chain = " -> ".join(one.stem for one in (*way[way.index(file) :], file))
        return None, files, (_problem(f"reports extend each other in a circle: {chain}.", base.where),)
    below, under, problems = _read(file, root, way)
    if below is None or below.form != "mapping" or node.form != "mapping":
        return (node if not problems else None), (*files, *under), problems
    given = Node("mapping", tuple((key, value) for key, value in below.pairs if key.text not in OWN), below.where)
    return over(given, node), (*files, *under), ()


def _problem(message: str, where: Location) -> Problem:
    return Problem("E280", message, where, "extends")
