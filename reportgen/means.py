"""What a build works with beside its inputs."""

from __future__ import annotations

from dataclasses import dataclass, field

from reportgen.beside import Beside, Here
from reportgen.parts import Parts


@dataclass(frozen=True, slots=True)
class Means:
    """What was kept of earlier builds, and a second process to share the work with."""

    parts: Parts = field(default_factory=Parts)
    hand: Here | Beside = field(default_factory=Here)

    @property
    def alone(self) -> bool:
        """Whether all work is done in this process."""
        return isinstance(self.hand, Here)
