"""How mail leaves the house: mistakes are told in place, and no password stands in a file or travels unencrypted."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.spec.delivery import FILE, load_delivery
from tests.support.desk import write

LEAST = "sender: {address: desk@example.com}\n"


def told(root: Path, text: str) -> list[str]:
    delivery, problems = load_delivery(write(root, FILE, text))
    assert (delivery is None) == bool(problems)
    return [str(problem) for problem in problems]


def test_the_least(tmp_path: Path) -> None:
    delivery, problems = load_delivery(write(tmp_path, FILE, LEAST))
    assert problems == ()
    assert delivery is not None
    assert (delivery.relay.host, delivery.relay.port, delivery.relay.security) == ("localhost", 25, "none")


def test_a_project_without_mail(tmp_path: Path) -> None:
    assert load_delivery(tmp_path) == (None, ())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            LEAST + "relay: {host: mail.example.com, user: desk, password: env:PASSWORD}\n",
            (
                "error[E298] config/delivery.yaml:2:8 relay.security: a password would travel unencrypted; "
                "set security to starttls or implicit."
            ),
        ),
        (LEAST + "relay: {user: desk}\n", "error[E298] config/delivery.yaml:2:8 relay: user and password go together."),
        (
            LEAST + "store: postgresql://desk:geheim@db/store\n",
            (
                "error[E298] config/delivery.yaml:2:8 store: an address of the store holds no password; "
                "put it into a file that PGPASSFILE names."
            ),
        ),
    ],
    ids=["unencrypted", "alone", "in the address"],
)
def test_passwords(tmp_path: Path, text: str, said: str) -> None:
    assert told(tmp_path, text) == [said]


@pytest.mark.parametrize("name", ["a\\nBcc: x@example.com", "=?utf-8?q?x?=", "a <b@example.com>", "\\u202e"])
def test_a_name_that_wants_to_be_more_is_refused(tmp_path: Path, name: str) -> None:
    assert len(told(tmp_path, f'sender: {{address: desk@example.com, name: "{name}"}}\n')) == 1


@pytest.mark.parametrize("address", ["a@example.com, b@example.com", "<a@example.com>", "a", "a@b@example.com", "A <a@example.com>"])
def test_what_is_not_one_address_is_refused(tmp_path: Path, address: str) -> None:
    assert len(told(tmp_path, f'sender: {{address: "{address}"}}\n')) == 1


def test_a_password_written_out_is_refused_and_not_repeated(tmp_path: Path) -> None:
    (problem,) = told(tmp_path, LEAST + "relay: {host: mail.example.com, security: starttls, user: desk, password: geheim}\n")
    assert "geheim" not in problem
    assert "env:NAME or file:/path" in problem


@pytest.mark.parametrize("host", ["-x", "a b", "example..com", "http://example.com"])
def test_what_is_no_host_is_refused(tmp_path: Path, host: str) -> None:
    assert len(told(tmp_path, LEAST + f'relay: {{host: "{host}"}}\n')) == 1
