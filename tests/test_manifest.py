from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.manifest import LONGEST, undated, variant
from reportgen.spec.load import LoadedSpec
from reportgen.spec.params import Params
from reportgen.spec.schema import ParamSpec
from tests.spec import sample

DAY = date(2024, 1, 31)


@cache
def loaded() -> LoadedSpec:
    with TemporaryDirectory() as folder:
        found, problems = sample.load(Path(folder))
    assert found is not None, problems
    return found


def name(params: Params, as_of: date | None = None, locales: tuple[str, ...] = (), declared: tuple[str, ...] = ()) -> str:
    known = {key: ParamSpec(type="number", default="0") for key in (*declared, *dict(params))}
    made = loaded()
    return variant(replace(made, params=params, spec=made.spec.model_copy(update={"params": known})), as_of, locales)


def test_what_differs_is_the_name() -> None:
    assert name(()) == "default"
    assert name((), date(2024, 3, 31), ("en",)) == "default"
    assert name((("company", "x"), ("half", "H1-2024"))) == "company-x_half-H1-2024"
    assert name((("company", "x"),), DAY, ("en", "zh-Hant")) == "company-x_as_of-2024-01-31_locale-en-zh-Hant"
    assert name((("measure", "fuel_cost"), ("limit", "-0.5"))) == "measure-fuel_cost_limit--0.5"
    assert name((("years", "FY2021..FY2024"),)) == "years-FY2021..FY2024"


def test_a_name_that_could_be_another_s_is_a_hash() -> None:
    assert name((("a", "x_b-y"),), declared=("b",)).startswith("set-")
    assert name((("a", "x"), ("b", "y"))) == "a-x_b-y"
    assert name((("company", "Acme"),)).startswith("set-")
    assert name((("company", "fy2024"),)).startswith("set-")
    assert name((("company", "x" * LONGEST),)).startswith("set-")


KEYS = st.sampled_from(("a", "b", "a_b", "b_a"))
VALUES = st.from_regex(r"-?[A-Ca-c0-1]([A-Ca-c01._-]{0,6}[A-Ca-c0-1])?", fullmatch=True) | st.sampled_from(
    ("FY2024", "fy2024", "H1-2024", "h1-2024", "zh-Hant", "zh-hant", "x_a-y", "x_b-1", "x_as_of-2024-01-31", "x_locale-en")
)
PARAMS = st.dictionaries(KEYS, VALUES, max_size=3).map(lambda found: tuple(sorted(found.items())))
VARIANTS = st.tuples(PARAMS, st.sampled_from((None, DAY)), st.sampled_from(((), ("de",))))


@given(VARIANTS, VARIANTS)
def test_no_two_variants_share_a_folder_on_any_disk(
    one: tuple[Params, date | None, tuple[str, ...]], other: tuple[Params, date | None, tuple[str, ...]]
) -> None:
    declared = ("a", "b", "a_b", "b_a")
    names = [name(*each, declared).lower() for each in (one, other)]
    assert (names[0] == names[1]) == (one == other)
    for folder in names:
        assert 1 <= len(folder) <= LONGEST
        assert all(char.isascii() and (char.isalnum() or char in "._-") for char in folder)
        assert not folder.endswith((".", " "))


@pytest.mark.parametrize(
    ("name", "without"),
    [
        ("default", "default"),
        ("locale-de", "locale-de"),
        ("as_of-2024-11-01", "default"),
        ("as_of-2024-11-01_locale-de", "locale-de"),
        ("company-x_as_of-2024-11-01", "company-x"),
        ("company-x_as_of-2024-11-01_locale-de", "company-x_locale-de"),
    ],
)
def test_editions_of_different_days_are_of_one_brief(name: str, without: str) -> None:
    assert undated(name) == without
