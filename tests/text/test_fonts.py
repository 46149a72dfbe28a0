"""The pinned faces."""

from __future__ import annotations

import os
import subprocess
import sys
from hashlib import sha256
from io import BytesIO

import pytest
from fontTools.ttLib import TTFont

from reportgen.model.problem import ReportError
from reportgen.text import fonts

SANS, SERIF = "Source Sans Pro", "Source Serif Pro"
SOME = frozenset("abcABC 0123456789−%")


def test_every_family_has_its_three_weights() -> None:
    assert [path.name for path in fonts.faces()] == [
        f"Source{family}Pro-{weight}.ttf" for family in ("Sans", "Serif") for weight in ("Regular", "Semibold", "Bold")
    ]


def test_an_unknown_family_is_told_with_the_known_ones() -> None:
    with pytest.raises(ReportError, match=r"E464.*no pinned font family 'Times'\. Pinned: Source Sans Pro, Source Serif Pro\."):
        fonts.face("Times", 400)


def test_missing_characters_are_named_once_in_order() -> None:
    assert fonts.missing("商 a 湯商\n", SANS) == "商湯"
    assert fonts.missing("„4,7\u00a0Mrd.“ −5 † ÷ ¶", SANS, 600) == ""


def test_the_serif_lacks_the_narrow_no_break_space() -> None:
    assert fonts.missing("\u202f", SANS) == ""
    assert fonts.missing("\u202f", SERIF) == "\u202f"


def test_digits_and_minus_of_the_sans_have_one_width() -> None:
    assert {fonts.width(c, SANS, weight) for c in "0123456789−" for weight in [400]} == {fonts.width("0", SANS, 400)}


def test_a_subset_bears_no_reserved_name_and_holds_what_was_asked_for() -> None:
    found = TTFont(BytesIO(fonts.subset(SERIF, 600, SOME)))
    assert not [str(record) for record in found["name"].names if "Source" in str(record)]
    assert found["name"].getDebugName(1) == "Reportgen Serif"
    assert set(found.getBestCmap()) == {ord(c) for c in SOME}
    assert found.flavor == "woff2"


def test_kerning_survives_the_subset() -> None:
    assert "GPOS" in TTFont(BytesIO(fonts.subset(SERIF, 600, SOME)))


def test_another_process_makes_the_same_subset() -> None:
    code = "import sys; from reportgen.text import fonts; sys.stdout.buffer.write(fonts.subset('Source Sans Pro', 400, frozenset('abc −')))"
    there = {**os.environ, "PYTHONHASHSEED": "11", "TZ": "Asia/Tokyo"}
    made = subprocess.run([sys.executable, "-c", code], env=there, capture_output=True, check=True).stdout
    assert made == fonts.subset(SANS, 400, frozenset("abc −"))


def test_hashes_are_those_of_the_files() -> None:
    assert fonts.hashes()["SourceSansPro-Regular.ttf"] == sha256(fonts.face(SANS, 400).read_bytes()).hexdigest()
