from __future__ import annotations

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.model.document import ExhibitRef, Inline, Inlines, NoteRef, Number, Strong, Text
from reportgen.model.figure import Point
from reportgen.sections.filters import FILTERS
from reportgen.sections.marks import Marks, ProseError
from reportgen.sections.prose import prose
from tests.support.made import figure

FIGURES = {
    "loss": figure("profit", "FY2020 -12 bn CNY", "FY2021 -17 bn CNY"),
    "growth": figure("stated_growth", "FY2021 36.4%"),
    "gone": figure("revenue", "FY2020 n.a.", "FY2021 2 bn CNY"),
    "mixed": figure("revenue", "FY2020 1 bn CNY", "H1-2020 2 bn CNY"),
}


def written(template: str) -> tuple[Inlines, ...]:
    return prose(template, FIGURES, Marks(), {"losses": 3}, {"scope": 1})


def shown(inlines: tuple[Inline, ...]) -> str:
    """The inlines as a line: numbers as <figure style>, bold in stars."""
    parts = []
    for item in inlines:
        if isinstance(item, Text):
            parts.append(item.text)
        elif isinstance(item, Strong):
            parts.append(f"*{shown(item.children)}*")
        elif isinstance(item, Number):
            value = item.emission.value
            parts.append(f"<{value.id if isinstance(value, Point) else value} {item.emission.style}>")
        elif isinstance(item, (NoteRef, ExhibitRef)):
            parts.append(f"<{type(item).__name__} {item.number}>")
    return "".join(parts)


@pytest.mark.parametrize(
    ("template", "line"),
    [
        ("Plain words.", "Plain words."),
        ("It lost {{ loss['FY2021'] | money }}.", "It lost <brief/profit@FY2021 money>."),
        ("**Up {{ growth | percent }}** now", "*Up <brief/stated_growth@FY2021 percent>* now"),
        ("{{ growth | show }}", "<brief/stated_growth@FY2021 >"),
        ("{{ loss['FY2021'] | change(on='FY2020') }}", "<brief/profit@FY2021/change@FY2020 change>"),
        ("{{ loss['FY2021'] | direction(on='FY2020') }}", "<brief/profit@FY2021/change@FY2020 direction>"),
        ("{{ loss['FY2021'] | growth(on='FY2020') | percent }}", "<brief/profit@FY2021/change@FY2020 percent>"),
        ("{{ loss['FY2021'] | gap(on='FY2020') | money }}", "<brief/profit@FY2021/gap@FY2020 money>"),
        ("{{ loss['FY2021'] | times(on='FY2020') | multiple }}", "<brief/profit@FY2021/times@FY2020 multiple>"),
        ("{{ loss | total | money }}", "<brief/profit/total money>"),
        ("{{ loss | count_of | words }}", "<brief/profit/count words>"),
        ("{{ loss | smallest | period }}", "<FY2021 period>"),
        ("{{ loss | first | money }} {{ loss | last | money }}", "<brief/profit@FY2020 money> <brief/profit@FY2021 money>"),
        ("In {{ 'H1-2024' | period }}", "In <H1-2024 period>"),
        ("On {{ '2024-06-30' | date }}", "On <2024-06-30 date>"),
        ("since {{ loss.window.start | year }}", "since <2020-01-01 year>"),
        ("{{ exhibit('losses') }}{{ note('scope') }}", "<ExhibitRef 3><NoteRef 1>"),
        ("{{ name('GPT-4') }}", "GPT-4"),
        ("{# nobody sees this #}kept", "kept"),
        ("{% raw %}{{ as it is }}{% endraw %}", "{{ as it is }}"),
    ],
)
def test_markers_become_nodes(template: str, line: str) -> None:
    (paragraph,) = written(template)
    assert shown(paragraph) == line


def test_paragraphs_are_parted_by_an_empty_line() -> None:
    assert [shown(p) for p in written("one\nstill one\n\ntwo")] == ["one still one", "two"]


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert()</script>",
        "a <b>bold</b> word",
        "<!-- comment -->",
        "# no heading",
        "- no list",
        "> no quotation",
        "[no link](http://example.org)",
        "![no picture](x.png)",
        "under\n===",
        "under\n---",
        "[lost]: /reference",
        "    no code",
        "---",
        "R&D and AT&T",
        "snake_case_word",
        "{ braces } and 100% effort",
    ],
)
def test_what_markdown_and_html_know_stays_the_text_that_it_is(text: str) -> None:
    assert shown(tuple(i for p in written(text) for i in p)) == " ".join(text.split())


