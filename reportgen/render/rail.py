"""The rail: notes beside what they explain, kept apart after the layout.

Notes take no room in the text, so the engine may lay one over another or over a wide exhibit. They are moved up or
down within the free stretch of rail that holds their line; where they do not fit there, a problem says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from reportgen.model.problem import Problem
from reportgen.render.boxes import PX_PER_MM, Placed, bottom, content_bottom, is_kind, mm, text_of, top, walk

GAP = 3 * PX_PER_MM
NUDGE = 1.9  # px: brings the first line of a note, set smaller, onto the baseline of the line beside it


@dataclass(slots=True)
class _Note:
    page: int
    box: Any
    wanted: float
    height: float
    y: float = 0


def place_notes(pages: list[Any]) -> tuple[set[int], tuple[Problem, ...]]:
    """Moves every rail note to its place; gives the pages that changed and a problem for each note without room."""
    placed = [p for p in walk(pages) if is_kind(p.box, "BlockBox", "BlockReplacedBox")]
    changed = _place_front_rail(placed)
    notes = [_note(p) for p in placed if p.is_element and "note" in p.classes]
    problems: list[Problem] = []
    for number, page_box in enumerate(pages):
        mine = [note for note in notes if note.page == number]
        walls = sorted(_walls(placed, number))
        stretches = _stretches(walls, float(page_box.content_box_y()), content_bottom(page_box))
        homes = [_home(note, walls, stretches) for note in mine]
        for index, (start, end) in enumerate(stretches):
            inside = [note for note, home in zip(mine, homes, strict=True) if home == index]
            if not _fit(inside, start, end):
                problems.append(_too_long(inside))
        for note in mine:
            note.box.translate(0, note.y - top(note.box))
    return changed | {note.page for note in notes}, tuple(problems)


def _place_front_rail(placed: list[Placed]) -> set[int]:
    """Sets the key figures level with the text beside them; what is too long for the page is then seen to be."""
    for item in placed:
        body = item.nearest("front-body")
        if item.is_element and "front-rail" in item.classes and body is not None:
            item.box.translate(0, top(body) - top(item.box))
            return {item.page}
    return set()


def _note(placed: Placed) -> _Note:
    block = placed.nearest("block")
    assert block is not None, "this is a bug: a rail note stands in a block"
    beside = next((c for c in block.children if is_kind(c, "BlockBox", "BlockReplacedBox") and not _is_out_of_flow(c)), block)
    definition = "definition" in placed.classes
    wanted = top(beside) + (0 if definition else NUDGE)
    return _Note(placed.page, placed.box, wanted, bottom(placed.box) - top(placed.box))


def _is_out_of_flow(box: Any) -> bool:
    return hasattr(box, "_box")


def _walls(placed: list[Placed], page: int) -> Iterator[tuple[float, float]]:
    """What a note may not touch: section labels, exhibits over the whole measure and the annex, as (top, bottom)."""
    for item in placed:
        if item.page == page and item.is_element and (item.classes & {"label", "annex"} or {"exhibit", "full"} <= item.classes):
            yield top(item.box), bottom(item.box)


def _stretches(walls: list[tuple[float, float]], start: float, end: float) -> list[tuple[float, float]]:
    found = []
    for high, low in walls:
        found.append((start, high - GAP))
        start = low + GAP / 2
    return [*found, (start, end)]


def _home(note: _Note, walls: list[tuple[float, float]], stretches: list[tuple[float, float]]) -> int:
    """The stretch of the note's line; of a line within a wall the one above, or the one below where it does not fit above."""
    index = sum(low <= note.wanted for _, low in walls)
    walled = index < len(walls) and walls[index][0] <= note.wanted
    start, end = stretches[index]
    return index + 1 if walled and end - start < note.height else index


def _fit(notes: list[_Note], start: float, end: float) -> bool:
    """Sets each note's y: beside its line, else just below the note before it, else as much higher as the end demands."""
    floor = start
    for note in notes:
        note.y = max(note.wanted, floor)
        floor = note.y + note.height + GAP
    ceiling = end
    for note in reversed(notes):
        note.y = min(note.y, ceiling - note.height)
        ceiling = note.y - GAP
    return not notes or notes[0].y >= start - 1


def _too_long(notes: list[_Note]) -> Problem:
    words = " ".join(text_of(notes[0].box).split()[:6])
    needed = sum(note.height + GAP for note in notes)
    return Problem(
        "E431",
        f"page {notes[0].page + 1}: the rail has no room for its {len(notes)} notes from {words!r} on; they need {mm(needed)} mm.",
        hint="Shorten a note to at most 45 words, move one to another section, or put a paragraph before the wide exhibit.",
    )
