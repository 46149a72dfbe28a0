"""The run on one page: a spec becomes figures, charts, a document, files, an edition."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from reportgen import figures as figures_stage
from reportgen import inputs, manifest, provenance, unchanged
from reportgen.charts import draw
from reportgen.charts.kinds import KINDS as CHARTS
from reportgen.consistency import find as consistency
from reportgen.consistency.find import Findings
from reportgen.drawing import draw_charts
from reportgen.facts import load as facts_stage
from reportgen.facts.tables.answers import open_tables
from reportgen.files import atomic_write, publish
from reportgen.means import Means
from reportgen.metrics.kinds import KINDS as METRICS
from reportgen.model.document import Artifact, Chart, Document, Table
from reportgen.model.fact import Choice, Fact, Facts
from reportgen.model.figure import Figures
from reportgen.model.problem import Problems, errors, in_order
from reportgen.order import Order
from reportgen.parts import Parts, hashed
from reportgen.printing import Written, print_files
from reportgen.sections.compose import Emit, compose
from reportgen.sections.filters import FILTERS, ROW_FILTERS
from reportgen.sections.prune import prune
from reportgen.sections.tables.kinds import KINDS as TABLES
from reportgen.spec import relations
from reportgen.spec.checks import languages
from reportgen.spec.checks.scene import scene
from reportgen.spec.kinds import Kinds
from reportgen.spec.load import LoadedSpec, load_spec
from reportgen.spec.params import Params
from reportgen.spec.project import Project, load_project
from reportgen.spec.relations import load_relations
from reportgen.spec.theme import Theme
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
    written: tuple[Written, ...] = ()
    """The briefs as values, a language each: what a mail is written from."""
    theme: Theme | None = None


def open_project(root: Path) -> Project:
    """The project of a folder with all kinds that the program knows."""
    return load_project(root, Kinds(METRICS, CHARTS, TABLES, frozenset(FILTERS), frozenset(ROW_FILTERS)), inputs.defaults())


def named(project: Project) -> Iterator[tuple[str, object]]:
    """What stored values name rather than hold: the project's metrics and their options."""
    for name, metric in project.metrics.items():
        yield f"metric {name}", metric
        if metric.options is not None:
            yield f"options of {name}", metric.options


def build(project: Project, spec_file: Path, order: Order, progress: Progress, means: Means | None = None) -> Build:
    """One report from spec to edition. Nothing is written when a problem is an error."""
    means = means or Means()
    name, said = spec_file.stem, order.titled(spec_file.stem)
    progress(f"{said}: reading")
    made_from = unchanged.components(project.root, spec_file, order)
    loaded, problems = load_spec(spec_file, project, order.params)
    problems = (*project.problems, *problems)
    if loaded is None or errors(problems):
        return Build(name, in_order(problems))

    progress(f"{said}: computing")
    facts, figures, found = evaluate(project, loaded, order.as_of or loaded.spec.as_of, means.parts)
    problems = (*problems, *found)
    if errors(problems):
        return Build(name, in_order(problems))

    loaded, found = prune(loaded, figures, facts, text.load(loaded.spec.locales[0]))
    problems = (*problems, *found)
    written: list[Written] = []
    for tag in order.locales or loaded.spec.locales:
        progress(f"{said}: writing {tag}")
        locale = text.load(tag)
        charts, found = draw_charts(loaded, figures, locale, means)
        problems = (*problems, *found)
        document, found = _document(loaded, figures, charts, facts, locale)
        problems = (*problems, *found)
        if document and not errors(problems):
            written.append(Written(document, charts, locale))
    if errors(problems):
        return Build(name, in_order(problems))

    artifacts, found = print_files(project.root, loaded.theme, figures, written, means, progress)
    problems = in_order((*problems, *found))
    if errors(problems):
        return Build(name, problems)
    artifacts = (*artifacts, manifest.manifest(project, loaded, facts.as_of, artifacts, problems))
    home, edition = place_of(project, loaded, order, facts.as_of, artifacts)
    folder = put_out(home, edition, artifacts, order.out)
    means.parts.flush()
    if means.parts.cache:
        unchanged.remember(project.root, means.parts.cache, made_from, home, edition, {a.name: a.data for a in artifacts})
    return Build(name, problems, artifacts, folder, figures, tuple(written), loaded.theme)


def check(project: Project, spec_file: Path, locales: tuple[str, ...] = (), given: Params = (), *, every: bool = False) -> Problems:
    """Every problem of a report that shows before anything is drawn: form, names, facts, figures, claims in every language.

    Of the languages asked for that are not the report's own, one warning each says what is not translated, or with `every`
    one for each place.
    """
    loaded, problems = load_spec(spec_file, project, given)
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


