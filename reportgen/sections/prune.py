"""What a spec leaves out under a condition, before anything is numbered or drawn."""

from __future__ import annotations

from dataclasses import replace

from reportgen.model.fact import Facts
from reportgen.model.figure import Figures
from reportgen.model.problem import Problems
from reportgen.sections.desk import Desk
from reportgen.spec.base import Condition, Words
from reportgen.spec.load import LoadedSpec
from reportgen.spec.node import Path
from reportgen.spec.schema import BlockSpec, CardLine, CardSpec, SectionSpec
from reportgen.text.locale import Locale

EMPTY_LINE = CardLine(label=Words(), value=Words())


def prune(loaded: LoadedSpec, figures: Figures, facts: Facts, locale: Locale) -> tuple[LoadedSpec, Problems]:
    """The report without the sections, blocks, notes and card lines whose `when` does not hold.

    What is left out leaves an empty place, so that the way to all that follows stays the same.
    """
    desk = Desk(figures, facts, locale, loaded.positions.__getitem__)

    def kept(when: Condition | None, path: Path) -> bool:
        return when is None or desk.true(when, (*path, "when"))

    def section(given: SectionSpec, path: Path) -> SectionSpec:
        blocks = (b if kept(b.when, (*path, "blocks", i)) else BlockSpec() for i, b in enumerate(given.blocks))
        notes = {name: note for name, note in given.notes.items() if kept(note.when, (*path, "notes", name))}
        return given.model_copy(update={"blocks": tuple(blocks) if kept(given.when, path) else (), "notes": notes})

    def card(given: CardSpec, path: Path) -> CardSpec:
        groups = (
            tuple(line if kept(line.when, (*path, "groups", g, i)) else EMPTY_LINE for i, line in enumerate(group))
            for g, group in enumerate(given.groups)
        )
        return given.model_copy(update={"groups": tuple(groups)})

    sections = tuple(section(s, ("sections", i)) for i, s in enumerate(loaded.spec.sections))
    cards = {name: card(c, ("cards", name)) for name, c in loaded.spec.cards.items()}
    return replace(loaded, spec=loaded.spec.model_copy(update={"sections": sections, "cards": cards})), tuple(desk.problems)
