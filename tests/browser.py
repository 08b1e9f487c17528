"""A real browser, and a visitor who notices whatever the browser complains about."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 60.0
"""Seconds after which what was waited for is taken to never come."""


def executable() -> str:
    found = [os.environ.get("BROWSER_PATH"), *map(shutil.which, NAMES)]
    return next(path for path in found if path)


@contextmanager
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable(), args=ARGUMENTS)
        yield chromium
        chromium.close()


class Visitor:
    """One person with a browser of their own: no cookies from before, and a list of what went wrong."""

    def __init__(self, chromium: Browser, home: str, **options: Any) -> None:
        self.home = home
        self.complaints: list[str] = []
        self.context = chromium.new_context(base_url=home, **options)
        self.page = self.new_page()

    def new_page(self) -> Page:
        page = self.context.new_page()
        page.set_default_timeout(PATIENCE * 1000)
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        page.on("request", self._see)
        page.on("response", self._check)
        return page

    def go(self, path: str) -> Page:
        self.page.goto(path)
        return self.page

    def reload_until(self, condition: Callable[[Page], bool]) -> Page:
        until = time.monotonic() + PATIENCE
        while not condition(self.page):
            assert time.monotonic() < until, f"it never came: {self.page.url}"
            time.sleep(0.2)
            self.page.reload()
        return self.page

    def close(self) -> None:
        cookies = self.context.cookies()
        self.context.close()
        assert self.complaints == []
        assert cookies == []

    def _hear(self, message: ConsoleMessage) -> None:
        # That a page itself answers 404 or 422 is no fault of the page; its parts are checked one by one.
        if message.type in {"error", "warning"} and not message.text.startswith("Failed to load resource"):
            self.complaints.append(f"console: {message.text}")

    def _see(self, request: Request) -> None:
        if urlsplit(request.url).netloc != urlsplit(self.home).netloc and not request.url.startswith("data:"):
            self.complaints.append(f"another origin: {request.url}")

    def _check(self, response: Response) -> None:
        limit = 500 if response.request.resource_type == "document" else 400
        if response.status >= limit:
            self.complaints.append(f"{response.status}: {response.url}")
