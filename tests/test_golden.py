"""Figures, text, fragments and pictures are what they were; `make golden` says in words what changed, and stores it."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.charts.kinds import KINDS
from tests.support import golden, machine, makings, pictures
from tests.support.golden import Files

TOLD = "\nIf this is meant, run `make golden`, read what it says and the difference, and commit both."


def compare(below: str, made: Files, tmp_path: Path) -> None:
    """Fails with a sentence for everything that changed; of pictures, actual and difference are kept."""
    stored = golden.expected(below)
    assert stored, f"nothing is stored in tests/golden/{below}. Run `make golden`."
    found = golden.changes(stored, made, exact=machine.is_the_recorded_one())
    for line in found:
        name = line.removeprefix("picture ").split(":")[0]
        if line.startswith("picture "):
            _keep(tmp_path / name, stored[name], made[name])
    where = f"\nThe pictures are in {tmp_path}." if any(tmp_path.iterdir()) else ""
    assert not found, "\n".join(found) + where + TOLD


def _keep(path: Path, stored: bytes, made: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(made)
    path.with_suffix(".diff.png").write_bytes(pictures.png(pictures.marked(pictures.read(stored), pictures.read(made))))


def test_the_fragment_of_every_block_is_as_stored(tmp_path: Path) -> None:
    compare("fragments", makings.of_fragments(), tmp_path)


def test_every_block_has_a_fragment() -> None:
    """But the rating of the house's own, which no stored brief has: tests/sections/test_disclosures.py builds one."""
    blocks = {path.stem for path in (golden.ROOT / "templates" / "blocks").glob("*.html")} - {"inline", "rating"}
    assert blocks == {Path(name).name.split(".")[0] for name in golden.expected("fragments")}


@pytest.mark.needs_pango
def test_the_picture_of_every_chart_is_as_stored(tmp_path: Path) -> None:
    compare("charts", makings.of_charts(), tmp_path)


def test_every_chart_kind_has_a_picture() -> None:
    stored = {Path(name).stem for name in golden.expected("charts")}
    assert [kind for kind in KINDS if kind not in stored] == []


@pytest.mark.needs_pango
def test_figures_and_text_of_the_case_are_as_stored(shared: Path, tmp_path: Path) -> None:
    compare(makings.CASE, makings.of_case(shared), tmp_path)


@pytest.mark.slow
@pytest.mark.needs_pango
@pytest.mark.parametrize("report", makings.reports())
def test_figures_text_and_pages_of_a_brief_are_as_stored(report: str, shared: Path, tmp_path: Path) -> None:
    compare(report, makings.of_brief(shared, report), tmp_path)


def test_nothing_is_stored_that_nothing_makes() -> None:
    known = {"fragments", "charts", makings.CASE, *makings.reports(), machine.FILE}
    assert {name.split("/")[0] for name in golden.expected()} <= known


def test_the_stored_files_stay_small() -> None:
    assert sum(len(data) for data in golden.expected().values()) < 5_000_000
