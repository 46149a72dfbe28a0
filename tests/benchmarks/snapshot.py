"""Writes what the plain script and its rivals print beside their own numbers and charts: prose, tables and annex of the built brief.

Run `python -m tests.benchmarks.snapshot` from the project's root when the restructuring review says something else or looks otherwise. The
numbers that the plain script computes itself become placeholders of a Jinja template; links to computations are dropped.
"""

import json
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping
from html import unescape
from itertools import product
from pathlib import Path
from typing import Any

from tests.benchmarks import plain

REPORT = "restructuring-review"
CONTENT = Path(__file__).parent / "content"
_NUMBER = re.compile(r'<(a|span) class="n" data-e="(\d+)"[^>]*>((?:(?!</\1>).)*)</\1>', re.DOTALL)
_PICTURE = re.compile(r'<img class="chart" src="asset:chart/(\w+)" (alt="[^"]*") (style="[^"]*")>')
_SHEET = re.compile(r"<style>(.*?)</style>", re.DOTALL)

_PAGE = """<!DOCTYPE html>
<html lang="en" class="{{{{ medium }}}}">
<head>
<meta charset="utf-8">
<title>{title}</title>
<style>{{{{ style | safe }}}}</style>
</head>
{body}
</html>
"""
_SHOWN = """{{%- if medium == "print" -%}}
<img class="chart" src="charts/{name}-wide.svg" {alt} {style}>
{{%- else -%}}
<div class="chart wide" role="img">{{{{ charts["{name}", "wide"] | safe }}}}</div>
<div class="chart narrow" role="img">{{{{ charts["{name}", "narrow"] | safe }}}}</div>
{{%- endif -%}}"""
# What the program does after the layout, the plain script leaves to CSS.
_OWN = ".front-rail, .note { top: 0; }\n.continued { display: none; }\n"


def write_content(root: Path) -> tuple[int, int]:
    """Writes content/ from the project's brief; gives how many numbers its pages hold and how many of them are placeholders."""
    printed, screen, provenance = _built(root)
    emissions = {e["index"]: e for e in provenance["emissions"] if e["place"] == "text" and e["locale"] == "en"}
    figures = plain.compute_figures(plain.read_facts(root))
    counts = {"numbers": 0, "placeholders": 0}

    def number(found: re.Match[str]) -> str:
        counts["numbers"] += 1
        written = _placeholder(found[3], emissions[int(found[2])]["figure"], figures)
        counts["placeholders"] += written is not None
        return written or found[3]

    def picture(found: re.Match[str]) -> str:
        return _SHOWN.format(name=found[1], alt=found[2], style=found[3])

    body = printed[printed.index("<body>") : printed.index("</html>")].strip()
    if "{{" in body or "{%" in body:
        raise ValueError("the brief's text holds signs of a template")
    body = _PICTURE.sub(picture, _NUMBER.sub(number, body))
    title = printed[printed.index("<title>") + 7 : printed.index("</title>")]
    CONTENT.mkdir(exist_ok=True)
    (CONTENT / "brief.html.jinja").write_text(_PAGE.format(title=title, body=body), encoding="utf-8")
    (CONTENT / "own.css").write_text(_OWN, encoding="utf-8")
    for medium, page in (("print", printed), ("screen", screen)):
        (CONTENT / f"variables-{medium}.css").write_text(_variables(page), encoding="utf-8")
    return counts["numbers"], counts["placeholders"]


def _built(root: Path) -> tuple[str, str, Mapping[str, Any]]:
    """The page as it was laid out, the page for the screen, and the provenance of the brief."""
    from reportgen import pipeline
    from reportgen.order import Order
    from reportgen.render import pdf

    laid: list[str] = []
    lay: Callable[..., Any] = pdf._lay

    def listening(engine: Any, text: str, fetcher: Any) -> Any:
        laid.append(text)
        return lay(engine, text, fetcher)

    folder = Path(tempfile.mkdtemp(prefix="reportgen-snapshot-"))
    pdf._lay = listening
    try:
        spec = root / "config" / "reports" / f"{REPORT}.yaml"
        built = pipeline.build(pipeline.open_project(root), spec, Order(("en",), None, folder), lambda _: None)
        if not built.artifacts:
            raise SystemExit("\n".join(map(str, built.problems)))
        files = {artifact.name: artifact.data for artifact in built.artifacts}
    finally:
        pdf._lay = lay
        shutil.rmtree(folder)
    return laid[-1], files["brief.en.html"].decode(), json.loads(files["provenance.json"])


def _placeholder(text: str, figure: str | None, figures: Mapping[str, float]) -> str | None:
    """The text with its number as a placeholder, None where the plain script does not compute it or would write it otherwise."""
    key = (figure or "").partition("/")[2]
    if key not in figures:
        return None
    shown = unescape(text)
    for value, expression in ((figures[key], f'v["{key}"]'), (abs(figures[key]), f'v["{key}"] | abs')):
        for made, call in _ways(value):
            if re.search(rf"(?<![\d.,]){re.escape(made)}(?![\d%]|[.,]\d)", shown):
                return shown.replace(made, f"{{{{ {expression} | {call} }}}}", 1)
    return None


def _ways(value: float) -> list[tuple[str, str]]:
    """Every way in which the plain script can write a value, the longest first, with the filter that does it."""
    ways = [(plain.percent(value, digits), f"percent({digits})") for digits in range(3)]
    ways += [(plain.percent(value, digits).rstrip("%"), f'percent({digits}) | replace("%", "")') for digits in range(3)]
    ways += [(plain.number(value, digits), f"number({digits})") for digits in range(3)]
    for scale, digits, code in product(("m", "bn"), range(4), ("CNY", "")):
        ways.append((plain.money(value, scale, digits, code), f'money("{scale}", {digits}, "{code}")'))
    return sorted((way for way in ways if any(digit in "123456789" for digit in way[0])), key=lambda way: -len(way[0]))


def _variables(page: str) -> str:
    """The rules that set the theme's variables, without fonts and without the program's own style sheet."""
    sheets = _SHEET.search(page)
    if sheets is None:
        raise ValueError("the page has no style sheet")
    kept = [line for line in sheets[1].split("/*")[0].splitlines() if not line.startswith("@font-face")]
    return "\n".join(kept).replace("Reportgen S", "Source S").replace("Source Sans", "Source Sans Pro").replace("Pro Pro", "Pro") + "\n"


if __name__ == "__main__":
    numbers, placeholders = write_content(Path.cwd())
    sys.stdout.write(f"{placeholders} of {numbers} numbers are computed by the plain script\n")
