"""Folders and webhooks that receive editions: what is on record for them is served in each round until it is done or too late.

The same files again do no harm, so that what was interrupted is simply served again; a webhook may be told twice.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterator, Sequence
from hashlib import sha256
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, OpenerDirector, Request, build_opener

from reportgen import manifest
from reportgen.files import publish
from reportgen.model.document import Artifact
from reportgen.model.problem import ReportError
from reportgen.running.desk import Desk
from reportgen.spec.recipients import Target
from reportgen.spec.secrets import reveal
from reportgen.store import editions, services
from reportgen.store.editions import Edition
from reportgen.store.services import Service

ENDINGS = {"pdf": (".pdf",), "html": (".html",), "both": (".pdf", ".html"), "body": ()}
PATIENCE = 30.0
"""Seconds for a webhook to answer."""
SIGNATURE = "X-Reportgen-Signature"


def serve_waiting(desk: Desk) -> tuple[Service, ...]:
    """Serves everything that waits; gives what is not served afterwards, with the reason."""
    known = {one.id: one for one in editions.listed(desk.store)}
    for one in services.listed(desk.store, ("waiting",)):
        services.settle(desk.store, one, _served(desk, one, known[one.edition]), desk.world.clock())
    return services.listed(desk.store, ("waiting", "failed"))


def _served(desk: Desk, one: Service, edition: Edition) -> str:
    """Why the target did not get the edition; nothing where it did."""
    target = desk.recipients.targets.get(one.target)
    if target is None:
        return "there is no such target any more"
    folder = desk.root / edition.path
    if manifest.content_of(folder) != edition.hash:
        return "the files of the edition are not those that were built"
    files = tuple(Artifact(path.name, "", path.read_bytes()) for path in sorted(folder.iterdir()))
    return " ".join(serve(desk, target, edition.id, files))


def serve(desk: Desk, target: Target, edition: str, artifacts: Sequence[Artifact]) -> tuple[str, ...]:
    """Brings an edition to a folder, a webhook or both; why it could not be brought."""
    return (*_folder(desk, target, edition, artifacts), *_webhook(desk, target, edition, artifacts))


def _folder(desk: Desk, target: Target, edition: str, artifacts: Sequence[Artifact]) -> Iterator[str]:
    """Its files under the edition's name, visible by one rename."""
    if not target.folder:
        return
    wanted = [a for a in artifacts if a.name.endswith(ENDINGS[target.format]) and f".{target.locale}." in a.name]
    try:
        publish(desk.root / target.folder / edition.replace("/", "_"), wanted)
    except ReportError as failed:
        yield failed.problem.message


def _webhook(desk: Desk, target: Target, edition: str, artifacts: Sequence[Artifact]) -> Iterator[str]:
    """The edition's names and hashes as JSON, signed where a secret is named; no bytes of a brief leave this way."""
    if not target.webhook:
        return
    said = {"edition": edition, "files": {a.name: sha256(a.data).hexdigest() for a in artifacts}}
    body = json.dumps(said, sort_keys=True).encode()
    headers = {"Content-Type": "application/json", "User-Agent": "reportgen"}
    try:
        address = target.webhook if target.webhook.startswith("https://") else reveal(target.webhook, desk.environ, where="webhook").plain
        if target.secret:
            key = reveal(target.secret, desk.environ, where="secret").plain.encode()
            headers[SIGNATURE] = f"sha256={hmac.new(key, body, sha256).hexdigest()}"
        with _opener().open(Request(address, body, headers), timeout=PATIENCE) as answer:  # noqa: S310  https by the schema
            answer.read(1000)
    except ReportError as failed:
        yield failed.problem.message
    except HTTPError as bad:
        yield f"the webhook answered {bad.code}."
    except (URLError, HTTPException, OSError, ValueError) as bad:
        yield f"the webhook cannot be reached ({type(bad).__name__})."


class _Stay(HTTPRedirectHandler):
    """A webhook is where its declaration says, and nowhere else."""

    def redirect_request(self, *_: object) -> None:
        return None


def _opener() -> OpenerDirector:
    return build_opener(_Stay)
