"""A user's mistake gives its place, what is wrong and what would be right; and yesterday's edition stays as it is."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from reportgen.model.document import Artifact
from reportgen.model.problem import Problems
from tests.support import project
from tests.support.project import FACTS, METRICS, SPEC

pytestmark = pytest.mark.needs_pango

CURE = (
    "Numbers come from figures: {{ revenue['FY2021'] | money }}; dates, names and exhibits have markers: "
    "{{ '2021-07-21' | date }}, {{ name('GPT-4') }}, {{ exhibit('x') }}."
)
MADE_OF = "periods are written FY2021, H1-2024, Q3-2024, 9M-2024, 2023-06, 2024-06-30 or a..b."
ROW = "fuel_cost,FY2022,,,,52.4,m,EUR,=,A,f01,p5,52.4 million,,,"
FUEL = "fuel: {metric: fuel_cost, periods: [FY2022..FY2024]}"


class Mistake(NamedTuple):
    """An edit of a file, and what the build says about it: the exit code, and every headline, a line each."""

    file: str
    old: str
    new: str
    exit: int
    said: str


MISTAKES = {
    "a key of a report": Mistake(
        SPEC, "watch:\n", "wacth:\n", 2,
        f"error[E201] {SPEC}:87:1 wacth: no key 'wacth'. Known: report, extends, params, matrix, kind, subject, as_of, "
        "locales, theme, figures, title, standfirst and 10 more. Did you mean 'watch'?",
    ),
    "a key of a figure": Mistake(
        SPEC, "growth: {metric: revenue_growth, periods", "growth: {metric: revenue_growth, perids", 2,
        f"error[E201] {SPEC}:10:36 figures.growth.perids: no key 'perids'. Known: metric, entity, as, scope, basis, dims, periods, "
        "period, apart, by, members, points and 3 more. Did you mean 'periods'?",
    ),
    "a metric of a figure": Mistake(
        SPEC, "metric: fuel_cost,", "metric: fuel_costs,", 2,
        f"error[E211] {SPEC}:11:18 figures.fuel.metric: no metric 'fuel_costs'. Did you mean 'fuel_cost'?",
    ),
    "a metric of a formula": Mistake(
        METRICS, "{metric: fuel_cost}", "{metric: fule_cost}", 2,
        f"error[E211] {METRICS}:78:19 metrics.fuel_ratio.inputs.f.metric: no metric 'fule_cost'. Did you mean 'fuel_cost'?",
    ),
    "a metric of a fact": Mistake(
        FACTS, "fuel_cost,FY2022", "fuel_cots,FY2022", 3,
        f"error[E301] {FACTS}:5:1 metric: no metric 'fuel_cots'. Known: revenue, revenue_growth, revenue_change, revenue_contribution, "
        "revenue_share, profit_loss, loss_to_revenue, cumulative_loss, fuel_cost, fuel_ratio, passengers, share_price and 3 more. "
        "Did you mean 'fuel_cost'?",
    ),
    "a chart kind": Mistake(
        SPEC, "kind: waterfall", "kind: watterfall", 2,
        f"error[E210] {SPEC}:94:18 charts.bridge.kind: no chart kind 'watterfall'. Known: bars, columns, index, line, marks, pairs, slope, "
        "stacked, stairs, step, timeline, waterfall. Did you mean 'waterfall'?",
    ),
    "a chart": Mistake(
        SPEC, "chart: mix\n", "chart: mixt\n", 2,
        f"error[E214] {SPEC}:157:18 sections[0].blocks[3].exhibit.chart: no chart 'mixt'. Did you mean 'mix'?",
    ),
    "the subject": Mistake(
        SPEC, "subject: lakeline\n", "subject: lakelin\n", 2,
        f"error[E212] {SPEC}:4:10 subject: no entity 'lakelin'. Did you mean 'lakeline'?",
    ),
    "an entity": Mistake(
        SPEC, "[lakeline, ardent, norsund]", "[lakeline, ardnet, norsund]", 2,
        f"error[E212] {SPEC}:29:66 figures.shares.members[1]: no entity 'ardnet'. Did you mean 'ardent'?",
    ),
    "a period that is none": Mistake(
        SPEC, FUEL, FUEL.replace("..FY2024", "..2024"), 2,
        f"error[E220] {SPEC}:11:39 figures.fuel.periods[0]: '2024' is no period; {MADE_OF}",
    ),
    "a period that no point has": Mistake(
        SPEC, "{{ fuel['FY2024'] | change(on='FY2023') }}.", "{{ fuel['FY2024'] | change(on='FY2019') }}.", 2,
        f"error[E217] {SPEC}:48:37 standfirst[0].en: no point in figure 'fuel' called 'FY2019'. Did you mean 'FY2024'?",
    ),
    "a period of a fact": Mistake(
        FACTS, "fuel_cost,FY2022", "fuel_cost,2022FY", 3,
        f"error[E305] {FACTS}:5:2 period: '2022FY' is no period; {MADE_OF}",
    ),
    "a fact that is missing": Mistake(
        SPEC, "as: loss, periods: [FY2021..FY2024]", "as: loss, periods: [FY2020..FY2024]", 3,
        f"error[E323] {SPEC}:13:51 figures.loss.periods[0]: there is no value for profit_loss of lakeline for FY2020: no fact states it. "
        f"Add a fact to {FACTS}, or let the figure say on_missing: n.a.",
    ),
    "inputs that are missing": Mistake(
        SPEC, "metric: fuel_ratio, periods: [FY2022..FY2024]", "metric: fuel_ratio, periods: [FY2021..FY2024]", 3,
        f"error[E323] {SPEC}:12:46 figures.fuel_ratio.periods[0]: there is no value for fuel_ratio of lakeline for FY2021: it needs "
        "fuel_cost of lakeline for FY2021, which has none (no fact states it). "
        f"Add a fact to {FACTS}, or let the figure say on_missing: n.a.",
    ),
    "mixed period lengths": Mistake(
        SPEC, FUEL, FUEL.replace("]", ", H1-2024]"), 2,
        f"error[E221] {SPEC}:11:38 figures.fuel.periods: mixed period lengths (FY2022, FY2023, FY2024, H1-2024): only periods of one "
        "length compare; name those of another length in 'apart'.",
    ),
    "a fact without a source": Mistake(
        FACTS, ROW, ROW.replace("f01", ""), 3,
        f"error[E303] {FACTS}:5:11 source: the fact names no source; write the id of one of seeds/sources.yaml.",
    ),
    "a source that is not declared": Mistake(
        FACTS, ROW, ROW.replace("f01", "f03"), 3,
        f"error[E303] {FACTS}:5:11 source: no source 'f03'. Known: f01, f02. Did you mean 'f02'?",
    ),
    "a row with too few cells": Mistake(
        FACTS, ROW, ROW.replace(",,,,", ",,,", 1), 2,
        f"error[E168] {FACTS}:5:15 the row has 15 cells, the header names 16; add the commas that are missing.",
    ),
    "a row with too many cells": Mistake(
        FACTS, ROW, ROW.replace("52.4 million", "52,4 million"), 2,
        f"error[E168] {FACTS}:5:17 the row has 17 cells, the header names 16; put a cell that holds a comma in quotes.",
    ),
    "a digit in prose": Mistake(
        SPEC, "Since {{ loss.window.start | year }} the", "Since 2021 the", 2,
        f"error[E230] {SPEC}:48:57 standfirst[0].en: a digit typed in prose: '2021'. {CURE}",
    ),
    "a digit in the second language": Mistake(
        SPEC, "und der Verlust schrumpft\n", "und der Verlust schrumpft um 3\n", 2,
        f"error[E230] {SPEC}:43:71 title[1].de: a digit typed in prose: '3'. {CURE}",
    ),
    "an alias": Mistake(
        SPEC, "{en: Company review, de: Unternehmensanalyse}", "&a {en: Company review, de: *a}", 2,
        f"error[E109] {SPEC}:3:7 anchor '&a'; write the value out where it is needed.\n"
        f"error[E109] {SPEC}:3:35 alias '*a'; write the value out.",
    ),
    "a merge key": Mistake(
        SPEC, "losses: {kind: columns", "losses: {<<: {wide: true}, kind: columns", 2,
        f"error[E110] {SPEC}:93:12 merge key '<<'; write the keys out.",
    ),
    "two faults in two files": Mistake(
        SPEC, "chart: mix\n", "chart: mixt\n          table: segments\n", 2,
        f"error[E214] {SPEC}:157:18 sections[0].blocks[3].exhibit.chart: no chart 'mixt'. Did you mean 'mix'?\n"
        f"error[E224] {SPEC}:157:11 sections[0].blocks[3].exhibit: an exhibit shows one of 'chart', 'table' and 'card'; this one has "
        "'chart' and 'table'.",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def yesterday(shared: Path) -> Path:
    return project.ferries(shared)


@pytest.fixture
def today(yesterday: Path, tmp_path: Path) -> Path:
    """The project of a user who built yesterday."""
    folder = tmp_path / "desk"
    shutil.copytree(yesterday, folder, symlinks=True)
    return folder


def refused(folder: Path, *arguments: str) -> project.Ran:
    """A build that fails: it prints nothing but problems, and build/ holds what it held, with no trace of the attempt."""
    before = project.tree(folder / "build")
    ran = project.run(folder, "build", *arguments)
    assert ran.out == ""
    assert project.tree(folder / "build") == before
    return ran


def headlines(ran: project.Ran) -> list[str]:
    return [line for line in ran.err.splitlines() if line.startswith(("error", "warning"))]


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_named_with_its_place_and_its_cure(name: str, today: Path) -> None:
    mistake = MISTAKES[name]
    project.edit(today / mistake.file, mistake.old, mistake.new)
    ran = refused(today)
    assert sorted(headlines(ran)) == sorted(mistake.said.splitlines())
    assert ran.exit == mistake.exit


def test_the_line_at_fault_is_shown_with_a_mark_under_the_place(today: Path) -> None:
    project.edit(today / SPEC, "kind: waterfall", "kind: watterfall")
    lines = refused(today).err.splitlines()
    assert lines[1].startswith('    94 |   bridge: {kind: watterfall, start: "revenue')
    assert lines[2] == "       |                  ^"
    assert lines[2].index("^") == lines[1].index("watterfall")
    assert lines[3] == "1 error."


def test_problems_of_all_files_come_at_once(today: Path) -> None:
    project.edit(today / SPEC, "kind: waterfall", "kind: watterfall")
    project.edit(today / METRICS, "{metric: fuel_cost}", "{metric: fule_cost}")
    ran = refused(today)
    assert [line.split()[1] for line in headlines(ran)] == [f"{METRICS}:78:19", f"{SPEC}:94:18"]
    assert ran.err.splitlines()[-1] == "2 errors."


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-30])


def in_latin(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"14 February", "14 Févr".encode("latin-1")))


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def headed(path: Path) -> None:
    path.write_bytes(path.read_bytes().splitlines(keepends=True)[0])


FILES: dict[str, tuple[Callable[[Path], None], str]] = {
    "cut off": (
        cut,
        (
            f"error[E170] {FACTS}:27:6 the file does not end with a line break, so it may be cut off; "
            "complete the last row and end it with a line break."
        ),
    ),
    "not UTF-8": (in_latin, f"error[E162] {FACTS}:2:13 byte 0xe9 is not UTF-8; save the file as UTF-8."),
    "empty": (emptied, f"error[E161] {FACTS}:1:1 the file is empty; its first line names the columns."),
    "a header alone": (headed, f"error[E167] {FACTS}:1:1 there is a header, but no row under it."),
}


@pytest.mark.parametrize("name", FILES)
def test_a_fact_file_that_is_damaged_is_refused(name: str, today: Path) -> None:
    damage, said = FILES[name]
    damage(today / FACTS)
    ran = refused(today)
    assert headlines(ran) == [said]
    assert ran.exit == 2


def test_a_bomb_of_nested_lists_is_refused_at_once(today: Path) -> None:
    with (today / SPEC).open("a", encoding="utf-8") as file:
        file.write(f"cards: {'[' * 100_000}{']' * 100_000}\n")
    ran = refused(today)
    assert headlines(ran) == [f"error[E113] {SPEC}:250:57 nested more than 50 levels deep."]
    assert ran.exit == 2


def test_a_bomb_of_aliases_is_refused_before_it_grows(today: Path) -> None:
    text = (today / SPEC).read_text(encoding="utf-8")
    bomb = "a: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    (today / SPEC).write_text(bomb + text, encoding="utf-8")
    ran = refused(today)
    assert headlines(ran)[:2] == [
        f"error[E109] {SPEC}:1:4 anchor '&a'; write the value out where it is needed.",
        f"error[E109] {SPEC}:2:4 anchor '&b'; write the value out where it is needed.",
    ]
    assert ran.exit == 2


def test_a_huge_file_is_refused_unread(today: Path) -> None:
    with (today / SPEC).open("a", encoding="utf-8") as file:
        file.write(f"# {'x' * 1_000_000}\n")
    ran = refused(today)
    assert headlines(ran) == [f"error[E102] {SPEC} the file has more than 1000000 bytes; split it."]
    assert ran.exit == 2


def test_the_program_ends_with_the_code_of_the_earliest_stage(today: Path) -> None:
    project.edit(today / FACTS, ROW, ROW.replace("f01", ""))
    before = project.tree(today / "build")
    ran = project.process(today, "build")
    assert (ran.exit, ran.out) == (3, "")
    assert headlines(ran) == [f"error[E303] {FACTS}:5:11 source: the fact names no source; write the id of one of seeds/sources.yaml."]
    project.edit(today / SPEC, "kind: waterfall", "kind: watterfall")
    assert project.process(today, "build").exit == 2
    assert project.tree(today / "build") == before


def test_problems_as_json_lines_say_the_same(today: Path) -> None:
    import json

    project.edit(today / FACTS, ROW, ROW.replace("f01", ""))
    ran = refused(today, "--json")
    assert [json.loads(line) for line in ran.err.splitlines()] == [
        {
            "severity": "error",
            "code": "E303",
            "file": FACTS,
            "line": 5,
            "column": 11,
            "path": "source",
            "message": "the fact names no source; write the id of one of seeds/sources.yaml.",
            "hint": "",
        }
    ]


def no_pages(document: Any, *_: object) -> tuple[Artifact, Problems]:
    """In place of the PDF, which takes seconds and says nothing about the disk."""
    return Artifact(f"brief.{document.locale}.pdf", "application/pdf", b"%PDF"), ()


def test_an_output_folder_below_a_file_cannot_be_made(today: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reportgen.render.pdf.render_pdf", no_pages)
    monkeypatch.setattr("reportgen.printing._audited", lambda *_: ())
    (today / "notes.txt").write_text("in the way", encoding="utf-8")
    out = today / "notes.txt" / "briefs"
    ran = refused(today, "--locale", "en", "--out", str(out))
    assert ran.err.splitlines() == [
        f"error[E491] {out}/figures.csv cannot write: not a directory. Free space or choose a folder that can be written, with --out."
    ]
    assert ran.exit == 4


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission_is_named(today: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reportgen.render.pdf.render_pdf", no_pages)
    monkeypatch.setattr("reportgen.printing._audited", lambda *_: ())
    (today / "locked").mkdir(mode=0o500)
    ran = refused(today, "--locale", "en", "--out", str(today / "locked"))
    assert f"error[E491] {today / 'locked'}" in ran.err
    assert ran.exit == 4


def small_files() -> None:
    """No file may grow beyond 20 kB, as on a disk that is full."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))


