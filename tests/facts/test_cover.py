"""The extraction test itself: what it must notice, on made-up paragraphs."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from reportgen.audit.grammar import numerals
from reportgen.facts.csvfile import Row
from reportgen.facts.rows import COLUMNS, About, fact
from reportgen.model.fact import Entity, Fact, Source
from tests.facts.cover import contradictions, occurrences, paragraphs, states, uncovered
from tests.facts.folder import GOOD

ABOUT = About(Entity("acme", {"en": "Acme"}), {"paper": Source("paper", {"en": "Paper"}, {"en": "Paper"}, date(2022, 6, 30))}, {})


def stated(**cells: str) -> Fact:
    values = {**dict.fromkeys(COLUMNS, ""), **GOOD, **cells}
    made, problems = fact(Row(values, "acme.csv", 2, {}), ABOUT)
    assert made, problems
    return made


def test_a_numeral_without_a_row_is_noticed() -> None:
    text = "Sales rose by 8.1% to 4.7 billion, the second record in five years."
    assert [n.text for n in uncovered(text, ["8.1%", "4.7 billion yuan"], "en")] == ["4.7 billion", "second", "five"]
    assert uncovered(text, ["8.1%", "4.7 billion", "second", "five years"], "en") == ()


def test_a_part_of_a_numeral_covers_nothing() -> None:
    assert occurrences("4%", "36.4% and 4%", "en") == ((10, 12),)
    assert [n.text for n in uncovered("4.7 billion", ["4.7", "billion"], "en")] == ["4.7 billion"]


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({}, None),
        ({"value": "-4.7", "metric": "profit"}, None),
        ({"value": "4700", "mult": "m"}, None),
        ({"value": "4.8"}, "the words say 4.7E+9, the row 4.8E+9"),
        ({"mult": "m"}, "the words say 4.7E+9, the row 4.7E+6"),
        ({"as_written": "US$4.7 billion"}, "the words name USD, the row has CNY"),
        ({"as_written": "4.7%"}, "the words are in per cent, the row has CNY"),
        ({"as_written": "4.7 billion", "unit": "pct", "mult": "", "value": "4.7"}, "the words are not in per cent, the row has pct"),
        ({"as_written": "-4.7 billion"}, "the words have a minus, the row has none"),
        ({"as_written": "4.7.7 billion"}, "the words hold a numeral that is no number in this language"),
        ({"as_written": "100 to 200 million", "value": "100..200", "mult": "m", "qual": ".."}, None),
        ({"as_written": "100 to 200 million", "value": "100..250", "mult": "m", "qual": ".."},
         "the words say 1.00E+8, 2.00E+8, the row 1.00E+8, 2.50E+8"),
        ({"as_written": "4,700 PetaFLOPS", "value": "4.700", "unit": "EFLOPS", "mult": ""}, None),
        ({"as_written": "4,700 PetaFLOPS", "value": "4.8", "unit": "EFLOPS", "mult": ""}, "the words say 4.700, the row 4.8"),
        ({"as_written": "4,700 ExaFLOPS", "value": "4.700", "unit": "EFLOPS", "mult": ""}, "the words say 4700, the row 4.700"),
        ({"as_written": "all shares", "value": "100", "unit": "pct", "mult": ""}, None),
        ({"as_written": "doubled", "value": "2", "unit": "x", "mult": ""}, None),
        ({"as_written": "July 21", "value": "2021-07-21", "unit": "date", "mult": ""}, None),
        ({"as_written": "July 21", "value": "2021-07-22", "unit": "date", "mult": ""}, "the words say 21, the row 2021-07-22"),
        ({"as_written": "June 21", "value": "2021-07-21", "unit": "date", "mult": ""}, "the words say June, the row 2021-07-21"),
    ],
)  # fmt: skip
def test_a_row_that_says_otherwise_than_its_words_is_noticed(cells: dict[str, str], fault: str | None) -> None:
    assert [*contradictions(stated(**cells), "en")][:1] == ([fault] if fault else [])


def test_german_words_are_read_by_german_rules() -> None:
    assert [*contradictions(stated(as_written="4,7 Milliarden"), "de")] == []
    assert [*contradictions(stated(as_written="4.700 Millionen"), "de")] == []
    assert [*contradictions(stated(as_written="4.7 Milliarden"), "de")] == ["the words hold a numeral that is no number in this language"]


@pytest.mark.parametrize(
    ("words", "cells", "same"),
    [
        ("47億元", {}, True),
        ("4.7億元", {}, False),
        ("47億元", {"value": "-4.7", "metric": "profit"}, True),
        ("21個百分點", {"value": "21", "unit": "pp", "mult": ""}, True),
        ("21%", {"value": "21", "unit": "pp", "mult": ""}, False),
        ("7.5倍", {"value": "7.5", "unit": "x", "mult": ""}, True),
        ("2.7萬", {"value": "27", "unit": "pure", "mult": "k"}, True),
        ("約3萬", {"value": "30", "unit": "pure", "mult": "k", "qual": "~"}, True),
        ("3萬", {"value": "30", "unit": "pure", "mult": "k", "qual": "~"}, False),
        ("20%以上", {"value": "20", "unit": "pct", "mult": "", "qual": ">"}, True),
        ("不足20%", {"value": "20", "unit": "pct", "mult": "", "qual": ">"}, False),
    ],
)
def test_a_translated_numeral_states_the_row_or_not(words: str, cells: dict[str, str], same: bool) -> None:
    (numeral,) = numerals(words, "zh-Hant")
    assert states(numeral, stated(**cells)) == same


def test_paragraphs_are_the_lines_that_are_not_empty(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("one\n\n \ntwo\n", encoding="utf-8")
    from hashlib import sha256

    assert paragraphs(tmp_path, sha256(b"one\n\n \ntwo\n").hexdigest()) == {"p1": "one", "p2": "two"}
    with pytest.raises(AssertionError, match=r"0 files of .* have the SHA-256 00 that"):
        paragraphs(tmp_path, "00")
