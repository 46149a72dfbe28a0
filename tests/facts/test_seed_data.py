"""The project's own facts: they load without a problem on the day of every brief."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from reportgen.facts.load import load
from reportgen.facts.read import read_seeds
from reportgen.metrics.kinds import KINDS
from reportgen.model.metric import Metric
from reportgen.spec.kinds import Kinds
from reportgen.spec.project import load_project

ROOT = Path(__file__).parents[2]
PROJECT = load_project(ROOT, Kinds(metrics=KINDS))
METRICS: dict[str, Metric] = dict(PROJECT.metrics)
AS_OF = {
    "lockup-day": date(2022, 6, 30),
    "investor-exit": date(2023, 7, 31),
    "earnings-flash": date(2023, 8, 29),
    "restructuring-review": date(2024, 11, 1),
    "sector-pressure": date(2025, 1, 14),
    "dossier": date(2025, 1, 14),
}


@pytest.mark.parametrize("brief", AS_OF)
def test_the_facts_load_without_a_problem(brief: str) -> None:
    facts, problems = load(ROOT, METRICS, AS_OF[brief])
    assert "\n".join(map(str, problems)) == ""
    assert facts.choices
    assert {str(key): [f.id for f in stated] for key, stated in facts.undecided.items()} == {}


def test_every_fact_has_a_source_a_paragraph_and_a_declared_metric() -> None:
    seeds, _ = read_seeds(ROOT)
    assert all(fact.source in seeds.sources and fact.loc and fact.as_written for fact in seeds.facts)
    assert sorted({fact.key.metric for fact in seeds.facts} - set(METRICS)) == []
    assert seeds.refused == 0


def test_each_day_knows_all_that_the_days_before_knew() -> None:
    days = sorted(AS_OF.values())
    known = [set(load(ROOT, METRICS, day)[0].choices) for day in days]
    assert all(before <= after for before, after in pairwise(known))


def test_the_rows_of_each_file_are_sorted() -> None:
    seeds, _ = read_seeds(ROOT)
    for file in {row.file for row, _ in seeds.stated}:
        rows = [row for row, _ in seeds.stated if row.file == file]
        keys = [tuple(row[c] for c in ("metric", "period", "scope", "basis", "dims", "source")) for row in rows]
        assert keys == sorted(keys), file


def test_every_statement_of_the_two_texts_is_there() -> None:
    """About 130 rows: a file lost or cut short would show here."""
    counted = Counter(fact.source for fact in read_seeds(ROOT)[0].facts)
    assert counted["s000"] >= 90
    assert counted["s002"] >= 28
    assert counted["s003"] >= 49
    assert counted["s004"] >= 29
