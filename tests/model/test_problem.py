from __future__ import annotations

import pytest

from reportgen.model.problem import Exit, Location, Problem, ReportError, errors, in_order


def test_a_problem_says_where_what_and_what_would_be_right() -> None:
    problem = Problem(
        "E214", "no chart kind 'bars'.", Location("config/reports/rain.yaml", 14, 9), "sections[2].chart", "Did you mean 'bar'?"
    )
    assert str(problem) == "error[E214] config/reports/rain.yaml:14:9 sections[2].chart: no chart kind 'bars'. Did you mean 'bar'?"
    assert str(Problem("W324", "a doubt.")) == "warning[W324] a doubt."
    assert str(Location("rain.yaml")) == "rain.yaml"
    assert str(Location("rain.csv", 3)) == "rain.csv:3:1"


@pytest.mark.parametrize(
    ("code", "exit"), [("E101", Exit.SPEC), ("E214", Exit.SPEC), ("E323", Exit.DATA), ("E411", Exit.OUTPUT), ("E491", Exit.OUTPUT)]
)
def test_the_first_digit_decides_the_exit(code: str, exit: Exit) -> None:
    assert Problem(code, "x").exit is exit


def test_problems_come_once_and_in_order_of_their_place() -> None:
    late, early = Problem("E1", "b", Location("a.yaml", 9, 1)), Problem("E1", "b", Location("a.yaml", 2, 7))
    nowhere = Problem("E1", "a")
    assert in_order((nowhere, late, early, late)) == (early, late, nowhere)
    assert errors((Problem("W1", "x"), early)) == (early,)


def test_a_report_error_carries_its_problem() -> None:
    error = ReportError(Problem("E491", "cannot write."))
    assert (str(error), error.exit) == ("error[E491] cannot write.", Exit.OUTPUT)
    assert early_at() == Location("x", 1)


def early_at() -> Location | None:
    return Problem("E1", "x").at(Location("x", 1)).where
