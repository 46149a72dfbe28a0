"""The files of a report: data, HTML and PDF of every language, held against the facts. What did not change is not made again.

While the second process lays out the pages, this one writes the HTML and prepares the audit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from reportgen import auditing, inputs, provenance, values
from reportgen.audit.own import Brief, audit
from reportgen.audit.recompute import Ledger
from reportgen.beside import Promise
from reportgen.files import digest
from reportgen.means import Means
from reportgen.model.document import Artifact, Chart, Document
from reportgen.model.figure import Figures
from reportgen.model.problem import Problems, errors
from reportgen.parts import Part, hashed
from reportgen.render import html as screen
from reportgen.render import pdf as paper
from reportgen.spec.theme import Theme
from reportgen.text import fonts
from reportgen.text import locale as text
from reportgen.text.locale import Locale

Progress = Callable[[str], None]
Data = tuple[Artifact, Artifact]
"""figures.csv and provenance.json."""
Kept = tuple[Artifact, Problems]
"""A PDF, and what is wrong with it."""
Laid = tuple[Artifact, Problems, Mapping[str, str]]
"""A PDF, what is wrong with it, and the system's libraries that made it."""
Held = tuple[Brief | None, Problems]
"""What the audit holds a brief against, or what is wrong with provenance.json."""


@dataclass(frozen=True, slots=True)
class Written:
    """A brief in one language, before it is a file."""

    document: Document
    charts: Mapping[str, Chart]
    locale: Locale


@dataclass(frozen=True)
class Press:
    """What all languages of a report are printed with."""

    root: Path
    theme: Theme
    means: Means
    data: Data

    @cached_property
    def look(self) -> str:
        """What stands for theme and templates."""
        return hashed(self.theme.model_dump_json(), inputs.one(inputs.below(self.root / "templates"), self.root), inputs.look())

    @cached_property
    def ledger(self) -> tuple[Ledger | None, Problems]:
        """Every figure computed again from provenance.json."""
        return auditing.ledger_of(self.data[1])

    def part(self, stage: str, tag: str, **components: str) -> Part:
        """A part of the brief in a language, made from these components and the look."""
        return self.means.parts.part(f"{stage} {tag}", look=self.look, **components)


def print_files(
    root: Path, theme: Theme, figures: Figures, written: Sequence[Written], means: Means, progress: Progress
) -> tuple[tuple[Artifact, ...], Problems]:
    """Data files, then HTML and PDF of every language; the PDF carries the data."""
    data = (
        provenance.figures_csv(figures, written[0].locale),
        provenance.provenance_json(figures, [(brief.document, brief.charts, brief.locale) for brief in written]),
    )
    press = Press(root, theme, means, data)
    made: list[Artifact] = [*data]
    problems: Problems = ()
    for job in [_start(press, brief) for brief in written]:
        progress(f"{job.brief.document.report}: laying out {job.brief.locale.tag}")
        files, found = _finish(press, job)
        made += files
        problems = (*problems, *found)
    return tuple(made), problems


@dataclass(frozen=True, slots=True)
class Job:
    """A brief on its way to paper: what stands for all that it says and shows, and its PDF, kept or promised."""

    brief: Written
    content: Mapping[str, str]
    part: Callable[[], Part]
    kept: Kept | None
    promise: Promise[Laid] | None


def _start(press: Press, brief: Written) -> Job:
    """Looks for the PDF, and has it laid out where it is not there."""
    content = {"text": values.digest(brief.document), "charts": values.digest(brief.charts)}
    parts = press.means.parts

    def part() -> Part:
        return press.part("pdf", brief.locale.tag, **content, data=hashed(*(a.data for a in press.data)), engine=parts.engine)

    kept: Kept | None = parts.find(part())
    if kept is not None:
        return Job(brief, content, part, kept, None)
    promise = press.means.hand.call(_lay_out, brief.document, brief.charts, press.theme, brief.locale.tag, press.data, press.root)
    return Job(brief, content, part, None, promise)


def _lay_out(document: Document, charts: Mapping[str, Chart], theme: Theme, tag: str, data: Data, root: Path) -> Laid:
    """The same in both processes; a locale is named, for it is no value that travels."""
    pdf, problems = paper.render_pdf(document, charts, theme, text.load(tag), data, root)
    return pdf, problems, inputs.engine()


def _finish(press: Press, job: Job) -> tuple[tuple[Artifact, Artifact], Problems]:
    """The HTML, and the PDF once it is there, both held against the facts."""
    html = _html(press, job)
    if job.promise:
        ready = _held(press, job.brief)  # while the other process is at work
        pdf, problems, engine = job.promise()
        press.means.parts.learn(engine)
        if not errors(problems):
            press.means.parts.keep(job.part(), (pdf, problems))
    else:
        assert job.kept is not None, "this is a bug: a PDF is kept or promised"
        ready = None
        pdf, problems = job.kept
    return (html, pdf), (*problems, *_audited(press, job, html, pdf, ready))


def _audited(press: Press, job: Job, html: Artifact, pdf: Artifact, ready: Held | None) -> Problems:
    """What the finished files print otherwise than the facts have it; files that have passed are not read again."""
    parts = press.means.parts
    files = {"html": digest(html.data), "pdf": digest(pdf.data), "data": digest(press.data[1].data)}
    part = press.part("audit", job.brief.locale.tag, **files)
    found: Problems | None = parts.find(part)
    if found is None:
        held, faults = ready or _held(press, job.brief)
        found = (*faults, *(audit(html.data, pdf.data, held) if held else ()))
        if not errors(found):
            parts.keep(part, found)
    return found


def _held(press: Press, brief: Written) -> Held:
    """What the audit holds the files against, and what is wrong with provenance.json."""
    ledger, faults = press.ledger
    if ledger is None:
        return None, faults
    return auditing.brief(brief.document, brief.charts, ledger, press.theme, brief.locale, press.root), faults


def _html(press: Press, job: Job) -> Artifact:
    parts = press.means.parts
    part = press.part("html", job.brief.locale.tag, **job.content)
    name = f"brief.{job.brief.document.locale}.html"
    data = parts.data(part)
    if data is not None:
        return Artifact(name, "text/html", data)

    def subset(family: str, weight: int, characters: frozenset[str], kerned: bool) -> bytes:
        face = parts.part("font", family=family, weight=str(weight), characters="".join(sorted(characters)), kerned=str(kerned))
        made = parts.data(face, told=False)
        if made is None:
            made = fonts.subset(family, weight, characters, kerned)
            parts.keep_data(face, made)
        return made

    html = screen.render_html(job.brief.document, job.brief.charts, press.theme, job.brief.locale, press.root, subset)
    parts.keep_data(part, html.data)
    return html
