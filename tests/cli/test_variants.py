"""One spec, many briefs: a matrix, a report that extends another, values from the command line; on the facts of the ferries."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from reportgen import frames, pipeline
from reportgen.cli.check_ import together
from reportgen.cli.variants import set_values
from reportgen.model.problem import Problem, ReportError
from reportgen.order import Order
from tests.support import project

CASE = project.ROOT / "tests" / "cases" / "variants"
NAMES = ("year-FY2023", "default", "measure-fuel_cost_year-FY2023", "measure-fuel_cost")


def desk(folder: Path) -> Path:
    """The ferries' project with the reports of the case beside its own."""
    root = project.copy(folder)
    for file in (CASE / "config" / "reports").iterdir():
        shutil.copy(file, root / "config" / "reports")
    return root


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, project.Ran]:
    root = desk(tmp_path_factory.mktemp("variants"))
    return root, project.run(root, "build", "measure-note", "--jobs", "1")


def edition(root: Path, report: str, name: str) -> Path:
    home = root / "build" / report / name
    return home / str(json.loads((home / "latest.json").read_text())["edition"])


def words(root: Path, report: str, name: str) -> str:
    page = (edition(root, report, name) / "brief.en.html").read_text()
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


def test_a_matrix_is_built_in_all_its_variants(built: tuple[Path, project.Ran]) -> None:
    root, ran = built
    assert (ran.exit, ran.err) == (0, "")
    assert [Path(line).parent.name for line in ran.out.split()] == list(NAMES)
    assert sorted(path.name for path in (root / "build" / "measure-note").iterdir()) == sorted(NAMES)


def test_each_variant_says_what_its_values_make_true(built: tuple[Path, project.Ran]) -> None:
    root, _ = built
    assert "Revenue is above where it began" in words(root, "measure-note", "default")
    assert "Fuel cost is below where it began" in words(root, "measure-note", "measure-fuel_cost_year-FY2023")
    assert "Fuel cost is above where it began" in words(root, "measure-note", "measure-fuel_cost")
    said = json.loads((edition(root, "measure-note", NAMES[2]) / "manifest.json").read_text())
    assert said["params"] == {"measure": "fuel_cost", "year": "FY2023"}
    assert list(said["inputs"]["spec"]) == ["config/reports/measure-note.yaml"]


def test_an_unchanged_matrix_reads_no_yaml_and_makes_nothing(built: tuple[Path, project.Ran]) -> None:
    root, ran = built
    code = (
        "import sys\nfrom reportgen.cli import main\n"
        f"code = main.run(['--project', {str(root)!r}, 'build', 'measure-note', '--jobs', '1'])\n"
        "print(code, *[name for name in ('yaml', 'pydantic', 'pandas', 'matplotlib', 'weasyprint') if name in sys.modules])"
    )
    again = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert again.stdout.splitlines() == [*ran.out.splitlines(), "0"]
    told = project.run(root, "build", "measure-note", "--jobs", "1", "--explain").err.splitlines()
    assert told[0].split() == ["measure-note", "measure=revenue", "year=FY2023:", "kept", "edition", "nothing", "changed"]
    assert len(told) == 4


def test_given_values_select_a_variant_with_the_same_bytes(built: tuple[Path, project.Ran]) -> None:
    root, ran = built
    one = project.run(root, "build", "measure-note", "--set", "year=FY2023", "--set", "measure=fuel_cost", "--fresh")
    assert (one.exit, one.out.split()) == (0, ran.out.split()[2:3])


def test_a_pool_makes_the_same_editions(built: tuple[Path, project.Ran], tmp_path: Path) -> None:
    _, ran = built
    pooled = project.run(desk(tmp_path), "build", "measure-note", "--jobs", "2")
    assert pooled.exit == 0
    assert [Path(line).name for line in pooled.out.split()] == [Path(line).name for line in ran.out.split()]


def test_a_report_that_extends_another(built: tuple[Path, project.Ran]) -> None:
    root, _ = built
    ran = project.run(root, "build", "fuel-note", "--set", "year=FY2023")
    assert (ran.exit, ran.err) == (0, "")
    text = words(root, "fuel-note", "year-FY2023")
    assert "Fuel cost is below where it began" in text
    assert "Fuel takes 30.9% of revenue" in text
    said = json.loads((edition(root, "fuel-note", "year-FY2023") / "manifest.json").read_text())
    assert list(said["inputs"]["spec"]) == ["config/reports/fuel-note.yaml", "config/reports/measure-note.yaml"]


def test_a_change_of_the_base_is_a_change_of_the_report(built: tuple[Path, project.Ran], tmp_path: Path) -> None:
    root = tmp_path / "project"
    shutil.copytree(built[0], root)
    before = project.run(root, "build", "fuel-note").out
    assert project.run(root, "build", "fuel-note").out == before
    project.edit(root / "config/reports/measure-note.yaml", "label: {en: The course}", "label: {en: The way}")
    assert project.run(root, "build", "fuel-note").out != before
    assert "The way" in words(root, "fuel-note", "default")


