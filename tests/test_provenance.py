from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date
from importlib import resources

import pytest

from reportgen.manifest import edition
from reportgen.model import derive
from reportgen.model.document import Artifact
from reportgen.model.fact import Cells
from reportgen.model.figure import Figure
from reportgen.provenance import COLUMNS, VERSION, figures_csv, provenance_json
from reportgen.text import locale
from tests.spec.schema_check import faults
from tests.support.made import ask, fact, figure, metric, resolver

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
    assert (point["id"], point["method"], point["unit"]) == ("brief/growth@FY2021", "computed", "pct")
    made_by = point["wasGeneratedBy"]
    assert (made_by["activity"], made_by["formula"], made_by["unit"]) == ("growth", "x / p - 1", "pct")
    assert [used["name"] for used in made_by["used"]] == ["x", "p"]
    steps = {step["id"]: step for step in found["steps"]}
    now = steps[made_by["used"][0]["entity"]]
    assert (now["metric"], now["method"], now["wasGeneratedBy"]["formula"]) == ("revenue", "reported", "x")
    assert point["wasDerivedFrom"] == ["paper.p2:acme revenue FY2021", "paper.p1:acme revenue FY2020"]
    assert found["facts"][now["wasGeneratedBy"]["used"][0]["entity"]] == {
        "entity": "acme",
        "metric": "revenue",
        "period": {"text": "FY2021", "start": "2021-01-01", "end": "2021-12-31", "year_end": "12-31"},
        "scope": "",
        "basis": "",
        "dims": {},
        "value": "4700000000",
        "mult": "",
        "unit": "CNY",
        "qual": "=",
        "decimals": "-8",
        "status": "A",
        "wasQuotedFrom": {"source": "paper", "loc": "p2"},
        "as_written": "4.7 bn CNY",
        "known_at": "2022-06-30",
        "row": "seeds/facts/acme.csv:3:1",
    }


def test_the_cells_of_a_row_stand_as_in_its_file() -> None:
    row = fact("revenue FY2021 4.7 bn CNY")
    point = replace(LOSS.points[0], inputs=(("x", replace(row, cells=Cells("4.7", "bn", "CNY", "", ""))),))
    (entry,) = json.loads(provenance_json({"loss": Figure("loss", (point,), {})}, []).data)["facts"].values()
    assert {name: entry[name] for name in Cells._fields} == {"value": "4.7", "mult": "bn", "unit": "CNY", "qual": "", "decimals": ""}


def test_what_two_figures_rest_on_is_written_once() -> None:
    found = json.loads(provenance_json({"growth": growth(), "again": growth()}, []).data)
    assert len(found["figures"]) == 1
    assert len(found["facts"]) == 2


def test_different_points_of_one_name_are_told_apart() -> None:
    other = replace(LOSS.points[0], scope="owners")
    found = json.loads(provenance_json({"loss": LOSS, "other": Figure("other", (other,), {})}, []).data)
    assert [entry["id"] for entry in found["figures"]] == [*(p.id for p in LOSS.points), f"{other.id}#2"]


def test_a_number_that_the_text_derives_names_its_points_and_what_was_done() -> None:
    made = derive.gap(LOSS.points[0], LOSS.points[1])
    (entry,) = json.loads(provenance_json({"gap": Figure("gap", (made,), {})}, []).data)["figures"]
    made_by = entry["wasGeneratedBy"]
    assert (made_by["activity"], made_by["formula"]) == ("gap", "x - p")
    assert made_by["used"] == [{"name": "x", "entity": LOSS.points[0].id}, {"name": "p", "entity": LOSS.points[1].id}]


def test_the_file_fits_its_schema() -> None:
    schema = json.loads(resources.files("reportgen.provenance").joinpath("provenance.schema.json").read_text())
    for figures in ({"growth": growth()}, {"loss": LOSS}):
        assert list(faults(json.loads(provenance_json(figures, []).data), schema)) == []
    broken = json.loads(provenance_json({"growth": growth()}, []).data)
    del broken["figures"][0]["wasGeneratedBy"]["formula"]
    assert list(faults(broken, schema))


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
