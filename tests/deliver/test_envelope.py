"""One message to one recipient: no input becomes a header, and what is written is what a reader finds."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from email import policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.parser import BytesParser
from typing import Any

import pytest

from reportgen.deliver import envelope
from reportgen.deliver.envelope import Mailbox, build, probe
from reportgen.deliver.mail import Mail, Picture
from reportgen.model.document import Artifact
from reportgen.model.problem import Problems

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
MAIL = Mail(
    locale="en",
    subject="Harbour Desk: The loss is smaller",
    text="Harbour Desk\n\nThe loss is smaller – 4.7 bn.\n",
    html="<!DOCTYPE html><html><body><p>The loss is smaller – 4.7 bn.</p></body></html>",
    pictures=(Picture("loss.0123456789abcdef@brief", "loss.png", "The loss, by year", 552, 240, PNG),),
    attachments=(Artifact("review-2024-11-01.en.pdf", "application/pdf", b"%PDF-1.7\r\n\n\r" + bytes(range(256))),),
)
SENDER = Mailbox("desk@example.com", "Harbour Desk")
READER = Mailbox("lee@example.hk", "Lee Ka-shing")
ID = "<run.1a2b3c@example.com>"
NOW = datetime(2024, 11, 1, 8, 30, tzinfo=timezone(timedelta(hours=8)))
HEADERS = ["From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Language", "MIME-Version", "Content-Type"]

PAYLOADS = (
    "x\r\nBcc: evil@example.org",
    "x\nBcc: evil@example.org",
    "x\rBcc: evil@example.org",
    "x\r\n\r\n<p>body</p>",
    "x\n\nbody",
    "x\r\n Bcc: evil@example.org",
    "x\r\n\tBcc: evil@example.org",
    "\r\nReply-To: evil@example.org",
    "x\r\n.\r\nMAIL FROM:<evil@example.org>",
    "x\x00y",
    "x\x07y",
    "x\x08y",
    "x\x0bBcc: evil@example.org",
    "x\x0cBcc: evil@example.org",
    "x\x1by",
    "x\x1cBcc: evil@example.org",
    "x\x1dBcc: evil@example.org",
    "x\x1eBcc: evil@example.org",
    "x\x7fy",
    "x\x80y",
    "x\x85Bcc: evil@example.org",
    "x\x9fy",
    "x\u2028Bcc: evil@example.org",
    "x\u2029Bcc: evil@example.org",
    "=?utf-8?q?Q3=0D=0AReply-To=3A_evil=40x=0D=0A=0D=0ABody?=",
    "=?utf-8?b?DQpCY2M6IGV2aWxAZXhhbXBsZS5vcmc=?=",
    "=?UTF-8?Q?=0ABcc:_evil@example.org?=",
    "=?iso-2022-jp?b?GyRCJCIbKEINCkJjYzogZXZpbA==?=",
    "x =?utf-8?q?=0D=0A?= y",
    "=?utf-8?q?a?= =?utf-8?q?=0D=0ABcc=3A_evil?=",
    "=?x",
    "x\u202egro.elpmaxe@live\u202c",
    "x\u200by",
    "\ufeffx",
)
ADDRESSES = (
    "a@example.com,evil@example.org",
    "a@example.com, evil@example.org",
    "<a@example.com>,<evil@example.org>",
    "a@example.com;evil@example.org",
    "a@example.com evil@example.org",
    "Lee <a@example.com>",
    "a@example.com>",
    "<a@example.com",
    "a@b@example.com",
    '"a b"@example.com',
    "a@[127.0.0.1]",
    "a@localhost",
    "a@example..com",
    ".a@example.com",
    "a(comment)@example.com",
    "a@example.com\\",
    "группа@example.com",
    "a@exämple.com",
    "group: a@example.com;",
    "",
    "@example.com",
    "a" * 65 + "@example.com",
)
GOOD = (
    "Plain words: 4.7 bn, 36.4% (up) = down?",
    "Größe zählt – 4,7 Mrd. €",
    "收入停滯、不及兩項預測，惟生成式AI佔比近乎倍增",
    "😀 emoji beyond the first plane 𠮷",
    "a long subject " * 12 + "ends",
    "word" * 40,
    "two  spaces   stay",
    "a: b; c, d <e> @f \"g\" 'h' \\i",
    "é" * 200,
)


def made(mail: Mail = MAIL, sender: Mailbox = SENDER, recipient: Mailbox = READER, **more: Any) -> tuple[bytes, Problems]:
    return build(mail, sender, recipient, more.pop("message_id", ID), more.pop("date", NOW), **more)


def parsed(data: bytes) -> Any:
    return BytesParser(policy=policy.SMTP).parsebytes(data)


def refused(code: str, **changes: Any) -> str:
    data, problems = made(**changes)
    assert data == b""
    assert [problem.code for problem in problems] == [code]
    message = str(problems[0])
    assert message.isprintable(), "what is refused does not reach the terminal as it is"
    return message


# Payloads


@pytest.mark.parametrize("payload", PAYLOADS, ids=ascii)
def test_a_payload_is_refused_wherever_it_would_reach_a_header(payload: str) -> None:
    refused("E560", mail=replace(MAIL, subject=payload))
    refused("E561", recipient=Mailbox(READER.address, payload))
    refused("E561", sender=Mailbox(SENDER.address, payload))
    refused("E561", reply_to=Mailbox(SENDER.address, payload))
    refused("E561", recipient=Mailbox(f"a{payload}@example.com"))
    refused("E561", recipient=Mailbox(f"a@example.com{payload}"))
    refused("E562", mail=replace(MAIL, attachments=(replace(MAIL.attachments[0], name=f"{payload}.pdf"),)))
    refused("E562", mail=replace(MAIL, pictures=(replace(MAIL.pictures[0], name=payload),)))
    refused("E562", mail=replace(MAIL, pictures=(replace(MAIL.pictures[0], cid=f"{payload}@brief"),)))
    refused("E562", mail=replace(MAIL, attachments=(replace(MAIL.attachments[0], media_type=f"application/{payload}"),)))
    refused("E563", message_id=f"<{payload}@example.com>")
    refused("E564", unsubscribe=(f"https://example.com/{payload}",))


@pytest.mark.parametrize("payload", PAYLOADS, ids=ascii)
def test_the_header_set_is_exact_where_the_payload_stands_in_the_body(payload: str) -> None:
    data, problems = made(replace(MAIL, text=payload, html=f"<p>{payload}</p>"))
    if not problems:
        message = parsed(data)
        assert list(message.keys()) == HEADERS
        assert [part.get_content_type() for part in message.walk() if not part.is_multipart()] == [
            "text/plain",
            "text/html",
            "image/png",
            "application/pdf",
        ]
        assert b"evil@example.org" not in data.split(b"\r\n\r\n")[0]
    else:
        assert [problem.code for problem in problems] == ["E565"], "what does not read back is not sent"


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_is_exactly_one(address: str) -> None:
    refused("E561", recipient=Mailbox(address))
    refused("E561", sender=Mailbox(address))


@pytest.mark.parametrize("name", ["../../etc/passwd", "a/b.pdf", "a\\b.pdf", ".pdf", "a;b.pdf", 'a"b.pdf', "a.pdf ", "a:b", "", "x" * 121])
def test_the_name_of_a_file_is_a_name(name: str) -> None:
    refused("E562", mail=replace(MAIL, attachments=(replace(MAIL.attachments[0], name=name),)))


def test_a_refusal_says_where_and_what_would_be_right() -> None:
    assert refused("E560", mail=replace(MAIL, subject="a\r\nBcc: b")) == (
        r"error[E560] the subject 'a\r\nBcc: b': character U+000D may not stand in a mail; delete it."
    )
    assert refused("E561", recipient=Mailbox("a@example.com,b@example.com")) == (
        "error[E561] the recipient 'a@example.com,b@example.com': exactly one plain address is expected here, such as "
        "anna@example.com; a name has its own key."
    )
    assert refused("E563", date=datetime(2024, 11, 1)) == "error[E563] the date of a message needs its time zone."  # noqa: DTZ001
    assert refused("E564", unsubscribe=("http://example.com",)) == (
        "error[E564] the address to unsubscribe 'http://example.com': it begins with https:// or mailto: and holds neither spaces nor '=?'."
    )


def test_the_probe_tells_by_trying_whether_the_email_package_lets_a_header_in() -> None:
    message = EmailMessage()
    try:
        message["Subject"] = "=?utf-8?q?a=0D=0AX-Injected=3A_b?="
        message.set_content("text")
        injects = b"\nX-Injected:" in message.as_bytes()
    except ValueError:
        injects = False
    assert probe() is injects


def test_bytes_that_read_otherwise_are_not_given_out(monkeypatch: pytest.MonkeyPatch) -> None:
    right = envelope._header
    monkeypatch.setattr(envelope, "_header", lambda name, parts: right(name, parts) + ("Bcc: b@example.org\r\n" if name == "To" else ""))
    data, problems = made()
    assert data == b""
    assert str(problems[0]).startswith("error[E565] the message to lee@example.hk does not read back as it was meant: its headers are From")
    monkeypatch.setattr(envelope, "_header", lambda name, parts: right(name, ["x", *parts] if name == "Subject" else parts))
    assert "Subject reads" in str(made()[1][0])
    monkeypatch.setattr(envelope, "_header", lambda name, parts: right(name, parts) + ("\r\n" if name == "MIME-Version" else ""))
    assert "its headers end too early" in str(made()[1][0])


def test_a_body_that_reads_otherwise_is_not_given_out(monkeypatch: pytest.MonkeyPatch) -> None:
    right = envelope._parts

    def with_another_file(mail: Mail) -> EmailMessage:
        return right(replace(mail, attachments=(replace(mail.attachments[0], data=b"other"),)))

    monkeypatch.setattr(envelope, "_parts", with_another_file)
    envelope._body.cache_clear()
    try:
        data, problems = made()
        assert data == b""
        assert str(problems[0]).endswith("does not read back as it was meant: a file has other content.")
    finally:
        envelope._body.cache_clear()


# What is written


@pytest.mark.parametrize("text", GOOD)
def test_words_of_every_language_arrive_as_they_are(text: str) -> None:
    named = re.sub(r'[<>@"\\]', "", text)[:100].strip()
    file = re.sub(r'[/\\<>:"|?*;%]', "", text)[:100].strip(" .") + ".pdf"
    mail = replace(MAIL, subject=text, attachments=(replace(MAIL.attachments[0], name=file),))
    data, problems = made(mail, recipient=Mailbox(READER.address, named))
    assert problems == ()
    message = parsed(data)
    assert message["Subject"] == text
    assert [box.addr_spec for box in message["To"].addresses] == [READER.address]
    raw = re.sub(r"\r\n", "", dict(message.raw_items())["To"])
    assert str(make_header(decode_header(raw.rpartition(" <")[0].strip('"')))) == named
    assert [part.get_filename() for part in message.iter_attachments()] == [file]
    head = data.split(b"\r\n\r\n")[0]
    assert head.isascii()
    assert max(len(line) for line in head.split(b"\r\n")) <= 78


def test_the_message_has_the_form_of_its_kind() -> None:
    data, problems = made(unsubscribe=("https://example.com/u?t=1", "mailto:u@example.com"), reply_to=Mailbox("ask@example.com"))
    assert problems == ()
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", data)
    message = parsed(data)
    assert {name: str(value) for name, value in message.items() if name != "Content-Type"} == {
        "From": "Harbour Desk <desk@example.com>",
        "To": "Lee Ka-shing <lee@example.hk>",
        "Reply-To": "ask@example.com",
        "Subject": MAIL.subject,
        "Date": "Fri, 01 Nov 2024 08:30:00 +0800",
        "Message-ID": ID,
        "Auto-Submitted": "auto-generated",
        "Content-Language": "en",
        "List-Unsubscribe": "<https://example.com/u?t=1>, <mailto:u@example.com>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "MIME-Version": "1.0",
    }
    tree = [part.get_content_type() for part in message.walk()]
    assert tree == [
        *("multipart/mixed", "multipart/alternative", "text/plain", "multipart/related", "text/html", "image/png", "application/pdf"),
    ]
    picture, pdf = [part for part in message.walk() if part.get_content_type() in ("image/png", "application/pdf")]
    assert (picture["Content-ID"], picture.get_content_disposition(), picture.get_content()) == (
        "<loss.0123456789abcdef@brief>",
        "inline",
        PNG,
    )
    assert (pdf.get_content_disposition(), pdf.get_filename(), pdf.get_content()) == (
        "attachment",
        "review-2024-11-01.en.pdf",
        MAIL.attachments[0].data,
    )
    assert message.get_body(("plain",)).get_content().replace("\r\n", "\n") == MAIL.text
    assert data.isascii(), "every server takes it"


def test_one_click_needs_an_address_of_the_web() -> None:
    message = parsed(made(unsubscribe=("mailto:u@example.com",))[0])
    assert message["List-Unsubscribe"] == "<mailto:u@example.com>"
    assert message["List-Unsubscribe-Post"] is None


def test_without_files_there_is_the_alternative_alone() -> None:
    data, problems = made(replace(MAIL, attachments=(), pictures=()))
    assert problems == ()
    assert [part.get_content_type() for part in parsed(data).walk()] == ["multipart/alternative", "text/plain", "text/html"]


def test_equal_inputs_give_equal_bytes_and_other_content_other_boundaries() -> None:
    first, again = made()[0], made()[0]
    assert first == again
    other = made(replace(MAIL, text="Another text.\n"))[0]
    boundaries = [set(re.findall(rb'boundary="([^"]+)"', data)) for data in (first, other)]
    assert len(boundaries[0]) == 3
    assert not boundaries[0] & boundaries[1]
    assert hashlib.sha256(first).hexdigest() == hashlib.sha256(made(date=NOW)[0]).hexdigest()


def test_two_hundred_messages_hold_their_own_address_alone() -> None:
    people = [Mailbox(f"reader{n:03}@example.com", f"Reader {n:03}") for n in range(200)]
    messages = [
        made(recipient=one, message_id=f"<{n}@example.com>", date=datetime(2024, 11, 1, tzinfo=UTC))[0] for n, one in enumerate(people)
    ]
    for one, data in zip(people, messages, strict=True):
        message = parsed(data)
        assert [box.addr_spec for box in message["To"].addresses] == [one.address]
        assert {found.decode() for found in re.findall(rb"reader\d{3}@example\.com", data)} == {one.address}
        assert set(message) & {"Cc", "Bcc"} == set()
    assert len({*messages}) == 200
