"""Counts the rows of a table again without a database: the csv module, Decimals and the query as provenance.json tells it.

A file of up to MOST bytes is counted again in every build. For larger ones, which would take longer than the build, and for Parquet,
the hash of the file stands in provenance.json, so that whoever has the file can count again with `recount`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from decimal import Decimal
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import Any

from reportgen.audit.recompute import quantity
from reportgen.model.fact import Cells
from reportgen.model.quantity import MATHS

MOST = 5_000_000
"""A tenth of a million rows: about half a second."""


def recount(content: Mapping[str, Any], root: Path, most: int | None = MOST) -> Iterator[str]:
    """What is wrong with the facts of a parsed provenance.json that were computed from CSV files, each in a sentence.

    `root` is the project's folder; files of more than `most` bytes are left out, none where it is None.
    """
    rows: dict[str, list[dict[str, str]]] = {}
    for name, fact in content["facts"].items():
        query = fact.get("query")
        path = root / query["file"] if query else root
        if not query or path.suffix != ".csv" or (most is not None and path.stat().st_size > most):
            continue
        if query["file"] not in rows:
            data = path.read_bytes()
            rows[query["file"]] = list(csv.DictReader(StringIO(data.decode("utf-8"), newline=""), strict=True))
            if sha256(data).hexdigest() != query["sha256"]:
                yield f"fact {name}: {query['file']} has another hash than the query says"
        if wrong := _differs(fact, query, rows[query["file"]]):
            yield f"fact {name}: {wrong}"


def _differs(fact: Mapping[str, Any], query: Mapping[str, Any], rows: list[dict[str, str]]) -> str:
    """How the rows say otherwise than the fact; empty where they agree."""
    used = [row for row in rows if all(_holds(match, row) for match in query["matches"]) and row.get(query["column"], "x") != ""]
    if len(used) != query["rows"]:
        return f"{len(used)} rows of {query['file']} match, not {query['rows']}"
    found = _value(query["how"], [Decimal(row[query["column"]]) for row in used] if query["column"] and query["how"] != "count" else used)
    # A sum of the column stands in the cells as it is; an average as far as its decimals say.
    stated = quantity(Cells(fact["value"], "", "pure", "=", "INF")).value
    place = Decimal(1).scaleb(-len(fact["value"].partition(".")[2]))
    if (found if query["how"] != "avg" else found.quantize(place, rounding="ROUND_HALF_UP", context=MATHS)) != stated:
        return f"{query['how']} gives {found} over {len(used)} rows of {query['file']}, not {stated}"
    return ""


def _value(how: str, items: list[Any]) -> Decimal:
    if how == "count":
        return Decimal(len(items))
    if how in ("min", "max"):
        return Decimal(min(items) if how == "min" else max(items))
    total = Decimal(0)
    for item in items:
        total = MATHS.add(total, item)
    return total if how == "sum" else MATHS.divide(total, Decimal(len(items)))


def _holds(match: Mapping[str, Any], row: Mapping[str, str]) -> bool:
    """Whether a row is meant; days compare as they are written, numbers by their value."""
    cell = row[match["column"]]
    if "any" in match:
        return cell in match["any"] or any(_same(cell, given) for given in match["any"])
    return (match["low"] or "") <= cell and (not match["high"] or cell <= match["high"])


def _same(cell: str, given: str) -> bool:
    """Whether two cells are one number, such as 5 and 5.00; words are equal or not."""
    if not (cell.lstrip("-").replace(".", "", 1).isdigit() and given.lstrip("-").replace(".", "", 1).isdigit()):
        return False
    return "." in cell + given and Decimal(cell) == Decimal(given)
