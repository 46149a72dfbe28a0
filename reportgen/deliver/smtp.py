"""One message to one recipient over SMTP, with a limit for each phase and an answer that says whether it may have been accepted."""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Timer
from typing import Literal

from reportgen.deliver.crash import crash_at
from reportgen.spec.secrets import MASK, Secret

Security = Literal["starttls", "implicit", "none"]
Verdict = Literal["accepted", "refused", "later", "unclear", "fenced"]
"""`refused` is for good, `later` may be tried again, `unclear` may have been accepted, `fenced` was taken over by another sender."""

_DOT = re.compile(rb"^\.", re.MULTILINE)
_GO_AHEAD = 354


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds that each phase may take as a whole, however slowly the server speaks."""

    connect: float = 30
    command: float = 60
    data: float = 600

    @property
    def message(self) -> float:
        """Seconds that one message can take at most: connection, greeting, TLS, AUTH and five commands, body, answer."""
        return self.connect + 9 * self.command + 2 * self.data


@dataclass(frozen=True, slots=True)
class Relay:
    """The server that takes our mail. `none` is for a relay on this machine or in a network that is trusted."""

    host: str
    port: int = 587
    security: Security = "starttls"
    user: str = ""
    password: Secret = field(default_factory=lambda: Secret(""))
    timeouts: Timeouts = field(default_factory=Timeouts)
    authorities: str | None = None
    """A file of certificates to trust instead of the system's."""
    name: str = "localhost"
    """How we greet the server; fixed, so that no machine's name leaves the house."""


@dataclass(frozen=True, slots=True)
class Answer:
    """How an attempt ended, and what the server said, fit to be printed."""

    verdict: Verdict
    reply: str


class Away(Exception):  # noqa: N818 - a state of the world that the sender waits out
    """The relay cannot be used now: not there, no greeting, no TLS, sign-in refused. No message was begun."""


class Connection:
    """A connection to the relay, used until the first answer that is not as it should be."""

    def __init__(self, relay: Relay) -> None:
        self.relay = relay
        self._smtp = _open(relay)

    def send(self, sender: str, recipient: str, message: bytes, held: Callable[[], bool]) -> Answer:
        """Sends one message; `held` is asked just before the dot that makes it count, and False leaves the message unsent.

        After any verdict but `accepted` the connection is closed and must not be used again.
        """
        try:
            answer = self._send(sender, recipient, message, held)
        except (OSError, smtplib.SMTPException) as bad:
            answer = Answer("later", self._said(bad))
        if answer.verdict != "accepted":
            self.drop()
        return answer

    def close(self) -> None:
        """Takes leave of the server."""
        with suppress(OSError, smtplib.SMTPException), _within(self._smtp, self.relay.timeouts.command):
            self._smtp.quit()
        self.drop()

    def drop(self) -> None:
        """Closes at once, without a word."""
        with suppress(OSError, smtplib.SMTPException):
            self._smtp.close()

    def _send(self, sender: str, recipient: str, message: bytes, held: Callable[[], bool]) -> Answer:
        limits = self.relay.timeouts
        if fault := self._unfit(recipient, message):
            return Answer("refused", fault)
        with _within(self._smtp, limits.command):
            code, said = self._smtp.mail(sender, self._options(recipient, message))
        if code != 250:
            return _refusal(code, said, "the sender")
        with _within(self._smtp, limits.command):
            code, said = self._smtp.rcpt(recipient)
        if code not in (250, 251):
            return _refusal(code, said, "the recipient")
        crash_at("smtp.recipient")
        with _within(self._smtp, limits.command):
            code, said = self._smtp.docmd("DATA")
        if code != _GO_AHEAD:
            return _refusal(code, said, "the message")
        body = _DOT.sub(b"..", message)
        with _within(self._smtp, limits.data):
            self._socket().sendall(body if body.endswith(b"\r\n") else body + b"\r\n")
        crash_at("smtp.body")
        if not held():
            # Without its dot the message does not exist: the server forgets it when the connection goes.
            return Answer("fenced", "another sender has taken this message over")
        return self._end(limits.data)

    def _end(self, limit: float) -> Answer:
        """From here on a fault leaves open whether the message was accepted."""
        try:
            with _within(self._smtp, limit):
                self._socket().sendall(b".\r\n")
                code, said = self._smtp.getreply()
        except (OSError, smtplib.SMTPException) as bad:
            return Answer("unclear", f"no answer to the message: {self._said(bad)}")
        if code == -1:
            return Answer("unclear", "no sensible answer to the message")
        crash_at("smtp.accepted")
        if code // 100 == 2:
            return Answer("accepted", _line(code, said))
        return _refusal(code, said, "the message")

    def _unfit(self, recipient: str, message: bytes) -> str:
        size = self._smtp.esmtp_features.get("size", "")
        if size.isdigit() and 0 < int(size) < len(message):
            return f"the message has {len(message)} bytes, the relay takes {size}"
        if not message.isascii() and not self._smtp.has_extn("8bitmime"):
            return "the message is not in seven bits, and the relay takes no other"
        if not recipient.isascii() and not self._smtp.has_extn("smtputf8"):
            return "the address is not in ASCII, and the relay takes no other"
        return ""

    def _options(self, recipient: str, message: bytes) -> list[str]:
        options = [f"SIZE={len(message)}"] if self._smtp.has_extn("size") else []
        if not message.isascii():
            options.append("BODY=8BITMIME")
        if not recipient.isascii():
            options.append("SMTPUTF8")
            self._smtp.command_encoding = "utf-8"
        return options

    def _socket(self) -> socket.socket:
        if self._smtp.sock is None:
            raise smtplib.SMTPServerDisconnected("the connection is closed")
        return self._smtp.sock

    def _said(self, bad: BaseException) -> str:
        return said(bad, self.relay.password)


