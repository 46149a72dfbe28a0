"""The files of a report: data, HTML and PDF of every language, held against the facts. What did not change is not made again.

While the second process lays out the pages, this one writes the HTML and prepares the audit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from reportgen import auditing, inputs, provenance, values
from reportgen.audit import own
from reportgen.audit import paper as audited_paper
from reportgen.audit.own import Brief
from reportgen.audit.page import Page, read
from reportgen.audit.recompute import Ledger
from reportgen.beside import Beside, Here, Promise
from reportgen.files import digest
from reportgen.means import Means
from reportgen.model.document import Artifact, Chart, Document
from reportgen.model.figure import Figures
from reportgen.model.problem import Problems, errors
from reportgen.parts import Part, Parts, hashed
from reportgen.render import html as screen
from reportgen.render import pdf as paper
from reportgen.render.stitch import stitch
from reportgen.spec.theme import Theme
from reportgen.text import fonts
from reportgen.text import locale as locales
from reportgen.text.locale import Locale

Progress = Callable[[str], None]
Data = tuple[Artifact, Artifact]
"""figures.csv and provenance.json."""
Printed = tuple[bytes, Problems]
"""Pages or a picture as PDF, and what is wrong with them."""
Laid = tuple[Printed, Mapping[str, str]]
"""What was printed, and the system's libraries that made it."""
Texts = tuple[str, ...]
"""What stands on each page of a PDF, as a reader of the file finds it."""
Bound = tuple[bytes, Texts]
"""A finished PDF and its texts."""
Looked = tuple[Page, Brief | None, Problems]
"""A page as the audit reads it, what it is held against, and what is wrong with it."""


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
    figures: Figures
    written: Sequence[Written]

    @cached_property
    def data(self) -> Data:
        """The data files, which the PDF carries."""
        told = [(brief.document, brief.charts, brief.locale) for brief in self.written]
        return provenance.figures_csv(self.figures, self.written[0].locale), provenance.provenance_json(self.figures, told)

    @cached_property
    def look(self) -> str:
        """What stands for theme and templates."""
        return hashed(self.theme.model_dump_json(), inputs.one(inputs.below(self.root / "templates"), self.root), inputs.look())

    @cached_property
    def ledger(self) -> tuple[Ledger | None, Problems]:
        """Every figure computed again from provenance.json."""
        return auditing.ledger_of(self.data[1], self.root)

    def part(self, stage: str, tag: str, **components: str) -> Part:
        """A part of the brief in a language, made from these components and the look."""
        return self.means.parts.part(f"{stage} {tag}", look=self.look, **components)


def _load_artists() -> None:
    from reportgen.charts import artists  # noqa: F401


def _load_binders() -> None:
    import pikepdf  # noqa: F401
    import pypdfium2  # noqa: F401


ENGINES: tuple[Callable[[], None], ...] = (_load_artists, paper.load_engine, _load_binders)
"""Each loads what takes long, in the order of need: what draws, what lays out, what puts PDF files together and reads them.

The second raises ReportError where the engine cannot be loaded.
"""


def print_files(
    root: Path, theme: Theme, figures: Figures, written: Sequence[Written], means: Means, progress: Progress
) -> tuple[tuple[Artifact, ...], Problems]:
    """Data files, then HTML and PDF of every language; the PDF carries the data."""
    press = Press(root, theme, means, figures, written)
    jobs = [_start(press, brief) for brief in written]
    made: list[Artifact] = [*press.data]
    problems: Problems = ()
    # what is asked there waits for the pages of all languages: where any are laid out, the rest is done here
    hand = Here() if any(job.promise for job in jobs) else means.hand
    for job in jobs:
        progress(f"{job.brief.document.report}: laying out {job.brief.locale.tag}")
        files, found = _finish(press, job, hand)
        made += files
        problems = (*problems, *found)
    return tuple(made), problems


@dataclass(frozen=True, slots=True)
class Job:
    """A brief on its way to paper: what stands for all that it says, and its pages, kept or promised."""

    brief: Written
    text: str
    part: Callable[[], Part]
    kept: Printed | None
    promise: Promise[Laid] | None


def _start(press: Press, brief: Written) -> Job:
    """Looks for the pages, and has them laid out where they are not there."""
    parts = press.means.parts
    text = values.digest(brief.document)
    sizes = hashed(*(f"{name} {chart.size}" for name, chart in brief.charts.items()))

    def part() -> Part:
        return press.part("pages", brief.locale.tag, text=text, sizes=sizes, engine=parts.engine)

    kept: Printed | None = parts.find(part())
    if kept is not None:
        return Job(brief, text, part, kept, None)
    promise = press.means.hand.call(_lay_out, brief.document, brief.charts, press.theme, brief.locale.tag, press.root)
    return Job(brief, text, part, None, promise)


def _lay_out(document: Document, charts: Mapping[str, Chart], theme: Theme, tag: str, root: Path) -> Laid:
    """The same in both processes; a locale is named, for it is no value that travels."""
    pages, problems = paper.lay_out(document, charts, theme, locales.load(tag), root)
    return (pages, problems), inputs.engine()


def _draw(chart: Chart, theme: Theme, tag: str) -> Laid:
    picture, problems = paper.chart_pdf(chart, theme, locales.load(tag))
    return (picture, problems), inputs.engine()


