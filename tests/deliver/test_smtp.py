"""Signing in and encryption: without what was asked for nothing is sent, and no message names the password."""

from __future__ import annotations

import socket
import ssl
import subprocess
from pathlib import Path
from shutil import which

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from reportgen.deliver.smtp import Away, Connection, Relay, Timeouts
from reportgen.spec.secrets import Secret
from tests.support import letters

LIMITS = Timeouts(10, 10, 10)


@pytest.mark.parametrize("security", ["starttls", "implicit"])
def test_a_server_without_encryption_gets_nothing(tmp_path: Path, security: str) -> None:
    with letters.relay(tmp_path / "log") as server:
        with pytest.raises(Away):
            Connection(Relay("127.0.0.1", server.port, security, timeouts=Timeouts(2, 2, 2)))  # type: ignore[arg-type]
        assert not server.accepted()


@pytest.mark.skipif(not which("openssl"), reason="no openssl here to make a certificate")
def test_encrypted_and_signed_in(tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    made = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-keyout",
        key,
        "-out",
        certificate,
        "-days",
        "2",
        "-subj",
        "/CN=localhost",
    ]
    subprocess.run([*made, "-addext", "subjectAltName=DNS:localhost"], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)

    def judge(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object) -> AuthResult:
        return AuthResult(success=getattr(data, "password", b"") == b"right", handled=False)

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    signing = {"authenticator": judge, "auth_required": True}
    controller = Controller(Sink(), hostname="127.0.0.1", port=port, tls_context=context, require_starttls=True, **signing)
    controller.start()
    try:

        def relay(password: str, authorities: Path | None) -> Relay:
            return Relay("localhost", port, "starttls", "desk", Secret(password), LIMITS, str(authorities) if authorities else None)

        connection = Connection(relay("right", certificate))
        answer = connection.send("desk@reports.test", "reader@x.test", letters.message("reader@x.test"), lambda: True)
        connection.close()
        assert answer.verdict == "accepted"
        with pytest.raises(Away, match="535") as caught:
            Connection(relay("wrong-canary", certificate))
        assert "canary" not in repr(caught.value)
        with pytest.raises(Away, match="certificate"):
            Connection(relay("right", None))
    finally:
        controller.stop()
