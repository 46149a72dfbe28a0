"""config/recipients/*.yaml: who gets which briefs, and in which form; config/domains.yaml: the domains that mail may go to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path as File
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator

from reportgen.model.problem import Location, Problem, Problems
from reportgen.spec.address import address, display_name, domain, unsafe
from reportgen.spec.base import Block
from reportgen.spec.node import Path, Positions, written
from reportgen.spec.read import read_yaml
from reportgen.spec.schema import LocaleTag
from reportgen.spec.secrets import reference_fault
from reportgen.spec.suggest import nearest
from reportgen.spec.validate import validate

FOLDER = "config/recipients"
DOMAINS = "config/domains.yaml"

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,59}")


def _secret(text: str) -> str:
    if text and (fault := reference_fault(text)):
        raise ValueError(fault)
    return text


def _folder(text: str) -> str:
    if unsafe(text) or ".." in text.split("/"):
        raise ValueError("a folder's path has neither '..' nor control characters in it.")
    return text


def _webhook(text: str) -> str:
    """An https address, or a reference where the address itself is the secret."""
    if not text or text.startswith(("env:", "file:")):
        return _secret(text)
    try:
        parts = urlsplit(text)
        usable = parts.scheme == "https" and bool(parts.hostname) and parts.port != 0 and text.isascii() and not re.search(r"[\s\\]", text)
    except ValueError:
        usable = False
    if not usable or unsafe(text):
        raise ValueError("a webhook is an https address, or env:NAME or file:/path where the address is secret.")
    if parts.username is not None or parts.password is not None:
        raise ValueError("an address holds no password; name it under 'secret' as env:NAME or file:/path.")
    return text


Address = Annotated[str, AfterValidator(address)]
Domain = Annotated[str, AfterValidator(domain)]
SecretReference = Annotated[str, AfterValidator(_secret)]
Format = Literal["pdf", "html", "both", "body"]


class Wants(Block):
    """What whoever receives briefs wants."""

    locale: LocaleTag = "en"
    """The language of the mail and the brief."""
    reports: tuple[str, ...] = ()
    """Only these reports; all that a schedule sends by default."""
    format: Format = "pdf"
    """The brief attached as pdf, html or both, or only the body of the mail."""
    groups: tuple[str, ...] = ()
    """Groups to which schedules can send."""
    params: dict[str, str] = {}
    """Values of the reports' parameters of one's own; each distinct brief is built once."""


class Recipient(Wants):
    """A person with a mail address."""

    address: Address
    """Exactly one address, without a name."""
    name: Annotated[str, AfterValidator(display_name)] = ""
    """The name before the address."""


class Target(Wants):
    """A folder or a webhook that receives briefs."""

    folder: Annotated[str, AfterValidator(_folder)] = ""
    """A folder, as a path or relative to the project."""
    webhook: Annotated[str, AfterValidator(_webhook)] = ""
    """An https address that is told of each edition, or a reference to it."""
    secret: SecretReference = ""
    """What signs the calls of a webhook, as env:NAME or file:/path."""


class RecipientsFile(Block):
    """Who gets briefs."""

    recipients: dict[str, Recipient] = {}
    """People by name."""
    targets: dict[str, Target] = {}
    """Folders and webhooks by name."""


class DomainsFile(Block):
    """The domains that mail may go to."""

    allowed: tuple[Domain, ...]
    """Each domain in full; sub-domains are domains of their own."""


Receiver = Recipient | Target


@dataclass(frozen=True, slots=True)
class Recipients:
    """Everybody who may get a brief, by name; groups hold names."""

    people: Mapping[str, Recipient] = field(default_factory=dict)
    targets: Mapping[str, Target] = field(default_factory=dict)
    domains: tuple[str, ...] = ()
    places: Mapping[str, Location] = field(default_factory=dict)

    @property
    def all(self) -> dict[str, Receiver]:
        """People and targets, in order of name."""
        everybody: dict[str, Receiver] = {**self.people, **self.targets}
        return dict(sorted(everybody.items()))

    @property
    def groups(self) -> dict[str, tuple[str, ...]]:
        """The names in each group, in order."""
        found: dict[str, list[str]] = {}
        for name, one in self.all.items():
            for group in one.groups:
                found.setdefault(group, []).append(name)
        return {group: tuple(dict.fromkeys(names)) for group, names in sorted(found.items())}

    def named(self, words: Sequence[str], report: str = "") -> dict[str, Receiver]:
        """Who is meant by names and groups, each once and in order of name; of a report, only those who want it."""
        groups, everybody = self.groups, self.all
        names = {name for word in words for name in groups.get(word, (word,))}
        return {name: one for name, one in everybody.items() if name in names and (not report or not one.reports or report in one.reports)}


def load_recipients(root: File) -> tuple[Recipients, Problems]:
    """All recipients of the project with every problem of their files; what has a fault is left out."""
    domains, problems = _domains(root)
    people: dict[str, Recipient] = {}
    targets: dict[str, Target] = {}
    places: dict[str, Location] = {}
    addresses: dict[str, str] = {}
    found: list[Problem] = list(problems)
    reports = sorted(file.stem for file in (root / "config" / "reports").glob("*.yaml"))
    for file in sorted((root / FOLDER).glob("*.yaml")):
        node, faults = read_yaml(file, root)
        found += faults
        if node is None:
            continue
        made, faults, positions = validate(node, RecipientsFile)
        found += faults
        if made is None:
            continue
        for path, one in _entries(made):
            name = path[1]
            key = positions.key(path)
            if name in places:
                found.append(Problem("E293", f"'{name}' is there twice, first in {places[name]}; keep one.", key, written(path)))
                continue
            places[name] = key
            wrong = [*_faults(path, one, positions, reports, domains)]
            if isinstance(one, Recipient) and (other := addresses.setdefault(one.address.casefold(), name)) != name:
                where = (*path, "address")
                wrong.append(Problem("E294", f"'{other}' has this address already; keep one.", positions[where], written(where)))
            found += wrong
            if wrong:
                continue
            if isinstance(one, Recipient):
                people[name] = one
            else:
                targets[name] = one
    loaded = Recipients(people, targets, domains or (), places)
    clashes = [
        Problem("E293", f"group '{group}' has the name of a recipient; rename one.", places[group], "groups")
        for group in loaded.groups
        if group in places
    ]
    return loaded, (*found, *clashes)


def _domains(root: File) -> tuple[tuple[str, ...] | None, Problems]:
    """The allowed domains; None when the file is at fault, so that nothing more is said of domains."""
    if not (root / DOMAINS).exists():
        return (), ()
    node, problems = read_yaml(root / DOMAINS, root)
    if node is None:
        return None, problems
    made, problems, _ = validate(node, DomainsFile)
    return (made.allowed if made else None), problems


def _entries(file: RecipientsFile) -> Iterator[tuple[tuple[str, str], Receiver]]:
    yield from ((("recipients", name), one) for name, one in file.recipients.items())
    yield from ((("targets", name), one) for name, one in file.targets.items())


def _faults(
    path: tuple[str, str], one: Receiver, positions: Positions, reports: Sequence[str], domains: tuple[str, ...] | None
) -> Iterator[Problem]:
    def at(code: str, message: str, *rest: str | int) -> Problem:
        here: Path = (*path, *rest)
        return Problem(code, message, positions[here] if rest else positions.key(here), written(here))

    for word, rest in _words(path[1], one):
        if not _NAME.fullmatch(word):
            yield at("E293", "a name has small letters, digits, '.', '_' and '-', 60 at most.", *rest)
    for number, report in enumerate(one.reports):
        if report not in reports:
            yield at("E293", nearest("report", report, reports), "reports", number)
    if isinstance(one, Target):
        if bool(one.folder) == bool(one.webhook):
            yield at("E297", "a target is either a folder or a webhook.")
        elif one.secret and not one.webhook:
            yield at("E297", "a folder needs no secret; drop it.", "secret")
    elif domains is not None and (own := one.address.rpartition("@")[2]) not in domains:
        yield at("E295", f"mail to {own} is not allowed; add the domain under 'allowed' in {DOMAINS}.", "address")


def _words(name: str, one: Receiver) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    yield name, ()
    yield from ((group, ("groups", number)) for number, group in enumerate(one.groups))
