from __future__ import annotations

from reportgen.sections.compose import _note_numbers
from reportgen.sections.exhibits import numbering, sources_of
from reportgen.spec.schema import ExhibitSpec, SectionSpec, Spec
from tests.support.made import ask, facts, resolver

WORDS = {"en": "x"}


def exhibit(**name: str) -> dict[str, object]:
    return {**name, "title": WORDS, "subtitle": WORDS}


def section(heading: str, *prose: str, notes: tuple[str, ...] = (), exhibits: tuple[dict[str, object], ...] = ()) -> SectionSpec:
    blocks = [*({"prose": {"en": text}} for text in prose), *({"exhibit": e} for e in exhibits)]
    named = {name: {"title": WORDS, "text": WORDS} for name in notes}
    return SectionSpec.model_validate({"label": WORDS, "heading": {"en": heading}, "blocks": blocks, "notes": named})


def spec(*sections: SectionSpec, lead: ExhibitSpec | None = None) -> Spec:
    return Spec.model_construct(sections=sections, lead=lead)


def test_exhibits_are_numbered_in_reading_order_charts_tables_and_cards_alike() -> None:
    first, second = section("A", exhibits=(exhibit(table="runs"),)), section("B", exhibits=(exhibit(card="exit"), exhibit(chart="mix")))
    lead = ExhibitSpec.model_validate(exhibit(chart="research"))
    assert numbering(spec(first, second, lead=lead)) == {"research": 1, "runs": 2, "exit": 3, "mix": 4}
    assert numbering(spec(first)) == {"runs": 1}


def test_notes_are_numbered_in_the_order_in_which_prose_calls_them() -> None:
    first = section("A", "x{{ note('late') }} y{{ note( \"early\" ) }} z{{ note('late') }}", notes=("early", "late", "definition"))
    second = section("B {{ note('head') }}", "x{{ note('body') }}{{ note('unknown') }}", notes=("body", "head"))
    brief = spec(first, second)
    assert _note_numbers(brief, 0) == {"late": 1, "early": 2}
    assert _note_numbers(brief, 1) == {"head": 3, "body": 4}


def test_the_paragraphs_of_a_source_in_their_order() -> None:
    rows = tuple(f"revenue FY{2010 + n} {n} CNY" for n in range(1, 12))
    asked = resolver(rows)
    points = [asked.point(ask("revenue", f"FY{2010 + n}")) for n in (11, 2, 1, 2)]
    assert sources_of(points, facts(*rows)) == {"paper": ("p1", "p2", "p11")}
