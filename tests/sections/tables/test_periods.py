from __future__ import annotations

from reportgen.model.document import Emission, Text
from reportgen.model.problem import Location
from reportgen.sections.desk import Desk
from reportgen.sections.tables import periods
from reportgen.text import locale
from tests.support.made import facts, figure

FIGURES = {
    "loss": figure("profit", "FY2020 12 bn CNY", "FY2021 17 bn CNY", "H1-2022 3 bn CNY"),
    "sales": figure("revenue", "FY2021 4.7 bn CNY"),
}
ROWS = [
    {"figure": "loss", "options": {"scale": "bn"}},
    {"figure": "sales", "label": {"en": "Sales"}, "level": "sub", "options": {"scale": "bn"}},
]


def desk() -> Desk:
    return Desk(FIGURES, facts(), locale.load("en"), lambda path: Location("brief.yaml", 1, 1))


def test_a_row_a_figure_and_a_column_a_period() -> None:
    at = desk()
    options = periods.Options.model_validate({"rows": ROWS, "apart": ["H1-2022"], "stub": {"en": "CNY bn"}})
    table = periods.build(at, options, ("tables", "a"))
    assert at.problems == []
    assert [c.block for c in table.columns] == [0, 0, 1]
    assert [[i.text for i in r.head if isinstance(i, Text)] for r in table.rows] == [["Profit"], ["Sales"]]
    assert [r.level for r in table.rows] == ["main", "sub"]
    first = table.rows[0].cells[0].content
    assert isinstance(first, Emission)
    assert at.locale.show(first) == "12"
    assert [c.content for c in table.rows[1].cells if not isinstance(c.content, Emission)] == [(Text("n.a."),)] * 2
    assert [p.key for p in periods.points(options, FIGURES)] == ["FY2020", "FY2021", "H1-2022", "FY2021"]


def test_only_the_periods_asked_for() -> None:
    options = periods.Options.model_validate({"rows": ROWS, "periods": ["FY2021"]})
    assert len(periods.build(desk(), options, ("tables", "a")).columns) == 1
    assert [p.key for p in periods.points(options, FIGURES)] == ["FY2021", "FY2021"]


def test_a_number_without_unit_and_scale_is_told() -> None:
    at = desk()
    periods.build(at, periods.Options.model_validate({"rows": [{"figure": "loss"}]}), ("tables", "a"))
    assert {p.code for p in at.problems} == {"E275"}
    assert at.problems[0].path == "tables.a.rows[0].options"
