"""Prose: Markdown in a sandboxed Jinja that can reach read-only figures and nothing else.

A filter never returns text: it leaves a marker in the prose for an inline node (a number, a note, a reference to an exhibit).
Markdown then gives the tree, and the markers become nodes of it; numbers stay raw until the renderer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from jinja2 import StrictUndefined, TemplateError, Undefined, nodes, pass_context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markdown_it import MarkdownIt
from markdown_it.token import Token

from reportgen.model import derive
from reportgen.model.document import Emission, ExhibitRef, Inline, Inlines, NoteRef, Number, Options, Strong, Text
from reportgen.model.figure import Figure, Figures, Point
from reportgen.model.period import Period, parse
from reportgen.text.options import faults, fits

OPEN, CLOSE = "\ue000", "\ue001"
# A name that no template can write, so that only filters reach the marks of their run.
_MARKS = "marks of this run"
STYLES = ("money", "number", "percent", "points", "multiple", "price", "days", "count", "rank", "rating", "words", "label")
"""Filters that print a point in a style of that name."""


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

    def emit(self, value: Point | Period | date, style: str = "", options: Options | None = None, other: Point | None = None) -> Emission:
        emission = Emission(len(self.emissions), value, style, options or {}, other)
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


class FigureView:
    """A figure as prose sees it: its points by key, its window; nothing else."""

    def __init__(self, figure: Figure) -> None:
        self._figure = figure

    def __getitem__(self, key: str) -> PointView:
        try:
            return PointView(self._figure[key], self._figure)
        except KeyError:
            known = ", ".join(p.key for p in self._figure)
            raise ProseError(f"figure {self._figure.name!r} has no point {key!r}. Known: {known}.") from None

    @property
    def window(self) -> Window:
        start, end = self._figure.window
        return Window(start, end)

    def __str__(self) -> str:
        raise ProseError(f"{self._figure.name} needs a filter that says how to print it, such as | money.")

    def __repr__(self) -> str:
        return f"figure {self._figure.name!r}"


class PointView:
    """One number as prose sees it: something for a filter."""

    def __init__(self, point: Point, figure: Figure | None = None) -> None:
        self._point = point
        self._figure = figure

    def __str__(self) -> str:
        raise ProseError(f"{self._point.id} needs a filter that says how to print it, such as | money.")

    def __repr__(self) -> str:
        return self._point.id


@dataclass(frozen=True, slots=True)
class Window:
    """First and last day of a figure."""

    start: date
    end: date


class Environment(ImmutableSandboxedEnvironment):
    """The sandbox: of all attributes only a figure's window and its two days can be read, and nothing is called but our functions."""

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        return (isinstance(obj, FigureView) and attr == "window") or (isinstance(obj, Window) and attr in ("start", "end"))

    def is_safe_callable(self, obj: Any) -> bool:
        return getattr(obj, "prose_function", False) is True


@cache
def environment() -> Environment:
    """The one sandboxed environment; its filters are all that prose has."""
    env = Environment(autoescape=False, undefined=StrictUndefined, keep_trailing_newline=False, finalize=_printable)
    env.filters.clear()
    env.tests.clear()
    env.globals.clear()
    for style in STYLES:
        env.filters[style] = _printer(style)
    env.filters.update(FILTERS)
    return env


def _printable(value: Any) -> str:
    """What an expression prints: a marker. A word, a number or an object of ours would be text that nothing accounts for."""
    if isinstance(value, (Marker, PointView, FigureView, Undefined)):
        return str(value)
    if isinstance(value, (str, int, float)):
        raise ProseError(f"{value!r} cannot be printed: write words outside of {{{{ }}}}, and numbers as figures.")
    raise ProseError("only figures, periods, dates and markers can be printed, each through a filter such as | money or | date.")


def filters() -> tuple[str, ...]:
    """The names of all filters, for the loader's checks."""
    return tuple(sorted(environment().filters))


def prose(template: str, figures: Figures, marks: Marks, exhibits: Mapping[str, int], notes: Mapping[str, int]) -> tuple[Inlines, ...]:
    """The paragraphs of a template as inline nodes; raises ProseError with what is wrong and what would be right."""
    tokens = _markdown().parse(_filled(template, figures, marks, exhibits, notes))
    return tuple(_inlines(token.children or [], marks) for token in tokens if token.type == "inline")


def _filled(template: str, figures: Figures, marks: Marks, exhibits: Mapping[str, int], notes: Mapping[str, int]) -> str:
    _check_parts(template)
    names: dict[str, Any] = {key: FigureView(figure) for key, figure in figures.items()}
    try:
        return environment().from_string(template).render({**names, **_functions(marks, exhibits, notes), _MARKS: marks})
    except ProseError:
        raise
    except TypeError as bad:
        raise ProseError("a filter or marker is used with the wrong arguments.") from bad
    except (TemplateError, ValueError, KeyError) as bad:
        raise ProseError(f"{bad}") from bad


