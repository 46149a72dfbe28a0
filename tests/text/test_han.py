"""The Chinese faces: where they are kept, which are lacking, and what a brief says that needs one."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.model.problem import ReportError
from reportgen.text import fonts, han

SANS, SERIF = "Source Sans Pro", "Source Serif Pro"


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for the faces with nothing in it."""
    monkeypatch.setenv("REPORTGEN_FONTS", str(tmp_path))
    return tmp_path


def test_each_language_has_serif_and_sans_in_two_weights() -> None:
    for tag, ending in han.BY_TAG.items():
        names = [face.name for face in han.FACES if face.family in (han.family("serif", tag), han.family("sans", tag))]
        assert names == [f"Noto{role}{ending}_{weight}.ttf" for role in ("Sans", "Serif") for weight in ("400Regular", "700Bold")]


def test_every_face_is_pinned_to_a_version_and_a_hash() -> None:
    assert all(face.package.rpartition("@")[2][0].isdigit() for face in han.FACES)
    assert len({face.sha256 for face in han.FACES}) == len(han.FACES) == 8
    assert {len(face.sha256) for face in han.FACES} == {64}


def test_a_weight_between_two_is_set_in_the_bolder_one() -> None:
    assert [han.face("Noto Sans TC", weight).weight for weight in (400, 500, 600, 700)] == [400, 400, 700, 700]


def test_what_is_not_in_the_folder_is_lacking(empty: Path) -> None:
    assert han.lacking() == han.FACES
    assert {face.family for face in han.lacking(["zh-Hans"])} == {"Noto Sans SC", "Noto Serif SC"}


def test_a_file_with_other_bytes_is_lacking_too(empty: Path) -> None:
    han.FACES[0].path.write_bytes(b"no font")
    assert han.FACES[0] in han.lacking()


def test_the_folder_lies_among_the_users_caches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REPORTGEN_FONTS", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert han.folder() == tmp_path / "reportgen" / "fonts"


def test_a_face_that_is_not_there_is_told_with_the_command_that_gets_it(empty: Path) -> None:
    with pytest.raises(ReportError, match=r"E463.*Noto Serif TC Bold is not on this machine\. `reportgen fonts` fetches"):
        fonts.face("Noto Serif TC", 600)


def test_a_face_with_other_bytes_is_not_used(empty: Path) -> None:
    han.face("Noto Sans SC", 400).path.write_bytes(b"no font")
    with pytest.raises(ReportError, match=r"E463.*Noto Sans SC Regular is there, but is not the pinned file"):
        fonts.face("Noto Sans SC", 400)


def test_latin_words_need_no_companion(empty: Path) -> None:
    assert fonts.chain(SERIF, "en", "Revenue — “4.7”") == (SERIF,)
    assert fonts.chain(SANS, "zh-Hans") == (SANS, "Noto Sans SC")


@pytest.mark.needs_han
def test_chinese_words_in_another_language_have_a_companion_that_holds_them_all() -> None:
    assert fonts.chain(SERIF, "en", "the name 商湯") == (SERIF, "Noto Serif TC")
    assert fonts.chain(SANS, "de", "die Zeitung 财经") == (SANS, "Noto Sans SC")


@pytest.mark.needs_han
def test_a_character_is_missing_when_no_face_has_it() -> None:
    assert fonts.missing("商湯 a\U00012000", (SANS, "Noto Sans TC")) == "\U00012000"


@pytest.mark.needs_han
def test_a_han_character_is_one_em_wide_and_a_digit_is_the_latin_faces() -> None:
    both = (SANS, "Noto Sans TC")
    assert fonts.width("商湯", both, 600) == 2
    assert fonts.width("31億", both) == pytest.approx(fonts.width("31", SANS) + 1)
    assert fonts.width("31", both) == fonts.width("31", SANS)
