"""What all blocks of the YAML files share: frozen, strict, words per language, references to other entries."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field


class Reference:
    """Marks a key whose value names an entry elsewhere: 'figure', 'chart', 'table', 'card', 'metric', 'entity'."""

    def __init__(self, to: str) -> None:
        self.to = to


FigureName = Annotated[str, Reference("figure")]
ChartName = Annotated[str, Reference("chart")]
TableName = Annotated[str, Reference("table")]
CardName = Annotated[str, Reference("card")]
MetricName = Annotated[str, Reference("metric")]
EntityName = Annotated[str, Reference("entity")]

PointText = Annotated[str, Reference("point")]
"""One number of a figure: `coverage` when it has one point, else `half['H1-2024']`."""

Condition = Annotated[str, Reference("condition")]
"""A comparison of figures, numbers with units and each other, such as `growth['H1-2024'] > 0`."""

Template = Annotated[str, Reference("template")]
"""Prose in Markdown with figures in {{ }}."""


class Block(BaseModel):
    """A mapping of the YAML files; unknown keys are errors, nothing changes after loading."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Words(Block):
    """Text in one or more languages."""

    en: Template | None = None
    """English."""
    de: Template | None = None
    """German."""
    zh_hant: Template | None = Field(None, alias="zh-Hant")
    """Traditional Chinese."""
    zh_hans: Template | None = Field(None, alias="zh-Hans")
    """Simplified Chinese."""

    @property
    def texts(self) -> dict[str, str]:
        """The languages that are given, by locale tag."""
        pairs = {"en": self.en, "de": self.de, "zh-Hant": self.zh_hant, "zh-Hans": self.zh_hans}
        return {tag: text for tag, text in pairs.items() if text is not None}


def references(block: BaseModel, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
    """Every reference in a block: (path to the value, kind of entry, the name written there)."""
    for name, field in type(block).model_fields.items():
        here = (*path, field.alias or name)
        marks = [m for m in field.metadata if isinstance(m, Reference)] + _inner_marks(field.annotation)
        yield from _references(getattr(block, name), here, marks[0].to if marks else "")


def _references(value: Any, path: tuple[str | int, ...], to: str) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
    if isinstance(value, BaseModel):
        yield from references(value, path)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _references(item, (*path, key), to)
    elif isinstance(value, (list, tuple)):
        for index, item in enumerate(value):
            yield from _references(item, (*path, index), to)
    elif to and isinstance(value, str) and value:
        yield path, to, value


def _inner_marks(annotation: Any) -> list[Reference]:
    """The marks inside list[FigureName], dict[str, FigureName] or FigureName | None."""
    found: list[Reference] = [m for m in getattr(annotation, "__metadata__", ()) if isinstance(m, Reference)]
    for inner in getattr(annotation, "__args__", ()):
        found += _inner_marks(inner)
    return found
