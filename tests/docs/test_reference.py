"""The reference is written from the code; it must be the code's."""

from tools import reference


def test_the_reference_says_what_the_classes_say():
    assert reference.TARGET.read_text(encoding="utf-8") == reference.reference(), "docs/spec.md is out of date: make reference"


def test_every_key_of_every_class_has_a_sentence():
    rows = [line for line in reference.reference().splitlines() if line.startswith("| `")]
    without = [line for line in rows if line.rstrip(" |").endswith("`") or line.endswith("(required) |  |")]
    assert without == []
