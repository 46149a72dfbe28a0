"""What the program loads before it knows what it is asked: nothing that costs time."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version

import pytest

from tests.support import project

HEAVY = (
    "babel",
    "fontTools",
    "jinja2",
    "markdown_it",
    "matplotlib",
    "numpy",
    "pandas",
    "pikepdf",
    "pydantic",
    "rich",
    "weasyprint",
    "yaml",
)
SPY = """
import sys
from reportgen.cli.main import run
code = run(sys.argv[1:])
print(code, *sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr)
"""


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], ["--version"], []], ids=" ".join)
def test_help_and_version_load_nothing_heavy(arguments: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SPY, *arguments], env=project.environment(), capture_output=True, text=True, timeout=60, check=True
    )
    loaded = done.stderr.split()
    assert [name for name in HEAVY if name in loaded] == []
    assert "click" in loaded


def test_the_version_is_told_before_anything_is_loaded() -> None:
    code = "import sys; sys.argv[1:] = ['--version']; from reportgen.cli.start import main; main(); print('click' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], env=project.environment(), capture_output=True, text=True, check=True)
    assert done.stdout == f"{version('reportgen')}\nFalse\n"


def test_version_is_that_of_the_package() -> None:
    assert project.run(project.FERRIES, "--version") == project.Ran(0, version("reportgen") + "\n", "")


def test_help_lists_every_command_with_its_sentence() -> None:
    from reportgen.cli.main import COMMANDS

    ran = project.run(project.FERRIES, "--help")
    assert (ran.exit, ran.err) == (0, "")
    for name, sentence in COMMANDS.items():
        assert f"  {name}" in ran.out
        assert sentence in ran.out


def test_every_command_has_help_of_its_own() -> None:
    from reportgen.cli.main import COMMANDS

    for name in COMMANDS:
        ran = project.run(project.FERRIES, name, "--help")
        assert (ran.exit, ran.err) == (0, ""), name
        assert ran.out.startswith(f"Usage: reportgen {name}"), name


def test_a_command_that_does_not_exist_is_a_fault_of_usage() -> None:
    ran = project.run(project.FERRIES, "biuld")
    assert ran.exit == 2
    assert ran.out == ""
    assert "No such command 'biuld'." in ran.err
