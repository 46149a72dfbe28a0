"""manifest.json: what an edition was made from and what it holds, by hash; and the edition's name."""

from __future__ import annotations

import json
import re
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
_CAPITALS = re.compile(r"[a-z]+")
_TAGS = re.compile(r"(?<=zh-)han[st]\b")


def manifest(project: Project, loaded: LoadedSpec, as_of: date, artifacts: tuple[Artifact, ...], problems: Problems) -> Artifact:
    """The manifest of an edition; it names no time and no place, so that equal inputs give equal bytes."""
    config = sorted((project.root / "config" / "metrics").glob("*.yaml"))
    content = {
        "version": VERSION,
        "report": loaded.spec.report,
        "as_of": as_of.isoformat(),
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
    content = sha256()
    for artifact in sorted(artifacts, key=lambda a: a.name):
        content.update(f"{artifact.name}\0{digest(artifact.data)}\n".encode())
    return f"{as_of.isoformat()}-{content.hexdigest()[:8]}"


def variant(loaded: LoadedSpec, as_of: date | None, locales: tuple[str, ...]) -> str:
    """The name of a variant's folder: what differs from the spec's defaults, or `default`. No two variants of a report share a name.

    Where the values themselves could not be told apart, on some disks or at all, the name is a hash.
    """
    spec = loaded.spec
    found = [*loaded.params, *([("as_of", as_of.isoformat())] if as_of and as_of != spec.as_of else [])]
    if locales and locales != spec.locales:
        found.append(("locale", "-".join(locales)))
    name = "_".join(f"{key}-{value}" for key, value in found) or "default"
    if len(name) <= LONGEST and all(_plain(value) for _, value in found):
        return name
    return f"set-{digest(json.dumps(found).encode())[:32]}"


def _plain(value: str) -> bool:
    """Whether a value can stand in a folder's name: it holds no `_`, which parts the values, and of all spellings that differ only in
    capitals, which some disks do not tell apart, it is the one that is usual."""
    small = value.lower()
    usual = _CAPITALS.sub(lambda found: found[0].upper(), small) if _PERIOD.fullmatch(small) else _TAGS.sub(lambda f: f[0].title(), small)
    return value == usual and "_" not in value


def _hashes(files: list[Path], root: Path) -> dict[str, str]:
    return {path.relative_to(root).as_posix(): digest(path.read_bytes()) for path in files}