def _functions(marks: Marks, exhibits: Mapping[str, int], notes: Mapping[str, int]) -> Mapping[str, Callable[[Any], str]]:
    """What prose can call: each leaves a marker."""

    def exhibit(name: Any) -> str:
        return marks.put(ExhibitRef(exhibits[_one_of(exhibits, name, "exhibit", "none")]))

    def note(name: Any) -> str:
        return marks.put(NoteRef(notes[_one_of(notes, name, "note", "none in this section")]))

    def name(text: Any) -> str:
        if type(text) is not str or not text.strip():
            raise ProseError("name() takes a name in quotes, such as name('GPT-4').")
        marks.names.add(text)
        return marks.put(Text(text))

    functions: dict[str, Callable[[Any], str]] = {"exhibit": exhibit, "note": note, "name": name}
    for function in functions.values():
        function.prose_function = True  # type: ignore[attr-defined]
    return functions


def _one_of(known: Mapping[str, int], name: Any, what: str, none: str) -> str:
    if type(name) is not str or name not in known:
        raise ProseError(f"no {what} {_quoted(name)}. Known: {', '.join(known) or none}.")
    return name


# What an expression in prose is made of: no statements, no arithmetic, so that no template can run away.
ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Filter,
    nodes.Getitem,
    nodes.Getattr,
    nodes.Name,
    nodes.Const,
    nodes.Call,
    nodes.Keyword,
)


TOO_DEEP = "an expression is nested too deeply."
LONGEST_CHAIN = 8
"""Filters and brackets around one figure; nothing that is printed needs more."""


@cache
def _check_parts(template: str) -> None:
    if OPEN in template or CLOSE in template:
        raise ProseError("the characters U+E000 and U+E001 are not used in prose.")
    try:
        tree = environment().parse(template)
        found = [(node, _depth(node)) for node in tree.find_all(nodes.Node)]
    except RecursionError as bad:
        raise ProseError(TOO_DEEP) from bad
    except TemplateError as bad:
        raise ProseError(f"{bad}") from bad
    for node, depth in found:
        if depth > LONGEST_CHAIN:
            raise ProseError(TOO_DEEP)
        if not isinstance(node, ALLOWED):
            raise ProseError(f"prose has figures, filters and markers only, no {type(node).__name__.lower()}.")


def _depth(node: nodes.Node) -> int:
    """How many steps lead from an expression down to the figure it starts from."""
    depth = 0
    while isinstance(node, (nodes.Filter, nodes.Getitem, nodes.Getattr, nodes.Call)) and node.node is not None:
        node, depth = node.node, depth + 1
    return depth


@cache
def _markdown() -> MarkdownIt:
    """Paragraphs and bold; what else Markdown knows stays the text that it is."""
    inline = ["link", "image", "autolink", "html_inline"]
    block = ["code", "fence", "heading", "lheading", "list", "hr", "blockquote", "reference", "html_block"]
    return MarkdownIt("commonmark", {"html": False}).disable([*inline, *block])


def _inlines(tokens: list[Token], marks: Marks) -> Inlines:
    return tuple(_nodes(iter(tokens), marks, ""))


def _nodes(tokens: Iterator[Token], marks: Marks, until: str) -> Iterator[Inline]:
    for token in tokens:
        if token.type == until:
            return
        if token.type == "strong_open":
            yield Strong(tuple(_nodes(tokens, marks, "strong_close")))
        elif token.type in ("softbreak", "hardbreak"):
            yield Text(" ")
        elif token.type == "text":
            yield from _split(token.content, marks)
        elif token.content or token.type.startswith("em_"):
            raise ProseError(f"{token.markup or token.type} is not used here: prose knows **bold** only.")


def _split(text: str, marks: Marks) -> Iterator[Inline]:
    for index, piece in enumerate(text.split(OPEN)):
        if index == 0:
            if piece:
                yield Text(piece)
            continue
        number, rest = piece.split(CLOSE, 1)
        yield marks.nodes[int(number)]
        if rest:
            yield Text(rest)


def _point(value: Any, what: str) -> Point:
    """The one point that a filter works on; a figure stands for its point when it has just one."""
    if isinstance(value, PointView):
        return value._point
    if isinstance(value, FigureView):
        points = value._figure.points
        if len(points) == 1:
            return points[0]
        cure = "name it in brackets, or use total, largest or smallest"
        raise ProseError(f"figure {value._figure.name!r} has {len(points)} points; | {what} takes one: {cure}.")
    if isinstance(value, Undefined):
        raise ProseError(f"no figure {value._undefined_name!r}.")
    raise ProseError(f"| {what} takes a figure, not {_quoted(value)}.")


