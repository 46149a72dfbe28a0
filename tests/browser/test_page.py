"""The HTML in a real browser: alone, whole, readable on a phone and on a desk, without a script."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import makings, pictures, project
from tests.support.browser import Page, browser

pytestmark = [pytest.mark.needs_chromium, pytest.mark.needs_pango, pytest.mark.slow]

PHONE, DESK = 390, 1280
WIDER = """
[...document.querySelectorAll('body *')].filter(e => !e.closest('.scroll, .hidden, svg, .skip') &&
    e.getBoundingClientRect().right > document.documentElement.clientWidth + 1).map(e => e.tagName + '.' + e.className).slice(0, 5)
"""


@pytest.fixture(scope="module")
def page(chromium: str) -> Iterator[Page]:
    with browser(chromium) as opened:
        yield opened


@pytest.fixture(scope="module", params=["case en", "case de", *makings.reports()])
def url(request: pytest.FixtureRequest, shared: Path) -> str:
    """The case in both languages, and every brief of the project in its first."""
    case, _, language = request.param.partition(" ")
    if language:
        return (project.edition(project.ferries(shared)) / f"brief.{language}.html").as_uri()
    return next(makings.brief(shared, case).glob("brief.*.html")).as_uri()


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_page_asks_for_nothing_and_complains_of_nothing(page: Page, url: str, width: int) -> None:
    page.open(url, width)
    assert page.requests == [url]
    assert page.complaints == []


@pytest.mark.parametrize("width", [320, PHONE, 768, DESK])
def test_the_page_never_scrolls_sideways(page: Page, url: str, width: int) -> None:
    page.open(url, width)
    assert page.value(WIDER) == []
    assert page.value("document.documentElement.scrollWidth") <= width


def test_the_embedded_faces_are_used(page: Page, url: str) -> None:
    page.open(url, DESK)
    assert page.value("[...document.fonts].filter(f => f.status === 'error').length") == 0
    assert page.value("[...document.fonts].filter(f => f.status === 'loaded').length") >= 2


@pytest.mark.parametrize(("width", "shown", "hidden"), [(PHONE, "narrow", "wide"), (DESK, "wide", "narrow")])
def test_each_width_shows_the_chart_drawn_for_it(page: Page, url: str, width: int, shown: str, hidden: str) -> None:
    page.open(url, width)
    heights = "[...document.querySelectorAll('div.chart.{}')].map(e => e.getBoundingClientRect().height)"
    assert min(page.value(heights.format(shown))) > 50
    assert max(page.value(heights.format(hidden))) == 0


def test_everything_works_without_scripts(page: Page, url: str) -> None:
    page.open(url, PHONE, scripts=False)
    assert page.value("document.querySelectorAll('script').length") == 0
    assert page.value("document.body.innerText.length") > 3000
    assert page.value("[...document.querySelectorAll('details')].every(d => !d.open)") is True
    page.value("document.querySelector('details.data summary').click()")
    assert page.value("document.querySelector('details.data table').getBoundingClientRect().height") > 20


def test_a_number_leads_to_its_computation(page: Page, url: str) -> None:
    page.open(url, DESK)
    missing = "[...document.querySelectorAll('a[href^=\"#\"]')].filter(a => !document.getElementById(a.hash.slice(1))).map(a => a.hash)"
    assert page.value(missing) == []


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_picture_of_the_page_is_not_blank(page: Page, url: str, width: int, dark: bool) -> None:
    page.open(url, width, dark=dark)
    shown = page.picture()
    assert shown.width == width
    assert pictures.ink(shown) > 0.02
    ground = shown.getpixel((2, shown.height // 2))
    assert (sum(ground) < 200) if dark else (sum(ground) > 700)  # type: ignore[arg-type]


def test_the_page_prints_without_its_controls(page: Page, url: str) -> None:
    page.open(url, DESK)
    page.call("Emulation.setEmulatedMedia", media="print")
    try:
        assert page.value("document.querySelector('.switches').getBoundingClientRect().height") == 0
    finally:
        page.call("Emulation.setEmulatedMedia", media="")
