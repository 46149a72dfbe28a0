"""The set-up says what it installs before it does, tries nothing twice, and touches nothing when nothing is to be done."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from reportgen.text import han
from tools import machine, setup


@dataclass
class Desk:
    """A project folder on a machine of its own: what is installed there is a file in `installed`, what was run a line in `log`."""

    folder: Path

    @property
    def calls(self) -> list[str]:
        log = self.folder / "log"
        return log.read_text().splitlines() if log.exists() else []

    def has(self, package: str) -> bool:
        return (self.folder / "installed" / package).exists()

    def command(self, name: str, script: str) -> None:
        path = self.folder / "bin" / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def part(self, name: str, use: str, *, needed: bool = True) -> machine.Part:
        package = name.lower()
        return machine.Part(name, use, package, package, lambda: self.has(package), needed)


APT_GET = """
echo apt-get "$@" >> {folder}/log
for word; do last=$word; done
case "$*" in *install*) [ ! -e {folder}/offline ] && for word; do :> {folder}/installed/$word; done 2>/dev/null;; esac
"""
APT_CACHE = '[ "$2" = chromium ] && [ -e {folder}/snaps ] && echo "  Candidate: (none)" || echo "  Candidate: 1.0"'


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    desk = Desk(tmp_path)
    for name in ("bin", "installed", ".venv/bin"):
        (tmp_path / name).mkdir(parents=True)
    for name in ("requirements.lock", "pyproject.toml", ".venv/bin/python"):
        (tmp_path / name).write_text("")
    desk.command("apt-get", APT_GET.format(folder=tmp_path))
    desk.command("apt-cache", APT_CACHE.format(folder=tmp_path))
    for name in ("env", "sh"):
        (tmp_path / "bin" / name).symlink_to(f"/usr/bin/{name}")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.delenv("REPORTGEN_NO_INSTALL", raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    for name, value in (
        ("ROOT", ""),
        ("VENV", ".venv"),
        ("PYTHON", ".venv/bin/python"),
        ("STATE", ".venv/state"),
        ("LOCK", "requirements.lock"),
    ):
        monkeypatch.setattr(setup, name, tmp_path / value)
    monkeypatch.setattr(setup, "_make_environment", lambda state, wanted: None)
    monkeypatch.setattr(setup.han, "lacking", lambda: () if desk.has("fonts") else han.FACES[:2])
    (tmp_path / "installed" / "fonts").touch()
    pango, chromium = desk.part("Pango", "lay out pages"), desk.part("Chromium", "open HTML in a browser")
    monkeypatch.setattr(setup, "PARTS", {"check": (), "brief": (pango,), "test": (pango, chromium)})
    return desk


def test_what_is_missing_is_named_and_then_installed(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    assert setup.main("test") == 0
    assert desk.has("pango")
    assert desk.has("chromium")
    assert capsys.readouterr().out.splitlines() == [
        "set-up: this machine lacks",
        "    pango                Pango, to lay out pages",
        "    chromium             Chromium, to open HTML in a browser",
        "set-up: installing pango chromium with apt-get",
    ]


def test_a_brief_does_not_install_what_only_tests_need(desk: Desk) -> None:
    assert setup.main("brief") == 0
    assert desk.has("pango")
    assert not desk.has("chromium")


def test_checking_the_code_installs_no_system_package(desk: Desk) -> None:
    assert setup.main("check") == 0
    assert desk.calls == []


FETCHING = f"set-up: fetching 2 fonts of Chinese briefs into {han.folder()}; this takes a minute.\n"


def without_fonts(desk: Desk, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets the environment's Python be a script that is to fetch the fonts."""
    (desk.folder / "installed" / "fonts").unlink()
    desk.command("python", f'echo python "$@" >> {desk.folder}/log\n{script}')
    monkeypatch.setattr(setup, "PYTHON", desk.folder / "bin" / "python")


