"""Writes docs/spec.md, the reference of everything a YAML file can say, from the classes that read it."""

from __future__ import annotations

import sys
import typing
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel

from reportgen import pipeline
from reportgen.model.expression import FUNCTIONS, SCALES
from reportgen.model.period import GRAMMAR
from reportgen.spec.jsonschema import descriptions
from reportgen.spec.metrics import MetricEntry
from reportgen.spec.relations import Relations
from reportgen.spec.schema import Spec
from reportgen.spec.tables import TableEntry
from reportgen.spec.theme import Theme
from reportgen.text.options import FORMS, OPTIONS

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "docs" / "spec.md"

OPENING = f"""# Reference of the YAML files

Written by `make reference` from the classes that read the files; a test fails when it is out of date.
`reportgen schema report|metrics|theme` prints the same as JSON Schema. With this first line an editor completes and checks as one types:

```yaml
# yaml-language-server: $schema=report.schema.json
```

Files are plain YAML: no aliases, anchors, tags or merge keys, no key twice, at most 1 MB and 50 levels.
Periods are written {GRAMMAR}; `a..b` is from a to b, both included. Words are given by language: `{{en: Revenue, de: Umsatz}}`.

## Prose

Markdown paragraphs with **bold**, and figures in `{{{{ }}}}`. A typed digit is an error.
`{{{{ revenue['FY2021'] | money }}}}` prints a point; a figure with one point needs no brackets.

| filter | prints or gives |
| --- | --- |
| money, number, percent, points, multiple, price, days, count, rank, rating | the number in that style |
| show | the number in its metric's own style |
| words | a small count spelled out; `ordinal=true` first, second |
| change(on='FY2020') | how it changed on another point, as a verb phrase; `to=true` adds the level reached |
| direction(on=...) | the verb alone |
| move | the verb phrase of a figure that is itself a change, such as growth |
| growth(on=...), gap(on=...), times(on=...) | the relative change, the difference, the multiple, for a further filter |
| total, count_of, largest, smallest, first, last | a point of a whole figure, for a further filter |
| period, date, year | a period or date: of a point, or written in quotes |
| label, member | the metric's name, the point's own name |

Markers: `{{{{ exhibit('name') }}}}`, `{{{{ note('name') }}}}`, `{{{{ name('GPT-4') }}}}`.

| style | options |
| --- | --- |
"""

CONDITIONS = f"""
## Conditions and formulas

Conditions (`when:`, `holds:`) compare figures, numbers with units and each other with `< <= == != >= >`,
joined by `and or not`; formulas of metrics use the same language over their inputs.
Arithmetic is `+ - * / ^`, functions are {", ".join(f"`{f}`" for f in FUNCTIONS)}.
Numbers: `50%`, `4 pp`, `1.5 x`, `3 bn CNY` with the scales {", ".join(f"`{s}`" for s in SCALES)}.
"""


def reference() -> str:
    """The whole page as Markdown."""
    kinds = pipeline.open_project(ROOT).kinds
    parts = [OPENING, *_options(), CONDITIONS, "\n## A report: config/reports/&lt;name&gt;.yaml\n", *_tree(Spec)]
    for title, table in (("Kinds of chart", kinds.charts), ("Kinds of table", kinds.tables)):
        parts.append(f"\n## {title}\n")
        for word, module in table.items():
            parts += [f"\n### {word}\n", *_tree(module.Options)]
    parts += ["\n## A metric: config/metrics/*.yaml, under `metrics:`\n", *_tree(MetricEntry), "\n## Kinds of metric\n"]
    for word, module in kinds.metrics.items():
        parts += [f"\n### {word}\n", *_tree(module.Options)]
    parts += ["\n## How metrics hang together: config/relations.yaml\n", *_tree(Relations)]
    parts += ["\n## A table: seeds/tables.yaml, under `tables:`\n", *_tree(TableEntry)]
    parts += ["\n## A theme: config/themes/&lt;name&gt;.yaml\n", *_tree(Theme)]
    return "".join(parts)


def _options() -> Iterator[str]:
    for style, options in OPTIONS.items():
        forms = f" ({', '.join(FORMS[style])})" if style in FORMS else ""
        yield f"| {style} | {', '.join(name + (forms if name == 'form' else '') for name in options) or '–'} |\n"


def _tree(model: type[BaseModel]) -> Iterator[str]:
    """A class as a table of its keys, and the classes that it leads to, each once."""
    seen: set[type[BaseModel]] = set()
    waiting = [model]
    while waiting:
        current = waiting.pop(0)
        if current in seen:
            continue
        seen.add(current)
        if current is not model:
            yield f"\n**{current.__name__}**\n"
        yield f"\n{(current.__doc__ or '').strip()}\n"
        sentences = dict(descriptions(current))
        if sentences:
            yield "\n| key | meaning |\n| --- | --- |\n"
        for name, field in current.model_fields.items():
            key = field.alias or name
            needed = " (required)" if field.is_required() else ""
            yield f"| `{key}`{needed} | {sentences.get(key, sentences.get(name, ''))} |\n"
            waiting += [m for m in _models(field.annotation) if m.__name__ != "Words"]


def _models(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in typing.get_args(annotation):
        yield from _models(inner)


def main() -> int:
    """Writes the page; with --check only says whether it is current."""
    text = reference()
    if "--check" in sys.argv:
        return 0 if TARGET.read_text(encoding="utf-8") == text else 1
    TARGET.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
