"""A document as one HTML string: the same templates for the screen and for print."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Literal

from markupsafe import Markup, escape

from reportgen.model.document import Chart, Document, Emission
from reportgen.model.fact import Texts
from reportgen.model.figure import Point
from reportgen.render import align, citation, css, disputes, han, legend, lines, popovers, templates, trace, words
from reportgen.spec.theme import Theme
from reportgen.text import fonts
from reportgen.text.locale import Locale

Medium = Literal["screen", "print"]


def page(
    document: Document, charts: Mapping[str, Chart], theme: Theme, locale: Locale, project: Path | None, medium: Medium, style: str
) -> str:
    """The whole page with `style` as its only style sheet; raises KeyError when the document shows a chart that was not drawn."""
    template = templates.environment(project).get_template("report.html")
    made = template.render(
        doc=document,
        medium=medium,
        style=Markup(style),  # noqa: S704  the program's own style sheets and checked theme colours
        computations=trace.computations(document, locale),
        disputes=disputes.disputes(document, locale),
        popovers=popovers.popovers(document, locale) if medium == "screen" else (),
        **_helpers(document, charts, theme, locale),
    )
    for tag in dict.fromkeys((locale.tag, *document.foreign)):
        if tag.startswith("zh"):
            made = han.typeset(made, tag)
    return made


def _said(texts: Texts, locale: Locale) -> Markup:
    """Words of the data, marked with their language where they are not translated."""
    tag = locale.language(texts)
    if tag == locale.tag:
        return escape(texts[tag])
    return Markup('<span class="foreign" lang="{}">{}</span>').format(tag, texts[tag])


def _helpers(document: Document, charts: Mapping[str, Chart], theme: Theme, locale: Locale) -> dict[str, Callable[..., Any] | str]:
    numbers = trace.numbers(document)
    serif = fonts.chain(theme.fonts.serif, locale.tag)

    def svg(name: str, width: Literal["wide", "narrow"]) -> Markup:
        drawing = charts[name].wide if width == "wide" else charts[name].narrow
        return Markup(css.themed(drawing.decode(), theme))  # noqa: S704  drawn by the program, its text escaped there

    def disputed(emission: Emission) -> bool:
        return isinstance(emission.value, Point) and bool(emission.value.all_disputes)

    return {
        "kind": words.kind,
        "word": locale.word,
        "show": locale.show,
        "date": locale.date,
        "pick": locale.pick,
        "said": lambda texts: _said(texts, locale),
        "plain": lambda inlines: words.plain(inlines, locale),
        "tied": lambda inlines: lines.tied(inlines, locale),
        "even": lambda inlines, measure, weight: lines.even(words.tagged(inlines, locale), serif, weight, measure),
        "anchor": lambda emission: trace.anchor(emission, numbers),
        "disputed": disputed,
        "exhibit_ref": lambda item: words.exhibit_ref(item, locale),
        "not_translated": lambda: words.not_translated(document.foreign, locale),
        "source_words": lambda item: words.source_words(item, locale),
        "around": lambda emission: words.around_number(locale.show(emission)),
        "notes_by_block": words.notes_by_block,
        "citation": lambda source, locs: citation.citation(source, locs, locale),
        "paragraphs": citation.paragraphs,
        "together": lambda metrics: locale.list(locale.pick(metric.label) for metric in metrics),
        "moment": locale.moment,
        "pads": lambda table: align.pads(table, theme.fonts.sans, locale),
        "legend": legend.front(document.front, locale),
        "svg": svg,
        "chart": lambda name: charts[name],
        "lang": locale.tag,
        "space": locale.space,
    }
