"""The stage: seeds and a day -> Facts, decided by the conflict policy, and every problem found on the way."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from reportgen.facts.checks import check
from reportgen.facts.conflicts import decide_all
from reportgen.facts.desk import desk
from reportgen.facts.read import input_hashes, read_seeds
from reportgen.facts.rows import STATUSES
from reportgen.facts.tables import declared
from reportgen.model.fact import Facts
from reportgen.model.metric import Metric
from reportgen.model.problem import Problems, in_order

__all__ = ["input_hashes", "load"]

ALL_STATUSES = frozenset(word[0] for word in STATUSES)
"""A R P E C G T: the first letters of the statuses of rows.py."""


def load(folder: Path, metrics: Mapping[str, Metric], as_of: date, statuses: frozenset[str] = ALL_STATUSES) -> tuple[Facts, Problems]:
    """The facts known at `as_of` whose status has one of the given letters; `folder` is the project's root.

    Problems are those of all rows, also of rows that become known later, so that they do not depend on the day.
    With errors among them, the facts hold what could be read.
    """
    seeds, form = read_seeds(folder)
    data = check(seeds.stated, metrics)
    decisions, misfits = desk(seeds.resolutions, seeds.positions, seeds.facts, seeds.sources)
    wanted = [f for f in seeds.facts if f.status[0] in statuses]
    tables, of_tables = declared.load(folder, seeds.sources, seeds.entities, metrics)
    decided = decide_all(wanted, seeds.sources, decisions, as_of)
    facts = Facts(
        choices=decided.choices,
        sources=seeds.sources,
        entities=seeds.entities,
        as_of=as_of,
        members=seeds.members,
        schemes=seeds.schemes,
        tables=tables,
        later=decided.later,
        undecided=decided.undecided,
        acknowledged=decisions.acknowledged,
    )
    # A row that was refused may be the very one that a resolution names.
    return facts, in_order((*form, *data, *of_tables, *(() if seeds.refused else misfits)))
