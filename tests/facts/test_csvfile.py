from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.facts.csvfile import parse_rows, read_rows
from reportgen.model.problem import Location

COLUMNS = ("metric", "period", "note")
HEADER = "metric,period,note\n"


def problems(data: str | bytes) -> list[str]:
    _, found = parse_rows(data.encode() if isinstance(data, str) else data, "seeds/facts/acme.csv", COLUMNS)
    return [str(problem).replace("seeds/facts/", "") for problem in found]


def test_rows_keep_their_cells_and_places() -> None:
    rows, found = parse_rows(HEADER.encode() + b'revenue,FY2021,"so, ""they"" say"\n', "acme.csv", COLUMNS)
    assert found == ()
    assert rows.refused == 0
    assert dict(rows.used[0].cells) == {"metric": "revenue", "period": "FY2021", "note": 'so, "they" say'}
    assert rows.used[0].where("note") == Location("acme.csv", 2, 3)


def test_the_columns_may_stand_in_any_order() -> None:
    rows, _ = parse_rows(b"note,metric,period\nn,revenue,FY2021\n", "acme.csv", COLUMNS)
    assert rows.used[0]["metric"] == "revenue"
    assert rows.used[0].where("metric").column == 2


def test_windows_line_ends_throughout_are_fine() -> None:
    rows, found = parse_rows(b"metric,period,note\r\nrevenue,FY2021,\r\n", "acme.csv", COLUMNS)
    assert (len(rows.used), found) == (1, ())


