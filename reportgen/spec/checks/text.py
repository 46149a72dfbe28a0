"""The prose of a report: figures, filters and markers that exist, and words in every language that is built."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from reportgen.model.period import PeriodError, parse
from reportgen.model.problem import Problem
from reportgen.spec.checks.inline import Call, Expression, FigureUse, Filter, Number, Text
from reportgen.spec.checks.languages import check_languages
from reportgen.spec.checks.prose import CURE
from reportgen.spec.checks.scene import Scene
from reportgen.spec.kinds import FUNCTIONS
from reportgen.spec.node import Path
from reportgen.spec.suggest import nearest

PLAIN = ("figures", "charts")
"""Blocks whose words are printed as they stand."""
PLAIN_CURE = "Periods and values label themselves; names with digits stand in seeds/entities.yaml."
WINDOWS = (("window", "start"), ("window", "end"))


def check_text(scene: Scene) -> Iterator[Problem]:
    """Every template, then the languages."""
    exhibits = tuple(name for _, e in scene.exhibits() for name in (e.chart, e.table, e.card) if name)
    for path, reading in scene.readings.items():
        plain = path[0] in PLAIN
        for fault in reading.faults:
            hint = PLAIN_CURE if plain and fault.code == "E230" else fault.hint
            yield scene.problem(fault.code, fault.message, path, fault.offset, hint=hint)
        for expression in reading.expressions:
            if plain:
                yield scene.problem("E238", "a label is plain words; {{ }} is for prose, cards and tables.", path, expression.head.offset)
            else:
                yield from _expression(scene, path, expression, exhibits)
    yield from check_languages(scene)


def _expression(scene: Scene, path: Path, expression: Expression, exhibits: tuple[str, ...]) -> Iterator[Problem]:
    head = expression.head
    if isinstance(head, Number):
        yield scene.problem("E236", f"a number typed in prose: '{head.text}'.", path, head.offset, hint=CURE)
    elif isinstance(head, Text):
        yield from _literal(scene, path, head, expression.filters)
    elif isinstance(head, Call):
        yield from _call(scene, path, head, exhibits)
    else:
        yield from _figure(scene, path, head, expression.filters)
    known = scene.project.kinds.filters
    for part in expression.filters:
        if part.name not in known:
            yield scene.problem("E234", nearest("filter", part.name, known), path, part.offset)


def _literal(scene: Scene, path: Path, text: Text, filters: tuple[Filter, ...]) -> Iterator[Problem]:
    """A text in quotes is a date or a period for a filter; anything else would be a number typed in prose."""
    first = filters[0].name if filters else ""
    try:
        if first == "date":
            date.fromisoformat(text.text)
        elif first in ("period", "year"):
            parse(text.text)
        elif any(char.isnumeric() for char in text.text):
            yield scene.problem("E236", f"a number typed in prose: '{text.text}'.", path, text.offset, hint=CURE)
        else:
            message = f"'{text.text}' is text; write it without {{{{ }}}}, or name a figure without the quotes."
            yield scene.problem("E235", message, path, text.offset)
    except PeriodError as bad:
        yield scene.problem("E220", f"{bad}.", path, text.offset)
    except ValueError:
        yield scene.problem("E237", f"'{text.text}' is no date; a date is written 2024-01-31.", path, text.offset)


def _call(scene: Scene, path: Path, call: Call, exhibits: tuple[str, ...]) -> Iterator[Problem]:
    if call.name not in FUNCTIONS:
        yield scene.problem("E234", nearest("marker", call.name, sorted(FUNCTIONS)), path, call.offset)
        return
    argument = call.arguments[0] if len(call.arguments) == 1 else None
    if not isinstance(argument, Text):
        yield scene.problem("E234", f"{call.name}() takes one text in quotes: {{{{ {call.name}('x') }}}}.", path, call.offset)
    elif call.name == "exhibit" and argument.text not in exhibits and not _misnamed(scene, argument.text):
        yield scene.problem("E219", nearest("exhibit", argument.text, exhibits), path, argument.offset)
    elif call.name == "note":
        notes = _notes(scene, path)
        if argument.text not in notes:
            yield scene.problem("E218", nearest("note in this section called", argument.text, notes), path, argument.offset)


def _misnamed(scene: Scene, name: str) -> bool:
    """Whether the entry exists and some exhibit misspells what it shows: that exhibit is the fault."""
    entries = {*scene.spec.charts, *scene.spec.tables, *scene.spec.cards}
    shown = {given for _, e in scene.exhibits() for given in (e.chart, e.table, e.card) if given}
    return name in entries and not shown <= entries


def _notes(scene: Scene, path: Path) -> tuple[str, ...]:
    """The notes that prose at that path can refer to: those of its own section."""
    if path[0] != "sections" or not isinstance(path[1], int):
        return ()
    return tuple(scene.spec.sections[path[1]].notes)


def _figure(scene: Scene, path: Path, use: FigureUse, filters: tuple[Filter, ...]) -> Iterator[Problem]:
    rows = scene.project.kinds.row_filters
    first = filters[0].name if filters else ""
    one = bool(rows) and first in scene.project.kinds.filters and first not in rows and not use.attributes
    key = use.key.text if use.key else None
    if wrong := scene.wrong_point(use.name, key, one=one):
        at = use.key.offset if use.key and wrong[0] == "E217" else use.offset
        hint = (
            f"Or take it as a whole with {', '.join(f'| {row}' for row in sorted(rows))}."
            if one and key is None and wrong[0] == "E217"
            else ""
        )
        yield scene.problem(*wrong, path, at, hint=hint)
        return
    if use.attributes and (use.attributes not in WINDOWS or use.key):
        message = f"no '.{'.'.join(use.attributes)}' here; a whole figure has .window.start and .window.end."
        yield scene.problem("E235", message, path, use.offset)
    if not filters:
        yield scene.problem("E235", f"'{use.name}' needs a filter that says how to print it, such as | money.", path, use.offset)
    keys = scene.keys[use.name]
    for option in (option for part in filters for option in part.options):
        if option.name == "on" and isinstance(option.value, Text) and keys is not None and option.value.text not in keys:
            message = nearest(f"point in figure '{use.name}' called", option.value.text, keys)
            yield scene.problem("E217", message, path, option.value.offset)
