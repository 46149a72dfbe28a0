"""A mail as the bytes of one message to one recipient.

The headers are written here, each word plain or encoded whole, and the body by the standard library. What reaches a header is
refused where it holds a control character, a line end or the beginning of an encoded word: the email package of some versions of
Python turns an encoded word into line ends, and so into headers (CVE-2024-6923, CVE-2026-1299). The bytes are read back and held
against what was meant before anyone gets them.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.parser import BytesHeaderParser, BytesParser
from email.utils import format_datetime
from functools import lru_cache
from typing import Any

from reportgen.deliver.mail import Mail
from reportgen.model.problem import Problem, Problems
from reportgen.spec import address as addresses

LONGEST_SUBJECT = 400
LONGEST_FILE_NAME = 120
LINE = 76
"""Columns of a header line."""
LONGEST_LINE = 998
"""RFC 5322 allows so many bytes between two line ends."""
ENCODED = 39
"""Bytes in one encoded word: with its frame and the longest name of a header the line stays within 76 columns."""

_MESSAGE_ID = re.compile(r"<[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,120}@[A-Za-z0-9.-]{1,120}>")
_LIST_ADDRESS = re.compile(r"(?:https://|mailto:)[A-Za-z0-9._~:/?#@!$&'*+;%=-]{3,900}")
_CONTENT_ID = re.compile(r"[A-Za-z0-9.-]{1,120}@[A-Za-z0-9.-]{1,60}")
_MEDIA_TYPE = re.compile(r"(?:application|image|text)/[a-z0-9][a-z0-9.+-]{0,60}")
_NO_FILE_NAME = re.compile(r'[/\\<>:"|?*;%]|^\.|\.$|^\s|\s$')
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]*")
_LONE_END = re.compile(rb"(?<!\r)\n|\r(?!\n)")
_EMPTY_LINE = b"\r\n\r\n"
_SEVEN_BITS = policy.SMTP.clone(cte_type="7bit")
_INJECTION = "=?utf-8?q?a=0D=0AX-Injected=3A_b?="


@dataclass(frozen=True, slots=True)
class Mailbox:
    """An address, and the name before it."""

    address: str
    name: str = ""


def build(
    mail: Mail,
    sender: Mailbox,
    recipient: Mailbox,
    message_id: str,
    date: datetime,
    *,
    reply_to: Mailbox | None = None,
    unsubscribe: Sequence[str] = (),
) -> tuple[bytes, Problems]:
    """The message as bytes with CRLF line ends, and what is wrong with what it is made from; no bytes where anything is.

    `message_id` comes with its angle brackets, `date` with its zone; `unsubscribe` are https and mailto addresses for
    List-Unsubscribe. Problems: E560 a text that may not stand in a header, E561 an address or a name, E562 the name of a file,
    E563 Message-ID or date, E564 an address to unsubscribe, E565 what is read back is not what was meant. Equal inputs give equal
    bytes.
    """
    problems = tuple(_faults(mail, sender, recipient, message_id, date, reply_to, unsubscribe))
    if problems:
        return b"", problems
    headers = [
        ("From", _mailbox(sender)),
        ("To", _mailbox(recipient)),
        *([("Reply-To", _mailbox(reply_to))] if reply_to else []),
        ("Subject", _words(mail.subject)),
        ("Date", format_datetime(date).split(" ")),
        ("Message-ID", [message_id]),
        ("Auto-Submitted", ["auto-generated"]),
        ("Content-Language", [mail.locale]),
    ]
    if unsubscribe:
        last = len(unsubscribe) - 1
        headers.append(("List-Unsubscribe", [f"<{one}>" + ("," if n < last else "") for n, one in enumerate(unsubscribe)]))
        if any(one.startswith("https:") for one in unsubscribe):
            headers.append(("List-Unsubscribe-Post", ["List-Unsubscribe=One-Click"]))
    headers.append(("MIME-Version", ["1.0"]))
    head = "".join(_header(name, parts) for name, parts in headers).encode("ascii")
    body, faults = _body(mail)
    data = head + body
    meant = {
        **{name: " ".join(parts) for name, parts in headers},
        "From": sender,
        "To": recipient,
        **({"Reply-To": reply_to} if reply_to else {}),
        "Subject": mail.subject,
        "Content-Type": "multipart",
    }
    if why := "; ".join((*_otherwise(data, body, meant), *faults)):
        return b"", (Problem("E565", f"the message to {recipient.address} does not read back as it was meant: {why}."),)
    return data, ()


def probe() -> bool:
    """Whether the running email package lets an encoded word inject a header; told by trying, for distributions patch old versions."""
    message = EmailMessage()
    try:
        message["Subject"] = _INJECTION
        message.set_content("text")
        return "X-Injected" in BytesParser(policy=policy.default).parsebytes(message.as_bytes(policy=policy.SMTP))
    except Exception:  # noqa: BLE001  however it refuses, it does not inject
        return False


# What may not be


def _faults(
    mail: Mail,
    sender: Mailbox,
    recipient: Mailbox,
    message_id: str,
    date: datetime,
    reply_to: Mailbox | None,
    unsubscribe: Sequence[str],
) -> Iterator[Problem]:
    if fault := addresses.unsafe(mail.subject) or _length(mail.subject, LONGEST_SUBJECT):
        yield Problem("E560", f"the subject {_quoted(mail.subject)}: {fault}")
    for what, box in (("sender", sender), ("recipient", recipient), ("address for answers", reply_to)):
        if box and (problem := _wrong_mailbox(what, box)):
            yield problem
    yield from _wrong_names(mail)
    if "=?" in message_id or not _MESSAGE_ID.fullmatch(message_id):
        yield Problem("E563", f"the Message-ID {_quoted(message_id)}: it is written like <id@example.com>.")
    if date.tzinfo is None:
        yield Problem("E563", "the date of a message needs its time zone.")
    for one in unsubscribe:
        if "=?" in one or not _LIST_ADDRESS.fullmatch(one):
            yield Problem(
                "E564", f"the address to unsubscribe {_quoted(one)}: it begins with https:// or mailto: and holds neither spaces nor '=?'."
            )


def _wrong_mailbox(what: str, box: Mailbox) -> Problem | None:
    try:
        plain = addresses.address(box.address) == box.address
        addresses.display_name(box.name)
    except ValueError as wrong:
        return Problem("E561", f"the {what} {_quoted(f'{box.name} {box.address}'.strip())}: {wrong}")
    return None if plain else Problem("E561", f"the {what} {_quoted(box.address)}: write the domain in small letters.")


def _wrong_names(mail: Mail) -> Iterator[Problem]:
    for name in (*(artifact.name for artifact in mail.attachments), *(picture.name for picture in mail.pictures)):
        if fault := addresses.unsafe(name) or _length(name, LONGEST_FILE_NAME) or _file_name(name):
            yield Problem("E562", f"the file name {_quoted(name)}: {fault}")
    for artifact in mail.attachments:
        if not _MEDIA_TYPE.fullmatch(artifact.media_type):
            yield Problem("E562", f"the media type {_quoted(artifact.media_type)}: it is written like application/pdf.")
    for picture in mail.pictures:
        if not _CONTENT_ID.fullmatch(picture.cid):
            yield Problem("E562", f"the Content-ID {_quoted(picture.cid)}: letters, digits, '.', '-' and one '@' are right.")


def _quoted(text: str) -> str:
    """A text that may hold anything, for a line of a terminal."""
    return ascii(text[:80]) if not text.isprintable() else repr(text[:80])


def _length(text: str, most: int) -> str:
    return "it is empty." if not text.strip() else f"it has {len(text)} characters, {most} are allowed." if len(text) > most else ""


def _file_name(name: str) -> str:
    found = _NO_FILE_NAME.search(name)
    return f"{found[0]!r} may not stand there in the name of a file." if found else ""


# Headers


def _header(name: str, parts: Sequence[str]) -> str:
    """A header of parts that spaces part, folded between them."""
    lines, line = [], f"{name}:"
    for part in parts:
        if len(line) + 1 + len(part) > LINE and line != f"{name}:":
            lines.append(line)
            line = ""
        line += f" {part}"
    return "\r\n".join((*lines, line)) + "\r\n"


def _words(text: str) -> list[str]:
    """A text as words of a header: plain ASCII as it is, anything else as encoded words for all of it."""
    plain = text.split(" ")
    return plain if text.isascii() and all(0 < len(word) < LINE - len("Subject: ") for word in plain) else _encoded(text)


def _encoded(text: str) -> list[str]:
    """The text in encoded words that stand together, none of which cuts a character."""
    chunks, chunk = [], b""
    for character in text:
        one = character.encode()
        if len(chunk) + len(one) > ENCODED:
            chunks.append(chunk)
            chunk = b""
        chunk += one
    return [f"=?utf-8?b?{b64encode(part).decode()}?=" for part in (*chunks, chunk)]


def _mailbox(box: Mailbox) -> list[str]:
    """An address behind its name: in atoms, in quotes, or encoded."""
    if not box.name:
        return [box.address]
    named = _words(box.name)
    if " ".join(named) == box.name and not _ATOMS.fullmatch(box.name):
        named = f'"{box.name}"'.split(" ")
    return [*named, f"<{box.address}>"]


# Body


@lru_cache(maxsize=4)
def _body(mail: Mail) -> tuple[bytes, tuple[str, ...]]:
    """The body with the header of its type, and what a reader finds otherwise than meant: the same for everybody who gets the mail."""
    data = _parts(mail).as_bytes(policy=_SEVEN_BITS)
    return data, tuple(_other_parts(data, mail))


def _parts(mail: Mail) -> EmailMessage:
    """mixed > alternative > plain text, and related > HTML and its pictures; without attachments the alternative alone."""
    body = EmailMessage(policy=_SEVEN_BITS)
    body.set_content(mail.text)
    body.add_alternative(mail.html, subtype="html")
    shown: Any = body.get_payload(1)
    for picture in mail.pictures:
        shown.add_related(
            picture.data, maintype="image", subtype="png", cid=f"<{picture.cid}>", filename=picture.name, disposition="inline"
        )
    for artifact in mail.attachments:
        kind, _, subtype = artifact.media_type.partition("/")
        body.add_attachment(artifact.data, maintype=kind, subtype=subtype, filename=artifact.name)
    whole = hashlib.sha256()
    for part in body.walk():
        del part["MIME-Version"]
        if not part.is_multipart():
            whole.update(part.as_bytes())
    seed = whole.hexdigest()[:32]
    for number, part in enumerate(part for part in body.walk() if part.is_multipart()):
        # "=_" stands in no base64 and in no quoted-printable line
        part.set_boundary(f"=_{seed}.{number}")
    return body


# Read back


def _otherwise(data: bytes, body: bytes, meant: dict[str, Any]) -> Iterator[str]:
    """What a reader of the headers finds otherwise than meant."""
    head, _, rest = data.partition(_EMPTY_LINE)
    if rest != body.partition(_EMPTY_LINE)[2]:
        yield "its headers end too early"
    if _LONE_END.search(head):
        yield "a line end is not CRLF"
    message: Any = BytesHeaderParser(policy=policy.SMTP).parsebytes(data)
    if list(message.keys()) != list(meant):
        yield f"its headers are {', '.join(message.keys())}"
        return
    raw = dict(message.raw_items())
    for name, wanted in meant.items():
        found = message[name]
        if isinstance(wanted, Mailbox):
            boxes = [box.addr_spec for box in found.addresses]
            if boxes != [wanted.address] or _name(raw[name], wanted.address) != wanted.name:
                yield f"{name} names {boxes}"
        elif name == "Content-Type":
            if found.maintype != wanted:
                yield "it has one part"
        elif str(found) != wanted:
            yield f"{name} reads {str(found)!r}"


def _name(raw: str, address: str) -> str:
    """The name before an address in a header as it stands. The parser of headers puts spaces between encoded words that RFC 2047
    joins, so the older reader is asked."""
    phrase = raw.replace("\r\n", "").removesuffix(f"<{address}>").strip()
    return "" if phrase == address else str(make_header(decode_header(phrase.removeprefix('"').removesuffix('"'))))


def _other_parts(data: bytes, mail: Mail) -> Iterator[str]:
    if _LONE_END.search(data):
        yield "a line end is not CRLF"
    if any(len(line) > LONGEST_LINE for line in data.split(b"\r\n")):
        yield f"a line has more than {LONGEST_LINE} bytes"
    message: Any = BytesParser(policy=policy.SMTP).parsebytes(data)
    if any(part.defects for part in message.walk()):
        yield "its parts are not well formed"
        return
    leaves = [part for part in message.walk() if not part.is_multipart()]
    found = [(part.get_content_type(), part.get_filename(), part["Content-ID"], part.get_payload(decode=True)) for part in leaves]
    wanted = [
        ("text/plain", None, None, mail.text.encode()),
        ("text/html", None, None, mail.html.encode()),
        *(("image/png", picture.name, f"<{picture.cid}>", picture.data) for picture in mail.pictures),
        *((artifact.media_type, artifact.name, None, artifact.data) for artifact in mail.attachments),
    ]
    if [(kind, name, str(cid) if cid else None) for kind, name, cid, _ in found] != [(kind, name, cid) for kind, name, cid, _ in wanted]:
        yield "its parts have other names"
    elif [_settled(data) for *_, data in found[:2]] != [_settled(data) for *_, data in wanted[:2]]:
        yield "a text has other content"
    elif [data for *_, data in found[2:]] != [data for *_, data in wanted[2:]]:
        yield "a file has other content"
    if any(key not in _OF_PARTS for part in leaves for key in part if part is not message):
        yield "a part has a header of its own"


_OF_PARTS = frozenset({"Content-Type", "Content-Transfer-Encoding", "Content-Disposition", "Content-ID"})


def _settled(text: bytes) -> bytes:
    """A text without what belongs to its transport: the kind of its line ends, and empty lines behind it."""
    return text.replace(b"\r\n", b"\n").rstrip(b"\n")
