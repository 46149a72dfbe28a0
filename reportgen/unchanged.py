"""Whether a build would only repeat the last one: told from raw bytes, before YAML, pydantic or any engine is loaded."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from reportgen import inputs
from reportgen.cache import Cache, key
from reportgen.files import digest
from reportgen.order import Order

STAGE = "edition"
VERSION = "1"


def components(root: Path, spec: Path, order: Order) -> dict[str, str]:
    """Everything that has a hand in an edition, by name."""
    return {
        **inputs.of_project(root, spec),
        "report": spec.stem,
        "program": inputs.program(),
        "look": inputs.look(),
        "libraries": json.dumps(inputs.versions()),
        "record": VERSION,
        **order.parts,
    }


def unchanged(root: Path, cache: Cache, parts: Mapping[str, str], order: Order) -> Path | None:
    """The folder that holds the very files that a build of these components would make, or None."""
    data = cache.read(STAGE, key(parts))
    if data is None:
        return None
    try:
        found = json.loads(data)
        home, edition, files, engine = root / found["home"], found["edition"], found["files"], found["engine"]
    except (ValueError, KeyError, TypeError):
        return None
    if any(inputs.mark(path) != known for path, known in engine.items()):
        return None
    if order.out:
        return order.out if _all_there(order.out, files) else None
    folder = Path(home) / edition
    whole = _all_there(folder, files) and len(list(folder.iterdir())) == len(files)
    return folder if whole and _latest(home) == edition else None


def remember(root: Path, cache: Cache, parts: Mapping[str, str], home: Path, edition: str, files: Mapping[str, bytes]) -> None:
    """Notes what a build of these components made, for the next time."""
    found = {
        "home": home.relative_to(root).as_posix(),
        "edition": edition,
        "files": {name: digest(data) for name, data in files.items()},
        "engine": inputs.engine(),
    }
    cache.write(STAGE, key(parts), json.dumps(found).encode())


def _all_there(folder: Path, files: Mapping[str, str]) -> bool:
    try:
        return all(digest((folder / name).read_bytes()) == known for name, known in files.items())
    except OSError:
        return False


def _latest(home: Path) -> str:
    try:
        return str(json.loads((home / "latest.json").read_bytes()).get("edition", ""))
    except (OSError, ValueError, AttributeError):
        return ""
