"""What the briefs are expected to hold, as files of tests/golden, and what changed in words.

A figure, a sentence, a fragment and a picture are each compared in their own way, so that a message names what changed.
"""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Iterator, Mapping
from decimal import Context, Decimal
from difflib import SequenceMatcher
from io import StringIO
from itertools import zip_longest
from pathlib import Path
from typing import Any

from tests.support import pictures
from tests.support.project import ROOT
from tests.support.reading import readable

FOLDER = ROOT / "tests" / "golden"
DPI = 60
COLUMNS = ("id", "period", "start", "end", "value", "low", "high", "unit", "scope", "basis", "method", "missing", "said")

Files = dict[str, bytes]
"""Files of tests/golden by their path there."""


def expected(below: str = "") -> Files:
    """What is stored, or the part of it below a folder."""
    found = sorted((FOLDER / below).rglob("*")) if (FOLDER / below).is_dir() else []
    return {path.relative_to(FOLDER).as_posix(): path.read_bytes() for path in found if path.is_file()}


def write(below: str, files: Files) -> None:
    """Stores a part in place of what it held."""
    shutil.rmtree(FOLDER / below, ignore_errors=True)
    for name, data in files.items():
        path = FOLDER / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def drop(known: set[str]) -> None:
    """Removes the parts that nothing makes any more."""
    for path in FOLDER.iterdir():
        if path.is_dir() and path.name not in known:
            shutil.rmtree(path)


def of_edition(folder: Path, report: str, *, pages: bool = True) -> Files:
    """The golden files that a built edition gives: figures, text, and pictures of its pages."""
    provenance = json.loads((folder / "provenance.json").read_bytes())
    files = {f"{report}/figures.csv": figures(provenance).encode()}
    for html in sorted(folder.glob("brief.*.html")):
        files[f"{report}/{html.suffixes[0][1:]}.txt"] = readable(html.read_text(encoding="utf-8")).encode()
    for pdf in sorted(folder.glob("brief.*.pdf")) if pages else ():
        for number, picture in enumerate(pictures.pages(pdf.read_bytes(), DPI), 1):
            files[f"{report}/pages/{pdf.suffixes[0][1:]}-{number:02}.png"] = pictures.png(picture)
    return files


def figures(provenance: Mapping[str, Any]) -> str:
    """One line a point: what it is, its window, its value with the interval, its unit, how it came about."""
    out = StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for point in provenance["figures"]:
        period, missing = point["period"], point.get("missing", {})
        row = {**point, "period": period["text"], "start": period["start"], "end": period["end"], "missing": missing.get("kind", "")}
        row |= {name: _short(point[name]) for name in ("value", "low", "high") if point.get(name)}
        writer.writerow(["" if row.get(column) is None else row[column] for column in COLUMNS])
    return out.getvalue()


def _short(number: str) -> str:
    """The number to ten digits: more than any fact has, few enough to read in a message."""
    return format(Context(prec=10).create_decimal(Decimal(number)).normalize(), "f")


def changes(old: Files, new: Files, *, exact: bool = True) -> list[str]:
    """What differs, a sentence each; empty when nothing does. Without `exact`, pictures are compared with tolerance."""
    found = [f"{name} is no longer made." for name in old if name not in new]
    for name in new:
        found += [f"{name} is new."] if name not in old else of_file(name, old[name], new[name], exact=exact)
    return found


def of_file(name: str, old: bytes, new: bytes, *, exact: bool = True) -> list[str]:
    """What differs between two versions of one file."""
    if old == new:
        return []
    if name.endswith(".png"):
        return of_picture(name, old, new, exact=exact)
    if name.endswith(".csv"):
        return list(of_figures(old.decode(), new.decode()))
    return list(of_text(name, old.decode(), new.decode()))


def of_figures(old: str, new: str) -> Iterator[str]:
    """Which figure changed from what to what."""
    before, after = _rows(old), _rows(new)
    yield from (f"figure {name} is gone; it was {before[name]['value']} {before[name]['unit']}." for name in before if name not in after)
    for name, row in after.items():
        if name not in before:
            yield f"figure {name} is new: {row['value']} {row['unit']}."
        elif row != before[name]:
            parts = [
                f"{column} was {before[name][column] or 'empty'}, is {row[column] or 'empty'}"
                for column in COLUMNS
                if row[column] != before[name][column]
            ]
            yield f"figure {name}: {'; '.join(parts)}."


def _rows(text: str) -> dict[str, dict[str, str]]:
    return {row["id"]: row for row in csv.DictReader(StringIO(text))}


def of_text(name: str, old: str, new: str) -> Iterator[str]:
    """Which sentence changed, under which heading."""
    before, after = old.splitlines(), new.splitlines()
    heads = list(_heads(before))
    for action, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if action == "equal":
            continue
        place = f"{name}, under '{heads[i - 1]}'" if i and heads[i - 1] else name
        for was, now in zip_longest(filter(None, before[i:j]), filter(None, after[k:m])):
            yield from (f"{place}: {words}" for words in _sentences(was, now))


def _heads(lines: list[str]) -> Iterator[str]:
    """The last heading at each line."""
    head = ""
    for line in lines:
        head = line.lstrip("# ") if line.startswith("#") else head
        yield head


def _sentences(was: str | None, now: str | None) -> Iterator[str]:
    if was is None:
        yield f"'{now}' is new."
    elif now is None:
        yield f"'{was}' is gone."
    else:
        pairs = zip_longest(_split(was), _split(now), fillvalue="") if len(_split(was)) == len(_split(now)) else [(was, now)]
        yield from (f"'{a}' is now '{b}'." for a, b in pairs if a != b)


def _split(line: str) -> list[str]:
    return re.split(r"(?<=[.!?]) ", line)


def of_picture(name: str, old: bytes, new: bytes, *, exact: bool) -> list[str]:
    """How much of a picture changed, and where."""
    was, now = pictures.read(old), pictures.read(new)
    if was.size != now.size:
        return [f"picture {name}: was {was.width} by {was.height} pixels, is {now.width} by {now.height}."]
    found = pictures.differing(was, now)
    if found is None or (not exact and found.far <= pictures.SHARE * was.width * was.height):
        return []
    return [f"picture {name}: {found}."]
