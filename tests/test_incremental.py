"""Nothing is made twice, and what is kept is what a clean build would make: byte for byte, whatever was edited before."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support import project

pytestmark = [pytest.mark.slow, pytest.mark.needs_pango]
SPEC, METRICS, FACTS, ENTITIES = project.SPEC, project.METRICS, project.FACTS, "seeds/entities.yaml"
THEME = "config/themes/house.yaml"
EDITS = {
    "a word": (SPEC, "Freight carries the growth.", "Freight brings the growth."),
    "a word in German": (SPEC, "Die Fracht trägt das Wachstum.", "Die Fracht bringt das Wachstum."),
    "a comment above all": (SPEC, "# A whole brief", "# A day later\n# A whole brief"),
    "the look of a chart": (SPEC, "highlight: [strike]", "highlight: [order]"),
    "the height of a chart": (SPEC, "series: [fuel_ratio, loss_ratio]}", "series: [fuel_ratio, loss_ratio], height: 60}"),
    "a fact": (FACTS, "fuel_cost,FY2022,,,,52.4,m,EUR,=,A,f01,p5,52.4 million", "fuel_cost,FY2022,,,,53.4,m,EUR,=,A,f01,p5,53.4 million"),
    "a note on a fact": (FACTS, "p5,52.4 million,,,", "p5,52.4 million,,,read twice"),
    "a label of a metric": (METRICS, "en: Fuel cost", "en: Fuel bill"),
    "a claim that no longer holds": (
        FACTS,
        "market_share,FY2024,,,,34.5,,pct,=,T,f02,p9,34.5%",
        "market_share,FY2024,,,,4.5,,pct,=,T,f02,p9,4.5%",
    ),
    "a mistake": (SPEC, "  chart: losses", "  chart: loses"),
    "a colour": (THEME, 'accent: "#AC4B29"', 'accent: "#8C3B19"'),
    "a template": ("templates/blocks/bullets.html", "<ul", "<ul data-desk"),
    "a day": (SPEC, "as_of: 2025-03-31", "as_of: 2025-04-30"),
}


def own(folder: Path) -> Path:
    """The ferries with a theme and a template of their own."""
    desk = project.copy(folder)
    for name in (THEME, "templates/blocks/bullets.html"):
        target = desk / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes((project.ROOT / name).read_bytes())
    return desk


def turn(desk: Path, edit: str) -> None:
    """Makes an edit, or takes it back where it is made."""
    file, old, new = EDITS[edit]
    text = (desk / file).read_text(encoding="utf-8")
    before, after = (new, old) if new in text else (old, new)
    assert before in text, f"{edit}: {file} holds neither form"
    (desk / file).write_text(text.replace(before, after, 1), encoding="utf-8")


def both(desk: Path, folder: Path) -> None:
    """Builds with what was kept and without, and compares: endings, messages, every byte."""
    kept = project.run(desk, "build", "--jobs", "1", "--locale", "en")
    clean = project.run(desk, "build", "--jobs", "1", "--locale", "en", "--fresh", "--out", str(folder))
    assert (kept.exit, kept.err) == (clean.exit, clean.err)
    if kept.exit == 0:
        assert project.tree(Path(kept.out.strip())) == project.tree(folder)


@settings(
    max_examples=20 if os.environ.get("REPORTGEN_SWEEP") else 1,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
@given(st.lists(st.sampled_from(sorted(EDITS)), min_size=2, max_size=5))
def test_random_edits_leave_what_a_clean_build_makes(edits: list[str]) -> None:
    with TemporaryDirectory() as folder:
        desk = own(Path(folder) / "desk")
        both(desk, Path(folder) / "clean")
        for number, edit in enumerate(edits):
            turn(desk, edit)
            both(desk, Path(folder) / f"clean-{number}")


@pytest.mark.parametrize("edit", EDITS)
def test_each_edit_is_seen(edit: str, desk_built: Path, tmp_path: Path) -> None:
    turn(desk_built, edit)
    try:
        both(desk_built, tmp_path / "clean")
    finally:
        turn(desk_built, edit)


@pytest.fixture(scope="module")
def desk_built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk whose brief was built once."""
    desk = own(tmp_path_factory.mktemp("desk"))
    assert project.run(desk, "build", "--jobs", "1", "--locale", "en").exit == 0
    return desk


def made(desk: Path, *arguments: str) -> list[str]:
    """The parts that a build makes anew."""
    ran = project.run(desk, "build", "--jobs", "1", "--locale", "en", "--explain", *arguments)
    assert ran.exit == 0, ran.err
    return re.findall(r"made  (\S+(?: \S+)*?)  ", ran.err)


