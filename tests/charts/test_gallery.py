"""What holds for every chart kind, in every width and language."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import pytest

from reportgen.charts.boxes import Box
from reportgen.charts.draw import draw_charts, table_behind
from reportgen.charts.kinds import KINDS
from reportgen.model.document import Emission
from reportgen.spec.jsonschema import descriptions
from reportgen.text.locale import load
from tests.charts.gallery import cases
from tests.charts.make import drawn, theme

WIDTHS = {"wide": 122.0, "full": 174.0, "narrow": 90.0}
FOLDER = Path(__file__).parent


@pytest.mark.parametrize(("name", "tag", "width"), [(n, t, w) for n in cases() for t in ("en", "de") for w in WIDTHS])
def test_labels_are_whole_and_touch_nothing(name: str, tag: str, width: str) -> None:
    case = cases()[name]
    made = drawn(case.kind, case.options, case.figures, tag=tag, narrow=width == "narrow", width=WIDTHS[width])
    page = Box(0, 0, made.width, made.high)
    least = 9.0 if width == "narrow" else 7.2  # 12 CSS px on a phone
    assert [(a.text, b.text) for a, b in combinations(made.labels, 2) if a.box.overlap(b.box) > 0.12] == []
    assert [label.text for label in made.labels if label.box.outside(page) > 0.35] == []
    assert [
        label.text for label in made.labels for stroke in made.strokes if stroke.inside(label.box.grown(-0.35)) * stroke.length > 0.3
    ] == []
    assert [label.text for label in made.labels if label.size < least] == []


@pytest.mark.parametrize("name", cases())
def test_every_drawn_number_comes_from_an_emission(name: str) -> None:
    case = cases()[name]
    made = drawn(case.kind, case.options, case.figures)
    said = {made.locale.show(e).rstrip("ʳ†") for e in made.emissions}
    written = [label.text.rstrip("ʳ†") for label in made.labels if re.search(r"\d", label.text)]
    assert [text for text in written if text not in said] == []


@pytest.mark.parametrize("tag", ["en", "de", "zh-Hant", "zh-Hans"])
def test_alternative_text_states_the_values_in_whole_sentences(tag: str) -> None:
    for name, case in cases().items():
        charts, problems = draw_charts({name: (case.kind, case.options)}, case.figures, theme(), load(tag))
        if tag.startswith("zh"):
            problems = ()  # the theme's face has no Han characters; the next theme brings one
        assert problems == ()
        alt = charts[name].alt
        assert alt.endswith((".", "。"))
        assert ".." not in alt
        assert [load(tag).show(e) for e in charts[name].alt_emissions if load(tag).show(e) not in alt] == []


@pytest.mark.parametrize("name", cases())
def test_the_table_behind_holds_every_point_of_the_series(name: str) -> None:
    case, emitted = cases()[name], list[Emission]()

    def emit(value: object, style: str = "", **options: object) -> Emission:
        emitted.append(Emission(len(emitted), value, style, options))  # type: ignore[arg-type]
        return emitted[-1]

    table = table_behind(case.kind, case.options, case.figures, load("en"), emit)
    assert all(len(row.cells) == len(table.columns) for row in table.rows)
    assert [e.index for e in emitted] == list(range(len(emitted)))
    told = {id(e.value) for e in emitted} | {getattr(e.value, "id", "") for e in emitted}
    made = drawn(case.kind, case.options, case.figures)
    drawn_points = [p for p in made.points.values() if p.quantity and p.id.split("@")[0] not in ("growth", "fall", "all")]
    assert [p.id for p in drawn_points if p.id not in told] == []


def test_every_kind_has_a_case_and_a_test() -> None:
    assert set(KINDS) == {case.kind for case in cases().values()}
    assert [kind for kind in KINDS if not (FOLDER / f"test_{kind}.py").is_file()] == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_key_of_a_kind_has_a_sentence(kind: str) -> None:
    options = KINDS[kind].Options
    assert (options.__doc__ or "").endswith(".")
    sentences = dict(descriptions(options))
    assert [name for name in options.model_fields if not sentences.get(name, "").endswith(".")] == []
