"""A whole project from YAML and CSV to an edition, in this process and through the command."""

from __future__ import annotations

import csv
import json
import re
import shutil
from hashlib import sha256
from io import StringIO
from pathlib import Path

import pytest

from reportgen import pipeline
from reportgen.audit.page import read
from reportgen.model.problem import errors
from reportgen.text.locale import load
from tests.support import project

pytestmark = pytest.mark.needs_pango

FILES = ("brief.de.html", "brief.de.pdf", "brief.en.html", "brief.en.pdf", "figures.csv", "manifest.json", "provenance.json")


@pytest.fixture(scope="module")
def built(shared: Path) -> Path:
    """The case, built by the command."""
    return project.ferries(shared)


@pytest.fixture(scope="module")
def edition(built: Path) -> Path:
    return project.edition(built)


def test_the_command_prints_the_edition_and_nothing_else(built: Path, edition: Path) -> None:
    assert (built / "stdout").read_text(encoding="utf-8") == f"{edition}\n"
    assert (built / "stderr").read_text(encoding="utf-8") == ""


def test_an_edition_holds_its_files_and_no_others(edition: Path) -> None:
    assert tuple(project.tree(edition)) == FILES


def test_the_latest_edition_is_named_beside_it(edition: Path) -> None:
    assert json.loads((edition.parent / "latest.json").read_bytes()) == {"version": 1, "edition": edition.name}
    assert re.fullmatch(r"2025-03-31-[0-9a-f]{8}", edition.name)
    assert sorted(path.name for path in edition.parent.iterdir()) == sorted([edition.name, "latest.json"])


def test_the_manifest_vouches_for_every_file(edition: Path) -> None:
    manifest = json.loads((edition / "manifest.json").read_bytes())
    assert manifest["files"].keys() == set(FILES) - {"manifest.json"}
    for name, entry in manifest["files"].items():
        data = (edition / name).read_bytes()
        assert (entry["sha256"], entry["bytes"]) == (sha256(data).hexdigest(), len(data)), name


def test_the_manifest_names_every_input_by_hash(built: Path, edition: Path) -> None:
    inputs = json.loads((edition / "manifest.json").read_bytes())["inputs"]
    for group, names in {"spec": [project.SPEC], "metrics": [project.METRICS], "facts": [project.FACTS, "seeds/sources.yaml"]}.items():
        for name in names:
            assert inputs[group][name] == sha256((built / name).read_bytes()).hexdigest(), name


def test_every_number_of_the_html_is_an_emission_of_the_provenance(edition: Path) -> None:
    emissions = json.loads((edition / "provenance.json").read_bytes())["emissions"]
    said = {e["index"]: e["text"] for e in emissions if (e["locale"], e["place"]) == ("en", "text")}
    page = read((edition / "brief.en.html").read_text(encoding="utf-8"))
    printed = {piece.index: piece.text for block in page.blocks for piece in block.pieces if piece.kind == "number"}
    assert printed == said


def test_every_figure_leads_down_to_fact_rows(built: Path, edition: Path) -> None:
    content = json.loads((edition / "provenance.json").read_bytes())
    for figure in content["figures"]:
        assert figure["wasDerivedFrom"] or "missing" in figure, figure["id"]
        for name in figure["wasDerivedFrom"]:
            file, line, _ = content["facts"][name]["row"].split(":")
            assert len((built / file).read_text(encoding="utf-8").splitlines()) >= int(line), name


def test_the_figures_can_be_read_by_a_spreadsheet(edition: Path) -> None:
    rows = {row["id"]: row for row in csv.DictReader(StringIO((edition / "figures.csv").read_text(encoding="utf-8")))}
    assert rows["fleet-review/revenue@FY2024"]["value"] == "173200000"
    assert rows["fleet-review/revenue@FY2024"]["unit"] == "EUR"
    assert rows["fleet-review/revenue@FY2024"]["inputs"] == "f01:p2"
    assert rows["fleet-review/loss@FY2024"]["disputed"] == "yes"
    assert rows["fleet-review/passengers@FY2022"]["value"] == "n.a."


def test_a_changed_fact_makes_a_new_edition_and_leaves_the_old_one(built: Path, edition: Path, tmp_path: Path) -> None:
    root = tmp_path / "changed"
    shutil.copytree(built, root)
    project.edit(root / project.FACTS, ",58.7,m,", ",58.8,m,")
    opened = pipeline.open_project(root)
    steps: list[str] = []
    made = pipeline.build(opened, root / project.SPEC, pipeline.Order(), steps.append)
    assert errors(made.problems) == ()
    assert made.folder is not None
    assert made.folder.name != edition.name
    assert project.tree(root / "build" / project.REPORT / "default" / edition.name) == project.tree(edition)
    assert json.loads((made.folder.parent / "latest.json").read_bytes())["edition"] == made.folder.name
    assert steps[0] == "fleet-review: reading"
    assert {"fleet-review: computing", "fleet-review: writing en", "fleet-review: laying out de"} <= set(steps)
    assert load("en").display(made.figures["fuel"]["FY2024"]).text == "€58.8\u00a0m"


def test_as_of_a_day_before_the_results_nothing_is_known(built: Path, tmp_path: Path) -> None:
    root = project.copy(tmp_path / "early", built)
    ran = project.run(root, "build", "--as-of", "2025-02-19")
    assert ran.exit == 3
    assert "there is no value for revenue of lakeline for FY2022" in ran.err
