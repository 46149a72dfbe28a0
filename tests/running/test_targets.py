"""Folders and webhooks: a folder shows whole editions, a webhook gets names and hashes, signed, over https and nowhere else."""

from __future__ import annotations

import hmac
import json
import ssl
import subprocess
from collections.abc import Iterator
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from shutil import which
from threading import Thread

import pytest

from reportgen.model.document import Artifact
from reportgen.running import targets
from reportgen.running.desk import Desk
from reportgen.spec.recipients import Target
from tests.running import desks
from tests.running.desks import Clock

EDITION = "fleet-review/default/2025-03-31-00000000"
FILES = (
    Artifact("brief.de.pdf", "application/pdf", b"%PDF de"),
    Artifact("brief.en.html", "text/html", b"<p>en"),
    Artifact("brief.en.pdf", "application/pdf", b"%PDF en"),
    Artifact("figures.csv", "text/csv", b"id\n"),
)


class Hook(BaseHTTPRequestHandler):
    """Puts down what it is told; the path says how it answers."""

    heard: list[tuple[str, dict[str, str], bytes]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.heard.append((self.path, dict(self.headers), body))
        code = {"/gone": 410, "/moved": 302}.get(self.path, 204)
        self.send_response(code)
        if code == 302:
            self.send_header("Location", "/other")
        self.end_headers()

    def do_GET(self) -> None:
        self.heard.append((self.path, {}, b""))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    if not which("openssl"):
        pytest.skip("no openssl here to make a certificate")
    folder = tmp_path_factory.mktemp("certificate")
    key, made = folder / "key.pem", folder / "cert.pem"
    order = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    subprocess.run([*order, "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", made], check=True, capture_output=True)
    return key, made


@pytest.fixture
def hook(certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    key, made = certificate
    monkeypatch.setenv("SSL_CERT_FILE", str(made))
    Hook.heard.clear()
    server = HTTPServer(("127.0.0.1", 0), Hook)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"https://localhost:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    found = desks.opened(desks.make(tmp_path / "desk", 9), Clock(), environ={"HOOK_SECRET": "geheim", "HOOK": "https://localhost:1/x"})
    yield found
    found.store.close()


def served(desk: Desk, **keys: str) -> list[str]:
    return list(targets.serve(desk, Target.model_validate(keys), EDITION, FILES))


@pytest.mark.parametrize(
    ("form", "names"),
    [("pdf", {"brief.en.pdf"}), ("html", {"brief.en.html"}), ("both", {"brief.en.pdf", "brief.en.html"})],
)
def test_a_folder_gets_the_files_of_its_language_and_form(desk: Desk, form: str, names: set[str]) -> None:
    assert served(desk, folder="out/share", format=form) == []
    assert served(desk, folder="out/share", format=form) == []  # again is no harm
    (folder,) = (desk.root / "out" / "share").iterdir()
    assert folder.name == "fleet-review_default_2025-03-31-00000000"
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {a.name: a.data for a in FILES if a.name in names}


def test_a_folder_that_cannot_be_made_is_told(desk: Desk) -> None:
    (desk.root / "out").write_text("in the way")
    assert served(desk, folder="out/share") == ["cannot write: not a directory."]


def test_a_webhook_gets_names_and_hashes_signed(desk: Desk, hook: str) -> None:
    assert served(desk, webhook=f"{hook}/in", secret="env:HOOK_SECRET") == []  # noqa: S106  a reference
    ((path, headers, body),) = Hook.heard
    assert path == "/in"
    assert json.loads(body) == {"edition": EDITION, "files": {a.name: sha256(a.data).hexdigest() for a in FILES}}
    assert headers[targets.SIGNATURE] == f"sha256={hmac.new(b'geheim', body, sha256).hexdigest()}"
    assert not any(a.data in body for a in FILES)


def test_a_webhook_that_refuses_is_told(desk: Desk, hook: str) -> None:
    assert served(desk, webhook=f"{hook}/gone") == ["the webhook answered 410."]


def test_a_webhook_is_not_followed_elsewhere(desk: Desk, hook: str) -> None:
    assert served(desk, webhook=f"{hook}/moved") == ["the webhook answered 302."]
    assert [path for path, _, _ in Hook.heard] == ["/moved"]


def test_an_unknown_certificate_is_not_trusted(desk: Desk, hook: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    assert served(desk, webhook=f"{hook}/in") == ["the webhook cannot be reached (URLError)."]
    assert Hook.heard == []


def test_a_secret_address_is_not_repeated(desk: Desk) -> None:
    (said,) = served(desk, webhook="env:HOOK")
    assert said == "the webhook cannot be reached (URLError)."
    (said,) = served(desk, webhook="env:NOWHERE")
    assert said == "the environment has no NOWHERE; the secret is expected there."
