"""Keys that several chart kinds share."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from reportgen.spec.base import Block, FigureName, Words

Scale = Literal["auto", "one", "k", "m", "bn", "tn"]


def _as_list(value: Any) -> Any:
    """A single name stands for a list of one."""
    return [value] if isinstance(value, str) else value


SeriesNames = Annotated[tuple[FigureName, ...], BeforeValidator(_as_list, json_schema_input_type=str | tuple[str, ...])]
"""One figure, or a list of figures."""

Keys = Annotated[tuple[str, ...], BeforeValidator(_as_list, json_schema_input_type=str | tuple[str, ...])]
"""One key of a point, or a list of keys: periods or members as the figure has them."""


class ChartOptions(Block):
    """What every chart kind understands."""

    height: Annotated[float, Field(ge=28, le=110)] | None = None
    """Height of the drawing in mm; the kind's own by default."""
    scale: Scale = "auto"
    """Scale of the printed amounts: one, k, m, bn or tn; by default that of the largest, and the unit line says which."""
    decimals: Annotated[int, Field(ge=0, le=3)] | None = None
    """Most decimals of a label; by default the largest value shows three digits."""


class Remarked(ChartOptions):
    """A kind whose points can bear a remark."""

    annotations: Annotated[dict[str, Words], Field(max_length=2)] = {}
    """At most two remarks in plain words, each under the key of the point that it stands beside."""


class Level(Block):
    """A horizontal line that the values are held against."""

    at: str
    """Where it lies, in the unit of its series: `100%`, `40`, `3 bn CNY`."""
    label: Words
    """What it means, in words without digits."""
