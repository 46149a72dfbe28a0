"""manifest.json: what an edition was made from and what it holds, by hash; and the edition's name."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path

from reportgen import inputs
from reportgen.facts.load import input_hashes
from reportgen.files import digest
from reportgen.model.document import Artifact
from reportgen.model.problem import Problems
from reportgen.provenance import encode
from reportgen.render import css, templates
from reportgen.spec import relations
from reportgen.spec.load import LoadedSpec
from reportgen.spec.project import Project
from reportgen.spec.theme import Theme
from reportgen.text import fonts

VERSION = 1
LONGEST = 100
"""Characters of a folder's name that no disk refuses, with room for the names of temporary folders."""
_PERIOD = re.compile(r"(fy|[hq]\d-|9m-)\d{4}(\.\.(fy|[hq]\d-|9m-)\d{4})?")
_DAY = re.compile(r"^as_of-\d{4}-\d{2}-\d{2}(_|$)|_as_of-\d{4}-\d{2}-\d{2}")
_SCRIPT = re.compile(r"(?<=zh-)han[st]\b")


def manifest(project: Project, loaded: LoadedSpec, as_of: date, artifacts: tuple[Artifact, ...], problems: Problems) -> Artifact:
    """The manifest of an edition; it names no time and no place, so that equal inputs give equal bytes."""
    config = sorted((project.root / "config" / "metrics").glob("*.yaml"))
    content = {
        "version": VERSION,
        "report": loaded.spec.report,
        "as_of": as_of.isoformat(),
        "params": dict(loaded.params),
        "inputs": {
            "spec": _hashes([project.root / file for file in sorted(loaded.files)], project.root),
            "metrics": _hashes(config, project.root),
            "relations": _hashes([file for file in (project.root / relations.FILE,) if file.is_file()], project.root),
            "facts": dict(sorted(input_hashes(project.root).items())),
            "theme": digest(loaded.theme.model_dump_json().encode()),
            "templates": {name: digest(data) for name, data in templates.files(project.root).items()},
            "fonts": dict(sorted(fonts.hashes(_companions(loaded.theme, artifacts)).items())),
        },
        "code": inputs.program(),
        "versions": inputs.versions(),
        "warnings": [str(p) for p in problems],
        "files": {a.name: {"sha256": digest(a.data), "bytes": len(a.data), "media_type": a.media_type} for a in artifacts},
    }
    return Artifact("manifest.json", "application/json", encode(content))


def _companions(theme: Theme, artifacts: tuple[Artifact, ...]) -> tuple[str, ...]:
    """The Han families that the briefs are set in."""
    pages = ((a.name.split(".")[1], a.data.decode()) for a in artifacts if a.media_type == "text/html")
    return tuple(sorted({name for tag, text in pages for name in css.companions(theme, tag, text)}))


def edition(as_of: date, artifacts: tuple[Artifact, ...]) -> str:
    """The edition's id: its day and the first eight hex digits of its content's hash."""
    return f"{as_of.isoformat()}-{content(artifacts)[:8]}"


def content(artifacts: Sequence[Artifact]) -> str:
    """SHA-256 in hex over the names and bytes of all files of an edition: what an approval is bound to."""
    found = sha256()
    for artifact in sorted(artifacts, key=lambda a: a.name):
        found.update(f"{artifact.name}\0{digest(artifact.data)}\n".encode())
    return found.hexdigest()


def content_of(folder: Path) -> str:
    """The same over a published folder; of files that are not there or more than were made it differs."""
    files = (Artifact(path.name, "", path.read_bytes()) for path in folder.iterdir() if path.is_file()) if folder.is_dir() else ()
    return content(tuple(files))


def variant(loaded: LoadedSpec, as_of: date | None, locales: tuple[str, ...]) -> str:
    """The name of a variant's folder: what differs from the spec's defaults, or `default`. No two variants of a report share a name.

    Where the values themselves could not be told apart, on some disks or at all, the name is a hash.
    """
    spec = loaded.spec
    found = [*loaded.params, *([("as_of", as_of.isoformat())] if as_of and as_of != spec.as_of else [])]
    if locales and locales != spec.locales:
        found.append(("locale", "-".join(locales)))
    name = "_".join(f"{key}-{value}" for key, value in found) or "default"
    keys = (*spec.params, "as_of", "locale")
    if len(name) <= LONGEST and all(map(_usual, (value for _, value in found))) and _parts(name, keys) == max(len(found) - 1, 0):
        return name
    return f"set-{digest(json.dumps(found).encode())[:32]}"


def undated(name: str) -> str:
    """The name of a variant without its day: editions of different days are editions of one brief.

    A name that is a hash keeps its day, which nobody can tell from it.
    """
    return _DAY.sub("", name) or "default"


def _usual(value: str) -> bool:
    """Whether a value is, of all spellings that differ in capitals alone, the usual one: some disks do not tell them apart."""
    small = value.lower()
    spelt = small.upper() if _PERIOD.fullmatch(small) else _SCRIPT.sub(lambda found: found[0].title(), small)
    return value == spelt


def _parts(name: str, keys: tuple[str, ...]) -> int:
    """At how many places of a folder's name another parameter may begin: a value may itself hold `_year-`."""
    return sum(name.startswith(f"_{key}-", place) for place in range(len(name)) for key in keys)


def _hashes(files: list[Path], root: Path) -> dict[str, str]:
    return {path.relative_to(root).as_posix(): digest(path.read_bytes()) for path in files}
