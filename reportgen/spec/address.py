"""One mail address, read strictly: what is not plainly one address is refused, never repaired."""

from __future__ import annotations

import re

LONGEST = 254
"""RFC 5321 lets a path have 256 characters, two of them the angle brackets."""
LONGEST_LOCAL, LONGEST_NAME = 64, 100

_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
_DOMAIN = re.compile(rf"({_LABEL}\.)+(?=[a-z0-9-]*[a-z]){_LABEL}")
# Control characters, line and paragraph separators, and the marks that turn the direction of writing.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def address(text: str) -> str:
    """The address with its domain in small letters; raises ValueError with a sentence when the text is not exactly one."""
    if fault := unsafe(text):
        raise ValueError(fault)
    if any(sign in text for sign in '<>,;" ()[]\\') or text.count("@") != 1:
        raise ValueError("exactly one plain address is expected here, such as anna@example.com; a name has its own key.")
    local, _, domain = text.partition("@")
    if not text.isascii():
        raise ValueError("an address has ASCII letters only; write an international domain as xn--...")
    domain = domain.lower()
    if len(text) > LONGEST or len(local) > LONGEST_LOCAL or not _LOCAL.fullmatch(local) or not _DOMAIN.fullmatch(domain):
        raise ValueError("this is no mail address; write it like anna@example.com.")
    return f"{local}@{domain}"


def domain(text: str) -> str:
    """A domain in small letters; raises ValueError when it is none."""
    if unsafe(text) or len(text) > LONGEST or not _DOMAIN.fullmatch(text.lower()):
        raise ValueError("this is no domain; write it like example.com.")
    return text.lower()


def display_name(text: str) -> str:
    """The name as it may stand before an address; raises ValueError with a sentence when it could be taken for more than a name."""
    if fault := unsafe(text):
        raise ValueError(fault)
    if any(sign in text for sign in '<>@"\\'):
        raise ValueError('a name has none of < > @ " \\ in it.')
    if len(text) > LONGEST_NAME:
        raise ValueError(f"a name has {LONGEST_NAME} characters at most.")
    return text


def unsafe(text: str) -> str:
    """Why a text may not stand in a mail header, as a sentence; empty when it may.

    `=?` begins an encoded word, which some versions of Python's email package decode into line ends of the header.
    """
    if found := _UNSEEN.search(text):
        return f"character U+{ord(found[0]):04X} may not stand in a mail; delete it."
    return "'=?' may not stand in a mail; delete it." if "=?" in text else ""
