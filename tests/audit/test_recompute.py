"""From fact rows and formulas alone: every figure of every report, and what each of its numbers prints."""

from __future__ import annotations

import json
from copy import deepcopy
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.audit import formulas, spoken
from reportgen.audit.recompute import Ledger, RecomputeError, quantity, recompute
from reportgen.metrics.kinds import KINDS
from reportgen.model.fact import Cells
from reportgen.model.quantity import INFINITY, Quantity
from reportgen.provenance import provenance_json
from reportgen.provenance.entries import fact_entry
from reportgen.text.locale import load
from tests.audit.finished import REPORTS, ledger, provenance
from tests.support.made import figure

STATED = ("value", "low", "high", "qualifier", "text")


def blind(content: Any) -> Any:
    """The file without anything that it states as a result: stored values, intervals and texts are replaced by nonsense."""
    found = deepcopy(content)
    for entry in (*found["figures"], *found["steps"], *found["emissions"]):
        for name in STATED:
            if name in entry:
                entry[name] = "nonsense"
    return found


def ends(number: Quantity) -> list[str | None]:
    return [format(n, "f") if n.is_finite() else None for n in (number.value, number.low, number.high)]


@pytest.mark.needs_pango
@pytest.mark.slow
@pytest.mark.parametrize("report", REPORTS)
def test_every_figure_and_number_of_a_report(shared: Path, report: str) -> None:
    content: Any = provenance(shared, report)
    made = recompute(blind(content))
    stated = {entry["id"]: entry for entry in (*content["figures"], *content["steps"])}
    assert set(stated) == set(made.points)
    for name, point in made.points.items():
        entry = stated[name]
        assert (point.quantity is None) == ("missing" in entry), name
        if point.quantity:
            assert [*ends(point.quantity), point.quantity.qual] == [entry[n] for n in STATED[:4]], name
    assert len(made.printed) == len(content["emissions"])
    for printed, entry in zip(made.printed, content["emissions"], strict=True):
        assert load(printed.locale).show(printed.emission) == entry["text"], entry


@pytest.mark.needs_pango
@pytest.mark.slow
@pytest.mark.parametrize("tag", ["en", "de", "zh-Hans", "zh-Hant"])
@pytest.mark.parametrize("report", REPORTS)
def test_every_number_is_read_as_what_it_is_in_every_language(shared: Path, report: str, tag: str) -> None:
    from dataclasses import replace

    for printed in ledger(shared, report).printed:
        emission = replace(printed.emission, locale=tag)
        text = load(tag).show(emission)
        assert spoken.wrong(emission, text, tag) == "", (text, emission.style, emission.options)


@pytest.mark.needs_pango
@pytest.mark.slow
@pytest.mark.parametrize("report", REPORTS)
def test_every_formula_is_that_of_its_kind(shared: Path, report: str) -> None:
    made = ledger(shared, report)
    assert [why for name, point in made.points.items() if (why := formulas.wrong(point, made.entries[name], made.metrics))] == []


def test_the_meaning_of_every_kind_is_known() -> None:
    assert set(KINDS) <= formulas.KNOWN


@pytest.mark.parametrize(
    ("cells", "low", "high"),
    [
        (Cells("4.7", "bn", "CNY"), "4650000000", "4750000000"),
        (Cells("-12.158", "bn", "CNY"), "-12158500000", "-12157500000"),
        (Cells("36.4", "", "pct"), "0.3635", "0.3645"),
        (Cells("960", "m", "CNY", "~"), "959000000", "961000000"),
        (Cells("40", "", "pct", ">"), "0.40", None),
        (Cells("100..200", "m", "CNY", ".."), "100000000", "200000000"),
        (Cells("3.85", "", "HKD", "", "INF"), "3.85", "3.85"),
        (Cells("320", "bn", "HKD", "", "-10"), "315000000000", "325000000000"),
        (Cells("2.03", "", "pp"), "0.02025", "0.02035"),
        (Cells("6", "wan", "persons"), "55000", "65000"),
        (Cells("2", "", "rank"), "2", "2"),
    ],
)
def test_a_row_is_read_with_everything_that_prints_like_it(cells: Cells, low: str, high: str | None) -> None:
    found = quantity(cells)
    assert found.low == Decimal(low)
    assert found.high == (INFINITY if high is None else Decimal(high))
    assert found.unit == ("pure" if cells.unit == "rank" else cells.unit)


@given(st.decimals(-(10**6), 10**6, places=3), st.sampled_from(["", "k", "m", "bn"]), st.sampled_from(["=", "~", ">", "<="]))
def test_a_row_is_read_as_the_program_reads_it(value: Decimal, mult: str, qual: Any) -> None:
    from reportgen.facts import values

    row: Any = {"value": f"{value:f}", "mult": mult, "unit": "CNY", "qual": qual, "decimals": "", "note": ""}
    assert quantity(Cells(*(row[name] for name in Cells._fields))) == values._measured(row, values.MULTIPLIERS[mult])


def made() -> dict[str, Any]:
    """The file of three losses."""
    content: dict[str, Any] = json.loads(provenance_json({"profit": figure("profit", "FY2020 -12.158 bn CNY", "FY2021 >40 CNY")}, []).data)
    return content


def test_a_fact_of_no_file_is_written_as_a_row_that_states_it() -> None:
    points = figure("profit", "FY2020 -12.158 bn CNY", "FY2021 ~40 CNY", "FY2022 4..5 CNY").points
    for point in points:
        cells = Cells(*(fact_entry(point.facts[0])[name] for name in Cells._fields))
        found = quantity(cells)
        assert point.quantity
        assert (found.value, found.low, found.high) == (point.quantity.value, point.quantity.low, point.quantity.high)


def faulty(change: Any) -> str:
    content = made()
    change(content)
    with pytest.raises(RecomputeError) as told:
        recompute(content)
    return str(told.value)


def test_an_entry_that_leads_to_no_number_is_named() -> None:
    def formula(text: str) -> Any:
        return lambda c: c["figures"][0]["wasGeneratedBy"].update(formula=text)

    assert faulty(formula("x / 0")) == "brief/profit@FY2020: 'x / 0' has no value (the divisor may be zero)"
    assert "brief/profit@FY2020: 'y' has no value" in faulty(formula("y"))
    assert "brief/profit@FY2020: 'x +' has no value" in faulty(formula("x +"))
    assert "gives CNY, not HKD" in faulty(lambda c: c["figures"][0]["wasGeneratedBy"].update(unit="HKD"))
    assert "nowhere is no entry" in faulty(lambda c: c["figures"][0]["wasGeneratedBy"]["used"][0].update(entity="nowhere"))
    assert "'much' bn CNY is no number" in faulty(lambda c: next(iter(c["facts"].values())).update(value="much", mult="bn"))


def test_a_changed_row_changes_the_figure() -> None:
    content = made()
    next(iter(content["facts"].values()))["value"] = "-12159000000"
    found: Ledger = recompute(content)
    number = found.points["brief/profit@FY2020"].quantity
    assert number
    assert number.value == Decimal(-12159000000)
