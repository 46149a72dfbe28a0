"""config/delivery.yaml: who sends, through which relay, and what happens to what is too large."""

from __future__ import annotations

from pathlib import Path as File
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from reportgen.model.problem import Location, Problem, Problems
from reportgen.spec.address import display_name, domain, unsafe
from reportgen.spec.base import Block
from reportgen.spec.read import read_yaml
from reportgen.spec.recipients import Address, SecretReference
from reportgen.spec.validate import validate

FILE = "config/delivery.yaml"


def _host(text: str) -> str:
    if text != "localhost" and not _is_number(text):
        domain(text)
    return text


def _is_number(text: str) -> bool:
    from ipaddress import ip_address

    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _plain(text: str) -> str:
    if fault := unsafe(text):
        raise ValueError(fault)
    return text


Plain = Annotated[str, AfterValidator(_plain)]


class Sender(Block):
    """Whom the mail is from."""

    address: Address
    """The address in From, and the one that is told of bounces."""
    name: Annotated[str, AfterValidator(display_name)] = ""
    """The name before it."""
    reply_to: Address | None = None
    """Where answers go, if not to the address."""


class RelaySpec(Block):
    """The server that takes the mail; best one on this machine, which keeps what it has accepted."""

    host: Annotated[str, AfterValidator(_host)] = "localhost"
    """Its name or number."""
    port: int = Field(25, ge=1, le=65535)
    """Its port: 25 for a relay of this machine, 587 for starttls, 465 for implicit."""
    security: Literal["none", "starttls", "implicit"] = "none"
    """How the connection is encrypted; `none` is for a relay on this machine."""
    user: Plain = ""
    """Whom to sign in as."""
    password: SecretReference = ""
    """Where the password lies: env:NAME or file:/path."""
    authorities: Plain = ""
    """A file of certificates to trust instead of the system's."""


class Attachments(Block):
    """What happens to files that are too large for a mail."""

    limit: int = Field(10_000_000, ge=100_000, le=100_000_000)
    """Bytes of all attachments together, as sent."""
    link: Plain = ""
    """An https address that the mail names in place of the files; {edition} and {report} stand for their names."""
    folder: Plain = ""
    """A folder that the mail names in place of the files; {edition} and {report} as in link."""


class DeliveryFile(Block):
    """How briefs leave the house."""

    sender: Sender
    """Whom the mail is from."""
    relay: RelaySpec = RelaySpec()
    """The server that takes the mail."""
    attachments: Attachments = Attachments()
    """What happens to files that are too large."""
    unsubscribe: tuple[Plain, ...] = ()
    """mailto: and https: addresses for List-Unsubscribe."""
    exhibits: tuple[str, ...] = ()
    """Exhibits that the mail shows beside the lead exhibit, by the name of their chart."""
    retry_for: Literal["1h", "4h", "12h", "1d", "2d"] = "4h"
    """So long a mail is tried again where its schedule has no deadline."""
    store: Plain = ""
    """Where runs, editions and mail are kept: postgresql://user@host/name; build/store.db by default."""
    alarm: tuple[Plain, ...] = ()
    """A command that is run when a brief fails and mail itself may be down: program and words, without a shell; the reason follows."""


def load_delivery(root: File) -> tuple[DeliveryFile | None, Problems]:
    """How briefs leave the project, with every problem of the file; None without the file, or where a problem is an error."""
    if not (root / FILE).is_file():
        return None, ()
    node, problems = read_yaml(root / FILE, root)
    if node is None:
        return None, problems
    made, problems, positions = validate(node, DeliveryFile)
    if made is None:
        return None, problems
    wrong = []
    if made.relay.password and made.relay.security == "none" and made.relay.host not in ("localhost", "127.0.0.1", "::1"):
        message = "a password would travel unencrypted; set security to starttls or implicit."
        wrong.append(Problem("E298", message, positions[("relay", "security")], "relay.security"))
    if bool(made.relay.user) != bool(made.relay.password):
        wrong.append(Problem("E298", "user and password go together.", positions[("relay",)], "relay"))
    if made.store and "@" in made.store and ":" in made.store.partition("@")[0].partition("://")[2]:
        message = "an address of the store holds no password; put it into a file that PGPASSFILE names."
        wrong.append(Problem("E298", message, positions[("store",)], "store"))
    return (None if wrong else made), (*problems, *wrong)


def lacking(root: File) -> Problem:
    """What is wrong with a project that has no such file."""
    hint = "Say there who sends: sender: {address: desk@example.com}."
    return Problem("E101", "there is no such file; mail needs it.", Location(FILE), hint=hint)