def _quoted(value: Any) -> str:
    """A value as messages show it: words and numbers as they are, nothing of our own objects."""
    return repr(value) if type(value) in (str, int, float, bool) else "this"


def _figure(value: Any, what: str) -> Figure:
    if isinstance(value, FigureView):
        return value._figure
    if isinstance(value, Undefined):
        raise ProseError(f"no figure {value._undefined_name!r}.")
    raise ProseError(f"| {what} takes a whole figure.")


Context = Any


def _printer(style: str) -> Callable[..., str]:
    @pass_context
    def show(context: Context, value: Any, **options: Any) -> str:
        return _marks(context).number(_point(value, style), style, options)

    return show


def _marks(context: Context) -> Marks:
    marks = context[_MARKS]
    assert isinstance(marks, Marks), "this is a bug: prose runs with its marks"
    return marks


def _show(context: Context, value: Any, **options: Any) -> str:
    """The number in its metric's own style."""
    return _marks(context).number(_point(value, "show"), "", options)


def _other(value: Any, on: str) -> Point:
    if isinstance(value, PointView) and value._figure:
        try:
            return value._figure[on]
        except KeyError:
            raise ProseError(f"figure {value._figure.name!r} has no point {on!r} to compare with.") from None
    raise ProseError("| change compares two points of one figure: write figure['now'] | change(on='before').")


def _change(context: Context, value: Any, on: str, **options: Any) -> str:
    """A verb phrase: how the number changed on another point of the figure."""
    other = _other(value, on)
    return _marks(context).number(derive.change(_point(value, "change"), other), "change", options, other)


def _direction(context: Context, value: Any, on: str, **options: Any) -> str:
    """The verb alone."""
    other = _other(value, on)
    return _marks(context).number(derive.change(_point(value, "direction"), other), "direction", options, other)


def _move(context: Context, value: Any, **options: Any) -> str:
    """A verb phrase for a figure that is itself a change, such as growth."""
    return _marks(context).number(_point(value, "move"), "change", options)


def _growth(context: Context, value: Any, on: str) -> PointView:
    return PointView(derive.change(_point(value, "growth"), _other(value, on)))


def _gap(context: Context, value: Any, on: str) -> PointView:
    return PointView(derive.gap(_point(value, "gap"), _other(value, on)))


def _times(context: Context, value: Any, on: str) -> PointView:
    return PointView(derive.multiple(_point(value, "times"), _other(value, on)))


def _period(context: Context, value: Any, **options: Any) -> str:
    """A period, or the period of a point."""
    if isinstance(value, (PointView, FigureView)):
        return _marks(context).number(_point(value, "period").period, "period", options)
    return _marks(context).number(parse(str(value)), "period", options)


def _date(context: Context, value: Any, **options: Any) -> str:
    """A date, or the date that a point states."""
    if isinstance(value, (PointView, FigureView)):
        point = _point(value, "date")
        return _marks(context).number(point, "date", options) if point.day else _marks(context).number(point.period.end, "date", options)
    return _marks(context).number(value if isinstance(value, date) else date.fromisoformat(str(value)), "date", options)


def _year(context: Context, value: Any) -> str:
    if isinstance(value, (PointView, FigureView)):
        point = _point(value, "year")
        value = point.day or point.period.end
    return _marks(context).number(value if isinstance(value, date) else parse(str(value)), "year")


def _member(context: Context, value: Any) -> str:
    """The name of a point: the entity, segment or label that it stands for."""
    return _marks(context).number(_point(value, "member"), "label", {"form": "point"})


def _selected(pick: Callable[[Figure], Point], what: str) -> Callable[..., PointView]:
    def select(value: Any) -> PointView:
        figure = _figure(value, what)
        return PointView(pick(figure), figure)

    return select


ROW_FILTERS = ("total", "count_of", "largest", "smallest", "first", "last")
"""Filters that take a whole figure and give one point of it."""

FILTERS: dict[str, Callable[..., Any]] = {
    "show": pass_context(_show),
    "change": pass_context(_change),
    "direction": pass_context(_direction),
    "move": pass_context(_move),
    "growth": pass_context(_growth),
    "gap": pass_context(_gap),
    "times": pass_context(_times),
    "period": pass_context(_period),
    "date": pass_context(_date),
    "year": pass_context(_year),
    "member": pass_context(_member),
    "total": _selected(derive.total, "total"),
    "count_of": _selected(derive.count, "count_of"),
    "largest": _selected(derive.largest, "largest"),
    "smallest": _selected(derive.smallest, "smallest"),
    "first": _selected(lambda f: f.points[0], "first"),
    "last": _selected(lambda f: f.points[-1], "last"),
}
