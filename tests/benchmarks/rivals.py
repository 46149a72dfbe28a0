"""The same content by other means: a notebook through papermill, nbconvert and Chromium, and typst. They live in .venv-bench."""

import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import font_source_sans_pro
import font_source_serif_pro

from tests.benchmarks import plain
from tests.benchmarks.clock import MeasureError

REQUIREMENTS = Path(__file__).parent / "requirements.txt"
_DEFINITIONS = re.compile(r"\n(?=def |CHARTS = |MULTIPLES = )")
_ABSENT = ("import weasyprint", "import font_source", 'mpl.use("Agg")')


def environment(root: Path) -> Path:
    """The folder .venv-bench with the locked tools, made when missing or outdated; raises MeasureError where it cannot be made."""
    folder = root / ".venv-bench"
    state = folder / "requirements.sha256"
    wanted = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()
    if not state.exists() or state.read_text() != wanted:
        sys.stderr.write("making .venv-bench; this takes a minute\n")
        pip = [str(folder / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "--no-input", "-qqq", "install"]
        _do([sys.executable, "-m", "venv", "--clear", str(folder)])
        (folder / ".gitignore").write_text("*\n")
        _do([*pip, "--require-hashes", "--only-binary", ":all:", "-r", str(REQUIREMENTS)])
        state.write_text(wanted)
    return folder


def _do(command: list[str]) -> None:
    if subprocess.run(command, stdin=subprocess.DEVNULL, stdout=sys.stderr, check=False).returncode:
        raise MeasureError(f"{' '.join(command)[:80]} failed")


# The notebook


def write_notebook(project: Path, path: Path) -> None:
    """The plain script as a notebook: its functions, its figures, its charts, and its page piece by piece."""
    source = Path(plain.__file__).read_text(encoding="utf-8")
    start = source.index("import sys")
    functions = source[start : source.index("def render(")].replace("Path(__file__).parent", f"Path({str(Path(plain.__file__).parent)!r})")
    functions = "\n".join(line for line in functions.splitlines() if not line.startswith(_ABSENT))
    functions = re.sub(r"def add_fonts\(\):.*?return rules\n", "", functions, flags=re.DOTALL)
    work = f'figures = compute_figures(read_facts(Path({str(project)!r})))\ndrawn = draw_charts(figures, Path("charts"))'
    show = (
        "from IPython.display import HTML\n"
        "environment = jinja2.Environment(autoescape=True)\n"
        "environment.filters.update(money=money, percent=percent, number=number)\n"
        'inline = {key: svg[svg.index("<svg") :] for key, svg in drawn.items()}\n'
        "def show(part):\n"
        '    return HTML(environment.from_string(part).render(medium="screen", v=figures, charts=inline))'
    )
    template = (plain.CONTENT / "brief.html.jinja").read_text(encoding="utf-8")
    body = template[template.index("<body>") + 6 : template.index("</body>")]
    body = "<style>.narrow { display: none; }</style>" + body  # a page shows one of the two widths
    parts = re.split(r'(?=<section class="section"|<section class="annex"|<section id=)', body)
    cells = [functions, work, show, *(f"show({part!r})" for part in parts)]
    path.write_text(json.dumps(_notebook(cells)), encoding="utf-8")


def _notebook(cells: list[str]) -> dict[str, Any]:
    made = [
        {"cell_type": "code", "id": f"cell-{n}", "metadata": {}, "execution_count": None, "outputs": [], "source": cell}
        for n, cell in enumerate(cells)
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}}, "cells": made}


def notebook_command(tools: Path, browser: str) -> list[str]:
    """Runs brief.ipynb of the current folder, then writes made.html and made.pdf."""
    steps = (
        f"{tools}/bin/papermill --no-progress-bar --log-level ERROR brief.ipynb made.ipynb",
        f"{tools}/bin/jupyter-nbconvert --log-level ERROR --to html --no-input made.ipynb",
        f"{browser} --headless --no-sandbox --disable-gpu --no-pdf-header-footer --print-to-pdf=made.pdf made.html 2>/dev/null",
    )
    return ["/bin/sh", "-c", " && ".join(steps)]


# typst


def write_typst(page: str, folder: Path) -> None:
    """The printed page of the plain script as brief.typ; its charts are expected in charts/, its fonts come into fonts/."""
    writer = _Typst()
    writer.feed(page[page.index("<body>") :])
    head = '#set page(paper: "a4", margin: (x: 18mm, y: 24mm), numbering: "1")\n#set text(font: "Source Serif Pro", size: 9.6pt)\n'
    (folder / "brief.typ").write_text(head + "".join(writer.written), encoding="utf-8")
    (folder / "fonts").mkdir(exist_ok=True)
    for path in _faces():
        shutil.copy(path, folder / "fonts")


def typst_command(tools: Path) -> list[str]:
    """Compiles brief.typ of the current folder to typst.pdf."""
    call = 'import typst; typst.compile("brief.typ", output="typst.pdf", font_paths=["fonts"], ignore_system_fonts=True)'
    return [str(tools / "bin" / "python"), "-c", call]


def _faces() -> Iterator[Path]:
    for package in (font_source_sans_pro, font_source_serif_pro):
        for style in ("Regular", "Semibold", "Bold", "It"):
            yield from (Path(package.__file__).parent / "files").glob(f"*-{style}.ttf")


class _Typst(HTMLParser):
    """Headings, paragraphs, lists, tables, pictures and columns; what else HTML has becomes plain text."""

    OPEN = {"h1": "\n= ", "h2": "\n== ", "li": "\n- ", "p": "\n\n", "strong": "#strong[", "sup": "#super[", "th": "[", "td": "["}
    OPEN["caption"] = "table.cell(colspan: 2)["
    CLOSE = {"h1": "\n\n", "h2": "\n\n", "li": "\n", "p": "\n\n", "strong": "]", "sup": "]", "th": "],", "td": "],", "caption": "],"}

    def __init__(self) -> None:
        super().__init__()
        self.written: list[str] = []
        self._ends: list[str] = []
        self._tables: list[int] = []
        self._rows: list[list[int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {key: value or "" for key, value in attrs}
        if tag == "img":
            self.written.append(f"\n#image({json.dumps(values['src'])}, width: {plain.WIDE}mm)\n")
        elif tag == "table":
            self._rows.append([])
            self._tables.append(len(self.written))
        elif tag == "tr":
            self._rows[-1].append(0)
        elif tag == "div":
            columns = values.get("class") == "columns"
            self.written.append("\n#columns(2)[" if columns else "")
            self._ends.append("]\n" if columns else "")
        else:
            if tag in ("th", "td"):
                self._rows[-1][-1] += 1
            self.written.append(self.OPEN.get(tag, ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "table":
            start, width = self._tables.pop(), max(self._rows.pop())
            cells = "".join(self.written[start:])
            self.written[start:] = [f"\n#table(columns: {width}, stroke: none, inset: 3pt,\n{cells})\n"]
        elif tag == "div" and self._ends:
            self.written.append(self._ends.pop())
        else:
            self.written.append(self.CLOSE.get(tag, ""))

    def handle_data(self, data: str) -> None:
        if words := " ".join(data.split()):
            before = " " if data[0].isspace() else ""
            self.written.append(f"#{json.dumps(before + words + (' ' if data[-1].isspace() else ''), ensure_ascii=False)};")
