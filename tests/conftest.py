"""Skips tests that need what is not here, and says so, with reason and count, in the last lines of the output."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.support import parts
from tools import machine

FAIL_ON_SKIP = "REPORTGEN_FAIL_ON_SKIP"


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skips the test when a need that its markers name is not met."""
    if need := parts.unmet(mark.name for mark in item.iter_markers()):
        pytest.skip(need.reason)


@pytest.fixture(scope="session")
def sources() -> Path:
    """The folder of the source texts; mark the test needs_sources."""
    folder = parts.source_folder()
    assert folder is not None, "mark the test with needs_sources"
    assert folder.is_dir(), f"REPORTGEN_SOURCES names {folder}, which is no folder"
    return folder


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of this run that all its workers share; see tests.support.project.once."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the browser; mark the test needs_chromium."""
    return machine.browser()


def _missed(config: pytest.Config) -> list[tuple[parts.Need, int]]:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    reasons = [report.longrepr[2].removeprefix("Skipped: ") for report in skipped if isinstance(report.longrepr, tuple)]
    return parts.missed(reasons)


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where REPORTGEN_FAIL_ON_SKIP is set, a test not run for want of a part of the machine makes the run fail."""
    wanting = any(need.of_machine for need, _ in _missed(session.config))
    if wanting and os.environ.get(FAIL_ON_SKIP) and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """Writes the account below pytest's own closing line."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None:  # a worker of pytest-xdist
        return
    found = _missed(config)
    for line in parts.account(found):
        reporter.write_line(line, yellow=True)
    if os.environ.get(FAIL_ON_SKIP) and any(need.of_machine for need, _ in found):
        reporter.write_line(f"failed, because {FAIL_ON_SKIP} is set and parts of the machine are missing", red=True)
