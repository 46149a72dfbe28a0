"""A YAML file as nodes that know where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from reportgen.model.problem import Location

Path = tuple[str | int, ...]
"""The way to a node: keys and 0-based indexes."""

Form = Literal["text", "list", "mapping"]


@dataclass(frozen=True, slots=True)
class Node:
    """A scalar as text, a list, or a mapping as pairs of key and value.

    `plain` tells a scalar without quotes; `raw` is the scalar as it stands in the file, from `where` on.
    """

    form: Form
    value: str | tuple[Node, ...] | tuple[tuple[Node, Node], ...]
    where: Location
    plain: bool = False
    raw: str = field(default="", repr=False, compare=False)

    @property
    def text(self) -> str:
        """The text of a scalar."""
        assert isinstance(self.value, str), "this is a bug: only a scalar has a text"
        return self.value

    @property
    def items(self) -> tuple[Node, ...]:
        """The entries of a list; none for anything else."""
        return self.value if self.form == "list" else ()  # type: ignore[return-value]

    @property
    def pairs(self) -> tuple[tuple[Node, Node], ...]:
        """Keys and values of a mapping; none for anything else."""
        return self.value if self.form == "mapping" else ()  # type: ignore[return-value]

    @property
    def empty(self) -> bool:
        """Whether nothing was written: `key:` and the end of the line."""
        return self.plain and self.value == ""

    def get(self, key: str) -> Node | None:
        """The value under a key of a mapping."""
        return next((value for name, value in self.pairs if name.value == key), None)

    def inside(self, offset: int) -> Location:
        """Where the character at that offset of a scalar's text stands in the file."""
        if self.form != "text" or not self.raw:
            return self.where
        place = _raw_offset(self.text, self.raw, offset)
        before = self.raw[:place].replace("\r\n", "\n").replace("\r", "\n")
        last = before.rpartition("\n")[2]
        down = before.count("\n")
        column = len(last) + 1 if down else self.where.column + len(before)
        return Location(self.where.file, self.where.line + down, column)


def _raw_offset(text: str, raw: str, offset: int) -> int:
    """The place in the raw scalar of a character of its text.

    YAML folds white space and drops indentation, but keeps every other character in order, so the n-th visible
    character of the text is the n-th visible one of the raw scalar.
    """
    wanted = sum(1 for char in text[:offset] if not char.isspace())
    seen = 0
    for place, visible in _visible(raw):
        if visible:
            if seen == wanted:
                return place
            seen += 1
    return len(raw) - (raw[0] in "'\"")


def _visible(raw: str) -> Iterator[tuple[int, bool]]:
    """Each character of the raw scalar's content: its place, and whether it shows in the text."""
    style, place, end = raw[0], 0, len(raw)
    if style in "|>":
        place = len(raw.split("\n", 1)[0])
    elif style in "'\"":
        place, end = 1, len(raw) - 1
    while place < end:
        width, visible = 1, not raw[place].isspace()
        if style == "'" and raw.startswith("''", place):
            width = 2
        elif style == '"' and raw[place] == "\\":
            width, visible = _escape(raw, place)
        yield place, visible
        place += width


def _escape(raw: str, place: int) -> tuple[int, bool]:
    """How long an escape in double quotes is, and whether it stands for a visible character."""
    letter = raw[place + 1 : place + 2]
    digits = {"x": 2, "u": 4, "U": 8}.get(letter, 0)
    if digits:
        return 2 + digits, not chr(int(raw[place + 2 : place + 2 + digits], 16)).isspace()
    return 2, letter not in "ntvr \tNLP_\r\n"


@dataclass(frozen=True, slots=True)
class Positions:
    """Where the values and keys of one file stand, by path; a path that does not exist has the place of its nearest parent."""

    root: Node

    def __getitem__(self, path: Path) -> Location:
        """The place of the value."""
        return self.node(path).where

    def key(self, path: Path) -> Location:
        """The place of the key that leads to the value; the value's own place where it has no key."""
        parent = self.node(path[:-1]) if path else self.root
        for name, _ in parent.pairs:
            if path and name.value == path[-1]:
                return name.where
        return self[path]

    def inside(self, path: Path, offset: int) -> Location:
        """The place of a character of the text at that path."""
        return self.node(path).inside(offset)

    def has(self, path: Path) -> bool:
        """Whether the file itself has a value there."""
        return len(self._walk(path)[1]) == len(path)

    def node(self, path: Path) -> Node:
        """The node at that path, or its nearest parent."""
        return self._walk(path)[0]

    def clean(self, path: Path) -> Path:
        """The path without the steps that the file does not have."""
        return tuple(step for step in self._walk(path)[1] if step is not None)

    def _walk(self, path: Path) -> tuple[Node, list[str | int | None]]:
        """The node reached, and the steps taken: None for the 0 of a list of one that was written without its brackets."""
        node, steps = self.root, list[str | int | None]()
        for step in path:
            child = node.get(step) if isinstance(step, str) else None
            if isinstance(step, int) and node.form == "list" and step < len(node.items):
                child = node.items[step]
            elif step == 0 and node.form == "mapping":
                steps.append(None)
                continue
            if child is None:
                break
            node = child
            steps.append(step)
        return node, steps


def written(path: Path) -> str:
    """A path as a message shows it: sections[2].chart."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text
