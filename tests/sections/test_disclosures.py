"""What a brief says of itself: automated, whose opinions it quotes, and all that a rating of the house's own asks for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reportgen.model.problem import Problems
from reportgen.pipeline import Build, Order, build, check, open_project
from reportgen.sections.disclosures import opinions
from tests.support import project
from tests.support.made import ask, facts, metric, resolver

KEYS = ("producer", "prices", "method", "meaning", "risks", "updates", "interests", "history")
RATING = "rating: {value: {en: Hold, de: Halten}, horizon: {en: twelve months, de: zwölf Monate}, target: \"price['last']\"}\n"
COMPLETE = (
    "disclosures:\n  completed: 2025-03-31T17:30+02:00\n  disseminated: 2025-03-31T18:00+02:00\n"
    + "".join(f"  {key}: {{en: On {key}., de: Zu {key}.}}\n" for key in KEYS)
)  # fmt: skip


def rated(folder: Path, more: str) -> Path:
    spec = project.copy(folder) / project.SPEC
    spec.write_text(spec.read_text(encoding="utf-8") + more, encoding="utf-8")
    return folder


def problems(folder: Path) -> Problems:
    return check(open_project(folder), folder / project.SPEC)


def made(folder: Path) -> Build:
    order = Order(locales=("en",), out=folder / "out")
    return build(open_project(folder), folder / project.SPEC, order, lambda _: None)


def block(html: str) -> str:
    found = re.search(r'<section id="disclosures">.*?</section>', html, re.DOTALL)
    assert found
    return found[0]


def test_a_rating_of_its_own_without_disclosures_does_not_build(tmp_path: Path) -> None:
    (problem,) = problems(rated(tmp_path, RATING))
    assert problem.code == "E252"
    assert str(problem.where).startswith(f"{project.SPEC}:")
    assert "discloses producer, completed, disseminated, prices, method, meaning, risks, updates, interests, history" in problem.message


@pytest.mark.parametrize("left_out", ["completed", "interests"])
def test_each_part_that_a_rating_asks_for_is_named_when_it_is_missing(tmp_path: Path, left_out: str) -> None:
    fewer = re.sub(rf"^  {left_out}: .*\n", "", COMPLETE, flags=re.MULTILINE)
    (problem,) = problems(rated(tmp_path, RATING + fewer))
    assert problem.message == f"a brief with a rating of its own discloses {left_out} as well."


def test_a_time_without_its_zone_is_refused(tmp_path: Path) -> None:
    (problem,) = problems(rated(tmp_path, COMPLETE.replace("2025-03-31T17:30+02:00", "2025-03-31T17:30")))
    assert "a date and time with its zone, such as 2024-01-31T18:30+08:00 is expected here" in problem.message


@pytest.mark.needs_pango
def test_a_rated_brief_shows_rating_target_and_every_disclosure(tmp_path: Path) -> None:
    done = made(rated(tmp_path, RATING + COMPLETE))
    assert not [p for p in done.problems if p.code[0] == "E"]
    html = (tmp_path / "out" / "brief.en.html").read_text(encoding="utf-8")
    rail = re.search(r'<dl class="rating">.*?</dl>', html, re.DOTALL)
    assert rail
    assert re.sub(r"<[^>]*>|\s+", " ", rail[0]).split()[:2] == ["Rating", "Hold"]
    told = block(html)
    assert "The rating is the house’s own" in told.replace("&#39;", "'")
    assert "31 March 2025, 17:30 UTC+02:00" in told.replace("\u00a0", " ")
    assert all(f"On {key}." in told for key in KEYS)


@pytest.mark.needs_pango
def test_a_factual_brief_says_that_it_recommends_nothing(tmp_path: Path) -> None:
    made(project.copy(tmp_path))
    told = block((tmp_path / "out" / "brief.en.html").read_text(encoding="utf-8"))
    assert "recommends nothing" in told
    assert "<dl" not in told


def test_opinions_are_those_of_the_facts_behind_the_numbers_also_behind_computed_ones() -> None:
    rows = ("price 2024-06-30 12 EUR status=C:Harbour", "revenue FY2022 4 m EUR", "revenue FY2023 5 m EUR status=C:Bay")
    asked, known = resolver(rows, metric("growth", "pct", of="revenue")), facts(*rows)
    before = asked.point(ask("revenue", "FY2022"))
    assert opinions([before], known.sources) == ()
    found = opinions([before, asked.point(ask("price", "2024-06-30")), asked.point(ask("wanted", "FY2023"))], known.sources)
    assert [(o.holder, o.source.id, [m.id for m in o.metrics]) for o in found] == [
        ("Bay", "paper", ["revenue"]),
        ("Harbour", "paper", ["price"]),
    ]
