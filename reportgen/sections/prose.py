"""Prose: Markdown in a sandboxed Jinja that can reach read-only figures and nothing else.

A filter never returns text: it leaves a marker in the prose for an inline node (a number, a note, a reference to an exhibit).
Markdown then gives the tree, and the markers become nodes of it; numbers stay raw until the renderer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from jinja2 import StrictUndefined, TemplateError, Undefined, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markdown_it import MarkdownIt
from markdown_it.token import Token

from reportgen.model.document import ExhibitRef, Inline, Inlines, NoteRef, Strong, Text
from reportgen.model.figure import Figures
from reportgen.sections.filters import FILTERS, FigureView, PointView, Window, quoted
from reportgen.sections.marks import CLOSE, MARKS, OPEN, Marker, Marks, ProseError


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
    env.filters.update(FILTERS)
    return env


def _printable(value: Any) -> str:
    """What an expression prints: a marker. A word, a number or an object of ours would be text that nothing accounts for."""
    if isinstance(value, (Marker, PointView, FigureView, Undefined)):
        return str(value)
    if isinstance(value, (str, int, float)):
        raise ProseError(f"{value!r} cannot be printed: write words outside of {{{{ }}}}, and numbers as figures.")
    raise ProseError("only figures, periods, dates and markers can be printed, each through a filter such as | money or | date.")


def prose(
    template: str, figures: Figures, marks: Marks, exhibits: Mapping[str, int], notes: Mapping[str, int], quotes: str = "“”‘’"
) -> tuple[Inlines, ...]:
    """The paragraphs of a template as inline nodes; straight quotes become those of the language, outer pair then inner.

    Raises ProseError with what is wrong and what would be right.
    """
    tokens = _markdown(quotes).parse(_filled(template, figures, marks, exhibits, notes))
    return tuple(_inlines(token.children or [], marks) for token in tokens if token.type == "inline")


def _filled(template: str, figures: Figures, marks: Marks, exhibits: Mapping[str, int], notes: Mapping[str, int]) -> str:
    _check_parts(template)
    names: dict[str, Any] = {key: FigureView(figure) for key, figure in figures.items()}
    try:
        return environment().from_string(template).render({**names, **_functions(marks, exhibits, notes), MARKS: marks})
    except ProseError:
        raise
    except TypeError as bad:
        raise ProseError("a filter or marker is used with the wrong arguments.") from bad
    except (TemplateError, ValueError, KeyError) as bad:
        raise ProseError(f"{bad}") from bad


def _functions(marks: Marks, exhibits: Mapping[str, int], notes: Mapping[str, int]) -> Mapping[str, Callable[[Any], str]]:
    """What prose can call: each leaves a marker."""

    def exhibit(name: Any) -> str:
        return marks.put(ExhibitRef(exhibits[_one_of(exhibits, name, "exhibit", "none")], marks.locale))

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
        raise ProseError(f"no {what} {quoted(name)}. Known: {', '.join(known) or none}.")
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
def _markdown(quotes: str) -> MarkdownIt:
    """Paragraphs and bold; what else Markdown knows stays the text that it is."""
    inline = ["link", "image", "autolink", "html_inline"]
    block = ["code", "fence", "heading", "lheading", "list", "hr", "blockquote", "reference", "html_block"]
    settings = {"html": False, "typographer": True, "quotes": quotes}
    return MarkdownIt("commonmark", settings).enable("smartquotes").disable([*inline, *block])


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
