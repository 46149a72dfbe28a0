"""A mail as values: what is said, shown and attached, before it is bytes for one recipient."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from reportgen.model.document import Artifact

Format = Literal["pdf", "html", "both", "body"]
"""The brief attached as pdf, html or both, or only the body of the mail."""
Mark = Literal["test", "approval", "withdrawn"]
"""What a mail must say of itself before anything else; the words stand in the locale under mail_<mark>."""

LIMIT = 10_000_000
"""Bytes of attachments as sent; most servers take ten megabytes, many no more."""


@dataclass(frozen=True, slots=True)
class Options:
    """What whoever receives the mail gets of a brief, and what happens to files that are too large for it.

    `limit` counts the bytes of the attached files as they are sent. Over it, the mail names `link` (an https address) or else
    `folder` in their place. `exhibits` are shown in the mail after the lead exhibit, by their names in the spec. `unsubscribe` is
    the https or mailto address that the foot of the mail names.
    """

    format: Format = "pdf"
    limit: int = LIMIT
    link: str = ""
    folder: str = ""
    unsubscribe: str = ""
    exhibits: tuple[str, ...] = ()


STANDARD = Options()
"""The PDF attached."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG that the HTML body shows by its Content-ID (without angle brackets); `width` and `height` in CSS px."""

    cid: str
    name: str
    alt: str
    width: int
    height: int
    data: bytes


Pair = tuple[Picture, Picture]
"""A chart for a wide window, and for a phone."""


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail in one language, the same for all who get it in this form."""

    locale: str
    subject: str
    text: str
    html: str
    pictures: tuple[Picture, ...] = ()
    attachments: tuple[Artifact, ...] = ()
