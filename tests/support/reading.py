"""An HTML page as plain text: one line a paragraph, list item or row of a table, headings marked with #."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser, LexborNode

BLOCKS = frozenset(
    ("article", "aside", "body", "caption", "details", "div", "dd", "dl", "dt", "figcaption", "figure", "footer", "form", "header", "li")
) | {*("main", "nav", "ol", "p", "section", "summary", "table", "tbody", "thead", "tr", "ul"), *(f"h{n}" for n in range(1, 7))}
SILENT = frozenset(("head", "style", "script", "svg", "template"))
SPACES = {"\u00a0": "\u237d", "\u202f": "\\u202f", "\u2009": "\\u2009", "\u00ad": "\\u00ad", "\u2060": ""}
"""How spaces that do not look different are written: a no-break space as an open box."""


def readable(html: str) -> str:
    """The page's text in reading order, such as a difference of two versions can be read in."""
    body = LexborHTMLParser(html).body
    assert body is not None, "a page has a body"
    lines = list(_lines(body))
    return "\n".join(lines).strip() + "\n"


def _lines(node: LexborNode) -> list[str]:
    if node.tag in SILENT or "popover" in node.attributes:  # repeats the annex
        return []
    if node.tag == "tr":
        return [" | ".join(_plain(cell) for cell in node.iter())]
    if not any(child.tag in BLOCKS for child in node.iter()):
        text = _plain(node)
        level = int(node.tag[1]) if node.tag and node.tag[0] == "h" and node.tag[1:].isdigit() else 0
        return ([""] if level else []) + ([f"{'#' * level} {text}" if level else text] if text else [])
    found: list[str] = []
    loose: list[str] = []
    for child in node.iter(include_text=True):
        if child.tag in BLOCKS:
            found += [*_flush(loose), *_lines(child)]
        elif child.tag not in SILENT:
            loose.append(child.text(deep=True))
    return found + _flush(loose)


def _flush(loose: list[str]) -> list[str]:
    text = _tidy("".join(loose))
    loose.clear()
    return [text] if text else []


def _plain(node: LexborNode) -> str:
    return _tidy("".join(child.text(deep=True) for child in node.iter(include_text=True) if child.tag not in SILENT))


def _tidy(text: str) -> str:
    words = " ".join(part for part in text.replace("\n", " ").replace("\t", " ").split(" ") if part)
    return "".join(SPACES.get(char, char) for char in words)
