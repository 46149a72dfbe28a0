"""Claims: the first wording that is true, none that is, and what the figures say then."""

from __future__ import annotations

from reportgen.model.document import Inlines, Text
from reportgen.model.problem import Location
from reportgen.sections.desk import Desk
from reportgen.spec.base import Words
from reportgen.spec.node import written
from reportgen.spec.schema import Alternative
from reportgen.text import locale
from tests.support.made import facts, figure

FIGURES = {
    "loss": figure("profit", "FY2020 12 bn CNY", "FY2021 17 bn CNY"),
    "growth": figure("stated_growth", "FY2021 36.4%"),
    "gone": figure("revenue", "FY2020 n.a."),
    "loose": figure("revenue", "FY2020 ~1 CNY"),
}


def desk() -> Desk:
    return Desk(FIGURES, facts(), locale.load("en"), lambda path: Location("brief.yaml", 1, 1))


def claimed(*alternatives: dict[str, str]) -> tuple[str, list[str]]:
    """The text of the wording taken, and the problems."""
    at = desk()
    inlines = at.claim(tuple(Alternative.model_validate(a) for a in alternatives), ("title",))
    return text(inlines), [str(p) for p in at.problems]


def text(inlines: Inlines) -> str:
    return "".join(i.text for i in inlines if isinstance(i, Text))


GREW = {"when": "loss['FY2021'] > loss['FY2020']", "en": "It grew."}
SHRANK = {"when": "loss['FY2021'] < loss['FY2020']", "en": "It shrank."}


def test_the_first_wording_that_is_true_is_taken() -> None:
    assert claimed(SHRANK, GREW, {"when": "growth > 0", "en": "Later."}) == ("It grew.", [])
    assert claimed({"en": "A name."}) == ("A name.", [])
    assert claimed({"holds": "max(loss) == 17 bn CNY", "en": "So it is."}) == ("So it is.", [])


def test_no_wording_that_is_true_stops_the_build_and_shows_the_values() -> None:
    said, problems = claimed(SHRANK, {"when": "growth < 0", "en": "Down."})
    assert said == ""
    assert [p.replace("\u00a0", " ") for p in problems] == [
        (
            "error[E341] brief.yaml:1:1 title: no wording is true of the figures: loss['FY2021'] < loss['FY2020'] "
            "(loss[FY2021] = CNY 17 bn, loss[FY2020] = CNY 12 bn); growth < 0 (growth[FY2021] = 36.4%). Add an "
            "alternative whose condition holds."
        )
    ]


def test_a_claim_that_no_longer_holds_stops_the_build() -> None:
    said, problems = claimed({"holds": "growth > 50%", "en": "Half again."})
    assert said == ""
    assert problems == [
        (
            "error[E341] brief.yaml:1:1 title[0].holds: the figures no longer support this: growth > 50% does "
            "not hold (growth[FY2021] = 36.4%). "
            "Reword the claim, or give alternatives with `when:`."
        )
    ]


def test_a_condition_on_what_is_missing_does_not_hold_nor_does_its_opposite() -> None:
    assert claimed({"when": "gone > 0", "en": "Up."}, {"when": "not gone > 0", "en": "Down."}, {"when": "growth > 0", "en": "Else."}) == (
        "Else.",
        [],
    )


def test_what_is_no_condition_of_these_figures_is_told() -> None:
    for condition, says in (
        ("nothing > 0", "nothing > 0: no figure 'nothing'."),
        ("loss['FY1999'] > 0", "loss['FY1999'] > 0: figure 'loss' has no point 'FY1999'."),
        ("loss > 0", "loss > 0: a figure with 2 points does not compare: name one, or use max, min or sum."),
        ("growth > 1 bn CNY", "growth > 1 bn CNY: pct does not compare with CNY."),
        ("growth >", "growth >: a figure or a number is expected, not the end."),
        ("1 CNY / loose > 0", "1 CNY / loose > 0: divides by a number that may be zero."),
    ):
        said, problems = claimed({"holds": condition, "en": "So."})
        assert said == ""
        assert problems[0] == f"error[E273] brief.yaml:1:1 title[0].holds: {says}"


def test_prose_that_fails_is_told_at_its_language() -> None:
    assert claimed({"en": "{{ nothing | money }}"}) == ("", ["error[E272] brief.yaml:1:1 title[0].en: no figure 'nothing'."])


def test_one_paragraph_is_expected_of_a_claim_and_of_words() -> None:
    assert claimed({"en": "one\n\ntwo"})[1] == ["error[E271] brief.yaml:1:1 title: one paragraph is expected here; there are several."]
    at = desk()
    at.words(Words(en="one\n\ntwo"), ("kind",))
    assert [p.code for p in at.problems] == ["E271"]
    assert len(at.paragraphs(Words(en="one\n\ntwo"), ("kind",))) == 2
    assert at.words(Words(), ("kind",)) == ()


def test_points_by_name() -> None:
    at = desk()
    assert at.point("growth").key == "FY2021"
    assert at.point("loss['FY2020']").key == "FY2020"
    for wrong in ("loss", "loss['FY1999']", "nothing", "loss[", "loss.points"):
        try:
            at.point(wrong)
        except KeyError:
            continue
        raise AssertionError(f"{wrong} is no point")


def test_options_that_do_not_go_with_a_number_are_told() -> None:
    at = desk()
    at.emit(FIGURES["growth"]["FY2021"], {"colour": True}, ("tables", "a"))
    assert [(p.code, p.path) for p in at.problems] == [("E275", "tables.a")]


def test_a_path_as_it_is_printed() -> None:
    assert written(("sections", 2, "blocks", 0, "prose")) == "sections[2].blocks[0].prose"
