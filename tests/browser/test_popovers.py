"""Numbers that open their provenance: by key and by pointer, below their line, without a script; and no trace of it on paper."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.browser import Page

pytestmark = [pytest.mark.needs_chromium, pytest.mark.needs_pango, pytest.mark.slow]

PHONE, TABLET, DESK = 390, 768, 1280
WIDTHS = (320, PHONE, TABLET, DESK)
NUMBERS = "const numbers = [...document.querySelectorAll('.n button')];"
OPENED = """
(() => {
    NUMBERS
    const faults = [];
    for (const number of numbers) {
        const closed = number.closest('details:not([open])');
        if (closed) closed.open = true;
        number.scrollIntoView({block: 'center'});
        number.click();
        const open = [...document.querySelectorAll(':popover-open')];
        const a = number.parentElement.getBoundingClientRect(), b = open[0]?.getBoundingClientRect();
        const name = number.parentElement.textContent;
        if (open.length !== 1 || open[0].id !== number.getAttribute('popovertarget')) faults.push(name + ' opens ' + open.map(p => p.id));
        else if (b.top < a.bottom && b.bottom > a.top) faults.push(name + ' is covered');
        else if (b.left < 0 || b.right > innerWidth + 1) faults.push(name + ' leaves the window at the side');
        else if (b.top < 0 || b.bottom > innerHeight + 1) faults.push(name + ' leaves the window');
        else if (b.height < 40 || b.width < 200) faults.push(name + ' opens a sliver');
        open.forEach(p => p.hidePopover());
    }
    return [numbers.length, faults.slice(0, 5)];
})()
""".replace("NUMBERS", NUMBERS)
STATE = """
(() => { const a = document.activeElement; return {target: a.getAttribute('popovertarget'), on: a.closest('[data-e]')?.dataset.e ?? '',
    open: [...document.querySelectorAll(':popover-open')].map(p => p.id)} })()
"""


@pytest.mark.parametrize("width", WIDTHS)
def test_every_number_opens_beside_its_line_within_the_window(page: Page, url: str, width: int) -> None:
    page.open(url, width, scripts=False)
    count, faults = page.value(OPENED)
    assert count > 20
    assert faults == []


def test_a_browser_that_cannot_tie_them_shows_a_sheet_at_the_foot(page: Page, url: str) -> None:
    page.open(url, PHONE)
    without = "s.textContent = s.textContent.replaceAll('position-area', 'x-area')"
    page.value(f"for (const s of document.querySelectorAll('style')) {without}")
    page.value("document.querySelector('.n button').click()")
    box = page.value("document.querySelector(':popover-open').getBoundingClientRect().toJSON()")
    assert (round(box["left"]), round(box["right"]), round(box["bottom"])) == (0, PHONE, 900)
    assert box["height"] < 450


def test_every_popover_opens_and_closes_by_key(page: Page, url: str) -> None:
    page.open(url, DESK, scripts=False)
    page.value("document.querySelectorAll('details').forEach(d => d.open = true)")
    targets = page.value(f"(() => {{ {NUMBERS} return [...new Set(numbers.map(b => b.getAttribute('popovertarget')))] }})()")
    for index, target in enumerate(targets):
        page.value(f"document.querySelector('.n button[popovertarget=\"{target}\"]').focus()")
        before = page.value(STATE)
        page.press("Enter" if index % 2 else "Space")
        assert page.value(STATE) == {**before, "open": [target]}
        page.press("Escape")
        assert page.value(STATE) == before == {**before, "target": target, "open": []}


def test_the_tab_key_reaches_every_number_in_order(page: Page, url: str) -> None:
    page.open(url, DESK, scripts=False)
    expected = page.value(
        f"(() => {{ {NUMBERS} return numbers.filter(b => b.checkVisibility()).map(b => b.closest('[data-e]').dataset.e) }})()"
    )
    stops = page.value("document.querySelectorAll('a[href], button, input, summary, [tabindex]').length")
    reached: list[str] = []
    for _ in range(stops):
        page.press("Tab")
        now: dict[str, Any] = page.value(STATE)
        if now["on"] and now["target"]:
            reached.append(now["on"])
        if len(reached) == len(expected):
            break
    assert reached == expected


def test_a_popover_leads_on_to_its_inputs_and_to_the_annex(page: Page, url: str) -> None:
    page.open(url, DESK, scripts=False)
    page.value(f"(() => {{ {NUMBERS} numbers.find(b => b.popoverTargetElement.querySelector('li button')).focus() }})()")
    page.press("Enter")
    page.press("Tab")
    inner = page.value(STATE)
    page.press("Enter")
    assert len(page.value(STATE)["open"]) == 2
    assert page.value(STATE)["open"].count(inner["target"]) == 1
    page.press("Escape")
    assert page.value(STATE)["open"] == [page.value("document.activeElement.closest('.popover').id")]
    page.value("document.querySelector(':popover-open a[href^=\"#c-\"]').click()")
    assert page.value("location.hash.slice(3)") == page.value("document.querySelector(':target').id.slice(2)")


def test_a_click_beside_it_closes_it(page: Page, url: str) -> None:
    page.open(url, DESK, scripts=False)
    page.value("document.querySelector('.n button').click()")
    for kind in ("mousePressed", "mouseReleased"):
        page.call("Input.dispatchMouseEvent", type=kind, x=4, y=890, button="left", clickCount=1)
    assert page.value(STATE)["open"] == []


def test_a_number_shows_no_mark_until_it_is_asked_for(page: Page, url: str) -> None:
    page.open(url, DESK, scripts=False)
    lines = "[...new Set([...document.querySelectorAll('.n > span')].map(e => getComputedStyle(e).textDecorationLine))]"
    colour = "getComputedStyle(e).color === getComputedStyle(e.closest('.n').parentElement).color"
    colours = f"[...document.querySelectorAll('.n > span')].every(e => {colour})"
    assert page.value(lines) == ["none"]
    assert page.value(colours) is True
    page.value("document.getElementById('show-sources').click()")
    assert page.value(lines) == ["underline"]
    page.value("document.getElementById('show-sources').click()")
    page.value("document.querySelector('.n button').focus({focusVisible: true})")
    assert sorted(page.value(lines)) == ["none", "underline"]


def test_paper_shows_no_popover(page: Page, url: str) -> None:
    page.open(url, DESK, scripts=False)
    page.value("document.querySelector('.n button').click()")
    page.call("Emulation.setEmulatedMedia", media="print")
    try:
        assert page.value("[...document.querySelectorAll('.popover')].every(p => p.getBoundingClientRect().height === 0)") is True
    finally:
        page.call("Emulation.setEmulatedMedia", media="")
