from __future__ import annotations

import json
import pickle
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from reportgen import pipeline
from reportgen.drawing import draw_charts
from reportgen.means import Means
from reportgen.model.document import Chart, Document
from reportgen.model.fact import FactKey, Facts
from reportgen.model.figure import Figures
from reportgen.model.metric import Metric
from reportgen.model.problem import Exit, Location, Problem
from reportgen.model.quantity import Quantity, exact
from reportgen.render.html import render_html
from reportgen.sections.prune import prune
from reportgen.spec.load import load_spec
from reportgen.text import locale as text
from reportgen.values import decode, digest, encode

ROOT = Path(__file__).parents[1]

LEAVES = (
    some.none()
    | some.booleans()
    | some.integers()
    | some.text()
    | some.binary()
    | some.decimals(allow_nan=False)
    | some.dates()
    | some.datetimes()
    | some.builds(Location, some.text(), some.integers(), some.integers())
    | some.builds(FactKey, some.text(), some.text(), some.text(), dims=some.tuples(some.tuples(some.text(), some.text())))
    | some.builds(exact, some.integers(), some.text())
)
VALUES = some.recursive(
    LEAVES,
    lambda inner: (
        some.lists(inner, max_size=4).map(tuple)
        | some.lists(inner, max_size=4)
        | some.dictionaries(
            some.text() | some.tuples(some.text(), some.integers()) | some.builds(FactKey, some.text(), some.text(), some.text()), inner
        )
        | some.frozensets(LEAVES, max_size=4)
        | some.builds(Problem, some.just("W100"), some.text(), some.none() | some.builds(Location, some.text()))
    ),
    max_leaves=20,
)


WHOLE = encode(
    (Problem("W1", "x", Location("a", 1)), {FactKey("a", "b", "2024"): exact(3)}, frozenset({date(2026, 1, 1)}), b"x", [True, None])
)


SET = encode(frozenset({Location("", 1, 0), None, Location("", 1, 1)}))


class RefusedError(Exception):
    """The bytes were refused in the one way that decode promises."""


def decode_or_refuse(data: bytes) -> Any:
    try:
        return decode(data)
    except ValueError as bad:
        if str(bad).startswith("no value of ours"):
            raise RefusedError from None
        raise


def alike(one: Any, other: Any) -> bool:
    """Whether two values are equal, of the same types, and their decimals of the same exponents, down to the leaves."""
    if type(one) is not type(other):
        return False
    if isinstance(one, Decimal):
        return bool(one.as_tuple() == other.as_tuple())
    if isinstance(one, (tuple, list)):
        return len(one) == len(other) and all(map(alike, one, other))
    if isinstance(one, dict):
        return alike(list(one.items()), list(other.items()))
    if isinstance(one, Quantity):
        return one.unit == other.unit and alike(
            (one.value, one.low, one.high, one.qual, one.place), (other.value, other.low, other.high, other.qual, other.place)
        )
    return bool(one == other)


@settings(max_examples=300, deadline=None)
@given(VALUES)
def test_every_value_comes_back_as_it_was(value: Any) -> None:
    data = encode(value)
    back = decode(data)
    assert alike(back, value)
    assert encode(back) == data
    assert digest(back) == digest(value)


@settings(max_examples=200, deadline=None)
@given(VALUES, VALUES)
def test_unlike_values_have_unlike_digests(one: Any, other: Any) -> None:
    assert (digest(one) == digest(other)) == alike(one, other)


@settings(max_examples=300, deadline=None)
@given(
    some.binary() | some.recursive(some.none() | some.integers() | some.text(), lambda i: some.lists(i) | some.dictionaries(some.text(), i))
)
def test_other_bytes_are_refused_or_a_value_and_never_another_error(data: Any) -> None:
    raw = data if isinstance(data, bytes) else json.dumps([[], data]).encode()
    with suppress(RefusedError):
        encode(decode_or_refuse(raw))


@settings(max_examples=500, deadline=None)
@given(some.data())
def test_damaged_bytes_are_refused_or_a_value_and_never_another_error(data: some.DataObject) -> None:
    whole = bytearray(WHOLE)
    for _ in range(data.draw(some.integers(1, 3))):
        whole[data.draw(some.integers(0, len(whole) - 1))] = data.draw(some.sampled_from(b'[]{}",:0123456789rkndmsbtflx-'))
    with suppress(RefusedError):
        decode_or_refuse(bytes(whole))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[[],",
        b'[[],{"x":"1"}]',
        b'[[],{"n":"1","d":"2"}]',
        b'[[],{"n":"seven"}]',
        b'[[],{"r":0}]',
        b'[[],{"k":"metric revenue"}]',
        b"[[[9999]],0]",
        b'[[["os.system","true"]],{"r":0}]',
        b"[" * 100_000,
        pickle.dumps(exact(1)),
    ],
)
def test_what_is_no_value_of_ours_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="no value of ours"):
        decode(data)