def test_a_text_draws_no_chart(tmp_path: Path) -> None:
    desk = own(tmp_path / "desk")
    first = made(desk)
    assert {part.split()[0] for part in first} == {"facts", "figures", "chart", "pages", "picture", "pdf", "html", "audit"}
    turn(desk, "a word")
    assert made(desk) == ["pages en", "html en", "pdf en", "audit en"]
    turn(desk, "a word")
    assert made(desk) == []  # as it was before the last build: all of it is still kept
    turn(desk, "the look of a chart")
    assert made(desk) == ["chart year en", "picture year en", "html en", "pdf en", "audit en"]  # no page is laid out again
    turn(desk, "a fact")
    again = made(desk)
    assert [part for part in again if part.startswith("chart")] == ["chart ratios en"]
    assert {"facts", "figures", "pages en", "picture ratios en", "pdf en", "html en", "audit en"} <= set(again)
    turn(desk, "a comment above all")
    assert made(desk) == ["figures"]  # their places in the file are part of them; what they say is not


LOADED = """
import sys
from reportgen.cli.main import run
code = run(sys.argv[1:])
heavy = ("yaml", "pydantic", "numpy", "pandas", "matplotlib", "weasyprint", "jinja2", "babel", "fontTools", "pikepdf", "multiprocessing")
print(code, [name for name in heavy if name in sys.modules])
"""


def test_an_unchanged_build_loads_nothing_heavy(desk_built: Path) -> None:
    assert project.run(desk_built, "build", "--jobs", "1", "--locale", "en").exit == 0
    words = [sys.executable, "-c", LOADED, "--project", str(desk_built), "build", "--locale", "en"]
    ran = subprocess.run(words, capture_output=True, text=True, check=True, env=project.environment())
    assert ran.stdout.splitlines()[1:] == ["0 []"]
    assert Path(ran.stdout.splitlines()[0]).is_dir()


def test_what_was_published_is_looked_at(tmp_path: Path) -> None:
    desk = project.copy(tmp_path / "desk")
    folder = Path(project.run(desk, "build", "--jobs", "1", "--locale", "en").out.strip())
    whole = project.tree(folder)
    (folder / "brief.en.html").write_bytes(b"tampered with")
    assert made(desk) == []  # no part is made anew, but the edition is not taken for whole
    assert project.tree(folder) == whole
    (folder.parent / "latest.json").unlink()
    assert made(desk) == []
    assert json.loads((folder.parent / "latest.json").read_bytes())["edition"] == folder.name


def test_reasons(tmp_path: Path) -> None:
    desk = project.copy(tmp_path / "desk")

    def told(*arguments: str) -> list[str]:
        ran = project.run(desk, "build", "--jobs", "1", "--locale", "en", "--explain", *arguments)
        return [" ".join(line.split()) for line in ran.err.splitlines()]

    assert "fleet-review: made html en made for the first time" in told()
    assert told() == ["fleet-review: kept edition nothing changed"]
    turn(desk, "a word")
    assert "fleet-review: made html en changed: text" in told()
    turn(desk, "the look of a chart")
    assert "fleet-review: made chart year en changed: options" in told()
    for path in (desk / "build" / ".cache" / "html").iterdir():
        path.unlink()
    (desk / "build" / "fleet-review" / "locale-en" / "latest.json").unlink()
    assert "fleet-review: made html en no longer kept" in told()


AT_ONCE = 8 if os.environ.get("REPORTGEN_SWEEP") else 4


def at_once(desk: Path, *wanted: tuple[str, ...]) -> list[str]:
    """What builds in processes of their own print, all of them started together."""
    running = [
        subprocess.Popen(
            project.command("--project", str(desk), "build", *words),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=project.environment(),
        )
        for words in wanted
    ]
    ended = [process.communicate(timeout=300) for process in running]
    assert [process.returncode for process in running] == [0] * len(wanted), ended
    assert [path.name for path in (desk / "build").rglob(".part-*")] == []
    return [out for out, _ in ended]


def test_parallel_builds_of_one_report_agree(tmp_path: Path) -> None:
    desk = project.copy(tmp_path / "desk")
    assert len(set(at_once(desk, *[("--locale", "en")] * AT_ONCE))) == 1


def test_parallel_builds_share_what_is_kept(tmp_path: Path) -> None:
    desk, alone = (project.copy(tmp_path / name) for name in ("desk", "alone"))
    for root in (desk, alone):
        for file in (project.ROOT / "tests" / "cases" / "variants" / "config" / "reports").iterdir():
            (root / "config" / "reports" / file.name).write_bytes(file.read_bytes())
    values = [(f"measure={measure}", f"year={year}") for measure in ("revenue", "fuel_cost") for year in ("FY2023", "FY2024")]
    briefs = [("measure-note", "--set", measure, "--set", year) for measure, year in values]
    briefs += [
        ("fuel-note", "--set", "year=FY2023"),
        ("fuel-note",),
        ("fleet-review", "--locale", "en"),
        ("fleet-review", "--locale", "de"),
    ]
    together = [Path(out.strip()) for out in at_once(desk, *briefs)]
    for words, folder in zip(briefs, together, strict=True):
        ran = project.run(alone, "build", *words, "--fresh", "--jobs", "1")
        assert project.tree(Path(ran.out.strip())) == project.tree(folder), words
