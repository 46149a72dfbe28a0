"""Tests that cannot run are skipped, counted in the last lines, and fail the run where that is asked for."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.support import parts

TESTS = """
import pytest

@pytest.mark.needs_poppler
def test_reads_pages(): pass

@pytest.mark.needs_poppler
def test_reads_text(): pass

@pytest.mark.needs_sources
def test_reads_sources(): pass

@pytest.mark.skip(reason="for another reason")
def test_waits(): pass

def test_runs(): pass
"""


def _run(folder: Path, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    (folder / "test_some.py").write_text(TESTS)
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("REPORTGEN_", "PYTEST_"))}
    command = [sys.executable, "-m", "pytest", "-c", "pyproject.toml", "--rootdir", ".", "-p", "tests.conftest", "-p", "no:cacheprovider"]
    return subprocess.run(
        [*command, *arguments, str(folder)], env=bare | {"PATH": str(folder)} | env, capture_output=True, text=True, check=False
    )


ACCOUNT = [
    "not run here: 2 tests need poppler (apt-get install poppler-utils)",
    "not run here: 1 test needs the source texts (set REPORTGEN_SOURCES to their folder)",
]


@pytest.mark.parametrize("workers", [(), ("-n", "2")])
def test_the_last_lines_count_the_tests_that_did_not_run(workers: tuple[str, ...], tmp_path: Path) -> None:
    run = _run(tmp_path, *workers)
    lines = run.stdout.splitlines()
    assert run.returncode == 0
    assert "1 passed, 4 skipped" in lines[-3]
    assert lines[-2:] == ACCOUNT


def test_where_asked_for_a_missing_part_of_the_machine_fails_the_run(tmp_path: Path) -> None:
    run = _run(tmp_path, REPORTGEN_FAIL_ON_SKIP="1")
    assert run.returncode == 1
    assert run.stdout.splitlines()[-3:] == [
        *ACCOUNT,
        "failed, because REPORTGEN_FAIL_ON_SKIP is set and parts of the machine are missing",
    ]


def test_missing_source_texts_alone_do_not_fail_the_run(tmp_path: Path) -> None:
    run = _run(tmp_path, "-k", "sources or runs", REPORTGEN_FAIL_ON_SKIP="1")
    assert run.returncode == 0


def test_a_source_folder_that_is_not_there_is_an_error_not_a_skip(tmp_path: Path) -> None:
    (tmp_path / "test_folder.py").write_text("import pytest\n\n@pytest.mark.needs_sources\ndef test_reads(sources): pass\n")
    run = _run(tmp_path, "-k", "test_reads and not text", REPORTGEN_SOURCES="nowhere")
    assert run.returncode == 1
    assert "REPORTGEN_SOURCES names nowhere, which is no folder" in run.stdout


def test_every_need_is_a_declared_marker_and_every_such_marker_a_need() -> None:
    markers = tomllib.loads(Path("pyproject.toml").read_text())["tool"]["pytest"]["ini_options"]["markers"]
    declared = {match[0] for marker in markers if (match := re.match(r"needs_\w+", marker))}
    assert declared == {need.marker for need in parts.NEEDS}
