"""The brief's own audit: what is printed wrong is found and named, and a fault of the program stops the build."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from reportgen.audit import own, paper
from reportgen.audit.page import read
from reportgen.model.problem import Problem, Problems
from reportgen.text import data, locale
from tests.audit.finished import Finished, finished
from tests.support import project
from tests.support.makings import CASE

pytestmark = pytest.mark.needs_pango

_INSIDE = r"(?:(?!<span|</span>).)*"
NUMBER = re.compile(rf'<span class="n" data-e="(\d+)">{_INSIDE}(?:<span>.*?</span>{_INSIDE})?</span>')


@pytest.fixture
def case(shared: Path) -> Finished:
    """The case in English."""
    return next(made for made in finished(shared, CASE) if made.brief.locale.tag == "en")


def audited(case: Finished, html: str) -> Problems:
    return own.of_page(read(html), case.brief)


def codes(problems: Problems) -> set[str]:
    return {p.code for p in problems}


def test_nothing_is_found_in_what_is_untouched(case: Finished) -> None:
    assert audited(case, case.html) == ()
    assert own.of_numbers(case.brief) == ()
    assert own.of_paper(case.texts, case.page, case.brief) == ()


def test_a_digit_typed_into_a_template_is_found_with_its_surroundings(case: Finished) -> None:
    found = audited(case, case.html.replace("<h1", "<p>Up 7 per cent</p><h1", 1))
    stray = next(p for p in found if p.code == "E480")
    assert "no figure accounts for '7' in " in stray.message
    assert "Up 7 per cent" in stray.message


def test_a_number_that_is_gone_is_named(case: Finished) -> None:
    match = NUMBER.search(case.html)
    assert match
    found = audited(case, case.html.replace(match[0], "", 1))
    assert any(p.code == "E482" and p.message.startswith(f"number {match[1]} of {CASE} (en), ") for p in found)


def test_a_number_that_is_printed_twice_is_named(case: Finished) -> None:
    match = NUMBER.search(case.html)
    assert match
    found = audited(case, case.html.replace(match[0], match[0] * 2, 1))
    assert any(p.code == "E483" and "is on the page 2 times" in p.message for p in found)


def test_numbers_that_change_places_are_named(case: Finished) -> None:
    block = next(b for b in case.page.of("main") if b.tag == "p" and len(set(b.indices)) > 1)
    first, second = (next(m for m in NUMBER.finditer(case.html) if int(m[1]) == index)[0] for index in block.indices[:2])
    turned = case.html.replace(first, "\0", 1).replace(second, first, 1).replace("\0", second, 1)
    found = audited(case, turned)
    assert f"number {block.indices[0]} of {CASE} (en) stands behind number {block.indices[1]}, which follows it" in str(found)
    assert "E481" not in codes(found)


def test_an_unknown_number_is_named(case: Finished) -> None:
    found = audited(case, case.html.replace("<h1", '<p><span class="n" data-e="9999">7</span></p><h1', 1))
    assert "number 9999 of fleet-review (en), '7', is printed and not in the document." in str(found)


def test_a_digit_in_the_annex_is_found(case: Finished) -> None:
    start = case.html.index('id="computations"')
    html = case.html[:start] + re.sub(r'(class="value">[^<]*?)(\d)', lambda m: m[1] + str((int(m[2]) + 1) % 10), case.html[start:], count=1)
    assert codes(audited(case, html)) == {"E485"}


def test_the_title_of_the_page_is_read(case: Finished) -> None:
    assert codes(audited(case, case.html.replace("<title>", "<title>9 ", 1))) == {"E485"}


def swapped_heads(case: Finished) -> Problems:
    """The heads of two columns of years change places, their emissions with them."""
    row = next(b for b in case.page.of("main", "data") if b.head and len(b.indices) > 1)
    one, other = (next(m for m in NUMBER.finditer(case.html) if int(m[1]) == index)[0] for index in row.indices[:2])
    return audited(case, case.html.replace(one, "\0", 1).replace(other, one, 1).replace("\0", other, 1))


def test_a_number_under_the_head_of_another_period_is_named(case: Finished) -> None:
    found = [p for p in swapped_heads(case) if p.code == "E487"]
    assert found
    assert "and its head names FY" in found[0].message


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda text: text.replace("revenue", "income", 1), "does not read"),
        (lambda text: text.replace("revenue", "revenue of 12", 1), "prints 'of12' beyond"),
        (lambda text: text + "\n12%", "prints '12%' beyond"),
        (lambda text: text + "\nGross", ""),
        (lambda text: re.sub(r"\d+$", "77", text.rstrip()), "and its number"),
    ],
)
def test_what_paper_prints_beyond_the_page_is_named(case: Finished, change: Callable[[str], str], told: str) -> None:
    number = next(n for n, text in enumerate(case.texts) if "revenue" in text)
    texts = (*case.texts[:number], change(case.texts[number]), *case.texts[number + 1 :])
    found = own.of_paper(texts, case.page, case.brief)
    assert (told in str([p.message for p in found])) if told else not found


def test_a_block_that_paper_lacks_is_named(case: Finished) -> None:
    extra = replace(case.page, blocks=(*case.page.blocks, next(b for b in case.page.of("main") if b.tag == "h1")))
    found = own.of_paper(case.texts, extra, case.brief)
    assert [p.code for p in found] == ["E488"]


def test_a_block_that_goes_on_overleaf_is_found() -> None:
    leaves = [paper._leaf("Foot 1 and the first half of"), paper._leaf("a sentence. Foot 2")]
    assert paper._split("thefirsthalfofasentence.", leaves, at_lines=True) == 0
    assert all(leaves[0].used[-14:])
    assert paper._split("thefirsthalfofasentence.", leaves, at_lines=True) is None


def test_a_block_that_begins_like_another_is_taken_from_its_own_place() -> None:
    """Two entries with the same first words: the one that goes on overleaf does not take those of the other."""
    whole, parted = (
        "Cost to revenue, net. A ratio of the year before, from both margins.",
        "Cost to revenue, net. Gross margin less operating margin.",
    )
    leaves = [
        paper._leaf("Cost to\nrevenue, net. A ratio of the year before, from both margins. Cost to"),
        paper._leaf("revenue, net. Gross margin less operating margin."),
    ]
    units = [paper._plain(text) for text in (whole + " And more.", parted)]
    leaves[0] = paper._leaf("Cost to\nrevenue, net. A ratio of the year before, from both margins. And more. Cost to")
    assert [place[0] for _, place in paper._placed(units, leaves)] == [0, 0]
    assert all(leaves[0].used)
    assert all(leaves[1].used)


# Faults of the program: planted before rendering, they stop the build.


def growth_formula(monkeypatch: pytest.MonkeyPatch, _: Path) -> None:
    from reportgen.metrics import growth

    monkeypatch.setattr(growth, "formula", lambda *_: "x / p - 0.99")


def ratio_formula(monkeypatch: pytest.MonkeyPatch, _: Path) -> None:
    from reportgen.metrics import ratio

    monkeypatch.setattr(ratio, "formula", lambda *_: "x / w * 1.01")


def arithmetic(monkeypatch: pytest.MonkeyPatch, _: Path) -> None:
    from reportgen.metrics import resolve

    plain = resolve.calculated
    monkeypatch.setattr(
        resolve, "calculated", lambda formula, values, unit: plain(f"({formula}) * 1.1" if unit == "pct" else formula, values, unit)
    )


def reading_of_rows(monkeypatch: pytest.MonkeyPatch, _: Path) -> None:
    from reportgen.facts import values

    monkeypatch.setitem(values.MULTIPLIERS, "m", 7)


def digits(monkeypatch: pytest.MonkeyPatch, _: Path) -> None:
    from reportgen.text import numbers

    plain = numbers._digits
    monkeypatch.setattr(numbers, "_digits", lambda made, data: plain(replace(made, value=made.value * 10), data))


def rounding(monkeypatch: pytest.MonkeyPatch, _: Path) -> None:
    from reportgen.text import numbers

    monkeypatch.setattr(numbers, "rounded", lambda value, place: value.quantize(type(value)(1).scaleb(place), rounding="ROUND_UP"))


def sign(monkeypatch: pytest.MonkeyPatch, _: Path) -> None:
    from reportgen.text import numbers

    monkeypatch.setattr(numbers, "MINUS", "")


def in_locale(old: str, new: str) -> Callable[[pytest.MonkeyPatch, Path], None]:
    """A change to the English words."""

    def plant(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
        shutil.copytree(data.FOLDER, folder / "locales")
        project.edit(folder / "locales" / "en.yaml", old, new)
        monkeypatch.setattr(data, "FOLDER", folder / "locales")

    return plant


FAULTS = {
    "growth": (growth_formula, "E490"),
    "ratio": (ratio_formula, "E490"),
    "arithmetic": (arithmetic, "E490"),
    "rows": (reading_of_rows, "E490"),
    "digits": (digits, "E486"),
    "rounding": (rounding, "E486"),
    "sign": (sign, "E486"),
    "scale": (in_locale("m: {power: 6,", "m: {power: 5,"), "E486"),
    "scale word": (in_locale('m: {power: 6, text: "\\u00a0m"}', 'm: {power: 6, text: "\\u00a0bn"}'), "E486"),
    "currency": (in_locale('EUR: "{sign}€{n}"', 'EUR: "{sign}£{n}"'), "E486"),
    "per cent": (in_locale('pct: "{n}%"', 'pct: "{n} points"'), "E486"),
    "direction": (in_locale('verb: "rose by {amount}{to}"', 'verb: "fell by {amount}{to}"'), "E486"),
    "date": (in_locale('short: "d\\u00a0MMM\\u00a0y"', 'short: "y\\u00a0MMM\\u00a0d"'), "E486"),
}


@pytest.mark.slow
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_the_program_stops_the_build(fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plant, code = FAULTS[fault]
    desk = project.copy(tmp_path / "desk")
    plant(monkeypatch, tmp_path)
    for cache in (data.read, locale.load):
        cache.cache_clear()
    try:
        ran = project.run(desk, "build", CASE, "--locale", "en")
    finally:
        monkeypatch.undo()
        for cache in (data.read, locale.load):
            cache.cache_clear()
    assert ran.exit == 4, ran.err
    assert f"error[{code}]" in ran.err
    assert not (desk / "build").exists()


def test_a_provenance_that_leads_to_no_number_is_told() -> None:
    from reportgen import auditing
    from reportgen.model.document import Artifact

    content = b'{"figures": [{"id": "a", "metric": "m", "wasGeneratedBy": {"activity": "growth", "used": [{"name": "x", "entity": "b"}]}}]'
    ledger, problems = auditing.ledger_of(
        Artifact("provenance.json", "", content + b', "steps": [], "facts": {}, "metrics": {}, "emissions": []}')
    )
    assert ledger is None
    assert problems == (Problem("E490", "provenance.json: b is no entry of the file."),)
