"""One digit changed anywhere turns the golden comparison red, and the message names the figure, the sentence or the fragment."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from reportgen import pipeline, provenance
from reportgen.model.document import Artifact
from reportgen.model.problem import Problems
from tests.support import golden, makings, project
from tests.support.golden import Files

CASE = makings.CASE


def drafted(root: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> Files:
    """Figures and English text of the case in a folder, without its pages."""

    def no_pages(document: object, *_: object) -> tuple[Artifact, Problems]:
        return Artifact(f"brief.{document.locale}.pdf", "application/pdf", b""), ()  # type: ignore[attr-defined]

    monkeypatch.setattr("reportgen.render.pdf.render_pdf", no_pages)
    # The audit, which has tests of its own, would stop what is planted here.
    monkeypatch.setattr("reportgen.printing._audited", lambda *_: ())
    ran = project.run(root, "build", CASE, "--locale", "en", "--out", str(out))
    assert ran.exit == 0, ran.err
    return golden.of_edition(out, CASE, pages=False)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A copy of the case; what a test plants is in no other."""
    return project.copy(tmp_path / "desk")


@pytest.fixture
def stored() -> Files:
    """What the suite expects of the case in English."""
    return {name: data for name, data in golden.expected(CASE).items() if not name.endswith("de.txt")}


def computed(root: Path, report: str) -> str:
    """The figures of a report, as the golden file has them."""
    opened = pipeline.open_project(root)
    loaded, _ = pipeline.load_spec(root / "config" / "reports" / f"{report}.yaml", opened)
    assert loaded is not None
    _, figures, _ = pipeline.evaluate(opened, loaded, loaded.spec.as_of)
    return golden.figures(json.loads(provenance.provenance_json(figures, []).data))


def forget(*caches: Any) -> None:
    """What was read of the locale files is read again."""
    for cache in caches:
        cache.cache_clear()


def told(stored: Files, made: Files) -> list[str]:
    return golden.changes(stored, made)


def test_nothing_planted_nothing_told(desk: Path, stored: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(stored, drafted(desk, tmp_path / "out", monkeypatch)) == []


def test_a_digit_of_a_fact(desk: Path, stored: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project.edit(desk / project.FACTS, ",58.7,m,EUR", ",58.9,m,EUR")
    found = told(stored, drafted(desk, tmp_path / "out", monkeypatch))
    assert (
        "figure fleet-review/fuel@FY2024: value was 58700000, is 58900000; low was 58650000, is 58850000; high was 58750000, is 58950000."
        in found
    )
    assert any(line.startswith("figure fleet-review/fuel_ratio@FY2024: value was 0.338914") for line in found)
    assert (
        "fleet-review/en.txt, under 'Freight fills the ships again, and fuel takes more than freight brings': "
        "'The bill takes 33.9% of revenue, after 30.9% a year\u237dbefore.' is now "
        "'The bill takes 34.0% of revenue, after 30.9% a year\u237dbefore.'."
    ) in found


def test_a_digit_of_a_formula_of_the_project(desk: Path, stored: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project.edit(desk / project.METRICS, "formula: f / r", "formula: f / r * 1.01")
    found = told(stored, drafted(desk, tmp_path / "out", monkeypatch))
    assert [line for line in found if line.startswith("figure fleet-review/fuel_ratio@FY2023: value was 0.3089783282, is 0.3120681115;")]


def test_a_digit_of_a_formula_of_the_program(desk: Path, stored: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    from reportgen.metrics import growth

    plain = growth.formula
    monkeypatch.setattr(growth, "formula", lambda options, at: plain(options, at).replace("- 1", "- 2"))
    found = list(golden.of_figures(stored[f"{CASE}/figures.csv"].decode(), computed(desk, CASE)))
    assert [line for line in found if line.startswith("figure fleet-review/growth@FY2024: value was 0.07244582043, is -0.9275541796;")]


def test_a_digit_of_a_template(desk: Path) -> None:
    shutil.copytree(project.ROOT / "templates", desk / "templates")
    project.edit(desk / "templates" / "blocks" / "section.html", "</h2>", "</h3>")
    found = [line for line in told(golden.expected("fragments"), makings.of_fragments(desk)) if "</h3>" in line]
    assert [line.split(":")[0] for line in found] == ["fragments/section.html", "fragments/section.print.html"]
    for line in found:
        assert "machine</h2>' is now '<h2 " in line
        assert line.endswith("machine</h3>'.")


def test_a_digit_of_a_locale_file(desk: Path, stored: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from reportgen.text import data, locale

    shutil.copytree(data.FOLDER, tmp_path / "locales")
    project.edit(tmp_path / "locales" / "en.yaml", "m: {power: 6,", "m: {power: 5,")
    monkeypatch.setattr(data, "FOLDER", tmp_path / "locales")
    forget(data.read, locale.load)
    try:
        found = told(stored, drafted(desk, tmp_path / "out", monkeypatch))
    finally:
        forget(data.read, locale.load)
    assert not [line for line in found if line.startswith("figure")]
    assert any("'In 2024 revenue rose by 7.2% to €173.2\u237dm, while" in line and "to €1,732\u237dm, while" in line for line in found)


@pytest.mark.parametrize("report", makings.reports())
def test_a_digit_of_a_fact_of_a_brief(report: str, tmp_path: Path) -> None:
    root = project.copy(tmp_path / "desk", project.ROOT)
    stored = golden.expected(report)[f"{report}/figures.csv"].decode()
    name, row = first_fact(root, report)
    last = row["value"][-1]
    cells = (root / row["file"]).read_text(encoding="utf-8").splitlines(keepends=True)
    line = cells[row["line"] - 1].split(",")
    assert line[5].lstrip("-") == row["value"]
    line[5] = line[5][:-1] + str((int(last) + 1) % 10)
    cells[row["line"] - 1] = ",".join(line)
    (root / row["file"]).write_text("".join(cells), encoding="utf-8")
    found = list(golden.of_figures(stored, computed(root, report)))
    assert [said for said in found if said.startswith(f"figure {name}: value was ")]


def first_fact(root: Path, report: str) -> tuple[str, dict[str, Any]]:
    """The first figure of a brief that one row states as a plain amount: its id, and the file, line and value of the row."""
    opened = pipeline.open_project(root)
    loaded, _ = pipeline.load_spec(root / "config" / "reports" / f"{report}.yaml", opened)
    assert loaded is not None
    _, figures, _ = pipeline.evaluate(opened, loaded, loaded.spec.as_of)
    for point in (point for figure in figures.values() for point in figure if point.method == "reported"):
        where = point.facts[0].where
        assert where is not None
        value = (root / where.file).read_text(encoding="utf-8").splitlines()[where.line - 1].split(",")[5].lstrip("-")
        if value.replace(".", "").isdigit() and not point.all_disputes:
            return point.id, {"file": where.file, "line": where.line, "value": value}
    raise AssertionError("no figure is stated by one row")
