"""config/relations.yaml: read whole, or refused with the place of what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.metrics.kinds import KINDS
from reportgen.model.metric import Metric
from reportgen.spec.relations import FILE, Related, load_relations

METRICS = {name: Metric(name, {"en": name}) for name in ("sales", "share", "days", "stock", "allowance", "days_closing")}
GOOD = """\
joint: [{dimension: segment, member: two, largest: 2}]
largest: [{of: share, together: share, coordinate: top}]
nets: [{of: stock, less: allowance}]
movements: [{metric: days, of: stock}]
trends: [{metric: days, of: sales, as: loss}]
variants:
  days: [days_closing]
checks:
  share: {kind: growth, of: sales}
"""


def read(root: Path, text: str) -> tuple[Related, list[str]]:
    path = root / FILE
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    related, problems = load_relations(root, KINDS, METRICS)
    return related, [str(problem) for problem in problems]


def test_a_project_without_relations_has_none(tmp_path: Path) -> None:
    assert load_relations(tmp_path, KINDS, METRICS) == (Related(), ())


def test_what_the_file_says_is_read(tmp_path: Path) -> None:
    related, problems = read(tmp_path, GOOD)
    assert problems == []
    declared = related.declared
    assert (declared.joint[0].member, declared.joint[0].largest) == ("two", 2)
    assert (declared.nets[0].gross, declared.nets[0].net, declared.movements[0].falls) == ("gross", "net", False)
    assert declared.trends[0].as_ == "loss"
    assert declared.variants == {"days": ("days_closing",)}
    kind, options = related.checks["share"]
    assert (kind, getattr(options, "of", "")) == ("growth", "sales")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("of: share,", "of: shar,", f"error[E211] {FILE}:2:16 largest[0].of: no metric 'shar'."),
        ("of: sales}\n", "of: sale}\n", f"error[E211] {FILE}:9:29 checks.share.of: no metric 'sale'."),
        ("  share: {kind", "  chair: {kind", f"error[E211] {FILE}:9:10 checks.chair: no metric 'chair'."),
        ("[days_closing]", "[days_open]", f"error[E211] {FILE}:7:10 variants.days[0]: no metric 'days_open'."),
        ("kind: growth", "kind: grow", f"error[E210] {FILE}:9:17 checks.share.kind: no metric kind 'grow'."),
        ("nets:", "netts:", f"error[E201] {FILE}:3:1 netts: no key 'netts'."),
        ("largest: 2", "largest: 0", "error[E2"),
    ],
)
def test_what_is_wrong_is_told_at_its_place(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert GOOD.count(old) == 1
    related, problems = read(tmp_path, GOOD.replace(old, new))
    assert related == Related()
    assert len(problems) == 1, problems
    assert problems[0].startswith(said), problems[0]
