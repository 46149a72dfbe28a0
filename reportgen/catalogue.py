"""The catalogue: one static page of all editions on disk, with what the store knows of them. It asks for nothing from elsewhere."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from reportgen import manifest
from reportgen.files import atomic_write
from reportgen.render import templates
from reportgen.store.editions import Edition
from reportgen.store.runs import Run

PAGE = "build/index.html"
PICTURES = ".catalogue"
WIDTH = 480
"""Pixels of a front-page picture: twice what a card shows, for fine screens."""
LATEST_RUNS = 50
"""Runs that the page shows; the store has all."""


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that another edition before it gave otherwise; a side is empty where the figure is not there."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An edition as the page shows it: `files` are links relative to the page, `changed` is None where there is none before."""

    id: str
    report: str
    variant: str
    name: str
    as_of: str
    hash: str
    made: datetime
    state: str = ""
    reason: str = ""
    files: tuple[tuple[str, str], ...] = ()
    picture: str = ""
    changed: tuple[Change, ...] | None = None


def write(root: Path, editions: Sequence[Edition] = (), runs: Sequence[Run] = ()) -> Path:
    """Writes build/index.html, seen whole or not at all, and gives its path; `editions` and `runs` are what the store has.

    Raises ReportError E491 where it cannot be written.
    """
    entries = found(root, {one.id: one for one in editions})
    groups: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        groups.setdefault((entry.report, entry.variant), []).append(entry)
    latest = sorted(runs, key=lambda run: run.changed, reverse=True)[:LATEST_RUNS]
    page = templates.environment(root).get_template("catalogue.html")
    text = page.render(groups=groups, runs=latest, count=len(entries), more=len(runs) - len(latest))
    atomic_write(root / PAGE, text.encode())
    return root / PAGE


def found(root: Path, known: Mapping[str, Edition]) -> tuple[Entry, ...]:
    """All editions whose folders are there, by report and variant, newest first in each; a folder that is none of ours is left out."""
    groups: dict[tuple[str, str], list[tuple[Entry, Path]]] = {}
    for file in sorted((root / "build").glob("*/*/*/manifest.json")):
        if (entry := _entry(root, file.parent, known)) is not None:
            groups.setdefault((entry.report, entry.variant), []).append((entry, file.parent))
    entries: list[Entry] = []
    for group in groups.values():
        before: Mapping[str, tuple[str, str]] | None = None
        made: list[Entry] = []
        for entry, folder in sorted(group, key=lambda one: (one[0].as_of, one[0].made, one[0].id)):
            figures = _figures(folder)
            made.append(replace(entry, changed=None if before is None else tuple(_changes(before, figures))))
            # What was withdrawn is nothing to compare with.
            before = before if entry.state == "withdrawn" else figures
        entries += reversed(made)
    return tuple(entries)


def _entry(root: Path, folder: Path, known: Mapping[str, Edition]) -> Entry | None:
    try:
        stated = json.loads((folder / "manifest.json").read_bytes())
        as_of = str(stated["as_of"])
        # A manifest names no time. What was put on record late, to be withdrawn, was made when its files were.
        made = datetime.fromtimestamp((folder / "manifest.json").stat().st_mtime, UTC)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    report, variant, name = folder.parts[-3:]
    own = f"{report}/{variant}/{name}"
    on_record = known.get(own)
    state, reason = (on_record.state, on_record.reason) if on_record else ("", "")
    content = manifest.content_of(folder)
    if not name.endswith(content[:8]):
        state, reason = "damaged", "its files are not those that were built"
    files = tuple((path.name, path.relative_to(root / "build").as_posix()) for path in sorted(folder.glob("brief.*")))
    picture = _picture(root, folder, content)
    return Entry(
        own,
        report,
        manifest.undated(variant),
        name,
        as_of,
        content,
        min(on_record.created, made) if on_record else made,
        state,
        reason,
        files,
        picture,
    )


def _picture(root: Path, folder: Path, content: str) -> str:
    """The front page as a PNG beside the page, made once for each content; empty where there is no PDF that can be read."""
    file = next(iter(sorted(folder.glob("brief.*.pdf"))), None)
    if file is None:
        return ""
    name = f"{PICTURES}/{sha256(f'{content}/{file.name}/{WIDTH}'.encode()).hexdigest()[:32]}.png"
    target = root / "build" / name
    if not target.is_file():
        if not (data := _drawn(file)):
            return ""
        target.parent.mkdir(parents=True, exist_ok=True)
        atomic_write(target, data)
    return name


def _drawn(file: Path) -> bytes:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(file)
    except (pypdfium2.PdfiumError, OSError):
        return b""
    try:
        page = document[0]
        image = page.render(scale=WIDTH / page.get_width()).to_pil().convert("RGB")
    finally:
        document.close()
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _figures(folder: Path) -> Mapping[str, tuple[str, str]]:
    """Id -> label with its period, and the value with its unit."""
    try:
        rows = list(csv.DictReader(io.StringIO((folder / "figures.csv").read_text(encoding="utf-8"))))
        return {row["id"]: (f"{row['label']}, {row['period']}", f"{row['value']} {row['unit']}") for row in rows}
    except (OSError, ValueError, KeyError, csv.Error):
        return {}


def _changes(before: Mapping[str, tuple[str, str]], after: Mapping[str, tuple[str, str]]) -> Iterator[Change]:
    for one in dict.fromkeys((*after, *before)):
        old, new = before.get(one), after.get(one)
        if (old and old[1]) != (new and new[1]):
            yield Change((new or old or ("", ""))[0], old[1] if old else "", new[1] if new else "")
