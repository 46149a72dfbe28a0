"""The stage: chart requests and figures to drawings in two widths, with alternative text and the data behind them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from reportgen.charts import layout, svg
from reportgen.charts.canvas import Canvas
from reportgen.charts.kinds import KINDS
from reportgen.charts.record import Record
from reportgen.charts.tables import Emit
from reportgen.model.document import Chart, Table
from reportgen.model.figure import Figures
from reportgen.model.problem import Problem, Problems, errors
from reportgen.spec.base import references
from reportgen.spec.theme import Theme
from reportgen.text.locale import Locale

Requests = Mapping[str, tuple[str, Any]]
"""Chart name -> (kind, the kind's Options)."""
KEYS = ("apart", "highlight", "rest")
"""Options of charts that list keys of points."""


def draw_charts(
    requests: Requests, figures: Figures, theme: Theme, locale: Locale, wide: frozenset[str] = frozenset()
) -> tuple[dict[str, Chart], Problems]:
    """The charts that could be drawn, and what is wrong with the others; names in `wide` take the whole measure.

    Raises ReportError when a pinned font is absent.
    """
    charts: dict[str, Chart] = {}
    problems: list[Problem] = []
    for name, (kind, given) in requests.items():
        options = _of_known(given, figures)
        if unknown := _unknown(options, figures):
            message = f"of figure '{unknown[0]}' no value is known."
            problems.append(Problem("E428", message, path=f"charts.{name}", hint="Give the block that shows the chart a `when:`."))
            continue
        found = tuple(replace(p, path=f"charts.{name}.{p.path}".rstrip(".")) for p in KINDS[kind].problems(options, figures))
        problems += found
        if errors(found):
            continue
        chart, wrong = _draw(name, kind, options, figures, theme, locale, name in wide)
        problems += wrong
        charts[name] = chart
    return charts, tuple(problems)


def table_behind(kind: str, options: Any, figures: Figures, locale: Locale, emit: Emit) -> Table:
    """The data behind a chart, its numbers registered through `emit`."""
    return KINDS[kind].table(_of_known(options, figures), figures, locale, emit)


def _of_known(options: Any, figures: Figures) -> Any:
    """The options without what is left out for want of a value: series without a point, as long as one has some, and keys of points."""
    names = getattr(options, "series", ())
    kept = tuple(name for name in names if figures[name].points) if isinstance(names, tuple) else ()
    changed = {"series": kept} if kept and kept != names else {}
    used = [figures[name] for _, to, name in references(options) if to == "figure" and name in figures]
    left_out = {p.key for figure in used for p in figure.omitted} - {p.key for figure in used for p in figure}
    for field in KEYS:
        keys = getattr(options, field, ())
        if left_out.intersection(keys):
            changed[field] = tuple(key for key in keys if key not in left_out)
    return options.model_copy(update=changed) if changed else options


def _unknown(options: Any, figures: Figures) -> tuple[str, ...]:
    """The figures that the chart needs and of which no point is known."""
    return tuple(name for _, to, name in references(options) if to == "figure" and name in figures and not figures[name].points)


def canvas_for(kind: str, options: Any, figures: Figures, theme: Theme, locale: Locale, width: float, narrow: bool) -> Canvas:
    """A drawn canvas of that width in mm; to be called within `artists.settings()`."""
    high = options.height if options.height and not narrow else KINDS[kind].height(options, figures, narrow)
    canvas = Canvas(width, high, theme, locale, narrow)
    KINDS[kind].draw(canvas, options, figures)
    return canvas


def _draw(name: str, kind: str, options: Any, figures: Figures, theme: Theme, locale: Locale, full: bool) -> tuple[Chart, Problems]:
    from reportgen.charts import artists

    sizes = theme.sizes
    with artists.settings():
        wide = canvas_for(kind, options, figures, theme, locale, sizes.full_width if full else sizes.text_width, False)
        narrow = canvas_for(kind, options, figures, theme, locale, sizes.narrow_width, True)
        voice = Record(locale, decimals=options.decimals)
        alt = KINDS[kind].alt(voice, options, figures)
        drawings = [
            svg.tidy(artists.write(c.figure), f"{name}-{word}", c.width, c.high, c.families)
            for c, word in ((wide, "wide"), (narrow, "narrow"))
        ]
    chart = Chart(
        name=name,
        wide=drawings[0],
        narrow=drawings[1],
        alt=alt,
        size=(wide.width, wide.high),
        points=tuple({**wide.points, **narrow.points, **voice.points}.values()),
        emissions=tuple(wide.emissions),
        narrow_emissions=tuple(narrow.emissions),
        alt_emissions=tuple(voice.emissions),
        marks=tuple({**wide.marks, **narrow.marks}),
    )
    faults = (*layout.problems(wide, f"charts.{name}"), *layout.problems(narrow, f"charts.{name}"))
    return chart, (*_glyphs(name, wide.missing + narrow.missing, theme), *faults)


def _glyphs(name: str, missing: str, theme: Theme) -> Problems:
    if not missing:
        return ()
    characters = " ".join(f"U+{ord(c):04X}" for c in dict.fromkeys(missing))
    message = f"the font {theme.fonts.sans} has no glyph for {characters}."
    return (Problem("E401", message, path=f"charts.{name}", hint="Use other characters, or a font that has them."),)