BAD = {
    "empty": (b"", "error[E161] acme.csv:1:1 the file is empty; its first line names the columns."),
    "only white space": (b" \n\n", "error[E161] acme.csv:1:1 the file is empty; its first line names the columns."),
    "only a mark": (b"\xef\xbb\xbf", "error[E161] acme.csv:1:1 the file is empty; its first line names the columns."),
    "header only": (HEADER, "error[E167] acme.csv:1:1 there is a header, but no row under it."),
    "not UTF-8": (HEADER.encode() + b"a,b,\xe4\n", "error[E162] acme.csv:2:3 byte 0xe4 is not UTF-8; save the file as UTF-8."),
    "byte order mark": (
        b"\xef\xbb\xbf" + HEADER.encode() + b"a,b,c\n",
        "error[E163] acme.csv:1:1 the file starts with a byte order mark; save it as plain UTF-8.",
    ),
    "NUL": (HEADER + "a,b\0,c\n", "error[E164] acme.csv:2:2 control character U+0000; delete it."),
    "line separator": (HEADER + "a,b,c\u2028\n", "error[E164] acme.csv:2:3 control character U+2028; delete it."),
    "carriage returns alone": (
        "metric,period,note\ra,b,c\r",
        "error[E165] acme.csv:1:3 a carriage return without a line feed; end every line with a line feed.",
    ),
    "mixed line ends": (
        HEADER + "a,b,c\r\n",
        "error[E165] acme.csv:2:3 two kinds of line ends are mixed; end every line with a line feed.",
    ),
    "mostly windows line ends": (
        "metric,period,note\r\na,b,c\r\na,b,c\n",
        "error[E165] acme.csv:3:3 two kinds of line ends are mixed; end every line with a line feed.",
    ),
    "short row": (
        HEADER + "a,b\n",
        "error[E168] acme.csv:2:2 the row has 2 cells, the header names 3; add the commas that are missing.",
    ),
    "long row": (
        HEADER + "a,b,c,d,e\n",
        "error[E168] acme.csv:2:4 the row has 5 cells, the header names 3; put a cell that holds a comma in quotes.",
    ),
    "open quote": (
        HEADER + 'a,b,"c\nd,e,f\n',
        "error[E169] acme.csv:2:3 a quoted cell has no closing quote; a cell ends on the line on which it starts.",
    ),
    "text after a quote": (
        HEADER + 'a,"b"x,c\n',
        "error[E169] acme.csv:2:2 text after a closing quote; double a quote that belongs to the cell.",
    ),
    "stray quote": (
        HEADER + 'a,b"x,c\n',
        "error[E169] acme.csv:2:2 a quote inside a cell that is not quoted; put the cell in quotes and double the quote.",
    ),
    "cut off in a cell": (
        HEADER + "a,b,c\nd,e,f",
        (
            "error[E170] acme.csv:3:3 the file does not end with a line break, so it may be cut off; "
            "complete the last row and end it with a line break."
        ),
    ),
    "cut off in a quoted cell": (
        HEADER + 'a,b,c\nd,"e',
        (
            "error[E170] acme.csv:3:2 the file does not end with a line break, so it may be cut off; "
            "complete the last row and end it with a line break."
        ),
    ),
    "empty line": (HEADER + "\na,b,c\n", "error[E171] acme.csv:2:1 an empty line; delete it."),
    "unknown column": (
        "metric,perod,note,period\na,b,c,d\n",
        "error[E166] acme.csv:1:2 no column 'perod'. The columns are: metric, period, note.",
    ),
    "misspelt column": (
        "metric,perod,note\na,b,c\n",
        "error[E166] acme.csv:1:2 no column 'perod'. The columns are: metric, period, note. Did you mean 'period'?",
    ),
    "column twice": (
        "metric,period,note,metric\na,b,c,d\n",
        "error[E166] acme.csv:1:4 column 'metric' is there twice, first as number 1; keep one.",
    ),
    "missing column": ("metric,note\na,b\n", "error[E166] acme.csv:1:1 the header lacks the column period."),
    "missing columns": ("note\na\n", "error[E166] acme.csv:1:1 the header lacks the columns metric, period."),
    "header with an open quote": (
        'metric,"period\na,b\n',
        "error[E169] acme.csv:1:2 a quoted cell has no closing quote; a cell ends on the line on which it starts.",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_is_refused_with_place_and_cure(case: str) -> None:
    data, sentence = BAD[case]
    assert problems(data)[0] == sentence


def test_every_faulty_row_is_told_at_once_and_the_others_are_used() -> None:
    rows, found = parse_rows((HEADER + 'a,b\nc,d,e\nf,"g\nh,i,j\n').encode(), "acme.csv", COLUMNS)
    assert [problem.code for problem in found] == ["E168", "E169"]
    assert [row["metric"] for row in rows.used] == ["c", "h"]
    assert rows.refused == 2


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    _, found = read_rows(tmp_path / "none.csv", tmp_path, COLUMNS)
    assert [str(problem) for problem in found] == ["error[E160] none.csv the file cannot be read: no such file or directory."]


CELLS = st.text(st.characters(min_codepoint=32, max_codepoint=0x2000, exclude_characters="\x7f\x85\u2028\u2029\ufeff"), max_size=8)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=5))
def test_what_the_standard_writer_writes_is_read_back(table: list[tuple[str, str, str]]) -> None:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([COLUMNS, *table])
    rows, found = parse_rows(out.getvalue().encode(), "acme.csv", COLUMNS)
    blank = [p for p in found if p.code == "E171"]
    assert len(found) == len(blank)
    assert len(rows.used) + rows.refused == len(table)
    assert [tuple(row.cells.values()) for row in rows.used] == [row for row in table if ",".join(row).strip()]


@given(st.binary(max_size=200))
def test_bytes_of_any_kind_give_rows_or_problems(data: bytes) -> None:
    rows, found = parse_rows(data, "acme.csv", COLUMNS)
    assert rows.used or found
    assert all(problem.where and problem.where.line for problem in found)


@given(st.integers(0, 60))
def test_no_cut_goes_unnoticed(length: int) -> None:
    whole = (HEADER + 'revenue,FY2021,"a, b"\nprofit,FY2021,x\n').encode()
    _, found = parse_rows(whole[:length], "acme.csv", COLUMNS)
    ends_a_row = whole[:length].endswith(b"\n") and whole[:length].count(b"\n") > 1
    assert bool(found) != (length >= len(whole) or ends_a_row)
