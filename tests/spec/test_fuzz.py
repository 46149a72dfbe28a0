"""Damaged reports: never an exception, always a sound report or problems that say where.

REPORTGEN_FUZZ=50000 runs so many examples of each kind, chosen afresh.
"""

import os
import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportgen.model.problem import Problems, errors
from reportgen.spec.load import LoadedSpec, load_spec
from reportgen.spec.project import Project
from tests.spec import sample

EXAMPLES = int(os.environ.get("REPORTGEN_FUZZ", "300"))
fuzz = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize="REPORTGEN_FUZZ" not in os.environ,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
RAW = re.compile(r"pydantic|Value error|Input should|Traceback|Field required|\bNone\b|<class|yaml\.|object at 0x|[a-z]_type\b")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return sample.project(tmp_path_factory.mktemp("project"))


def load(project: Project, data: bytes) -> tuple[LoadedSpec | None, Problems]:
    file = project.root / "config" / "reports" / "annual.yaml"
    file.write_bytes(data)
    return load_spec(file, project)


def holds(project: Project, data: bytes) -> None:
    loaded, problems = load(project, data)
    assert (loaded is None) == bool(errors(problems))
    for problem in problems:
        assert problem.where is not None, problem
        assert problem.where.line >= 1, problem
        assert problem.where.column >= 1, problem
        assert problem.where.line <= data.count(b"\n") + data.count(b"\r") + 2, problem
        assert problem.message.endswith((".", "?")), problem
        said_by_us = re.sub(r"'[^']*'", "", problem.message)
        assert not RAW.search(said_by_us), problem
        assert re.fullmatch(r"[EW]\d{3}", problem.code)


SPEC = sample.SPEC.encode()
WORDS = r"""
: |- |'|"|{|}|[|]|{{|}}|{%|>|&a |*a|!t |#|%|@|`|\\|<<: |?|,|0|1e9|~|null|FY2021|growth|en|..|['|']|ü|漢
"""
BYTES = [
    b"",
    b" ",
    b"  ",
    b"\n",
    b"\t",
    b"|",
    b": ",
    b"---\n",
    b"...\n",
    b"\x00",
    b"\xff",
    b"\xc3",
    b"\xef\xbb\xbf",
    b"\r",
    b"\xe2\x80\xa8",
]
PIECES = st.sampled_from([*BYTES, *(word.encode() for word in WORDS.strip().split("|"))])
CUTS = st.tuples(st.integers(0, len(SPEC)), st.integers(0, 12), PIECES)


@fuzz
@given(st.lists(CUTS, min_size=1, max_size=4))
def test_damaged_bytes(project: Project, cuts: list[tuple[int, int, bytes]]) -> None:
    data = SPEC
    for start, length, piece in cuts:
        data = data[:start] + piece + data[start + length :]
    holds(project, data)


TEXTS = """
x;NO;12:30;1e3;true;2024-01-31;FY2021..FY2023;growth > 0;growth;sales;{{ growth | money }};{{ x;in 2021;sales['FY2021'];ü漢;../../etc
{{ note('scope') }};{{ exhibit('mix') }};growth > max(sales) and loss;1.5;999999999999999999999;-0
FY2021..FY2000;0001-01-01;9999-12-31;FY9999
"""
SHAPES: list[Any] = [[], {}, ["x"], {"en": "x"}, [[]], {"kind": "bars"}, {"x": {"y": []}}, {"en": "{{ 5 }}"}, ["FY2021", "H1-2024"]]
JUNK = st.sampled_from(["", "a\nb", *TEXTS.strip().replace("\n", ";").split(";"), *SHAPES, [{"en": "x"}] * 4])


def places(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every value of a tree."""
    yield path
    for key, value in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        yield from places(value, (*path, key))


TREE = yaml.load(sample.SPEC, yaml.BaseLoader)  # noqa: S506  (text only, of our own)
PLACES = [place for place in places(TREE) if place]


def changed(data: Any, path: tuple[Any, ...], how: str, value: Any) -> Any:
    """The tree with one value replaced, dropped, repeated or under another key."""
    step, *rest = path
    copy = dict(data) if isinstance(data, dict) else list(data)
    if rest:
        copy[step] = changed(data[step], tuple(rest), how, value)
    elif how == "replace":
        copy[step] = value
    elif how == "drop":
        del copy[step]
    elif isinstance(copy, dict):
        copy[str(value)[:9]] = data[step]
    else:
        copy.insert(0, data[step])
    return copy


CHANGES = st.tuples(st.sampled_from(PLACES), st.sampled_from(["replace", "drop", "repeat"]), JUNK)


@fuzz
@given(st.lists(CHANGES, min_size=1, max_size=3))
def test_damaged_structure(project: Project, changes: list[tuple[tuple[Any, ...], str, Any]]) -> None:
    tree = TREE
    for path, how, value in changes:
        try:
            tree = changed(tree, path, how, value)
        except (KeyError, IndexError, TypeError, AttributeError):
            continue  # an earlier change took the place away
    holds(project, yaml.dump(tree, Dumper=Plain, allow_unicode=True, sort_keys=False).encode())


class Plain(yaml.CSafeDumper):
    """Writes a tree without aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        return True