@pytest.mark.slow
@pytest.mark.parametrize("straight", [False, True], ids=["as an edition", "straight into a folder"])
def test_a_full_disk_leaves_yesterdays_edition_whole(today: Path, straight: bool) -> None:
    project.edit(today / FACTS, ",58.7,m,", ",58.8,m,")
    out = project.edition(today) if straight else today / "build" / project.REPORT / "locale-en"
    before = project.tree(today / "build")
    done = subprocess.run(
        project.command("--project", str(today), "build", "--locale", "en", *(["--out", str(out)] if straight else [])),
        env=project.environment(TMPDIR=str(today)),
        capture_output=True,
        text=True,
        timeout=300,
        preexec_fn=small_files,
        check=False,
    )
    assert done.stdout == ""
    assert done.stderr.startswith(f"error[E491] {out}")
    assert done.stderr.endswith(" cannot write: file too large. Free space or choose a folder that can be written, with --out.\n")
    assert done.returncode == 4
    after = project.tree(today / "build")
    assert {name for name in after if ".part-" in name} == set()
    if not straight:
        assert after == before
    else:
        # The files are replaced one by one: each is the old or the new one, whole.
        assert after.keys() == before.keys()
        assert all(after[name] == before[name] or len(after[name]) < 20_000 for name in after)
