"""A locale's words and patterns, read from locales/<tag>.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from reportgen.model.problem import Exit, Problem, ReportError
from reportgen.text import cldr

FOLDER = Path(__file__).parent / "locales"

# The power of ten behind each scale word of a spec. A locale may count in other steps (億 is 10^8), so `decimals`
# is read against the power that the spec's word names, and the locale's own step shows the same place.
POWERS = {"one": 0, "k": 3, "m": 6, "bn": 9, "tn": 12}

Pattern = str | Mapping[str, str]
"""A wording with slots, or one per plural category or form."""


@dataclass(frozen=True, slots=True)
class Scale:
    """A step of counting: 10^power, and what stands after the number."""

    power: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class Data:
    """What a locale file says; patterns carry {slots}."""

    tag: str
    babel: str
    scales: Mapping[str, Scale]
    auto: tuple[Scale, ...]
    """The steps that a large number is shown in, largest first."""
    small: tuple[tuple[int, Scale], ...]
    """Steps for money below them whose whole digits are not all carried: (from which power of ten, step)."""
    units: Mapping[str, Pattern]
    per: Mapping[str, str]
    qualifiers: Mapping[str, str]
    bare: Mapping[str, str]
    dates: Mapping[str, str]
    periods: Mapping[str, Mapping[str, str]]
    change: Mapping[str, Mapping[str, Pattern]]
    tails: Mapping[str, str]
    spelled: tuple[str, ...]
    ordinals: tuple[str, ...]
    ratings: Mapping[str, str]
    """The usual words for a rating by the English one, in small letters."""
    words: Mapping[str, str]
    reasons: Mapping[str, str]
    alt: Mapping[str, str]
    lower_labels: bool
    spaced: bool
    """Whether spaces part words and sentences; where they do not, a number before a scale word has no marks between thousands."""


def known() -> tuple[str, ...]:
    """The tags that have a locale file, sorted."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


@cache
def read(tag: str) -> Data:
    """The data of a tag; raises ReportError when there is no such locale."""
    tags = known()
    if tag not in tags:
        near = get_close_matches(tag, tags, 1)
        hint = f"Did you mean '{near[0]}'?" if near else ""
        raise ReportError(Problem("E290", f"no locale '{tag}'. Known: {', '.join(tags)}.", hint=hint), Exit.SPEC)
    return _data(raw(tag))


def raw(tag: str) -> dict[str, Any]:
    """The file of a tag as plain values."""
    text = (FOLDER / f"{tag}.yaml").read_text(encoding="utf-8")
    # the program's own file: a safe loader, six times as fast as the one for the user's files
    loaded: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506, TID251
    return loaded


def _data(file: dict[str, Any]) -> Data:
    cldr.isolate(file["babel"])
    scales = {"one": Scale(0)} | {name: Scale(s["power"], s["text"]) for name, s in file["scales"].items()}
    return Data(
        tag=file["tag"],
        babel=file["babel"],
        scales=scales,
        auto=tuple(scales[name] for name in file["auto"]),
        small=tuple((start, scales[name]) for name, start in file["small"].items()),
        units=file["units"],
        per=file["per"],
        qualifiers=file["qualifiers"],
        bare=file["bare"],
        dates=file["dates"],
        periods=file["periods"],
        change=file["change"],
        tails=file["tails"],
        spelled=tuple(file["spelled"]),
        ordinals=tuple(file["ordinals"]),
        ratings=file["ratings"],
        words=file["words"],
        reasons=file["reasons"],
        alt=file["alt"],
        lower_labels=file["lower_labels"],
        spaced=file["spaced"],
    )


def slot(pattern: Pattern, category: str, form: str = "") -> str:
    """The wording of a pattern for a form where it has one, else for a plural category."""
    if isinstance(pattern, str):
        return pattern
    return pattern[form] if form in pattern else pattern.get(category, pattern["other"])
