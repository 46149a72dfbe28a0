"""Numbers of a column on the decimal point: what each leaves free on its right."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.model.document import Cell, Column, Emission, Row, Table, Text
from reportgen.model.period import parse
from reportgen.render.align import pads
from reportgen.text import fonts
from reportgen.text.locale import load
from tests.render import sample

SANS = "Source Sans Pro"
DIGIT, POINT = fonts.width("0", SANS), fonts.width(".", SANS)


def table(*numbers: str, metric: sample.Metric = sample.REVENUE, unit: str = "CNY", scale: int = 9, level: str = "main") -> Table:
    """One column of numbers."""
    options = {"bare": True, "unit": False, **({"scale": "bn"} if scale else {})}
    points = [sample.reported(metric, f"FY{2000 + n}", text, unit=unit, scale=scale) for n, text in enumerate(numbers)]
    rows = (Row((), (Cell(Emission(0, point, "", options)),), level) for point in points)  # type: ignore[arg-type]
    return Table((Column((Text("x"),)),), tuple(rows))


def rooms(shown: Table, language: str = "en") -> list[float]:
    return [row[0] for row in pads(shown, SANS, load(language))]


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_number_leaves_the_room_of_the_decimals_that_it_lacks(language: str) -> None:
    assert rooms(table("3.809", "12.16", "4.7"), language) == pytest.approx([0, DIGIT, 2 * DIGIT], abs=0.001)


def test_a_whole_number_leaves_that_of_the_point_too() -> None:
    assert rooms(table("3.8", "12")) == pytest.approx([0, DIGIT + POINT], abs=0.001)


def test_a_column_of_whole_numbers_leaves_none() -> None:
    assert rooms(table("6113", "98", metric=sample.STAFF, unit="persons", scale=0)) == [0, 0]


def test_a_bolder_row_counts_in_its_own_weight() -> None:
    assert rooms(table("3.80", "3.8", level="total")) == pytest.approx([0, fonts.width("0", SANS, 600)], abs=0.001)


def test_numbers_of_different_units_are_not_compared() -> None:
    money, staff = table("3.809"), table("12", metric=sample.STAFF, unit="persons", scale=0)
    assert rooms(Table(money.columns, (*money.rows, *staff.rows))) == [0, 0]


def test_words_periods_and_refusals_leave_none() -> None:
    money = table("3.809")
    refused = Emission(1, sample.absent(sample.REVENUE, "FY2020"))
    others = (Cell((Text("words"),)), Cell(None), Cell(refused), Cell(Emission(2, parse("FY2020"))))
    rows = tuple(Row((), (cell,)) for cell in others)
    assert rooms(Table(money.columns, (*money.rows, *rows))) == [0, 0, 0, 0, 0]


@given(st.lists(st.decimals(Decimal("0.001"), Decimal(999), places=3).map(lambda d: d.normalize()), min_size=1, max_size=8))
def test_decimals_and_room_add_up_to_the_same_in_each_row(values: list[Decimal]) -> None:
    shown = table(*(format(value, "f") for value in values))
    english = load("en")
    widths = set()
    for row, room in zip(shown.rows, rooms(shown), strict=True):
        assert isinstance(row.cells[0].content, Emission)
        _, point, decimals = english.show(row.cells[0].content).partition(".")
        widths.add(round(fonts.width(point + decimals, SANS) + room, 2))
    assert len(widths) == 1
