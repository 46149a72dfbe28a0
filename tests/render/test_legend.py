"""The marks of the front page in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reportgen.model.document import Bullets, Emission, Front, KeyGroup, KeyLine, Number, Strong, Text
from reportgen.render import legend
from reportgen.text.locale import load
from tests.render import sample


def bare() -> Front:
    """The sample's front page without a number."""
    words = (Text("Words"),)
    front = sample.document("en").front
    return replace(front, title=words, standfirst=words, bullets=Bullets((words,) * 3), watch=words, key_groups=(), key_note=(), lead=None)


def with_key(name: str) -> Front:
    line = KeyLine((Text("x"),), Emission(0, sample.points()[name]))
    return replace(bare(), key_groups=(KeyGroup((line,)),))


def test_a_page_without_marks_has_none() -> None:
    assert legend.front(bare(), load("en")) == ""
    assert legend.front(with_key("revenue@FY2021"), load("en")) == ""


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_disputed_number_of_the_prose_is_explained(language: str) -> None:
    number = Number(Emission(0, sample.points()["net_loss@FY2022"]))
    locale = load(language)
    for changed in ({"standfirst": (number,)}, {"bullets": Bullets(((Strong((number,)),),) * 3)}, {"watch": (number,)}):
        assert legend.front(replace(bare(), **changed), locale) == locale.word("disputed_explained") + "."  # type: ignore[arg-type]


def test_a_key_figure_that_is_missing_is_explained_unless_the_note_does() -> None:
    front = with_key("employees@FY2019")
    assert legend.front(front, load("en")) == "n.a. = not available."
    assert legend.front(replace(front, key_note=(Text("n.a. = counted only since 2021"),)), load("en")) == ""


def test_the_page_prints_it() -> None:
    from tests.render import made

    assert "† = sources disagree" in made.html()
