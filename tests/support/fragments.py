"""What each template block makes of the sample document, on the screen and in print."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Literal
from unittest import mock

from jinja2 import BaseLoader, Environment

from reportgen.render import page, templates
from reportgen.text.locale import load
from tests.render import sample

Source = tuple[str, str | None, Callable[[], bool] | None]
_MARK = re.compile(r"<!--(/?)template (blocks/[\w.-]+)-->")


class _Marking(BaseLoader):
    """Puts a comment round what every block prints."""

    def __init__(self, inner: BaseLoader) -> None:
        self.inner = inner

    def get_source(self, environment: Environment, template: str) -> Source:
        text, file, fresh = self.inner.get_source(environment, template)
        if template.startswith("blocks/"):
            text = f"<!--template {template}-->\n{text}\n<!--/template {template}-->\n"
        return text, file, fresh


def fragments(project: Path | None = None) -> dict[str, str]:
    """The longest fragment of each block by name, such as exhibit.html and exhibit.print.html where print differs.

    Blocks inside are named, not repeated, so that a change shows once. `project` may have templates of its own.
    """
    screen, print_ = _by_block(_page(project, "screen")), _by_block(_page(project, "print"))
    found = {f"{name}.html": text for name, text in screen.items()}
    found |= {f"{name}.print.html": text for name, text in print_.items() if screen.get(name) != text}
    return dict(sorted(found.items()))


def _page(project: Path | None, medium: Literal["screen", "print"]) -> str:
    environment = templates.environment.__wrapped__(project)
    assert environment.loader is not None, "templates come from folders"
    environment.loader = _Marking(environment.loader)
    document = sample.document("en")
    with mock.patch.object(templates, "environment", return_value=environment):
        return page.page(document, sample.charts(), sample.theme(), load("en"), project, medium, "")


def _by_block(text: str) -> dict[str, str]:
    longest: dict[str, str] = {}
    open_blocks: list[tuple[str, list[str]]] = [("", [])]
    place = 0
    for mark in _MARK.finditer(text):
        open_blocks[-1][1].append(text[place : mark.start()])
        place = mark.end()
        if not mark[1]:
            open_blocks[-1][1].append(f"<!-- {mark[2]} -->")
            open_blocks.append((mark[2], []))
            continue
        name, parts = open_blocks.pop()
        name = name.removeprefix("blocks/").removesuffix(".html")
        made = _tidy("".join(parts))
        longest[name] = max(longest.get(name, ""), made, key=len)
    assert len(open_blocks) == 1, "every block is closed"
    return {name: made for name, made in longest.items() if made.strip()}


def _tidy(text: str) -> str:
    text = re.sub(r"<svg\b[^>]*?(id=\"[\w-]+\")?[^>]*>.*?</svg>", r"<svg \1/>", text, flags=re.DOTALL)
    return "\n".join(line.rstrip() for line in text.replace("\u00a0", "\u237d").splitlines() if line.strip()) + "\n"
