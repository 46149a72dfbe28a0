"""What the user asks of a build. Light: the command line needs it before anything heavy is loaded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Order:
    """Languages and day in place of the spec's, parameters, and a folder in place of the edition's."""

    locales: tuple[str, ...] = ()
    as_of: date | None = None
    out: Path | None = None

    @property
    def parts(self) -> dict[str, str]:
        """What of it has a hand in the bytes, by name."""
        return {"locales": " ".join(self.locales), "as_of": self.as_of.isoformat() if self.as_of else ""}
