"""Folders and webhooks that receive editions: the same files again do no harm, so both are simply served again after a failure."""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterator, Sequence
from hashlib import sha256
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, OpenerDirector, Request, build_opener

from reportgen.files import publish
from reportgen.model.document import Artifact
from reportgen.model.problem import Problem, Problems, ReportError
from reportgen.running.desk import Desk
from reportgen.spec.recipients import Target
from reportgen.spec.secrets import reveal

ENDINGS = {"pdf": (".pdf",), "html": (".html",), "both": (".pdf", ".html"), "body": ()}
PATIENCE = 30.0
"""Seconds for a webhook to answer."""
SIGNATURE = "X-Reportgen-Signature"


def serve(desk: Desk, name: str, target: Target, edition: str, artifacts: Sequence[Artifact]) -> Problems:
    """Brings an edition to a folder, a webhook or both; what could not be served is a problem E555."""
    found = (*_folder(desk, target, edition, artifacts), *_webhook(desk, target, edition, artifacts))
    return tuple(Problem("E555", f"target {name}: {why}") for why in found)


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
