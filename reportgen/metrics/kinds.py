"""The kinds of metric: YAML word -> module. A new kind is one module, one row, one test, one gallery case."""

from __future__ import annotations

from types import ModuleType

from reportgen.metrics import concentration, contribution, cumulative, days, difference, formula, growth, indexed, ratio, reported, share

KINDS: dict[str, ModuleType] = {
    "concentration": concentration,
    "contribution": contribution,
    "cumulative": cumulative,
    "days": days,
    "difference": difference,
    "formula": formula,
    "growth": growth,
    "indexed": indexed,
    "ratio": ratio,
    "reported": reported,
    "share": share,
}
