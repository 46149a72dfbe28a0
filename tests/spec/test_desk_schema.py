"""The JSON Schemas of schedules, recipients, calendars and domains accept what the loader accepts."""

from __future__ import annotations

from typing import Any

import pytest

from reportgen.spec.jsonschema import DESK, DIALECT, desk_schema
from reportgen.spec.read import parse_yaml
from tests.spec.schema_check import as_editor_sees, faults
from tests.support import desk

GOOD = {
    "schedule": desk.SCHEDULE,
    "recipients": desk.RECIPIENTS,
    "domains": desk.DOMAINS,
    "calendar": "closed: {2023-09-01: Typhoon}\n",
    "delivery": "sender: {address: desk@example.com}\nrelay: {port: 587, security: starttls}\n",
}


def told(what: str, text: str) -> list[str]:
    node, problems = parse_yaml(text.encode(), "a.yaml")
    assert node is not None, problems
    return list(faults(as_editor_sees(node), desk_schema(what)))


def test_every_file_has_its_schema() -> None:
    assert set(GOOD) == set(DESK)


@pytest.mark.parametrize("what", GOOD)
def test_a_good_file_is_accepted(what: str) -> None:
    schema: dict[str, Any] = desk_schema(what)
    assert schema["$schema"] == DIALECT
    assert told(what, GOOD[what]) == []
    for definition in (schema, *schema["$defs"].values()):
        assert definition["additionalProperties"] is False
        assert all(key.get("description") for key in definition["properties"].values())


@pytest.mark.parametrize(
    ("what", "old", "new", "fault"),
    [
        ("schedule", "time_zone", "timezone", "/timezone: additionalProperties"),
        ("schedule", "deadline: 6h", "catch_up: al", "/catch_up: enum"),
        ("schedule", "report: weekly", "raport: weekly", "/reports/0/raport: additionalProperties"),
        ("recipients", "locale: de", "locale: fr", "/recipients/anna/locale: enum"),
        ("recipients", "format: both", "format: docx", "/recipients/anna/format: enum"),
        ("domains", "allowed", "alowed", "/alowed: additionalProperties"),
        ("calendar", "closed", "shut", "/shut: additionalProperties"),
        ("delivery", "starttls", "tls", "/relay/security: enum"),
    ],
)
def test_a_fault_is_found_where_it_stands(what: str, old: str, new: str, fault: str) -> None:
    assert fault in told(what, GOOD[what].replace(old, new))
