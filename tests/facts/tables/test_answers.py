"""What a table answers, held against Python's own sums over the same rows."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import duckdb
import pytest

from reportgen.model.fact import Fact
from reportgen.model.figure import Missing
from reportgen.model.question import How
from tests.facts.tables.folder import DECLARED, ROWS, TICKETS, copy, question, tables
from tests.support import project

Row = dict[str, str]


def picked(holds: Callable[[Row], bool]) -> list[Row]:
    """The rows of the case of which that holds, among those of Lakeline in 2024."""
    with (TICKETS / ROWS).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [r for r in rows if r["line"] == "lakeline" and r["day"].startswith("2024") and holds(r)]


@pytest.mark.parametrize(
    ("how", "column", "reckon"),
    [
        ("sum", "amount", lambda rows: sum((Decimal(r["amount"]) for r in rows), Decimal(0))),
        ("min", "amount", lambda rows: min(Decimal(r["amount"]) for r in rows)),
        ("max", "amount", lambda rows: max(Decimal(r["amount"]) for r in rows)),
        ("count", "", len),
        ("count", "persons", lambda rows: sum(r["persons"] != "" for r in rows)),
        ("sum", "persons", lambda rows: sum(int(r["persons"]) for r in rows if r["persons"])),
    ],
)
def test_an_aggregate_is_what_python_reckons(how: How, column: str, reckon: Callable[[list[Row]], Decimal]) -> None:
    with tables(TICKETS) as found:
        fact = found.answer(question(how, column))
    assert isinstance(fact, Fact)
    assert fact.quantity
    assert (fact.quantity.value, fact.quantity.width) == (reckon(picked(lambda _: True)), 0)


def test_an_average_that_does_not_end_says_how_far_it_is_known() -> None:
    rows = picked(lambda _: True)
    with tables(TICKETS) as found:
        fact = found.answer(question("avg"))
    assert isinstance(fact, Fact)
    assert fact.quantity
    true = sum((Fraction(r["amount"]) for r in rows), Fraction(0)) / len(rows)
    assert Fraction(fact.quantity.low) <= true <= Fraction(fact.quantity.high)
    assert (fact.quantity.width, fact.cells.decimals) == (Decimal("1E-8"), "8")


def test_the_fact_names_its_query() -> None:
    rows = picked(lambda r: r["segment"] == "freight")
    with tables(TICKETS) as found:
        fact = found.answer(question(dims=(("segment", "freight"),)))
    assert isinstance(fact, Fact)
    assert fact.query
    assert fact.query.rows == len(rows)
    assert (fact.query.file, fact.query.how, fact.query.column) == (ROWS, "sum", "amount")
    assert fact.query.parameters == ("lakeline", "2024-01-01", "2024-12-31", "freight", "2025-03-31")
    assert fact.as_written == (
        f"sum(amount); line = lakeline; day 2024-01-01..2024-12-31; segment = freight; seen ≤ 2025-03-31; {len(rows)} rows of tickets.csv"
    )
    lines = (TICKETS / ROWS).read_text(encoding="utf-8").splitlines()
    for number in (fact.query.first, fact.query.last):
        assert lines[number - 1].startswith("lakeline,2024"), "the rows are counted as an editor counts them"


def test_a_row_is_not_known_before_its_day() -> None:
    """As of a day, the sum holds the rows recorded until then and no later one."""
    day = date(2024, 7, 10)
    rows = picked(lambda r: r["day"] <= "2024-06-30" and r["seen"] <= day.isoformat())
    later = picked(lambda r: r["day"] <= "2024-06-30" and r["seen"] > day.isoformat())
    assert later, "the case must have a row that is recorded late"
    with tables(TICKETS, day) as found:
        fact, beyond = found.answer(question(period="H1-2024")), found.answer(question(period="FY2024"))
    assert isinstance(fact, Fact)
    assert fact.quantity
    assert fact.quantity.value == sum(Decimal(r["amount"]) for r in rows)
    assert isinstance(beyond, Missing)
    assert beyond.reason == "not_known_yet"


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        (question(period="FY2022"), "the table 'tickets' covers 2023-01-01..2024-12-31 only"),
        (question(period="FY2025"), "the table 'tickets' covers 2023-01-01..2024-12-31 only"),
        (question(entity="nobody"), "the table 'tickets' has no row for it"),
        (question(dims=(("colour", "red"),)), "the table 'tickets' has no column for colour"),
    ],
)
def test_what_a_table_does_not_hold_has_no_value(wanted: object, why: str) -> None:
    with tables(TICKETS) as found:
        answer = found.answer(wanted)  # type: ignore[arg-type]
    assert isinstance(answer, Missing)
    assert dict(answer.slots)["detail"] == why


def test_parquet_answers_like_csv(tmp_path: Path) -> None:
    root = copy(tmp_path)
    target = root / "seeds/tables/tickets.parquet"
    with duckdb.connect() as connection:
        types = "{'line': 'VARCHAR', 'day': 'DATE', 'segment': 'VARCHAR', 'amount': 'DECIMAL(12,2)', 'persons': 'BIGINT', 'seen': 'DATE'}"
        connection.execute(f"COPY (FROM read_csv('{root / ROWS}', columns = {types}, header = true)) TO '{target}' (FORMAT parquet)")
    with tables(root) as found:
        of_csv = found.answer(question())
    project.edit(root / DECLARED, "tickets.csv", "tickets.parquet")
    with tables(root) as found:
        of_parquet = found.answer(question())
        assert not found.problems
    assert isinstance(of_csv, Fact)
    assert isinstance(of_parquet, Fact)
    assert of_csv.quantity == of_parquet.quantity
    assert of_csv.cells == of_parquet.cells


def test_a_float_in_parquet_is_refused(tmp_path: Path) -> None:
    root = copy(tmp_path)
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (SELECT 'lakeline' AS line, DATE '2024-01-01' AS day, 'travel' AS segment, 0.1::DOUBLE AS amount, 1::BIGINT AS persons, "
            f"DATE '2024-01-01' AS seen) TO '{root / 'seeds/tables/tickets.parquet'}' (FORMAT parquet)"
        )
    project.edit(root / DECLARED, "tickets.csv", "tickets.parquet")
    with tables(root) as found:
        assert isinstance(found.answer(question()), Missing)
        assert [str(p) for p in found.problems] == [
            "error[E332] seeds/tables/tickets.parquet column 'amount' is DOUBLE, the declaration asks for DECIMAL(12,2)."
        ]


MILLION = 1_000_000
ASKS = """
import re, sys
from pathlib import Path
from tests.facts.tables.folder import question, tables
with tables(Path(sys.argv[1])) as found:
    fact = found.answer(question())
print(fact.cells.value, fact.query.rows, int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024)
"""


@pytest.mark.slow
def test_a_million_rows_give_the_exact_sum_in_little_memory(tmp_path: Path) -> None:
    root = copy(tmp_path)
    total, rows = 0, 0
    with (root / ROWS).open("w", encoding="utf-8") as file:
        file.write("line,day,segment,amount,persons,seen\n")
        for i in range(MILLION):
            cents, year = (i * 7919) % 10_000_019 + 1, 2023 + i % 2
            line = "ardent" if i % 5 == 0 else "lakeline"
            file.write(f"{line},{year}-{i % 12 + 1:02d}-{i % 28 + 1:02d},travel,{cents // 100}.{cents % 100:02d},{i % 9},{year}-12-31\n")
            if year == 2024 and line == "lakeline":
                total, rows = total + cents, rows + 1
    done = subprocess.run(
        [sys.executable, "-c", ASKS, str(root)], env=project.environment(), capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    value, used, megabytes = done.stdout.split()
    assert (Decimal(value), int(used)) == (Decimal(total).scaleb(-2), rows)
    assert int(megabytes) <= 400
