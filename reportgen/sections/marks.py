"""Markers: what an expression in prose leaves behind, and the inline nodes that they stand for."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from reportgen.model.document import Emission, Inline, Number, Options
from reportgen.model.figure import Point
from reportgen.model.period import Period
from reportgen.text.options import faults, fits

OPEN, CLOSE = "\ue000", "\ue001"
# A name that no template can write, so that only filters reach the marks of their run.
MARKS = "marks of this run"


class ProseError(ValueError):
    """The template asks for something that is not there; the message says what would be right."""


class Marker(str):
    """The place of an inline node in the prose; all that an expression may print."""

    __slots__ = ()


@dataclass(slots=True)
class Marks:
    """The inline nodes that one run of composition has put into prose, by the number in their markers."""

    nodes: list[Inline] = field(default_factory=list)
    emissions: list[Emission] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    locale: str = ""
    """The language of the words at hand, where it is not the document's."""

    def emit(self, value: Point | Period | date, style: str = "", options: Options | None = None, other: Point | None = None) -> Emission:
        emission = Emission(len(self.emissions), value, style, options or {}, other, self.locale)
        self.emissions.append(emission)
        return emission

    def put(self, node: Inline) -> str:
        self.nodes.append(node)
        return Marker(f"{OPEN}{len(self.nodes) - 1}{CLOSE}")

    def number(self, value: Point | Period | date, style: str = "", options: Options | None = None, other: Point | None = None) -> str:
        if fault := wrong(value, style, options or {}):
            raise ProseError(fault)
        return self.put(Number(self.emit(value, style, options, other)))


def wrong(value: Point | Period | date, style: str, options: Options) -> str:
    """What is wrong with printing a value like that; empty where nothing is."""
    own = value.metric.display.style if isinstance(value, Point) else style
    found = faults(style or own, options)
    if found:
        return found[0]
    if isinstance(value, Point) and value.quantity and not fits(style or own, value.unit):
        return f"{value.id} is in {value.unit} and cannot be printed as {style or own}."
    return ""
