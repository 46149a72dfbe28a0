"""Editions on disk and on record that no build had to make: small files under the name that their content gives."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pikepdf import Pdf

from reportgen import manifest
from reportgen.deliver.identity import message_id
from reportgen.model.document import Artifact
from reportgen.store import editions, outbox
from reportgen.store.connect import Store
from tests.support.letters import message

HEAD = "id,label,period,value,unit,low,high,scope,basis,method,inputs,disputed\n"
TITLE = "Freight & fares fill the ships"


def edition(root: Path, day: str = "2025-03-31", value: str = "52.4", report: str = "fleet-review", variant: str = "default") -> str:
    """Puts an edition on disk and gives its id."""
    figures = f"{HEAD}{report}/revenue@FY2024,Revenue <net>,FY2024,{value},EUR m,0,0,,,reported,f01:p5,no\n"
    made = (
        Artifact("brief.en.html", "text/html", f"<html><head><title>{TITLE.replace('&', '&amp;')}</title></head></html>".encode()),
        Artifact("brief.en.pdf", "application/pdf", _pdf()),
        Artifact("figures.csv", "text/csv", figures.encode()),
        Artifact("manifest.json", "application/json", json.dumps({"version": 1, "report": report, "as_of": day}).encode()),
    )
    name = f"{day}-{manifest.content(made)[:8]}"
    folder = root / "build" / report / variant / name
    folder.mkdir(parents=True)
    for artifact in made:
        (folder / artifact.name).write_bytes(artifact.data)
    return f"{report}/{variant}/{name}"


def _pdf() -> bytes:
    """One empty page, always of the same bytes."""
    out = io.BytesIO()
    with Pdf.new() as made:
        made.add_blank_page(page_size=(595, 842))
        made.save(out, deterministic_id=True)
    return out.getvalue()


def folder(root: Path, id: str) -> Path:
    """Where an edition lies."""
    return root / "build" / id


def on_record(store: Store, root: Path, id: str) -> None:
    """Puts the edition on record as one that passed every check."""
    report, variant, _ = id.split("/")
    editions.passed(store, id, report, variant, f"build/{id}", manifest.content_of(folder(root, id)), datetime.now(UTC))


def mail(store: Store, run: str, recipient: str, id: str | None = None, *, held: bool = False) -> None:
    """Puts a message for a recipient into the outbox, as of now."""
    now = datetime.now(UTC)
    identity = message_id(run, recipient, "reports.test")
    frozen = outbox.Mail(run, recipient, "desk@reports.test", identity, message(recipient, run), now + timedelta(hours=1), id)
    assert outbox.enqueue(store, frozen, now, held=held)
