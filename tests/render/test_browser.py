"""The HTML in a browser: nothing overflows from phone to desktop, and dark is dark."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from PIL import Image

from tests.render import made

pytestmark = pytest.mark.needs_chromium

WIDTHS = (320, 390, 699, 700, 1099, 1100, 1440)
MEASURE = """<script>
addEventListener("load", () => document.fonts.ready.then(() => {
  const wide = [...document.querySelectorAll("body *")].filter(e => !e.closest(".scroll, .hidden, .skip, svg")
    && e.getBoundingClientRect().right > innerWidth + 1).map(e => e.tagName + "." + e.className);
  const small = [...document.querySelectorAll("body *")].filter(e => !e.closest("svg, sup") && e.checkVisibility() && e.innerText
    && parseFloat(getComputedStyle(e).fontSize) < 12).map(e => e.tagName + "." + e.className);
  const faces = [...document.fonts].filter(f => f.status === "loaded").length;
  document.title = JSON.stringify({width: innerWidth, scroll: document.documentElement.scrollWidth, wide, small, faces});
}));
</script></head>"""


def opened(chromium: str, folder: Path, text: str, *options: str) -> str:
    """The page's source after the browser has run it."""
    file = folder / "brief.html"
    file.write_text(text, encoding="utf-8")
    command = [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", *options, file.as_uri()]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_is_wider_than_the_window(width: int, chromium: str, tmp_path: Path) -> None:
    frame = made.html("de").replace("</head>", MEASURE).replace("default-src 'none'; ", "script-src 'unsafe-inline'; ")
    inner = tmp_path / "inner.html"
    inner.write_text(frame, encoding="utf-8")
    shell = (
        f'<body style="margin:0"><iframe src="inner.html" style="width:{width}px;height:800px;border:0"></iframe><script>'
        'addEventListener("load", () => setTimeout(() => document.title = frames[0].document.title, 600))</script>'
    )
    text = opened(chromium, tmp_path, shell, "--dump-dom", "--allow-file-access-from-files", "--virtual-time-budget=4000")
    found = re.search(r"<title>(.*?)</title>", text)
    assert found, "the page did not report"
    assert f'"width":{width},"scroll":{width},"wide":[],"small":[],"faces":5' in found[1]


def test_the_ground_follows_the_system(chromium: str, tmp_path: Path) -> None:
    corner = {}
    for scheme, name in (("1", "light"), ("0", "dark")):
        shot = tmp_path / f"{name}.png"
        opened(
            chromium,
            tmp_path,
            made.html(),
            f"--screenshot={shot}",
            "--window-size=800,600",
            f"--blink-settings=preferredColorScheme={scheme}",
        )
        with Image.open(shot) as image:
            corner[name] = image.convert("RGB").getpixel((2, 300))
    assert corner == {"light": (255, 255, 255), "dark": (0x14, 0x18, 0x1C)}
