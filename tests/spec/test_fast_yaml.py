"""libyaml's parser gives the very nodes of the one in Python, places included, or its work is done again in Python."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.spec import read
from reportgen.spec.read import parse_yaml

ROOT = Path(__file__).parents[2]
FILES = sorted(path for folder in ("config", "seeds", "tests") for path in (ROOT / folder).rglob("*.yaml"))
WORDS = "a|b: |- |? |: |[|]|{|}|, |'|\"|# c|&x |*x|!t |\\|\\n|%|@|`|~|<<: |億|𠮷|é|12:30|{{ x }}|=|-|?|:| |\u00a0"
LINES = ["\n", "\n  ", "\n    ", "\r\n", "\r", "|\n", ">-\n", "---\n", "...\n"]
PIECES = st.sampled_from([*WORDS.split("|"), *LINES])


def slowly(text: str) -> object:
    return read._carefully(text, "f.yaml")


def test_libyaml_is_there() -> None:
    assert hasattr(yaml, "CSafeLoader"), "without it every build reads its YAML thirteen times as slowly"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_files_of_the_repository(path: Path) -> None:
    data = path.read_bytes()
    assert parse_yaml(data, "f.yaml") == slowly(data.decode("utf-8-sig"))


@settings(max_examples=600, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_text(text: str) -> None:
    if not read._FORBIDDEN.search(text):
        assert parse_yaml(text.encode(), "f.yaml") == slowly(text.removeprefix("\ufeff"))


@pytest.mark.parametrize("text", ["[" * 300_000, "{a: " * 100_000, "- " * 100_000, "? " * 100_000, "[{" * 100_000])
def test_deep_nesting_is_a_problem_and_no_crash(text: str) -> None:
    node, problems = parse_yaml(text.encode(), "f.yaml")
    assert node is None
    assert [problem.code for problem in problems] == ["E113"]
