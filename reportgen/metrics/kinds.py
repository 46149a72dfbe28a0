"""The kinds of metric: YAML word -> module. A new kind is one module, one row, one test, one gallery case."""

from __future__ import annotations

from types import ModuleType

from reportgen.metrics import (
    cagr,
    concentration,
    contribution,
    coverage,
    cumulative,
    days,
    difference,
    drawdown,
    ev,
    ev_sales,
    formula,
    growth,
    implied,
    implied_target,
    indexed,
    midpoint,
    mix,
    ratio,
    relative,
    reported,
    share,
    surprise,
    ttm,
    weighted,
)

KINDS: dict[str, ModuleType] = {
    "cagr": cagr,
    "concentration": concentration,
    "contribution": contribution,
    "coverage": coverage,
    "cumulative": cumulative,
    "days": days,
    "difference": difference,
    "drawdown": drawdown,
    "ev": ev,
    "ev_sales": ev_sales,
    "formula": formula,
    "growth": growth,
    "implied": implied,
    "implied_target": implied_target,
    "indexed": indexed,
    "midpoint": midpoint,
    "mix": mix,
    "ratio": ratio,
    "relative": relative,
    "reported": reported,
    "share": share,
    "surprise": surprise,
    "ttm": ttm,
    "weighted": weighted,
}
