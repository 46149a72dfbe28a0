"""The name of a message: the same for each attempt, so that a mailbox that got two copies can tell that they are one."""

from __future__ import annotations

from hashlib import sha256


def message_id(run: str, recipient: str, domain: str) -> str:
    """The Message-ID of what a run sends to a recipient, with its angle brackets; `domain` is one of the sender's that never changes."""
    both = f"{run}\x00{recipient.lower()}"
    return f"<{sha256(both.encode()).hexdigest()[:40]}@{domain}>"
