"""The figures of an edition as its figures.csv states them: what one edition is compared with the next by."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path

from reportgen.model.quantity import Quantity
from reportgen.schedule.conditions import Numbers

FILE = "figures.csv"


def read(data: bytes) -> Numbers:
    """Figure -> key of the point -> its quantity, None where it has none; ValueError for a file that no edition holds."""
    found: dict[str, dict[str, Quantity | None]] = {}
    for row in csv.DictReader(io.StringIO(data.decode())):
        name, _, key = row["id"].rpartition("/")[2].partition("@")
        try:
            found.setdefault(name, {})[key] = _quantity(row)
        except ArithmeticError as bad:
            raise ValueError(f"{FILE}: {row['id']} has no number") from bad
    return found


def _quantity(row: dict[str, str]) -> Quantity | None:
    if row["value"] in ("n.a.", "n.m."):
        return None
    low = Decimal(row["low"] or "-Infinity")
    # a date is written as one, and counted in days as everywhere
    value = low if row["unit"] == "date" else Decimal(row["value"])
    return Quantity(value, low, Decimal(row["high"] or "Infinity"), row["unit"])


def of_folder(folder: Path) -> Numbers | None:
    """The figures of a published edition; None where its file is gone or not ours."""
    try:
        return read((folder / FILE).read_bytes())
    except (OSError, ValueError, KeyError, TypeError):
        return None