@pytest.mark.parametrize("text", ["an *emphasis*", "an _emphasis_", "some `code`"])
def test_prose_knows_bold_only(text: str) -> None:
    with pytest.raises(ProseError, match=r"is not used here: prose knows \*\*bold\*\* only\.$"):
        written(text)


HOSTILE = [
    "{{ loss.__class__ }}",
    "{{ loss.__class__.__mro__ }}",
    "{{ loss._figure }}",
    "{{ loss._figure.points | money }}",
    "{{ loss['__class__'] | money }}",
    "{{ loss['FY2021']._point }}",
    "{{ loss.window.start.year }}",
    "{{ loss.window.start.__reduce__ }}",
    "{{ loss.window }}",
    "{{ loss.window.start }}",
    "{{ exhibit }}",
    "{{ exhibit.__globals__ }}",
    "{{ note.__code__ }}",
    "{{ name.__defaults__ | money }}",
    "{{ self }}",
    "{{ self._TemplateReference__context }}",
    "{{ _marks }}",
    "{{ marks }}",
    "{{ ''.__class__ }}",
    "{{ 'x'.format(loss) }}",
    "{{ '{0.__class__}'.format(loss) | money }}",
    "{{ 'x'.join(loss) }}",
    "{{ 'x'.upper() }}",
    "{{ loss() }}",
    "{{ loss.window() }}",
    "{{ range(9) }}",
    "{{ lipsum() }}",
    "{{ cycler }}",
    "{{ joiner() }}",
    "{{ namespace() }}",
    "{{ dict(a=1) }}",
    "{{ 9 ** 9 ** 9 }}",
    "{{ 1 + 1 }}",
    "{{ 'a' * 999999999 }}",
    "{{ 'a' ~ 'b' }}",
    "{{ -1 }}",
    "{{ 5 }}",
    "{{ 4.7 }}",
    "{{ '4.7 bn' }}",
    "{{ true }}",
    "{{ none }}",
    "{{ '\\ue0000\\ue001' }}",
    "\ue0000\ue001",
    "\ue000",
    "{{ [1, 2] }}",
    "{{ (1, 2) }}",
    "{{ {'a': 1} }}",
    "{{ loss['FY2020':'FY2021'] }}",
    "{{ loss if true else gone }}",
    "{{ loss is defined }}",
    "{{ not loss }}",
    "{{ loss == loss }}",
    "{{ loss and loss }}",
    "{% for x in loss %}{{ x }}{% endfor %}",
    "{% if loss %}x{% endif %}",
    "{% set x = loss %}",
    "{% macro m() %}x{% endmacro %}",
    "{% call exhibit('losses') %}x{% endcall %}",
    "{% filter money %}x{% endfilter %}",
    "{% block b %}x{% endblock %}",
    "{% include 'report.html' %}",
    "{% import 'report.html' as r %}",
    "{% from 'report.html' import r %}",
    "{% extends 'report.html' %}",
    "{% autoescape false %}x{% endautoescape %}",
    "{% do loss %}",
    "{{ loss | attr('__class__') }}",
    "{{ loss | map('money') }}",
    "{{ loss | safe }}",
    "{{ loss | string }}",
    "{{ loss | pprint }}",
    "{{ loss | tojson }}",
    "{{ 'x' | upper }}",
    "{{ loss | batch(2) }}",
    "{{ growth | money(**loss) }}",
    "{{ exhibit(*loss) }}",
    "{{ exhibit(loss) }}",
    "{{ exhibit() }}",
    "{{ exhibit('losses', 'more') }}",
    "{{ note(exhibit('losses')) }}",
    "{{ name(exhibit('losses')) }}",
    "{{ name(loss) }}",
    "{{ name('') }}",
    "{{ name(5) }}",
    "{{ exhibit('losses') | money }}",
    "{{ growth | percent(5) }}",
    "{{ growth | percent(colour='red') }}",
    "{{ growth | percent(decimals='many') }}",
    "{{ growth | percent(decimals=true) }}",
    "{{ growth | change }}",
    "{{ 5 | year }}",
    "{{ 'soon' | date }}",
    "{{ 'soon' | period }}",
    "{{ loss.window | period }}",
    "{{ loss }}",
    "{{ loss['FY2021'] }}",
    "{{ loss | money }}",
    "{{ loss['FY1999'] | money }}",
    "{{ loss[0] | money }}",
    "{{ nothing | money }}",
    "{{ nothing | total }}",
    "{{ nothing }}",
    "{{ growth | money }}",
    "{{ gone | total | money }}",
    "{{ mixed | total | money }}",
    "{{ growth | change(on='FY2020') }}",
    "{{ 'FY2021' | money }}",
    "{{ " + "(" * 3000 + "loss" + ")" * 3000 + " }}",
    "{{ loss" + " | first" * 3000 + " }}",
    "{{ loss" + "['a']" * 3000 + " }}",
    "{{ loss" + ".a" * 3000 + " }}",
    "{{ loss",
    "{{ }}",
    "{% loss %}",
    "{{ loss | }}",
    "{{ 'x }}",
]


