from pathlib import Path

import pytest

from reportgen.cli.variants import chosen
from reportgen.spec.load import load_spec
from reportgen.spec.matrix import variants
from tests.spec import sample

PARAMS = """\
params:
  company: {type: entity, default: northwind}
  year: {type: period, default: FY2023}
"""
REPORT = sample.SPEC.replace("subject: northwind", 'subject: "${company}"').replace("'FY2023' | period", "'${year}' | period") + PARAMS
BOTH = "matrix:\n  company: [northwind, southwind]\n  year: [FY2022, FY2023]\n"


def found(root: Path, matrix: str) -> list[str]:
    """The variants as a person writes them."""
    sample.project(root, spec=REPORT + matrix)
    return [" ".join(value for _, value in one) for one in variants(root / "config/reports/annual.yaml", root)]


def told(root: Path, matrix: str) -> list[str]:
    project = sample.project(root, spec=REPORT + matrix)
    return [str(problem).replace("config/reports/annual.yaml:", "") for problem in load_spec(project.reports[0], project)[1]]


def test_every_combination_in_the_order_of_the_lists(tmp_path: Path) -> None:
    assert found(tmp_path, BOTH) == ["northwind FY2022", "northwind FY2023", "southwind FY2022", "southwind FY2023"]
    assert told(tmp_path, BOTH) == []
    assert found(tmp_path, "") == []


def test_some_left_out_and_some_added(tmp_path: Path) -> None:
    less = BOTH + "  exclude: [{company: southwind, year: FY2022}]\n"
    assert found(tmp_path, less) == ["northwind FY2022", "northwind FY2023", "southwind FY2023"]
    more = "matrix:\n  include: [{company: southwind}, {year: FY2021}]\n"
    assert found(tmp_path, more) == ["southwind", "FY2021"]
    assert told(tmp_path, less) == told(tmp_path, more) == []


def test_a_variant_that_comes_about_twice_is_one(tmp_path: Path) -> None:
    twice = BOTH + "  include: [{company: southwind}]\n"
    assert found(tmp_path, twice) == ["northwind FY2022", "northwind FY2023", "southwind FY2022", "southwind FY2023"]


def test_a_matrix_is_not_inherited(tmp_path: Path) -> None:
    assert found(tmp_path, BOTH) != []
    sample.write(tmp_path, {"config/reports/child.yaml": "report: child\nextends: annual\n"})
    assert variants(tmp_path / "config/reports/child.yaml", tmp_path) == ()


LINE = REPORT.count("\n") + 1


@pytest.mark.parametrize(
    ("matrix", "sentence"),
    [
        ("matrix: [a]\n", "E203 0:9 matrix: a mapping of keys is expected here, not a list."),
        ("matrix: {}\n", "E285 0:9 matrix: a matrix needs at least one parameter with a list of its values."),
        ("matrix:\n  yaer: [FY2022]\n", "E283 1:3 matrix.yaer: no parameter 'yaer'. Did you mean 'year'?"),
        ("matrix:\n  year: FY2022\n", "E203 1:9 matrix.year: a list of values is expected here, not 'FY2022'."),
        ("matrix:\n  year: []\n", "E203 1:9 matrix.year: a list of values is expected here, not an empty list."),
        ("matrix:\n  year: [FY2022, [a]]\n", "E203 1:18 matrix.year[1]: a value is expected here, not a list."),
        ("matrix:\n  year: [FY2022, FY2022]\n", "E285 1:18 matrix.year[1]: 'FY2022' is there twice; keep one."),
        ("matrix:\n  company: [nortwind]\n", "E282 1:13 matrix.company[0]: no entity 'nortwind'. Did you mean 'northwind'?"),
        (BOTH + "  exclude: [{year: FY2020}]\n", "E285 3:20 matrix.exclude[0].year: the matrix has no 'FY2020' to exclude."),
        (
            "matrix:\n  year: [FY2022]\n  exclude: [{company: northwind}]\n",
            "E283 2:14 matrix.exclude[0].company: no parameter of the matrix called 'company'. Known: year.",
        ),
        ("matrix:\n  year: [FY2022]\n  exclude: [{year: FY2022}]\n", "E285 0:9 matrix.exclude: 'exclude' leaves nothing of the matrix."),
        ("matrix:\n  include: [{year: x}]\n", "E282 1:20 matrix.include[0].year: 'x' is no period"),
        ("matrix:\n  include: [a]\n", "E203 1:13 matrix.include[0]: a mapping of keys is expected here, not 'a'."),
    ],
)
def test_a_matrix_that_is_wrong(tmp_path: Path, matrix: str, sentence: str) -> None:
    code, place, rest = sentence.split(" ", 2)
    down, column = place.split(":")
    if sentence.endswith("leaves nothing of the matrix."):
        down, column = "1", "3"
    (problem,) = told(tmp_path, matrix)
    assert problem.startswith(f"error[{code}] {LINE + int(down)}:{column} {rest}")


def test_a_matrix_that_grew_by_mistake(tmp_path: Path) -> None:
    days = ", ".join(f"{year}-{month:02d}-{day:02d}" for year in range(1990, 2024) for month in range(1, 13) for day in range(1, 29))
    matrix = f"matrix:\n  year: [{days}]\n"
    assert told(tmp_path, matrix) == [f"error[E285] {LINE + 1}:3 matrix: the matrix has 11424 combinations; the most are 10000."]
    assert found(tmp_path, matrix) == []


EVERY = (
    (("company", "a"), ("year", "FY2022")),
    (("company", "a"), ("year", "FY2023")),
    (("company", "b"), ("year", "FY2023")),
)


def test_given_values_select_the_variants_that_have_them() -> None:
    assert chosen(EVERY, ()) == EVERY
    assert chosen(EVERY, (("company", "a"),)) == EVERY[:2]
    assert chosen(EVERY, (("company", "b"), ("year", "FY2023"))) == EVERY[2:]


def test_a_value_that_the_matrix_does_not_have_is_set_in_all() -> None:
    assert chosen(EVERY, (("company", "c"),)) == ((("company", "c"), ("year", "FY2022")), (("company", "c"), ("year", "FY2023")))


def test_a_parameter_beside_the_matrix_is_set_in_all() -> None:
    assert chosen(EVERY[:1], (("limit", "3"),)) == ((("company", "a"), ("limit", "3"), ("year", "FY2022")),)
