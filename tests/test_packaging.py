"""The lock holds what the project asks for, and the wheel carries what an installed program needs."""

import re
import tomllib
from pathlib import Path
from zipfile import ZipFile

import pytest
from hatchling.builders.wheel import WheelBuilder
from packaging.requirements import Requirement

LOCK = Path("requirements.lock").read_text()
PROJECT = tomllib.loads(Path("pyproject.toml").read_text())["project"]
PINNED = re.findall(r"^([a-z0-9-]+)==(\S+)", LOCK, re.MULTILINE)


@pytest.mark.parametrize("wanted", PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"])
def test_the_lock_holds_a_version_that_the_project_allows(wanted: str) -> None:
    requirement = Requirement(wanted)
    versions = [version for name, version in PINNED if name == requirement.name]
    assert versions, f"{requirement.name} is not in requirements.lock; run `make lock`"
    assert all(version in requirement.specifier for version in versions), f"{versions} is not {requirement.specifier}; run `make lock`"


def test_every_pin_has_hashes_and_no_address() -> None:
    assert "://" not in LOCK
    pins = re.split(r"^(?=\S)", LOCK, flags=re.MULTILINE)[1:]
    assert [pin.split()[0] for pin in pins if "--hash=sha256:" not in pin] == []


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    built = next(WheelBuilder(str(Path.cwd())).build(directory=str(tmp_path_factory.mktemp("wheel")), versions=["standard"]))
    with ZipFile(built) as file:
        return set(file.namelist())


def test_the_wheel_carries_the_default_templates_and_themes(wheel: set[str]) -> None:
    for folder, inside in (("templates", "templates"), ("config/themes", "themes")):
        files = [path for path in Path(folder).rglob("*") if path.is_file()]
        assert files
        assert [str(path) for path in files if f"reportgen/_defaults/{inside}/{path.relative_to(folder)}" not in wheel] == []


def test_the_wheel_carries_every_file_of_the_program(wheel: set[str]) -> None:
    files = [path for path in Path("reportgen").rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    assert [str(path) for path in files if str(path) not in wheel] == []