def test_a_wrong_value_builds_nothing(tmp_path: Path) -> None:
    root = desk(tmp_path)
    ran = project.run(root, "build", "measure-note", "--set", "year=../x", "--jobs", "1")
    assert (ran.exit, ran.out) == (2, "")
    assert ran.err.startswith("error[E282] --set year: '../x' is a range, and this parameter takes one period")
    ran = project.run(root, "build", "measure-note", "--set", "yeer=FY2023", "--jobs", "1")
    assert (ran.exit, ran.err.splitlines()[0]) == (2, "error[E283] --set yeer: no parameter 'yeer'. Did you mean 'year'?")
    assert not list((root / "build").glob("[!.]*"))


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (("year",), "--set 'year' sets nothing; write NAME=VALUE, such as --set year=FY2024."),
        (("=x",), "--set '=x' sets nothing; write NAME=VALUE, such as --set year=FY2024."),
        (("a=1", "a=2"), "--set gives 'a' twice; keep one."),
    ],
)
def test_set_takes_a_name_and_a_value(tmp_path: Path, given: tuple[str, ...], sentence: str) -> None:
    ran = project.run(desk(tmp_path), "build", "measure-note", *(word for text in given for word in ("--set", text)))
    assert ran.exit == 2
    assert ran.err.endswith(f"Error: {sentence}\n")
    assert set_values(("b=x=y", "a=1")) == (("a", "1"), ("b", "x=y"))


def test_one_folder_takes_one_brief(tmp_path: Path) -> None:
    ran = project.run(desk(tmp_path), "build", "measure-note", "--out", str(tmp_path / "out"))
    assert ran.exit == 2
    assert "--out takes one brief, and measure-note has 4 variants. Choose one with --set." in ran.err


def test_check_looks_at_every_variant_and_names_those_that_fail(tmp_path: Path) -> None:
    root = desk(tmp_path)
    assert project.run(root, "check", "measure-note", "fuel-note").out == ""
    holds = '{holds: "step[\'${year}\'] > 0", en: "**The level.**'
    project.edit(root / "config/reports/measure-note.yaml", holds, holds.replace("> 0", "> step['FY2022']"))
    ran = project.run(root, "check", "measure-note")
    assert ran.exit == 3
    first = ran.out.splitlines()[0]
    assert first.startswith("error[E")
    assert "config/reports/measure-note.yaml:" in first
    assert "In measure=fuel_cost year=FY2023." in first
    assert ran.out.count("error[") == 1
    assert project.run(root, "check", "measure-note", "--set", "measure=revenue").out == ""


def test_a_problem_of_all_variants_is_told_once_and_without_them() -> None:
    a, b, c, d = (Order(params=(("x", str(number)),)) for number in range(4))
    common, few, most = Problem("E1", "all"), Problem("E2", "some", hint="Do."), Problem("E3", "most")
    told = together({a: (common, few), b: (common, few), c: (common,), d: (common,)})
    assert [str(problem) for problem in told] == ["error[E1] all", "error[E2] some Do. In x=0; x=1."]
    five = {Order(params=(("x", str(number)),)): (most,) if number else () for number in range(5)}
    assert [str(problem) for problem in together(five)] == ["error[E3] most In x=1; x=2; x=3 and 1 more."]


def test_list_shows_base_parameters_and_variants(tmp_path: Path) -> None:
    assert project.run(desk(tmp_path), "list", "reports").out.splitlines() == [
        "fleet-review",
        "fuel-note     extends measure-note  measure=fuel_cost year=FY2024 steady=5",
        "measure-note  measure=revenue year=FY2024 steady=5  4 variants",
    ]


def test_trace_follows_the_values(tmp_path: Path) -> None:
    ran = project.run(desk(tmp_path), "trace", "measure-note", "growth", "--set", "year=FY2023")
    assert ran.out.startswith("measure-note/growth@FY2023 = ")


def test_conflicts_are_those_of_the_variant(tmp_path: Path) -> None:
    root = desk(tmp_path)
    with (root / project.FACTS).open("a", encoding="utf-8") as file:
        file.write("revenue,FY2021,,,,140.0,m,EUR,=,A,f01,p2,140.0 million,,,\n")
        file.write("revenue_growth,FY2022,,,,99,,pct,=,A,f01,p2,99 %,,,\n")  # which the levels do not give
    assert project.run(root, "conflicts", "measure-note").exit == 1
    assert project.run(root, "conflicts", "measure-note", "--set", "measure=fuel_cost").exit == 0
    lost = project.run(root, "conflicts", "--set", "measure=fuel_cost")
    assert (lost.exit, "name the report" in lost.err) == (2, True)


def test_frames_hold_the_variant(built: tuple[Path, project.Ran]) -> None:
    opened = pipeline.open_project(built[0])
    assert set(frames.figures(opened, "measure-note", params={"measure": "fuel_cost"})["metric"]) >= {"fuel_cost"}
    with pytest.raises(ReportError, match="no_such"):
        frames.figures(opened, "measure-note", params={"measure": "no_such"})
