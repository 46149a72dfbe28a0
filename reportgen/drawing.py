"""The charts of a report in one language: those kept from an earlier build, the others drawn, most of them by the second process."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import replace

from reportgen import values
from reportgen.charts import draw
from reportgen.means import Means
from reportgen.model.document import Chart, Emission
from reportgen.model.figure import Figures
from reportgen.model.problem import Problems
from reportgen.parts import Part, hashed
from reportgen.spec.kinds import Choice
from reportgen.spec.load import LoadedSpec
from reportgen.spec.theme import Theme
from reportgen.text import locale as text
from reportgen.text.locale import Locale

Drawn = tuple[dict[str, Chart], Problems]
LOADING = 3
"""Of so many charts one is drawn by a process that must load matplotlib first, while the other, which has, draws the rest."""


def draw_charts(loaded: LoadedSpec, figures: Figures, locale: Locale, means: Means) -> tuple[Mapping[str, Chart], Problems]:
    """The charts that an exhibit shows, in the locale's words; problems stand where the spec asks for the chart.

    Raises ReportError when a pinned font is absent.
    """
    shown = [e for e in (loaded.spec.lead, *(b.exhibit for s in loaded.spec.sections for b in s.blocks)) if e and e.chart]
    wide = frozenset(e.chart for e in shown if e.wide)
    # a chart stands in the language of its unit line
    tags = {e.chart: locale.language(e.subtitle.texts) if e.subtitle.texts else locale.tag for e in shown}
    charts: dict[str, Chart] = {}
    problems: Problems = ()
    for tag in dict.fromkeys(tags.values()):
        requests = {e.chart: loaded.charts[e.chart] for e in shown if tags[e.chart] == tag}
        drawn, found = _in_one_language(requests, figures, loaded.theme, tag, wide, means)
        charts |= drawn if tag == locale.tag else {name: _marked(chart, tag) for name, chart in drawn.items()}
        problems = (*problems, *found)
    return charts, tuple(p if p.where else p.at(loaded.positions[("charts", *p.path.split(".")[1:])]) for p in problems)


def _in_one_language(requests: Mapping[str, Choice], figures: Figures, theme: Theme, tag: str, wide: frozenset[str], means: Means) -> Drawn:
    parts = {name: _part(name, choice, figures, theme, tag, name in wide, means) for name, choice in requests.items()}
    kept = {name: means.parts.find(part) for name, part in parts.items()}
    missing = {name: choice for name, choice in requests.items() if kept[name] is None}
    drawn, problems = _shared_out(missing, figures, theme, tag, wide, means)
    for name, chart in drawn.items():
        if not any(p.path.split(".")[1:2] == [name] for p in problems):
            means.parts.keep(parts[name], chart)
    charts = {name: kept[name] or drawn.get(name) for name in requests}
    return {name: chart for name, chart in charts.items() if chart is not None}, problems


def _part(name: str, choice: Choice, figures: Figures, theme: Theme, tag: str, wide: bool, means: Means) -> Part:
    kind, options = choice
    return means.parts.part(
        f"chart {name} {tag}",
        options=hashed(name, kind, options.model_dump_json()),
        figures=values.digest(_mentioned(choice, figures)),
        theme=hashed(theme.model_dump_json()),
        width="full" if wide else "text",
        language=tag,
    )


def _mentioned(choice: Choice, figures: Figures) -> Figures:
    """The figures whose names stand anywhere in a chart's options, also within a longer word: more than are used, never fewer."""
    options = choice[1].model_dump_json()
    # where a figure stands in the spec does not show in a chart
    return {name: replace(figure, where=None) for name, figure in figures.items() if name in options}


def _shared_out(requests: Mapping[str, Choice], figures: Figures, theme: Theme, tag: str, wide: frozenset[str], means: Means) -> Drawn:
    names = list(requests)
    here = names if means.alone else names[: len(names) // (2 if "matplotlib" in sys.modules else LOADING)]
    there = {name: requests[name] for name in names[len(here) :]}
    used = {name: figure for choice in there.values() for name, figure in _mentioned(choice, figures).items()}
    promise = means.hand.call(_drawn, there, used, theme, tag, wide) if there else None
    drawn, problems = _drawn({name: requests[name] for name in here}, figures, theme, tag, wide)
    if promise:
        others, found = promise()
        drawn, problems = {**drawn, **others}, (*problems, *found)
    return drawn, problems


def _drawn(requests: Mapping[str, Choice], figures: Figures, theme: Theme, tag: str, wide: frozenset[str]) -> Drawn:
    """The same in both processes; a locale is named, for it is no value that travels."""
    return draw.draw_charts(requests, figures, theme, text.load(tag), wide) if requests else ({}, ())


def _marked(chart: Chart, tag: str) -> Chart:
    """The chart with the language of its numbers noted at each."""

    def noted(emissions: tuple[Emission, ...]) -> tuple[Emission, ...]:
        return tuple(replace(emission, locale=tag) for emission in emissions)

    return replace(
        chart,
        emissions=noted(chart.emissions),
        narrow_emissions=noted(chart.narrow_emissions),
        alt_emissions=noted(chart.alt_emissions),
    )
