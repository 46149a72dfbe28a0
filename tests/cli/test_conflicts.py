"""reportgen conflicts: both sides of every contradiction, what follows from the others, and whether it is settled."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support import project

RELATIONS = "config/relations.yaml"


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    return project.copy(tmp_path)


def plant(desk: Path) -> None:
    """A stated growth that the levels do not give."""
    with (desk / project.FACTS).open("a", encoding="utf-8") as file:
        file.write("revenue_growth,FY2024,,,,99,,pct,=,A,f01,p2,99 %,,,\n")


def settle(desk: Path, rule: str = "parts") -> None:
    (desk / "seeds/resolutions.yaml").write_text(
        "resolutions:\n  - entity: lakeline\n    metric: revenue_growth\n    period: FY2024\n"
        f"    acknowledge: {rule}\n    owner: desk\n    reason: {{en: A slip of the pen., de: Ein Schreibfehler.}}\n",
        encoding="utf-8",
    )


def test_a_project_without_contradictions_ends_well() -> None:
    ran = project.run(project.FERRIES, "conflicts")
    assert (ran.exit, ran.err) == (0, "")
    assert ran.out.splitlines()[-1].endswith("No contradiction is open.")


def test_a_contradiction_is_shown_with_both_sides_and_what_follows(desk: Path) -> None:
    plant(desk)
    ran = project.run(desk, "conflicts", "--class", "contradiction")
    assert (ran.exit, ran.err) == (1, "")
    lines = ran.out.splitlines()
    assert lines[0] == "contradiction (open): against its parts"
    assert lines[1].startswith("  stated 99")
    assert lines[1].endswith("2024 [f01 p2: 99 %]")
    assert "  against €173.2\u00a0m, lakeline, Revenue, 2024 [f01 p2: 173.2 million]" in lines
    assert [line for line in lines if line.startswith("  gives ") and line.endswith(", x / p - 1")]
    assert lines[-1].endswith("Open contradictions: 1.")


def test_json_has_one_finding_a_line(desk: Path) -> None:
    plant(desk)
    ran = project.run(desk, "conflicts", "--json", "--open")
    (finding,) = [json.loads(line) for line in ran.out.splitlines()]
    assert (ran.exit, finding["rule"], finding["verdict"], finding["open"]) == (1, "parts", "contradiction", True)
    assert (finding["stated"]["as_written"], finding["stated"]["value"]) == ("99 %", "0.99")
    assert float(finding["computed"]["low"]) < float(finding["computed"]["value"]) < float(finding["computed"]["high"])


def test_what_the_desk_has_read_no_longer_fails(desk: Path) -> None:
    plant(desk)
    settle(desk)
    ran = project.run(desk, "conflicts", "--class", "contradiction", "--locale", "de")
    assert ran.exit == 0
    assert "Widerspruch (entschieden): gegen die Teile\n" in ran.out
    assert "  entschieden: Ein Schreibfehler.\n" in ran.out
    assert project.run(desk, "conflicts", "--open", "--json").out == ""


def test_an_acknowledgement_without_a_finding_is_an_error(desk: Path) -> None:
    plant(desk)
    settle(desk, "span")
    ran = project.run(desk, "conflicts")
    assert ran.exit == 3
    assert "error[E320] seeds/resolutions.yaml:5:18 no rule 'span' finds a contradiction at this key; delete the entry." in ran.err


def test_of_a_report_only_what_its_figures_rest_on(desk: Path) -> None:
    plant(desk)
    everything = project.run(desk, "conflicts", "--json").out.splitlines()
    of_report = project.run(desk, "conflicts", project.REPORT, "--json").out.splitlines()
    assert set(of_report) <= set(everything)
    assert [json.loads(line)["rule"] for line in of_report if '"open": true' in line] == ["parts"]
    with (desk / project.FACTS).open("a", encoding="utf-8") as file:
        file.write("revenue,FY2009,,,,9,m,EUR,=,A,f01,p2,9 million,,,\nrevenue,FY2009,,,,5,m,EUR,=,A,f01,p3,5 million,,,\n")
    assert len(project.run(desk, "conflicts", "--open", "--json").out.splitlines()) == 2
    assert len(project.run(desk, "conflicts", project.REPORT, "--open", "--json").out.splitlines()) == 1


def test_what_is_undecided_stops_the_build_and_is_listed(desk: Path) -> None:
    line = next(row for row in (desk / project.FACTS).read_text(encoding="utf-8").splitlines() if "173.2 million" in row)
    with (desk / project.FACTS).open("a", encoding="utf-8") as file:
        file.write(line.replace("173.2", "189.9").replace(",p2,", ",p9,") + "\n")
    built = project.run(desk, "build", project.REPORT, "--locale", "en")
    assert built.exit == 3
    assert (
        "the statements conflict and nothing decides between them: '173.2 million' (f01 p2) against '189.9 million' (f01 p9)" in built.err
    )
    assert "Decide between them in seeds/resolutions.yaml." in built.err
    ran = project.run(desk, "conflicts", project.REPORT, "--class", "contradiction")
    assert ran.exit == 1
    assert ran.out.startswith("contradiction (open): said more than once\n")


def test_a_file_that_is_wrong_is_told(desk: Path) -> None:
    (desk / RELATIONS).write_text("nets: [{of: nothing, less: revenue}]\n", encoding="utf-8")
    ran = project.run(desk, "conflicts")
    assert ran.exit == 2
    assert ran.err.startswith(f"error[E211] {RELATIONS}:1:13 nets[0].of: no metric 'nothing'.")
    assert project.run(desk, "check").exit == 2


def test_parts_that_exceed_their_total_are_told_by_check_and_marked_in_the_trace(desk: Path) -> None:
    with (desk / "seeds/entities.yaml").open("a", encoding="utf-8") as file:
        file.write("schemes:\n  segment:\n    now: [travel, freight, services]\n")
    assert "W326" not in project.run(desk, "check").out
    project.edit(desk / project.FACTS, "segment=freight,63.4,m", "segment=freight,83.4,m")
    told = project.run(desk, "check").out
    assert f"warning[W326] {project.FACTS}:" in told
    assert "rule 'total': '173.2 million' (f01 p2) for lakeline revenue FY2024 contradicts" in told
    traced = project.run(desk, "trace", project.REPORT, "revenue@FY2024").out
    assert "The parts of one classification do not add up to the total." in traced
