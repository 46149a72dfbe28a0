"""A YAML file into nodes with positions. Scalars stay text: the schema types them, so `NO` is a word and 12:30 no number.

Refused on purpose: anchors, aliases, merge keys, tags, duplicate keys, several documents, tabs, deep or huge files.
The nodes are built from the parser's event stream, so that a file is refused before it can grow. libyaml's parser is thirteen times as
fast as the one in Python; its composer, which crashes on deep nesting, is not used. What it finds a fault in is read again in Python, whose
messages and places are those that users see.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from yaml import events

from reportgen.model.problem import Location, Problem, Problems
from reportgen.spec.node import Node
from reportgen.spec.syntax import sentence

MAX_BYTES = 1_000_000
MAX_DEPTH = 50
MAX_NODES = 20_000
MAX_TEXT = 20_000

# PyYAML would raise without a position for these, or count them as line ends that no editor counts;
# private characters have no glyph, and the stages put marks of their own there.
_ODD = re.compile(r"\?(?:\s|$)")
"""A key written with a question mark: the two parsers disagree on where an empty value of such a key stands."""
_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\uf900-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


def read_yaml(path: Path, root: Path) -> tuple[Node | None, Problems]:
    """The file's top node, or every reason why it cannot be read; files are named relative to `root`."""
    name = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
    here = Location(name)
    if not path.is_file():
        return None, (Problem("E101", "there is no such file.", here),)
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as bad:
        return None, (Problem("E101", f"the file cannot be read: {(bad.strerror or 'unknown reason').lower()}.", here),)
    return parse_yaml(data, name)


def parse_yaml(data: bytes, name: str) -> tuple[Node | None, Problems]:
    """The top node of YAML bytes, or every reason why they cannot be read."""
    if len(data) > MAX_BYTES:
        return None, (Problem("E102", f"the file has more than {MAX_BYTES} bytes; split it.", Location(name)),)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as bad:
        before = data[: bad.start].decode("utf-8")
        message = f"byte 0x{data[bad.start]:02x} is not UTF-8; save the file as UTF-8."
        return None, (Problem("E103", message, _place(name, before, len(before))),)
    if found := _FORBIDDEN.search(text):
        message = f"control or private character U+{ord(found[0]):04X}; delete it."
        return None, (Problem("E104", message, _place(name, text, found.start())),)
    if "\t" in text:
        return None, (Problem("E105", "a tab; use spaces.", _place(name, text, text.index("\t"))),)
    return _build(text, name)


def _place(name: str, text: str, offset: int) -> Location:
    lines = re.split("\r\n|\r|\n", text[:offset].removeprefix("\ufeff"))
    return Location(name, len(lines), len(lines[-1]) + 1)


def _build(text: str, name: str) -> tuple[Node | None, Problems]:
    fast = getattr(yaml, "CSafeLoader", None)
    if fast and not _ODD.search(text):
        builder = _Builder(text, name)
        try:
            for event in yaml.parse(text, Loader=fast):
                builder.take(event)
        except Exception:  # noqa: BLE001, S110  (whatever it is, the parser in Python finds it again and says where)
            pass
        else:
            if not builder.problems and builder.top is not None and not builder.top.empty:
                return builder.top, ()
    return _carefully(text, name)


def _carefully(text: str, name: str) -> tuple[Node | None, Problems]:
    builder = _Builder(text, name)
    try:
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            builder.take(event)
    except _StopError:
        pass
    except yaml.MarkedYAMLError as bad:
        mark = bad.problem_mark or bad.context_mark
        code, message, at_start = sentence(bad)
        mark = bad.context_mark if at_start and bad.context_mark else mark
        where = Location(name, mark.line + 1, mark.column + 1) if mark else Location(name)
        builder.problems.append(Problem(code, message, where))
    except Exception:  # noqa: BLE001  (PyYAML raises ValueError, KeyError and others on damaged input; this is its boundary)
        builder.problems.append(Problem("E106", "this is not valid YAML.", Location(name, 1, 1)))
    if builder.problems:
        return None, tuple(builder.problems)
    if builder.top is None or builder.top.empty:
        return None, (Problem("E107", "the file is empty.", Location(name, 1, 1)),)
    return builder.top, ()