@pytest.mark.parametrize("template", HOSTILE, ids=lambda t: t[:48])
def test_a_template_reaches_figures_and_nothing_else(template: str) -> None:
    with pytest.raises(ProseError) as bad:
        written(template)
    assert str(bad.value)
    assert " object at 0x" not in str(bad.value)


@given(
    st.text(max_size=30),
    st.lists(st.sampled_from(["{{", "}}", "loss", "['FY2021']", "|", "money", "(", ")", "'", "%}", "{%", "**", "\n"]), max_size=12),
)
def test_any_text_is_prose_or_a_prose_error(text: str, pieces: list[str]) -> None:
    with contextlib.suppress(ProseError):
        written(text + " ".join(pieces))


@pytest.mark.parametrize(
    ("template", "says"),
    [
        ("{{ loss | money }}", "figure 'profit' has 2 points; | money takes one: name it in brackets, or use total, largest or smallest."),
        ("{{ loss['FY1999'] | money }}", "figure 'profit' has no point 'FY1999'. Known: FY2020, FY2021."),
        ("{{ nothing | money }}", "no figure 'nothing'."),
        ("{{ nothing | total }}", "no figure 'nothing'."),
        ("{{ loss['FY2021'] }}", "brief/profit@FY2021 needs a filter that says how to print it, such as | money."),
        ("{{ exhibit('gains') }}", "no exhibit 'gains'. Known: losses."),
        ("{{ note('units') }}", "no note 'units'. Known: scope."),
        ("{{ 'FY2021' | money }}", "| money takes a figure, not 'FY2021'."),
        ("{{ 4 }}", "4 cannot be printed: write words outside of {{ }}, and numbers as figures."),
        ("{{ loss.window }}", "only figures, periods, dates and markers can be printed, each through a filter such as | money or | date."),
        ("{% if loss %}x{% endif %}", "prose has figures, filters and markers only, no if."),
        ("{{ loss + loss }}", "prose has figures, filters and markers only, no add."),
        ("{{ growth | money }}", "brief/stated_growth@FY2021 is in pct and cannot be printed as money."),
        ("{{ gone | total | money }}", "revenue cannot be added up: there is no value for FY2020"),
        ("{{ growth | change }}", "a filter or marker is used with the wrong arguments."),
        ("{{ name(5) }}", "name() takes a name in quotes, such as name('GPT-4')."),
        ("\ue000", "the characters U+E000 and U+E001 are not used in prose."),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(template: str, says: str) -> None:
    with pytest.raises(ProseError) as bad:
        written(template)
    assert str(bad.value) == says


def test_emissions_are_counted_in_order() -> None:
    marks = Marks()
    prose("{{ growth | percent }} {{ '2024-06-30' | date }}", FIGURES, marks, {}, {})
    assert [(e.index, e.style) for e in marks.emissions] == [(0, "percent"), (1, "date")]
    assert marks.emissions[1].value == date(2024, 6, 30)


def test_no_filter_of_the_template_engine_is_left() -> None:
    assert {"money", "percent", "change", "total"} <= set(FILTERS)
    assert not {"attr", "map", "safe", "string", "join", "format", "tojson"} & set(FILTERS)


@pytest.mark.parametrize(("quotes", "expected"), [("“”‘’", "the owners’ loss, “so called”"), ("„“‚‘", "the owners’ loss, „so called“")])
def test_straight_quotes_become_those_of_the_language(quotes: str, expected: str) -> None:
    (inlines,) = prose('the owners\' loss, "so called"', {}, Marks(), {}, {}, quotes)
    assert inlines == (Text(expected),)
