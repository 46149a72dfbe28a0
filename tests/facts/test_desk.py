from __future__ import annotations

from pathlib import Path

import pytest

from tests.facts.folder import line, loaded, said

TWO = (line(value="4.7"), line(value="5.1", loc="p2", as_written="5.1 billion"))
HEAD = "resolutions:\n  - entity: acme\n    metric: revenue\n    period: FY2021\n"
TAIL = "    owner: desk\n    reason: {en: The growth fits.}\n"


def entry(decision: str) -> str:
    return HEAD + f"    {decision}\n" + TAIL


def test_the_row_named_is_used_and_the_other_is_listed(tmp_path: Path) -> None:
    facts, problems = loaded(tmp_path, *TWO, resolutions=entry("choose: {source: paper, loc: p2}"))
    assert problems == ()
    (choice,) = facts.choices.values()
    assert choice.fact.loc == "p2"
    assert choice.dispute
    assert ([f.loc for f in choice.dispute.others], choice.dispute.reason) == (["p1"], {"en": "The growth fits."})


def test_without_a_resolution_the_key_is_undecided(tmp_path: Path) -> None:
    facts, problems = loaded(tmp_path, *TWO)
    assert (problems, len(facts.choices), len(facts.undecided)) == ((), 0, 1)


def test_keys_that_contradict_each_other_are_listed(tmp_path: Path) -> None:
    rows = (line(dims="run=1"), line(dims="run=2", loc="p2"))
    resolutions = HEAD + '    dims: {run: "1"}\n    listed: [{dims: {run: "2"}}]\n' + TAIL
    facts, problems = loaded(tmp_path, *rows, resolutions=resolutions)
    assert problems == ()
    assert [choice.dispute is not None for choice in facts.choices.values()] == [True, True]


AT = "error[E320] seeds/resolutions.yaml:"
MISFITS = {
    "unknown key": (
        TWO,
        entry("choose: {source: paper, loc: p2}").replace("FY2021", "FY2012"),
        AT + "2:5 resolutions[0]: no facts with the key 'acme revenue FY2012'. Did you mean 'acme revenue FY2021'?",
    ),
    "no such row": (
        TWO,
        entry("choose: {source: paper, loc: p9}"),
        AT + "5:13 resolutions[0].choose: no row paper p9 under this key. The rows: paper p1 '4.7 billion', paper p2 '5.1 billion'.",
    ),
    "two such rows": (
        (line(value="4.7"), line(value="5.1", as_written="5.1 billion")),
        entry("choose: {source: paper, loc: p1}"),
        AT + "5:13 resolutions[0].choose: paper p1 states this key more than once; add as_written. "
        "The rows: paper p1 '4.7 billion', paper p1 '5.1 billion'.",
    ),
    "not needed": (
        (line(value="4.7"), line(value="4.70", loc="p2")),
        entry("choose: {source: paper, loc: p2}"),
        AT + "5:13 resolutions[0].choose: the policy decides this key without a resolution; delete the entry.",
    ),
    "neither way": (
        TWO,
        entry("basis: ''"),
        AT + "2:5 resolutions[0]: a resolution has one of `choose`, the row to use, `listed`, the keys that contradict this one, "
        "or `acknowledge`, the rule whose finding stays.",
    ),
    "itself": (
        TWO,
        entry("listed: [{period: FY2021}]"),
        AT + "5:14 resolutions[0].listed[0]: this is the key of the entry itself; name the coordinates that differ.",
    ),
    "unknown other": (
        TWO,
        entry("listed: [{period: FY2020}]"),
        AT + "5:14 resolutions[0].listed[0]: no facts with the key 'acme revenue FY2020'. Did you mean 'acme revenue FY2021'?",
    ),
    "no reason": (
        TWO,
        entry("choose: {source: paper, loc: p2}").replace("{en: The growth fits.}", "{}"),
        AT + "7:13 resolutions[0].reason: no reason is given; write one in each language of the briefs.",
    ),
}


@pytest.mark.parametrize("case", MISFITS)
def test_a_resolution_that_fits_nothing_is_an_error(case: str, tmp_path: Path) -> None:
    rows, resolutions, sentence = MISFITS[case]
    _, problems = loaded(tmp_path, *rows, resolutions=resolutions)
    assert said(problems) == [sentence]


def test_two_rows_of_one_paragraph_are_told_apart_by_their_words(tmp_path: Path) -> None:
    rows = (line(value="4.7"), line(value="5.1", as_written="5.1 billion"))
    facts, problems = loaded(tmp_path, *rows, resolutions=entry("choose: {source: paper, loc: p1, as_written: 5.1 billion}"))
    assert problems == ()
    (choice,) = facts.choices.values()
    assert choice.fact.as_written == "5.1 billion"


def test_a_key_resolved_twice(tmp_path: Path) -> None:
    once = entry("choose: {source: paper, loc: p2}")
    _, problems = loaded(tmp_path, *TWO, resolutions=once + once.removeprefix("resolutions:\n"))
    assert said(problems) == [AT + "8:5 resolutions[1]: this key is resolved twice; keep one entry."]


def test_a_refused_row_is_not_blamed_on_the_resolution(tmp_path: Path) -> None:
    rows = (TWO[0], line(value="5,1", loc="p2", as_written="5.1 billion"))
    _, problems = loaded(tmp_path, *rows, resolutions=entry("choose: {source: paper, loc: p2}"))
    assert [problem.code for problem in problems] == ["E306"]


def test_a_resolution_that_only_an_earlier_day_needs_is_used(tmp_path: Path) -> None:
    rows = (*TWO, line(value="5.10", source="broker"))
    _, problems = loaded(tmp_path, *rows, resolutions=entry("choose: {source: paper, loc: p2}"))
    assert problems == ()


def test_a_finding_can_be_acknowledged(tmp_path: Path) -> None:
    facts, problems = loaded(tmp_path, line(), resolutions=entry("acknowledge: total"))
    assert said(problems) == []
    (((key, rule), read),) = facts.acknowledged.items()
    assert (key.metric, rule, read.reason) == ("revenue", "total", {"en": "The growth fits."})
    assert facts.choices[key].dispute is None
