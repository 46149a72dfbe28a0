"""Secrets by reference: YAML names where a password lies, never the password, and nothing that prints a secret shows it."""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

from reportgen.model.problem import Exit, Problem, ReportError

MASK = "***"
_REFERENCE = re.compile(r"env:[A-Za-z_][A-Za-z0-9_]*|file:/[^\x00-\x1f\x7f]+")
_LONGEST = 10_000


class Secret:
    """A value that only `plain` gives away: as text, in a message, in a traceback's values and in JSON it is `***` or an error."""

    __slots__ = ("__value",)

    def __init__(self, value: str) -> None:
        self.__value = value

    @property
    def plain(self) -> str:
        """The value itself, for the one call that needs it."""
        return self.__value

    def __repr__(self) -> str:
        return MASK

    def __str__(self) -> str:
        return MASK

    def __format__(self, spec: str) -> str:
        return MASK

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and hmac.compare_digest(self.plain.encode(), other.plain.encode())

    def __hash__(self) -> int:
        return 0

    def __bool__(self) -> bool:
        return bool(self.__value)

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is not stored")


def reference_fault(text: str) -> str:
    """What is wrong with a reference to a secret, as a sentence that does not repeat it; empty when nothing is."""
    if _REFERENCE.fullmatch(text):
        return ""
    return "a secret is named, not written; write env:NAME or file:/path."


def reveal(reference: str, environ: Mapping[str, str], *, where: str = "") -> Secret:
    """The secret behind `env:NAME` or `file:/path` (without the line end); ReportError E297 when there is none."""
    if fault := reference_fault(reference):
        raise ReportError(Problem("E297", fault, None, where), Exit.SPEC)
    kind, _, rest = reference.partition(":")
    found = environ.get(rest, "") if kind == "env" else _read(Path(rest), where)
    if not found:
        what = f"the environment has no {rest}" if kind == "env" else f"the file {rest} is empty"
        raise ReportError(Problem("E297", f"{what}; the secret is expected there.", None, where), Exit.SPEC)
    return Secret(found)


def _read(path: Path, where: str) -> str:
    try:
        with path.open(encoding="utf-8") as file:
            return file.read(_LONGEST).rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as bad:
        why = (bad.strerror or "unknown reason").lower() if isinstance(bad, OSError) else "it is no text"
        raise ReportError(Problem("E297", f"the secret in {path} cannot be read: {why}.", None, where), Exit.SPEC) from None
