"""The brief's own audit: a digit that no figure accounts for, a number that reads otherwise, a number that is gone."""

from __future__ import annotations

import re
from functools import cache

from reportgen.audit.own import audit
from reportgen.model.problem import Problem, Problems
from reportgen.text.locale import load
from tests.render import made, sample

NUMBER = re.compile(r'(data-e="(\d+)"[^>]*>(?:[^<]*<span>)?)([^<]*\d[^<]*)(<)')


@cache
def clean() -> frozenset[Problem]:
    """What the audit says of the sample itself, whose prose was typed by hand."""
    return frozenset(audit(made.html().encode(), sample.document("en"), load("en")))


def audited(html: str) -> Problems:
    """What a change to the sample's page adds."""
    found = audit(html.encode(), sample.document("en"), load("en"))
    return tuple(p for p in found if p not in clean())


def test_only_digits_typed_by_hand_are_found_in_the_sample() -> None:
    assert {p.code for p in clean()} <= {"E480"}


def test_a_digit_typed_into_a_template_is_found_with_its_surroundings() -> None:
    html = made.html().replace("<h1", "<p>Up 7 per cent</p><h1", 1)
    found = audited(html)
    assert [p.code for p in found] == ["E480"]
    assert "no figure accounts for '7' in " in found[0].message
    assert "Up 7 per cent" in found[0].message


def test_every_number_whose_digits_change_is_found() -> None:
    html = made.html()
    for match in NUMBER.finditer(html):
        turned = re.sub(r"\d", lambda d: str((int(d[0]) + 1) % 10), match[3], count=1)
        planted = html[: match.start(3)] + turned + html[match.end(3) :]
        assert "E481" in {p.code for p in audited(planted)}, match[0]
    assert len(NUMBER.findall(html)) > 50


def test_a_number_that_is_gone_is_named() -> None:
    html = made.html()
    match = NUMBER.search(html)
    assert match
    found = audited(html.replace(match[0], match[1] + match[4], 1))
    assert f"number {match[2]} of " in found[0].message
    without = re.sub(rf'<span class="n" data-e="{match[2]}">[^<]*(<span>.*?</span>[^<]*)?</span>', "", html)
    assert [p.code for p in audited(without)] == ["E482"]


def test_digits_in_names_and_in_the_numbering_of_the_page_are_no_numbers() -> None:
    html = made.html().replace("<h1", '<p><span class="no">3</span> <sup class="mark">1</sup></p><h1', 1)
    assert audited(html) == ()
