"""The HTML: one file, nothing from outside, everything escaped, readable and linked."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from reportgen.model.document import Bullets, Emission, Number, Paragraph, Text
from tests.render import made, sample

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'&</p>"


def tree(text: str) -> LexborHTMLParser:
    return LexborHTMLParser(text)


@pytest.fixture(scope="module", params=["en", "de"])
def page(request: pytest.FixtureRequest) -> LexborHTMLParser:
    return tree(made.html(request.param))


def test_the_page_names_its_language_and_its_title() -> None:
    found = tree(made.html("de"))
    assert found.css_first("html").attributes["lang"] == "de"
    assert found.css_first("title").text() == "Das Wachstum ist zurück, doch jeder Yuan Umsatz bringt weiter einen Verlust"


def test_nothing_is_asked_from_outside() -> None:
    text = made.html()
    assert not re.findall(r"(?:https?:)?//(?!www\.w3\.org/2000/svg)\w", re.sub(r"base64,[^\"]*", "", text))
    assert not re.findall(r"url\((?!\"data:font/woff2;base64,)", text)
    assert "<script" not in text
    assert "default-src 'none'" in text


def test_every_link_leads_somewhere_and_no_id_is_given_twice(page: LexborHTMLParser) -> None:
    ids = [node.attributes["id"] for node in page.css("[id]")]
    assert len(ids) == len(set(ids))
    targets = {(node.attributes["href"] or "").removeprefix("#") for node in page.css("a[href]")}
    assert targets <= set(ids)


def test_every_emission_of_the_text_is_printed_as_the_locale_shows_it(page: LexborHTMLParser) -> None:
    language = page.css_first("html").attributes["lang"] or ""
    document = sample.document(language)
    locale = made.load(language)
    printed = {int(node.attributes["data-e"] or -1): node.text() for node in page.css("[data-e]")}
    assert printed == {e.index: locale.show(e) for e in document.emissions}


def popover(found: LexborHTMLParser, number: LexborNode) -> LexborNode:
    """What a number opens."""
    return found.css_first(f"#{number.css_first('button').attributes['popovertarget']}")


def test_a_number_opens_its_provenance_and_that_leads_to_the_annex() -> None:
    found = tree(made.html())
    number = found.css_first("ul.bullets .n")
    opened = popover(found, number)
    assert number.text() == "CNY\u00a02.457\u00a0bn"
    assert [line.text() for line in opened.css("p")][:2] == [
        "Net loss, H1\u00a02024",
        "CNY\u00a02.457\u00a0bn between 2.4565 and 2.4575 2.457 billion yuan [s901\u00a0¶22]",
    ]
    target = found.css_first(opened.css_first("p:last-child a").attributes["href"] or "")
    assert "H1\u00a02024: CNY\u00a02.457\u00a0bn, 2.457 billion yuan [s901\u00a0¶22]" in target.text(strip=False)


def test_a_computation_shows_formula_interval_and_inputs() -> None:
    found = tree(made.html())
    entry = next(node for node in found.css("p.computation") if "1.740 ÷ 1.433 − 1" in node.text())
    assert "H1\u00a02024: 21.4% (between 21.34 and 21.51) = 1.740 ÷ 1.433 − 1" in entry.text()
    inputs = [found.css_first(link.attributes["href"] or "").text() for link in entry.css("a")]
    assert ["1.740" in text for text in inputs] == [True, False]
    assert ["1.433" in text for text in inputs] == [False, True]


def test_a_popover_of_a_computed_number_shows_formula_inputs_and_what_their_sources_wrote() -> None:
    found = tree(made.html())
    opened = next(node for node in found.css(".popover") if "1.740 ÷ 1.433 − 1" in node.text())
    assert opened.css_first(".value").text().startswith("21.4% between 21.34 and 21.51")
    lines = [line.text() for line in opened.css("li")]
    assert lines[0] == "Revenue, H1\u00a02024: CNY\u00a01.740\u00a0bn 1.740 billion yuan [s901\u00a0¶22]"
    assert lines[1].startswith("Revenue, H1\u00a02023: CNY\u00a01.433\u00a0bn")
    assert ["1.740" in popover(found, line).text() for line in opened.css("li")] == [True, False]


def test_a_popover_tells_what_was_set_aside_and_why() -> None:
    found = tree(made.html())
    opened = popover(found, found.css_first("ul.bullets li:last-child .n"))
    told = next(line.text() for line in opened.css("p") if "†" in line.text())
    assert "Other statements: CNY\u00a06.09\u00a0bn [s902\u00a0¶12]. The first is the owners' share" in told


def test_a_popover_of_a_value_that_is_missing_gives_the_reason() -> None:
    found = tree(made.html())
    assert any("n.a. not in the sources" in node.css_first(".value").text() for node in found.css(".popover"))


def test_numbers_of_one_computation_share_a_popover(page: LexborHTMLParser) -> None:
    targets = [node.attributes["popovertarget"] for node in page.css(".n button")]
    assert len(targets) > len(set(targets)) > 10
    assert {f"{node.attributes['id']}" for node in page.css("[popover]")} >= set(targets)
    assert all(node.attributes["class"] == "popover" for node in page.css("[popover]"))


def test_the_words_of_a_source_in_another_language_say_so() -> None:
    quotes = tree(made.html("de")).css(".popover q")
    assert {quote.attributes.get("lang") for quote in quotes} == {"en"}
    assert {quote.attributes.get("lang") for quote in tree(made.html()).css(".popover q")} == {None}


def test_a_missing_value_gives_its_reason_in_the_annex() -> None:
    entries = [node.text() for node in tree(made.html()).css("p.computation")]
    assert any(e.endswith("31\u00a0December\u00a02019: not in the sources") for e in entries)


def test_a_disputed_number_bears_a_dagger_and_stands_in_the_annex() -> None:
    found = tree(made.html())
    assert "6.05\u00a0bn†" in found.css_first("ul.bullets li:last-child").text()
    row = found.css_first("table.disputes tbody tr").text()
    assert "CNY\u00a06.05\u00a0bn" in row
    assert "CNY\u00a06.09\u00a0bn [s902\u00a0¶12]" in row
    assert "the second includes minorities" in row


def test_tables_have_scopes_and_scroll_in_a_focusable_region(page: LexborHTMLParser) -> None:
    for head in page.css("thead th"):
        assert head.attributes["scope"] == "col"
    for head in page.css("tbody th"):
        assert head.attributes["scope"] == "row"
    for region in page.css("div.scroll"):
        assert region.attributes["tabindex"] == "0"
        assert region.attributes["role"] == "region"
        assert region.attributes.get("aria-label") or region.attributes.get("aria-labelledby")


def test_every_chart_has_both_widths_words_and_the_data_behind_it(page: LexborHTMLParser) -> None:
    for figure in page.css("figure.picture-exhibit"):
        assert [len(figure.css(f"div.chart.{width} svg")) for width in ("wide", "narrow")] == [1, 1]
        assert all(node.attributes["aria-label"] for node in figure.css("div.chart"))
        assert figure.css_first("details table")


def test_charts_follow_the_palette_and_use_the_embedded_face() -> None:
    chart = tree(made.html()).css_first("div.chart.wide").html or ""
    assert "var(--series-1, #004165)" in chart
    assert "Source Sans" not in chart


def test_the_rows_of_a_table_have_as_many_cells_as_its_head(page: LexborHTMLParser) -> None:
    for table in page.css("table.grid"):
        assert len({len(row.css("th, td")) for row in table.css("tr")}) == 1


def test_words_from_data_are_never_markup() -> None:
    document = sample.document()
    plain = tree(made.html_of(document))
    front = replace(
        document.front, house=HOSTILE, title=(Text(HOSTILE),), kicker=(Text(HOSTILE),), bullets=Bullets(((Text(HOSTILE),),) * 4)
    )
    first = replace(document.sections[0], heading=(Text(HOSTILE),), label=(Text(HOSTILE),))
    hostile = tree(made.html_of(replace(document, front=front, sections=(first, *document.sections[1:]))))
    for tag in ("script", "img", "svg", "a", "p", "li", "style"):
        there, here = len(plain.css(tag)), len(hostile.css(tag))
        assert here <= there, tag
    assert HOSTILE in hostile.css_first("h1").text()


def test_a_number_without_computation_is_a_bug() -> None:
    document = sample.document()
    lost = replace(sample.points()["revenue@FY2021"], id="sample/lost@FY2021")
    stray = Paragraph((Number(Emission(9_999, lost)),))
    section = replace(document.sections[0], blocks=(stray,), notes=())
    with pytest.raises(ValueError, match="this is a bug: the annex has no computation of sample/lost@FY2021"):
        made.html_of(replace(document, sections=(section,)))


def test_a_template_of_the_project_replaces_the_programs_own(tmp_path: Path) -> None:
    own = made.project(tmp_path, blocks__paragraph_DOT_html='<p class="own">{{ block.inlines | length }}</p>\n')
    assert tree(made.html_of(sample.document(), own)).css("p.own")
    assert not tree(made.html()).css("p.own")


def test_a_part_that_a_template_names_wrongly_stops_the_rendering(tmp_path: Path) -> None:
    own = made.project(tmp_path, blocks__paragraph_DOT_html="<p>{{ block.wrods }}</p>\n")
    with pytest.raises(Exception, match="wrods"):
        made.html_of(sample.document(), own)