def _finish(press: Press, job: Job, hand: Here | Beside) -> tuple[tuple[Artifact, Artifact], Problems]:
    """The HTML, and the PDF once its pages are there, both held against the facts."""
    parts = press.means.parts
    pictures = _pictures(press, job.brief, hand)
    html = _html(press, job)
    drawn, of_pictures = pictures.all()
    looked: Looked | None = None
    if job.promise:
        looked = _look(press, job.brief, html)
        _load_binders()
        (pages, problems), engine = job.promise()
        parts.learn(engine)
        if not errors(problems):
            parts.keep(job.part(), (pages, problems))
    else:
        assert job.kept is not None, "this is a bug: pages are kept or promised"
        pages, problems = job.kept
    pdf = _pdf(press, job, pages, drawn, hand)
    if pdf.promise:
        looked = looked or _look(press, job.brief, html)
    file, texts = pdf.file()
    return (html, file), (*problems, *of_pictures, *_audited(press, job, html, file, looked, texts))


@dataclass(frozen=True, slots=True)
class Pictures:
    """The charts of a brief as they stand on paper, a small PDF each: kept, or promised."""

    parts: Parts
    part: Callable[[str], Part]
    kept: Mapping[str, Printed | None]
    promised: Mapping[str, Promise[Laid]]

    def all(self) -> tuple[Mapping[str, bytes], Problems]:
        """All of them, once they are drawn, and what is wrong with them."""
        made: dict[str, Printed] = {}
        for name, promise in self.promised.items():
            made[name], engine = promise()
            self.parts.learn(engine)
        for name, picture in made.items():
            if not errors(picture[1]):
                self.parts.keep(self.part(name), picture)
        found = {name: made.get(name) or kept for name, kept in self.kept.items()}
        return {name: p[0] for name, p in found.items() if p}, tuple(problem for p in found.values() if p for problem in p[1])


def _pictures(press: Press, brief: Written, hand: Here | Beside) -> Pictures:
    """The charts on paper; those that were not kept are drawn by that hand."""
    parts = press.means.parts

    def part(name: str) -> Part:
        shown = hashed(brief.charts[name].wide, str(brief.charts[name].size))
        return press.part(f"picture {name}", brief.locale.tag, chart=shown, engine=parts.engine)

    kept: dict[str, Printed | None] = {name: parts.find(part(name)) for name in brief.charts}
    promised = {name: hand.call(_draw, brief.charts[name], press.theme, brief.locale.tag) for name, found in kept.items() if not found}
    return Pictures(parts, part, kept, promised)


@dataclass(frozen=True, slots=True)
class Pdf:
    """The PDF of a brief: kept, or promised with the texts of its pages."""

    parts: Parts
    part: Part
    name: str
    kept: bytes | None
    promise: Promise[Bound] | None

    def file(self) -> tuple[Artifact, Texts | None]:
        """The file, and, where it was made now, the texts of its pages."""
        data, texts = self.promise() if self.promise else (self.kept, None)
        assert data is not None, "this is a bug: a PDF is kept or promised"
        if self.promise:
            self.parts.keep_data(self.part, data)
        return Artifact(self.name, "application/pdf", data), texts


def _pdf(press: Press, job: Job, pages: bytes, pictures: Mapping[str, bytes], hand: Here | Beside) -> Pdf:
    """The pages with the charts in their places and the data attached."""
    parts = press.means.parts
    document = job.brief.document
    held = {"pages": digest(pages), "pictures": hashed(*(hashed(name, data) for name, data in pictures.items()))}
    part = parts.part(f"pdf {document.locale}", **held, data=hashed(*(a.data for a in press.data)), as_of=document.as_of.isoformat())
    kept = parts.data(part)
    promise = hand.call(_bind, pages, pictures, press.data, document.as_of) if kept is None else None
    return Pdf(parts, part, f"brief.{document.locale}.pdf", kept, promise)


def _bind(pages: bytes, pictures: Mapping[str, bytes], data: Data, as_of: date) -> Bound:
    bound = stitch(pages, pictures, data, as_of)
    return bound, audited_paper.texts(bound)


def _audited(press: Press, job: Job, html: Artifact, pdf: Artifact, looked: Looked | None, texts: Texts | None) -> Problems:
    """What the finished files print otherwise than the facts have it; files that have passed are not read again."""
    parts = press.means.parts
    files = {"html": digest(html.data), "pdf": digest(pdf.data), "data": digest(press.data[1].data)}
    part = press.part("audit", job.brief.locale.tag, **files)
    found: Problems | None = parts.find(part)
    if found is None:
        page, held, seen = looked or _look(press, job.brief, html)
        found = (*seen, *(own.of_paper(texts or audited_paper.texts(pdf.data), page, held) if held else ()))
        if not errors(found):
            parts.keep(part, found)
    return found


def _look(press: Press, brief: Written, html: Artifact) -> Looked:
    """The page as it is read, what it is held against (nothing where provenance.json leads to no number), and what is wrong with it."""
    ledger, faults = press.ledger
    page = read(html.data.decode())
    if ledger is None:
        return page, None, faults
    held = auditing.brief(brief.document, brief.charts, ledger, press.theme, brief.locale, press.root)
    return page, held, (*faults, *own.of_numbers(held), *own.of_page(page, held))


def _html(press: Press, job: Job) -> Artifact:
    parts = press.means.parts
    part = press.part("html", job.brief.locale.tag, text=job.text, charts=values.digest(job.brief.charts))
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
