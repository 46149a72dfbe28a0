"""`make bench`: how fast reportgen is beside the plainest script, a notebook and typst. One run, all cases in turn, each a cold process.

It judges nothing by its exit code: it prints, and writes docs/benchmarks.md, how the measurements stand to what they must and should be.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmarks import plain, rivals, table
from tests.benchmarks.clock import MeasureError, Run, run, spread
from tests.benchmarks.edits import REPORT, Copy
from tests.benchmarks.memory import watch
from tests.benchmarks.table import Line
from tools import machine

ROOT = Path.cwd()
PAGE = ROOT / "docs" / "benchmarks.md"
REPORTGEN = ROOT / ".venv" / "bin" / "reportgen"
BARE, R = "a bare interpreter", "R, the plainest script"
CORES = 2
MB = 1_000_000


@dataclass
class Bench:
    """The folders of a run, the runs of each case so far, and the reasons of those that could not be measured."""

    folder: Path
    copy: Copy
    runs: dict[str, list[Run]] = field(default_factory=dict)
    skipped: dict[str, str] = field(default_factory=dict)
    tools: Path | None = None
    edition: str = ""

    def measure(self, case: str, once: Callable[[], Run]) -> None:
        """One more run of the case; one that fails is left out from then on, with its reason."""
        if case in self.skipped:
            return
        try:
            self.runs.setdefault(case, []).append(once())
        except MeasureError as reason:
            self.skipped[case] = str(reason)

    def build(self, *, changed: bool | None = None, part: str = "") -> Run:
        """One build in the copy, after an edit of the part; raises MeasureError when `changed` does not say what became of the edition."""
        if part:
            self.copy.edit(part)
        try:
            made = run([REPORTGEN, "--project", self.copy.root, "build", REPORT], self.copy.root)
        except MeasureError:
            if part:
                self.copy.undo(part)
            raise
        edition = made.output.strip()
        if changed is not None and changed != (edition != self.edition):
            raise MeasureError(f"the edition should{'' if changed else ' not'} have changed")
        self.edition = edition
        return made

    def median(self, case: str) -> float | None:
        """The median of the case's seconds, None when it was not measured."""
        return spread([r.seconds for r in self.runs[case]]).median if self.runs.get(case) else None


# Case by case. Each function makes one run.


def _bare(bench: Bench) -> Run:
    return run([ROOT / ".venv" / "bin" / "python", "-c", "pass"], bench.folder)


def _help(bench: Bench) -> Run:
    return run([REPORTGEN, "--help"], bench.folder)


def _version(bench: Bench) -> Run:
    return run([REPORTGEN, "--version"], bench.folder)


def _plain(bench: Bench) -> Run:
    return run([ROOT / ".venv" / "bin" / "python", plain.__file__, bench.copy.root, bench.folder / "plain"], bench.folder)


def _unchanged(bench: Bench) -> Run:
    return bench.build(changed=False)


def _look(bench: Bench) -> Run:
    return bench.build(changed=True, part="look")


def _text(bench: Bench) -> Run:
    return bench.build(changed=True, part="text")


def _fact(bench: Bench) -> Run:
    return bench.build(changed=True, part="fact")


def _cold(bench: Bench) -> Run:
    bench.copy.forget()
    return bench.build(changed=False)


def _notebook(bench: Bench) -> Run:
    browser = machine.browser()
    if not browser:
        raise MeasureError("no Chromium on this machine")
    return run(rivals.notebook_command(_tools(bench), browser), bench.folder / "rivals")


def _typst(bench: Bench) -> Run:
    return run(rivals.typst_command(_tools(bench)), bench.folder / "rivals")


def _tools(bench: Bench) -> Path:
    if bench.tools is None:
        raise MeasureError("the tools of .venv-bench could not be installed")
    return bench.tools


@dataclass(frozen=True, slots=True)
class Case:
    """A row that is measured in every round."""

    row: str
    title: str
    once: Callable[[Bench], Run]
    of: str = R
    must: float | None = None
    aim: float | None = None


