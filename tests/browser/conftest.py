"""One browser and one page address for all tests of a file that need them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser import pages
from tests.support.browser import Page, browser


@pytest.fixture(scope="module")
def page(chromium: str) -> Iterator[Page]:
    with browser(chromium) as opened:
        yield opened


@pytest.fixture(scope="module", params=pages.names())
def url(request: pytest.FixtureRequest, shared: Path) -> str:
    return pages.url(request.param, shared)
