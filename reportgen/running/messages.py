"""A mail as the message of one run to one recipient, as the house sends it: the one way from a mail to bytes."""

from __future__ import annotations

from reportgen.deliver import envelope
from reportgen.deliver.envelope import Mailbox
from reportgen.deliver.identity import message_id
from reportgen.deliver.mail import Mail
from reportgen.model.problem import Problems
from reportgen.running.desk import Desk


def message(desk: Desk, run: str, mail: Mail, to: Mailbox) -> tuple[bytes, str, Problems]:
    """The bytes, the Message-ID, and what is wrong with the headers; no bytes where anything is."""
    sender = desk.delivery.sender
    identity = message_id(run, to.address, sender.address.rpartition("@")[2])
    data, problems = envelope.build(
        mail,
        Mailbox(sender.address, sender.name),
        to,
        identity,
        desk.world.clock(),
        reply_to=Mailbox(sender.reply_to) if sender.reply_to else None,
        unsubscribe=desk.delivery.unsubscribe,
    )
    return data, identity, problems
