import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from reportgen.cli.show import outcome, progress, show_problems, summary
from reportgen.model.problem import Exit, Location, Problem

SPEC = "charts:\n  losses: {kind: columns}\nlead: {chart: loses}\n"
WRONG = Problem("E214", "no chart 'loses'. Did you mean 'losses'?", Location("config/x.yaml", 3, 15), "lead.chart")
DOUBTFUL = Problem("W243", "figure 'a' is used nowhere.", Location("config/x.yaml", 2, 3), "figures.a", "Drop it.")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(root: Path, *problems: Problem, as_json: bool = False, stream: io.StringIO | None = None) -> str:
    stream = stream or io.StringIO()
    show_problems(problems, root, stream, as_json=as_json)
    return stream.getvalue()


def file(root: Path, text: str, name: str = "config/x.yaml") -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_bytes(text.encode())


def test_a_problem_stands_above_its_line_and_a_caret(tmp_path: Path) -> None:
    file(tmp_path, SPEC)
    assert shown(tmp_path, WRONG) == (
        "error[E214] config/x.yaml:3:15 lead.chart: no chart 'loses'. Did you mean 'losses'?\n"
        "     3 | lead: {chart: loses}\n"
        "       |               ^\n"
        "1 error.\n"
    )


def test_problems_come_in_order_of_place_and_once(tmp_path: Path) -> None:
    file(tmp_path, SPEC)
    text = shown(tmp_path, WRONG, DOUBTFUL, WRONG)
    assert [line.split(" ")[0] for line in text.splitlines() if "[" in line] == ["warning[W243]", "error[E214]"]
    assert text.endswith("1 error, 1 warning.\n")


def test_nothing_is_said_of_nothing(tmp_path: Path) -> None:
    assert shown(tmp_path) == ""
    assert shown(tmp_path, as_json=True) == ""


def test_json_has_one_object_a_line_with_the_same_keys(tmp_path: Path) -> None:
    file(tmp_path, SPEC)
    lines = shown(tmp_path, WRONG, Problem("E401", "the chart is empty."), as_json=True).splitlines()
    assert [json.loads(line) for line in lines] == [
        {
            "severity": "error",
            "code": "E214",
            "file": "config/x.yaml",
            "line": 3,
            "column": 15,
            "path": "lead.chart",
            "message": "no chart 'loses'. Did you mean 'losses'?",
            "hint": "",
        },
        {"severity": "error", "code": "E401", "file": "", "line": 0, "column": 0, "path": "", "message": "the chart is empty.", "hint": ""},
    ]


def test_a_long_line_is_cut_around_the_caret(tmp_path: Path) -> None:
    file(tmp_path, "x" * 300 + "HERE" + "y" * 300 + "\n")
    _, line, caret, _ = shown(tmp_path, Problem("E230", "a.", Location("config/x.yaml", 1, 301))).splitlines()
    assert line[caret.index("^") :].startswith("HERE")
    assert line.startswith("     1 | ...x")
    assert line.endswith("y...")
    assert len(line) < 140


def test_wide_characters_keep_the_caret_below_its_place(tmp_path: Path) -> None:
    file(tmp_path, "a: 漢字 5\n")
    _, line, caret, _ = shown(tmp_path, Problem("E230", "a.", Location("config/x.yaml", 1, 7))).splitlines()
    assert line == "     1 | a: 漢字 5"
    assert caret == "       |         ^"


def test_a_field_of_a_csv_is_found_by_its_number(tmp_path: Path) -> None:
    file(tmp_path, 'a,"b,b",c\n', "seeds/x.csv")
    _, _, caret, _ = shown(tmp_path, Problem("E301", "a.", Location("seeds/x.csv", 1, 3))).splitlines()
    assert caret == "       |         ^"


def test_a_file_cannot_steer_the_terminal(tmp_path: Path) -> None:
    file(tmp_path, "a: \x1b[31mred\u202e\n")
    problem = Problem("E201", "no key '\x1b[2J'.", Location("config/x.yaml", 1, 4))
    text = shown(tmp_path, problem)
    assert "\x1b" not in text
    assert "no key '\\u001b[2J'." in text
    assert "a: \\u001b[31mred\\u202e" in text


@pytest.mark.parametrize("name", ["config/none.yaml", "../outside.yaml", "config", "config/x.yaml"])
def test_a_line_that_cannot_be_shown_is_left_out(tmp_path: Path, name: str) -> None:
    root = tmp_path / "project"
    file(root, "short\n")
    file(root, "secret\n", "../outside.yaml")
    text = shown(root, Problem("E101", "there is no such file.", Location(name, 9, 1)))
    assert text == f"error[E101] {name}:9:1 there is no such file.\n1 error.\n"


def test_a_file_that_is_not_utf_8_is_shown_as_far_as_it_goes(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_bytes(b"a: \xff\n")
    assert "     1 | a: \ufffd\n" in shown(tmp_path, Problem("E103", "a.", Location("x.yaml", 1, 4)))


def test_colour_is_for_terminals(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert shown(tmp_path, WRONG, stream=Terminal()).startswith("\x1b[1;31merror[E214]\x1b[0m config/x.yaml")
    assert "\x1b" not in shown(tmp_path, WRONG)
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in shown(tmp_path, WRONG, stream=Terminal())


def test_the_count_agrees_with_its_number() -> None:
    assert summary((WRONG,)) == "1 error."
    assert summary((WRONG, WRONG, DOUBTFUL)) == "2 errors, 1 warning."
    assert summary((DOUBTFUL, DOUBTFUL)) == "2 warnings."


def test_the_earliest_stage_with_an_error_gives_the_exit_code() -> None:
    assert outcome(()) == Exit.DONE
    assert outcome((DOUBTFUL,)) == Exit.DONE
    assert outcome((Problem("E401", "a."), Problem("E301", "b."))) == Exit.DATA
    assert outcome((Problem("E401", "a."), WRONG)) == Exit.SPEC
    assert outcome((Problem("E401", "a."), DOUBTFUL)) == Exit.OUTPUT


def test_progress_moves_on_a_terminal_and_leaves_nothing_behind() -> None:
    stream = Terminal()
    with progress(stream) as report:
        report("facts")
        report("charts", 3, 12)
    text = stream.getvalue()
    assert "facts" in text
    assert "charts 3/12" in text
    assert text.endswith(("\x1b[2K", "\x1b[1A\x1b[2K"))


def test_a_pipe_sees_no_progress_and_pays_for_none() -> None:
    code = (
        "import io, sys\n"
        "from reportgen.cli.show import progress\n"
        "stream = io.StringIO()\n"
        "with progress(stream) as report:\n"
        "    report('facts')\n"
        "    report('charts', 3, 12)\n"
        "print(repr(stream.getvalue()), 'rich' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
    assert done.stdout == "'' False\n"
