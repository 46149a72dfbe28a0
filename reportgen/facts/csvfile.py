"""A strict reader of CSV files: the columns are given, nothing is guessed, every problem has its row and column.

A row is one line: a line break inside a field is refused, so that a broken quote spoils one row and not the rest of the file.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from reportgen.model.problem import Location, Problem, Problems
from reportgen.spec.suggest import did_you_mean

MAX_BYTES = 20_000_000
"""A guard against a file put there by mistake; some hundred times what a curated file holds."""

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x85\u2028\u2029\ufeff]")

_CELL = re.compile(r'"((?:[^"]|"")*)"|[^",]*')


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells by column name, and where each of them stands."""

    cells: Mapping[str, str]
    file: str
    line: int
    columns: Mapping[str, int]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def where(self, column: str = "") -> Location:
        """The place of a cell; of the row's first cell when none is named."""
        return Location(self.file, self.line, self.columns.get(column, 1))


@dataclass(frozen=True, slots=True)
class Rows:
    """What a file gave: the rows that can be used, and how many cannot."""

    used: tuple[Row, ...] = ()
    refused: int = 0


def read_rows(path: Path, root: Path, columns: Sequence[str]) -> tuple[Rows, Problems]:
    """The rows of a file that has exactly these columns, in any order; `root` is what the file is named relative to."""
    name = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
    try:
        data = path.read_bytes()
    except OSError as bad:
        return Rows(), (Problem("E160", f"the file cannot be read: {(bad.strerror or 'unknown reason').lower()}.", Location(name)),)
    return parse_rows(data, name, columns)


def parse_rows(data: bytes, name: str, columns: Sequence[str]) -> tuple[Rows, Problems]:
    """The rows of a file's bytes, and every problem in them."""
    text, problems = _text(data, name)
    if text is None:
        return Rows(), problems
    lines = text.split("\n")
    cut = bool(lines[-1])
    if not cut:
        lines.pop()
    header, fault = _fields(lines[0])
    faults = (Problem("E169", fault, Location(name, 1, len(header))),) if fault else _header_problems(header, name, columns)
    if faults:
        return Rows(refused=len(lines) - 1), (*problems, *faults)
    if len(lines) == 1:
        return Rows(), (*problems, Problem("E167", "there is a header, but no row under it.", Location(name, 1)))
    used: list[Row] = []
    found = list(problems)
    at = {column: number for number, column in enumerate(header, 1)}
    for number, line in enumerate(lines[1:], 2):
        cells, problem = _cells(line, Location(name, number), header, cut=cut and number == len(lines))
        if problem:
            found.append(problem)
        else:
            used.append(Row(dict(zip(header, cells, strict=True)), name, number, at))
    return Rows(tuple(used), len(lines) - 1 - len(used)), tuple(found)


def _text(data: bytes, name: str) -> tuple[str | None, Problems]:
    """The file's text with \\n alone, None when there is none; and what is wrong with the file as a whole."""
    if len(data) > MAX_BYTES:
        return None, (Problem("E160", f"the file has {len(data)} bytes; at most {MAX_BYTES} are read.", Location(name)),)
    mark = data.startswith(BOM_UTF8)
    data = data.removeprefix(BOM_UTF8)
    if not data.strip():
        return None, (Problem("E161", "the file is empty; its first line names the columns.", Location(name, 1)),)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as bad:
        message = f"byte 0x{data[bad.start]:02x} is not UTF-8; save the file as UTF-8."
        return None, (Problem("E162", message, _place(data[: bad.start].decode("utf-8"), name)),)
    problems = (Problem("E163", "the file starts with a byte order mark; save it as plain UTF-8.", Location(name, 1)),) if mark else ()
    return re.sub(r"\r\n?", "\n", text), (*problems, *_line_ends(text, name))


