"""What the user asks of a build. Light: the command line needs it before anything heavy is loaded."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Order:
    """Languages and day in place of the spec's, parameters, and a folder in place of the edition's."""

    locales: tuple[str, ...] = ()
    as_of: date | None = None
    out: Path | None = None
    params: tuple[tuple[str, str], ...] = ()
    """Values of the spec's parameters, in order of name."""

    @property
    def parts(self) -> dict[str, str]:
        """What of it has a hand in the bytes, by name."""
        day = self.as_of.isoformat() if self.as_of else ""
        return {"locales": " ".join(self.locales), "as_of": day, "params": json.dumps(self.params)}

    def titled(self, report: str) -> str:
        """The report's name with the parameters as a person writes them: fleet-review company=lakeline year=FY2024."""
        return " ".join((report, *(f"{name}={value}" for name, value in self.params)))
