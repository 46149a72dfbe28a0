"""The pages that are opened in a browser: the case, and every brief of the project, in each of their languages."""

from __future__ import annotations

from pathlib import Path

import yaml

from tests.support import makings, project

CASE = ("en", "de")


def languages(report: str) -> tuple[str, ...]:
    """The languages of a brief of the project."""
    spec = yaml.safe_load((project.ROOT / "config" / "reports" / f"{report}.yaml").read_text(encoding="utf-8"))
    return tuple(spec["locales"])


def names() -> tuple[str, ...]:
    """A word for each page: the report and the language."""
    return (*(f"{makings.CASE} {tag}" for tag in CASE), *(f"{name} {tag}" for name in makings.reports() for tag in languages(name)))


def url(name: str, shared: Path) -> str:
    """Where the page of that word lies, built once in a run."""
    report, _, tag = name.partition(" ")
    folder = project.edition(project.ferries(shared)) if report == makings.CASE else makings.brief(shared, report)
    return (folder / f"brief.{tag}.html").as_uri()
