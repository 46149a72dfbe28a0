"""The parts of a build that are kept: each is found by what it is made from, or made and kept for the next time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, NamedTuple

from reportgen import inputs, values
from reportgen.cache import Cache, Outcome, explain, key

ENGINE = "engine"


class Part(NamedTuple):
    """A part by name, what it is made from, and the key of that."""

    name: str
    components: Mapping[str, str]
    key: str

    @property
    def stage(self) -> str:
        """The first word of the name: one folder of the cache."""
        return self.name.partition(" ")[0]


@dataclass
class Parts:
    """What is kept of a report's builds. Without a cache nothing is found and nothing kept."""

    cache: Cache | None = None
    report: str = ""
    known: Mapping[str, object] = field(default_factory=dict)
    """The values that are stored by name: the project's metrics."""
    outcomes: list[Outcome] = field(default_factory=list)
    _made: list[tuple[Part, bytes]] = field(default_factory=list)
    _now: dict[str, Mapping[str, str]] = field(default_factory=dict)
    _learned: bytes = b""
    _before: Mapping[str, Mapping[str, str]] | None = None

    def part(self, name: str, **components: str) -> Part:
        """The part of that name made from these components, the program and its libraries among them."""
        whole = {**components, "program": inputs.program(), "libraries": json.dumps(inputs.versions())}
        return Part(name, whole, key(whole))

    def find(self, part: Part) -> Any | None:
        """The value that was kept for the part, or None."""
        data = self.data(part, told=False)
        found = None
        if data is not None:
            try:
                found = values.decode(data, self.known)
            except ValueError:
                data = None  # of an earlier form of our values: made anew
        self._tell(part, data is not None)
        return found

    def data(self, part: Part, *, told: bool = True) -> bytes | None:
        """The bytes that were kept for the part, or None."""
        data = self.cache.read(part.stage, part.key) if self.cache else None
        if told:
            self._tell(part, data is not None)
        return data

    def keep(self, part: Part, value: object) -> None:
        """Keeps a value for the next build."""
        if self.cache:
            self.keep_data(part, values.encode(value, self.known))

    def keep_data(self, part: Part, data: bytes) -> None:
        """Keeps bytes for the next build."""
        if self.cache:
            self._now[part.name] = part.components
            self._made.append((part, data))

    @property
    def engine(self) -> str:
        """What stands for the system's libraries that laid out pages last; nothing if they are no longer the same."""
        data = self._learned or (self.cache.read(ENGINE, ENGINE) if self.cache else None) or b"{}"
        try:
            marks = json.loads(data).items()
        except (ValueError, AttributeError):
            return ""
        return hashed(data) if all(inputs.mark(path) == known for path, known in marks) else ""

    def learn(self, engine: Mapping[str, str]) -> None:
        """Notes with which libraries of the system pages have now been laid out."""
        self._learned = json.dumps(engine).encode()

    def flush(self) -> None:
        """Writes what was made, once the build has succeeded: a build that fails leaves nothing."""
        if not self.cache:
            return
        for part, data in self._made:
            self.cache.write(part.stage, part.key, data)
        if self._learned and self._learned != self.cache.read(ENGINE, ENGINE):
            self.cache.write(ENGINE, ENGINE, self._learned)
        self.cache.remember(self.report, {**self._remembered(), **self._now})
        if self._made:
            self.cache.trim()
        self._made.clear()

    def _remembered(self) -> Mapping[str, Mapping[str, str]]:
        if self._before is None:
            self._before = self.cache.memory(self.report) if self.cache else {}
        return self._before

    def _tell(self, part: Part, hit: bool) -> None:
        self._now[part.name] = part.components
        why = explain(self._remembered().get(part.name), part.components, hit)
        self.outcomes.append(Outcome(part.name, hit, why))


def hashed(*texts: str | bytes) -> str:
    """SHA-256 of texts or bytes in this order, as a component."""
    content = sha256()
    for text in texts:
        data = text.encode() if isinstance(text, str) else text
        content.update(f"{len(data)}\n".encode() + data)
    return content.hexdigest()