CASES = (
    Case("start", BARE, _bare, ""),
    Case("plain", R, _plain, ""),
    Case("start", "`--help`", _help, BARE, 6, 4),
    Case("start", "`--version`", _version, BARE, 6, 4),
    Case("unchanged", "nothing changed", _unchanged, R, 0.05, 0.025),
    Case("look", "the look of a chart changed", _look, R, 0.4, 0.2),
    Case("text", "text changed", _text, R, 0.75, 0.5),
    Case("fact", "a fact changed", _fact, R, 0.8, 0.55),
    Case("cold", "empty cache, two cores, every check", _cold, R, 0.85, 0.6),
    Case("notebook", "papermill, nbconvert, Chromium", _notebook),
    Case("typst", "typst, PDF only, charts ready", _typst),
)
ROWS = (*dict.fromkeys(case.row for case in CASES), "batch", "memory")


def main(arguments: list[str]) -> int:
    """Always 0 once the arguments are understood: a benchmark reports."""
    parser = argparse.ArgumentParser(
        prog="make bench ARGS=...", description="Measures reportgen against the plainest script that makes the same brief."
    )
    parser.add_argument("--quick", action="store_true", help="three rounds and small batches; docs/benchmarks.md is left as it is")
    parser.add_argument("--full", action="store_true", help="batches of 200 and of 1,000 briefs too; takes an hour")
    parser.add_argument("--rounds", type=int, help="how often each case is measured; 7 by default")
    parser.add_argument("--rows", help=f"only these, with commas between: {', '.join(ROWS)}; docs/benchmarks.md is left as it is")
    chosen = parser.parse_args(arguments)
    rows = chosen.rows.split(",") if chosen.rows else list(ROWS)
    if unknown := set(rows) - set(ROWS):
        parser.error(f"no row {', '.join(sorted(unknown))}; there are {', '.join(ROWS)}")
    rounds = chosen.rounds or (3 if chosen.quick else 7)
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="reportgen-bench-") as name:
        bench = Bench(Path(name), Copy.of(ROOT, Path(name) / "project"))
        _prepare(bench, rows)
        cases = [case for case in CASES if case.row in {*rows, "plain"} or (case.row == "start" and "start" in rows)]
        for number in range(rounds):
            # Every round starts with another case, so that none always follows the same.
            for case in [*cases[number % len(cases) :], *cases[: number % len(cases)]]:
                _say(f"round {number + 1} of {rounds}: {case.title}")
                bench.measure(case.title, lambda case=case: case.once(bench))
        lines, sizes = _lines(bench, cases), _sizes(bench)  # a batch removes what was built
        _say(f"so far, before the batches:\n{table.plain(lines)}")
        lines += _batches(bench, rows, quick=chosen.quick, full=chosen.full)
    about = f"{rounds} rounds on {_cores()} cores; load average {load:.2f} at the start and {os.getloadavg()[0]:.2f} at the end. {sizes}"
    sys.stdout.write(f"{about}\n\n{table.plain(lines)}\n")
    if not chosen.quick and not chosen.rows:
        table.put(table.markdown(lines, about), PAGE)
    return 0


def _prepare(bench: Bench, rows: Iterable[str]) -> None:
    """What the cases find ready: the edition in the copy, the charts and texts of the rivals, compiled files."""
    work = bench.folder / "rivals"
    work.mkdir()
    _say("making everything ready")
    try:
        bench.build()
        _help(bench)
        _plain(bench)
    except MeasureError as reason:
        raise SystemExit(f"bench: {reason}") from None
    if {"notebook", "typst"} & set(rows):
        shutil.copytree(bench.folder / "plain" / "charts", work / "charts")
        rivals.write_notebook(ROOT, work / "brief.ipynb")
        rivals.write_typst(_page(), work)
        try:
            bench.tools = rivals.environment(ROOT)
        except MeasureError as reason:
            _say(str(reason))


def _page() -> str:
    """The printed page of the plain script, for typst."""
    figures = plain.compute_figures(plain.read_facts(ROOT))
    drawn = {(name, form): "<svg/>" for name in plain.CHARTS for form in ("wide", "narrow")}  # the page for print shows files
    return plain.render(ROOT, "print", figures, drawn)


