"""What a check of the statements against each other found: which of them, what follows from the others, and the verdict."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from reportgen.model.fact import Fact, Texts
from reportgen.model.quantity import Quantity

Verdict = Literal["contradiction", "rounding", "scope", "basis", "window", "unit", "unchecked", "consistent", "same"]
"""contradiction: cannot both hold. rounding: the printed digits differ, but hold together within their precision. scope, basis,
window, unit: another measure than the one it is held against, so no contradiction. unchecked: what a check needs is not known.
consistent: the intervals meet. same: the same number again."""

VERDICTS: tuple[Verdict, ...] = ("contradiction", "unit", "rounding", "window", "basis", "scope", "unchecked", "consistent", "same")
"""In the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One statement held against others.

    `computed` is what the others give for it, by `formula`; None where they state it themselves or leave it open. `why` is a
    word of consistency/words.py that says more than the verdict. `disputed` are the statements that a brief marks.
    """

    rule: str
    verdict: Verdict
    stated: Fact
    others: tuple[Fact, ...] = ()
    computed: Quantity | None = None
    formula: str = ""
    why: str = ""
    disputed: tuple[Fact, ...] = ()
    settled: Texts = field(default_factory=dict)
    """Why a contradiction is no open question: the reason of the policy or of the desk."""

    @property
    def is_open(self) -> bool:
        """Whether it is a contradiction that nobody has decided or acknowledged."""
        return self.verdict == "contradiction" and not self.settled

    @property
    def facts(self) -> tuple[Fact, ...]:
        """All statements that it is about, the examined one first."""
        return (self.stated, *self.others)
