"""Briefs in their languages as they are before they are files, and the mails made of them: each made once in a run."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

from reportgen import pipeline
from reportgen.deliver import compose, pictures
from reportgen.deliver.mail import STANDARD, Mail, Options, Pair
from reportgen.drawing import draw_charts
from reportgen.means import Means
from reportgen.model.document import Artifact, Chart, Document
from reportgen.model.document import Picture as ChartPlace
from reportgen.spec.theme import Theme
from reportgen.text.locale import Locale, load
from tests.browser.pages import languages
from tests.support import makings, project

OWN = tuple((report, tag) for report in makings.reports() for tag in languages(report))
"""Every brief of the project in each of its languages."""
TAGS = ("en", "de", "zh-Hant", "zh-Hans")
LOOKED_AT = (("investor-exit", "en"), ("lockup-day", "de"), ("earnings-flash", "zh-Hant"))


class Brief(NamedTuple):
    """What a mail is composed from."""

    document: Document
    charts: dict[str, Chart]
    theme: Theme
    locale: Locale

    @property
    def files(self) -> tuple[Artifact, ...]:
        """Files by the names of an edition's; what is in them is nobody's business here, so it is bytes of every kind."""
        tag = self.document.locale
        html = "<!DOCTYPE html>\r\n<p>Größe 14億\n</p>".encode()
        return (
            Artifact(f"brief.{tag}.pdf", "application/pdf", b"%PDF-1.7\r\n" + bytes(range(256)) * 40),
            Artifact(f"brief.{tag}.html", "text/html", html),
        )


@cache
def brief(report: str, tag: str, root: Path = project.ROOT) -> Brief:
    """A report in a language, its own or another."""
    opened = pipeline.open_project(root)
    loaded, problems = pipeline.load_spec(root / "config" / "reports" / f"{report}.yaml", opened)
    assert loaded, problems
    facts, figures, _ = pipeline.evaluate(opened, loaded, loaded.spec.as_of)
    loaded, _ = pipeline.prune(loaded, figures, facts, load(loaded.spec.locales[0]))
    locale = load(tag)
    charts, _ = draw_charts(loaded, figures, locale, Means())
    document, problems = pipeline._document(loaded, figures, charts, facts, locale)
    assert document, problems
    return Brief(document, dict(charts), loaded.theme, locale)


@cache
def drawn(report: str, tag: str) -> dict[str, Pair]:
    """The pictures of the lead exhibit."""
    made = brief(report, tag)
    lead = made.document.front.lead
    assert lead
    assert isinstance(lead.body, ChartPlace)
    pair, problems = pictures.draw(made.charts[lead.body.chart], made.theme, made.locale)
    assert not problems
    return {lead.body.chart: pair}


def mail(report: str, tag: str, options: Options = STANDARD) -> Mail:
    """The mail of a brief."""
    made = brief(report, tag)
    found, problems = compose.compose(made.document, made.charts, made.theme, made.locale, made.files, options, drawn=drawn(report, tag))
    assert not problems
    assert found
    return found
