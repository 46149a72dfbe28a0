"""The run on one page: a spec becomes figures, charts, a document, files, an edition."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from reportgen import auditing, manifest, provenance
from reportgen import figures as figures_stage
from reportgen.audit.own import audit
from reportgen.charts import draw
from reportgen.charts.kinds import KINDS as CHARTS
from reportgen.consistency import find as consistency
from reportgen.consistency.find import Findings
from reportgen.facts import load as facts_stage
from reportgen.files import atomic_write, publish
from reportgen.metrics.kinds import KINDS as METRICS
from reportgen.model.document import Artifact, Chart, Document, Emission, Table
from reportgen.model.fact import Choice, Fact, Facts
from reportgen.model.figure import Figures
from reportgen.model.problem import Problems, errors, in_order
from reportgen.sections.compose import Emit, compose
from reportgen.sections.filters import FILTERS, ROW_FILTERS
from reportgen.sections.prune import prune
from reportgen.sections.tables.kinds import KINDS as TABLES
from reportgen.spec.checks import languages
from reportgen.spec.checks.scene import scene
from reportgen.spec.kinds import Kinds
from reportgen.spec.load import LoadedSpec, load_spec
from reportgen.spec.project import Project, load_project
from reportgen.spec.relations import load_relations
from reportgen.text import locale as text
from reportgen.text.locale import Locale

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Build:
    """What came of one report: its files, where they were published, and every problem; no files when one is an error."""

    report: str
    problems: Problems
    artifacts: tuple[Artifact, ...] = ()
    folder: Path | None = None
    figures: Figures = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Order:
    """What the user asks for: languages and day in place of the spec's, and a folder in place of the edition's."""

    locales: tuple[str, ...] = ()
    as_of: date | None = None
    out: Path | None = None


def open_project(root: Path) -> Project:
    """The project of a folder with all kinds that the program knows."""
    return load_project(root, Kinds(METRICS, CHARTS, TABLES, frozenset(FILTERS), frozenset(ROW_FILTERS)), defaults())


def defaults() -> Path | None:
    """The folder that holds the program's own themes: inside the wheel, or config/ beside the package in a checkout."""
    package = Path(__file__).resolve().parent
    return next((folder for folder in (package / "_defaults", package.parent / "config") if (folder / "themes").is_dir()), None)


def build(project: Project, spec_file: Path, order: Order, progress: Progress) -> Build:
    """One report from spec to edition. Nothing is written when a problem is an error."""
    name = spec_file.stem
    progress(f"{name}: reading")
    loaded, problems = load_spec(spec_file, project)
    problems = (*project.problems, *problems)
    if loaded is None or errors(problems):
        return Build(name, in_order(problems))

    progress(f"{name}: computing")
    facts, figures, found = evaluate(project, loaded, order.as_of or loaded.spec.as_of)
    problems = (*problems, *found)
    if errors(problems):
        return Build(name, in_order(problems))

    loaded, found = prune(loaded, figures, facts, text.load(loaded.spec.locales[0]))
    problems = (*problems, *found)
    documents: list[tuple[Document, Mapping[str, Chart], Locale]] = []
    for tag in order.locales or loaded.spec.locales:
        progress(f"{name}: writing {tag}")
        locale = text.load(tag)
        charts, found = _charts(loaded, figures, locale)
        problems = (*problems, *found)
        document, found = _document(loaded, figures, charts, facts, locale)
        problems = (*problems, *found)
        if document and not errors(problems):
            documents.append((document, charts, locale))
    if errors(problems):
        return Build(name, in_order(problems))

    artifacts, found = _artifacts(project, loaded, figures, documents, progress)
    problems = in_order((*problems, *found))
    if errors(problems):
        return Build(name, problems)
    artifacts = (*artifacts, manifest.manifest(project, loaded, facts.as_of, artifacts, problems))
    return Build(name, problems, artifacts, _publish(project, loaded, order, facts.as_of, artifacts), figures)


def check(project: Project, spec_file: Path, locales: tuple[str, ...] = (), *, every: bool = False) -> Problems:
    """Every problem of a report that shows before anything is drawn: form, names, facts, figures, claims in every language.

    Of the languages asked for that are not the report's own, one warning each says what is not translated, or with `every`
    one for each place.
    """
    loaded, problems = load_spec(spec_file, project)
    if loaded is None or errors(problems):
        return problems
    facts, figures, found = evaluate(project, loaded, loaded.spec.as_of)
    problems = (*problems, *found)
    if errors(problems):
        return problems
    loaded, found = prune(loaded, figures, facts, text.load(loaded.spec.locales[0]))
    problems = (*problems, *found)
    asked = tuple(tag for tag in locales if tag not in loaded.spec.locales)
    for tag in (*loaded.spec.locales, *asked):
        problems = (*problems, *_document(loaded, figures, {}, facts, text.load(tag))[1])
    return (*problems, *_untranslated(project, loaded, asked, every=every))


def _untranslated(project: Project, loaded: LoadedSpec, tags: tuple[str, ...], *, every: bool) -> Problems:
    laid_out = scene(loaded.spec, loaded.charts, loaded.tables, loaded.positions, project)
    if every:
        return tuple(languages.lacking(laid_out, tags)) if tags else ()
    return tuple(problem for tag in tags for problem in languages.summary(laid_out, tag, loaded.positions[("locales",)]))


def evaluate(project: Project, loaded: LoadedSpec, as_of: date) -> tuple[Facts, Figures, Problems]:
    """The facts known on a day, disputed ones marked, and every figure of the spec."""
    facts, findings, problems = _checked(project, as_of)
    if errors(problems):
        return facts, {}, problems
    facts = consistency.marked(facts, findings, project.metrics)
    figures, found = figures_stage.compute(loaded.spec, facts, project.metrics, loaded.positions.__getitem__)
    return facts, figures, (*problems, *found, *consistency.doubts(findings, _rows(figures)))


