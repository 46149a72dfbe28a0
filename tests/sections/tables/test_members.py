from __future__ import annotations

from pathlib import Path
from typing import Any

from reportgen.model.document import Emission, Table, Text
from reportgen.model.figure import Figure
from reportgen.model.problem import Location
from reportgen.sections.desk import Desk
from reportgen.sections.tables import members
from reportgen.sections.tables.cells import mark
from reportgen.sections.tables.kinds import KINDS
from reportgen.text import locale
from tests.support.made import METRICS, ask, facts, figure, metric, resolver


def peers(name: str, metric: str, **rows: str) -> Figure:
    """A figure with a point for each company."""
    from dataclasses import replace

    asked = resolver(tuple(f"{metric} FY2021 {number} entity={who}" for who, number in rows.items()))
    points = tuple(
        replace(asked.point(ask(metric, "FY2021", entity=who)), key=who, id=f"brief/{name}@{who}", label={"en": who.title()})
        for who in rows
    )
    return Figure(name, points, METRICS[metric].label)


MARGIN = metric("formula", "money", "margin", formula="x / 2", inputs={"x": {"metric": "revenue"}})
FIGURES = {
    "sales": peers("sales", "revenue", acme="4.7 bn CNY", beta="~1 bn CNY status=E"),
    "share": peers("share", "market_share", acme="20.0%"),
    "all": figure("revenue", "FY2021 5.7 bn CNY"),
}
COLUMNS: list[dict[str, Any]] = [
    {"figure": "sales", "options": {"scale": "bn"}},
    {"figure": "share", "head": {"en": "Share, %"}, "apart": True},
]


def built(**options: Any) -> tuple[Table, Desk]:
    at = Desk(FIGURES, facts(), locale.load("en"), lambda path: Location("brief.yaml", 1, 1))
    return members.build(at, members.Options.model_validate({"columns": COLUMNS, **options}), ("tables", "a")), at


def shown(table: Table, at: Desk) -> list[list[str]]:
    """Heads and cells as they print."""
    found = []
    for row in table.rows:
        cells = ["-" if c.content is None else at.locale.show(c.content) if isinstance(c.content, Emission) else "…" for c in row.cells]
        found.append(["".join(i.text for i in row.head if isinstance(i, Text)), *cells])
    return found


def test_a_row_a_member_and_a_column_a_figure() -> None:
    table, at = built()
    assert at.problems == []
    assert shown(table, at) == [["Acme", "4.7", "20.0"], ["Beta", "~1", "…"]]
    assert [c.block for c in table.columns] == [0, 1]
    assert [c.mark for c in table.rows[1].cells] == ["e", ""]


def test_rows_may_be_chosen_and_added() -> None:
    table, at = built(members=["beta"], extra=[{"label": {"en": "All"}, "cells": ["all", "-"]}])
    assert at.problems == []
    assert shown(table, at) == [["Beta", "~1", "…"], ["All", "5.7", "-"]]
    assert table.rows[1].level == "total"


def test_what_is_not_there_is_told_at_its_place() -> None:
    _, at = built(members=["gamma"])
    assert [str(p) for p in at.problems] == ["error[E274] brief.yaml:1:1 tables.a.members: no figure of this table has a point 'gamma'."]
    _, at = built(extra=[{"label": {"en": "All"}, "cells": ["nothing"]}])
    assert [str(p) for p in at.problems] == [
        "error[E276] brief.yaml:1:1 tables.a.extra[0].cells: the row has 1 cells and the table 2 columns.",
        "error[E274] brief.yaml:1:1 tables.a.extra[0].cells[0]: no point nothing.",
    ]


def test_a_column_may_show_when_instead_of_what() -> None:
    table, at = built(columns=[{"figure": "sales", "show": "period"}, {"figure": "sales", "show": "date"}])
    assert at.problems == []
    assert shown(table, at)[0] == ["Acme", "…", "…"]


def test_marks_say_how_a_number_came_about() -> None:
    assert [mark(p) for p in FIGURES["sales"]] == ["", "e"]


def test_what_was_said_of_a_time_to_come_is_marked_as_a_forecast_or_as_the_goal_that_it_is() -> None:
    rows = ("revenue FY2021 9 bn CNY known=2021-06-30 status=C:Bank", "revenue FY2020 8 bn CNY known=2021-06-30 status=C:Bank")
    asked = resolver((*rows, "stated_growth FY2022 10% known=2021-06-30 status=G"), MARGIN)
    named = ("revenue FY2021", "revenue FY2020", "stated_growth FY2022", "margin FY2021", "margin FY2020")
    points = [asked.point(ask(*name.split())) for name in named]
    assert [(p.forecast, mark(p)) for p in points] == [(True, "f"), (False, "c"), (True, "g"), (True, "f"), (False, "c")]


def test_every_kind_of_table_has_its_test() -> None:
    here = Path(__file__).parent
    assert [kind for kind in KINDS if not (here / f"test_{kind}.py").is_file()] == []
