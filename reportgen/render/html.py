"""Document -> one HTML file that asks for nothing from outside."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Mapping
from html import unescape
from pathlib import Path

from reportgen.model.document import Artifact, Chart, Document
from reportgen.render import css, templates
from reportgen.render.page import page
from reportgen.spec.theme import Theme
from reportgen.text import fonts
from reportgen.text.locale import Locale

# The faces that the style sheet uses, and the characters that every subset holds: a subset that fits most briefs is made once.
FACES = (("sans", 400), ("sans", 600), ("sans", 700), ("serif", 400), ("serif", 600))
HAN_FACES = (("sans", 400), ("sans", 700), ("serif", 400), ("serif", 700))
BASE = frozenset(map(chr, range(0x20, 0x7F))) | frozenset("\u00a0ÄÖÜäöüßéè·–—‘’“”„‚…†¶§×÷−½")

Subset = Callable[[str, int, frozenset[str], bool], bytes]
"""Family, weight, characters, with kerning -> the face reduced to them, as WOFF2."""

_TAGS = re.compile(r"<(?:style|script)\b.*?</(?:style|script)>|<[^>]*>", re.DOTALL)
_STYLE = "/* fonts and variables */"


def render_html(
    document: Document,
    charts: Mapping[str, Chart],
    theme: Theme,
    locale: Locale,
    project: Path | None = None,
    subset: Subset = fonts.subset,
) -> Artifact:
    """The brief as `brief.<locale>.html`: fonts and charts inside, light and dark, phone to desktop, no script.

    `project` is the user's folder, whose templates/ replace the program's own by name. Equal documents give equal bytes.
    """
    style = _STYLE + templates.source(project, "css/screen.css")
    text = page(document, charts, theme, locale, project, "screen", style)
    shown = unescape(_TAGS.sub("", text))
    text = text.replace(_STYLE, _font_faces(theme, locale.tag, shown, subset) + css.screen_variables(theme, locale.tag, shown), 1)
    return Artifact(f"brief.{document.locale}.html", "text/html", text.encode())


def _font_faces(theme: Theme, tag: str, text: str, subset: Subset) -> str:
    """Subsets of the faces with every character that the page shows, beside the base set; Chinese ones in the Han faces only."""
    families = {"sans": theme.fonts.sans, "serif": theme.fonts.serif}
    shown = frozenset(text) - fonts.INVISIBLE
    latin = BASE | frozenset(c for c in shown if not fonts.HAN.match(c))
    made = [_font_face(families[role], weight, latin, role == "serif", subset) for role, weight in FACES]
    for role, weight in HAN_FACES:
        if name := fonts.companion(families[role], tag, text):
            han = shown - latin | shown & fonts.SHARED | frozenset(fonts.missing("".join(sorted(latin & shown)), families[role]))
            made.append(_font_face(name, weight, han, False, subset))
    return "".join(made)


def _font_face(family: str, weight: int, characters: frozenset[str], kerned: bool, subset: Subset) -> str:
    data = base64.b64encode(subset(family, weight, characters, kerned)).decode()
    source = f'src: url("data:font/woff2;base64,{data}") format("woff2")'
    return f'@font-face {{font-family: "{fonts.subset_name(family)}"; font-weight: {weight}; font-style: normal; {source};}}\n'