def evaluate(project: Project, loaded: LoadedSpec, as_of: date, parts: Parts | None = None) -> tuple[Facts, Figures, Problems]:
    """The facts known on a day, disputed ones marked, and every figure of the spec."""
    parts = parts or Parts()
    rests_on = {**_ground(project), "as_of": as_of.isoformat()}
    part = parts.part("facts", **rests_on)
    facts, findings, problems = parts.find(part) or _checked(project, as_of, marked=True)
    if errors(problems):
        return facts, {}, problems
    parts.keep(part, (facts, findings, problems))
    part = parts.part(
        "figures", **rests_on, figures=hashed(loaded.spec.report, loaded.spec.subject, repr(loaded.positions.node(("figures",))))
    )
    figures, found = parts.find(part) or _computed(project, loaded, facts)
    if not errors(found):
        parts.keep(part, (figures, found))
    return facts, figures, (*problems, *found, *consistency.doubts(findings, _rows(figures)))


def _computed(project: Project, loaded: LoadedSpec, facts: Facts) -> tuple[Figures, Problems]:
    """The spec's figures from facts and tables; a table is read when a figure first asks it."""
    with open_tables(project.root, facts) as tables:
        return figures_stage.compute(loaded.spec, facts, project.metrics, loaded.positions.__getitem__, tables)


def _ground(project: Project) -> dict[str, str]:
    """What facts rest on, by hash."""
    root = project.root
    return {
        "seeds": inputs.one(inputs.below(root / "seeds"), root),
        "metrics": inputs.one(sorted((root / "config" / "metrics").glob("*.yaml")), root),
        "relations": inputs.one([root / relations.FILE], root),
    }


def conflicts(project: Project, spec_file: Path | None, given: Params = ()) -> tuple[Findings, Problems]:
    """What the statements say of each other: all of the project, or those that a report's figures rest on as of its day."""
    if spec_file is None:
        facts, findings, problems = _checked(project, date.max)
        return findings, problems if errors(problems) else (*problems, *consistency.stale(facts, findings))
    loaded, problems = load_spec(spec_file, project, given)
    if loaded is None or errors(problems):
        return (), problems
    facts, findings, problems = _checked(project, loaded.spec.as_of)
    if errors(problems):
        return (), problems
    # Any statement will do to see which keys the figures ask for.
    guessed = {key: Choice(rows[0]) for key, rows in facts.undecided.items()}
    every = replace(facts, choices={**facts.choices, **guessed}, undecided={})
    figures, _ = _computed(project, loaded, every)
    return consistency.touching(findings, _rows(figures)), problems


def _checked(project: Project, as_of: date, *, marked: bool = False) -> tuple[Facts, Findings, Problems]:
    """The facts known on a day, and what their statements say of each other; nothing of that where a file has errors.

    With `marked`, facts that others dispute say so.
    """
    facts, problems = facts_stage.load(project.root, project.metrics, as_of)
    related, found = load_relations(project.root, project.kinds.metrics, project.metrics)
    problems = (*problems, *found)
    if errors(problems):
        return facts, (), problems
    findings = consistency.find(facts, project.metrics, related)
    return consistency.marked(facts, findings, project.metrics) if marked else facts, findings, problems


def _rows(figures: Figures) -> tuple[Fact, ...]:
    """The fact rows that the figures rest on, in order of use."""
    return tuple(fact for figure in figures.values() for point in figure for fact in point.facts)


def _document(
    loaded: LoadedSpec, figures: Figures, charts: Mapping[str, Chart], facts: Facts, locale: Locale
) -> tuple[Document | None, Problems]:
    def behind(name: str, emit: Emit, spoken: Locale) -> Table:
        kind, options = loaded.charts[name]
        return draw.table_behind(kind, options, figures, spoken, emit)

    return compose(loaded, figures, charts, behind, facts, locale)


def place_of(project: Project, loaded: LoadedSpec, order: Order, as_of: date, artifacts: tuple[Artifact, ...]) -> tuple[Path, str]:
    """The folder of the report's editions, and the name of this one."""
    variant = manifest.variant(loaded, order.as_of, order.locales)
    return project.root / "build" / loaded.spec.report / variant, manifest.edition(as_of, artifacts)


def put_out(home: Path, edition: str, artifacts: tuple[Artifact, ...], out: Path | None) -> Path:
    """Writes the edition, then points latest.json at it; or the files straight into the folder asked for. Gives where they are."""
    if out:
        for artifact in artifacts:
            atomic_write(out / artifact.name, artifact.data)
        return out
    publish(home / edition, artifacts)
    atomic_write(home / "latest.json", provenance.encode({"version": manifest.VERSION, "edition": edition}))
    return home / edition