def conflicts(project: Project, spec_file: Path | None) -> tuple[Findings, Problems]:
    """What the statements say of each other: all of the project, or those that a report's figures rest on as of its day."""
    if spec_file is None:
        facts, findings, problems = _checked(project, date.max)
        return findings, problems if errors(problems) else (*problems, *consistency.stale(facts, findings))
    loaded, problems = load_spec(spec_file, project)
    if loaded is None or errors(problems):
        return (), problems
    facts, findings, problems = _checked(project, loaded.spec.as_of)
    if errors(problems):
        return (), problems
    # Any statement will do to see which keys the figures ask for.
    guessed = {key: Choice(rows[0]) for key, rows in facts.undecided.items()}
    every = replace(facts, choices={**facts.choices, **guessed}, undecided={})
    figures, _ = figures_stage.compute(loaded.spec, every, project.metrics, loaded.positions.__getitem__)
    return consistency.touching(findings, _rows(figures)), problems


def _checked(project: Project, as_of: date) -> tuple[Facts, Findings, Problems]:
    """The facts known on a day, and what their statements say of each other; nothing of that where a file has errors."""
    facts, problems = facts_stage.load(project.root, project.metrics, as_of)
    related, found = load_relations(project.root, project.kinds.metrics, project.metrics)
    problems = (*problems, *found)
    return facts, () if errors(problems) else consistency.find(facts, project.metrics, related), problems


def _rows(figures: Figures) -> tuple[Fact, ...]:
    """The fact rows that the figures rest on, in order of use."""
    return tuple(fact for figure in figures.values() for point in figure for fact in point.facts)


def _charts(loaded: LoadedSpec, figures: Figures, locale: Locale) -> tuple[Mapping[str, Chart], Problems]:
    """The charts that an exhibit shows, in the locale's words; problems stand where the spec asks for the chart."""
    shown = [e for e in (loaded.spec.lead, *(b.exhibit for s in loaded.spec.sections for b in s.blocks)) if e and e.chart]
    wide = frozenset(e.chart for e in shown if e.wide)
    charts: dict[str, Chart] = {}
    problems: Problems = ()
    # a chart stands in the language of its unit line
    tags = {e.chart: locale.language(e.subtitle.texts) if e.subtitle.texts else locale.tag for e in shown}
    for tag in dict.fromkeys(tags.values()):
        requests = {e.chart: loaded.charts[e.chart] for e in shown if tags[e.chart] == tag}
        drawn, found = draw.draw_charts(requests, figures, loaded.theme, text.load(tag), wide)
        charts |= drawn if tag == locale.tag else {name: _in_language(chart, tag) for name, chart in drawn.items()}
        problems = (*problems, *found)
    return charts, tuple(p if p.where else p.at(loaded.positions[("charts", *p.path.split(".")[1:])]) for p in problems)


def _in_language(chart: Chart, tag: str) -> Chart:
    """The chart with the language of its numbers noted at each."""

    def noted(emissions: tuple[Emission, ...]) -> tuple[Emission, ...]:
        return tuple(replace(emission, locale=tag) for emission in emissions)

    return replace(
        chart,
        emissions=noted(chart.emissions),
        narrow_emissions=noted(chart.narrow_emissions),
        alt_emissions=noted(chart.alt_emissions),
    )


def _document(
    loaded: LoadedSpec, figures: Figures, charts: Mapping[str, Chart], facts: Facts, locale: Locale
) -> tuple[Document | None, Problems]:
    def behind(name: str, emit: Emit, spoken: Locale) -> Table:
        kind, options = loaded.charts[name]
        return draw.table_behind(kind, options, figures, spoken, emit)

    return compose(loaded, figures, charts, behind, facts, locale)


def _artifacts(
    project: Project,
    loaded: LoadedSpec,
    figures: Figures,
    documents: list[tuple[Document, Mapping[str, Chart], Locale]],
    progress: Progress,
) -> tuple[tuple[Artifact, ...], Problems]:
    """Data files, then HTML and PDF of every language; the PDF carries the data."""
    from reportgen.render.html import render_html
    from reportgen.render.pdf import render_pdf

    first = documents[0][2]
    data = (
        provenance.figures_csv(figures, first),
        provenance.provenance_json(figures, documents),
    )
    made: list[Artifact] = [*data]
    ledger, problems = auditing.ledger_of(data[1])
    for document, charts, locale in documents:
        progress(f"{loaded.spec.report}: laying out {locale.tag}")
        html = render_html(document, charts, loaded.theme, locale, project.root)
        made.append(html)
        pdf, found = render_pdf(document, charts, loaded.theme, locale, data, project.root)
        made.append(pdf)
        problems = (*problems, *found)
        if ledger:
            held = auditing.brief(document, charts, ledger, loaded.theme, locale, project.root)
            problems = (*problems, *audit(html.data, pdf.data, held))
    return tuple(made), problems


def _publish(project: Project, loaded: LoadedSpec, order: Order, as_of: date, artifacts: tuple[Artifact, ...]) -> Path:
    """Writes the edition, then points latest.json at it; or the files straight into the folder asked for."""
    if order.out:
        for artifact in artifacts:
            atomic_write(order.out / artifact.name, artifact.data)
        return order.out
    variant = manifest.variant(loaded.spec, order.as_of, order.locales)
    edition = manifest.edition(as_of, artifacts)
    home = project.root / "build" / loaded.spec.report / variant
    publish(home / edition, artifacts)
    atomic_write(home / "latest.json", provenance.encode({"version": manifest.VERSION, "edition": edition}))
    return home / edition
