from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date

import pytest

from reportgen.manifest import edition
from reportgen.model.document import Artifact
from reportgen.model.figure import Figure
from reportgen.provenance import COLUMNS, VERSION, figures_csv, provenance_json
from reportgen.text import locale
from tests.support.made import ask, figure, metric, resolver

EN = locale.load("en")
LOSS = figure("profit", "FY2020 -12.158 bn CNY", "FY2021 >40 CNY", "FY2022 n.a.")


def growth() -> Figure:
    asked = resolver(("revenue FY2020 3.446 bn CNY", "revenue FY2021 4.7 bn CNY"), metric("growth", "pct", "growth", of="revenue"))
    point = replace(asked.point(ask("growth", "FY2021")), id="brief/growth@FY2021")
    return Figure("growth", (point,), {"en": "Growth"})


def table(*figures: Figure) -> list[dict[str, str]]:
    data = figures_csv({f.name: f for f in figures}, EN).data.decode()
    return list(csv.DictReader(io.StringIO(data)))


def test_a_row_a_point_in_base_units() -> None:
    rows = table(LOSS)
    assert tuple(rows[0]) == COLUMNS
    assert [(r["id"], r["value"], r["low"], r["high"], r["unit"], r["method"]) for r in rows] == [
        ("brief/profit@FY2020", "-12158000000", "-12158500000", "-12157500000", "CNY", "reported"),
        ("brief/profit@FY2021", "40", "40", "", "CNY", "reported"),
        ("brief/profit@FY2022", "n.a.", "", "", "money", "missing"),
    ]
    assert table(growth())[0]["inputs"] == "paper:p2 paper:p1"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-x", "@SUM(A1)", "\tx"])
def test_a_spreadsheet_takes_no_text_for_a_formula(text: str) -> None:
    point = replace(LOSS.points[0], label={"en": "x"}, scope=text)
    assert table(Figure("a", (point,), {}))[0]["scope"] == f"'{text}"


def test_the_trace_leads_to_the_rows() -> None:
    found = json.loads(provenance_json({"growth": growth()}, []).data)
    assert found["version"] == VERSION
    (point,) = found["figures"]
    assert (point["id"], point["formula"], point["method"], point["unit"]) == ("brief/growth@FY2021", "x / p - 1", "computed", "pct")
    now = point["inputs"][0]
    assert (now["name"], now["figure"]["metric"], now["figure"]["method"]) == ("x", "revenue", "reported")
    assert now["figure"]["inputs"][0]["fact"] == {
        "source": "paper",
        "loc": "p2",
        "as_written": "4.7 bn CNY",
        "status": "A",
        "known_at": "2022-06-30",
        "row": "seeds/facts/acme.csv:3:1",
        "value": "4700000000",
        "low": "4650000000",
        "high": "4750000000",
        "unit": "CNY",
        "qualifier": "=",
    }


def test_a_point_without_a_value_gives_its_reason() -> None:
    found = json.loads(provenance_json({"loss": LOSS}, []).data)
    assert found["figures"][2]["missing"] == {"kind": "n.a.", "reason": "not_known"}
    assert "value" not in found["figures"][2]


def test_equal_figures_give_equal_bytes() -> None:
    assert provenance_json({"g": growth()}, []).data == provenance_json({"g": growth()}, []).data
    assert provenance_json({"g": growth()}, []).data.endswith(b"}\n")


def test_an_edition_is_named_after_its_day_and_content() -> None:
    one, other = Artifact("a", "text/plain", b"1"), Artifact("b", "text/plain", b"2")
    name = edition(date(2024, 11, 1), (one, other))
    assert name == edition(date(2024, 11, 1), (other, one))
    assert name.startswith("2024-11-01-")
    assert len(name) == len("2024-11-01-") + 8
    assert name != edition(date(2024, 11, 1), (one,))