def said(bad: BaseException, password: Secret) -> str:
    """A fault of the network or the server in one printable line, without the password."""
    if isinstance(bad, smtplib.SMTPResponseException):
        text = _line(bad.smtp_code, bad.smtp_error)
    elif isinstance(bad, TimeoutError):
        text = "the server took too long"
    else:
        text = printable(str(bad).encode()) or type(bad).__name__
    return text.replace(password.plain, MASK) if password else text


def printable(text: bytes) -> str:
    """What a server said, in one line of at most 300 printable characters."""
    decoded = text.decode("utf-8", "replace")
    return " ".join("".join(c if c.isprintable() else " " for c in decoded).split())[:300]


def _open(relay: Relay) -> smtplib.SMTP:
    limits = relay.timeouts
    secure = ssl.create_default_context(cafile=relay.authorities) if relay.security != "none" else None
    smtp = smtplib.SMTP(timeout=limits.connect, local_hostname=relay.name)
    try:
        raw = socket.create_connection((relay.host, relay.port), timeout=limits.connect)
        # The dot follows the body as a write of its own: held back for an acknowledgement, it would cost 40 ms a message.
        raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        smtp.sock = secure.wrap_socket(raw, server_hostname=relay.host) if secure and relay.security == "implicit" else raw
        smtp._host = relay.host  # type: ignore[attr-defined]  # starttls checks the certificate against it
        with _within(smtp, limits.command):
            code, greeting = smtp.getreply()
        if code != 220:
            raise smtplib.SMTPResponseException(code, greeting)
        with _within(smtp, limits.command):
            smtp.ehlo_or_helo_if_needed()
        if secure and relay.security == "starttls":
            with _within(smtp, limits.command):
                smtp.starttls(context=secure)
                smtp.ehlo_or_helo_if_needed()
        if relay.user:
            with _within(smtp, limits.command):
                smtp.login(relay.user, relay.password.plain)
    except (OSError, smtplib.SMTPException) as bad:
        with suppress(OSError):
            smtp.close()
        raise Away(f"{relay.host}:{relay.port}: {said(bad, relay.password)}") from None
    crash_at("smtp.connected")
    return smtp


@contextmanager
def _within(smtp: smtplib.SMTP, seconds: float) -> Iterator[None]:
    """Ends what is going on after so many seconds in all; a socket's own limit starts anew with every byte."""
    over = False

    def stop() -> None:
        nonlocal over
        over = True
        with suppress(OSError, AttributeError):
            line.shutdown(socket.SHUT_RDWR)  # type: ignore[union-attr]

    line = smtp.sock
    if line is not None:
        line.settimeout(seconds)
    timer = Timer(seconds, stop)
    timer.daemon = True
    timer.start()
    try:
        yield
    except (OSError, smtplib.SMTPException) as bad:
        # smtplib makes a lost connection of its own out of a limit that ran out while it read.
        if over or "timed out" in str(bad):
            raise TimeoutError from None
        raise
    finally:
        timer.cancel()
        timer.join()


def _refusal(code: int, text: bytes, what: str) -> Answer:
    if code // 100 == 5:
        return Answer("refused", f"{what} was refused: {_line(code, text)}")
    if code == -1:
        return Answer("later", f"no sensible answer about {what}")
    return Answer("later", f"{what} was put off: {_line(code, text)}")


def _line(code: int, text: bytes | str) -> str:
    return f"{code} {printable(text if isinstance(text, bytes) else text.encode())}".strip()
