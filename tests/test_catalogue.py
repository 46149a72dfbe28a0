"""The catalogue of editions: what it shows, and that it asks for nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from tests.browser import axe
from tests.support import browser, project, shelf


@pytest.fixture
def root(tmp_path: Path) -> Path:
    project.copy(tmp_path)
    first, second = shelf.edition(tmp_path), shelf.edition(tmp_path, "2025-04-01", "53.1")
    assert project.run(tmp_path, "edition", "supersede", first, "--reason", "See <April>.").exit == 0
    assert second
    return tmp_path


def page(root: Path) -> str:
    ran = project.run(root, "catalogue")
    assert (ran.exit, ran.out) == (0, f"{root / 'build' / 'index.html'}\n")
    return (root / "build" / "index.html").read_text(encoding="utf-8")


def test_editions_stand_newest_first_with_what_changed(root: Path) -> None:
    text = page(root)
    assert text.index("2025-04-01-") < text.index("2025-03-31-")
    assert "1 figure changed against the edition before" in text
    assert "<td>52.4 EUR m</td><td>53.1 EUR m</td>" in text
    assert "Revenue &lt;net&gt;, FY2024" in text
    assert "The first edition." in text


def test_editions_of_different_days_are_compared(tmp_path: Path) -> None:
    project.copy(tmp_path)
    shelf.edition(tmp_path, "2025-03-31", "52.4", variant="as_of-2025-03-31")
    shelf.edition(tmp_path, "2025-04-01", "53.1", variant="as_of-2025-04-01")
    text = page(tmp_path)
    assert text.count("The first edition.") == 1
    assert "<td>52.4 EUR m</td><td>53.1 EUR m</td>" in text


def test_what_no_longer_counts_is_struck_with_the_reason(root: Path) -> None:
    text = page(root)
    assert "<s>2025-03-31-" in text
    assert "<s>2025-04-01-" not in text
    assert "See &lt;April&gt;." in text


def test_an_edition_whose_files_changed_is_told(root: Path) -> None:
    assert "damaged" not in page(root).partition("</style>")[2]
    folder = next((root / "build" / "fleet-review" / "default").glob("2025-04-01*"))
    (folder / "brief.en.html").write_bytes(b"other words")
    assert "its files are not those that were built" in page(root)


def test_each_edition_has_its_front_page_drawn_once(root: Path) -> None:
    text = page(root)
    pictures = sorted((root / "build" / ".catalogue").iterdir())
    assert len(pictures) == 2
    assert all(f'src=".catalogue/{one.name}"' in text for one in pictures)
    with Image.open(pictures[0]) as image:
        assert (image.format, image.size) == ("PNG", (480, 680))
    drawn = [one.stat().st_mtime_ns for one in pictures]
    page(root)
    assert [one.stat().st_mtime_ns for one in pictures] == drawn


def test_a_project_without_editions(tmp_path: Path) -> None:
    assert "No edition yet." in page(project.copy(tmp_path))


@pytest.mark.needs_chromium
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [390, 1200])
def test_the_page_fits_asks_for_nothing_and_can_be_read_by_all(root: Path, chromium: str, width: int, dark: bool) -> None:
    page(root)
    with browser.browser(chromium) as tab:
        tab.open((root / "build" / "index.html").as_uri(), width, dark=dark)
        drawn = "Promise.all([...document.images].map(one => one.decode())).then(() => [...document.images].map(one => one.naturalWidth))"
        assert tab.promised(drawn) == [480, 480]
        assert tab.complaints == []
        assert {url.rpartition("/")[0] for url in tab.requests} == {(root / "build").as_uri(), (root / "build" / ".catalogue").as_uri()}
        assert tab.value("document.documentElement.scrollWidth") <= width
        assert axe.violations(tab) == []
