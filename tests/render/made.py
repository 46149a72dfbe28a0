"""The sample's files, made once for all tests, and short cuts to make others."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path

from reportgen.model.document import Artifact, Document, Inlines
from reportgen.model.problem import Problems
from reportgen.render import words
from reportgen.render.html import render_html
from reportgen.render.pdf import render_pdf
from reportgen.text.locale import load
from tests.render import sample

ATTACHMENTS = (Artifact("figures.csv", "text/csv", b"id,value\n"), Artifact("provenance.json", "application/json", b"{}\n"))


@cache
def html(language: str = "en") -> str:
    """The sample as HTML."""
    return html_of(sample.document(language))


@cache
def short() -> Document:
    """The sample with its first section only, for faults."""
    return sample.document("en", 1)


@cache
def pdf(language: str = "en") -> tuple[Artifact, Problems]:
    """The sample as PDF, with the problems of its layout."""
    return pdf_of(sample.document(language))


def html_of(document: Document, project: Path | None = None) -> str:
    """A document as HTML."""
    return render_html(document, sample.charts(), sample.theme(), load(document.locale), project).data.decode()


def pdf_of(document: Document, project: Path | None = None) -> tuple[Artifact, Problems]:
    """A document as PDF with the sample's charts."""
    return render_pdf(document, sample.charts(), sample.theme(), load(document.locale), ATTACHMENTS, project)


def plain(inlines: Inlines, language: str = "en") -> str:
    """Inlines as plain text with plain blanks."""
    return words.plain(inlines, load(language)).replace("\u00a0", " ").strip()


def pages(artifact: Artifact) -> list[str]:
    """The text of each page of a PDF, as a reader of the file finds it."""
    import pypdfium2

    with pypdfium2.PdfDocument(BytesIO(artifact.data)) as found:
        return [page.get_textpage().get_text_bounded().replace("\r\n", "\n") for page in found]


def project(folder: Path, **files: str) -> Path:
    """A project folder whose templates/ holds these files; a name's double underscore is a slash, its single one a point."""
    for name, text in files.items():
        path = folder / "templates" / name.replace("__", "/").replace("_DOT_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder
