"""A brief as a mail: subject, plain text, HTML with its styles on every element, charts as pictures, the files attached.

Numbers are printed from the document's emissions by the locale, as in the brief itself. What a designer changes stands in
templates/email.subject.txt, email.txt and email.html.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from reportgen.deliver import pictures, plain, sayings
from reportgen.deliver.check import audit_mail
from reportgen.deliver.mail import STANDARD, Format, Mail, Mark, Options, Pair
from reportgen.model.document import Artifact, Chart, Document, Exhibit
from reportgen.model.document import Picture as ChartPlace
from reportgen.model.problem import Problem, Problems, errors
from reportgen.render import css, legend, templates, words
from reportgen.spec.address import unsafe
from reportgen.spec.theme import Theme
from reportgen.text.locale import Locale, load

LARGEST = 100_000
"""Bytes of the HTML body: Gmail cuts off what comes after 102 kB."""
ENDINGS: Mapping[Format, tuple[str, ...]] = {"pdf": ("pdf",), "html": ("html",), "both": ("pdf", "html"), "body": ()}

# Faces that systems bring: a mail carries none of its own.
SERIF = {
    "": "Georgia, 'Times New Roman', serif",
    "zh-Hant": "'Noto Serif TC', 'Songti TC', PMingLiU, Georgia, serif",
    "zh-Hans": "'Noto Serif SC', 'Songti SC', SimSun, Georgia, serif",
}
SANS = {
    "": "'Segoe UI', Helvetica, Arial, sans-serif",
    "zh-Hant": "'Noto Sans TC', 'PingFang TC', 'Microsoft JhengHei', Arial, sans-serif",
    "zh-Hans": "'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', Arial, sans-serif",
}

_BODY = re.compile(r"<body[^>]*>")
_LINES = re.compile(r"\n{3,}")
_LINK = re.compile(r"https://[!-;=?-~]+|mailto:[!-;=?-~]+", re.ASCII)
_MARKED = (
    '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td align="center" bgcolor="#8A1C1C"'
    ' style="background-color:#8A1C1C;color:#FFFFFF;font:bold 15px/20px Arial,sans-serif;padding:10px 24px">{}</td></tr></table>'
)


def compose(  # noqa: PLR0913  what a brief is printed with, and what its reader wants
    document: Document,
    charts: Mapping[str, Chart],
    theme: Theme,
    locale: Locale,
    artifacts: Sequence[Artifact] = (),
    options: Options = STANDARD,
    project: Path | None = None,
    drawn: Mapping[str, Pair] | None = None,
) -> tuple[Mail | None, Problems]:
    """The mail of a brief in the language of the document, and what is wrong with it; None where that is an error.

    `artifacts` are the edition's files, attached byte for byte; `project` is the folder whose templates/ go before the program's;
    `drawn` are pictures made before (`pictures.draw`), by the chart's name. Problems: E550 a file is lacking, E551 it is too large
    and there is nowhere to point to, E552 the HTML is too large, E553 an exhibit is not in the brief, E554 no web or mail address,
    those of `audit_mail` but for what a template leaves out, and those of the drawn charts. Equal inputs give equal mails. Raises
    ReportError where the PDF engine that draws charts cannot be loaded.
    """
    shown, problems = sayings.exhibits(document, options)
    images: dict[str, Pair] = {}
    for exhibit in shown:
        if isinstance(exhibit.body, ChartPlace):
            name = exhibit.body.chart
            images[name], found = (drawn[name], ()) if drawn and name in drawn else pictures.draw(charts[name], theme, locale)
            problems = (*problems, *found)
    attached, place, found = _attachments(document, artifacts, options)
    problems = (*problems, *found, *_addresses(options))
    if errors(problems):
        return None, problems
    known = _known(document, theme, locale, shown, images, attached, place, options)
    environment = templates.environment(project)
    plainly = environment.overlay(autoescape=False)
    subject = " ".join(plainly.get_template("email.subject.txt").render(**known).replace("\u00a0", " ").split())
    text = plainly.get_template("email.txt").render(**known)
    text = _LINES.sub("\n\n", "\n".join(line.rstrip(" ") for line in text.strip("\n").split("\n"))) + "\n"
    html = _inlined(environment.get_template("email.html").render(**known))
    if (size := len(html.encode())) >= LARGEST:
        message = f"the mail of {document.report} has {size} bytes of HTML; fewer than {LARGEST} are shown whole."
        return None, (*problems, Problem("E552", message, hint="Shorten the bullets or the key figures, or show fewer exhibits."))
    mail = Mail(locale.tag, subject, text, html, tuple(one for pair in images.values() for one in pair), attached)
    # a template may leave out what it likes, for then nothing is said otherwise
    problems = (*problems, *(problem for problem in audit_mail(mail, document, locale, options) if problem.code != "E570"))
    return None if errors(problems) else mail, problems


def mark(mail: Mail, kind: Mark) -> Mail:
    """The mail with the words of its language that say what it is: in the subject, and as the first line of both bodies."""
    locale = load(mail.locale)
    line = locale.word(f"mail_{kind}")
    body = _BODY.search(mail.html)
    assert body, "this is a bug: inlining gives every page a body"
    html = mail.html[: body.end()] + _MARKED.format(escape(line)) + mail.html[body.end() :]
    subject = locale.word(f"mail_{kind}_subject", subject=mail.subject)
    return replace(mail, subject=subject, text=f"{plain.wrapped(line)}\n\n{mail.text}", html=html)


def _attachments(document: Document, artifacts: Sequence[Artifact], options: Options) -> tuple[tuple[Artifact, ...], str, Problems]:
    """The files under names that tell them apart in a folder; where they are too large none, and the place that has them."""
    by_name = {artifact.name: artifact for artifact in artifacts}
    names = [f"brief.{document.locale}.{ending}" for ending in ENDINGS[options.format]]
    if lacking := [name for name in names if name not in by_name]:
        return (), "", tuple(Problem("E550", f"the edition of {document.report} has no {name} to attach.") for name in lacking)
    stem = f"{document.report}-{document.as_of.isoformat()}.{document.locale}"
    files = tuple(replace(by_name[name], name=f"{stem}.{name.rpartition('.')[2]}") for name in names)
    size = sum(_sent(len(file.data)) for file in files)
    if size <= options.limit:
        return files, "", ()
    if place := options.link or options.folder:
        return (), place, ()
    message = f"the files of {document.report} take {size} bytes in a mail; {options.limit} are allowed."
    return (), "", (Problem("E551", message, hint="Give a link or a folder to name instead, or a higher limit."),)


def _sent(size: int) -> int:
    """Bytes of a file in base64, in lines of 76 characters with their ends."""
    encoded = (size + 2) // 3 * 4
    return encoded + 2 * ((encoded + 75) // 76)


def _addresses(options: Options) -> Iterator[Problem]:
    for key, text, schemes in (("link", options.link, ("https:",)), ("unsubscribe", options.unsubscribe, ("https:", "mailto:"))):
        if text and not (_LINK.fullmatch(text) and text.startswith(schemes)):
            yield Problem(
                "E554", f"'{text!a}' is no address for '{key}' of a mail.".replace("''", "'"), hint=f"Write {' or '.join(schemes)}..."
            )
    if fault := unsafe(options.folder):
        yield Problem("E554", f"the folder of a mail: {fault}")


def _known(  # noqa: PLR0913  what the templates print
    document: Document,
    theme: Theme,
    locale: Locale,
    shown: Iterable[Exhibit],
    images: Mapping[str, Pair],
    attached: Sequence[Artifact],
    place: str,
    options: Options,
) -> dict[str, Any]:
    """What the three templates can use."""

    def moment(stated: object) -> str:
        return locale.moment(stated) if isinstance(stated, datetime) else sayings.said(stated, locale)  # type: ignore[arg-type]

    return {
        "doc": document,
        "front": document.front,
        "exhibits": tuple(shown),
        "images": images,
        "attached": attached,
        "place": place,
        "linked": bool(options.link),
        "unsubscribe": options.unsubscribe,
        "legend": legend.front(document.front, locale),
        "lang": locale.tag,
        "space": locale.space,
        "word": locale.word,
        "date": locale.date,
        "kind": words.kind,
        "said": lambda inlines: sayings.said(inlines, locale),
        "show": lambda emission: sayings.printed(emission, locale),
        "cell": lambda cell: sayings.cell(cell, locale),
        "ref": lambda item: words.exhibit_ref(item, locale),
        "stated": moment,
        "not_translated": lambda: words.not_translated(document.foreign, locale),
        "tongue": lambda inlines: sayings.tongue(inlines, locale),
        "wrapped": plain.wrapped,
        "rows": plain.rows,
        "table": plain.table,
        "light": _colours(css.palette(theme.light)),
        "dark": _colours(css.palette(theme.dark)),
        "serif": Markup(SERIF.get(locale.tag, SERIF[""])),  # noqa: S704  our own words
        "sans": Markup(SANS.get(locale.tag, SANS[""])),  # noqa: S704  our own words
        "width": pictures.WIDTH,
    }


def _colours(palette: Mapping[str, str]) -> dict[str, str]:
    return {name.removeprefix("--").replace("-", "_"): colour for name, colour in palette.items()}


def _inlined(html: str) -> str:
    """The page with its rules on every element; what holds for the dark or for a phone stays in the head. Nothing is fetched."""
    import css_inline

    inliner = css_inline.CSSInliner(keep_style_tags=False, keep_link_tags=False, keep_at_rules=True, load_remote_stylesheets=False)
    return re.sub(r"\n\s*", "\n", inliner.inline(html))
