"""A Chromium that opens a page and tells what happened, spoken to through its debugging pipe: no package is needed."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from itertools import count
from typing import Any

from PIL import Image

FLAGS = (
    *("--headless=new", "--remote-debugging-pipe", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"),
    *("--disable-extensions", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars"),
    *("--force-color-profile=srgb", "--font-render-hinting=none"),
)

KEYS = {"Tab": ("Tab", 9, ""), "Enter": ("Enter", 13, "\r"), "Space": ("Space", 32, " "), "Escape": ("Escape", 27, "")}
"""Keys by name: where they lie, their number, what they type."""


class Page:
    """One tab: what it was told, what it asked for, what it complained about."""

    def __init__(self, write: int, read: int) -> None:
        self._write, self._read = write, os.fdopen(read, "rb", buffering=0)
        self._numbers = count(1)
        self._rest = b""
        self._session = ""
        self.events: list[dict[str, Any]] = []

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """The result of a command of the debugging protocol; raises RuntimeError with the browser's complaint."""
        number = next(self._numbers)
        message = {"id": number, "method": method, "params": params, **({"sessionId": self._session} if self._session else {})}
        os.write(self._write, json.dumps(message).encode() + b"\0")
        while True:
            heard = self._next()
            if heard.get("id") == number:
                if "error" in heard:
                    raise RuntimeError(f"{method}: {heard['error']}")
                result: dict[str, Any] = heard["result"]
                return result
            self.events.append(heard)

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            part = self._read.read(1 << 16)
            if not part:
                raise RuntimeError("the browser ended")
            self._rest += part
        text, _, self._rest = self._rest.partition(b"\0")
        heard: dict[str, Any] = json.loads(text)
        return heard

    def open(self, url: str, width: int, height: int = 900, *, scripts: bool = True, dark: bool = False) -> None:
        """Loads the page in a window of that size and waits until it is drawn."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600)
        self.call("Emulation.setScriptExecutionDisabled", value=not scripts)
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}])
        self.events.clear()
        self.call("Page.navigate", url=url)
        while not self.named("Page.loadEventFired"):
            self.events.append(self._next())

    def start(self) -> None:
        """Opens the tab and listens to it."""
        tab = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=tab, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network", "Audits"):
            self.call(f"{domain}.enable")

    def named(self, name: str) -> list[dict[str, Any]]:
        """What the events of a name carried since the page was opened."""
        return [event["params"] for event in self.events if event.get("method") == name]

    def value(self, expression: str) -> Any:
        """What a JavaScript expression gives, also where the page itself may run no script."""
        return self.call("Runtime.evaluate", expression=expression, returnByValue=True)["result"].get("value")

    def promised(self, expression: str) -> Any:
        """What the promise that a JavaScript expression gives comes to."""
        return self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)["result"].get("value")

    def press(self, key: str) -> None:
        """Presses a key of `KEYS` as a hand does, and lets it go."""
        code, number, text = KEYS[key]
        told = {"key": text if text == " " else key, "code": code, "windowsVirtualKeyCode": number}
        self.call("Input.dispatchKeyEvent", type="keyDown", **told, **({"text": text} if text else {}))
        self.call("Input.dispatchKeyEvent", type="keyUp", **told)

    @property
    def requests(self) -> list[str]:
        """Every address that the page asked for, data inside the page left out."""
        return [url for event in self.named("Network.requestWillBeSent") if not (url := event["request"]["url"]).startswith("data:")]

    @property
    def complaints(self) -> list[str]:
        """Errors and warnings of the console, breaches of the content policy among them."""
        logged = [event["entry"] for event in self.named("Log.entryAdded")]
        thrown = [event["exceptionDetails"]["text"] for event in self.named("Runtime.exceptionThrown")]
        return [entry["text"] for entry in logged if entry["level"] in ("error", "warning")] + thrown

    def picture(self) -> Image.Image:
        """What the window shows."""
        data = self.call("Page.captureScreenshot", format="png")["data"]
        return Image.open(BytesIO(base64.b64decode(data))).convert("RGB")


@contextmanager
def browser(path: str) -> Iterator[Page]:
    """A browser with a profile of its own and one tab."""
    to_child, from_us = os.pipe()
    from_child, to_us = os.pipe()

    def ends() -> None:
        # The protocol is fixed to descriptors 3 and 4; both ends are moved out of the way first.
        high = os.dup2(to_child, 100), os.dup2(to_us, 101)
        os.dup2(high[0], 3)
        os.dup2(high[1], 4)

    with tempfile.TemporaryDirectory(prefix="reportgen-browser-", ignore_cleanup_errors=True) as profile:
        running = subprocess.Popen(
            [path, *FLAGS, f"--user-data-dir={profile}", "about:blank"],
            preexec_fn=ends,  # noqa: PLW1509  (runs two calls of the kernel, nothing that could wait for a lock)
            pass_fds=(3, 4),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(to_child)
        os.close(to_us)
        page = Page(from_us, from_child)
        try:
            page.start()
            yield page
        finally:
            running.terminate()
            running.wait(10)
            os.close(from_us)
            page._read.close()
