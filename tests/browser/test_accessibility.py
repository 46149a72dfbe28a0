"""Each page by the rules of axe-core, in the light and in the dark, at rest and with all its parts open."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser import pages
from tests.browser.axe import violations
from tests.support.browser import Page

pytestmark = [pytest.mark.needs_chromium, pytest.mark.needs_pango, pytest.mark.slow]

PHONE, DESK = 390, 1280
FAULTS = {
    "color-contrast": "document.querySelector('.standfirst').style.color = '#c8c8c8'",
    "button-name": "document.querySelector('.n button').removeAttribute('aria-labelledby')",
    "duplicate-id-aria": "document.querySelectorAll('.popover > p[id]')[1].id = document.querySelector('.popover > p[id]').id",
    "html-has-lang": "document.documentElement.removeAttribute('lang')",
    "aria-required-children": "document.querySelector('main').insertAdjacentHTML('beforeend', '<div role=list><p>x</p></div>')",
}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [PHONE, DESK])
def test_no_rule_is_broken(page: Page, url: str, width: int, dark: bool) -> None:
    page.open(url, width, dark=dark)
    page.value("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert violations(page) == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_no_rule_is_broken_with_a_popover_open(page: Page, url: str, dark: bool) -> None:
    page.open(url, DESK, dark=dark)
    by_length = "(a, b) => b.popoverTargetElement.textContent.length - a.popoverTargetElement.textContent.length"
    page.value(f"[...document.querySelectorAll('.n button')].sort({by_length})[0].click()")
    assert page.value("document.querySelectorAll(':popover-open').length") == 1
    assert violations(page) == []


@pytest.mark.parametrize("rule", FAULTS)
def test_the_rules_see_a_fault(page: Page, shared: Path, rule: str) -> None:
    page.open(pages.url(pages.names()[0], shared), DESK)
    page.value(FAULTS[rule])
    assert any(found.startswith(f"{rule}:") for found in violations(page))