class _StopError(Exception):
    """Enough is known: the rest of the file would only repeat it."""


@dataclass
class _Builder:
    """Puts nodes together from parser events, and notes what is refused."""

    text: str
    name: str
    problems: list[Problem] = field(default_factory=list)
    top: Node | None = None
    open: list[tuple[events.Event, list[Node]]] = field(default_factory=list)
    documents: int = 0
    nodes: int = 0

    def take(self, event: events.Event) -> None:
        if isinstance(event, events.DocumentStartEvent):
            self._document(event)
        elif isinstance(event, events.AliasEvent):
            self._refuse("E109", f"alias '*{event.anchor}'; write the value out.", event)
            self._add(Node("text", "", self._where(event)))
        elif isinstance(event, events.ScalarEvent):
            self._check(event)
            self._scalar(event)
        elif isinstance(event, (events.MappingStartEvent, events.SequenceStartEvent)):
            self._check(event)
            self._descend(event)
        elif isinstance(event, (events.MappingEndEvent, events.SequenceEndEvent)):
            self._close()

    def _document(self, event: events.Event) -> None:
        self.documents += 1
        if self.documents > 1:
            self._refuse("E108", "a second document begins here; a file holds one.", event)
            raise _StopError

    def _check(self, event: events.Event) -> None:
        if event.anchor is not None:  # type: ignore[attr-defined]
            self._refuse("E109", f"anchor '&{event.anchor}'; write the value out where it is needed.", event)  # type: ignore[attr-defined]
        if event.tag is not None:  # type: ignore[attr-defined]
            self._refuse("E111", "a tag (a word that starts with '!'); drop it, or put the text in quotes.", event)

    def _scalar(self, event: events.ScalarEvent) -> None:
        plain = not event.style  # libyaml says '' of a plain scalar
        where = self._where(event)
        if plain and event.value == "<<" and self._at_key():
            self._refuse("E110", "merge key '<<'; write the keys out.", event)
        if len(event.value) > MAX_TEXT:
            self._refuse("E102", f"this text has more than {MAX_TEXT} characters; split it.", event)
        start, end = event.start_mark, event.end_mark
        assert start is not None, "this is a bug: the parser marks every event"
        assert end is not None, "this is a bug: the parser marks every event"
        self._add(Node("text", event.value, where, plain, self.text[start.index : end.index]))

    def _descend(self, event: events.Event) -> None:
        self.open.append((event, []))
        if len(self.open) > MAX_DEPTH:
            self._refuse("E113", f"nested more than {MAX_DEPTH} levels deep.", event)
            raise _StopError

    def _close(self) -> None:
        event, children = self.open.pop()
        where = self._where(event)
        if isinstance(event, events.SequenceStartEvent):
            self._add(Node("list", tuple(children), where))
            return
        pairs = tuple(zip(children[::2], children[1::2], strict=True))
        self._check_keys(pairs)
        self._add(Node("mapping", pairs, where))

    def _check_keys(self, pairs: tuple[tuple[Node, Node], ...]) -> None:
        seen: dict[str, Node] = {}
        for key, _ in pairs:
            if key.form != "text":
                message = f"a {key.form} cannot be a key; text that starts with '{{{{', '{{' or '[' stands in quotes."
                self.problems.append(Problem("E114", message, key.where))
            elif key.text in seen:
                message = f"key '{key.text}' is there twice, first in line {seen[key.text].where.line}; keep one."
                self.problems.append(Problem("E112", message, key.where))
            else:
                seen[key.text] = key

    def _at_key(self) -> bool:
        return bool(self.open) and isinstance(self.open[-1][0], events.MappingStartEvent) and len(self.open[-1][1]) % 2 == 0

    def _add(self, node: Node) -> None:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            self.problems.append(Problem("E102", f"the file holds more than {MAX_NODES} values.", node.where))
            raise _StopError
        if self.open:
            self.open[-1][1].append(node)
        else:
            self.top = node

    def _where(self, event: events.Event) -> Location:
        mark = event.start_mark
        assert mark is not None, "this is a bug: the parser marks every event"
        return Location(self.name, mark.line + 1, mark.column + 1)

    def _refuse(self, code: str, message: str, event: events.Event) -> None:
        self.problems.append(Problem(code, message, self._where(event)))