def _line_ends(text: str, name: str) -> Problems:
    """A file may use \\r\\n throughout, but not mixed with \\n, and never \\r alone."""
    windows, line_feeds = text.count("\r\n"), text.count("\n")
    if lone := re.search(r"\r(?!\n)", text):
        message = "a carriage return without a line feed; end every line with a line feed."
        return (Problem("E165", message, _place(text[: lone.start()], name)),)
    if windows not in (0, line_feeds):
        odd = re.search(r"(?<!\r)\n" if windows * 2 > line_feeds else r"\r\n", text)
        assert odd, "this is a bug: the counts say that one is there"
        return (Problem("E165", "two kinds of line ends are mixed; end every line with a line feed.", _place(text[: odd.start()], name)),)
    return ()


def _cells(line: str, where: Location, header: Sequence[str], cut: bool) -> tuple[list[str], Problem | None]:
    """The cells of a row, and the first thing that is wrong with it; `cut` tells the last line of a file that does not end it."""
    cells, fault = _fields(line)
    if cut:
        message = "the file does not end with a line break, so it may be cut off; complete the last row and end it with a line break."
        return cells, Problem("E170", message, replace(where, column=len(cells)))
    if not line.strip():
        return cells, Problem("E171", "an empty line; delete it.", replace(where, column=1))
    if control := _CONTROL.search(line):
        column = len(_fields(line[: control.start()])[0])
        return cells, Problem("E164", f"control character U+{ord(control[0]):04X}; delete it.", replace(where, column=column))
    if fault:
        return cells, Problem("E169", fault, replace(where, column=len(cells)))
    if len(cells) != len(header):
        cure = "add the commas that are missing." if len(cells) < len(header) else "put a cell that holds a comma in quotes."
        message = f"the row has {len(cells)} cells, the header names {len(header)}; {cure}"
        return cells, Problem("E168", message, replace(where, column=min(len(cells), len(header) + 1)))
    return cells, None


def _place(before: str, name: str) -> Location:
    """The row and column at which the text so far has arrived."""
    lines = re.split("\r\n|\r|\n", before)
    return Location(name, len(lines), len(_fields(lines[-1])[0]))


def _fields(line: str) -> tuple[list[str], str]:
    """The cells of a line, at least one, and what is wrong with the quotes of the last of them.

    The csv module would take a quote inside an unquoted cell, and does not tell the column of a fault.
    """
    cells: list[str] = []
    place = 0
    while True:
        match = _CELL.match(line, place)
        assert match, "this is a bug: a cell may be empty, so one always matches"
        cells.append(match[0] if match[1] is None else match[1].replace('""', '"'))
        place = match.end()
        if place == len(line):
            return cells, ""
        if line[place] != ",":
            return cells, _quote_fault(line, match)
        place += 1


def _quote_fault(line: str, cell: re.Match[str]) -> str:
    if cell[1] is not None:
        return "text after a closing quote; double a quote that belongs to the cell."
    if line[cell.start()] == '"':
        return "a quoted cell has no closing quote; a cell ends on the line on which it starts."
    return "a quote inside a cell that is not quoted; put the cell in quotes and double the quote."


def _header_problems(header: Sequence[str], name: str, columns: Sequence[str]) -> Problems:
    problems = []
    for number, column in enumerate(header, 1):
        where = Location(name, 1, number)
        if column not in columns:
            hint = did_you_mean(column, [c for c in columns if c not in header])
            problems.append(Problem("E166", f"no column '{column}'. The columns are: {', '.join(columns)}.{hint}", where))
        elif column in header[: number - 1]:
            problems.append(
                Problem("E166", f"column '{column}' is there twice, first as number {header.index(column) + 1}; keep one.", where)
            )
    missing = [c for c in columns if c not in header]
    if missing:
        word = "column" if len(missing) == 1 else "columns"
        problems.append(Problem("E166", f"the header lacks the {word} {', '.join(missing)}.", Location(name, 1)))
    return tuple(problems)
