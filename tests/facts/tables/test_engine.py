"""Files that are not as declared, each refused at its row and column; and statements that a locked connection does not run."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from reportgen.facts.tables.engine import Store, opened
from reportgen.model.fact import Fact
from reportgen.model.figure import Missing
from tests.facts.tables.folder import DECLARED, ROWS, TICKETS, copy, question, tables
from tests.support import project

HEADER = "line,day,segment,amount,persons,seen\n"
GOOD = "lakeline,2024-02-01,travel,12.50,1,2024-02-02\n"


def told(root: Path) -> list[str]:
    """What is wrong with the table of a project."""
    with tables(root) as found:
        answer = found.answer(question())
        assert isinstance(answer, Missing) == bool(found.problems)
        return [str(problem) for problem in found.problems]


@pytest.mark.parametrize(
    ("data", "wrong"),
    [
        (HEADER + GOOD + GOOD.replace("12.50", "12.505"), f"error[E332] {ROWS}:3:4 amount: '12.505' is no decimal;"),
        (HEADER + GOOD.replace("12.50", "1e3"), f"error[E332] {ROWS}:2:4 amount: '1e3' is no decimal;"),
        (HEADER + GOOD.replace("12.50", "NaN"), f"error[E332] {ROWS}:2:4 amount: 'NaN' is no decimal;"),
        (HEADER + GOOD.replace("12.50", "inf"), f"error[E332] {ROWS}:2:4 amount: 'inf' is no decimal;"),
        (HEADER + GOOD.replace("12.50", " 12.5"), f"error[E332] {ROWS}:2:4 amount: ' 12.5' is no decimal;"),
        (HEADER + GOOD.replace("12.50", "+12.5"), f"error[E332] {ROWS}:2:4 amount: '+12.5' is no decimal;"),
        (HEADER + GOOD.replace("12.50", "10000000000.00"), f"error[E332] {ROWS}:2:4 amount: '10000000000.00' is no decimal;"),
        (HEADER + GOOD.replace("12.50", '"1,250"'), f"error[E332] {ROWS}:2:4 amount: '1,250' is no decimal;"),
        (HEADER + GOOD.replace("12.50", ""), f"error[E332] {ROWS}:2:4 amount: the cell is empty."),
        (HEADER + GOOD.replace("12.50", "NA"), f"error[E332] {ROWS}:2:4 amount: 'NA' is no decimal;"),
        (HEADER + GOOD.replace("2024-02-01", "2024-02-30"), f"error[E332] {ROWS}:2:2 day: '2024-02-30' is no date;"),
        (HEADER + GOOD.replace("2024-02-01", "01.02.2024"), f"error[E332] {ROWS}:2:2 day: '01.02.2024' is no date;"),
        (HEADER + GOOD.replace(",1,", ",1.0,"), f"error[E332] {ROWS}:2:5 persons: '1.0' is no integer;"),
        (HEADER + GOOD.replace(",1,", f",{2**70},"), f"error[E332] {ROWS}:2:5 persons: '{2**70}' is no integer;"),
        (HEADER + GOOD.replace("lakeline", ""), f"error[E332] {ROWS}:2:1 line: the cell is empty."),
        (HEADER + GOOD + "\n" + GOOD, f"error[E171] {ROWS}:3:1"),
        (HEADER + GOOD + "lakeline,2024-02-01\n", f"error[E168] {ROWS}:3:2"),
        (HEADER + GOOD.replace("\n", ",x\n"), f"error[E168] {ROWS}:2:7"),
        (HEADER + GOOD.rstrip("\n"), f"error[E170] {ROWS}:2:6"),
        (HEADER + GOOD.replace("travel", '"tra\nvel"'), f"error[E169] {ROWS}:2:3"),
        (HEADER + GOOD.replace("travel", "tra\x00vel"), f"error[E164] {ROWS}:2:3"),
        (HEADER, f"error[E167] {ROWS}:1:1"),
        ("", f"error[E161] {ROWS}:1:1"),
        (HEADER.replace("amount", "amuont") + GOOD, f"error[E166] {ROWS}:1:4"),
        (HEADER.replace("segment", "amount") + GOOD, f"error[E166] {ROWS}:1:"),
        ("\ufeff" + HEADER + GOOD, f"error[E163] {ROWS}:1:1"),
    ],
)
def test_a_file_that_is_not_as_declared_is_refused_at_its_place(tmp_path: Path, data: str, wrong: str) -> None:
    root = copy(tmp_path)
    (root / ROWS).write_bytes(data.encode())
    found = told(root)
    assert any(problem.startswith(wrong) for problem in found), found


def test_bytes_that_are_no_utf8_are_refused_at_their_place(tmp_path: Path) -> None:
    root = copy(tmp_path)
    (root / ROWS).write_bytes((HEADER + GOOD + GOOD.replace("travel", "Fähre")).encode("latin-1"))
    assert told(root)[0].startswith(f"error[E162] {ROWS}:3:3")


def test_a_fault_far_down_is_found_at_its_row(tmp_path: Path) -> None:
    root = copy(tmp_path)
    (root / ROWS).write_text(HEADER + GOOD * 25_000 + GOOD.replace("12.50", "x") + GOOD * 100, encoding="utf-8")
    assert told(root)[0].startswith(f"error[E332] {ROWS}:25002:4 amount: 'x' is no decimal;")


def test_many_faults_are_counted(tmp_path: Path) -> None:
    root = copy(tmp_path)
    (root / ROWS).write_text(HEADER + GOOD + GOOD.replace("12.50", "x") * 60, encoding="utf-8")
    found = told(root)
    assert len(found) == 21
    assert found[-1].endswith("60 of 61 rows are refused, so that the table gives no figure; 20 of 60 problems are shown.")


def test_columns_may_stand_in_another_order(tmp_path: Path) -> None:
    root = copy(tmp_path)
    (root / ROWS).write_text("seen,amount,day,persons,line,segment\n2024-02-02,12.50,2024-02-01,1,lakeline,travel\n", encoding="utf-8")
    with tables(root) as found:
        fact = found.answer(question())
    assert isinstance(fact, Fact)
    assert fact.cells.value == "12.50"


def test_another_file_than_the_one_declared_is_refused(tmp_path: Path) -> None:
    root = copy(tmp_path)
    project.edit(root / DECLARED, "    source: f01\n", f"    source: f01\n    sha256: {'0' * 64}\n")
    assert "says " + "0" * 64 in told(root)[0]


def test_without_the_database_a_build_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    assert told(TICKETS) == [
        "error[E333] seeds/tables.yaml:2:3 tables are read by DuckDB, which is not installed. Install it: pip install 'reportgen[tables]'."
    ]


def test_a_project_without_tables_does_not_load_the_database() -> None:
    code = "import sys, reportgen.pipeline; sys.exit('duckdb' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], env=project.environment(), timeout=60, check=False).returncode == 0


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with tables(TICKETS) as found:
        table = found._facts.tables["tickets"]
    with opened(TICKETS / ROWS, table) as made:
        yield made


secret_frame = [("secret",)]
"""What a statement must not find by its Python name."""

DENIED = [
    "SELECT * FROM '/etc/passwd'",
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM read_text('/etc/passwd')",
    "SELECT * FROM read_blob('/etc/passwd')",
    "SELECT * FROM glob('/etc/*')",
    "SELECT * FROM read_parquet('/tmp/x.parquet')",
    "SELECT * FROM read_json('/tmp/x.json')",
    "SELECT * FROM read_csv('http://localhost:1/x.csv')",
    "COPY rows TO '/tmp/rows.csv'",
    "COPY rows FROM '/etc/passwd'",
    "ATTACH '/tmp/other.db' AS other",
    "EXPORT DATABASE '/tmp/exported'",
    "IMPORT DATABASE '/tmp/exported'",
    "INSTALL httpfs",
    "LOAD httpfs",
    "SET enable_external_access = true",
    "SET lock_configuration = false",
    "SET memory_limit = '64GB'",
    "SET threads = 8",
    "RESET enable_external_access",
    "PRAGMA enable_profiling = 'json'",
    "SELECT * FROM secret_frame",
]


@pytest.mark.parametrize("statement", DENIED)
def test_a_locked_connection_reaches_nothing_but_its_rows(store: Store, statement: str) -> None:
    with pytest.raises(duckdb.Error):
        store.connection.execute(statement)
    assert store.connection.execute("SELECT count(*) FROM rows").fetchone() == (store.rows,)


PAYLOADS = [
    "lakeline'",
    "lakeline' OR '1'='1",
    "' OR 1=1 --",
    "'; DROP TABLE rows; --",
    "'; DELETE FROM rows; --",
    "lakeline') OR (1=1",
    "x' UNION SELECT 1,2,3,4,5 --",
    "x' UNION SELECT * FROM read_text('/etc/passwd') --",
    '"; DROP TABLE rows; --',
    '" OR "1"="1',
    "\\'; DROP TABLE rows; --",
    "$1",
    "?",
    "%",
    "_",
    "lakeline\x00",
    "lakeline/*",
    "*/ OR 1=1 /*",
    "ｌａｋｅｌｉｎｅ",
    "lakeline;",
    "{'a': 1}",
    "NULL",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_value_is_never_part_of_a_statement(payload: str) -> None:
    with tables(TICKETS) as found:
        before = found.answer(question())
        for asked in (question(entity=payload), question(where=(("segment", (payload,)),)), question(dims=(("segment", payload),))):
            assert isinstance(found.answer(asked), Missing), "a value that no row has matches none"
        assert found.answer(question()) == before
        assert not found.problems


def test_a_statement_that_runs_too_long_is_stopped(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    from reportgen.facts.tables import engine

    monkeypatch.setattr(engine, "SECONDS", 0.2)
    endless = "SELECT count(*) FROM range(100000000) a, range(100000000) b WHERE a.range * b.range = 7"
    with pytest.raises(TimeoutError):
        engine.ask(store, endless, ())
    assert store.connection.execute("SELECT count(*) FROM rows").fetchone() == (store.rows,)
