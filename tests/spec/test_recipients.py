"""config/recipients and config/domains.yaml: strict addresses, allowed domains, and no secret in a file."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import pytest

from reportgen.model.problem import ReportError
from reportgen.spec.address import address, display_name
from reportgen.spec.secrets import Secret, reveal
from tests.support import desk

FILE = "config/recipients/all.yaml"


def test_what_the_file_says_is_read(tmp_path: Path) -> None:
    _, found, problems = desk.read(desk.make(tmp_path))
    assert problems == ()
    anna = found.people["anna"]
    assert (anna.address, anna.name, anna.locale, anna.format, anna.params) == (
        "Anna@example.com",
        "Anna Ahn",
        "de",
        "both",
        {"region": "asia"},
    )
    assert found.groups == {"board": ("anna", "bert"), "team": ("archive", "bert")}
    assert found.targets["hook"].webhook == "https://example.com/in"
    assert found.domains == ("example.com",)


def test_who_is_meant_by_names_and_groups(tmp_path: Path) -> None:
    _, found, _ = desk.read(desk.make(tmp_path))
    assert list(found.named(["team", "anna", "board"])) == ["anna", "archive", "bert"]
    assert list(found.named(["team"], "monthly")) == ["archive"]
    assert list(found.named(["team"], "weekly")) == ["archive", "bert"]
    assert list(found.named([])) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("bert@example.com", "bert@example.org", ":3:19 recipients.bert.address: mail to example.org is not allowed; add the domain"),
        ("bert@example.com", "bert@mail.example.com", ":3:19 recipients.bert.address: mail to mail.example.com is not allowed;"),
        ("bert@example.com", "anna@EXAMPLE.com", ":3:19 recipients.bert.address: 'anna' has this address already; keep one."),
        ("bert@example.com", '"bert@example.com,eve@example.com"', ":3:19 recipients.bert.address: exactly one plain address"),
        ("name: Anna Ahn", 'name: "Anna\\nBcc: eve@example.com"', ":2:43 recipients.anna.name: character U+000A may not stand in a mail;"),
        ("name: Anna Ahn", 'name: "=?utf-8?q?x=0D=0ABcc=3A_eve?="', ":2:43 recipients.anna.name: '=?' may not stand in a mail; delete it."),
        ("locale: de", "locale: fr", ":2:61 recipients.anna.locale: 'fr' is not allowed here."),
        ("[weekly]", "[weekley]", ":3:70 recipients.bert.reports[0]: no report 'weekley'. Did you mean 'weekly'?"),
        ("env:HOOK_SECRET", "hunter2", ":6:53 targets.hook.secret: a secret is named, not written; write env:NAME or file:/path."),
        ("https://example.com/in", "http://example.com/in", ":6:19 targets.hook.webhook: a webhook is an https address,"),
        ("https://example.com/in", "https://a:b@example.com/in", ":6:19 targets.hook.webhook: an address holds no password;"),
        ("folder: out/briefs", "folder: ../out", ":5:21 targets.archive.folder: a folder's path has neither '..'"),
        ("folder: out/briefs", "locale: en", ":5:3 targets.archive: a target is either a folder or a webhook."),
        ("folder: out/briefs", "folder: x, secret: env:X", ":5:32 targets.archive.secret: a folder needs no secret; drop it."),
        ("[board, team]", "[board, anna]", ":2:3 groups: group 'anna' has the name of a recipient; rename one."),
        ("  archive:", "  anna:", ":5:3 targets.anna: 'anna' is there twice, first in config/recipients/all.yaml:2:3; keep one."),
        ("  bert:", "  Bert B:", ":3:3 recipients.Bert B: a name has small letters,"),
    ],
)
def test_what_is_wrong_is_told_at_its_place(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert desk.RECIPIENTS.count(old) == 1
    schedule = desk.SCHEDULE.replace("[anna, team]", "[]")
    _, _, problems = desk.read(desk.make(tmp_path, recipients=desk.RECIPIENTS.replace(old, new), schedule=schedule))
    assert len(problems) == 1, [str(problem) for problem in problems]
    assert f"{FILE}{said}" in str(problems[0])
    assert "hunter2" not in str(problems[0])


def test_without_a_list_of_domains_no_mail_is_allowed(tmp_path: Path) -> None:
    desk.make(tmp_path)
    (tmp_path / "config/domains.yaml").unlink()
    _, found, problems = desk.read(tmp_path)
    assert [problem.code for problem in problems] == ["E295", "E295"]
    assert list(found.all) == ["archive", "hook"]


def test_a_faulty_list_of_domains_is_told_alone(tmp_path: Path) -> None:
    _, _, problems = desk.read(desk.make(tmp_path, domains="allowed: [example.com, ex ample]\n"))
    assert [str(p) for p in problems] == ["error[E208] config/domains.yaml:1:24 allowed[1]: this is no domain; write it like example.com."]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("a@b.co", "a@b.co"),
        ("first.last+tag@Sub.Example.COM", "first.last+tag@sub.example.com"),
        ("o'neil@example.com", "o'neil@example.com"),
        ("x@xn--bcher-kva.example", "x@xn--bcher-kva.example"),
    ],
)
def test_one_address(text: str, read: str) -> None:
    assert address(text) == read


HOSTILE = [
    "",
    "a",
    "@example.com",
    "a@",
    "a@b",
    "a@@example.com",
    "a@b@example.com",
    "a@example.com,e@x.com",
    "<a@example.com>",
    "<a@b.c>,<e@x>",
    "Anna <a@example.com>",
    '"a b"@example.com',
    '"a@x.com"@example.com',
    "a@example.com\n",
    "a@example.com\r\nBcc: e@x.com",
    "a\x00@example.com",
    "a@example.com\x85",
    "a@exam\u2028ple.com",
    "a@exam\u2029ple.com",
    "a\u202e@example.com",
    "a\u200b@example.com",
    "=?utf-8?q?a=40x.com?=@example.com",
    "a@example.com;e@x.com",
    "a@example.com e@x.com",
    "a@[127.0.0.1]",
    "a@127.0.0.1",
    "a(comment)@example.com",
    "a@example..com",
    ".a@example.com",
    "a.@example.com",
    "a..b@example.com",
    "a@-example.com",
    "a@example.com.",
    "\u0430@example.com",
    "a@ex\u00e4mple.com",
    "a" * 65 + "@example.com",
    "a@" + "b" * 64 + ".com",
    "a@" + "b." * 130 + "com",
    "group: a@example.com;",
    "mailto:a@example.com,",
    "a@example.com?bcc=e@x.com",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_not_plainly_one_address_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        address(text)


@pytest.mark.parametrize(
    "text", ["a\rb", "a\nb", "a\x0bb", "a\x7fb", "a\x9fb", "a\u2028b", "a\u2029b", "=?utf-8?b?YQ==?=", "a<b", 'a"b', "a@b", "x" * 101]
)
def test_what_is_no_plain_name_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        display_name(text)


@pytest.mark.parametrize("text", ["Anna Ahn", "Smith, John (HK)", "\u738b\u5c0f\u660e", "Zo\u00eb O'Neil"])
def test_names_as_people_have_them(text: str) -> None:
    assert display_name(text) == text


def test_a_secret_is_shown_to_nobody(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("from-file\n", encoding="utf-8")
    one, other = reveal("env:HOOK", {"HOOK": "canary-1"}), reveal(f"file:{tmp_path / 'key'}", {})
    assert (one.plain, other.plain) == ("canary-1", "from-file")
    for shown in (repr(one), str(one), f"{one}", f"{one:>20}", f"{one!r}", repr({"key": [one]}), f"{one!s}"):
        assert "canary" not in shown
        assert "***" in shown
    assert one == Secret("canary-1")
    assert one != other
    with pytest.raises(TypeError):
        json.dumps({"key": one})
    with pytest.raises(TypeError, match="not stored"):
        pickle.dumps(one)


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        ("env:NOWHERE", "the environment has no NOWHERE; the secret is expected there."),
        ("file:/nowhere/key", "the secret in /nowhere/key cannot be read: no such file or directory."),
        ("hunter2", "a secret is named, not written; write env:NAME or file:/path."),
        ("env:HUNTER-2", "a secret is named, not written;"),
        ("file:key", "a secret is named, not written;"),
    ],
)
def test_a_secret_that_is_not_there_is_told(reference: str, said: str) -> None:
    with pytest.raises(ReportError) as caught:
        reveal(reference, {}, where="smtp.password")
    assert str(caught.value).startswith(f"error[E297] smtp.password: {said}")
    assert "hunter2" not in str(caught.value)
