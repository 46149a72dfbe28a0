"""Document -> one HTML file that asks for nothing from outside."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
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
BASE = frozenset(map(chr, range(0x20, 0x7F))) | frozenset("\u00a0ÄÖÜäöüßéè·–—‘’“”„‚…†¶§×÷−½")

_TAGS = re.compile(r"<(?:style|script)\b.*?</(?:style|script)>|<[^>]*>", re.DOTALL)
_FONTS = "/* fonts */"


def render_html(document: Document, charts: Mapping[str, Chart], theme: Theme, locale: Locale, project: Path | None = None) -> Artifact:
    """The brief as `brief.<locale>.html`: fonts and charts inside, light and dark, phone to desktop, no script.

    `project` is the user's folder, whose templates/ replace the program's own by name. Equal documents give equal bytes.
    """
    style = "".join((_FONTS, css.screen_variables(theme), templates.source(project, "css/screen.css")))
    text = page(document, charts, theme, locale, project, "screen", style)
    text = text.replace(_FONTS, _font_faces(theme, _characters(text)), 1)
    return Artifact(f"brief.{document.locale}.html", "text/html", text.encode())


def _characters(text: str) -> frozenset[str]:
    """Every character that the page shows, beside the base set."""
    return BASE | frozenset(unescape(_TAGS.sub("", text))) - fonts.INVISIBLE


def _font_faces(theme: Theme, characters: frozenset[str]) -> str:
    families = {"sans": theme.fonts.sans, "serif": theme.fonts.serif}
    return "".join(_font_face(families[role], weight, characters, kerned=role == "serif") for role, weight in FACES)


def _font_face(family: str, weight: int, characters: frozenset[str], *, kerned: bool) -> str:
    data = base64.b64encode(fonts.subset(family, weight, characters, kerned=kerned)).decode()
    source = f'src: url("data:font/woff2;base64,{data}") format("woff2")'
    return f'@font-face {{font-family: "{fonts.subset_name(family)}"; font-weight: {weight}; font-style: normal; {source};}}\n'
