"""Everything that tests/golden holds, made anew: by the tests to compare it, by `make golden` to store it."""

from __future__ import annotations

from pathlib import Path

from tests.support import golden, pictures, project
from tests.support.fragments import fragments
from tests.support.golden import Files

CHART_DPI = 96
CASE = project.REPORT


def reports() -> tuple[str, ...]:
    """The briefs of the project."""
    return tuple(path.stem for path in sorted((project.ROOT / "config" / "reports").glob("*.yaml")))


def brief(shared: Path, report: str) -> Path:
    """The files of a brief of the project, built once in a run."""

    def make(folder: Path) -> None:
        ran = project.process(project.ROOT, "build", report, "--out", str(folder))
        (folder / "problems.txt").write_text(ran.err, encoding="utf-8")
        assert ran.exit == 0, ran.err

    return project.once(shared, f"brief-{report}", make)


def of_brief(shared: Path, report: str) -> Files:
    """Figures, text and pages of a brief."""
    return golden.of_edition(brief(shared, report), report)


def of_case(shared: Path) -> Files:
    """Figures and text of the case; its pages change with every look and are shown by the briefs."""
    return golden.of_edition(project.edition(project.ferries(shared)), CASE, pages=False)


def of_fragments(folder: Path | None = None) -> Files:
    """What every block of the templates makes of the sample."""
    return {f"fragments/{name}": text.encode() for name, text in fragments(folder).items()}


def of_charts() -> Files:
    """A picture of every case of the gallery, as the PDF prints it."""
    from reportgen.charts.draw import draw_charts
    from reportgen.text.locale import load
    from tests.charts.gallery import cases
    from tests.charts.make import theme

    svgs = {}
    for name, case in cases().items():
        charts, _ = draw_charts({name: (case.kind, case.options)}, case.figures, theme(), load("en"))
        svgs[name] = (charts[name].wide, charts[name].size)
    return {f"charts/{name}.png": pictures.png(picture) for name, picture in pictures.drawings(svgs, CHART_DPI).items()}


def part(name: str, shared: Path) -> Files:
    """One part of tests/golden; raises AssertionError with the problems of a brief that cannot be built."""
    if name == "fragments":
        return of_fragments()
    if name == "charts":
        return of_charts()
    return of_case(shared) if name == CASE else of_brief(shared, name)
