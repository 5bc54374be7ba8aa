"""Chromium without a window, driven over the WebDriver protocol with nothing but the standard library.

Protocol: https://www.w3.org/TR/webdriver2/; logs and emulation are chromedriver's own, https://developer.chrome.com/docs/chromedriver.
The browser resolves no name, so that a page which asks for something gets nothing and is found out.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from base64 import b64decode
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, Final

BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
KEYS: Final = {"Enter": "\ue007", "Escape": "\ue00c", "Tab": "\ue004", "ArrowUp": "\ue013", "ArrowDown": "\ue015"}
_STARTED: Final = re.compile(r"started successfully on port (\d+)")
_ARGUMENTS: Final = (
    "--headless=new",
    "--window-size=1400,1000",
    "--hide-scrollbars",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--no-first-run",
)


class BrowserError(Exception):
    """The browser did not do what it was asked."""


def installed() -> tuple[str, str] | None:
    """The browser and its driver on PATH; None where one of them is missing."""
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    driver = shutil.which("chromedriver")
    return (browser, driver) if browser and driver else None


class Browser:
    """One window."""

    def __init__(self, port: int, browser: str) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=120)
        root = ["--no-sandbox"] if os.geteuid() == 0 else []  # Chromium's sandbox refuses to run as root
        capabilities = {
            "goog:chromeOptions": {"binary": browser, "args": [*_ARGUMENTS, *root]},
            "goog:loggingPrefs": {"performance": "ALL", "browser": "ALL"},
        }
        found = self._ask("POST", "/session", {"capabilities": {"alwaysMatch": capabilities}})
        self._session = f"/session/{found['sessionId']}"

    def open(self, url: str) -> None:
        """Load a page, from the network's point of view for the first time."""
        self._do("url", url="about:blank")
        self._events()
        self.messages()
        self._do("url", url=url)

    def run(self, script: str, *arguments: Any) -> Any:
        """What a script returns that runs in the page."""
        return self._do("execute/sync", script=script, args=list(arguments))

    def click(self, selector: str) -> None:
        """Click the first element of a CSS selector, as a person would: it must be there to be hit."""
        found = self._do("element", using="css selector", value=selector)
        (identifier,) = found.values()
        self._do(f"element/{identifier}/click")

    def press(self, *keys: str) -> None:
        """Press keys one after the other: a character, or a name of KEYS."""
        values = [KEYS.get(key, key) for key in keys]
        strokes = [{"type": kind, "value": value} for value in values for kind in ("keyDown", "keyUp")]
        self._do("actions", actions=[{"type": "key", "id": "keyboard", "actions": strokes}])

    def command(self, name: str, **parameters: Any) -> Any:
        """A command of the DevTools protocol."""
        return self._do("goog/cdp/execute", cmd=name, params=parameters)

    def prefer(self, scheme: str) -> None:
        """Prefer colours: light or dark."""
        self.command("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def screenshot(self, path: Path, *, whole: bool = False) -> None:
        """Write what the window shows, or the whole page, as PNG."""
        picture = self.command("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        path.write_bytes(b64decode(picture["data"]))

    def requests(self) -> list[str]:
        """What was asked for since the last time; what the page's policy refused is in `messages`."""
        self._do("execute/async", script="setTimeout(arguments[0], 50)", args=[])  # a picture is asked for a task later
        events = self._events()
        sent = {
            event["params"]["requestId"]: event["params"]["request"]["url"]
            for event in events
            if event["method"] == "Network.requestWillBeSent"
        }
        for event in events:
            if event["method"] == "Network.loadingFailed" and event["params"].get("blockedReason") == "csp":
                sent.pop(event["params"]["requestId"], None)
        return list(sent.values())

    def messages(self) -> list[str]:
        """What stands in the console since the last time: errors of scripts, and what the page's policy refused."""
        return [entry["message"] for entry in self._do("se/log", type="browser")]

    def close(self) -> None:
        """End the session."""
        self._ask("DELETE", self._session)
        self._connection.close()

    def _events(self) -> list[dict[str, Any]]:
        return [json.loads(entry["message"])["message"] for entry in self._do("se/log", type="performance")]

    def _do(self, command: str, **parameters: Any) -> Any:
        return self._ask("POST", f"{self._session}/{command}", parameters)

    def _ask(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        text = None if body is None else json.dumps(body)
        self._connection.request(method, path, text, {"Content-Type": "application/json"})
        answer = self._connection.getresponse()
        value = json.loads(answer.read())["value"]
        if answer.status != 200:
            raise BrowserError(f"{method} {path}: {value['error']}: {value['message'].splitlines()[0]}")
        return value


@contextmanager
def browsing(browser: str, driver: str) -> Generator[Browser]:
    """A window, closed in the end with everything that was started for it."""
    with subprocess.Popen(
        [driver, "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        try:
            assert process.stdout is not None
            line = next((found for line in process.stdout if (found := _STARTED.search(line))), None)
            if line is None:
                raise BrowserError(f"{driver} ended with {process.wait()} before it listened")
            window = Browser(int(line[1]), browser)
            try:
                yield window
            finally:
                window.close()
        finally:
            process.terminate()
