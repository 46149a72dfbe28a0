"""The reports, metrics and themes of this repository pass every check of the loader, and their words are in every language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import BaseModel

from reportgen.model.problem import errors
from reportgen.pipeline import open_project
from reportgen.spec.base import Words
from reportgen.spec.load import load_spec
from reportgen.spec.metrics import MetricEntry
from reportgen.spec.schema import Alternative
from reportgen.spec.typed import fields

ROOT = Path(__file__).parents[2]
PROJECT = open_project(ROOT)
LANGUAGES = {"en", "de", "zh-Hant", "zh-Hans"}
DATA = sorted(file for folder in ("config/metrics", "seeds") for file in (ROOT / folder).glob("*.yaml"))
CHARACTERS = {"zh-Hant": "big5hkscs", "zh-Hans": "gb2312"}
"""Character sets that hold one script and not the other."""


def test_the_metrics_load() -> None:
    assert [str(p) for p in PROJECT.problems] == []
    assert PROJECT.metrics


@pytest.mark.parametrize("file", PROJECT.reports, ids=lambda file: file.stem)
def test_a_report_loads(file: Path) -> None:
    loaded, problems = load_spec(file, PROJECT)
    assert [str(p) for p in errors(problems)] == []
    assert loaded is not None


def test_no_kind_of_metric_uses_a_key_that_every_metric_has() -> None:
    for word, module in PROJECT.kinds.metrics.items():
        assert not set(fields(MetricEntry)) & set(fields(module.Options)), word


def test_no_kind_of_chart_or_table_has_a_key_called_kind() -> None:
    for table in (PROJECT.kinds.charts, PROJECT.kinds.tables):
        for word, module in table.items():
            assert "kind" not in fields(module.Options), word


@pytest.mark.parametrize("file", PROJECT.reports, ids=lambda file: file.stem)
def test_the_labels_of_a_report_are_in_every_language(file: Path) -> None:
    labels = _labels(file)
    assert len(labels) > 50
    assert {".".join(map(str, path)): sorted(LANGUAGES - set(texts)) for path, texts in labels.items() if set(texts) != LANGUAGES} == {}


@pytest.mark.parametrize("file", PROJECT.reports, ids=lambda file: file.stem)
def test_a_label_prints_the_same_figures_in_every_language(file: Path) -> None:
    for path, texts in _labels(file).items():
        printed = {tag: sorted(re.findall(r"\{\{\s*([a-z][^|}\s]*)", text)) for tag, text in texts.items()}  # dates and periods are quoted
        assert all(found == printed["en"] for found in printed.values()), path


@pytest.mark.parametrize("file", DATA, ids=lambda file: file.stem)
def test_the_words_of_metrics_and_seeds_are_in_every_language(file: Path) -> None:
    words = dict(_mappings(yaml.safe_load(file.read_text(encoding="utf-8"))))
    assert words
    assert {path: sorted(LANGUAGES - set(texts)) for path, texts in words.items() if set(texts) != LANGUAGES} == {}


@pytest.mark.parametrize("file", [*PROJECT.reports, *DATA], ids=lambda file: file.stem)
def test_each_chinese_text_is_in_its_own_script(file: Path) -> None:
    for path, texts in _mappings(yaml.safe_load(file.read_text(encoding="utf-8"))):
        for tag, text in texts.items():
            han = "".join(re.findall("[\u3400-\u9fff]", text))
            assert han.encode(CHARACTERS.get(tag, "ascii"), "ignore").decode(CHARACTERS.get(tag, "ascii")) == han, (path, tag)


def _labels(file: Path) -> dict[tuple[str | int, ...], dict[str, str]]:
    """The words of a report that are no prose: no claims, no texts of notes."""
    loaded, _ = load_spec(file, PROJECT)
    assert loaded is not None
    found = dict(_words(loaded.spec, ()))
    for block, choices in (("charts", loaded.charts), ("tables", loaded.tables)):
        for name, (_, options) in choices.items():
            found |= dict(_words(options, (block, name)))
    return found


def _words(value: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], dict[str, str]]]:
    if isinstance(value, Words):
        # an exhibit's title without a condition asserts nothing: it names what a table or card holds
        names = path[-2:-1] == ("title",) and "exhibit" in path and isinstance(value, Alternative) and not (value.when or value.holds)
        if value.texts and (names or not isinstance(value, Alternative)) and not ("notes" in path and path[-1] == "text"):
            yield path, value.texts
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _words(getattr(value, name), (*path, name))
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _words(item, (*path, key))
    elif isinstance(value, tuple | list):
        for index, item in enumerate(value):
            yield from _words(item, (*path, index))


def _mappings(value: Any, path: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    """Every mapping of a file whose keys are languages, a claim's conditions left out."""
    if isinstance(value, dict):
        texts = {tag: text for tag, text in value.items() if tag not in ("when", "holds")}
        if texts and set(texts) <= LANGUAGES:
            yield path, texts
        else:
            for key, item in value.items():
                yield from _mappings(item, f"{path}.{key}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _mappings(item, f"{path}[{index}]")
