"""Every locale says everything, with the same slots, and nothing that a page cannot print."""

import string
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from reportgen.text import data

TAGS = data.known()
FREE = {"one", "other", "bare", "dative", "fold", "few", "many", "two", "zero"}
"""Forms of one wording: a language has those that it needs."""
TAILS = {"amount", "to", "of", "at", "aside"}


def leaves(tree: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text with the path of its key; the forms of one wording share the path."""
    if isinstance(tree, Mapping):
        named = path.rsplit(".", maxsplit=1)[-1] in ("units", "per", "words")
        for key, value in tree.items():
            yield from leaves(value, path if key in FREE and not named else f"{path}.{key}".strip("."))
    elif isinstance(tree, list):
        for value in tree:
            yield from leaves(value, path)
    else:
        yield path, str(tree)


def slots(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_there_are_four_locales() -> None:
    assert TAGS == ("de", "en", "zh-Hans", "zh-Hant")


@pytest.mark.parametrize("tag", TAGS)
def test_a_locale_has_every_key_of_the_english_one(tag: str) -> None:
    own, english = ({path for path, _ in leaves(data.raw(t)) if not path.startswith(("small", "auto"))} for t in (tag, "en"))
    assert own ^ english == set()


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("block", ["words", "reasons", "alt"])
def test_sentences_have_the_same_slots_in_every_language(tag: str, block: str) -> None:
    own, english = data.raw(tag)[block], data.raw("en")[block]
    assert {key: slots(text) for key, text in own.items()} == {key: slots(text) for key, text in english.items()}


@pytest.mark.parametrize("tag", TAGS)
def test_changes_use_known_slots_and_tell_the_amount_where_there_is_one(tag: str) -> None:
    for kind, forms in data.raw(tag)["change"].items():
        for form, text in leaves(forms):
            found = slots(text)
            assert found <= TAILS, (kind, form)
            told = kind in ("rise", "fall", "narrow", "widen", "rise_fold", "widen_fold") and form != "direction"
            assert ("amount" in found) == told, (kind, form)


@pytest.mark.parametrize("tag", TAGS)
def test_every_value_is_text_and_no_word_was_read_as_something_else(tag: str) -> None:
    file = data.raw(tag)
    for block in (
        "words",
        "reasons",
        "alt",
        "units",
        "per",
        "qualifiers",
        "bare",
        "dates",
        "periods",
        "tails",
        "change",
        "spelled",
        "ordinals",
        "ratings",
    ):
        stack = [file[block]]
        while stack:
            value = stack.pop()
            if isinstance(value, Mapping):
                assert all(isinstance(key, str) for key in value), block
                stack.extend(value.values())
            elif isinstance(value, list):
                stack.extend(value)
            else:
                assert isinstance(value, str), (block, value)
                assert value, block
    assert (len(file["spelled"]), len(file["ordinals"])) == (13, 12)


@pytest.mark.parametrize("tag", TAGS)
def test_no_narrow_space_straight_quote_or_double_space(tag: str) -> None:
    for path, text in leaves(data.raw(tag)):
        assert not set(text) & set("\u202f\u2009\"'"), path
        assert "  " not in text, path


@pytest.mark.parametrize("tag", TAGS)
def test_numbers_and_units_are_kept_together(tag: str) -> None:
    file = data.raw(tag)
    for block in ("units", "per", "scales", "dates"):
        for path, text in leaves(file[block], block):
            if path != "units.x":  # "das 3,6-Fache" is a noun
                assert " " not in text, path
