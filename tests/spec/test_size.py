"""Files that are built to keep a checker busy: each is answered at once, never by an exception."""

import time
from pathlib import Path

import pytest

from reportgen.model.problem import Problems
from tests.spec import sample

WORD = "{en: Review}"
REPORTS = {
    "one endless word": (WORD, f"{{en: {'a' * 19_000}}}"),
    "digits without end": (WORD, f"{{en: '{'1 ' * 9_000}'}}"),
    "openings without end": (WORD, f"{{en: '{'{{ ' * 6_000}'}}"),
    "a text too long": (WORD, f"{{en: {'a ' * 11_000}}}"),
    "many figures of no metric": (
        "figures:\n  sales",
        "figures:\n" + "".join(f"  f{i}: {{metric: m{i}}}\n" for i in range(3_000)) + "  sales",
    ),
    "many charts of no figure": ("charts:\n", "charts:\n" + "".join(f"  c{i}: {{kind: bars, series: f{i}}}\n" for i in range(3_000))),
    "many keys of no meaning": ("figures:\n  sales", "figures:\n  f: {" + ", ".join(f"k{i}: a" for i in range(6_000)) + "}\n  sales"),
    "parentheses": ("holds: growth > 5%", f"holds: '{'(' * 9_000}growth > 5%'"),
    "a long sum": ("holds: growth > 5%", f"holds: '{'growth + ' * 2_000}growth > 5%'"),
    "not not not": ("holds: growth > 5%", f"holds: '{'not ' * 4_000}growth > 5%'"),
    "a period of ten thousand years": ("[FY2021..FY2023]", "[FY0001..FY9999]"),
}


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_that_is_too_much(tmp_path: Path, name: str) -> None:
    start = time.process_time()
    _, problems = sample.load(tmp_path, REPORTS[name])
    assert time.process_time() - start < 8, "a guard against runaway, ten times the usual"
    assert problems or name == "one endless word"
    assert all(len(str(problem)) < 1000 for problem in problems)


def metrics(root: Path, lines: list[str]) -> Problems:
    return sample.project(root, metrics="metrics:\n" + "".join(lines)).problems


def line(name: str, of: str) -> str:
    return f"  {name}: {{label: {{en: A}}, unit: pct, kind: growth, of: {of}}}\n"


def test_a_long_chain_of_metrics_ends(tmp_path: Path) -> None:
    chain = [line(f"m{i}", f"m{i + 1}") for i in range(1_000)]
    assert metrics(tmp_path, [*chain, "  m1000: {label: {en: A}, unit: pct}\n"]) == ()
    circles = metrics(tmp_path, [*chain, line("m1000", "m0")])
    assert str(circles[0]) == (
        "error[E251] config/metrics/metrics.yaml:2:3 metrics.m0: metrics are computed from each other in a circle: "
        "m0 -> m1 -> m2 -> m3 -> ... -> m999 -> m1000 -> m0."
    )


def test_a_text_that_is_too_long_is_told_where_it_begins(tmp_path: Path) -> None:
    assert sample.told(tmp_path, (WORD, f"{{en: {'a ' * 11_000}}}")) == [
        "error[E102] 2:12 this text has more than 20000 characters; split it."
    ]


def test_a_long_word_is_cut_in_a_message(tmp_path: Path) -> None:
    assert sample.told(tmp_path, ("subject: northwind", f"subject: {'n' * 200}")) == [
        f"error[E212] 3:10 subject: no entity '{'n' * 57}...'. Known: northwind, southwind."
    ]