def _lines(bench: Bench, cases: Iterable[Case]) -> list[Line]:
    lines = []
    for case in cases:
        short = "R" if case.of == R else "bare" if case.of else ""
        if case.title in bench.skipped:
            lines.append(Line(case.title, of=short, must=case.must, aim=case.aim, note=f"skipped: {bench.skipped[case.title]}"))
            continue
        mine, base = bench.median(case.title), bench.median(case.of) if case.of else None
        ratio = mine / base if mine and base else None
        lines.append(Line(case.title, spread([r.seconds for r in bench.runs[case.title]]), "s", ratio, short, case.must, case.aim))
    notebook = bench.median("papermill, nbconvert, Chromium")
    for title, must, aim in (("empty cache, two cores, every check", 2, 3), ("nothing changed", 30, 60)):
        mine = bench.median(title)
        if notebook and mine:
            said = "papermill and nbconvert take, against " + ("a cold build" if must == 2 else "an unchanged one")
            both = spread([r.seconds for r in bench.runs["papermill, nbconvert, Chromium"]])
            lines.append(Line(said, both, "s", notebook / mine, "x", must, aim, more_is_better=True))
    return lines


def _batches(bench: Bench, rows: Iterable[str], *, quick: bool, full: bool) -> list[Line]:
    """Batches with two workers and nothing kept; what their largest process holds."""
    lines = []
    base = bench.median(R)
    if "batch" in rows:
        for count in (8,) if quick else (24, 1000) if full else (24,):
            _say(f"a batch of {count} briefs")
            title = f"batch of {count:,}, two workers, nothing kept, per brief"
            try:
                seconds = [_batch(bench, count).seconds / count for _ in range(1 if count > 100 else 3)]
                lines.append(Line(title, spread(seconds), "s", spread(seconds).median / base if base else None, "R", 0.4, 0.33))
            except MeasureError as reason:
                lines.append(Line(title, of="R", must=0.4, aim=0.33, note=f"skipped: {reason}"))
    if "memory" in rows:
        count = 200 if full else 8 if quick else 40
        for locale, must, aim in (("en", 250, 200), ("zh-Hant", 350, 300)):
            _say(f"memory of a batch of {count} briefs in {locale}")
            lines.extend(_memory(bench, count if locale == "en" else 8, locale, must, aim))
    return lines


def _batch(bench: Bench, count: int) -> Run:
    return run(_batch_command(bench, count), bench.copy.root)


def _batch_command(bench: Bench, count: int, locale: str = "en") -> list[str | Path]:
    bench.copy.forget()
    names = bench.copy.variants(count)
    return [REPORTGEN, "--project", bench.copy.root, "build", *names, "--jobs", str(CORES), "--locale", locale]


def _memory(bench: Bench, count: int, locale: str, must: float, aim: float) -> list[Line]:
    title = f"largest process in a batch of {count}, {locale}"
    try:
        peaks = watch(_batch_command(bench, count, locale), bench.copy.root)
    except MeasureError as reason:
        return [Line(title, of="", must=must, aim=aim, note=f"skipped: {reason}")]
    growth = peaks.late / peaks.early
    note = f"its last fifth holds {growth:.2f} times what the second did"
    return [Line(title, spread([peaks.peak / MB]), "MB", None, "", must, aim, note=note)]


def _sizes(bench: Bench) -> str:
    """How alike the briefs are: pages and characters of the PDFs."""
    if not shutil.which("pdftotext"):
        return "Pages were not compared: pdftotext is missing."
    files = {"reportgen": next(iter(sorted(Path(bench.edition).glob("*.pdf"))), None) if bench.edition else None}
    files |= {"R": bench.folder / "plain" / "brief.pdf"}
    files |= {"the notebook": bench.folder / "rivals" / "made.pdf", "typst": bench.folder / "rivals" / "typst.pdf"}
    said = []
    for name, path in files.items():
        if path and path.exists():
            text = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout
            said.append(f"{name} {text.count(chr(12))} pages and {len(''.join(text.split())):,} characters")
    return f"The PDFs: {'; '.join(said)}."


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _say(text: str) -> None:
    sys.stderr.write(f"bench: {text}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
