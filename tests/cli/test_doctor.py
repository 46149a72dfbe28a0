"""The doctor says what is missing, with the cure, and finds nothing on a machine that runs this suite."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.running import desks
from tests.support import letters, project


@pytest.mark.needs_pango
def test_a_machine_that_has_all(tmp_path: Path) -> None:
    ran = project.run(project.copy(tmp_path / "desk"), "doctor")
    assert (ran.exit, ran.err) == (0, ""), ran.out
    assert "good     the PDF engine loads." in ran.out
    assert "good     YAML is read by libyaml." in ran.out
    assert not (tmp_path / "desk" / "build").exists()


def test_a_hole_of_the_email_package_is_told_with_its_cure(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("reportgen.deliver.envelope.probe", lambda: True)
    ran = project.run(project.copy(tmp_path / "desk"), "doctor")
    assert "warning  Python's email package lets a subject add headers (CVE-2024-6923)." in ran.out
    assert "3.11.15" in ran.out


def test_a_store_that_is_damaged(tmp_path: Path) -> None:
    root = desks.make(tmp_path / "desk", 9)
    (root / "build").mkdir()
    (root / "build" / "store.db").write_bytes(b"no database" * 1000)
    ran = project.run(root, "doctor")
    assert ran.exit == 1
    assert "fault    error[E600]" in ran.out


def test_the_relay_is_greeted_when_asked(tmp_path: Path) -> None:
    with letters.relay(tmp_path / "log") as relay:
        root = desks.make(tmp_path / "desk", relay.port)
        assert "good     the relay greets." in project.run(root, "doctor", "--relay").out
    ran = project.run(root, "doctor", "--relay")
    assert ran.exit == 1
    assert "fault    the relay cannot be used" in ran.out


def test_check_reads_what_delivers(tmp_path: Path) -> None:
    root = desks.make(tmp_path / "desk", 25)
    assert project.run(root, "check").exit == 0
    project.edit(root / "config" / "schedules" / "weekly.yaml", "Europe/Berlin", "Europe/Berlim")
    ran = project.run(root, "check")
    assert ran.exit == 2
    assert "config/schedules/weekly.yaml:3:12 time_zone: 'Europe/Berlim' is no time zone" in ran.out
    assert project.run(root, "check", project.REPORT).exit == 0
