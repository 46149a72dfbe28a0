"""`--set` and the variants of a report: which briefs a command is about. Light where a report has no matrix: no YAML is read then."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import click

from reportgen import inputs
from reportgen.cache import Cache, key
from reportgen.order import Order

Params = tuple[tuple[str, str], ...]
SIGN = b"matrix"
"""A file without this word has no matrix, and a matrix is never inherited."""
_STAGE = "matrix"

SET = click.option(
    "--set", "given", multiple=True, metavar="NAME=VALUE", help="The value of a parameter of the report; may be given several times."
)


def set_values(given: tuple[str, ...]) -> Params:
    """The values given with --set, in order of name; raises click.UsageError for what is no NAME=VALUE or is said twice."""
    found: dict[str, str] = {}
    for text in given:
        name, sign, value = text.partition("=")
        if not sign or not name or not value:
            raise click.UsageError(f"--set {text!r} sets nothing; write NAME=VALUE, such as --set year=FY2024.")
        if name in found:
            raise click.UsageError(f"--set gives {name!r} twice; keep one.")
        found[name] = value
    return tuple(sorted(found.items()))


def orders(root: Path, file: Path, order: Order, given: Params) -> tuple[Order, ...]:
    """What is to be built of a report: one order for each variant of its matrix that fits the given values, one where it has none."""
    if SIGN not in file.read_bytes():
        return (replace(order, params=given),)
    every = _variants(root, file)
    if not every:
        return (replace(order, params=given),)
    return tuple(replace(order, params=one) for one in chosen(every, given))


def chosen(every: tuple[Params, ...], given: Params) -> tuple[Params, ...]:
    """The variants that have the given values; where none has them, those that come of setting the values in all."""
    wanted = dict(given)
    within = [one for one in every if all(wanted.get(name, value) == value for name, value in one)]
    return tuple(dict.fromkeys(tuple(sorted({**dict(one), **wanted}.items())) for one in within or every))


def _variants(root: Path, file: Path) -> tuple[Params, ...]:
    """The variants of a report, remembered as long as no report file changes: an unchanged matrix is built without reading YAML."""
    cache = Cache.of(root)
    reports = sorted((root / "config" / "reports").glob("*.yaml"))
    name = key({"report": file.stem, "reports": inputs.one(reports, root), "program": inputs.program()})
    data = cache.read(_STAGE, name)
    if data is not None:
        try:
            return tuple(tuple((str(k), str(v)) for k, v in one) for one in json.loads(data))
        except (ValueError, TypeError):
            pass  # of an earlier form: read anew
    from reportgen.spec.matrix import variants

    found = variants(file, root)
    if found:
        cache.write(_STAGE, name, json.dumps(found).encode())
    return found