class Stranger(NamedTuple):
    name: str


class Word(str):
    __slots__ = ()


@pytest.mark.parametrize("value", [object(), Stranger("x"), Word("x"), {"a"}, Exit.DATA, len, Stranger, ValueError("x")])
def test_a_value_of_another_kind_is_a_bug(value: object) -> None:
    for held in (value, (value,), {"x": value}, Problem("W1", "", path=value)):  # type: ignore[arg-type]
        with pytest.raises(TypeError, match=r"this is a bug: a .* cannot be kept"):
            encode(held)


def test_equal_values_have_equal_bytes_and_order_counts_in_mappings_alone() -> None:
    assert encode(frozenset("abc")) == encode(frozenset("cba"))
    places = [Location("a", number) for number in range(50)]
    assert encode(frozenset(places)) == encode(decode(encode(frozenset(places)))) == encode(frozenset(reversed(places)))
    assert encode(frozenset({Location("", 1, 1), Location("", 1, 0), None})) == encode(decode(SET))
    assert encode({"a": 1, "b": 2}) != encode({"b": 2, "a": 1})
    assert encode(MappingProxyType({"a": 1})) == encode({"a": 1})
    one, twin = Location("a", 1), Location("a", 1)
    assert encode((one, one)) == encode((one, twin))
    assert encode(Decimal("1.0")) != encode(Decimal("1.00"))
    assert encode(datetime(2026, 1, 1, tzinfo=UTC)) != encode(date(2026, 1, 1))


def test_shared_values_are_stored_once_and_come_back_shared() -> None:
    shared = Problem("W1", "x" * 1000)
    data = encode((shared,) * 50)
    assert len(data) < 2000
    assert len({id(problem) for problem in decode(data)}) == 1


def test_a_metric_is_stored_by_its_name() -> None:
    options = object()  # what no encoder knows
    metric = Metric("revenue", {"en": "Revenue"}, options=options)
    known: Mapping[str, object] = {"metric revenue": metric, "options of revenue": options}
    assert decode(encode((metric, replace(metric)), known), known) == (metric, metric)
    assert decode(encode(metric, known), known) is metric
    seen_otherwise = replace(metric, label={"en": "Sales"})
    assert decode(encode(seen_otherwise, known), known) == seen_otherwise
    assert decode(encode(seen_otherwise, known), known).options is options
    with pytest.raises(ValueError, match="no value of ours"):
        decode(encode(metric, known))
    with pytest.raises(TypeError):
        encode(metric)


class Real(NamedTuple):
    """A report of this repository, computed."""

    known: dict[str, object]
    facts: Facts
    figures: Figures
    charts: Mapping[str, Chart]
    document: Document
    html: Any


@pytest.fixture(scope="module", params=[("restructuring-review", "en"), ("earnings-flash", "zh-Hant")], ids="-".join)
def real(request: pytest.FixtureRequest) -> Real:
    name, tag = request.param
    project = pipeline.open_project(ROOT)
    loaded, problems = load_spec(ROOT / "config" / "reports" / f"{name}.yaml", project)
    assert loaded, problems
    facts, figures, _ = pipeline.evaluate(project, loaded, loaded.spec.as_of)
    locale = text.load(tag)
    loaded, _ = prune(loaded, figures, facts, text.load(loaded.spec.locales[0]))
    charts, _ = draw_charts(loaded, figures, locale, Means())
    document, problems = pipeline._document(loaded, figures, charts, facts, locale)
    assert document, problems
    theme = loaded.theme
    return Real(dict(pipeline.named(project)), facts, figures, charts, document, lambda d, c: render_html(d, c, theme, locale, ROOT).data)


@pytest.mark.parametrize("what", ["facts", "figures", "charts", "document"])
def test_the_values_of_a_real_report_come_back_equal(real: Real, what: str) -> None:
    value = getattr(real, what)
    data = encode(value, real.known)
    back = decode(data, real.known)
    assert back == value
    assert encode(back, real.known) == data
    assert digest(back) == digest(value)


def test_a_decoded_document_gives_the_same_page(real: Real) -> None:
    document, charts = decode(encode((real.document, real.charts), real.known), real.known)
    assert real.html(document, charts) == real.html(real.document, real.charts)


def test_a_digest_sees_every_change_of_a_figure(real: Real) -> None:
    name, figure = next(iter(real.figures.items()))
    first, *others = figure.points
    changed = replace(figure, points=(replace(first, formula=f"{first.formula} "), *others))
    assert digest({**real.figures, name: changed}) != digest(real.figures)
