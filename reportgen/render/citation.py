"""Source codes: which paragraphs of which source."""

from __future__ import annotations

from reportgen.model.fact import Fact
from reportgen.text.locale import Locale


def code(fact: Fact, locale: Locale) -> str:
    """The source code of a fact: [s000 ¶22]."""
    return citation(fact.source, (fact.loc,), locale)


def codes(facts: tuple[Fact, ...], locale: Locale) -> str:
    """The source codes of facts, those of one source together: [s000 ¶22, ¶30] [s002 ¶17]."""
    found: dict[str, list[str]] = {}
    for fact in facts:
        locs = found.setdefault(fact.source, [])
        if fact.loc not in locs:
            locs.append(fact.loc)
    return " ".join(citation(source, tuple(locs), locale) for source, locs in found.items())


def citation(source: str, locs: tuple[str, ...], locale: Locale) -> str:
    """A source and its paragraphs: [s001 ¶16, ¶29–31]."""
    return locale.word("citation", source=source, paragraph=paragraphs(locs).removeprefix("¶")).replace(" ¶", "\u00a0¶", 1)


def paragraphs(locs: tuple[str, ...]) -> str:
    """Paragraphs in a row, neighbours drawn together: ¶16, ¶29–31."""
    runs: list[list[str]] = []
    for loc in (found.removeprefix("p") for found in locs):
        if runs and loc.isdigit() and runs[-1][-1].isdigit() and int(loc) == int(runs[-1][-1]) + 1:
            runs[-1].append(loc)
        else:
            runs.append([loc])
    return ", ".join(f"¶{run[0]}–{run[-1]}" if len(run) > 1 else f"¶{run[0]}" for run in runs)
