"""One spec, one brief for each day of the texts: what it holds then, and nothing that came later."""

from __future__ import annotations

import html
import re
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest

from reportgen.pipeline import Order, build, open_project
from tests.support.project import ROOT

pytestmark = pytest.mark.needs_pango

LOCKUP, EXIT, CALL, REBUILD, NOW = date(2022, 6, 30), date(2023, 7, 31), date(2023, 8, 29), date(2024, 11, 1), date(2025, 1, 14)
EARLY = ["Result", "Sales and R&D", "Segments", "Owed and paid", "Staff and cost", "Share and holders", "The market"]
LATER = ["The peers", "Models and use"]
ALL = [*EARLY[:5], "Computing base", *EARLY[5:], *LATER, "Goals and outcome"]
SECTIONS = {LOCKUP: EARLY, EXIT: [*EARLY, *LATER], CALL: ALL, REBUILD: ALL, NOW: ALL}
TITLES = {LOCKUP: "fell by almost half in a day", EXIT: "Alibaba has sold out", NOW: "still loses more than it takes in"}

FIRST = {
    LOCKUP: ("37.74", "46.77%", "HK$5.88", "6.018", "43.5%"),
    EXIT: ("40.3", "1.72", "3.809", "105.4", "43.8", "15.99", "48.8%", "23.1%", "33.5", "SoftBank", "SenseNova"),
    CALL: ("EFLOPS", "HK$1.75", "45.3%", "10.4%", "BOC International"),
    REBUILD: ("HK$1.56", "1.74", "2.457", "49.2", "60.4%", "4,672", "623.7", "8.325", "3.084", "54,000", "three segments"),
    NOW: ("343.7", "iFlytek", "847.8", "27.9%", "80%"),
}
"""What the brief prints on a day for the first time: numbers, names and words that no earlier day knows."""


class Page(NamedTuple):
    """The brief as a reader has it: title, labels of the sections, and the text from the title to the annex."""

    title: str
    labels: list[str]
    body: str


@cache
def source(day: date) -> str:
    """The page of the brief as of a day; the build must have no error."""
    with TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        done = build(open_project(ROOT), ROOT / "config/reports/dossier.yaml", Order(as_of=day, out=out), lambda _: None)
        assert [f"{p.code} {p.message}" for p in done.problems if p.severity == "error"] == []
        assert (out / "brief.en.pdf").stat().st_size > 10_000
        return (out / "brief.en.html").read_text(encoding="utf-8")


@cache
def page(day: date) -> Page:
    """The annex is left out: it names the texts, also those that came later."""
    found = source(day)
    title = plain(re.findall(r"<h1.*?</h1>", found, re.DOTALL)[0])
    labels = [plain(label) for label in re.findall(r'<p class="label"><span class="no">\d+</span>(.*?)</p>', found, re.DOTALL)]
    return Page(title, labels, plain(found[found.index("<h1") : found.index('<section class="annex')]))


def plain(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<(style|script).*?</\1>|<[^>]*>", " ", markup, flags=re.DOTALL)).split())


def prints(body: str, what: str) -> bool:
    """Whether the text has this number or these words, not as a part of a longer one."""
    return re.search(rf"(?<![\d.,\w]){re.escape(what)}(?![\d\w])", body) is not None


@pytest.mark.parametrize("day", SECTIONS, ids=date.isoformat)
def test_the_brief_of_a_day_has_the_sections_of_what_was_known(day: date) -> None:
    assert page(day).labels == SECTIONS[day]


@pytest.mark.parametrize("day", TITLES, ids=date.isoformat)
def test_the_title_is_the_finding_of_its_day(day: date) -> None:
    assert TITLES[day] in page(day).title


@pytest.mark.parametrize("day", SECTIONS, ids=date.isoformat)
def test_the_brief_of_a_day_prints_what_was_known_and_nothing_that_came_later(day: date) -> None:
    body = page(day).body
    known = [what for since, found in FIRST.items() if since <= day for what in found]
    later = [what for since, found in FIRST.items() if since > day for what in found]
    assert [what for what in later if prints(body, what)] == []
    assert [what for what in known if not prints(body, what)] == []


@pytest.mark.parametrize("day", [LOCKUP, EXIT], ids=date.isoformat)
def test_the_value_at_the_end_of_the_lock_up_is_an_estimate_where_the_share_count_is_known(day: date) -> None:
    body = page(day).body
    assert ("(estimate)" in body) == (day != LOCKUP)
    assert ("cannot be computed" in body) == (day == LOCKUP)


def test_the_two_schemes_of_segments_stand_in_tables_of_their_own() -> None:
    tables = [plain(found) for found in re.findall(r"<table.*?</table>", source(NOW), re.DOTALL)]
    assert not [table for table in tables if "Smart City" in table and "Generative AI" in table]
    assert [table for table in tables if "Smart City" in table and "Growth, %" in table]
    assert [table for table in tables if "Generative AI" in table and "Growth, %" in table]


def test_every_sum_of_losses_stands_beside_its_window() -> None:
    table = next(found for found in map(plain, re.findall(r"<table.*?</table>", source(NOW), re.DOTALL)) if "Whose loss" in found)
    assert re.search(r"2018–2021\b.*37\.74.*2018–2022.*43\.8\D.*43\.78.*2021–2023.*30\D.*29\.63.*2019–H1 2024.*49\.21.*49\.2", table)
