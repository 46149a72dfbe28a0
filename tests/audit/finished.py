"""Finished briefs with what their audit holds them against: the files from a build of this run, the rest made again."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import NamedTuple

from reportgen import auditing, pipeline
from reportgen.audit import paper
from reportgen.audit.own import Brief
from reportgen.audit.page import Page, read
from reportgen.audit.recompute import Ledger, recompute
from reportgen.drawing import draw_charts
from reportgen.means import Means
from reportgen.text.locale import load
from tests.support import makings, project


class Finished(NamedTuple):
    """A brief in one language."""

    html: str
    page: Page
    texts: tuple[str, ...]
    brief: Brief


REPORTS = (*makings.reports(), makings.CASE)
"""The briefs of the project and the case."""


def folder(shared: Path, report: str) -> tuple[Path, Path]:
    """The project of a report, and its edition as this run has built it."""
    if report == makings.CASE:
        root = project.ferries(shared)
        return root, project.edition(root)
    return project.ROOT, makings.brief(shared, report)


def provenance(shared: Path, report: str) -> dict[str, object]:
    """The provenance.json of a report."""
    content: dict[str, object] = json.loads((folder(shared, report)[1] / "provenance.json").read_bytes())
    return content


@cache
def ledger(shared: Path, report: str) -> Ledger:
    """The figures of a report, computed again."""
    return recompute(provenance(shared, report))


@cache
def finished(shared: Path, report: str) -> tuple[Finished, ...]:
    """A report in each of its languages."""
    root, edition = folder(shared, report)
    opened = pipeline.open_project(root)
    loaded, problems = pipeline.load_spec(root / "config" / "reports" / f"{report}.yaml", opened)
    assert loaded, problems
    facts, figures, _ = pipeline.evaluate(opened, loaded, loaded.spec.as_of)
    loaded, _ = pipeline.prune(loaded, figures, facts, load(loaded.spec.locales[0]))
    found = []
    for tag in loaded.spec.locales:
        locale = load(tag)
        charts, _ = draw_charts(loaded, figures, locale, Means())
        document, problems = pipeline._document(loaded, figures, charts, facts, locale)
        assert document, problems
        brief = auditing.brief(document, charts, ledger(shared, report), loaded.theme, locale, root)
        html = (edition / f"brief.{tag}.html").read_text(encoding="utf-8")
        found.append(Finished(html, read(html), paper.texts((edition / f"brief.{tag}.pdf").read_bytes()), brief))
    return tuple(found)
