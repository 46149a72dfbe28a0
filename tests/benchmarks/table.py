"""The measurements as a table, for the terminal and for docs/benchmarks.md."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.clock import Spread

BEGIN, END = "<!-- measured: written by make bench -->", "<!-- end of what make bench writes -->"
HEAD = ("case", "n", "median", "lowest to highest", "ratio", "must", "aim", "")


@dataclass(frozen=True, slots=True)
class Line:
    """One row: what was measured, in which unit; the ratio with what it must and should be; or why there is nothing."""

    case: str
    spread: Spread | None = None
    unit: str = "s"
    ratio: float | None = None
    of: str = "R"
    must: float | None = None
    aim: float | None = None
    more_is_better: bool = False
    note: str = ""

    def cells(self) -> tuple[str, ...]:
        """The texts of the row, one for each of HEAD."""
        if self.spread is None:
            return (self.case, "", "", "", "", self._goal(self.must), self._goal(self.aim), self.note)
        s = self.spread
        ends = f"{_number(s.low)} to {_number(s.high)}" if s.n > 1 else ""
        ratio = f"{_number(self.ratio)} {self.of}".strip() if self.ratio is not None else ""
        said = ", ".join(filter(None, (self._verdict(), self.note)))
        return (self.case, str(s.n), f"{_number(s.median)} {self.unit}", ends, ratio, self._goal(self.must), self._goal(self.aim), said)

    def _goal(self, value: float | None) -> str:
        return "" if value is None else f"{value:g} {self.of}".strip()

    def _verdict(self) -> str:
        value = self.ratio if self.ratio is not None else self.spread and self.spread.median
        if value is None or self.must is None:
            return ""
        sign = -1 if self.more_is_better else 1
        if self.aim is not None and sign * value <= sign * self.aim:
            return "aim reached"
        return "must reached" if sign * value <= sign * self.must else "missed"


def _number(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"


def plain(lines: Sequence[Line]) -> str:
    """The table in columns."""
    rows = [HEAD, *(line.cells() for line in lines)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(HEAD))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows)


def markdown(lines: Sequence[Line], about: str) -> str:
    """The table as Markdown under the sentence that says how it was measured."""
    rows = [HEAD, tuple("---" for _ in HEAD), *(line.cells() for line in lines)]
    return "\n".join((about, "", *("| " + " | ".join(row) + " |" for row in rows)))


def put(text: str, path: Path) -> None:
    """Writes the text between the marks of the page and leaves the prose around them; raises ValueError where the marks are not there."""
    page = path.read_text(encoding="utf-8")
    before, begun, rest = page.partition(BEGIN)
    _, ended, after = rest.partition(END)
    if not (begun and ended):
        raise ValueError(f"{path} lacks the marks between which the table stands")
    path.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")
