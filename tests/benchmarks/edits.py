"""A copy of the project on which a benchmark makes its edits: every one is new, so that no cache has seen it."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

REPORT = "restructuring-review"
_DAYS = ("2021-12-31", "2022-12-31", "2023-06-30", "2023-12-31", "2024-06-30")
_LOOKS = [chosen for size in range(1, len(_DAYS)) for chosen in combinations(_DAYS, size)]
_SENTENCE = "It takes far longer to collect than it did."
_CHART = "staff_chart: {kind: columns,"
_FACT = re.compile(r"^(receivables_turnover_days,H1-2024,,,,)623\.70(,,days,=,A,s001,p48,)623\.70 days", re.MULTILINE)
_SPEC = Path("config") / "reports" / f"{REPORT}.yaml"
_SEEDS = Path("seeds") / "facts" / "sensetime.csv"


@dataclass
class Copy:
    """Config, seeds and templates of a project in a folder of their own; `text`, `look` and `fact` count the edits made so far."""

    root: Path
    counts: dict[str, int] = field(default_factory=lambda: {"text": 0, "look": 0, "fact": 0})

    @classmethod
    def of(cls, project: Path, root: Path) -> "Copy":
        """A copy in `root`, which must not be there yet."""
        for name in ("config", "seeds", "templates"):
            shutil.copytree(project / name, root / name)
        made = cls(root)
        made._spec = (root / _SPEC).read_text(encoding="utf-8")
        made._facts = (root / _SEEDS).read_text(encoding="utf-8")
        return made

    def edit(self, part: str) -> None:
        """The next edit of the part; those of the other parts stay. Raises ValueError where the place to edit is not found."""
        self.counts[part] += 1
        self._write()

    def undo(self, part: str) -> None:
        """Takes the last edit of the part back, for one that could not be built."""
        self.counts[part] -= 1
        self._write()

    def _write(self) -> None:
        (self.root / _SPEC).write_text(self._edited_spec(_letters(self.counts["text"])), encoding="utf-8")
        value = f"{623.70 + self.counts['fact'] / 100:.2f}"  # far from what the claims of the brief ask for
        facts, found = _FACT.subn(rf"\g<1>{value}\g<2>{value} days", self._facts)
        if found != 1:
            raise ValueError(f"{_SEEDS} does not hold the fact to edit")
        (self.root / _SEEDS).write_text(facts, encoding="utf-8")

    def forget(self) -> None:
        """Removes everything that was built or kept."""
        shutil.rmtree(self.root / "build", ignore_errors=True)

    def variants(self, count: int) -> list[str]:
        """Names of so many new reports, each with a text of its own."""
        names = [f"{REPORT}-{number}" for number in range(count)]
        for number, name in enumerate(names):
            spec = self._edited_spec(_letters(10_000 + number)).replace(f"report: {REPORT}\n", f"report: {name}\n", 1)
            (self.root / _SPEC).with_name(f"{name}.yaml").write_text(spec, encoding="utf-8")
        return names

    def _edited_spec(self, word: str) -> str:
        if _SENTENCE not in self._spec or _CHART not in self._spec:
            raise ValueError(f"{_SPEC} does not hold the sentence or the chart to edit")
        spec = self._spec.replace(_SENTENCE, f"{_SENTENCE[:-1]}, {word}.", 1)
        look = self.counts["look"]
        chosen = f"{_CHART} highlight: [{', '.join(_LOOKS[look % len(_LOOKS)])}]," if look else _CHART
        return spec.replace(_CHART, chosen, 1)

    _spec: str = ""
    _facts: str = ""


def _letters(number: int) -> str:
    """A word of five letters, another for every number below three million: digits in a text would need a figure."""
    return "".join(_digits(number))


def _digits(number: int) -> Iterator[str]:
    for _ in range(5):
        number, digit = divmod(number, 20)
        yield "bcdfghjklmnpqrstvwxz"[digit]
