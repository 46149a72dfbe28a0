"""Every numeral of a source is a fact or excluded with a reason, and every row says what its words say."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.audit.grammar import numerals
from reportgen.facts.read import SOURCES, Seeds, read_seeds
from reportgen.model.fact import Fact
from reportgen.spec.read import read_yaml
from tests.facts.cover import Exclusion, contradictions, exclusions, occurrences, paragraphs, states, uncovered

ROOT = Path(__file__).parents[2]
EXCLUSIONS = Path(__file__).parent / "exclusions"
SEEDS: Seeds = read_seeds(ROOT)[0]
CITED = sorted({fact.source for fact in SEEDS.facts})
IN_FULL = sorted(path.stem for path in EXCLUSIONS.glob("*.csv"))


def rows(source: str) -> tuple[Fact, ...]:
    return tuple(fact for fact in SEEDS.facts if fact.source == source)


def text_of(source: str, folder: Path) -> dict[str, str]:
    node, problems = read_yaml(ROOT / SOURCES, ROOT)
    assert node is not None, problems
    entry = next(value for key, value in node.get("sources").pairs if key.text == source)  # type: ignore[union-attr]
    return paragraphs(folder, entry.get("sha256").text)  # type: ignore[union-attr]


def language(source: str, loc: str = "") -> str:
    """The language of the text, or of a paragraph that is its own translation."""
    stated = SEEDS.sources[source]
    return stated.translated if loc in stated.repeats else stated.language


def covers(source: str, loc: str, text: dict[str, str]) -> list[str]:
    """The words of the paragraph that its rows have; in a translation the numerals of the rows of the paragraph that it repeats."""
    first = SEEDS.sources[source].repeats.get(loc)
    if not first:
        return [fact.as_written for fact in rows(source) if fact.loc == loc]
    of_first = [fact for fact in rows(source) if fact.loc == first]
    return [n.text for n in numerals(text.get(loc, ""), language(source, loc)) if any(states(n, fact) for fact in of_first)]


def listed(lines: list[str]) -> str:
    return "\n".join(["", *lines])


@pytest.mark.parametrize("source", CITED)
def test_every_row_says_what_its_words_say(source: str) -> None:
    faults = [
        f"{fact.where} {fact.loc} '{fact.as_written}': {fault}" for fact in rows(source) for fault in contradictions(fact, language(source))
    ]
    assert not faults, listed(faults)


@pytest.mark.needs_sources
@pytest.mark.parametrize("source", CITED)
def test_the_words_of_every_row_stand_in_its_paragraph(source: str, sources: Path) -> None:
    text = text_of(source, sources)
    faults = [
        f"{fact.where} '{fact.as_written}' does not stand in {fact.loc}"
        for fact in rows(source)
        if not occurrences(fact.as_written, text.get(fact.loc, ""), language(source))
    ]
    assert not faults, listed(faults)


@pytest.mark.needs_sources
@pytest.mark.parametrize("source", IN_FULL)
def test_every_numeral_is_a_fact_or_excluded(source: str, sources: Path) -> None:
    excluded = exclusions(EXCLUSIONS / f"{source}.csv")
    faults = []
    text = text_of(source, sources)
    for loc, paragraph in text.items():
        found = uncovered(paragraph, covers(source, loc, text) + [e.as_written for e in excluded if e.loc == loc], language(source, loc))
        faults += [f"{source} {loc}: '{numeral.text}' at character {numeral.start + 1} is neither a fact nor excluded" for numeral in found]
    assert not faults, listed(faults)


@pytest.mark.needs_sources
@pytest.mark.parametrize("source", IN_FULL)
def test_every_exclusion_is_needed(source: str, sources: Path) -> None:
    text = text_of(source, sources)
    excluded = exclusions(EXCLUSIONS / f"{source}.csv")
    faults = [f"{source} {e.loc}: exclusion '{e.as_written}' excludes nothing" for e in excluded if not needed(e, excluded, source, text)]
    faults += [f"{source} {e.loc}: exclusion '{e.as_written}' has no reason" for e in excluded if not e.reason.strip()]
    assert not faults, listed(faults)


def needed(exclusion: Exclusion, all_of_them: tuple[Exclusion, ...], source: str, text: dict[str, str]) -> bool:
    """Whether a numeral is left uncovered without this exclusion."""
    loc = exclusion.loc
    others = [e.as_written for e in all_of_them if e.loc == loc and e != exclusion]
    return bool(uncovered(text.get(loc, ""), covers(source, loc, text) + others, language(source, loc)))


@pytest.mark.needs_sources
@pytest.mark.parametrize("source", [name for name in CITED if SEEDS.sources[name].repeats])
def test_a_translation_says_the_same_in_numbers_and_no_row_cites_it(source: str, sources: Path) -> None:
    text = text_of(source, sources)
    faults = []
    for second, first in SEEDS.sources[source].repeats.items():
        said = numerals(text[second], language(source, second))
        stated = [fact for fact in rows(source) if fact.loc == first and numerals(fact.as_written, language(source))]
        faults += [
            f"{source} {second} does not repeat '{fact.as_written}' of {first}" for fact in stated if not any(states(n, fact) for n in said)
        ]
        faults += [f"{fact.where} cites the translation {second}" for fact in rows(source) if fact.loc == second]
    assert not faults, listed(faults)