def test_a_brief_gets_the_chinese_fonts(desk: Desk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    setup.main("brief")
    capsys.readouterr()
    without_fonts(desk, f": > {desk.folder}/installed/fonts", monkeypatch)
    assert setup.main("brief") == 0
    assert capsys.readouterr().out == FETCHING
    assert [call for call in desk.calls if "fonts" in call] == ["python -m reportgen.cli.main fonts"]
    assert setup.main("brief") == 0
    assert capsys.readouterr().out == ""


def test_chinese_fonts_that_cannot_be_had_do_not_stop_a_brief_and_are_tried_again_when_asked(
    desk: Desk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    setup.main("brief")
    capsys.readouterr()
    without_fonts(desk, "exit 4", monkeypatch)
    assert setup.main("brief") == 0
    assert "Chinese briefs cannot be built; `make setup` tries again. All others can." in capsys.readouterr().out
    assert setup.main("brief") == 0
    assert capsys.readouterr().out == ""
    setup.main("retry")
    assert FETCHING in capsys.readouterr().out


def test_checking_the_code_fetches_no_fonts(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    without_fonts(desk, "exit 4", monkeypatch)
    assert setup.main("check") == 0
    assert desk.calls == []


def test_when_all_is_there_nothing_runs_and_nothing_is_said(
    desk: Desk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    setup.main("test")
    capsys.readouterr()
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: pytest.fail("a program was started"))
    assert setup.main("test") == 0
    assert capsys.readouterr().out == ""


def test_what_could_not_be_installed_is_not_tried_again_until_asked(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    (desk.folder / "snaps").touch()
    setup.main("test")
    assert "set-up: this system's package lists hold no chromium." in capsys.readouterr().out
    tried = len(desk.calls)

    setup.main("brief")
    setup.main("test")
    assert len(desk.calls) == tried
    skipped = "without Chromium the tests that need it to open HTML in a browser are skipped"
    assert capsys.readouterr().out == f"set-up: {skipped}: apt-get install chromium, then `make setup`.\n"

    (desk.folder / "snaps").unlink()
    setup.main("retry")
    assert desk.has("chromium")


def _as_if(monkeypatch: pytest.MonkeyPatch, desk: Desk, case: str) -> None:
    if case == "told not to":
        monkeypatch.setenv("REPORTGEN_NO_INSTALL", "1")
    elif case == "no apt":
        (desk.folder / "bin" / "apt-get").unlink()
    else:
        monkeypatch.setattr(os, "geteuid", lambda: 1000)
        monkeypatch.setenv("CI", "true")
    if case == "sudo refuses":
        desk.command("sudo", "exit 1")


@pytest.mark.parametrize(
    ("case", "reason"),
    [
        ("told not to", "REPORTGEN_NO_INSTALL is set"),
        ("no apt", "there is no apt-get here"),
        ("no sudo", "this needs root or sudo"),
        ("sudo refuses", "this needs root or sudo"),
    ],
)
def test_where_nothing_may_be_installed_tests_go_on_and_a_brief_does_not(
    case: str, reason: str, desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _as_if(monkeypatch, desk, case)

    assert setup.main("test") == 0
    assert f"set-up: not installing them: {reason}." in capsys.readouterr().out.splitlines()
    assert setup.main("brief") == 1
    assert capsys.readouterr().err == "set-up: a brief cannot be built without Pango (apt-get install pango)\n"
    assert desk.calls == []


def test_with_sudo_the_packages_are_installed_by_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.command("sudo", '[ "$1" = -n ] && shift; "$@"')
    (desk.folder / "bin" / "true").symlink_to("/usr/bin/true")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setenv("CI", "true")
    assert setup.main("brief") == 0
    assert "set-up: installing pango with sudo -n apt-get" in capsys.readouterr().out.splitlines()
    assert desk.has("pango")


def test_a_changed_lock_a_moved_folder_and_a_changed_project_are_noticed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[dict[str, str]] = []
    monkeypatch.setattr(setup, "_make_environment", lambda state, wanted: made.append(wanted))
    setup.main("check")
    setup.main("check")
    assert len(made) == 1
    (desk.folder / "requirements.lock").write_text("babel==2.18.0\n")
    setup.main("check")
    (desk.folder / "pyproject.toml").write_text("[project]\n")
    setup.main("check")
    assert len(made) == 3
    setup.STATE.write_text(setup.STATE.read_text().replace(str(desk.folder), "/elsewhere"))
    setup.main("check")
    assert len(made) == 4


def test_a_damaged_note_of_the_last_set_up_counts_as_none(desk: Desk) -> None:
    setup.main("check")
    setup.STATE.write_text('{"root": ')
    assert setup.main("check") == 0
    assert '"lock"' in setup.STATE.read_text()


@pytest.mark.parametrize("python", ["/bin/false", "no-such-python"])
def test_a_python_that_does_not_do_is_refused_with_its_name(python: str) -> None:
    run = subprocess.run(
        ["tools/setup.sh", "check"], env=os.environ | {"REPORTGEN_PYTHON": python}, capture_output=True, text=True, check=False
    )
    assert run.returncode == 1
    assert run.stderr == f"REPORTGEN_PYTHON is '{python}', which is not a Python 3.11 or newer.\n"


@pytest.fixture
def browsers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], Path]:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("REPORTGEN_CHROMIUM", raising=False)

    def put(name: str, script: str) -> Path:
        path = tmp_path / name
        path.write_text(script)
        path.chmod(0o755)
        return path

    return put


def test_a_browser_that_only_starts_a_snap_does_not_count(browsers: Callable[[str, str], Path]) -> None:
    browsers("chromium-browser", '#!/bin/sh\nexec /snap/bin/chromium "$@"\n')
    assert machine.browser() == ""
    real = browsers("google-chrome", "#!/bin/sh\n")
    assert machine.browser() == str(real)


def test_reportgen_chromium_names_the_browser(browsers: Callable[[str, str], Path], monkeypatch: pytest.MonkeyPatch) -> None:
    browsers("chromium", "#!/bin/sh\n")
    mine = browsers("mine", "#!/bin/sh\n")
    monkeypatch.setenv("REPORTGEN_CHROMIUM", str(mine))
    assert machine.browser() == str(mine)


def test_the_readme_lists_every_package_that_is_installed() -> None:
    readme = Path("README.md").read_text()
    assert [part.apt for part in machine.PARTS["test"] if f"| `{part.apt}` |" not in readme] == []
