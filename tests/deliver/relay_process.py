"""A real SMTP server in a process of its own, which does wrong by a seeded plan and puts down what it accepted before it says so.

Run as `python relay_process.py LOG SEED SHARE [FAULT ...]`; prints its port. One line of the log for each accepted message:
recipient, Message-ID, hash of the bytes, and whether the sender was told.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import random
import re
import sys
from email import message_from_bytes
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

BEFORE = ("drop-connect", "drop-ehlo", "drop-rcpt", "drop-data", "stall-rcpt", "421", "451", "452", "greet-421")
AFTER = ("accept-then-die", "accept-then-stall")
FAULTS = BEFORE + AFTER
STALL = 30.0
SLOW = 2.0
"""Seconds: `slow-rcpt` is no fault, but time enough to stop a sender in the middle of a message."""
BAD = re.compile(r"bad-(550|552|554)@")


class Handler:
    """Accepts, refuses or goes wrong; `fault` is drawn anew for each message."""

    def __init__(self, log: Path, seed: int, share: float, faults: tuple[str, ...]) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - a plan to be repeated
        self.share, self.faults = share, faults
        self.log = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self.fault = ""

    def draw(self) -> None:
        self.fault = self.chance.choice(self.faults) if self.faults and self.chance.random() < self.share else ""

    async def handle_EHLO(self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]) -> list[str]:  # noqa: N802 - the server calls it so
        session.host_name = hostname
        if self.fault == "drop-ehlo":
            return await cut(server)
        return responses

    async def handle_MAIL(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]) -> str:  # noqa: N802 - the server calls it so
        self.draw()
        envelope.mail_from = address
        if self.fault in ("421", "451", "452"):
            return f"{self.fault} not now\twith\x07 noise"
        return "250 OK"

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]) -> str:  # noqa: N802 - the server calls it so
        if found := BAD.match(address):
            return f"{found[1]} no such mailbox"
        if self.fault == "drop-rcpt":
            return await cut(server)
        if self.fault == "slow-rcpt":
            await asyncio.sleep(SLOW)
        if self.fault == "stall-rcpt":
            await asyncio.sleep(STALL)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - the server calls it so
        content = bytes(envelope.content or b"")
        assert len(envelope.rcpt_tos) == 1
        told = self.fault not in AFTER
        identity = message_from_bytes(content)["Message-ID"]
        line = f"{envelope.rcpt_tos[0]} {identity} {hashlib.sha256(content).hexdigest()} {int(told)}\n"
        os.write(self.log, line.encode())
        os.fsync(self.log)
        if self.fault == "accept-then-die":
            return await cut(server)
        if self.fault == "accept-then-stall":
            await asyncio.sleep(STALL)
        return "250 accepted"


class Server(SMTP):
    """The server's part of the faults that a handler cannot make: at the greeting, and in the middle of a message."""

    def connection_made(self, transport: Any) -> None:
        handler = self.event_handler
        handler.draw()
        if handler.fault == "drop-connect":
            transport.abort()
            return
        super().connection_made(transport)

    async def push(self, status: str | bytes) -> None:
        text = status if isinstance(status, bytes) else status.encode()
        if text.startswith(b"220") and self.event_handler.fault == "greet-421":
            text = b"421 too busy"
        await super().push(text)

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 - the server calls it so
        if self.event_handler.fault == "drop-data":
            await self.push("354 go on")
            await asyncio.sleep(0.005)
            await cut(self)
        await super().smtp_DATA(arg)


async def cut(server: SMTP) -> Any:
    """Ends the connection without a word."""
    assert server.transport is not None
    server.transport.abort()
    await asyncio.sleep(3600)


async def main(log: Path, seed: int, share: float, faults: tuple[str, ...]) -> None:
    handler = Handler(log, seed, share, faults)
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda *_: None)
    made = await loop.create_server(lambda: Server(handler, enable_SMTPUTF8=True, loop=loop, hostname="relay.test"), "127.0.0.1", 0)
    print(made.sockets[0].getsockname()[1], flush=True)  # noqa: T201 - the port is its output
    await made.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]), tuple(sys.argv[4:])))
